import type { Json } from '../../../../shared/core/canonicalJson'
import { goldWatch } from '../../../../shared/cryplets/goldWatch'
import { marketClose } from '../../../../shared/cryplets/marketClose'
import { priceOnRequest } from '../../../../shared/cryplets/priceOnRequest'
import { encodeArgs } from '../../../../shared/execution/encodeArgs'
import { parseRecordedRun } from '../../../../shared/execution/replay/parseRecordedRun'
import type { CrypletBuild, Replay } from '../../../../shared/execution/replay/replayRun'
import { replayRun } from '../../../../shared/execution/replay/replayRun'
import type { RunDocument } from '../../../../shared/execution/replay/runDocument'
import { recover } from '../../../../shared/signing/recover'
import { SLOT, type Sources, startSources } from '../../../support/enclaveFixture'
import { builtManifest, changed, recordRun, withBody } from '../../../support/replayBed'

let sources: Sources
let run: RunDocument

beforeAll(async () => {
  sources = await startSources()
  run = await recordRun(sources)
})

afterAll(() => sources.close())

function buildOf(definition: CrypletBuild['definition']): CrypletBuild {
  const built = builtManifest().cryplets.find(({ name }) => name === definition.name)
  return { definition, bundle: built?.bundle ?? '0x' }
}

function replayed(document: unknown, build = buildOf(marketClose)): Replay {
  return replayRun(parseRecordedRun(document, recover), build)
}

function fieldsOf({ differences }: Replay): readonly string[] {
  return differences.map(({ field }) => field)
}

