import type { Happening } from '../../../../shared/chain/lanes/history'
import { remember } from '../../../../shared/chain/lanes/history'

function after(count: number): readonly Happening[] {
  let history: readonly Happening[] = []
  for (let atInMs = 0; atInMs < count; atInMs++) {
    history = remember(history, { atInMs, what: 'put off' })
  }
  return history
}

describe('remember', () => {
  it('keeps happenings in their order, oldest first', () => {
    expect(after(3).map(({ atInMs }) => atInMs)).toEqual([0, 1, 2])
  })

  it('keeps the first and the latest of what is more than a row holds', () => {
    const kept = after(100).map(({ atInMs }) => atInMs)
    expect(kept).toEqual([0, ...Array.from({ length: 39 }, (_, index) => 61 + index)])
  })

  it('leaves the history as it was that it adds to', () => {
    const history = after(40)
    remember(history, { atInMs: 40, what: 'signed' })
    expect(history).toEqual(after(40))
  })
})
