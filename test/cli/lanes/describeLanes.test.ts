import { describeLane } from '../../../cli/lanes/describeLanes'
import type { ToldReport } from '../../../cli/lanes/lanesClient'

type Happening = ToldReport['submissions'][number]['history'][number]

function linesOf(...history: readonly Happening[]): readonly string[] {
  const lines = describeLane({
    ...{ lane: `1:0x${'ab'.repeat(20)}`, state: 'working', position: { confirmedNonce: 0 } },
    ...{ waiting: 1, inFlight: 0, confirming: 0, parked: 0, unreadable: 0 },
    ...{ waitsFor: [], budgets: [], leftOut: 0, unreadableRows: [] },
    submissions: [{ deliveryId: '0x1', state: 'accepted', ageInSeconds: 1, history }],
  })
  return lines.slice(lines.findIndex((line) => line.startsWith('  0x1')) + 1)
}

const atInMs = Date.UTC(2026, 10, 20, 21, 0, 7)

describe('describeLane', () => {
  it('shows what happened to a delivery, oldest first, a line each', () => {
    expect(
      linesOf(
        { atInMs, what: 'accepted' },
        { atInMs: atInMs + 2_000, what: 'signed', detail: '0xaa, nonce 3, 2 gwei' },
      ),
    ).toEqual([
      '    2026-11-20T21:00:07Z  accepted',
      '    2026-11-20T21:00:09Z  signed      0xaa, nonce 3, 2 gwei',
    ])
  })

  it('keeps a line short, whatever a node or a contract has put into its reason', () => {
    const detail = `rejected:\n\u001b[31m${'x'.repeat(300)}`
    const [line = ''] = linesOf({ atInMs, what: 'put off', detail })
    expect(line).toMatch(/^ {4}2026-11-20T21:00:07Z {2}put off {5}rejected: \[31mx+…$/)
    expect(line.length).toBeLessThan(130)
  })
})
