import type { KeptEvidence } from '../attestation/openEvidence'
import type { LaneOperations } from '../chain/lanes/openOperations'
import type { Clock } from '../core/clock'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { ContractReader } from '../registry/readContract'
import type { Runs } from '../runs/openRuns'

/** Asks a dependency whether it answers, and stops asking when it is told to; rejects when it does not. */
export type Probe = (signal: AbortSignal) => Promise<unknown>

/** Everything that the routes work on. */
export type ApiPorts = {
  readonly clock: Clock
  readonly runs: Runs
  readonly lanes: LaneOperations
  readonly evidence: KeptEvidence
  readonly cryplets: readonly LoadedCryplet[]
  /** The trust registry of a chain, as of now; undefined for a chain that is not served. */
  readonly registryOf: (chainId: number) => ContractReader | undefined
  /** By kind, as in `storage`: anybody may read these words. */
  readonly probes: Readonly<Record<string, Probe>>
}
