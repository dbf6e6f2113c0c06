import type { JsonRpcProvider, TransactionReceipt } from 'ethers'
import { AbiCoder, id, ZeroHash } from 'ethers'
import type { AccountRole } from '../../cli/deploy/accounts'
import { localAccount } from '../../cli/deploy/accounts'
import type { DeployChain } from '../../cli/deploy/chain'
import { connectChain, transact } from '../../cli/deploy/chain'
import {
  deploy,
  GOLD_NOTE_ABI,
  planGoldNote,
  planRegistry,
  REGISTRY_ABI,
} from '../../cli/deploy/contracts'
import type { Evidence } from '../../shared/attestation/evidence'
import { evidenceHash } from '../../shared/attestation/evidence'
import { simulatedEvidence } from '../../shared/attestation/simulatedEvidence'
import type { Address, Hex } from '../../shared/core/hex'
import type { Claim, ClaimDomain } from '../../shared/envelope/claim'
import { crypletId, measurementId } from '../../shared/envelope/identifiers'
import { possessionDigest } from '../../shared/envelope/possessionDigest'
import type { RunFacts } from '../../shared/envelope/provenance'
import { provenanceHash } from '../../shared/envelope/provenance'
import type { PartialEnvelope } from '../../shared/envelope/sealClaim'
import { sealClaim } from '../../shared/envelope/sealClaim'
import type { Tier } from '../../shared/envelope/tiers'
import { localSigner } from '../../shared/signing/localSigner'
import type { Signer } from '../../shared/signing/signer'

/** The keys that seal. */
export type FixtureSigners = {
  readonly cryplet: Signer
  readonly enclave: Signer
  readonly host: Signer
}

/** A chain with a registry, a GoldNote, and every key enrolled. */
export type Fixture = {
  readonly chain: DeployChain
  readonly provider: JsonRpcProvider
  readonly registry: Address
  readonly goldNote: Address
  readonly domain: ClaimDomain
  readonly crypletId: Hex
  readonly codeHash: Hex
  readonly subscription: Hex
  readonly measurementId: Hex
  readonly operatorId: Hex
  readonly signers: FixtureSigners
  /** What the enclave's key was enrolled on. */
  readonly evidence: Evidence
  /** Calls the registry or the note by an account. */
  readonly act: (act: FixtureAct) => Promise<TransactionReceipt>
  /** Proof that a key is held by whoever `sponsor` enrols it for. */
  readonly possession: (
    signer: Signer,
    enrolment: { readonly role: Tier; readonly ref: Hex; readonly sponsor: AccountRole },
  ) => Promise<Hex>
  /** Timestamp of the block that would be mined now: an idle anvil's newest lags. */
  readonly now: () => Promise<number>
}

export type FixtureAct = {
  readonly on: 'registry' | 'goldNote'
  readonly by: AccountRole
  readonly method: string
  readonly args: readonly unknown[]
}

const FOR_EVER = 2 ** 40 - 1
const MEASUREMENT = {
  teeType: 0,
  hostData: id('bundle of the enclave app') as Hex,
  issuer: ZeroHash as Hex,
  feed: ZeroHash as Hex,
  minSvn: 0n,
  algorithmDigest: ZeroHash as Hex,
}

/**
 * Deploys the contracts at their local addresses and enrols a key for each tier.
 *
 * @param url - JSON-RPC of an empty anvil.
 * @returns Everything that is needed to seal and deliver.
 */
export async function deployFixture(url: string): Promise<Fixture> {
  const chain = connectChain(url, 31_337)
  const { provider } = chain
  const publisher = localAccount('publisher').address as Address
  const ids = {
    crypletId: crypletId(publisher, 'marketClose'),
    codeHash: id('code of marketClose') as Hex,
    measurementId: measurementId(MEASUREMENT),
    operatorId: id('operator') as Hex,
  }
  const signers = { cryplet: signer('c1'), enclave: signer('e1'), host: signer('41') }
  const registry = planRegistry()
  const goldNote = planGoldNote(registry.address, ids.crypletId)
  await deploy(chain, registry)
  await deploy(chain, goldNote)
  const act = (one: FixtureAct): Promise<TransactionReceipt> => {
    const [address, abi] =
      one.on === 'registry' ? [registry.address, REGISTRY_ABI] : [goldNote.address, GOLD_NOTE_ABI]
    return transact({ chain, address, abi }, { ...one, account: localAccount(one.by) })
  }
  const fixture: Omit<Fixture, 'subscription'> = {
    chain,
    provider,
    registry: registry.address,
    goldNote: goldNote.address,
    domain: { chainId: chain.chainId, verifyingContract: goldNote.address },
    ...ids,
    signers,
    evidence: evidenceOf(signers),
    act,
    possession: (key, { role, ref, sponsor }) =>
      key.sign(
        possessionDigest({
          chainId: chain.chainId,
          registry: registry.address,
          key: key.address,
          role,
          ref,
          sponsor: localAccount(sponsor).address as Address,
        }),
      ),
    now: async () => (await provider.getBlock('pending'))?.timestamp ?? 0,
  }
  await enrol(fixture)
  const answer = await provider.call({
    to: goldNote.address,
    data: GOLD_NOTE_ABI.encodeFunctionData('subscription'),
  })
  return { ...fixture, subscription: answer as Hex }
}

