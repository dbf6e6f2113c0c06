import { multiply } from '../authoring/arithmetic'
import { defineCryplet } from '../authoring/defineCryplet'
import { minutes } from '../authoring/duration'
import { http } from '../authoring/http'
import { httpJson } from '../authoring/httpJson'
import { bytes32 } from '../authoring/outputType'
import { quantity } from '../authoring/quantity'
import { request } from '../authoring/request'

/** What a troy ounce of gold costs, times an amount: for whoever asks, a contract or a person. */
export const priceOnRequest = defineCryplet({
  name: 'priceOnRequest',
  version: '1.0.0',
  runsIn: 'enclave',
  // In thousandths of a troy ounce.
  wakes: [request({ args: { amountE3: 'uint64' } }), http({ args: { amountE3: 'uint64' } })],
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
  },
  output: { requestId: bytes32(), price: quantity('int256', 'USD', 8) },
  run: ({ gold }, { requestId, args }) => ({
    requestId,
    price: multiply(gold, { scaled: args.amountE3, unit: 'XAU', decimals: 3 }, 8),
  }),
})
