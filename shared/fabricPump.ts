import { randomUUID } from 'node:crypto'
import type { PumpPorts } from './activities/pumpEvents'
import type { EventsPorts } from './api/ports'
import type { ChainSettings } from './chain/chainSettings'
import { openEventChain } from './chain/events/eventChain'
import { openEventJournal } from './chain/events/eventJournal'
import { openPump } from './chain/events/openPump'
import { leaseHolder, openPumpLease } from './chain/events/pumpLease'
import type { Clock } from './core/clock'
import { quorumOf } from './fabricChains'
import type { OpenTable } from './store/table'

/** What the pump is made of. */
export type PumpingParts = {
  readonly openTable: OpenTable
  readonly chains: readonly ChainSettings[]
  readonly clock: Clock
  readonly wait: (inMs: number) => Promise<void>
}

/** The pump with what belongs to it alone. */
export type Pumping = {
  readonly ports: Pick<PumpPorts, 'pump' | 'journal' | 'pause'>
  readonly events: EventsPorts
}

// A block of 10,000 logs with its receipts.
const MOST_BYTES = 64 * 1024 * 1024
// How long another pump waits after the one before it was cut off. Half of it is left at least when a chain is asked, and
// an endpoint that says nothing is waited for no longer.
const LEASE_IN_MS = 20_000
const TIMEOUT_IN_MS = 10_000
const LIMITS = { mostBytes: MOST_BYTES, timeoutInMs: TIMEOUT_IN_MS }
// Between two looks at chains that have nothing new.
const PAUSE_IN_MS = 500
const QUICK_PAUSE_IN_MS = 20

/**
 * Opens the pump of a process.
 *
 * @param parts - Storage, chains and clock.
 * @returns The pump; nothing is asked yet.
 */
export function openPumping(parts: PumpingParts): Pumping {
  const { openTable, clock, wait } = parts
  const journal = openEventJournal(openTable)
  const lease = openPumpLease({ openTable, clock, holder: randomUUID(), forInMs: LEASE_IN_MS })
  const chains = parts.chains.map((chain) =>
    openEventChain({
      quorum: quorumOf(chain, LIMITS),
      provesByReceipts: chain.provesByReceipts,
    }),
  )
  const isQuick = parts.chains.some(({ minesOnDemand }) => minesOnDemand)
  const pauseInMs = isQuick ? QUICK_PAUSE_IN_MS : PAUSE_IN_MS
  return {
    ports: {
      journal,
      pump: openPump({ journal, lease, chains, clock }),
      pause: () => wait(pauseInMs),
    },
    events: {
      journal,
      chainOf: (chainId) => chains.find((chain) => chain.chainId === chainId),
      holder: () => leaseHolder(openTable, clock),
    },
  }
}
