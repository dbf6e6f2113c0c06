import type { Audit } from '../audit/openAudit'
import type { Doorbell } from '../bus/doorbell'
import type { Lanes } from '../chain/lanes/openLanes'
import type { LaneOperations } from '../chain/lanes/openOperations'
import type { Clock } from '../core/clock'
import type { Log } from '../core/log'
import type { Recover } from '../envelope/recover'
import type { Execution } from '../execution/execution'
import type { LoadedCryplet } from '../execution/loadCryplets'
import type { TrustAnswer, TrustQuestion } from '../registry/checkTrust'
import type { ContractReader } from '../registry/readContract'
import type { Verdicts } from '../registry/verdicts'
import type { Runs } from '../runs/openRuns'
import type { Signer } from '../signing/signer'

/** Asks the registry of a chain. */
export type AskTrust = (chainId: number, question: TrustQuestion) => Promise<TrustAnswer>

/** How long what may be a person's is kept. */
export type Retention = {
  /** Response bodies; none is stored when zero. */
  readonly bodiesInDays: number
  /** What was posted, with all of its run. */
  readonly postsInDays: number
}

/** What activities are made over: the adapters meet here. */
export type ActivityPorts = {
  readonly runs: Runs
  readonly lanes: Lanes
  /** The number of the newest block that enough endpoints of a chain agree on. */
  readonly heightOf: (chainId: number) => Promise<number>
  /** Tells lanes what is wanted of single deliveries. */
  readonly operations: Pick<LaneOperations, 'get' | 'wish'>
  /** Wakes whoever works a lane. */
  readonly doorbell: Doorbell
  readonly audit: Audit
  readonly cryplets: readonly LoadedCryplet[]
  readonly execution: () => Promise<Execution>
  /** Tier 3. */
  readonly hostSigner: () => Promise<Signer>
  readonly askTrust: AskTrust
  /** Of a chain that is served. */
  readonly registryOf: (chainId: number) => ContractReader | undefined
  /** What claims rest on. */
  readonly verdicts: Verdicts
  readonly recover: Recover
  readonly retention: Retention
  readonly clock: Clock
  readonly log: Log
}
