/** What the library is handed for a turn: a member too few, or of another kind, and it fails or hangs. */
import { app } from '@azure/functions'
import * as df from 'durable-functions'
import type { Rig } from '../rig'
import { startRig } from '../rig'

df.app.orchestration('all', function* (context) {
  yield context.df.callActivity('nothing', {})
  try {
    yield context.df.callActivity('fails', {})
  } catch {
    // Seen in history.
  }
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1000))
  const parent: unknown = yield context.df.callSubOrchestrator('kid', { Timestamp: 'mine' })
  return parent
})
df.app.orchestration('kid', function* (context) {
  yield context.df.callActivity('nothing', {})
  return context.df.parentInstanceId
})
df.app.activity('nothing', { handler: () => undefined })
df.app.activity('fails', {
  handler: () => {
    throw new Error('no')
  },
})

type Event = Readonly<Record<string, unknown>> & { readonly EventType: number }
type Payload = Readonly<Record<string, unknown>> & { readonly history: readonly Event[] }

const payloads: Payload[] = []
app.hook.preInvocation(({ inputs }) => {
  const [value] = inputs
  if (typeof value !== 'object' || value === null || !('history' in value)) return
  // A copy: the library changes what it is given.
  payloads.push(JSON.parse(JSON.stringify(value)) as Payload)
})

jest.setTimeout(30_000)

let rig: Rig
let turns: readonly Payload[]

beforeAll(async () => {
  rig = await startRig()
  await rig.start('all', { a: 1 }, 'main')
  await rig.until(() => rig.history('main').includes('TimerCreated#2'))
  rig.clock.advance(1000)
  expect((await rig.end('main')).output).toBe('main')
  turns = payloads.filter(({ instanceId }) => instanceId === 'main')
})

afterAll(() => rig.stop())

describe('the value of an orchestration trigger', () => {
  it('has every member that the library needs', () => {
    expect({ ...turns[0], history: undefined }).toEqual({
      instanceId: 'main',
      parentInstanceId: null,
      isReplaying: false,
      input: { a: 1 },
      upperSchemaVersion: 1,
      upperSchemaVersionNew: 2,
      maximumShortTimerDuration: '6.00:00:00',
      longRunningTimerIntervalDuration: '3.00:00:00',
      defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
    })
    expect(turns[1]).toHaveProperty('isReplaying', true)
  })

  it('names the parent of a child, and leaves its input alone', () => {
    const kid = payloads.find(({ parentInstanceId }) => parentInstanceId === 'main')
    expect(kid?.['input']).toEqual({ Timestamp: 'mine' })
  })

  it('has in each event its number, id, time, and whether it was played', () => {
    for (const event of turns.flatMap(({ history }) => history)) {
      expect(event).toMatchObject({
        EventType: expect.any(Number) as number,
        EventId: expect.any(Number) as number,
        IsPlayed: expect.any(Boolean) as boolean,
        Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      })
    }
  })

  it('has null and not nothing where an activity gave nothing, and text where it failed', () => {
    const last = turns.at(-1)?.history ?? []
    expect(last.find(({ EventType }) => EventType === 5)).toMatchObject({
      TaskScheduledId: 0,
      Result: null,
      IsPlayed: true,
    })
    expect(last.find(({ EventType }) => EventType === 6)).toMatchObject({
      TaskScheduledId: 1,
      Reason: "Activity function 'fails' failed:  no",
      Details: expect.any(String) as string,
    })
  })

  it('begins each turn with its time, which never goes back nor before a timer that fired', () => {
    const history = turns.at(-1)?.history ?? []
    expect(history[0]).toMatchObject({ EventType: 12 })
    const times = history
      .filter(({ EventType }) => EventType === 12)
      .map(({ Timestamp }) => String(Timestamp))
    expect(times).toEqual([...times].sort())
    const fired = history.findIndex(({ EventType }) => EventType === 11)
    const begun = history.slice(0, fired).findLast(({ EventType }) => EventType === 12)
    expect(begun?.['Timestamp']).toBe(history[fired]?.['FireAt'])
  })
})