function evidenceOf({ enclave, host }: FixtureSigners): Evidence {
  const coordinate = 'A'.repeat(43)
  const encryption = { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate } as const
  return simulatedEvidence({
    hostData: MEASUREMENT.hostData,
    operator: host.address,
    publisher: localAccount('publisher').address as Address,
    allowedPrivateOrigins: [],
    keys: { enclave: enclave.address, encryption },
    nonce: id('nonce') as Hex,
  })
}

// A key that only tests have.
export function signer(byte: string): Signer {
  return localSigner(`0x${byte.repeat(32)}`)
}

async function enrol(fixture: Omit<Fixture, 'subscription'>): Promise<void> {
  const { act, possession, signers, now } = fixture
  const on = 'registry'
  const { crypletId: cryplet, codeHash, measurementId: measurement, operatorId } = fixture
  const owner = 'owner'
  await act({ on, by: owner, method: 'allowMeasurement', args: [MEASUREMENT, FOR_EVER] })
  const registrar = localAccount('registrar').address
  await act({ on, by: owner, method: 'allowRegistrar', args: [registrar, FOR_EVER] })
  const publisher = localAccount('publisher').address
  await act({ on, by: owner, method: 'licensePublisher', args: [publisher, FOR_EVER] })
  const crypletProof = { role: 1, ref: cryplet, sponsor: 'publisher' } as const
  const registration = {
    name: 'marketClose',
    manifestHash: ZeroHash,
    manifestUri: '',
    key: signers.cryplet.address,
    notAfter: FOR_EVER,
    possession: await possession(signers.cryplet, crypletProof),
    codeHash,
    admitted: [measurement, operatorId],
  }
  await act({ on, by: 'publisher', method: 'registerCryplet', args: [registration] })
  const hostProof = { role: 3, ref: operatorId, sponsor: owner } as const
  const host = [signers.host.address, operatorId, FOR_EVER]
  await act({
    on,
    by: owner,
    method: 'enrolHost',
    args: [...host, await possession(signers.host, hostProof)],
  })
  const enclaveProof = { role: 2, ref: measurement, sponsor: 'registrar' } as const
  const until = (await now()) + 6 * 86_400
  const enclave = [signers.enclave.address, measurement, until, evidenceHash(fixture.evidence)]
  await act({
    on,
    by: 'registrar',
    method: 'enrolEnclave',
    args: [...enclave, await possession(signers.enclave, enclaveProof)],
  })
}

// A run that could be behind a claim.
export function fixtureRun(fixture: Fixture, slot: number): RunFacts {
  const origin = 'http://127.0.0.1:9'
  const facts = { origin, responseHash: id('response') as Hex, providerTime: slot }
  return {
    wake: { kind: 'schedule', crypletId: fixture.crypletId, slot },
    observations: [
      { ...facts, source: 'gold', value: '265000000000' },
      { ...facts, source: 'sofr', value: '4300000' },
    ],
    calendar: 'XNYS@1',
  }
}

// A claim that the note accepts, ten seconds old, but for what is overridden.
export async function fixtureClaim(
  fixture: Fixture,
  overrides: Partial<Claim> = {},
): Promise<Claim> {
  const observedAt = overrides.observedAt ?? BigInt((await fixture.now()) - 10)
  return {
    crypletId: fixture.crypletId,
    subscription: fixture.subscription,
    sequence: observedAt * 1000n,
    observedAt,
    expiresAt: observedAt + 900n,
    provenance: provenanceHash(fixtureRun(fixture, Number(observedAt))),
    anchorBlock: 0n,
    anchorHash: ZeroHash as Hex,
    codeHash: fixture.codeHash,
    payload: pricePayload(265_000_000_000n, 4_300_000n),
    ...overrides,
  }
}

// What `calculatePrice` takes.
export function pricePayload(goldE8: bigint, sofrE6: bigint): Hex {
  return AbiCoder.defaultAbiCoder().encode(['int256', 'int256'], [goldE8, sofrE6]) as Hex
}

// Seals a claim by the fixture's keys, but for those that are replaced.
export function sealFixture(
  fixture: Fixture,
  claim: Claim,
  { domain = fixture.domain, ...replaced }: Partial<FixtureSigners> & { domain?: ClaimDomain } = {},
): Promise<PartialEnvelope> {
  const { cryplet, enclave, host } = { ...fixture.signers, ...replaced }
  return sealClaim(claim, domain, {
    cryplet: cryplet.sign,
    enclave: enclave.sign,
    host: host.sign,
  })
}

// Delivers to the note, and waits until it is mined.
export function deliverFixture(
  fixture: Fixture,
  { claim, seals }: Pick<PartialEnvelope, 'claim' | 'seals'>,
): Promise<TransactionReceipt> {
  return fixture.act({ on: 'goldNote', by: 'sender', method: 'deliver', args: [claim, seals] })
}
