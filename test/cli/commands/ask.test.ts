import type { Log } from 'ethers'
import { localAccount } from '../../../cli/deploy/accounts'
import type { AskerFixture } from '../../support/askerFixture'
import { askerFixture } from '../../support/askerFixture'
import { type CliAnswer, cryplet, type StateFolder, stackState } from '../../support/cliRig'
import { twinRig } from '../../support/twinRig'

describe('cryplet ask', () => {
  const { fixture } = twinRig()
  let asker: AskerFixture
  let stack: StateFolder

  const open = (priceAsker?: AskerFixture['address']): StateFolder => {
    const { registry, goldNote, provider } = fixture()
    const deployed = { registry, goldNote, ...(priceAsker !== undefined && { priceAsker }) }
    return stackState(deployed, provider._getConnection().url)
  }

  beforeEach(async () => {
    asker = await askerFixture(fixture())
    stack = open(asker.address)
  })

  afterEach(() => {
    stack.remove()
  })

  const ask = (...args: readonly string[]): Promise<CliAnswer> =>
    cryplet(['ask', '--state', stack.folder, ...args])

  async function firstQuestion(): Promise<Log> {
    const deadline = Date.now() + 10_000
    while (Date.now() < deadline) {
      const [question] = await asker.questions()
      if (question !== undefined) return question
    }
    throw new Error('Nothing was asked.')
  }

  it('asks by the asker, and tells the price and both transactions when the answer is mined', async () => {
    const asking = ask('--amount', '2.5')
    const question = await firstQuestion()
    const { hash } = await asker.answer(question, { priceE8: 1_030_862_500_000n, nonce: 0n })
    const { exitCode, out } = await asking
    expect(exitCode).toBe(0)
    expect(out).toContain('2.5 troy ounces of gold: 10308.625 USD')
    expect(out).toContain(`request     ${question.topics[2] ?? ''}`)
    expect(out).toContain(`asked       ${question.transactionHash}, block`)
    expect(out).toMatch(new RegExp(`answered    ${hash}, block \\d+, \\d+\\.\\d s later`))
    const sent = await fixture().provider.getTransaction(question.transactionHash)
    expect(sent?.from).toBe(localAccount('asker').address)
  })

  it('tells the same as one JSON document', async () => {
    const asking = ask('--amount', '0.001', '--json')
    const question = await firstQuestion()
    const answered = await asker.answer(question, { priceE8: 412_345_000n, nonce: 0n })
    expect(JSON.parse((await asking).out)).toEqual({
      requestId: question.topics[2],
      amountE3: '1',
      priceE8: '412345000',
      question: { transaction: question.transactionHash, blockNumber: question.blockNumber },
      answer: { transaction: answered.hash, blockNumber: answered.blockNumber },
      elapsedInMs: expect.any(Number) as number,
    })
  })

  it.each(['0', '0.000', '2.5001', '-1', '1e3', ' 1', '', '1.', '18446744073709551.616'])(
    'asks for no amount %j, and ends with 2',
    async (amount) => {
      const { exitCode, err } = await ask(`--amount=${amount}`)
      expect(exitCode).toBe(2)
      expect(err).toContain('--amount: expected troy ounces from 0.001 to 18446744073709551.615')
      expect(await asker.questions()).toEqual([])
    },
  )

  it('says what to do about a stack that an earlier version started', async () => {
    stack.remove()
    stack = open()
    const { exitCode, err } = await ask('--amount', '1')
    expect(exitCode).toBe(1)
    expect(err).toContain('(ASKER_MISSING)')
    expect(err).toContain('End it and start it again')
    expect(await asker.questions()).toEqual([])
  })
})
