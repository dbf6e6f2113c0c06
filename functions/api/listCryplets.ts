import { listCryplets } from '../../shared/api/listCryplets'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(listCryplets, () => fabric().api))
