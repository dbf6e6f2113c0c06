import { getWatch } from '../../shared/api/getWatch'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(getWatch, () => fabric().api))
