import { fabric } from '../shared/fabric'
import './api/createWake'
import './api/getDelivery'
import './api/getHealth'
import './api/getOverrides'
import './api/listCryplets'
import './api/listDeliveries'
import './api/putOverrides'
import './cryplets/marketClose'
import './engine/check'
import './engine/deliver'
import './engine/keeper'
import './engine/lane'
import './engine/produce'
import './engine/record'
import './engine/submit'

// Wrong settings end the start here, with every fault in one message.
fabric()
