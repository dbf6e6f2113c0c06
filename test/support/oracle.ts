import { JsonRpcProvider, toBeHex } from 'ethers'
import type { Address, Hex } from '../../shared/core/hex'

/** A contract that returns the first word of its storage to whoever calls, and the chain's own levers. */
export type Oracle = {
  readonly address: Address
  readonly provider: JsonRpcProvider
  /** Mines a block of that time in which the word is this. */
  readonly say: (value: bigint, timestamp: number) => Promise<void>
}

const ADDRESS: Address = '0x00000000000000000000000000000000000C1E55'
/**
 * Of 32 bytes that it is called with it makes its first word; to all else it returns that word:
 * CALLDATASIZE, PUSH1 32, EQ, PUSH1 15, JUMPI, PUSH0, SLOAD, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN, JUMPDEST, PUSH0,
 * CALLDATALOAD, PUSH0, SSTORE, STOP.
 */
const CODE = '0x36602014600f575f545f5260205ff35b5f355f5500'

// Lays the contract on an anvil that mines each transaction at once.
export async function layOracle(url: string): Promise<Oracle> {
  const provider = new JsonRpcProvider(url, undefined, { staticNetwork: true })
  await provider.send('anvil_setCode', [ADDRESS, CODE])
  const signer = await provider.getSigner(0)
  return {
    address: ADDRESS,
    provider,
    say: async (value, timestamp) => {
      await provider.send('evm_setNextBlockTimestamp', [timestamp])
      const data = toBeHex(BigInt.asUintN(256, value), 32)
      await (await signer.sendTransaction({ to: ADDRESS, data })).wait()
    },
  }
}

/** The first word. */
export const WORD: Hex = `0x${'00'.repeat(32)}`
