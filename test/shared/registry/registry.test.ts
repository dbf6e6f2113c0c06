import { Interface, id, ZeroHash } from 'ethers'
import { delegateAbi } from '../../../shared/api/verification/delegateAbi'
import { evidenceHash } from '../../../shared/attestation/evidence'
import { cryptoDelegate, trustRegistry } from '../../../shared/chain/contracts.generated'
import type { Address, Hex } from '../../../shared/core/hex'
import { measurementId } from '../../../shared/envelope/identifiers'
import { checkTrust } from '../../../shared/registry/checkTrust'
import { answerOf, type ContractReader, parseRevert } from '../../../shared/registry/readContract'
import { readEnrolments } from '../../../shared/registry/readEnrolment'
import { readKey } from '../../../shared/registry/readKey'
import { readNewestTeeType } from '../../../shared/registry/readNewestTeeType'
import { readTeeType } from '../../../shared/registry/readTeeType'
import { registryAbi } from '../../../shared/registry/registryAbi'
import { signer } from '../../support/deployFixture'
import { twinRig } from '../../support/twinRig'

const HARDWARE = {
  teeType: 1,
  hostData: id('policy') as Hex,
  issuer: id('issuer') as Hex,
  feed: id('feed') as Hex,
  minSvn: 3n,
  algorithmDigest: ZeroHash as Hex,
}
const NOBODY: Address = '0x000000000000000000000000000000000000dEaD'

describe('the ABI that is read', () => {
  it.each([
    ['registry', registryAbi, new Interface(trustRegistry.abi)],
    ['receiver', delegateAbi, new Interface(cryptoDelegate.abi)],
  ])('of the %s is what the contract has', (_, read, contract) => {
    const has = new Set(contract.fragments.map((fragment) => fragment.format('full')))
    const missing = read.fragments
      .map((fragment) => fragment.format('full'))
      .filter((one) => !has.has(one))
    expect(missing).toEqual([])
  })
})

describe('the registry', () => {
  const { fixture } = twinRig()
  const registry = (): ContractReader => ({
    provider: fixture().provider,
    address: fixture().registry,
    abi: registryAbi,
    at: 'latest',
  })

  it('says until when it trusts: the earliest end of what its verdict rests on', async () => {
    const { crypletId, codeHash, signers } = fixture()
    const addresses = {
      cryplet: signers.cryplet.address,
      enclave: signers.enclave.address,
      host: signers.host.address,
    }
    const answer = await checkTrust(registry(), { crypletId, codeHash, ...addresses })
    const { notAfter } = await readKey(registry(), signers.enclave.address)
    expect(answer).toEqual({ trusted: true, validUntil: notAfter })
  })

  it('answers with the error and its values when it does not trust', async () => {
    const { crypletId, codeHash } = fixture()
    const answer = await checkTrust(registry(), { crypletId, codeHash, cryplet: NOBODY })
    expect(answer).toEqual({
      trusted: false,
      revert: {
        name: 'KeyUntrusted',
        values: [NOBODY, 1n, 0n, 0n, 0n, false],
        text: `KeyUntrusted(key ${NOBODY}, asked 1, held 0, notBefore 0, notAfter 0, revoked false)`,
      },
    })
  })

  it('tells keys by role and reference, and of a stranger that he has none', async () => {
    const { signers, measurementId: ref, operatorId } = fixture()
    const read = (key: Address): ReturnType<typeof readKey> => readKey(registry(), key)
    expect(await read(signers.enclave.address)).toMatchObject({
      role: 'enclave',
      ref,
      revoked: false,
    })
    expect(await read(signers.host.address)).toMatchObject({ role: 'host', ref: operatorId })
    expect(await read(NOBODY)).toMatchObject({ role: 'none', notAfter: 0 })
  })

  it('finds the evidence hash of each enrolment, and nothing of a stranger', async () => {
    const { signers, measurementId: ref } = fixture()
    const enrolments = await readEnrolments(registry(), signers.enclave.address)
    expect(enrolments).toEqual([{ ref, evidenceHash: evidenceHash(fixture().evidence) }])
    expect(await readEnrolments(registry(), NOBODY)).toEqual([])
  })

  it('tells simulated from hardware by the calldata that allowed the measurement', async () => {
    expect(await readTeeType(registry(), fixture().measurementId)).toBe('simulated')
    const args = [HARDWARE, 2 ** 40 - 1]
    await fixture().act({ on: 'registry', by: 'owner', method: 'allowMeasurement', args })
    expect(await readTeeType(registry(), measurementId(HARDWARE))).toBe('hardware')
  })

  it('does not know a measurement that nobody allowed in plain sight', async () => {
    expect(await readTeeType(registry(), id('measured elsewhere') as Hex)).toBe('unknown')
  })

  it('goes by the newest enclave key when it is asked in general', async () => {
    expect(await readNewestTeeType(registry())).toBe('simulated')
    const ref = measurementId(HARDWARE)
    const allowed = [HARDWARE, 2 ** 40 - 1]
    await fixture().act({ on: 'registry', by: 'owner', method: 'allowMeasurement', args: allowed })
    const key = signer('e7')
    const proof = { role: 2, ref, sponsor: 'registrar' } as const
    const possession = await fixture().possession(key, proof)
    const args = [key.address, ref, (await fixture().now()) + 3600, id('evidence'), possession]
    await fixture().act({ on: 'registry', by: 'registrar', method: 'enrolEnclave', args })
    expect(await readNewestTeeType(registry())).toBe('hardware')
  })

  it('is missed, with a name for it, where there is no contract or another one', async () => {
    const nowhere = { ...registry(), address: NOBODY }
    await expect(readKey(nowhere, NOBODY)).rejects.toMatchObject({ code: 'NO_CONTRACT' })
    const another = { ...registry(), address: fixture().goldNote }
    await expect(readKey(another, NOBODY)).rejects.toMatchObject({ code: 'NO_CONTRACT' })
  })

  it('is named as reverting when a question that it never refuses is refused', async () => {
    await fixture().act({ on: 'registry', by: 'owner', method: 'pause', args: [] })
    const args = [ZeroHash, ZeroHash, NOBODY, NOBODY, NOBODY]
    await expect(answerOf(registry(), 'check', args)).rejects.toMatchObject({
      code: 'CONTRACT_REVERTED',
      message: `${fixture().registry} reverted check with RegistryPaused().`,
    })
  })

  it('cannot be asked about a block that the endpoint does not hold', async () => {
    const future = { ...registry(), at: 1_000_000 }
    await expect(readKey(future, NOBODY)).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE' })
  })
})

describe('parseRevert', () => {
  it('shows the selector of an error that the ABI does not name', () => {
    expect(parseRevert(registryAbi, '0x12345678').text).toBe('unknown error 0x12345678')
  })
})
