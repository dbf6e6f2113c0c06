import { goldWatch } from '../../shared/cryplets/goldWatch'
import { fabric } from '../../shared/fabric'
import { watchCryplet } from '../../shared/triggers/watchCryplet'

watchCryplet(goldWatch, fabric)
