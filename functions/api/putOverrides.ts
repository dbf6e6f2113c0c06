import { putOverrides } from '../../shared/api/putOverrides'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(putOverrides, () => fabric().api))
