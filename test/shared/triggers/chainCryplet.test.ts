import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../../local/host/registry'
import { wakesOf } from '../../../shared/authoring/wake'
import { BUILT_IN_CRYPLETS } from '../../../shared/cryplets/builtIn'
import { marketClose } from '../../../shared/cryplets/marketClose'
import { priceOnRequest } from '../../../shared/cryplets/priceOnRequest'
import { chainCryplet } from '../../../shared/triggers/chainCryplet'

const functions = join(__dirname, '../../../functions')

function pumps(): readonly unknown[] {
  return [...registry.functions.values()]
    .filter(({ metadata }) => metadata.name === 'pump')
    .flatMap(({ metadata }) => Object.values(metadata.bindings))
    .filter(({ type }) => type === 'timerTrigger')
}

const taker = () => ({ pump: () => Promise.resolve() })

describe('chainCryplet', () => {
  it('registers one timer, each second, however many Cryplets the chain wakes', () => {
    expect(pumps()).toEqual([])
    chainCryplet(priceOnRequest, taker)
    chainCryplet({ ...priceOnRequest, name: 'another' }, taker)
    expect(pumps()).toEqual([expect.objectContaining({ schedule: '* * * * * *' })])
  })

  it('refuses a Cryplet that no event wakes', () => {
    expect(() => {
      chainCryplet(marketClose, taker)
    }).toThrow('marketClose.wakes: expected a request or a chainEvent, got "schedule".')
  })
})

describe('functions/cryplets', () => {
  it.each(BUILT_IN_CRYPLETS.map((cryplet) => [cryplet.name, cryplet] as const))(
    'registers %s with each trigger that its wakes need',
    (name, cryplet) => {
      const text = readFileSync(join(functions, 'cryplets', `${name}.ts`), 'utf8')
      const needs = {
        timerCryplet: ['schedule', 'interval'],
        watchCryplet: ['marketWatch'],
        chainCryplet: ['request', 'chainEvent'],
      } as const
      for (const [trigger, kinds] of Object.entries(needs)) {
        const isNeeded = kinds.some((kind) => wakesOf(cryplet, kind) !== undefined)
        expect([trigger, text.includes(`${trigger}(${name}, fabric)`)]).toEqual([trigger, isNeeded])
      }
      expect(readFileSync(join(functions, 'index.ts'), 'utf8')).toContain(`'./cryplets/${name}'`)
    },
  )
})
