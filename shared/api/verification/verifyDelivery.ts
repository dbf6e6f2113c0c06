import type { Provider } from 'ethers'
import { FabricError } from '../../core/errors'
import type { Hex } from '../../core/hex'
import type { OpenedSeal } from '../../envelope/openSeals'
import { openSeals } from '../../envelope/openSeals'
import type { BundleEvidence, ProofBundle } from '../../envelope/proofBundle'
import type { Recover } from '../../envelope/recover'
import type { SealSigners } from '../../envelope/sealedEnvelope'
import type { LinkVerdict } from '../../envelope/verifyEnvelope'
import { verifyEnvelope } from '../../envelope/verifyEnvelope'
import { anchorLink } from './anchorLink'
import { claimLink } from './claimLink'
import { compareOutcomes, outcomeLink } from './outcomeLink'
import { provenanceLink } from './provenanceLink'
import type { Delivery } from './readDelivery'
import { deliveryOf, readDelivery } from './readDelivery'
import type { Receiver, ReceiverPolicy } from './readReceiver'
import { readReceiver } from './readReceiver'
import { registryLink } from './registryLink'
import { sealLinks } from './sealLinks'
import type { Verification } from './verification'
import { subjectOf } from './verification'

/** What is to be verified, and by what means. A transaction needs a provider. */
export type VerifyRequest = {
  readonly transaction?: Hex | undefined
  /** Brings the run behind the claim; without a transaction also claim and seals. */
  readonly bundle?: ProofBundle | undefined
  /** Of the delivery's chain; without it nothing is asked of any chain. */
  readonly provider?: Provider | undefined
  readonly recover: Recover
  /** Who must have sealed, by the reader's own knowledge: without a chain all that there is, else asked beside it. */
  readonly signers?: SealSigners | undefined
}

/** Neither a transaction with a chain to read it from, nor a bundle. */
export class NothingToVerifyError extends FabricError {
  override readonly name = 'NothingToVerifyError'
  readonly code = 'NOTHING_TO_VERIFY'
  readonly retryable = false

  constructor() {
    super('Name a transaction and an RPC endpoint of its chain, or a proof bundle.')
  }
}

/** A bundle of another chain than the endpoint's. */
export class ChainMismatchError extends FabricError {
  override readonly name = 'ChainMismatchError'
  readonly code = 'CHAIN_MISMATCH'
  readonly retryable = false

  constructor(
    readonly received: number,
    readonly expected: number,
  ) {
    super(
      `The endpoint serves chain ${String(received)}, the bundle speaks of chain ${String(expected)}.`,
    )
  }
}

/**
 * Verifies a delivery without believing anybody who carried it.
 *
 * Claim and seals come from the transaction's calldata, the policy from the receiver, the keys from its registry, the
 * outcome from the receipt. The registry is asked as of the transaction's block, else of now; its link says which.
 *
 * @param request - What and how.
 * @returns A verdict for each link.
 * @throws NothingToVerifyError when there is nothing to look at.
 * @throws ChainMismatchError when bundle and endpoint are of two chains.
 * @throws TransactionUnknownError, NotADeliveryError, DeliverCalldataError or NoContractError when the transaction is no
 *   delivery.
 */
export async function verifyDelivery(request: VerifyRequest): Promise<Verification> {
  const { provider, bundle, transaction, recover, signers } = request
  if (provider !== undefined) return verifyOnline({ ...request, provider })
  if (bundle === undefined || transaction !== undefined) throw new NothingToVerifyError()
  const links = verifyEnvelope(bundle, { recover, ...(signers && { signers }) })
  return { ...subjectOf(deliveryOf(bundle)), links }
}

type OnlineRequest = VerifyRequest & { readonly provider: Provider }

async function verifyOnline(request: OnlineRequest): Promise<Verification> {
  const { provider, recover } = request
  const delivery = await findDelivery(request)
  const receiver = await readReceiver(provider, delivery)
  const evidence = request.bundle?.evidence ?? []
  const subject = subjectOf(delivery)
  const read = outcomeLink(delivery, subject.digest)
  const { outcome, link } = compareOutcomes(read, request.bundle?.outcome)
  const { signers = {} } = request
  const links = [
    claimLink(delivery, receiver),
    ...(await policyLinks({ provider, recover, delivery, receiver, evidence, signers })),
    provenanceLink(delivery, { bundle: request.bundle, recover }),
    link,
  ]
  return { ...subject, ...(outcome !== undefined && { outcome }), links }
}

async function findDelivery(request: OnlineRequest): Promise<Delivery> {
  const { provider, bundle } = request
  const hash = request.transaction ?? bundle?.transaction
  if (hash === undefined && bundle === undefined) throw new NothingToVerifyError()
  const chainId = Number((await provider.getNetwork()).chainId)
  if (bundle !== undefined && chainId !== bundle.chainId) {
    throw new ChainMismatchError(chainId, bundle.chainId)
  }
  if (hash !== undefined) return readDelivery(provider, hash)
  if (bundle === undefined) throw new NothingToVerifyError()
  return deliveryOf(bundle)
}

type Judged = {
  readonly provider: Provider
  readonly recover: Recover
  readonly delivery: Delivery
  readonly receiver: Receiver
  readonly evidence: readonly BundleEvidence[]
  readonly signers: SealSigners
}

// The links that the policy decides on: cryplet, enclave, host, registry, anchor.
async function policyLinks(judged: Judged): Promise<readonly LinkVerdict[]> {
  const { policy } = judged.receiver
  if (policy === undefined) return notChecked('no policy says which seals there must be')
  if (policy.quorum !== 0) return notChecked('the policy asks for a quorum, not for an onion')
  return onionLinks(judged, policy)
}

async function onionLinks(
  { provider, recover, delivery, receiver, evidence, signers }: Judged,
  policy: ReceiverPolicy,
): Promise<readonly LinkVerdict[]> {
  const { registry } = receiver
  const opened = openSeals({ ...delivery, tiers: policy.tiers }, recover)
  const { crypletId } = delivery.claim
  const [seals, trust, anchor] = await Promise.all([
    sealLinks({ opened, crypletId, registry, evidence }),
    registryLink(delivery, opened, registry),
    anchorLink(provider, delivery, policy),
  ])
  return [...seals.map((link) => heldAgainst(link, opened, signers)), trust, anchor]
}

// The registry says who may seal; the reader may know better who it must have been.
function heldAgainst(
  link: LinkVerdict,
  opened: readonly OpenedSeal[],
  signers: SealSigners,
): LinkVerdict {
  const seal = opened.find(({ tier }) => tier === link.link)
  if (seal === undefined || 'fault' in seal) return link
  const expected = signers[seal.tier]
  if (expected === undefined || expected === seal.signer) return link
  const detail = `signer mismatch: sealed by ${seal.signer}, expected ${expected}`
  return { ...link, verdict: 'invalid', detail }
}

function notChecked(detail: string): readonly LinkVerdict[] {
  const links = ['cryplet', 'enclave', 'host', 'registry', 'anchor'] as const
  return links.map((link) => ({ link, verdict: 'not checked', detail }))
}
