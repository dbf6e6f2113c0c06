import { getOverrides } from '../../shared/api/getOverrides'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(getOverrides, () => fabric().api))
