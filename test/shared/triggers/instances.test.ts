import type { InstanceClient } from '../../../shared/triggers/instances'
import { instancesOf } from '../../../shared/triggers/instances'

type Status = Awaited<ReturnType<InstanceClient['getStatus']>>

// The engine's answers, as the client turns them into returns and throws.
function client(answers: {
  readonly start?: Error
  readonly status?: string
  readonly raise?: Error
}): InstanceClient {
  return {
    startNew: async () => {
      if (answers.start) throw answers.start
      return 'id'
    },
    getStatus: async () => {
      if (answers.status === undefined) throw new Error('404')
      return { runtimeStatus: answers.status } as unknown as Status
    },
    raiseEvent: async () => {
      if (answers.raise) throw answers.raise
    },
  }
}

const start = (answers: Parameters<typeof client>[0]): Promise<string> =>
  instancesOf(client(answers)).start('id', { wakeId: '0x' })

describe('instancesOf', () => {
  it('starts', async () => {
    expect(await start({})).toBe('started')
  })

  it.each(['409', '500'])(
    'takes a refusal (%s) of an instance under way for success',
    async (code) => {
      expect(await start({ start: new Error(code), status: 'Running' })).toBe('running')
    },
  )

  it('passes on any other fault of a start', async () => {
    await expect(start({ start: new Error('connection refused') })).rejects.toThrow('refused')
    const ended = { start: new Error('500'), status: 'Completed' }
    await expect(start(ended)).rejects.toThrow('500')
  })

  it('raises, and does not mind an instance that is gone: the rows are the truth', async () => {
    const gone = new Error("No instance with ID 'id' found.")
    await expect(instancesOf(client({ raise: gone })).raise('id', 'settled', {})).resolves.toBe(
      undefined,
    )
    const down = new Error('connection refused')
    await expect(instancesOf(client({ raise: down })).raise('id', 'settled', {})).rejects.toThrow(
      'refused',
    )
  })
})
