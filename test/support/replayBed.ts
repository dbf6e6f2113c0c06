import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../../shared/core/canonicalJson'
import type { Hex } from '../../shared/core/hex'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import { claimDigest } from '../../shared/envelope/claimDigest'
import { parseClaim } from '../../shared/envelope/parseClaim'
import type { WakeFacts } from '../../shared/envelope/wakeFacts'
import { wakeIdOf } from '../../shared/envelope/wakeFacts'
import type { BuildManifest } from '../../shared/execution/buildManifest'
import { parseBuildManifest } from '../../shared/execution/buildManifest'
import { requireCryplet } from '../../shared/execution/container'
import { loadCryplets } from '../../shared/execution/loadCryplets'
import { localExecution } from '../../shared/execution/localExecution'
import type { RunDocument } from '../../shared/execution/replay/runDocument'
import { recover } from '../../shared/signing/recover'
import { openNetwork } from '../../shared/sources/network'
import { signer } from './deployFixture'
import { clock, PUBLISHER, SLOT, type Sources, settingsFor, termsOf } from './enclaveFixture'

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
  const settings = settingsFor(sources.origin)
  const cryplets = loadCryplets({
    definitions: BUILT_IN_CRYPLETS,
    settings,
    publisher: PUBLISHER,
    manifest: builtManifest(),
  })
  const { crypletId, definition } = requireCryplet({ cryplets }, name)
  const wake = wanted.wakeOf?.(crypletId) ?? { kind: 'schedule' as const, crypletId, slot: SLOT }
  const key = signer('c1')
  const execution = localExecution({
    cryplets,
    crypletKeys: () => ({ signer: key, addresses: [key.address] }),
    enclaveSigner: signer('e1'),
    ...{ recover, clock, network: openNetwork({ allowedPrivateOrigins: [sources.origin] }) },
  })
  const runId = wakeIdOf(wake)
  const seen = await execution.observe({ cryplet: name, runId, wake })
  if (seen.status === 'fault') throw new Error(JSON.stringify(seen.faults))
  const { record, bodies = [] } = seen
  const terms = termsOf(record.codeHash)
  const isAsked = wake.kind === 'http'
  const deliveries = isAsked ? [] : [terms]
  const { envelopes, payload } = await execution.execute({ cryplet: name, record, deliveries })
  const claims = envelopes.map(({ claim }) => ({
    ...{ generation: 1, terms, claim },
    digest: claimDigest(parseClaim(claim), terms.domain),
  }))
  const { domain, subscription, deliveryId } = terms
  const place = { chainId: domain.chainId, receiver: domain.verifyingContract, subscription }
  const document: RunDocument = {
    ...{ version: 1, runId, cryplet: name, state: 'ended', wake, wokenAtInMs: SLOT * 1000 },
    record,
    code: { codeHash: record.codeHash, version: definition.version, origins: [sources.origin] },
    bodies,
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
