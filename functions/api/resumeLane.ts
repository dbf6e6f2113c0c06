import { registrationOf } from '../../shared/api/registrationOf'
import { resumeLane } from '../../shared/api/resumeLane'
import { fabric } from '../../shared/fabric'
import { httpRoute } from '../../shared/triggers/http'

httpRoute(registrationOf(resumeLane, () => fabric().api))
