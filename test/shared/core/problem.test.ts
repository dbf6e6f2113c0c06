import { FabricError, InvalidValueError } from '../../../shared/core/errors'
import { problemOf } from '../../../shared/core/problem'

class KeyAwayError extends FabricError {
  override readonly name = 'KeyAwayError'
  readonly code = 'KEY_AWAY'
  readonly retryable = true
}

describe('problemOf', () => {
  it('tells code, words and whether to try again', () => {
    expect(problemOf(new KeyAwayError('Send it.'), () => 409)).toEqual({
      type: 'urn:problem-type:cryplet:KEY_AWAY',
      title: 'Key away',
      status: 409,
      detail: 'Send it.',
      code: 'KEY_AWAY',
      retryable: true,
    })
  })

  it('answers 503 for a retryable code that no table lists', () => {
    expect(problemOf(new KeyAwayError('Send it.')).status).toBe(503)
  })

  it('answers 400 for a value that cannot be', () => {
    const problem = problemOf(new InvalidValueError('slot', 'an integer', 'x'))
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_VALUE', retryable: false })
  })

  it('tells nothing of an error that is not ours, because its message may hold a secret', () => {
    const problem = problemOf(new Error('key 0xc1c1c1 is bad'))
    expect(JSON.stringify(problem)).not.toContain('c1c1')
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL' })
  })
})