describe('replayRun', () => {
  it('gives marketClose again bit for bit: observations, calendar, values, claim and code', () => {
    const replay = replayed(run)
    expect(replay.differences).toEqual([])
    expect(replay.code.replayed).toBe(replay.code.recorded)
    // Two observations of three fields, the calendar, two values, the claim's ten fields and its digest.
    expect(replay).toMatchObject({ compared: 20, claims: 1, version: '1.0.0' })
    expect(replay.values).toEqual([
      { name: 'gold', value: '412345000000', unit: 'USD/XAU', decimals: 8 },
      { name: 'sofr', value: '4310000', unit: 'percent', decimals: 6 },
    ])
    expect(replay.observations.map(({ notRepeated }) => notRepeated)).toEqual([
      undefined,
      undefined,
    ])
  })

  it('gives the answer to a post again', async () => {
    const args = encodeArgs({ amountE3: 'uint64' }, { amountE3: '1500' })
    const requestId = `0x${'1d'.repeat(32)}` as const
    const asked = await recordRun(sources, {
      cryplet: 'priceOnRequest',
      wakeOf: (crypletId) => ({ kind: 'http', crypletId, slot: SLOT, requestId, args }),
    })
    const build = buildOf(priceOnRequest)
    expect(replayed(asked, build)).toMatchObject({ differences: [], claims: 0 })
    const forged = changed(asked, 'answer', `${asked.answer?.slice(0, -1) ?? ''}7`)
    expect(fieldsOf(replayed(forged, build))).toEqual(['values.price', 'answer'])
  })

  it('repeats what a silence woke: nothing was read, and no body is missing', async () => {
    const silent = await recordRun(sources, {
      cryplet: 'goldWatch',
      wakeOf: (crypletId) => ({
        ...{ kind: 'marketWatch', crypletId, slot: SLOT },
        watch: {
          ...{ number: 1, source: 'gold', met: 'silent' },
          ...{ condition: 'silentFor', since: SLOT - 130 },
        },
      }),
    })
    expect(silent.record?.facts.observations).toEqual([])
    const replay = replayed(silent, buildOf(goldWatch))
    expect(replay).toMatchObject({ differences: [], claims: 1, observations: [] })
    expect(replay.values).toMatchObject([{ value: '3' }, { value: '0' }])
  })

  it('shows one changed digit of a body wherever it matters', () => {
    const replay = replayed(withBody(run, 0, (text) => text.replace('4123.45', '4123.46')))
    expect(fieldsOf(replay)).toEqual([
      'observations[0].responseHash',
      'observations[0].value',
      'values.gold',
      'claims[0].provenance',
      'claims[0].payload',
      'claims[0].digest',
    ])
    expect(replay.differences[1]).toEqual({
      field: 'observations[0].value',
      of: 'gold',
      recorded: '412345000000',
      replayed: '412346000000',
    })
    expect(replay.differences[2]).toMatchObject({
      recorded: '4123.45000000 USD/XAU',
      replayed: '4123.46000000 USD/XAU',
    })
  })

  it('shows white space in a body too, which changes no value but the hash', () => {
    const replay = replayed(withBody(run, 0, (text) => `${text} `))
    expect(fieldsOf(replay)).toEqual([
      'observations[0].responseHash',
      'claims[0].provenance',
      'claims[0].digest',
    ])
  })

  it('says what is wrong with a body that cannot be used, and makes no claim of it', () => {
    const stale = String(SLOT - 301)
    const replay = replayed(withBody(run, 0, (text) => text.replace(String(SLOT - 20), stale)))
    expect(replay.differences).toEqual([
      {
        field: 'observations[0].value',
        of: 'gold',
        recorded: '412345000000',
        replayed: 'SOURCE_STALE: 301 s old; at most 300 are allowed; and the body has another hash',
      },
    ])
    expect([replay.values, replay.claims]).toEqual([[], 0])
  })

  it.each([
    ['deliveries.0.claims.0.claim.payload', `0x${'11'.repeat(64)}`, 'claims[0].payload'],
    ['deliveries.0.claims.0.claim.expiresAt', '1', 'claims[0].expiresAt'],
    ['deliveries.0.claims.0.terms.timeToLiveInSeconds', 1, 'claims[0].expiresAt'],
    ['deliveries.0.claims.0.digest', `0x${'11'.repeat(32)}`, 'claims[0].digest'],
    ['record.facts.observations.0.value', '412345000001', 'observations[0].value'],
    ['record.facts.calendar', 'XNYS@0', 'calendar'],
    ['record.fetchedAt', SLOT + 3, 'claims[0].expiresAt'],
    ['record.codeHash', `0x${'11'.repeat(32)}`, 'claims[0].codeHash'],
  ])('notices a record whose %s was changed', (path, value, field) => {
    expect(fieldsOf(replayed(changed(run, path, value)))).toContain(field)
  })

  it.each(['not public', 'removed by age', 'not kept', 'too large'] as const)(
    'goes on from the recorded observation of a body that is %s, and says so',
    (leftOut) => {
      const { source, origin, responseHash } = run.record?.facts.observations[0] ?? {}
      const lacking = { source, origin, responseHash, leftOut } as Json
      const replay = replayed(changed(run, 'bodies.0', lacking))
      expect(replay.differences).toEqual([])
      expect(replay.observations[0]?.notRepeated).toContain(leftOut)
      expect(replay.compared).toBe(17)
    },
  )

  it('shows what another version would have made of the same bodies', () => {
    const { gold } = marketClose.sources
    const other = {
      ...marketClose,
      version: '1.1.0',
      sources: { ...marketClose.sources, ...(gold && { gold: { ...gold, value: '/updatedAt' } }) },
    }
    const replay = replayed(run, { definition: other, bundle: `0x${'99'.repeat(32)}` })
    expect(replay.code.replayed).not.toBe(replay.code.recorded)
    expect(replay.differences.find(({ field }) => field === 'values.gold')).toMatchObject({
      recorded: '4123.45000000 USD/XAU',
      replayed: `${String(SLOT - 20)}.00000000 USD/XAU`,
    })
    // It is the consequences that are compared, not the code's own name.
    expect(fieldsOf(replay)).not.toContain('claims[0].codeHash')
  })

  it('says of a version that can make nothing of the run why', () => {
    const { sofr } = marketClose.sources
    const other = { ...marketClose, sources: { ...(sofr && { sofr }) } }
    const replay = replayed(run, buildOf(other))
    expect(replay.differences).toEqual([
      expect.objectContaining({ field: 'output', recorded: 'made' }),
    ])
    expect(replay.observations[0]?.notRepeated).toBe('this build has no such source')
  })

  it('finds the code of a record that does not say its origins, where all sources were heard', () => {
    const { code, ...older } = run
    expect(code).toBeDefined()
    expect(replayed(older).code.replayed).toBe(run.record?.codeHash)
    const other = { definition: marketClose, bundle: `0x${'99'.repeat(32)}` } as const
    expect(replayed(older, other).code).toEqual({ recorded: run.record?.codeHash })
  })
})

describe('parseRecordedRun', () => {
  it('says of a run without a record why there is none', () => {
    const { record, ...open } = run
    expect(record).toBeDefined()
    const fault = { reasons: ['gold SOURCE_UNREACHABLE: down'], notedAtInMs: 1 }
    expect(() => parseRecordedRun({ ...open, fault }, recover)).toThrow(
      `Run ${run.runId} has no record, and so nothing to repeat: gold SOURCE_UNREACHABLE: down.`,
    )
  })

  it.each([
    ['version', 2, 'run.version: expected 1'],
    ['record.runId', `0x${'11'.repeat(32)}`, 'record.runId'],
    ['record.signature', '0x12', 'record.signature'],
    ['bodies.0.body', '*', 'run.bodies[0].body: expected base64'],
    ['deliveries.0.claims.0.terms.mode', 'some', 'mode: expected latest or each'],
  ])('refuses a record whose %s is none', (path, value, fault) => {
    expect(() => parseRecordedRun(changed(run, path, value), recover)).toThrow(fault)
  })
})
