import { httpRoute } from '../../shared/triggers/http'
import { executeRoute } from '../routes'
import { thisEnclave } from '../thisEnclave'

httpRoute(executeRoute(thisEnclave))
