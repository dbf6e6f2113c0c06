import { getCreateAddress } from 'ethers'
import { planGoldNote } from '../../cli/deploy/contracts'
import type { Address } from '../../shared/core/hex'
import type { Fixture } from './deployFixture'

// What an example note costs to deploy, and a bit more: asked for by hand, an estimate each would take as long again.
const GAS = '0x5b8d80'

/**
 * Deploys further notes like the fixture's: each is a receiver of its own, with a subscription that takes a claim a second.
 *
 * @param fixture - Whose registry and Cryplet they trust.
 * @param count - How many.
 * @returns Their addresses.
 */
export async function deployNotes(fixture: Fixture, count: number): Promise<readonly Address[]> {
  const { provider, registry, crypletId } = fixture
  const { initCode: data } = planGoldNote(registry, crypletId)
  const accounts = (await provider.send('eth_accounts', [])) as readonly string[] // anvil's own, unlocked
  const from = accounts.at(-1) ?? ''
  const first = await provider.getTransactionCount(from)
  const notes: Address[] = []
  for (let index = 0; index < count; index++) {
    await provider.send('eth_sendTransaction', [{ from, data, gas: GAS }])
    notes.push(getCreateAddress({ from, nonce: first + index }) as Address)
  }
  return notes
}
