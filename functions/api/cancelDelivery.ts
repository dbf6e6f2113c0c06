import { cancelDelivery } from '../../shared/api/cancelDelivery'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(cancelDelivery, () => fabric().api))
