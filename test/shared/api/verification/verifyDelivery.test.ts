import { verifyDelivery } from '../../../../shared/api/verification/verifyDelivery'
import type { Hex } from '../../../../shared/core/hex'
import { recover } from '../../../../shared/signing/recover'
import {
  deliverFixture,
  deployFixture,
  type Fixture,
  fixtureClaim,
  sealFixture,
} from '../../../support/deployFixture'
import { type Anvil, startAnvil } from '../../../support/foundry'

describe('verifyDelivery', () => {
  let anvil: Anvil
  let fixture: Fixture

  beforeAll(async () => {
    anvil = await startAnvil()
    fixture = await deployFixture(anvil.url)
  }, 30_000)

  afterAll(async () => {
    fixture.provider.destroy()
    await anvil.stop()
  })

  it('finds every link of a delivery that the note applied, and warns of the simulated enclave', async () => {
    const claim = await fixtureClaim(fixture)
    const receipt = await deliverFixture(fixture, await sealFixture(fixture, claim))
    const { links, ...subject } = await verifyDelivery({
      transaction: receipt.hash as Hex,
      provider: fixture.provider,
      recover,
    })
    expect(subject.outcome).toBe('applied')
    expect(links).toHaveLength(8)
  })
})
