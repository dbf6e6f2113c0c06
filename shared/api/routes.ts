import { createWake } from './createWake'
import { getDelivery } from './getDelivery'
import { getHealth } from './getHealth'
import { getOverrides } from './getOverrides'
import { listCryplets } from './listCryplets'
import { listDeliveries } from './listDeliveries'
import { putOverrides } from './putOverrides'
import type { Route } from './route'

/** Every route of the fabric; docs/reference/api.md is written from it. */
export const routes: readonly Route[] = [
  getHealth,
  listCryplets,
  createWake,
  listDeliveries,
  getDelivery,
  getOverrides,
  putOverrides,
]
