import type { CheckResult } from '../../../shared/activities/check'
import type { ProduceResult } from '../../../shared/activities/produce'
import type { RecordResult } from '../../../shared/activities/record'
import type { EndableRun, SubmitResult } from '../../../shared/activities/submit'
import { deliver } from '../../../shared/workflows/deliver'
import { virtualClock } from '../../support/virtualClock'
import type { Drive } from '../../support/workflowDriver'
import { driveWorkflow } from '../../support/workflowDriver'

const WAKE = `0x${'11'.repeat(32)}` as const
const START = Date.UTC(2026, 10, 20, 21)
const RETRY_UNTIL = START / 1000 + 900

type Answers = {
  readonly produce?: (round: number) => ProduceResult
  readonly submit?: (round: number) => SubmitResult
  readonly check?: (round: number) => CheckResult
  readonly record?: (round: number) => RecordResult
  readonly whileWaiting?: (round: number) => boolean
}

async function drive(answers: Answers = {}): Promise<Drive & { inputs: EndableRun[] }> {
  const inputs: EndableRun[] = []
  const clock = virtualClock(START)
  const rounds = { produce: 0, submit: 0, check: 0, record: 0 }
  const {
    produce = () => ({ status: 'produced' }),
    submit = () => ({ status: 'submitted', open: 1 }),
    check = () => ({ status: 'open' }),
    record = () => ({ status: 'recorded', outcomes: ['applied'] }),
    whileWaiting = () => true,
  } = answers
  const driven = await driveWorkflow(deliver, {
    input: { wakeId: WAKE },
    clock,
    activities: {
      produce: async () => produce(rounds.produce++),
      submit: async (input: EndableRun) => {
        inputs.push(input)
        return submit(rounds.submit++)
      },
      check: async () => check(rounds.check++),
      record: async (input: EndableRun) => {
        inputs.push(input)
        return record(rounds.record++)
      },
    },
    whileWaiting: async (round) => whileWaiting(round),
  })
  return { ...driven, inputs }
}

const fault = (retryable: boolean): ProduceResult => ({
  status: 'fault',
  retryable,
  reasons: ['gold SOURCE_STALE: too old'],
  retryUntil: RETRY_UNTIL,
})

describe('deliver', () => {
  it('takes three activities and one event, and leaves no timer behind', async () => {
    const { steps, result, openTimers } = await drive()
    expect(steps).toEqual(['produce', 'submit', 'event', 'record'])
    expect(result).toEqual({ status: 'recorded', outcomes: ['applied'] })
    expect(openTimers).toBe(0)
  })

  it('submits what is sealed while the rest is still being produced', async () => {
    const { steps, inputs } = await drive({
      produce: (round) =>
        round === 0
          ? {
              status: 'fault',
              retryable: true,
              isPartly: true,
              reasons: [],
              retryUntil: RETRY_UNTIL,
            }
          : { status: 'produced' },
    })
    expect(steps.slice(0, 4)).toEqual(['produce', 'submit', 'timer 1000', 'produce'])
    expect(inputs[0]).toEqual({ wakeId: WAKE, isPartly: true })
    expect(inputs[1]).toEqual({ wakeId: WAKE })
  })

  it('asks a source again, ever more seldom, until it answers', async () => {
    const { steps } = await drive({
      produce: (round) => (round < 3 ? fault(true) : { status: 'produced' }),
    })
    expect(steps.slice(0, 7)).toEqual([
      ...['produce', 'timer 1000', 'produce', 'timer 2000', 'produce', 'timer 4000', 'produce'],
    ])
  })

  it('ends as missed when a source has not answered by the end of the grace', async () => {
    const { steps, inputs } = await drive({
      produce: () => fault(true),
      submit: () => ({ status: 'submitted', open: 0 }),
    })
    const waited = steps.flatMap((step) => Number(/^timer (\d+)/.exec(step)?.[1] ?? 0))
    const total = waited.reduce((sum, each) => sum + each, 0)
    expect(total).toBeLessThanOrEqual(900_000)
    expect(total).toBeGreaterThan(800_000)
    const ending = { outcome: 'missed', reasons: ['gold SOURCE_STALE: too old'] }
    expect(inputs).toEqual([
      { wakeId: WAKE, ending },
      { wakeId: WAKE, ending },
    ])
    expect(steps.slice(-2)).toEqual(['submit', 'record'])
  })

  it('ends as refused at once when no retry can help', async () => {
    const { steps, inputs } = await drive({
      produce: () => fault(false),
      submit: () => ({ status: 'submitted', open: 0 }),
    })
    expect(steps).toEqual(['produce', 'submit', 'record'])
    expect(inputs[0]?.ending?.outcome).toBe('refused')
  })

  it('still waits for what was sealed when a part came to nothing', async () => {
    const { steps } = await drive({ produce: () => fault(false) })
    expect(steps).toEqual(['produce', 'submit', 'event', 'record'])
  })

  it('records at once what owes nothing', async () => {
    const { steps } = await drive({ submit: () => ({ status: 'submitted', open: 0 }) })
    expect(steps).toEqual(['produce', 'submit', 'record'])
  })

  it('reads the rows when no event comes, and never decides by a timer', async () => {
    const { steps, result } = await drive({
      whileWaiting: () => false,
      check: (round) => ({ status: round < 2 ? 'open' : 'settled' }),
    })
    expect(steps).toEqual([
      ...['produce', 'submit', 'timer 15000', 'check', 'timer 30000', 'check'],
      ...['timer 60000', 'check', 'record'],
    ])
    expect(result).toEqual({ status: 'recorded', outcomes: ['applied'] })
  })

  it('continues as new when a wait gets long, with an object as its input', async () => {
    const { continuedAsNew, result, steps, openTimers } = await drive({ whileWaiting: () => false })
    expect(continuedAsNew).toEqual({ wakeId: WAKE })
    expect(result).toEqual({ status: 'goes on', outcomes: [] })
    expect(steps.filter((step) => step === 'check')).toHaveLength(60)
    expect(openTimers).toBe(0)
  })

  it.each(['submit', 'record'] as const)('does not give up on %s', async (name) => {
    const done = {
      submit: { status: 'submitted', open: 1 },
      record: { status: 'recorded', outcomes: ['applied'] },
    } as const
    const down = { status: 'fault', retryable: false, reasons: ['storage is down'] } as const
    const { steps, result } = await drive({
      [name]: (round: number) => (round < 8 ? down : done[name]),
    })
    expect(steps.filter((step) => step === name)).toHaveLength(9)
    expect(steps).toContain('timer 60000')
    expect(result).toMatchObject({ status: 'recorded' })
  })

  it('asks again when an activity breaks off', async () => {
    const { steps, result } = await drive({
      produce: (round) => {
        if (round === 0) throw new Error('the host was stopped')
        return { status: 'produced' }
      },
    })
    expect(steps.slice(0, 3)).toEqual(['produce', 'timer 1000', 'produce'])
    expect(result).toMatchObject({ status: 'recorded' })
  })
})
