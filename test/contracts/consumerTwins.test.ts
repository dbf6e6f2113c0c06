import type { Wallet } from 'ethers'
import { Contract, ContractFactory, Interface, toQuantity, ZeroHash } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import type { Address, Hex } from '../../shared/core/hex'
import { subscriptionId } from '../../shared/envelope/identifiers'
import type { PartialEnvelope } from '../../shared/envelope/sealClaim'
import { type Fixture, fixtureClaim, pricePayload, sealFixture } from '../support/deployFixture'
import { attemptDelivery, twinRig } from '../support/twinRig'
import { readArtifact, runForge } from './forge'

type Claimed = Parameters<typeof fixtureClaim>[1]

const NO_CALLBACK = '0x00000000'
const [MODE_EACH, ANCHORED] = [1, 2]
const POLICY = {
  selector: NO_CALLBACK,
  gasCap: 0,
  maxAge: 600,
  minInterval: 0,
  tiers: 7,
  quorum: 0,
  rails: 0,
  flags: 0,
  maxSkew: 15,
  members: 1,
}

// What the note's one policy does not show, with a consumer that takes any.
describe('deliver refuses, of a consumer with several policies,', () => {
  const rig = twinRig()
  let abi: Interface
  let consumer: Contract
  let place: Fixture

  beforeAll(async () => {
    await runForge(['build'])
  }, 600_000)

  beforeEach(async () => {
    const artifact = readArtifact('Consumers', 'Consumer')
    abi = new Interface(artifact.abi)
    const { provider, registry, domain } = rig.fixture()
    const sender = localAccount('sender').connect(provider)
    const factory = new ContractFactory(abi, artifact.bytecode, sender)
    const deployed = await factory.deploy(registry)
    await deployed.deploymentTransaction()?.wait()
    const goldNote = (await deployed.getAddress()) as Address
    consumer = new Contract(goldNote, abi, sender)
    place = { ...rig.fixture(), goldNote, domain: { ...domain, verifyingContract: goldNote } }
  })

  it('a nonce that is used', async () => {
    const subscription = await subscribe(1, { flags: MODE_EACH })
    const first = await sealed({ subscription, sequence: 7n })
    await send('deliver', first.claim, first.seals)
    expect(await attempt(first)).toEqual(['NonceUsed', 7n, 1n << 7n])
    expect(await attempt(await sealed({ subscription, sequence: 6n }))).toEqual(['applied'])
  })

  it("another class's or callback's claim, though it has a policy as well", async () => {
    const subscription = await subscribe(1)
    const selector = abi.getFunction('onPrice')?.selector ?? ''
    const others = [await subscribe(2), await subscribe(1, { selector, gasCap: 100_000 })]
    const { claim, seals } = await sealed({ subscription })
    expect(await attempt({ claim, seals })).toEqual(['applied'])
    for (const other of others) {
      const refusal = await attempt({ claim: { ...claim, subscription: other }, seals })
      expect([refusal[0], refusal[2], refusal[3]]).toEqual(['KeyUntrusted', 1n, 0n])
    }
  })

  it('a claim without the block that the policy asks for', async () => {
    const subscription = await subscribe(1, { flags: ANCHORED })
    expect(await attempt(await sealed({ subscription }))).toEqual([
      'AnchorMissing',
      subscription,
      ZeroHash,
    ])
  })

  it('a block that is too old to be known', async () => {
    const subscription = await subscribe(1, { flags: ANCHORED })
    const block = await place.provider.getBlock('latest')
    const anchorBlock = BigInt(block?.number ?? 0)
    const anchorHash = (block?.hash ?? ZeroHash) as Hex
    await place.provider.send('evm_mine', [])
    const envelope = await sealed({ subscription, anchorBlock, anchorHash })
    // EIP-2935 keeps 8191 hashes; asked from the block after that, without mining so many
    const after = (blocks: number) => [
      'latest',
      {},
      { number: toQuantity(anchorBlock + BigInt(blocks)) },
    ]
    expect(await attemptDelivery(place, envelope, after(1))).toEqual(['applied'])
    expect(await attemptDelivery(place, envelope, after(8192))).toEqual([
      'AnchorNotCanonical',
      anchorBlock,
      anchorHash,
      ZeroHash,
    ])
  })

  it('nothing when the callback reverts: the claim is parked', async () => {
    const envelope = await failing()
    expect(await attempt(envelope)).toEqual(['failed'])
  })

  describe('and when two of its approvers must be for a release, refuses', () => {
    const [approver, other] = [localAccount('approver'), localAccount('issuer')]
    let parked: PartialEnvelope
    let digest: unknown

    beforeEach(async () => {
      await send('setApprovers', [approver.address, other.address], 2)
      parked = await failing()
      await send('deliver', parked.claim, parked.seals)
      digest = await consumer.getFunction('digestOf').staticCall(parked.claim)
    })

    it('one who is for it twice', async () => {
      const approve = by(approver).getFunction('approve')
      await (await approve.send(digest)).wait()
      await (await approve.send(digest)).wait()
      const data = abi.encodeErrorResult('ApprovalsMissing', [1, 2])
      const release = by(approver).getFunction('release').staticCall(parked.claim)
      await expect(release).rejects.toMatchObject({ data })
    })

    it('one who is no approver', async () => {
      const owner = localAccount('owner')
      const data = abi.encodeErrorResult('NotApprover', [owner.address])
      const approve = by(owner).getFunction('approve').staticCall(digest)
      await expect(approve).rejects.toMatchObject({ data })
    })
  })

  const attempt = (envelope: Pick<PartialEnvelope, 'claim' | 'seals'>) =>
    attemptDelivery(place, envelope)

  const by = (account: Wallet) => consumer.connect(account.connect(place.provider))

  // Sealed, with a callback that will revert.
  async function failing(): Promise<PartialEnvelope> {
    const selector = abi.getFunction('onTest')?.selector ?? ''
    const subscription = await subscribe(1, { selector, gasCap: 200_000 })
    await send('setBroken', true)
    return sealed({ subscription })
  }

  async function sealed(overrides: Claimed): Promise<PartialEnvelope> {
    const payload = pricePayload(100n, 0n)
    return sealFixture(place, await fixtureClaim(place, { payload, ...overrides }))
  }

  async function subscribe(
    policyClass: number,
    changes: Partial<typeof POLICY> = {},
  ): Promise<Hex> {
    const policy = { ...POLICY, ...changes }
    await send('subscribe', place.crypletId, policyClass, policy, [])
    const selector = policy.selector as Hex
    return subscriptionId({
      crypletId: place.crypletId,
      selector,
      class: policyClass,
      member: 1,
    })
  }

  async function send(method: string, ...args: readonly unknown[]): Promise<void> {
    await (await consumer.getFunction(method).send(...args)).wait()
  }
})
