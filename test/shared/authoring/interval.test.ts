import { chainEvent } from '../../../shared/authoring/chainEvent'
import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { minutes, seconds } from '../../../shared/authoring/duration'
import { CrypletDefinitionError } from '../../../shared/authoring/errors'
import { http } from '../../../shared/authoring/http'
import { interval } from '../../../shared/authoring/interval'
import { quantity } from '../../../shared/authoring/quantity'
import { request } from '../../../shared/authoring/request'
import { schedule } from '../../../shared/authoring/schedule'
import type { Wakes } from '../../../shared/authoring/wake'
import { timingOf, wakesOf } from '../../../shared/authoring/wake'

function wokenBy(wakes: Wakes): ReturnType<typeof defineCryplet> {
  const beat = { scaled: 1n, unit: 'USD', decimals: 0 } as const
  const output = { beat: quantity('uint8', 'USD', 0) }
  const definition = { name: 'heartbeat', version: '1.0.0', runsIn: 'enclave' } as const
  return defineCryplet({ ...definition, wakes, sources: {}, output, run: () => ({ beat }) })
}

function faultsOf(wakes: Wakes): readonly string[] {
  try {
    wokenBy(wakes)
  } catch (error) {
    if (error instanceof CrypletDefinitionError) return error.faults
    throw error
  }
  return []
}

describe('interval', () => {
  it('is a clock that a Cryplet wakes by', () => {
    expect(timingOf(wokenBy(interval({ every: minutes(5) })))).toEqual({
      kind: 'interval',
      everyInSeconds: 300,
    })
  })

  it.each([0, 0.5, 86_401])('cannot be %s seconds', (count) => {
    expect(faultsOf(interval({ every: seconds(count) }))).toEqual([
      `an interval must be whole seconds from 1 to 86400, not ${String(count)}`,
    ])
  })
})

describe('wakes', () => {
  const every = interval({ every: seconds(1) })
  const asked = request({ args: { amount: 'uint64' } })

  it('can be several, each of another kind', () => {
    const cryplet = wokenBy([asked, http({ args: { amount: 'uint64' } }), every])
    expect(wakesOf(cryplet, 'request')).toEqual(asked)
    expect(wakesOf(cryplet, 'schedule')).toBeUndefined()
  })

  it.each<[string, Wakes, string]>([
    ['nothing', [], 'nothing wakes it'],
    ['one kind twice', [asked, asked], 'it has two wakes of one kind'],
    [
      'two clocks',
      [every, schedule({ at: 'close', calendar: 'XNYS' })],
      'a schedule and an interval cannot stand together',
    ],
    [
      'a request and an event',
      [asked, chainEvent({ event: 'Paid', args: { amount: 'uint256' } })],
      'a request and a chainEvent cannot stand together: a subscription listens to one event, and a request is one',
    ],
    [
      'a type that no wake can bring',
      request({ args: { amounts: 'uint64[]' as 'uint64' } }),
      'argument amounts: uint64[] is no type that a wake can bring',
    ],
    [
      'a name that would change places',
      request({ args: { 1: 'uint64' } }),
      'argument 1: its name must be camelCase',
    ],
  ])('cannot be %s', (_, wakes, fault) => {
    expect(faultsOf(wakes)).toEqual([fault])
  })
})
