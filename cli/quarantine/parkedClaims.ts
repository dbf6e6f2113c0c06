import type { Interface, Log } from 'ethers'
import { readOutcome } from '../../shared/chain/readOutcome'
import { FabricError } from '../../shared/core/errors'
import type { Address, Hex } from '../../shared/core/hex'
import type { ContractReader } from '../../shared/registry/readContract'
import { answerOf } from '../../shared/registry/readContract'

/** A claim that was verified and consumed, but had no effect. */
export type ParkedClaim = {
  readonly digest: Hex
  readonly subscription: Hex
  readonly outcome: 'quarantined' | 'failed'
  /** Why, in words. */
  readonly reason: string
  /** The delivery that parked it. */
  readonly transaction: Hex
  /** Unix seconds. */
  readonly parkedAt: number
  /** Unix seconds: not releasable after. */
  readonly releasableUntil: number
  /** Approvers who are for its release, and for its end. */
  readonly votes: { readonly release: number; readonly drop: number; readonly needed: number }
}

/** A digest under which nothing is parked now. */
export class NotParkedError extends FabricError {
  override readonly name = 'NotParkedError'
  readonly code = 'NOT_PARKED'
  readonly retryable = false

  constructor(
    readonly digest: Hex,
    readonly fate: string,
  ) {
    super(`${digest} is not parked: ${fate}. "cryplet quarantine" lists what is.`)
  }
}

/**
 * Lists the claims that a receiver has parked, oldest first.
 *
 * @param receiver - With the ABI of a Quarantine.
 * @returns Those that are parked now; what was released or dropped is not among them.
 */
export async function listParked(receiver: ContractReader): Promise<readonly ParkedClaim[]> {
  const logs = await logsOf(receiver, ['Quarantined', 'DeliveryFailed'])
  // A released claim whose callback fails again has two logs; it was parked by the first.
  const first = new Map(logs.map((log) => [digestOf(log), log] as const).reverse())
  const parked = await Promise.all([...first.values()].reverse().map((log) => read(receiver, log)))
  return parked.filter((claim) => claim !== undefined)
}

/**
 * Finds one parked claim.
 *
 * @param receiver - With the ABI of a Quarantine.
 * @param digest - 32 bytes.
 * @returns The claim.
 * @throws NotParkedError that says what became of it.
 */
export async function requireParked(receiver: ContractReader, digest: Hex): Promise<ParkedClaim> {
  const found = (await listParked(receiver)).find((claim) => claim.digest === digest)
  if (found !== undefined) return found
  throw new NotParkedError(digest, await fateOf(receiver, digest))
}

async function read(receiver: ContractReader, log: Log): Promise<ParkedClaim | undefined> {
  const digest = digestOf(log)
  const [[parked], [life], [needed]] = await Promise.all([
    answerOf(receiver, 'parked', [digest]),
    answerOf(receiver, 'PARK_LIFE'),
    answerOf(receiver, 'approvalThreshold'),
  ])
  const { outcome, parkedAt, releases, drops } = parked as ParkedAnswer
  if (outcome === 0n) return undefined
  const told = tell(receiver.address, log)
  return {
    digest,
    subscription: (log.topics[1] ?? '0x') as Hex,
    // What it is now: a released claim may have failed since it was quarantined.
    outcome: outcome === FAILED ? 'failed' : 'quarantined',
    reason: told?.reasons.join('; ') ?? '',
    transaction: log.transactionHash as Hex,
    parkedAt: Number(parkedAt),
    releasableUntil: Number(parkedAt) + Number(life),
    votes: { release: bits(releases), drop: bits(drops), needed: Number(needed) },
  }
}

const FAILED = 2n

// As ethers decodes it.
type ParkedAnswer = {
  readonly outcome: bigint
  readonly parkedAt: bigint
  readonly releases: bigint
  readonly drops: bigint
}

function tell(receiver: Address, log: Log): ReturnType<typeof readOutcome> {
  const { topics, data, address, blockNumber } = log
  const transactionHash = log.transactionHash as Hex
  const digests = [digestOf(log)]
  return readOutcome([{ topics, data, address, blockNumber, transactionHash }], {
    receiver,
    digests,
  })
}

async function fateOf(receiver: ContractReader, digest: Hex): Promise<string> {
  const [dropped] = await logsOf(receiver, ['Dropped'], digest)
  if (dropped !== undefined) return `it was dropped in ${dropped.transactionHash}`
  const [applied] = await logsOf(receiver, ['Delivered'], digest)
  if (applied === undefined) return `${receiver.address} never took such a claim in`
  const wasParked = (await logsOf(receiver, ['Quarantined', 'DeliveryFailed'], digest)).length > 0
  const how = wasParked ? 'released and applied' : 'applied, and never parked,'
  return `it was ${how} in ${applied.transactionHash}`
}

async function logsOf(
  receiver: ContractReader,
  names: readonly string[],
  digest?: Hex,
): Promise<readonly Log[]> {
  const { provider, address, abi } = receiver
  const topics = [names.map((name) => topicOf(abi, name))]
  const logs = await provider.getLogs({ address, topics, fromBlock: 0 })
  return digest === undefined ? logs : logs.filter((log) => digestOf(log) === digest)
}

function topicOf(abi: Interface, name: string): string {
  return abi.getEvent(name)?.topicHash ?? ''
}

// Dropped has no subscription before it.
function digestOf({ topics }: Log): Hex {
  return (topics[2] ?? topics[1] ?? '0x') as Hex
}

function bits(bitmap: bigint): number {
  return bitmap.toString(2).replaceAll('0', '').length
}
