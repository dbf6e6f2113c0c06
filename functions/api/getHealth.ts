import { getHealth } from '../../shared/api/getHealth'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(getHealth, () => fabric().api))
