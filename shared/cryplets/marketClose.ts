import { defineCryplet } from '../authoring/defineCryplet'
import { businessDays, minutes } from '../authoring/duration'
import { httpJson } from '../authoring/httpJson'
import { quantity } from '../authoring/quantity'
import { schedule } from '../authoring/schedule'

/** Gold and SOFR at the New York close, on trading days only. */
export const marketClose = defineCryplet({
  name: 'marketClose',
  version: '1.0.0',
  runsIn: 'enclave',
  wakes: schedule({ at: 'close', calendar: 'XNYS' }),
  sources: {
    gold: httpJson({
      url: '%GOLD_URL%',
      value: '/price',
      providerTime: '/updatedAt',
      unit: 'USD/XAU',
      decimals: 8,
      asOf: 'slot',
      maxAge: minutes(5),
      body: 'public',
    }),
    sofr: httpJson({
      url: '%SOFR_URL%',
      value: '/refRates/0/percentRate',
      providerTime: '/refRates/0/effectiveDate',
      unit: 'percent',
      decimals: 6,
      asOf: 'slot',
      maxAge: businessDays(2),
      body: 'public',
    }),
  },
  output: {
    gold: quantity('int256', 'USD/XAU', 8),
    sofr: quantity('int256', 'percent', 6),
  },
  run: ({ gold, sofr }) => ({ gold, sofr }),
})
