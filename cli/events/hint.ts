import * as z from 'zod'
import type { Ask } from '../fabricClient'

const schema = z.looseObject({
  transaction: z.string(),
  streams: z
    .array(
      z.looseObject({
        chainId: z.number(),
        address: z.string(),
        status: z.string(),
        blockNumber: z.number().optional(),
        reason: z.string().optional(),
      }),
    )
    .readonly(),
})

/** What there is in a hint, of each stream. */
export type ToldHint = Readonly<z.infer<typeof schema>>

/**
 * Lets the fabric look up whether a transaction has emitted an event that wakes a Cryplet.
 *
 * @param ask - The fabric.
 * @param path - Of the Cryplet.
 * @param transaction - Its hash.
 * @returns What enough endpoints say.
 */
export function hint(ask: Ask, path: string, transaction: string): Promise<ToldHint> {
  const body = JSON.stringify({ transaction })
  return ask(schema, `${path}/hints`, { method: 'POST', body })
}

/**
 * Says for people what there is in a hint.
 *
 * @param told - By the fabric.
 * @returns A line a stream.
 */
export function describeHint(told: ToldHint): readonly string[] {
  return told.streams.map(({ chainId, address, status, blockNumber, reason }) => {
    const where = `  ${address} on chain ${String(chainId)}:`
    if (status === 'found') return `${where} found in block ${String(blockNumber)}`
    return `${where} ${status === 'notFound' ? 'no such event' : `undecided: ${reason ?? status}`}`
  })
}
