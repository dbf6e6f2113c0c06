import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { keccak256 } from 'ethers'
import type { EncryptionKey } from '../shared/attestation/evidence'
import { openReads } from '../shared/chain/reads/openReads'
import type { Clock } from '../shared/core/clock'
import type { Hex } from '../shared/core/hex'
import type { Environment } from '../shared/core/settings'
import { BUILT_IN_CRYPLETS } from '../shared/cryplets/builtIn'
import type { BuildManifest } from '../shared/execution/buildManifest'
import { loadCryplets } from '../shared/execution/loadCryplets'
import type { LocalExecution } from '../shared/execution/localExecution'
import { localExecution } from '../shared/execution/localExecution'
import type { RequestPolicy } from '../shared/execution/requestSignature'
import { localSigner } from '../shared/signing/localSigner'
import { recover } from '../shared/signing/recover'
import { openNetwork } from '../shared/sources/network'
import type { Identity } from './attest'
import type { Attester } from './attesters/attester'
import { sidecarAttester } from './attesters/sidecarAttester'
import { simulatedAttester } from './attesters/simulatedAttester'
import { KeyRing } from './keyRing'
import { openReadiness } from './readiness'
import type { EnclaveSettings } from './settings'
import { readSettings } from './settings'

/** The container, wired: what its functions serve. */
export type Enclave = {
  readonly identity: Identity
  /** Waits until it has attested itself; AttestationFailedError while it cannot. */
  readonly ready: () => Promise<void>
  readonly keyRing: KeyRing
  readonly execution: LocalExecution
  readonly requests: RequestPolicy
}

/** What the container is made of. */
export type EnclaveParts = {
  readonly env: Environment
  /** File of the running bundle: what is measured. */
  readonly bundlePath: string
  /** Of the same bundle. */
  readonly manifest: BuildManifest
  readonly clock: Clock
}

/**
 * Composes the container, once, at its start. Tier 2's key and the encryption key are made here and never leave.
 *
 * @param parts - Environment, bundle with its manifest, and clock.
 * @returns The container.
 * @throws SettingsError with every fault of the settings.
 * @throws CrypletsNotLoadableError when the manifest is of another build.
 */
export function composeEnclave(parts: EnclaveParts): Enclave {
  const { env, bundlePath, manifest, clock } = parts
  const definitions = BUILT_IN_CRYPLETS
  const { publisher, operator, allowedPrivateOrigins, attestation } = readSettings({
    env,
    definitions,
  })
  const cryplets = loadCryplets({ definitions, settings: env, publisher, manifest })
  const encryption = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keyRing = new KeyRing(cryplets, encryption.privateKey)
  const enclaveSigner = localSigner(`0x${randomBytes(32).toString('hex')}`, 'tier 2')
  const identity: Identity = {
    signer: enclaveSigner,
    encryptionKey: publicJwk(encryption.publicKey),
    attester: attesterOf(attestation, { bundlePath, clock }),
    configuration: { operator, publisher, allowedPrivateOrigins },
  }
  return {
    identity,
    ready: openReadiness(identity),
    keyRing,
    execution: localExecution({
      cryplets,
      crypletKeys: (crypletId) => keyRing.find(crypletId),
      enclaveSigner,
      recover,
      clock,
      network: openNetwork({ allowedPrivateOrigins }),
      readChain: openReads(),
    }),
    requests: { operator, recover, clock },
  }
}

function publicJwk(key: KeyObject): EncryptionKey {
  // Both coordinates are always there for this curve.
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return { kty: 'EC', crv: 'P-256', x, y }
}

function attesterOf(
  attestation: EnclaveSettings['attestation'],
  { bundlePath, clock }: Pick<EnclaveParts, 'bundlePath' | 'clock'>,
): Attester {
  const codeDigest = keccak256(readFileSync(bundlePath)) as Hex
  return attestation.kind === 'simulated'
    ? simulatedAttester(codeDigest)
    : sidecarAttester({ url: attestation.url, codeDigest, clock })
}
