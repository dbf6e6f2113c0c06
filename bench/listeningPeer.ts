import { Contract, JsonRpcProvider, Wallet } from 'ethers'
import type { DeliveryBed } from './deliveryBed'
import { PLAIN_CALLBACK, placePlainCallback } from './plainCallback'
import type { Answered } from './question'
import { ASKER_ABI, deployAsker } from './question'

/** Whoever listens and answers with ethers. */
export type Peer = {
  /** Asks at a moment between two of its polls: 0 right after one, 1 right before the next. */
  readonly answer: (share: number) => Promise<Answered>
  readonly stop: () => Promise<void>
}

/**
 * Opens what ethers' documentation has for reacting to an event: `contract.on`, and `wallet.sendTransaction` with the
 * answer, over a JsonRpcProvider with its defaults. It keeps nothing, proves nothing, and seals nothing.
 *
 * @param bed - Where.
 * @returns The peer; it listens.
 */
export async function openPeer(bed: DeliveryBed): Promise<Peer> {
  await placePlainCallback(bed.fixture.provider)
  const asker = await deployAsker(bed)
  const provider = new JsonRpcProvider(bed.chainUrl)
  const wallet = new Wallet((await bed.account()).privateKey, provider)
  const contract = new Contract(asker.address, ASKER_ABI, provider)
  const faults: unknown[] = []
  await contract.on('CrypletRequested', (_subscription: string, requestId: string) => {
    const answered = wallet.sendTransaction({ to: PLAIN_CALLBACK, data: requestId })
    answered.catch((error: unknown) => faults.push(error))
  })
  // It answers right after a poll.
  let polledAtInMs = Date.now()
  return {
    answer: async (share) => {
      const interval = provider.pollingInterval
      const since = (Date.now() - polledAtInMs) % interval
      const waitInMs = (share * interval - since + interval) % interval
      await new Promise((resolve) => setTimeout(resolve, waitInMs))
      const answered = await asker.askAndAwait({
        address: PLAIN_CALLBACK,
        topicsOf: (requestId) => [requestId],
      })
      if (faults.length > 0) throw faults[0]
      polledAtInMs = answered.askedAtInMs + answered.tookInMs
      return answered
    },
    stop: async () => {
      await contract.removeAllListeners()
      provider.destroy()
    },
  }
}
