import { listLanes } from '../../shared/api/listLanes'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(listLanes, () => fabric().api))
