import type { KeptEvidence } from '../attestation/openEvidence'
import type { Lanes } from '../chain/lanes/openLanes'
import type { Clock } from '../core/clock'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { ContractReader } from '../registry/readContract'
import type { Runs } from '../runs/openRuns'

/** Asks a dependency whether it answers; rejects when it does not. */
export type Probe = () => Promise<unknown>

/** Everything that the routes work on. */
export type ApiPorts = {
  readonly clock: Clock
  readonly runs: Runs
  readonly lanes: Pick<Lanes, 'get'>
  readonly evidence: KeptEvidence
  readonly cryplets: readonly LoadedCryplet[]
  /** The trust registry of a chain, as of now; undefined for a chain that is not served. */
  readonly registryOf: (chainId: number) => ContractReader | undefined
  /** By name, as in `storage`. */
  readonly probes: Readonly<Record<string, Probe>>
}
