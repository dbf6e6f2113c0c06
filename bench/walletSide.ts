import type { TransactionResponse } from 'ethers'
import { JsonRpcProvider, keccak256, NonceManager, Wallet } from 'ethers'
import { useFastKeccak } from '../shared/signing/fastKeccak'
import type { Account, DeliveryBed, Sealed } from './deliveryBed'

/** How the peer is used. */
export type WalletUse = {
  readonly name: string
  readonly options: ConstructorParameters<typeof JsonRpcProvider>[2]
  readonly order: 'parallel' | 'sequential'
}

/** Whoever delivers claims with ethers. */
export type WalletSide = {
  readonly deliver: (sealed: readonly Sealed[]) => Promise<void>
}

const POLL_IN_MS = 5
const DEADLINE_IN_MS = 60_000

/**
 * Opens a `Wallet` in a `NonceManager`, as ethers' documentation has it for sending many transactions by one key.
 *
 * What it does for claims: `manager.sendTransaction({ to, data })` for each, which asks the node for fees and for an
 * estimate (its simulation), signs and sends; all at once or one after the other. Then it asks for the receipts.
 * `TransactionResponse.wait()` is left out in its favour: where a transaction is not mined at the first question it asks
 * again at its next poll, by default four seconds later. It hashes as ethers comes, and not as the fabric has it hash.
 *
 * @param bed - Where.
 * @param account - Whose.
 * @param use - How.
 * @returns The peer; it keeps nothing durable.
 */
export function openWalletSide(bed: DeliveryBed, account: Account, use: WalletUse): WalletSide {
  const { domain } = bed.fixture
  const provider = new JsonRpcProvider(bed.chainUrl, domain.chainId, use.options)
  const manager = new NonceManager(new Wallet(account.privateKey, provider))
  const send = ({ receiver, data }: Sealed): Promise<TransactionResponse> =>
    manager.sendTransaction({ to: receiver, data })
  const deliver = async (sealed: readonly Sealed[]): Promise<void> => {
    if (use.order === 'parallel') {
      const sent = await Promise.all(sealed.map(send))
      await Promise.all(sent.map(({ hash }) => receiptOf(provider, hash)))
      return
    }
    for (const each of sealed) await receiptOf(provider, (await send(each)).hash)
  }
  return {
    deliver: async (sealed) => {
      keccak256.register(keccak256._)
      try {
        await deliver(sealed)
      } finally {
        await useFastKeccak()
      }
    },
  }
}

async function receiptOf(provider: JsonRpcProvider, hash: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_IN_MS
  for (;;) {
    const receipt = await provider.getTransactionReceipt(hash)
    if (receipt?.status === 1) return
    if (receipt !== null) throw new Error(`${hash} reverted`)
    if (Date.now() > deadline) throw new Error(`${hash} is not mined`)
    await new Promise((resolve) => setTimeout(resolve, POLL_IN_MS))
  }
}
