import { registry } from '../../../local/host/registry'
import { defineCryplet } from '../../../shared/authoring/defineCryplet'
import { minutes } from '../../../shared/authoring/duration'
import { interval } from '../../../shared/authoring/interval'
import { goldWatch } from '../../../shared/cryplets/goldWatch'
import { watchCryplet } from '../../../shared/triggers/watchCryplet'

function timerOf(name: string): unknown {
  const found = [...registry.functions.values()].find(({ metadata }) => metadata.name === name)
  return Object.values(found?.metadata.bindings ?? {}).find(({ type }) => type === 'timerTrigger')
}

const taker = () => ({ watch: () => Promise.resolve(0) })

describe('watchCryplet', () => {
  it('registers a timer under the name of the Cryplet, each second where looks lie between minutes', () => {
    watchCryplet(goldWatch, taker)
    expect(timerOf('goldWatch')).toMatchObject({ schedule: '* * * * * *', useMonitor: false })
  })

  it('leaves that name to the clock, where the Cryplet has one', () => {
    const { sources, output } = goldWatch
    const [watch] = goldWatch.wakes
    if (watch?.kind !== 'marketWatch') throw new Error('goldWatch watches')
    const both = defineCryplet({
      ...{ name: 'both', version: '1.0.0', runsIn: 'enclave', sources, output },
      wakes: [interval({ every: minutes(1) }), { ...watch, everyInSeconds: 120 }],
      run: () => {
        throw new Error('nothing runs here')
      },
    })
    watchCryplet(both, taker)
    expect(timerOf('both')).toBeUndefined()
    expect(timerOf('bothWatch')).toMatchObject({ schedule: '0 * * * * *' })
  })
})
