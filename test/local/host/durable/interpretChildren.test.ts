import type { Action } from '../../../../local/host/durable/actions'
import { all, interpretHistory, waiting } from './builders'

describe('interpret', () => {
  it('names a child after execution and task, unless it has a name', () => {
    const child = (instanceId?: string): Action => ({
      actionType: 2,
      functionName: 'Kid',
      ...(instanceId === undefined ? {} : { instanceId }),
    })
    const { decisions } = interpretHistory([], waiting(all(child(), child('own'))))
    expect(decisions).toMatchObject([
      { id: 0, kind: 'child', name: 'Kid', instanceId: 'x:0', input: null },
      { id: 1, kind: 'child', name: 'Kid', instanceId: 'own' },
    ])
  })

  it.each(['i', 'p', '@entity@key', 'a/b', 'a#b', 'x'.repeat(101)])(
    'fails by a child that cannot have the id %s',
    (instanceId) => {
      const child = { actionType: 2, functionName: 'kid', instanceId } as const
      expect(interpretHistory([], waiting(child)).decisions).toMatchObject([
        {
          kind: 'complete',
          status: 'Failed',
          result: expect.stringContaining('instanceId of a sub-orchestration: expected') as string,
        },
      ])
    },
  )
})
