import { priceOnRequest } from '../../shared/cryplets/priceOnRequest'
import { fabric } from '../../shared/fabric'
import { chainCryplet } from '../../shared/triggers/chainCryplet'

chainCryplet(priceOnRequest, fabric)
