import './attest'
import './execute'
import './keys'
import './observe'
