import { keccak256 } from 'ethers'
import { hashJson } from '../../shared/core/ids'
import { parseSignedRecord } from '../../shared/envelope/record'
import type { WakeFacts } from '../../shared/envelope/wakeFacts'
import { localSigner } from '../../shared/signing/localSigner'
import { recover } from '../../shared/signing/recover'
import {
  CRYPLET_KEY,
  enclaveFolder,
  observeAt,
  observed,
  openStory,
  SLOT,
  type Story,
  startEnclave,
} from '../support/enclaveFixture'

const cryplet = localSigner(CRYPLET_KEY)

let story: Story

beforeEach(async () => {
  story = await openStory()
})

afterEach(() => story.close())

describe('POST /api/enclave/observe', () => {
  it('answers 503, retryable, until the tier-1 key has come', async () => {
    await expect(observed(story.running)).rejects.toMatchObject({
      retryable: true,
      problem: { status: 503, code: 'KEY_NOT_HERE' },
    })
    await story.running.sendKey()
    await expect(observed(story.running)).resolves.toBeDefined()
  })

  it('signs by tier 1 what the sources said', async () => {
    await story.running.sendKey()
    const record = await observed(story.running)
    const { runId } = observeAt()
    expect(story.running.logged()).toContain(
      `point observe run=${runId}\nrecord signed run=${runId}`,
    )
    const assertSigner = jest.fn()
    const check = { recover, assertSigner }
    expect(parseSignedRecord(JSON.parse(JSON.stringify(record)), check)).toEqual(record)
    expect(assertSigner).toHaveBeenCalledWith(cryplet.address)
    const { codeHash } = story
    expect(record).toMatchObject({ runId, codeHash, fetchedAt: SLOT + 60 })
    const { origin } = story.sources
    const responseHash: unknown = expect.stringMatching(/^0x[0-9a-f]{64}$/)
    expect(record.facts).toEqual({
      wake: observeAt().wake,
      calendar: 'XNYS@1',
      observations: [
        { source: 'gold', origin, responseHash, providerTime: SLOT - 20, value: '412345000000' },
        { source: 'sofr', origin, responseHash, providerTime: 1_795_046_400, value: '4310000' },
      ],
    })
  })

  it('gives the bodies along whose hashes it has signed, within the bounds', async () => {
    await story.running.sendKey()
    const large = 'x'.repeat(64 * 1024)
    story.sources.answers['/gold'] = { price: 4123.45, updatedAt: SLOT - 20, large }
    const result = await story.running.execution.observe(observeAt())
    if (result.status === 'fault') throw new Error(JSON.stringify(result.faults))
    const [gold, sofr] = result.record.facts.observations.map((observation) => {
      const { source, origin, responseHash } = observation
      return { source, origin, responseHash }
    })
    const body = Buffer.from(JSON.stringify(story.sources.answers['/sofr'])).toString('base64')
    expect(result.bodies).toEqual([
      { ...gold, leftOut: 'too large' },
      { ...sofr, body },
    ])
    expect(sofr?.responseHash).toBe(keccak256(Buffer.from(body, 'base64')))
  })

  it("counts business days by the operator's overrides, and names them in what it signs", async () => {
    await story.running.sendKey()
    const { observe } = story.running.execution
    const rate = (effectiveDate: string) => ({ refRates: [{ percentRate: 4.31, effectiveDate }] })
    story.sources.answers['/sofr'] = rate('2026-11-13')
    expect(await observe(observeAt())).toMatchObject({ faults: [{ code: 'SOURCE_STALE' }] })
    const overrides = { closed: ['2026-11-16', '2026-11-17', '2026-11-18'] }
    expect(await observe({ ...observeAt(), overrides })).toMatchObject({
      status: 'observed',
      record: { facts: { calendar: `XNYS@1+${hashJson(overrides)}` } },
    })
  })

  it('gives a fault of a source as a value, and signs nothing', async () => {
    await story.running.sendKey()
    delete story.sources.answers['/gold']
    const result = await story.running.execution.observe(observeAt())
    expect(result).toMatchObject({
      status: 'fault',
      faults: [{ source: 'gold', code: 'SOURCE_STATUS', retryable: true }],
    })
    const { runId } = observeAt()
    expect(story.running.logged()).toContain(
      `sources gave nothing to sign run=${runId} codes=SOURCE_STATUS`,
    )
  })

  it('gives the fault of a provider that writes at length as any other', async () => {
    await story.running.sendKey()
    story.sources.answers['/gold'] = { price: 1, updatedAt: SLOT }
    story.sources.headers['content-type'] = 'x'.repeat(3000)
    expect(await story.running.execution.observe(observeAt())).toMatchObject({
      status: 'fault',
      faults: [{ code: 'SOURCE_NOT_JSON', retryable: true }, { code: 'SOURCE_NOT_JSON' }],
    })
  })

  it('signs nothing that its output cannot hold, and lets it be tried again', async () => {
    await story.running.sendKey()
    story.sources.answers['/gold'] = { price: '6e68', updatedAt: SLOT }
    const gold: unknown = expect.objectContaining({
      source: 'gold',
      code: 'SOURCE_VALUE_INVALID',
      detail: `the Cryplet makes no output of it: marketClose.output.gold: expected int256, got 6${'0'.repeat(76)}.`,
      retryable: true,
    })
    expect(await story.running.execution.observe(observeAt())).toEqual({
      status: 'fault',
      faults: [gold, expect.objectContaining({ source: 'sofr' })],
    })
    story.sources.answers['/gold'] = { price: '5e68', updatedAt: SLOT }
    expect(await story.running.execution.observe(observeAt())).toMatchObject({ status: 'observed' })
  })

  it('obeys the operator alone', async () => {
    await story.running.sendKey()
    await expect(story.running.asStranger.observe(observeAt())).rejects.toMatchObject({
      problem: { status: 401, code: 'REQUEST_REFUSED', retryable: false },
    })
  })

  it('refuses a wake of another Cryplet, a run of another wake, and a slot that has not come', async () => {
    await story.running.sendKey()
    const { observe } = story.running.execution
    const request = observeAt()
    const foreign: WakeFacts = { ...request.wake, crypletId: `0x${'1e'.repeat(32)}` }
    await expect(observe({ ...request, wake: foreign })).rejects.toMatchObject({
      problem: { status: 422, code: 'WAKE_MISMATCH' },
    })
    await expect(observe({ ...request, runId: observeAt(SLOT - 1).runId })).rejects.toMatchObject({
      problem: { status: 422, code: 'WAKE_MISMATCH' },
    })
    await expect(observe(observeAt(SLOT + 61))).rejects.toMatchObject({
      retryable: true,
      problem: { status: 409, code: 'SLOT_IN_FUTURE' },
    })
    await expect(observe({ ...request, cryplet: 'other' })).rejects.toMatchObject({
      problem: { status: 404, code: 'CRYPLET_UNKNOWN' },
    })
  })

  it('refuses a slot after the last year of the calendar', async () => {
    const slot = Date.UTC(2031, 0, 2, 21) / 1000
    const at = { nowInMs: () => (slot + 60) * 1000 }
    const { origin, answers } = story.sources
    answers['/gold'] = { price: 1, updatedAt: slot - 20 }
    answers['/sofr'] = { refRates: [{ percentRate: 1, effectiveDate: '2030-12-31' }] }
    const running = await startEnclave(origin, enclaveFolder(), { at })
    await running.sendKey()
    const refusal = running.execution.observe(observeAt(slot))
    await expect(refusal).rejects.toMatchObject({
      problem: { status: 422, code: 'CALENDAR_OUT_OF_RANGE' },
    })
    await running.close()
  })

  it('refuses a body about another run than the one that was signed', async () => {
    await story.running.sendKey()
    await expect(story.running.post('observe', observeAt())).rejects.toMatchObject({
      problem: { status: 401, code: 'REQUEST_REFUSED' },
    })
  })
})
