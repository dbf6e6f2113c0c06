import { Interface } from 'ethers'
import { indexed } from '../../../../shared/authoring/chainEvent'
import type { Hex } from '../../../../shared/core/hex'
import { compileEvent } from '../../../../shared/execution/abi/compileEvent'

const plan = compileEvent({
  event: 'Moved',
  args: { note: indexed('string'), amount: 'uint256', from: indexed('address'), rest: 'bytes' },
})
const abi = new Interface([
  'event Moved(string indexed note, uint256 amount, address indexed from, bytes rest)',
])
const from = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'

describe('compileEvent', () => {
  it('knows the topic, and how many there are', () => {
    expect(plan).toMatchObject({
      topic: abi.getEvent('Moved')?.topicHash,
      topics: 3,
      types: 'string,uint256,address,bytes',
    })
  })

  it('reads arguments in their order, wherever they stand; of an indexed text there is the hash', () => {
    const { topics, data } = abi.encodeEventLog('Moved', ['rent', 5n, from, '0xab'])
    const args = plan.read({ topics: topics as Hex[], data: data as Hex })
    expect(Object.entries(args)).toEqual([
      ['note', topics[1]],
      ['amount', 5n],
      ['from', from],
      ['rest', '0xab'],
    ])
  })

  it('refuses an address in a topic that is none', () => {
    const { topics, data } = abi.encodeEventLog('Moved', ['rent', 5n, from, '0xab'])
    const [moved = '0x', note = '0x'] = topics as Hex[]
    const wide: Hex = `0x${'1'.repeat(64)}`
    expect(() => plan.read({ topics: [moved, note, wide], data: data as Hex })).toThrow(
      'a value does not fit in address',
    )
  })
})
