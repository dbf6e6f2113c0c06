import { createWake } from './createWake'
import { getDelivery } from './getDelivery'
import { getHealth } from './getHealth'
import { listCryplets } from './listCryplets'
import { listDeliveries } from './listDeliveries'
import type { Route } from './route'

/** Every route of the fabric; docs/reference/api.md is written from it. */
export const routes: readonly Route[] = [
  getHealth,
  listCryplets,
  createWake,
  listDeliveries,
  getDelivery,
]
