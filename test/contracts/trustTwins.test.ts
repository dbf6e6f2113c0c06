import type { TransactionReceipt } from 'ethers'
import { concat, id, keccak256, toQuantity, ZeroHash } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import type { Address, Hex } from '../../shared/core/hex'
import { concatHex, sliceHex } from '../../shared/core/hex'
import { crypletId, measurementId } from '../../shared/envelope/identifiers'
import type { Signer } from '../../shared/signing/signer'
import { type FixtureAct, pricePayload, sealFixture, signer } from '../support/deployFixture'
import { attemptDelivery, twinRig } from '../support/twinRig'

// Each twin is one change to a delivery that is accepted, tried by eth_call.
describe('deliver refuses, of seals and keys,', () => {
  const { fixture, claimed, sealed, attempt } = twinRig()
  const onRegistry = (
    by: FixtureAct['by'],
    method: string,
    args: readonly unknown[] = [],
  ): Promise<TransactionReceipt> => fixture().act({ on: 'registry', by, method, args })

  describe('seals that are not as the policy asks', () => {
    it('a tier missing', async () => {
      const { claim, seals } = await sealed()
      expect(await attempt({ claim, seals: sliceHex(seals, 0, 128) })).toEqual([
        'SealLength',
        128n,
        192n,
      ])
    })

    it.each([
      ['the outer two in the wrong order', [0, 2, 1], 2n],
      ['one tier twice', [0, 1, 1], 3n],
    ])('%s', async (_, order, tier) => {
      const { claim, seals } = await sealed()
      const parts = order.map((index) => sliceHex(seals, 64 * index, 64 * index + 64))
      const [name, , asked, held] = await attempt({ claim, seals: concatHex(parts) })
      expect([name, asked, held]).toEqual(['KeyUntrusted', tier, 0n])
    })

    it('an outer seal of another claim', async () => {
      const [one, two] = [await sealed(), await sealed({ payload: pricePayload(1n, 1n) })]
      const seals = concatHex([sliceHex(one.seals, 0, 64), sliceHex(two.seals, 64, 192)])
      const [name, , asked, held] = await attempt({ claim: one.claim, seals })
      expect([name, asked, held]).toEqual(['KeyUntrusted', 2n, 0n])
    })

    it('a changed payload under good seals', async () => {
      const { claim, seals } = await sealed()
      const payload = pricePayload(265_000_000_001n, 4_300_000n)
      const [name, , asked, held] = await attempt({ claim: { ...claim, payload }, seals })
      expect([name, asked, held]).toEqual(['KeyUntrusted', 1n, 0n])
    })
  })

  describe('keys and code that the registry does not trust', () => {
    it.each([
      ['cryplet', 1n],
      ['enclave', 2n],
      ['host', 3n],
    ] as const)('an unknown %s key', async (tier, asked) => {
      const stranger = signer('77')
      const envelope = await sealFixture(fixture(), await claimed(), { [tier]: stranger })
      expect(await attempt(envelope)).toEqual(untrusted(stranger.address, asked, 0n))
    })

    it.each([
      ['cryplet', 'host'],
      ['enclave', 'cryplet'],
      ['host', 'enclave'],
    ] as const)('the %s tier by a %s key', async (tier, other) => {
      const key = fixture().signers[other]
      const envelope = await sealFixture(fixture(), await claimed(), { [tier]: key })
      const refusal = await attempt(envelope)
      const roles = [ROLES[tier], ROLES[other]]
      expect(refusal.slice(0, 4)).toEqual(['KeyUntrusted', key.address, ...roles])
    })

    it('a key that is not valid yet', async () => {
      const key = signer('44')
      // Everything else has begun before.
      await fixture().provider.send('evm_increaseTime', [60])
      const { blockNumber } = await enrolHost(key, fixture().operatorId)
      const start = (await fixture().provider.getBlock(blockNumber))?.timestamp ?? 0
      const envelope = await sealFixture(fixture(), await claimed(), { host: key })
      const at = (time: number) => ['latest', {}, { time: toQuantity(time) }]
      expect(await attemptDelivery(fixture(), envelope, at(start))).toEqual(['applied'])
      const refusal = await attemptDelivery(fixture(), envelope, at(start - 1))
      expect(refusal.slice(0, 5)).toEqual(['KeyUntrusted', key.address, 3n, 3n, BigInt(start)])
    })

    it('an enclave of a measurement that the publisher has not admitted', async () => {
      const ref = measurementId(OTHER_IMAGE)
      await onRegistry('owner', 'allowMeasurement', [OTHER_IMAGE, 2 ** 40 - 1])
      const key = signer('e2')
      const until = (await fixture().now()) + 86_400
      const proof = { role: 2, ref, sponsor: 'registrar' } as const
      const possession = await fixture().possession(key, proof)
      const enclave = [key.address, ref, until, ZeroHash, possession]
      await onRegistry('registrar', 'enrolEnclave', enclave)
      const envelope = await sealFixture(fixture(), await claimed(), { enclave: key })
      expect(await attempt(envelope)).toEqual(notAdmitted(fixture().crypletId, ref))
    })

    it('a host of an operator that the publisher has not admitted', async () => {
      const key = signer('42')
      const operator = id('another operator') as Hex
      await enrolHost(key, operator)
      const envelope = await sealFixture(fixture(), await claimed(), { host: key })
      expect(await attempt(envelope)).toEqual(notAdmitted(fixture().crypletId, operator))
    })

    it("a key of the publisher's other Cryplet", async () => {
      const key = signer('c7')
      const other = crypletId(localAccount('publisher').address as Address, 'other')
      const proof = { role: 1, ref: other, sponsor: 'publisher' } as const
      const possession = await fixture().possession(key, proof)
      const code = { codeHash: fixture().codeHash, admitted: [fixture().measurementId] }
      const named = { name: 'other', manifestHash: ZeroHash, manifestUri: '' }
      const enrolled = { key: key.address, notAfter: 2 ** 40 - 1, possession }
      await onRegistry('publisher', 'registerCryplet', [{ ...named, ...enrolled, ...code }])
      const envelope = await sealFixture(fixture(), await claimed(), { cryplet: key })
      expect(await attempt(envelope)).toEqual([
        'KeyForeign',
        key.address,
        other,
        fixture().crypletId,
      ])
    })

    it('code that the publisher has not granted', async () => {
      const codeHash = id('other code') as Hex
      const grant = grantId('CODE', fixture().crypletId, codeHash)
      expect(await attempt(await sealed({ codeHash }))).toEqual([
        'GrantInactive',
        grant,
        0n,
        0n,
        false,
      ])
    })

    it.each([
      ['cryplet', 'publisher'],
      ['enclave', 'registrar'],
      ['host', 'owner'],
    ] as const)('a %s key after its revocation, also from a cached verdict', async (tier, by) => {
      const envelope = await sealed()
      await warm()
      expect(await attempt(envelope)).toEqual(['applied'])
      await onRegistry(by, 'revokeKey', [fixture().signers[tier].address])
      const refusal = await attempt(envelope)
      expect([refusal[0], refusal[1], refusal[6]]).toEqual([
        'KeyUntrusted',
        fixture().signers[tier].address,
        true,
      ])
    })

    it.each([
      ['CODE', 'publisher'],
      ['MEASUREMENT', 'owner'],
      ['ADMISSION', 'publisher'],
    ] as const)('what rests on a %s grant after it was withdrawn', async (kind, by) => {
      const object = {
        CODE: fixture().codeHash,
        MEASUREMENT: ZeroHash,
        ADMISSION: fixture().operatorId,
      }
      const subject = kind === 'MEASUREMENT' ? fixture().measurementId : fixture().crypletId
      const grant = grantId(kind, subject, object[kind])
      await warm()
      await onRegistry(by, 'revokeGrant', [grant])
      const refusal = await attempt(await sealed())
      expect([refusal[0], refusal[1], refusal[4]]).toEqual(['GrantInactive', grant, true])
    })

    it('an enclave key that has ended, six days after its start', async () => {
      await fixture().provider.send('evm_increaseTime', [6 * 86_400 + 60])
      await fixture().provider.send('evm_mine', [])
      const refusal = await attempt(await sealed())
      expect(refusal.slice(0, 4)).toEqual([
        'KeyUntrusted',
        fixture().signers.enclave.address,
        2n,
        2n,
      ])
      expect(refusal[6]).toBe(false)
    })

    it('a suspended Cryplet', async () => {
      await onRegistry('publisher', 'suspend', [fixture().crypletId])
      const publisher = localAccount('publisher').address
      expect(await attempt(await sealed())).toEqual([
        'CrypletSuspended',
        fixture().crypletId,
        publisher,
      ])
    })

    it('everything while the registry is paused, also from a cached verdict', async () => {
      await warm()
      await onRegistry('owner', 'pause')
      expect(await attempt(await sealed())).toEqual(['RegistryPaused'])
    })
  })

  async function enrolHost(key: Signer, operator: Hex): Promise<TransactionReceipt> {
    const proof = { role: 3, ref: operator, sponsor: 'owner' } as const
    const possession = await fixture().possession(key, proof)
    return onRegistry('owner', 'enrolHost', [key.address, operator, 2 ** 40 - 1, possession])
  }

  async function warm(): Promise<void> {
    const { cryplet, enclave, host } = fixture().signers
    const keys = [cryplet.address, enclave.address, host.address]
    await onRegistry('sender', 'warm', [fixture().crypletId, fixture().codeHash, ...keys])
  }
})

const OTHER_IMAGE = {
  teeType: 0,
  hostData: id('another image') as Hex,
  issuer: ZeroHash as Hex,
  feed: ZeroHash as Hex,
  minSvn: 0n,
  algorithmDigest: ZeroHash as Hex,
}
const ROLES = { cryplet: 1n, enclave: 2n, host: 3n } as const

function untrusted(key: Address, asked: bigint, held: bigint): readonly unknown[] {
  return ['KeyUntrusted', key, asked, held, 0n, 0n, false]
}

function notAdmitted(cryplet: Hex, ref: Hex): readonly unknown[] {
  return ['GrantInactive', grantId('ADMISSION', cryplet, ref), 0n, 0n, false]
}

function grantId(kind: string, subject: Hex, object: string): string {
  return keccak256(concat([id(`cryplet.grant.${kind.toLowerCase()}`), subject, object]))
}
