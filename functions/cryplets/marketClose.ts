import { marketClose } from '../../shared/cryplets/marketClose'
import { fabric } from '../../shared/fabric'
import { timerCryplet } from '../../shared/triggers/timerCryplet'

timerCryplet(marketClose, fabric)
