import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deliveryId, wakeId } from '../../../shared/core/ids'
import { claimToJson } from '../../../shared/envelope/parseClaim'
import { proofBundleToJson } from '../../../shared/envelope/proofBundle'
import type { PartialEnvelope } from '../../../shared/envelope/sealClaim'
import { cryplet, type StateFolder, stackState } from '../../support/cliRig'
import { deliverFixture, fixtureRun } from '../../support/deployFixture'
import { type JsonServer, startServer } from '../../support/jsonServer'
import { twinRig } from '../../support/twinRig'

describe('cryplet verify', () => {
  const { fixture, sealed } = twinRig()
  const keysSeen: unknown[] = []
  let api: JsonServer
  let stack: StateFolder
  let home: string
  let envelope: PartialEnvelope
  let transaction: string
  let isKnown: boolean
  let hasSlot: boolean

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'cryplet-verify-'))
    isKnown = true
    hasSlot = true
    keysSeen.length = 0
    api = await startServer((request: IncomingMessage, response) => {
      keysSeen.push(request.headers['x-functions-key'])
      const { status, body } = answerTo(request.url ?? '')
      response.writeHead(status).end(body)
    })
    stack = stackState(fixture(), chainUrl(), Number(new URL(api.origin).port))
    envelope = await sealed()
    transaction = (await deliverFixture(fixture(), envelope)).hash
  })

  afterEach(async () => {
    await api.stop()
    stack.remove()
    rmSync(home, { recursive: true })
  })

  const chainUrl = (): string => fixture().provider._getConnection().url

  // A delivery that no slot names is found by its transaction, as any other.
  function answerTo(url: string): { readonly status: number; readonly body: string } {
    if (!isKnown) return { status: 404, body: '{}' }
    if (url.includes('?')) {
      const deliveries = url.includes(`transaction=${transaction}`) ? [{ deliveryId: '0x0d' }] : []
      return { status: 200, body: JSON.stringify({ deliveries }) }
    }
    const isThere = hasSlot || url.endsWith('/0x0d')
    return isThere ? { status: 200, body: bundle() } : { status: 404, body: '{}' }
  }

  function bundle(changes: object = {}): string {
    const { claim, seals, tiers, domain } = envelope
    const json = proofBundleToJson({
      version: 1,
      chainId: domain.chainId,
      receiver: domain.verifyingContract,
      claim,
      seals,
      tiers,
      run: fixtureRun(fixture(), Number(claim.observedAt)),
      registry: fixture().registry,
    })
    return JSON.stringify({ ...json, ...changes, delivery: { state: 'settled' } })
  }

  function file(text: string): string {
    const path = join(home, 'bundle.json')
    writeFileSync(path, text)
    return path
  }

  it('takes chain and proof from the local stack, by the id that the claim itself gives', async () => {
    const { exitCode, out, err } = await cryplet(['verify', transaction, '--state', stack.folder])
    expect([exitCode, err]).toEqual([0, ''])
    expect(out).toContain('Verified: no link is invalid.')
    expect(out).toMatch(/enclave +warning +simulated, no hardware/)
    expect(out).toMatch(/provenance +valid/)
    const { crypletId, observedAt, subscription } = envelope.claim
    const wake = wakeId('schedule', crypletId, Number(observedAt))
    const id = deliveryId(wake, { chainId: 31_337, receiver: fixture().goldNote, subscription })
    expect(api.asked).toEqual([`/api/deliveries/${id}`])
    expect(keysSeen).toEqual(['the key'])
  })

  it('takes the proof by the transaction where no slot of a schedule names it, as of a watch', async () => {
    hasSlot = false
    const { exitCode, out, err } = await cryplet(['verify', transaction, '--state', stack.folder])
    expect([exitCode, err]).toEqual([0, ''])
    expect(out).toMatch(/provenance +valid/)
    expect(api.asked.slice(1)).toEqual([
      `/api/deliveries?limit=1&transaction=${transaction}`,
      '/api/deliveries/0x0d',
    ])
  })

  it('writes one JSON document with --json', async () => {
    const args = ['verify', transaction, '--state', stack.folder, '--json']
    const { out } = await cryplet(args)
    expect(JSON.parse(out)).toMatchObject({ verified: true, transaction, outcome: 'applied' })
  })

  it('goes on without a proof that the stack does not have, and says so', async () => {
    isKnown = false
    const { exitCode, out, err } = await cryplet(['verify', transaction, '--state', stack.folder])
    expect(exitCode).toBe(0)
    expect(err).toContain('The local stack has no proof bundle of this delivery.')
    expect(out).toMatch(/provenance +not checked/)
  })

  it('needs no stack with --rpc', async () => {
    const { exitCode, out } = await cryplet(['verify', transaction, '--rpc', chainUrl()], home)
    expect(exitCode).toBe(0)
    expect(out).toMatch(/outcome +valid +applied in block/)
  })

  it('sends the key of the local stack to no other place', async () => {
    const other = await startServer((request, response) => {
      keysSeen.push(request.headers['x-functions-key'])
      response.writeHead(200).end(bundle())
    })
    const where = ['--bundle', `${other.origin}/bundle`, '--state', stack.folder]
    const { exitCode } = await cryplet(['verify', transaction, ...where])
    await other.stop()
    expect(exitCode).toBe(0)
    expect(keysSeen).toEqual([undefined])
  })

  it('verifies a bundle alone, offline, against the signers that the reader names', async () => {
    const { cryplet: first, enclave, host } = fixture().signers
    const signers = `cryplet=${first.address},enclave=${enclave.address},host=${host.address}`
    const args = ['verify', '--bundle', file(bundle()), '--signers', signers]
    const { exitCode, out } = await cryplet(args, home)
    expect(exitCode).toBe(0)
    expect(out).toMatch(/cryplet +valid/)
    expect(out).toMatch(/registry +not checked/)
    expect(out).toMatch(/provenance +valid/)
  })

  it('does not call a bundle verified for whose signers nobody vouches, forged or not', async () => {
    const forged = { claim: { ...claimToJson(envelope.claim), payload: `0x${'11'.repeat(64)}` } }
    for (const changes of [{}, forged, { ...forged, evidence: [] }]) {
      const { exitCode, out } = await cryplet(['verify', '--bundle', file(bundle(changes))], home)
      expect(exitCode).toBe(1)
      expect(out).toContain('NOT verified: ')
      expect(out).not.toMatch(/(?:cryplet|enclave|host) +valid/)
    }
  })

  it('finds a forged bundle by the signers that the reader names', async () => {
    const forged = { claim: { ...claimToJson(envelope.claim), payload: `0x${'11'.repeat(64)}` } }
    const signers = `cryplet=${fixture().signers.cryplet.address}`
    const args = ['verify', '--bundle', file(bundle(forged)), '--signers', signers]
    const { exitCode, out } = await cryplet(args, home)
    expect(exitCode).toBe(1)
    expect(out).toMatch(/cryplet +invalid +signer mismatch/)
  })

  it("holds a transaction's signers against those that the reader names, beside the registry", async () => {
    const { cryplet: first, host } = fixture().signers
    const known = ['verify', transaction, '--rpc', chainUrl(), '--bundle', file(bundle())]
    const right = await cryplet([...known, '--signers', `cryplet=${first.address}`], home)
    expect(right.exitCode).toBe(0)
    const wrong = await cryplet([...known, '--signers', `cryplet=${host.address}`], home)
    expect(wrong.exitCode).toBe(1)
    expect(wrong.out).toMatch(/cryplet +invalid +signer mismatch/)
  })

  it('exits with 1 when a link is invalid, and names it', async () => {
    const run = { ...fixtureRun(fixture(), Number(envelope.claim.observedAt)), observations: [] }
    const signers = `cryplet=${fixture().signers.cryplet.address}`
    const args = ['verify', '--bundle', file(bundle({ run })), '--signers', signers]
    const { exitCode, out } = await cryplet(args, home)
    expect(exitCode).toBe(1)
    expect(out).toContain('NOT verified: provenance is invalid.')
  })

  it('notices a bundle that tells another end than the chain', async () => {
    const where = ['--rpc', chainUrl(), '--bundle', file(bundle({ outcome: 'quarantined' }))]
    const { exitCode, out } = await cryplet(['verify', transaction, ...where], home)
    expect(exitCode).toBe(1)
    expect(out).toMatch(/outcome +invalid +applied in block \d+, but the bundle says quarantined/)
  })

  it.each([
    ['no hash', ['0x1234'], 'INVALID_VALUE'],
    ['nothing at all', [], 'NOTHING_TO_VERIFY'],
    ['signers that are none', ['--bundle', '/x', '--signers', 'me'], 'INVALID_VALUE'],
    ['a transaction without a chain', [`0x${'ab'.repeat(32)}`], 'STACK_NOT_RUNNING'],
    ['a file that is not there', ['--bundle', '/nowhere/bundle.json'], 'BUNDLE_UNREADABLE'],
    ['an endpoint that is none', [`0x${'ab'.repeat(32)}`, '--rpc', 'here'], 'RPC_UNREACHABLE'],
  ])('says what to do of %s', async (_, args, code) => {
    const { exitCode, out, err } = await cryplet(['verify', ...args], home)
    expect([exitCode, out]).toEqual([1, ''])
    expect(err).toContain(`(${code})`)
  })

  it('says of a bundle that is not JSON, or none, what is wrong with it', async () => {
    const html = await cryplet(['verify', '--bundle', file('<html>')], home)
    expect(html.err).toContain('it is not JSON')
    const empty = await cryplet(['verify', '--bundle', file('{}')], home)
    expect(empty.err).toContain('bundle.version: expected 1')
  })

  it('says why a place gives no bundle, and where else a chain could be', async () => {
    const none = await cryplet(['verify', '--bundle', 'http://127.0.0.1:1/bundle'], home)
    expect(none.err).toContain('bad port')
    const empty = await cryplet(['verify', '--bundle', file('{}')], home)
    expect(empty.err).toContain('got undefined. GET')
    const alone = await cryplet(['verify', transaction], home)
    expect(alone.err).toContain('--rpc URL')
  })
})
