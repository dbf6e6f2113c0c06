import { cancelDelivery } from './cancelDelivery'
import { createWake } from './createWake'
import { getDelivery } from './getDelivery'
import { getEvents } from './getEvents'
import { getHealth } from './getHealth'
import { getLane } from './getLane'
import { getOverrides } from './getOverrides'
import { getRun } from './getRun'
import { getWatch } from './getWatch'
import { hintEvents } from './hintEvents'
import { invokeCryplet } from './invokeCryplet'
import { listCryplets } from './listCryplets'
import { listDeliveries } from './listDeliveries'
import { listLanes } from './listLanes'
import { pauseLane } from './pauseLane'
import { putOverrides } from './putOverrides'
import { replayDelivery } from './replayDelivery'
import { replayEvents } from './replayEvents'
import { resumeLane } from './resumeLane'
import type { Route } from './route'

/** Every route of the fabric; docs/reference/api.md is written from it. */
export const routes: readonly Route[] = [
  getHealth,
  listCryplets,
  createWake,
  invokeCryplet,
  getEvents,
  hintEvents,
  replayEvents,
  getWatch,
  listDeliveries,
  getDelivery,
  getRun,
  listLanes,
  getLane,
  pauseLane,
  resumeLane,
  cancelDelivery,
  replayDelivery,
  getOverrides,
  putOverrides,
]
