import { httpRoute } from '../../shared/triggers/http'
import { attestRoute } from '../routes'
import { thisEnclave } from '../thisEnclave'

httpRoute(attestRoute(thisEnclave))
