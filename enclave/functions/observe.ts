import { httpRoute } from '../../shared/triggers/http'
import { observeRoute } from '../routes'
import { thisEnclave } from '../thisEnclave'

httpRoute(observeRoute(thisEnclave))
