import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Enclave } from '../../enclave/enclave'
import { composeEnclave } from '../../enclave/enclave'
import { sealKey } from '../../shared/attestation/sealedKey'
import type { Json } from '../../shared/core/canonicalJson'
import type { Clock } from '../../shared/core/clock'
import type { Address, Hex } from '../../shared/core/hex'
import { wakeId } from '../../shared/core/ids'
import type { Environment } from '../../shared/core/settings'
import { codeHash, crypletId as idOf } from '../../shared/envelope/identifiers'
import type { SignedRecord } from '../../shared/envelope/record'
import type { BuildManifest } from '../../shared/execution/buildManifest'
import type { DeliveryTerms, Execution, ObserveRequest } from '../../shared/execution/execution'
import { postToEnclave } from '../../shared/execution/postToEnclave'
import { remoteExecution } from '../../shared/execution/remoteExecution'
import { localSigner } from '../../shared/signing/localSigner'
import { recover } from '../../shared/signing/recover'
import type { Signer } from '../../shared/signing/signer'
import { serveEnclave } from './enclaveServer'

/** Friday, 20 November 2026, 16:00 in New York. */
export const SLOT = 1_795_208_400
export const PUBLISHER: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
export const BUNDLE: Hex = `0x${'5a'.repeat(32)}`
export const CRYPLET_KEY: Hex = `0x${'c1'.repeat(32)}`
export const NEWER_KEY: Hex = `0x${'c2'.repeat(32)}`
export const CRYPLET_ID = idOf(PUBLISHER, 'marketClose')
/** Of priceOnRequest. */
export const ASKED_ID = idOf(PUBLISHER, 'priceOnRequest')

const now = SLOT + 60
export const clock: Clock = { nowInMs: () => now * 1000 }
// Within the window in which the enclave takes requests.
export const later: Clock = { nowInMs: () => (now + 10) * 1000 }
export const operator = localSigner(`0x${'41'.repeat(32)}`)
export const stranger = localSigner(`0x${'42'.repeat(32)}`)

/** Gold and SOFR on loopback; what they answer can be changed. */
export type Sources = {
  readonly origin: string
  readonly answers: Record<string, unknown>
  readonly headers: Record<string, string>
  readonly close: () => Promise<void>
}

export async function startSources(): Promise<Sources> {
  const answers: Record<string, unknown> = {
    '/gold': { price: 4123.45, updatedAt: SLOT - 20 },
    '/sofr': { refRates: [{ percentRate: 4.31, effectiveDate: '2026-11-19' }] },
  }
  const headers = { 'content-type': 'application/json' }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const answer = answers[pathname]
    response.writeHead(answer === undefined ? 503 : 200, headers)
    response.end(JSON.stringify(answer ?? null))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { origin, answers, headers, close }
}

export const manifest: BuildManifest = {
  version: 1,
  cryplets: ['marketClose', 'priceOnRequest', 'goldWatch'].map((name) => ({
    ...{ name, version: '1.0.0', bundle: BUNDLE },
  })),
}

// A folder such as the build makes.
export function enclaveFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cryplet-enclave-'))
  writeFileSync(join(folder, 'main.js'), 'the bundle')
  return folder
}

export function settingsFor(origin: string): Record<string, string> {
  return {
    PUBLISHER,
    ENCLAVE_OPERATOR: operator.address,
    GOLD_URL: `${origin}/gold?asOf={slot}`,
    GOLD_SPOT_URL: `${origin}/spot?asOf={slot}`,
    SOFR_URL: `${origin}/sofr?date={slot:date}`,
    ALLOWED_PRIVATE_ORIGINS: origin,
  }
}

/** An enclave started on real HTTP, as the fabric and a stranger reach it. */
export type RunningEnclave = {
  readonly enclave: Enclave
  readonly url: string
  readonly logged: () => string
  readonly execution: Execution
  readonly asStranger: Execution
  /** Sends a body to one of its routes, signed for no run. */
  readonly post: (name: string, body: unknown, signer?: Signer) => Promise<unknown>
  /** CRYPLET_KEY, signed now, unless told otherwise. */
  readonly sendKey: (privateKey?: Hex, signedAt?: Clock) => Promise<unknown>
  readonly close: () => Promise<void>
}

export async function startEnclave(
  origin: string,
  folder: string,
  { at = clock, env = {} }: { readonly at?: Clock; readonly env?: Environment } = {},
): Promise<RunningEnclave> {
  const bundlePath = join(folder, 'main.js')
  const enclave = composeEnclave({
    ...{ bundlePath, manifest, clock: at },
    env: { ...settingsFor(origin), ...env },
  })
  const { url, lines, close } = await serveEnclave(enclave)
  const line = { url, clock: at, operator }
  const post: RunningEnclave['post'] = async (name, body, signer = operator) => {
    const sent = { path: `/api/enclave/${name}`, body: body as Json, timeoutInMs: 5_000 }
    return postToEnclave({ ...line, operator: signer }, sent)
  }
  return {
    enclave,
    url,
    close,
    logged: () => lines.map(String).join('\n'),
    execution: remoteExecution({ ...line, recover }),
    asStranger: remoteExecution({ ...line, recover, operator: stranger }),
    post,
    sendKey: async (privateKey = CRYPLET_KEY, signedAt = at) => {
      const jwe = await sealKey(
        { crypletId: CRYPLET_ID, privateKey },
        enclave.identity.encryptionKey,
      )
      const sent = { path: '/api/enclave/keys', body: { cryplet: 'marketClose', jwe } }
      return postToEnclave({ ...line, clock: signedAt }, { ...sent, timeoutInMs: 5_000 })
    },
  }
}

// Asks to observe marketClose at a slot.
export function observeAt(slot = SLOT): ObserveRequest {
  const wake = { kind: 'schedule' as const, crypletId: CRYPLET_ID, slot }
  return { cryplet: 'marketClose', runId: wakeId('schedule', CRYPLET_ID, slot), wake }
}

export function termsOf(code: Hex, changes: Partial<DeliveryTerms> = {}): DeliveryTerms {
  return {
    deliveryId: `0x${'de'.repeat(32)}`,
    domain: { chainId: 31337, verifyingContract: '0x5FbDB2315678afecb367f032d93F642f64180aa3' },
    subscription: `0x${'5b'.repeat(32)}`,
    mode: 'latest',
    timeToLiveInSeconds: 900,
    maxAgeInSeconds: 3600,
    codeHash: code,
    ...changes,
  }
}

/** Sources, an enclave's folder, and its app, which can be started again. */
export type Story = {
  readonly sources: Sources
  /** Of marketClose as it is loaded here. */
  readonly codeHash: Hex
  readonly running: RunningEnclave
  readonly restarted: () => Promise<Story>
  readonly close: () => Promise<void>
}

export async function openStory(
  before?: Pick<Story, 'sources'> & { readonly folder: string },
): Promise<Story> {
  const sources = before?.sources ?? (await startSources())
  const folder = before?.folder ?? enclaveFolder()
  const running = await startEnclave(sources.origin, folder)
  return {
    sources,
    running,
    codeHash: codeHash({ bundle: BUNDLE, origins: [sources.origin] }),
    restarted: async () => {
      await running.close()
      return openStory({ sources, folder })
    },
    close: async () => {
      await running.close()
      await sources.close()
    },
  }
}

export async function observed({ execution }: RunningEnclave): Promise<SignedRecord> {
  const result = await execution.observe(observeAt())
  if (result.status === 'fault') throw new Error(JSON.stringify(result.faults))
  return result.record
}
