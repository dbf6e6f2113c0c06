import { keccak256 } from 'ethers'
import { requireAttestation } from '../../../cli/deploy/enclaveApp'
import type { Hex } from '../../../shared/core/hex'
import {
  clock,
  openStory,
  operator,
  PUBLISHER,
  type Story,
  stranger,
} from '../../support/enclaveFixture'

const referenceValue = keccak256(Buffer.from('the bundle')) as Hex
const order = {
  chainId: 31337,
  registry: PUBLISHER,
  sponsor: PUBLISHER,
  referenceValue,
  environment: undefined,
}

let story: Story

beforeAll(async () => {
  story = await openStory()
})

afterAll(() => story.close())

function attested(changes: object = {}, signer = operator) {
  const line = { url: story.running.url, operator: signer, clock }
  return requireAttestation(line, { ...order, ...changes })
}

describe('requireAttestation', () => {
  it('trusts the build that may run and obeys the operator, on a test chain', async () => {
    expect((await attested()).measurement.hostData).toBe(referenceValue)
  })

  it.each([
    ['another build', { referenceValue: order.registry }, 'another build runs there'],
    ['a main network', { chainId: 1 }, 'the production policy refuses: simulated, no hardware'],
    ['production', { environment: 'production' }, 'the production policy refuses'],
  ])('refuses it for %s', async (_, changes, reason) => {
    await expect(attested(changes)).rejects.toMatchObject({
      code: 'ENCLAVE_NOT_TRUSTED',
      reasons: [expect.stringContaining(reason) as unknown],
    })
  })

  it('refuses an enclave that obeys another operator', async () => {
    await expect(attested({}, stranger)).rejects.toMatchObject({
      reasons: [`it obeys ${operator.address}, not ${stranger.address}`],
    })
  })
})
