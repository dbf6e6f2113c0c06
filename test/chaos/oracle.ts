import type { FillerRow, LaneRow, SettledRow, SignedRow } from '../../shared/chain/lanes/rows'
import { lastAttempt } from '../../shared/chain/lanes/rows'
import type { Hex } from '../../shared/core/hex'
import type { ChainModel } from './chain/chainModel'
import type { Block } from './chain/ledger'
import { ancestor } from './chain/ledger'
import { isBump } from './chain/pool'
import type { Tx } from './chain/transactions'
import type { Commit } from './memoryTables'
import type { Owed } from './scenario'
import { CONFIRMATIONS, placeOf, sender } from './scenario'
import type { World } from './world'
import { Violation } from './world'

/** Looks at every step that has an effect, and knows from outside what the rows should say. */
export type Oracle = {
  readonly onCommit: (commit: Commit) => void
  readonly onBlock: (block: Block) => void
  /** Before a node sees it. */
  readonly onSend: (tx: Tx) => void
  /** The claims' own names: digests of all envelopes of a delivery. */
  readonly digestsOf: (deliveryId: Hex) => ReadonlySet<string>
  /** What was ever signed, by nonce. */
  readonly signed: () => ReadonlyMap<number, readonly Signing[]>
}

/** One transaction as the journal had it before it could be sent. */
export type Signing = {
  readonly hash: Hex
  readonly owner: string
  readonly isDelivery: boolean
  /** What it may cost at most, in wei. */
  readonly mostInWei: bigint
  /** It takes the nonce of a delivery back for the sake of others. */
  readonly isForOthers: boolean
}

export type OracleOptions = {
  readonly world: World
  readonly model: () => ChainModel
  readonly owed: readonly Owed[]
}

type Memory = OracleOptions & {
  readonly digests: Map<string, Set<string>>
  readonly owners: Map<string, Hex>
  readonly journalled: Set<string>
  readonly signed: Map<number, Signing[]>
}

export function openOracle(options: OracleOptions): Oracle {
  const memory: Memory = {
    ...options,
    digests: new Map(),
    owners: new Map(),
    journalled: new Set(),
    signed: new Map(),
  }
  return {
    onCommit: (commit) => {
      watchCommit(memory, commit)
    },
    onBlock: (block) => {
      watchBlock(memory, block)
    },
    onSend: (tx) => {
      if (!memory.journalled.has(tx.hash)) {
        doubled(memory, `nonce ${String(tx.nonce)} was sent as ${tx.hash}, which no row holds`)
      }
    },
    digestsOf: (id) => memory.digests.get(id) ?? new Set(),
    signed: () => memory.signed,
  }
}

function watchCommit(memory: Memory, { table, rows }: Commit): void {
  for (const row of rows) {
    if (!('value' in row)) continue
    if (table === 'envelopes') {
      const { deliveryId, digest } = row.value as { deliveryId: Hex; digest: Hex } // EnvelopeRow
      memory.digests.set(deliveryId, (memory.digests.get(deliveryId) ?? new Set()).add(digest))
      memory.owners.set(digest, deliveryId)
    }
    if (table === 'lanes' && row.row.startsWith('open-')) {
      watchLaneRow(memory, row.value as unknown as LaneRow | FillerRow) // what the journal writes
    }
  }
}

function watchLaneRow(memory: Memory, row: LaneRow | FillerRow): void {
  if (row.state === 'settled') watchSettled(memory, row)
  if (row.state !== 'signed' && row.state !== 'filler') return
  const signing = signingOf(row)
  const { hash, owner, isDelivery } = signing
  if (memory.journalled.has(hash)) return
  memory.journalled.add(hash)
  const before = memory.signed.get(row.nonce) ?? []
  memory.signed.set(row.nonce, [...before, signing])
  const other = before.find((each) => each.owner !== owner)
  if (other !== undefined)
    doubled(memory, `nonce ${String(row.nonce)} is of ${owner}, and was of ${other.owner}`)
  if (row.state === 'signed' && isDelivery) watchDelivery(memory, row)
  requireBump(memory, row)
}

function signingOf(row: SignedRow | FillerRow): Signing {
  const { hash, kind, price } = lastAttempt(row)
  const isDelivery = kind === 'deliver'
  return {
    ...{ hash, isDelivery, mostInWei: BigInt(row.gasLimit) * priceOf({ price }).maxFee },
    owner: row.state === 'filler' ? 'filler' : row.deliveryId,
    isForOthers: row.state === 'signed' && !isDelivery && row.cancelledAs === undefined,
  }
}

