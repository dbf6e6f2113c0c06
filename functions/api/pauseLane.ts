import { pauseLane } from '../../shared/api/pauseLane'
import { registrationOf } from '../../shared/api/registrationOf'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(pauseLane, () => fabric().api))
