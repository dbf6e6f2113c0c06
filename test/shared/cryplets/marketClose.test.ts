import { callbackTypes, encodeOutput } from '../../../shared/authoring/encodeOutput'
import { manifestOf } from '../../../shared/authoring/manifestOf'
import { canonicalJson } from '../../../shared/core/canonicalJson'
import { BUILT_IN_CRYPLETS } from '../../../shared/cryplets/builtIn'
import { marketClose } from '../../../shared/cryplets/marketClose'

const values = {
  gold: { scaled: 408_355_000_000n, unit: 'USD/XAU', decimals: 8 },
  sofr: { scaled: -3_980_000n, unit: 'percent', decimals: 6 },
}

describe('marketClose', () => {
  it('passes gold and SOFR on as they were observed', () => {
    expect(marketClose.run(values, { kind: 'schedule', slot: 1_763_672_400 })).toEqual(values)
  })

  it('calls back with gold, then SOFR, one word each', () => {
    expect(callbackTypes(marketClose)).toEqual(['int256', 'int256'])
    expect(encodeOutput(marketClose, values)).toBe(
      `0x${408_355_000_000n.toString(16).padStart(64, '0')}${(2n ** 256n - 3_980_000n).toString(16)}`,
    )
  })

  it('is described by a manifest that can be hashed', () => {
    expect(JSON.parse(canonicalJson(manifestOf(marketClose)))).toMatchInlineSnapshot(`
      {
        "name": "marketClose",
        "output": [
          {
            "abiType": "int256",
            "decimals": 8,
            "name": "gold",
            "unit": "USD/XAU",
          },
          {
            "abiType": "int256",
            "decimals": 6,
            "name": "sofr",
            "unit": "percent",
          },
        ],
        "runsIn": "enclave",
        "sources": [
          {
            "asOf": "slot",
            "body": "public",
            "decimals": 8,
            "kind": "httpJson",
            "maxAge": {
              "kind": "seconds",
              "seconds": 300,
            },
            "name": "gold",
            "providerTime": "/updatedAt",
            "quorum": {
              "atLeast": 1,
              "maxSpreadInBps": 0,
            },
            "unit": "USD/XAU",
            "urls": [
              "%GOLD_URL%",
            ],
            "value": "/price",
          },
          {
            "asOf": "slot",
            "body": "public",
            "decimals": 6,
            "kind": "httpJson",
            "maxAge": {
              "days": 2,
              "kind": "businessDays",
            },
            "name": "sofr",
            "providerTime": "/refRates/0/effectiveDate",
            "quorum": {
              "atLeast": 1,
              "maxSpreadInBps": 0,
            },
            "unit": "percent",
            "urls": [
              "%SOFR_URL%",
            ],
            "value": "/refRates/0/percentRate",
          },
        ],
        "version": "1.0.0",
        "wakes": [
          {
            "at": "close",
            "calendar": "XNYS",
            "kind": "schedule",
          },
        ],
      }
    `)
  })

  it('comes with the fabric', () => {
    expect(BUILT_IN_CRYPLETS).toContain(marketClose)
  })
})
