import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '../../shared/attestation/evidence'
import { parseEvidence } from '../../shared/attestation/parseEvidence'
import type { SnpEvidence } from '../../shared/attestation/snp/appraiseReport'
import { splitPem } from '../../shared/attestation/snp/certificate'
import { FabricError, messageOf } from '../../shared/core/errors'

/** What was found: evidence as our enclave gives it, or what a machine, its sidecar or a service gives. */
export type Found =
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'report'; readonly evidence: SnpEvidence }
  | { readonly kind: 'token'; readonly token: string }

/** A file or folder that holds no evidence. */
export class EvidenceUnreadableError extends FabricError {
  override readonly name = 'EvidenceUnreadableError'
  readonly code = 'EVIDENCE_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly path: string,
    readonly fault: string,
  ) {
    super(
      `${path} holds no evidence: ${fault}. Name a folder with report.bin and chain.pem (or ek.der, ask.der, ark.der; or the files of a container's security context), a file with evidence as JSON, or an attestation token (.jwt).`,
    )
  }
}

/**
 * Reads evidence.
 *
 * @param path - Of a file or a folder.
 * @returns What it holds, not believed yet.
 * @throws EvidenceUnreadableError
 */
export function readEvidence(path: string): Found {
  try {
    return statSync(path).isDirectory() ? readFolder(path) : readOneFile(path)
  } catch (error) {
    if (error instanceof EvidenceUnreadableError) throw error
    throw new EvidenceUnreadableError(path, messageOf(error))
  }
}

function readOneFile(path: string): Found {
  const text = readFileSync(path, 'utf8').trim()
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return { kind: 'token', token: text }
  return readJson(path, text)
}

function readJson(path: string, text: string): Found {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new EvidenceUnreadableError(path, 'it is neither JSON nor a token')
  }
  const combined = value as Readonly<Record<string, unknown>>
  if (typeof combined['endorsements'] === 'string') return readCombined(path, combined)
  return { kind: 'evidence', evidence: parseEvidence(value) }
}

// As the sidecar of confidential containers answers /attest/combined.
function readCombined(path: string, combined: Readonly<Record<string, unknown>>): Found {
  const bytes = (name: string): Buffer => {
    const text = combined[name]
    if (typeof text === 'string') return Buffer.from(text, 'base64')
    throw new EvidenceUnreadableError(path, `${name} is no text`)
  }
  const certificates = chainOf(path, splitPem(bytes('endorsements').toString('utf8')))
  const uvmEndorsement = bytes('uvm_endorsements')
  return {
    kind: 'report',
    evidence: { report: bytes('evidence'), certificates, uvmEndorsement },
  }
}

function readFolder(path: string): Found {
  const own = join(path, 'evidence.json')
  if (existsSync(own)) return readOneFile(own)
  const report = bytesIn(path, 'report.bin')
  if (report === undefined) {
    const [token, ...others] = readdirSync(path).filter((name) => name.endsWith('.jwt'))
    if (token !== undefined && others.length === 0) return readOneFile(join(path, token))
    throw new EvidenceUnreadableError(path, 'there is neither a report.bin nor one token')
  }
  return {
    kind: 'report',
    evidence: {
      ...{ report, certificates: certificatesIn(path) },
      uvmEndorsement:
        bytesIn(path, 'uvm-endorsement.cose') ?? decoded(path, 'reference-info-base64'),
      containerPolicy: (
        bytesIn(path, 'cce-policy.rego') ?? decoded(path, 'security-policy-base64')
      )?.toString('utf8'),
      runtimeData: bytesIn(path, 'runtime-data.json'),
    },
  }
}

function certificatesIn(path: string): SnpEvidence['certificates'] {
  const ders = ['ek.der', 'ask.der', 'ark.der'].flatMap((name) => bytesIn(path, name) ?? [])
  if (ders.length > 0) return chainOf(path, ders)
  const pem = bytesIn(path, 'chain.pem')?.toString('utf8') ?? hostCertificates(path)
  if (pem === undefined) throw new EvidenceUnreadableError(path, 'there are no certificates')
  return chainOf(path, splitPem(pem))
}

// Base64 of JSON, as the host of a confidential container leaves it there.
function hostCertificates(path: string): string | undefined {
  const text = decoded(path, 'host-amd-cert-base64')?.toString('utf8')
  if (text === undefined) return undefined
  const { vcekCert, certificateChain } = JSON.parse(text) as Readonly<Record<string, unknown>>
  return `${String(vcekCert)}\n${String(certificateChain)}`
}

function chainOf(path: string, ders: readonly Buffer[]): SnpEvidence['certificates'] {
  const [ek, ask, ark] = ders
  if (ek === undefined || ask === undefined || ark === undefined || ders.length > 3) {
    throw new EvidenceUnreadableError(
      path,
      `there are ${String(ders.length)} certificates, expected three: the endorsement key's, the intermediate one and AMD's root`,
    )
  }
  return [ek, ask, ark]
}

function decoded(path: string, name: string): Buffer | undefined {
  const bytes = bytesIn(path, name)
  return bytes && Buffer.from(bytes.toString('utf8'), 'base64')
}

function bytesIn(path: string, name: string): Buffer | undefined {
  const file = join(path, name)
  return existsSync(file) ? readFileSync(file) : undefined
}
