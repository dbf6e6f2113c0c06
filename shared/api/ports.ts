import type { answerOnce } from '../activities/answerOnce'
import type { Retention } from '../activities/ports'
import type { KeptEvidence } from '../attestation/openEvidence'
import type { EventChain } from '../chain/events/eventChain'
import type { EventJournal } from '../chain/events/eventJournal'
import type { LeaseHolder } from '../chain/events/pumpLease'
import type { LaneOperations } from '../chain/lanes/openOperations'
import type { Clock } from '../core/clock'
import type { Log } from '../core/log'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { ContractReader } from '../registry/readContract'
import type { Runs } from '../runs/openRuns'
import type { WakeRow } from '../runs/rows'

/** Asks a dependency whether it answers, and stops asking when it is told to; rejects when it does not. */
export type Probe = (signal: AbortSignal) => Promise<unknown>

/** Where events are read to. */
export type EventsPorts = {
  readonly journal: EventJournal
  readonly chainOf: (chainId: number) => EventChain | undefined
  readonly holder: () => Promise<LeaseHolder | undefined>
}

/** Everything that the routes work on. */
export type ApiPorts = {
  readonly clock: Clock
  readonly runs: Runs
  readonly lanes: LaneOperations
  readonly evidence: KeptEvidence
  /** How far events are read, and by whom. */
  readonly events: EventsPorts
  readonly cryplets: readonly LoadedCryplet[]
  /** The trust registry of a chain, as of now; undefined for a chain that is not served. */
  readonly registryOf: (chainId: number) => ContractReader | undefined
  /** Answers a post that is stored. */
  readonly answer: (
    wake: WakeRow,
    cryplet: LoadedCryplet,
    log: Log,
  ) => ReturnType<typeof answerOnce>
  readonly retention: Retention
  /** By kind, as in `storage`: anybody may read these words. */
  readonly probes: Readonly<Record<string, Probe>>
}
