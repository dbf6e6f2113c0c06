import { getDelivery } from '../../shared/api/getDelivery'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(getDelivery, () => fabric().api))
