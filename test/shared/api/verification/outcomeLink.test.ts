import type { ChainOutcome } from '../../../../shared/api/verification/outcomeLink'
import { compareOutcomes } from '../../../../shared/api/verification/outcomeLink'

function compare(outcome: ChainOutcome | undefined, bundled: string | undefined): string {
  const link = { link: 'outcome', verdict: 'valid', detail: 'in block 7' } as const
  const reading = outcome === undefined ? { link } : { outcome, link }
  return compareOutcomes(reading, bundled).link.verdict
}

describe('compareOutcomes', () => {
  it.each<[ChainOutcome, string]>([
    ['applied', 'quarantined'],
    ['applied', 'overtaken'],
    ['quarantined', 'applied'],
    ['failed', 'applied'],
    ['reverted', 'applied'],
    ['applied', 'no such end'],
  ])('takes a chain that says %s and a bundle that says %s as invalid', (outcome, bundled) => {
    expect(compare(outcome, bundled)).toBe('invalid')
  })

  it.each<[ChainOutcome | undefined, string | undefined]>([
    ['applied', 'applied'],
    ['applied', undefined],
    ['reverted', 'overtaken'],
    ['reverted', 'reverted'],
    ['pending', 'applied'],
    [undefined, 'applied'],
  ])('leaves %s of the chain and %s of the bundle as they are', (outcome, bundled) => {
    expect(compare(outcome, bundled)).toBe('valid')
  })
})
