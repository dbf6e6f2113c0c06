import { id } from 'ethers'
import { verifyDelivery } from '../../../../shared/api/verification/verifyDelivery'
import { evidenceHash } from '../../../../shared/attestation/evidence'
import type { Hex } from '../../../../shared/core/hex'
import type { BundleEvidence } from '../../../../shared/envelope/proofBundle'
import { recover } from '../../../../shared/signing/recover'
import { fixtureRun } from '../../../support/deployFixture'
import { twinRig } from '../../../support/twinRig'

describe('the link of the enclave, where a bundle brings evidence', () => {
  const { fixture, sealed } = twinRig()

  // What an enrolment leaves behind, but for the evidence itself.
  function hashAlone(): BundleEvidence {
    const { evidence, signers } = fixture()
    return { key: signers.enclave.address, teeType: 0, evidenceHash: evidenceHash(evidence) }
  }

  async function enclaveOf(given: BundleEvidence): Promise<string> {
    const { claim, seals, tiers, domain } = await sealed()
    const { provider, registry } = fixture()
    const bundle = {
      ...({ version: 1, chainId: domain.chainId, receiver: domain.verifyingContract } as const),
      ...{ claim, seals, tiers, registry, evidence: [given] },
      run: fixtureRun(fixture(), Number(claim.observedAt)),
    }
    const { links } = await verifyDelivery({ bundle, provider, recover })
    const enclave = links.find(({ link }) => link === 'enclave')
    return `${String(enclave?.verdict)}: ${String(enclave?.detail)}`
  }

  it('says that the evidence is the one that the registrar noted', async () => {
    expect(await enclaveOf({ ...hashAlone(), evidence: fixture().evidence })).toMatch(
      /^warning: simulated, no hardware; .*, evidence as its registrar noted it$/,
    )
  })

  it('says that the evidence was not given; of hardware the chain knows better than the bundle', async () => {
    expect(await enclaveOf({ ...hashAlone(), teeType: 1 })).toMatch(
      /^warning: simulated, no hardware; .*, its evidence was not given$/,
    )
  })

  it('refuses evidence that no registrar noted, though its hash is right', async () => {
    const evidence = { ...fixture().evidence, nonce: id('another') as Hex }
    const foreign = { ...hashAlone(), evidence, evidenceHash: evidenceHash(evidence) }
    expect(await enclaveOf(foreign)).toMatch(
      new RegExp(`^invalid: .* ${foreign.evidenceHash} is none that its registrar noted$`),
    )
  })

  it('refuses evidence that is not the preimage of the noted hash', async () => {
    const evidence = { ...fixture().evidence, nonce: id('another') as Hex }
    expect(await enclaveOf({ ...hashAlone(), evidence })).toMatch(
      new RegExp(`^invalid: .*, but its evidence has the hash ${evidenceHash(evidence)}, not `),
    )
  })

  it('refuses evidence that cannot be hashed', async () => {
    const evidence: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000))
    expect(await enclaveOf({ ...hashAlone(), evidence })).toMatch(
      /^invalid: .*, but its evidence is malformed: /,
    )
  })
})
