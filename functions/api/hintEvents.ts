import { hintEvents } from '../../shared/api/hintEvents'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(hintEvents, () => fabric().api))
