import { getEvents } from '../../shared/api/getEvents'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(getEvents, () => fabric().api))
