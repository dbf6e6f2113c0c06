import type { Answer, Question } from '../../../cli/ask/askPrice'
import { askPrice, untilAnswered } from '../../../cli/ask/askPrice'
import type { AskerFixture } from '../../support/askerFixture'
import { askerFixture } from '../../support/askerFixture'
import { twinRig } from '../../support/twinRig'

describe('untilAnswered', () => {
  const { fixture } = twinRig()
  let asker: AskerFixture

  beforeEach(async () => {
    asker = await askerFixture(fixture())
  })

  const ask = (amountE3: bigint): Promise<Question> =>
    askPrice(fixture().chain, asker.address, amountE3)

  // Of which half a minute goes by between two looks at the clock.
  function waitFor(question: Question): Promise<Answer> {
    let now = 0
    const nowInMs = (): number => (now += 30_000)
    const { provider } = fixture()
    const ifLate = 'See /stack/logs/fabric.log.'
    return untilAnswered({ provider, address: asker.address, question, nowInMs, ifLate })
  }

  it('ends after a minute, naming the question and where to look', async () => {
    const question = await ask(1_000n)
    const { requestId, transaction } = question
    await expect(waitFor(question)).rejects.toMatchObject({
      ...{ code: 'ANSWER_LATE', retryable: true, question },
      message: `PriceAsker got no answer to ${requestId} within 60 s; it asked in transaction ${transaction}. The question stands, and may still be answered. See /stack/logs/fabric.log.`,
    })
  })

  it('takes the answer to another question for none', async () => {
    const [first, second] = [await ask(1_000n), await ask(2_000n)]
    const [, log] = await asker.questions()
    if (log === undefined) throw new Error('There is no second question.')
    await asker.answer(log, { priceE8: 2n, nonce: 0n })
    expect(await waitFor(second)).toMatchObject({ priceE8: 2n })
    await expect(waitFor(first)).rejects.toMatchObject({ code: 'ANSWER_LATE' })
  })
})

describe('askPrice', () => {
  const { fixture } = twinRig()

  it('tells why the contract takes no question', async () => {
    const { address } = await askerFixture(fixture())
    await expect(askPrice(fixture().chain, address, 0n)).rejects.toMatchObject({
      code: 'DEPLOY_REFUSED',
      message: expect.stringContaining(
        'refused ask by 0x976EA74026E726554dB657fA54763abd0C3a0aa9: NotAsked',
      ) as string,
    })
  })
})
