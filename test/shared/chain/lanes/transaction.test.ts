import { Transaction } from 'ethers'
import fc from 'fast-check'
import { localAccount } from '../../../../cli/deploy/accounts'
import type { Fees } from '../../../../shared/chain/chain'
import { signTransaction } from '../../../../shared/chain/lanes/transaction'
import type { Hex } from '../../../../shared/core/hex'
import { localSigner } from '../../../../shared/signing/localSigner'

const wallet = localAccount('sender')
const signer = localSigner(wallet.privateKey as Hex)

const wei = fc.bigInt({ min: 0n, max: 2n ** 96n })
const fields = fc.record({
  chainId: fc.integer({ min: 1, max: 2 ** 40 }),
  nonce: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 40 })),
  to: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => hex(bytes)),
  data: fc.uint8Array({ maxLength: 1500 }).map(hex),
  gasLimit: fc.bigInt({ min: 0n, max: 2n ** 40n }),
})
const dynamic = fc.record({ maxFeePerGas: wei, maxPriorityFeePerGas: wei })
const legacy = fc.record({ gasPrice: wei })

function hex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString('hex')}`
}

describe('signTransaction', () => {
  it.each([
    ['EIP-1559', dynamic as fc.Arbitrary<Fees>, 2],
    ['EIP-155', legacy as fc.Arbitrary<Fees>, 0],
  ])('gives the bytes that ethers gives, by %s', async (_, fees, type) => {
    await fc.assert(
      fc.asyncProperty(fields, fees, async (given, paid) => {
        const { raw, hash } = await signTransaction({ ...given, fees: paid }, signer)
        const isPossible =
          !('maxFeePerGas' in paid) || paid.maxPriorityFeePerGas <= paid.maxFeePerGas
        fc.pre(isPossible) // ethers refuses what no chain would take
        const theirs = Transaction.from({ ...given, ...paid, type })
        theirs.signature = wallet.signingKey.sign(theirs.unsignedHash)
        expect(raw).toBe(theirs.serialized)
        expect(hash).toBe(theirs.hash)
        expect(Transaction.from(raw).from).toBe(wallet.address)
      }),
      { numRuns: 150 },
    )
  })
})