// Two nonces for one claim are two payments for it at the least: the first must be used up for good.
function watchDelivery(memory: Memory, row: SignedRow): void {
  const { world, owed } = memory
  const head = memory.model().head()
  const final = ancestor(head, Math.max(0, head.number - CONFIRMATIONS))
  const used = final?.state.nonces.get(sender.address.toLowerCase()) ?? 0
  for (const [nonce, signings] of memory.signed) {
    const isAlive = nonce !== row.nonce && nonce >= used
    if (isAlive && signings.some(({ owner }) => owner === row.deliveryId)) {
      doubled(
        memory,
        `${row.deliveryId} has nonce ${String(row.nonce)}, and ${String(nonce)} is not used up`,
      )
    }
  }
  const cap = owed.find(({ deliveryId }) => deliveryId === row.deliveryId)?.subscription
    .maxFeePerGasInWei
  const { maxFee } = priceOf(lastAttempt(row))
  if (cap !== undefined && maxFee > BigInt(cap)) {
    world.report(
      new Violation('untrue', `${row.deliveryId} pays ${String(maxFee)}, above its cap of ${cap}`),
    )
  }
}

function requireBump({ world }: Memory, { attempts, nonce }: SignedRow | FillerRow): void {
  const [before, after] = attempts.slice(-2).map(priceOf)
  if (before === undefined || after === undefined || isBump(before, after)) return
  const reason = `a replacement of nonce ${String(nonce)} pays less than a tenth more: no node takes it`
  world.report(new Violation('stuck', reason))
}

function priceOf({ price }: { price: SignedRow['attempts'][number]['price'] }): {
  maxFee: bigint
  tip: bigint
} {
  if ('gasPrice' in price) return { maxFee: BigInt(price.gasPrice), tip: BigInt(price.gasPrice) }
  return { maxFee: BigInt(price.maxFeePerGas), tip: BigInt(price.maxPriorityFeePerGas) }
}

// Final from the moment it is written: what it says must be so on the chain, as far down as nothing is reorganised.
function watchSettled(memory: Memory, { deliveryId, end }: SettledRow): void {
  const head = memory.model().head()
  const effect = effectOf(memory, head, deliveryId)
  const isEffect = ['applied', 'failed', 'quarantined'].includes(end.outcome)
  const isDeep = effect !== undefined && head.number - effect.block.number >= CONFIRMATIONS
  const said = `${deliveryId} is written down as ${end.outcome}`
  if (isEffect && !isDeep)
    untrue(
      memory,
      `${said}, but it has ${effect === undefined ? 'no effect' : 'an effect that may be reorganised'}`,
    )
  if (!isEffect && effect !== undefined) untrue(memory, `${said}, but it was ${effect.event}`)
  const reason = falseNow(memory, head, { deliveryId, end })
  if (reason !== undefined) untrue(memory, `${said}, but ${reason}`)
}

// An end that the chain must agree with at the moment when it is written.
function falseNow(
  { owed }: Memory,
  { timestamp, state }: Block,
  { deliveryId, end }: Pick<SettledRow, 'deliveryId' | 'end'>,
): string | undefined {
  const found = owed.find((each) => each.deliveryId === deliveryId)
  if (found === undefined) return 'nobody owes it'
  const { slot, policy, subscription } = found
  const last = state.feeds.get(placeOf(subscription))?.sequence ?? 0n
  if (end.outcome === 'expired' && timestamp <= slot + policy.maxAge) return 'its policy accepts it'
  if (end.outcome === 'overtaken' && last < BigInt(slot) * 1000n) return 'nothing has overtaken it'
  return undefined
}

// What the chain has of a delivery, on the branch that ends with `head`.
export function effectOf(
  memory: { readonly digests: ReadonlyMap<string, ReadonlySet<string>> },
  head: Block,
  deliveryId: string,
): { readonly event: string; readonly block: Block } | undefined {
  const digests = memory.digests.get(deliveryId)
  if (digests === undefined) return undefined
  for (let block: Block | undefined = head; block !== undefined; block = block.parent) {
    for (const { log } of block.receipts.values()) {
      if (log !== undefined && digests.has(log.topics[2] ?? '')) return { event: log.event, block }
    }
  }
  return undefined
}

// Once per block and branch: a claim that has an effect in it has none in any block before.
function watchBlock(memory: Memory, block: Block): void {
  for (const { log } of block.receipts.values()) {
    const deliveryId = memory.owners.get(log?.topics[2] ?? '')
    if (deliveryId === undefined || block.parent === undefined) continue
    const before = effectOf(memory, block.parent, deliveryId)
    if (before !== undefined)
      doubled(memory, `${deliveryId} has effect again in block ${String(block.number)}`)
  }
}

function doubled({ world }: Memory, message: string): void {
  world.report(new Violation('doubled', message))
}

function untrue({ world }: Memory, message: string): void {
  world.report(new Violation('untrue', message))
}
