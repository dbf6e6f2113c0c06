import type { Cryplet } from '../authoring/defineCryplet'
import { goldWatch } from './goldWatch'
import { marketClose } from './marketClose'
import { priceOnRequest } from './priceOnRequest'

/** The Cryplets that come with the fabric, and that its enclave runs. */
export const BUILT_IN_CRYPLETS: readonly Cryplet[] = [marketClose, priceOnRequest, goldWatch]
