import { id } from 'ethers'
import type { Attestation } from '../../shared/attestation/attestation'
import { evidenceHash } from '../../shared/attestation/evidence'
import type { KeptEvidence } from '../../shared/attestation/openEvidence'
import { manifestOf } from '../../shared/authoring/manifestOf'
import type { Clock } from '../../shared/core/clock'
import { nowInSeconds } from '../../shared/core/clock'
import type { Address, Hex } from '../../shared/core/hex'
import { hashJson } from '../../shared/core/ids'
import { measurementId } from '../../shared/envelope/identifiers'
import { possessionDigest } from '../../shared/envelope/possessionDigest'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import type { Signer } from '../../shared/signing/signer'
import type { AccountRole } from './accounts'
import { localAccount } from './accounts'
import type { RegistryDesk } from './registry'
import { FOR_EVER, wordOf } from './registry'

/** Who the operator of the local fabric is, for the registry: 32 bytes. */
const LOCAL_OPERATOR = id('cryplet-fabric.local operator') as Hex

/** A Cryplet that is to be published, and its tier 1. */
export type Publication = { readonly cryplet: LoadedCryplet; readonly signer: Signer }

/** What must stand in the registry before a claim of these parties is accepted. */
export type Parties = {
  /** Each with a key of its own: the registry lets one key serve one Cryplet. */
  readonly publications: readonly Publication[]
  /** Tier 2, appraised. */
  readonly attestation: Attestation
  /** Tier 3. */
  readonly hostSigner: Signer
}

/** What enrolling needs besides. */
export type EnrolPorts = {
  /** Tells until when a tier-2 key is enrolled. */
  readonly clock: Clock
  /** Keeps what the registry notes the hash of. */
  readonly evidence: KeptEvidence
}

/**
 * Brings the registry to where claims of these parties are accepted; what stands already is left as it is.
 *
 * The owner speaks first, then the publisher of each Cryplet, then the registrar; grants of earlier code and measurements stay, so
 * that what was delivered by them still verifies.
 *
 * @param registry - Written by the local chain's accounts.
 * @param parties - Whose keys, which code.
 * @param ports - Clock and storage.
 */
export async function enrol(
  registry: RegistryDesk,
  parties: Parties,
  ports: EnrolPorts,
): Promise<void> {
  const before = registry.count()
  await allow(registry, parties)
  for (const publication of parties.publications) await publish(registry, parties, publication)
  await enrolEnclave(registry, parties.attestation, ports)
  // So that a delivery reads one verdict instead of a full audit; anybody may do it.
  if (registry.count() === before) return
  for (const publication of parties.publications) await warm(registry, parties, publication)
}

async function allow(registry: RegistryDesk, parties: Parties): Promise<void> {
  const { attestation, hostSigner } = parties
  const by = 'owner'
  await registry.grant({
    kind: 'MEASUREMENT',
    subject: measurementId(attestation.measurement),
    by,
    method: 'allowMeasurement',
    args: [attestation.measurement, FOR_EVER],
  })
  await allowAccount(registry, 'REGISTRAR', 'registrar')
  await allowAccount(registry, 'PUBLISHER', 'publisher')
  const possession = await prove(registry, hostSigner, { role: 3, ref: LOCAL_OPERATOR, by })
  await registry.enrol({
    key: hostSigner.address,
    until: FOR_EVER,
    by,
    method: 'enrolHost',
    args: [hostSigner.address, LOCAL_OPERATOR, FOR_EVER, possession],
  })
}

async function allowAccount(
  registry: RegistryDesk,
  kind: 'REGISTRAR' | 'PUBLISHER',
  role: AccountRole,
): Promise<void> {
  const address = localAccount(role).address as Address
  const method = kind === 'REGISTRAR' ? 'allowRegistrar' : 'licensePublisher'
  const args = [address, FOR_EVER]
  await registry.grant({ kind, subject: wordOf(address), by: 'owner', method, args })
}

async function publish(
  registry: RegistryDesk,
  { attestation }: Parties,
  { cryplet, signer }: Publication,
): Promise<void> {
  const { crypletId, codeHash } = cryplet
  const by = 'publisher'
  const key = signer.address
  const admitted = [measurementId(attestation.measurement), LOCAL_OPERATOR]
  const possession = await prove(registry, signer, { role: 1, ref: crypletId, by })
  if (!(await isRegistered(registry, crypletId))) {
    const { definition } = cryplet
    const registration = {
      name: definition.name,
      manifestHash: hashJson(manifestOf(definition)),
      manifestUri: '',
      ...{ key, notAfter: FOR_EVER, possession, codeHash, admitted },
    }
    await registry.act(by, 'registerCryplet', [registration])
    return
  }
  const subject = crypletId
  const code = { kind: 'CODE', subject, object: codeHash, by, method: 'grantCode' } as const
  await registry.grant({ ...code, args: [crypletId, codeHash, FOR_EVER] })
  const enrolment = { key, until: FOR_EVER, by, method: 'enrolCrypletKey' } as const
  await registry.enrol({ ...enrolment, args: [crypletId, key, FOR_EVER, possession] })
  for (const object of admitted) {
    const args = [crypletId, object, FOR_EVER]
    await registry.grant({ kind: 'ADMISSION', subject, object, by, method: 'admit', args })
  }
}

async function isRegistered(registry: RegistryDesk, crypletId: Hex): Promise<boolean> {
  const [cryplet] = await registry.ask('cryplets', [crypletId])
  // A struct of the contract's own ABI.
  return BigInt((cryplet as { readonly publisher: string }).publisher) !== 0n
}

// The registry takes at most seven days; an hour less, because the chain's clock may lag behind ours.
const ENCLAVE_LIFE_IN_SECONDS = 7 * 86_400 - 3600
// A start renews what would end within a day.
const RENEW_BEFORE_IN_SECONDS = 86_400

async function enrolEnclave(
  registry: RegistryDesk,
  attestation: Attestation,
  ports: EnrolPorts,
): Promise<void> {
  const now = nowInSeconds(ports.clock)
  const { addresses, measurement, evidence, possession } = attestation
  // First, so that there is no hash in the registry whose preimage was lost on the way.
  await ports.evidence.insert(evidence)
  const notAfter = now + ENCLAVE_LIFE_IN_SECONDS
  const ref = measurementId(measurement)
  await registry.enrol({
    key: addresses.enclave,
    until: now + RENEW_BEFORE_IN_SECONDS,
    by: 'registrar',
    method: 'enrolEnclave',
    args: [addresses.enclave, ref, notAfter, evidenceHash(evidence), possession],
  })
}

async function warm(
  registry: RegistryDesk,
  { attestation, hostSigner }: Parties,
  { cryplet, signer }: Publication,
): Promise<void> {
  await registry.act('owner', 'warm', [
    cryplet.crypletId,
    cryplet.codeHash,
    signer.address,
    attestation.addresses.enclave,
    hostSigner.address,
  ])
}

function prove(
  registry: RegistryDesk,
  signer: Signer,
  { role, ref, by }: { readonly role: 1 | 3; readonly ref: Hex; readonly by: AccountRole },
): Promise<Hex> {
  const digest = possessionDigest({
    chainId: registry.chainId,
    registry: registry.address,
    key: signer.address,
    role,
    ref,
    sponsor: localAccount(by).address as Address,
  })
  return signer.sign(digest)
}
