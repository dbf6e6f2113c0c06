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
import { BundleUnreadableError, readBundle } from './readBundle'

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
    return await readBySlot(stack, { domain, claim })
  } catch (error) {
    // Of another wake than a slot of a schedule: what an event or a watch brought about does not name it.
    if (!(error instanceof BundleUnreadableError)) throw error
  }
  try {
    return await readFrom(stack, await searchDelivery(stack, hash))
  } catch (error) {
    io.err(`The local stack has no proof bundle of this delivery. ${messageOf(error)}\n`)
    return undefined
  }
}

type Delivered = { readonly domain: ClaimDomain; readonly claim: Claim }

// Everybody who knows the claim of a slot can name its delivery: ids are made of what it says.
function readBySlot(stack: LocalStack, { domain, claim }: Delivered): Promise<ProofBundle> {
  const wake = wakeId('schedule', claim.crypletId, Number(claim.observedAt))
  const { chainId, verifyingContract: receiver } = domain
  const { subscription } = claim
  return readFrom(stack, deliveryId(wake, { chainId, receiver, subscription }))
}

function readFrom(stack: LocalStack, id: string): Promise<ProofBundle> {
  return readBundle(`${stack.fabricUrl}/api/deliveries/${id}`, stack)
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
