import { httpRoute } from '../../shared/triggers/http'
import { keysRoute } from '../routes'
import { thisEnclave } from '../thisEnclave'

httpRoute(keysRoute(thisEnclave))
