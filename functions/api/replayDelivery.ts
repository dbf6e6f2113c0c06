import { registrationOf } from '../../shared/api/registrationOf'
import { replayDelivery } from '../../shared/api/replayDelivery'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(replayDelivery, () => fabric().api))
