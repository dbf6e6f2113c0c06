import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { originsOf } from '../../shared/authoring/resolveSources'
import type { Json } from '../../shared/core/canonicalJson'
import type { Hex } from '../../shared/core/hex'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import { claimDigest } from '../../shared/envelope/claimDigest'
import { parseClaim } from '../../shared/envelope/parseClaim'
import type { WakeFacts } from '../../shared/envelope/wakeFacts'
import { wakeIdOf } from '../../shared/envelope/wakeFacts'
import type { BuildManifest } from '../../shared/execution/buildManifest'
import { parseBuildManifest } from '../../shared/execution/buildManifest'
import type { Container } from '../../shared/execution/container'
import { requireCryplet } from '../../shared/execution/container'
import type { ObserveResult } from '../../shared/execution/execution'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import { loadCryplets } from '../../shared/execution/loadCryplets'
import { localExecution } from '../../shared/execution/localExecution'
import type { RunDocument } from '../../shared/execution/replay/runDocument'
import { recover } from '../../shared/signing/recover'
import { openNetwork } from '../../shared/sources/network'
import { signer } from './deployFixture'
import { clock, PUBLISHER, SLOT, type Sources, settingsFor, termsOf } from './enclaveFixture'
import { noChain } from './noChain'

/** The folder of the fabric as it is built. */
export const BUILT = join(__dirname, '../../dist/fabric')

export function builtManifest(): BuildManifest {
  return parseBuildManifest(JSON.parse(readFileSync(join(BUILT, 'manifest.json'), 'utf8')))
}

/** What wakes one of the built-in Cryplets; marketClose at its slot when left out. */
export type RunWanted = {
  readonly cryplet?: string
  readonly wakeOf?: (crypletId: Hex) => WakeFacts
}

// Runs a built-in Cryplet on what the sources answer, in this process, and writes its record down as the fabric tells it.
export async function recordRun(sources: Sources, wanted: RunWanted = {}): Promise<RunDocument> {
  const { cryplet: name = 'marketClose' } = wanted
  const cryplets = loadCryplets({
    definitions: BUILT_IN_CRYPLETS,
    settings: settingsFor(sources.origin),
    publisher: PUBLISHER,
    manifest: builtManifest(),
  })
  const cryplet = requireCryplet({ cryplets }, name)
  const { crypletId } = cryplet
  const wake = wanted.wakeOf?.(crypletId) ?? { kind: 'schedule' as const, crypletId, slot: SLOT }
  const network = openNetwork({ allowedPrivateOrigins: [sources.origin] })
  const seen = await observeOnce(cryplet, wake, { network })
  return documentOf(cryplet, seen)
}

/** The world as a run sees it. */
export type World = Partial<Pick<Container, 'network' | 'readChain'>>

function containerOf(cryplet: LoadedCryplet, world: World): Container {
  const key = signer('c1')
  return {
    cryplets: [cryplet],
    crypletKeys: () => ({ signer: key, addresses: [key.address] }),
    enclaveSigner: signer('e1'),
    ...{ recover, clock, network: openNetwork({ allowedPrivateOrigins: [] }), readChain: noChain },
    ...world,
  }
}

export type Seen = Extract<ObserveResult, { status: 'observed' }>

// Observes, in this process; a source's fault is an error here.
export async function observeOnce(
  cryplet: LoadedCryplet,
  wake: WakeFacts,
  world: World,
): Promise<Seen> {
  const { name } = cryplet.definition
  const execution = localExecution(containerOf(cryplet, world))
  const seen = await execution.observe({ cryplet: name, runId: wakeIdOf(wake), wake })
  if (seen.status === 'fault') {
    throw new Error(seen.faults.map(({ code, detail }) => `${code}: ${detail}`).join('; '))
  }
  return seen
}

// Executes on what was observed, and writes the record down.
export async function documentOf(
  cryplet: LoadedCryplet,
  { record, bodies = [] }: Seen,
): Promise<RunDocument> {
  const { name, version } = cryplet.definition
  const { wake } = record.facts
  const terms = termsOf(record.codeHash)
  const isAsked = wake.kind === 'http'
  const execution = localExecution(containerOf(cryplet, {}))
  const deliveries = isAsked ? [] : [terms]
  const { envelopes, payload } = await execution.execute({ cryplet: name, record, deliveries })
  const claims = envelopes.map(({ claim }) => ({
    ...{ generation: 1, terms, claim },
    digest: claimDigest(parseClaim(claim), terms.domain),
  }))
  const { domain, subscription, deliveryId } = terms
  const place = { chainId: domain.chainId, receiver: domain.verifyingContract, subscription }
  const document: RunDocument = {
    ...{ version: 1, runId: record.runId, cryplet: name, state: 'ended', wake },
    ...{ wokenAtInMs: SLOT * 1000, record, bodies },
    code: { codeHash: record.codeHash, version, origins: originsOf(cryplet.sources) },
    ...(isAsked && { answer: payload }),
    deliveries: isAsked ? [] : [{ deliveryId, ...place, outcome: 'applied', claims }],
  }
  // As it comes over HTTP.
  return JSON.parse(JSON.stringify(document)) as RunDocument
}

// Changes one value in a document.
export function changed(document: RunDocument, path: string, value: Json): RunDocument {
  const copy = structuredClone(document) as unknown as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<unknown>(
    (node, key) => Reflect.get(node as object, key),
    copy,
  ) as object
  if (!Reflect.has(parent, last)) throw new Error(`there is no ${path} to change`)
  Reflect.set(parent, last, value)
  return copy as unknown as RunDocument
}

// Puts another body in the place of one, as if somebody had changed its bytes.
export function withBody(
  document: RunDocument,
  index: number,
  change: (text: string) => string,
): RunDocument {
  const body = document.bodies[index]
  if (body === undefined || !('body' in body)) throw new Error('there is no body to change')
  const text = Buffer.from(body.body, 'base64').toString('utf8')
  const after = change(text)
  if (after === text) throw new Error(`nothing to change in ${text}`)
  const path = `bodies.${String(index)}.body`
  return changed(document, path, Buffer.from(after).toString('base64'))
}
