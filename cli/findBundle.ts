import type { JsonRpcProvider } from 'ethers'
import * as z from 'zod'
import { readDelivery } from '../shared/api/verification/readDelivery'
import { messageOf } from '../shared/core/errors'
import type { Hex } from '../shared/core/hex'
import { deliveryId, wakeId } from '../shared/core/ids'
import type { Claim, ClaimDomain } from '../shared/envelope/claim'
import type { ProofBundle } from '../shared/envelope/proofBundle'
import { openAsk } from './fabricClient'
import type { Io } from './io'
import type { LocalStack } from './localStack'
import { readBundle } from './readBundle'

/** Where a proof bundle may be. */
export type BundleSearch = {
  /** Of the transaction that delivered. */
  readonly hash: Hex | undefined
  /** A file or a URL. */
  readonly place: string | undefined
  readonly stack: LocalStack | undefined
  readonly provider: JsonRpcProvider | undefined
  readonly io: Io
}

/**
 * Finds the proof bundle of a delivery: where the reader says, else on the local stack.
 *
 * @param search - Where to look.
 * @returns The bundle, nothing of it verified; undefined when there is none, which a stack that should have it is told of.
 * @throws BundleUnreadableError when what the reader named gives none.
 */
export async function findBundle(search: BundleSearch): Promise<ProofBundle | undefined> {
  const { hash, place, stack, provider, io } = search
  if (place !== undefined) return readBundle(place, stack)
  if (hash === undefined || provider === undefined || stack === undefined) return undefined
  const { domain, claim } = await readDelivery(provider, hash)
  if (domain.chainId !== stack.deployment.chainId) return undefined
  try {
    const id = await findDelivery(stack, hash, { domain, claim })
    return await readBundle(`${stack.fabricUrl}/api/deliveries/${id}`, stack)
  } catch (error) {
    io.err(`The local stack has no proof bundle of this delivery. ${messageOf(error)}\n`)
    return undefined
  }
}

type Delivered = { readonly domain: ClaimDomain; readonly claim: Claim }

async function findDelivery(
  stack: LocalStack,
  hash: Hex,
  { domain, claim }: Delivered,
): Promise<string> {
  // What an event brought about has no slot in its claim.
  if (claim.anchorBlock > 0n) return searchDelivery(stack, hash)
  // Everybody who knows the claim can name the delivery: ids are made of what it says.
  const wake = wakeId('schedule', claim.crypletId, Number(claim.observedAt))
  const { chainId, verifyingContract: receiver } = domain
  return deliveryId(wake, { chainId, receiver, subscription: claim.subscription })
}

const pageSchema = z.looseObject({
  deliveries: z.array(z.looseObject({ deliveryId: z.string() })).readonly(),
  next: z.string().optional(),
})

async function searchDelivery({ fabricUrl, functionKey }: LocalStack, hash: Hex): Promise<string> {
  const ask = openAsk(fabricUrl, functionKey)
  const path = `/api/deliveries?limit=1&transaction=${hash}`
  let cursor = ''
  for (;;) {
    const { deliveries, next } = await ask(pageSchema, `${path}${cursor}`)
    const [found] = deliveries
    if (found !== undefined) return found.deliveryId
    if (next === undefined) throw new Error(`No delivery names the transaction ${hash}.`)
    cursor = `&cursor=${next}`
  }
}
