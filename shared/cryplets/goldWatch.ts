import { defineCryplet } from '../authoring/defineCryplet'
import { minutes, seconds } from '../authoring/duration'
import { httpJson } from '../authoring/httpJson'
import { marketWatch } from '../authoring/marketWatch'
import { quantity } from '../authoring/quantity'
import { crossesDown, crossesUp, silentFor } from '../authoring/watchCondition'

/** What GoldAlarm calls them. */
const STATES = { high: 1n, low: 2n, silent: 3n } as const
const NO_PRICE = { scaled: 0n, unit: 'USD/XAU', decimals: 8 } as const

/** Whether gold is dear or cheap, told when it crosses a level; and when nobody knows. */
export const goldWatch = defineCryplet({
  name: 'goldWatch',
  version: '1.0.0',
  runsIn: 'enclave',
  wakes: marketWatch({
    source: 'gold',
    every: seconds(5),
    when: {
      high: crossesUp('4080', { amount: '10' }),
      low: crossesDown('4020', { amount: '10' }),
      silent: silentFor(minutes(2)),
    },
    within: { least: '500', most: '20000' },
  }),
  sources: {
    gold: httpJson({
      url: '%GOLD_SPOT_URL%',
      value: '/price',
      providerTime: '/updatedAt',
      unit: 'USD/XAU',
      decimals: 8,
      asOf: 'slot',
      maxAge: minutes(1),
      body: 'public',
    }),
  },
  output: { state: quantity('uint8', '1', 0), gold: quantity('int256', 'USD/XAU', 8) },
  run: ({ gold }, { met }) => ({
    state: { scaled: STATES[met], unit: '1', decimals: 0 },
    gold: gold ?? NO_PRICE,
  }),
})
