import { listDeliveries } from '../../shared/api/listDeliveries'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(listDeliveries, () => fabric().api))
