import { registrationOf } from '../../shared/api/registrationOf'
import { replayEvents } from '../../shared/api/replayEvents'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(replayEvents, () => fabric().api))
