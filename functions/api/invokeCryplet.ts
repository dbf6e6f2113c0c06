import { invokeCryplet } from '../../shared/api/invokeCryplet'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(invokeCryplet, () => fabric().api))
