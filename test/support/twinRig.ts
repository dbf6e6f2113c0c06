import { Interface } from 'ethers'
import { GOLD_NOTE_ABI, REGISTRY_ABI } from '../../cli/deploy/contracts'
import type { Hex } from '../../shared/core/hex'
import type { Claim } from '../../shared/envelope/claim'
import type { PartialEnvelope } from '../../shared/envelope/sealClaim'
import { parseRevert } from '../../shared/registry/readContract'
import { deployFixture, type Fixture, fixtureClaim, sealFixture } from './deployFixture'
import { type Anvil, startAnvil } from './foundry'

// A chain of its own for one file of tests, as deployed before each of them.
export type TwinRig = {
  readonly fixture: () => Fixture
  readonly claimed: (overrides?: Partial<Claim>) => Promise<Claim>
  readonly sealed: (overrides?: Partial<Claim>) => Promise<PartialEnvelope>
  // Name and values of the error that a delivery reverts with now, or the outcome that it would have.
  readonly attempt: (
    envelope: Pick<PartialEnvelope, 'claim' | 'seals'>,
    at?: 'pending' | 'latest',
  ) => Promise<readonly unknown[]>
}

export function twinRig(): TwinRig {
  let anvil: Anvil
  let fixture: Fixture
  let fresh: string
  const snapshot = (): Promise<string> => fixture.provider.send('evm_snapshot', [])

  beforeAll(async () => {
    anvil = await startAnvil()
    fixture = await deployFixture(anvil.url)
    fresh = await snapshot()
  }, 30_000)

  afterEach(async () => {
    await fixture.provider.send('evm_revert', [fresh])
    fresh = await snapshot()
  })

  afterAll(async () => {
    fixture.provider.destroy()
    await anvil.stop()
  })

  const claimed: TwinRig['claimed'] = (overrides) => fixtureClaim(fixture, overrides)
  return {
    fixture: () => fixture,
    claimed,
    sealed: async (overrides) => sealFixture(fixture, await claimed(overrides)),
    attempt: (envelope, at = 'pending') => attemptDelivery(fixture, envelope, [at]),
  }
}

// Likewise of any receiver in the note's place; `at` is what eth_call takes after the call: block, state, block's fields.
export async function attemptDelivery(
  { provider, goldNote }: Pick<Fixture, 'provider' | 'goldNote'>,
  { claim, seals }: Pick<PartialEnvelope, 'claim' | 'seals'>,
  at: readonly unknown[] = ['pending'],
): Promise<readonly unknown[]> {
  const data = GOLD_NOTE_ABI.encodeFunctionData('deliver', [claim, seals])
  try {
    const answer = (await provider.send('eth_call', [{ to: goldNote, data }, ...at])) as Hex
    const outcome = Number(GOLD_NOTE_ABI.decodeFunctionResult('deliver', answer)[0])
    return [OUTCOMES[outcome]]
  } catch (error) {
    const { name, values } = parseRevert(ERRORS, (error as { readonly data: Hex }).data)
    return [name, ...values]
  }
}

const OUTCOMES = ['none', 'applied', 'failed', 'quarantined']
const ERRORS = new Interface(
  [...GOLD_NOTE_ABI.fragments, ...REGISTRY_ABI.fragments].filter(({ type }) => type === 'error'),
)
