import { sampleGold } from './sampleGold'
import { sampleSofr } from './sampleSofr'
import { sampleSpot } from './sampleSpot'

/** What the sample sources answer. */
export type SampleAnswer = {
  readonly status: 200 | 400 | 404
  /** Plain JSON. */
  readonly body: object
}

/**
 * Answers as the sample sources do: a function of the path and of nothing else.
 *
 * @param path - With its query, as in `/sample/gold?asOf=1795208400`.
 * @returns The answer, in which `sample` is true.
 */
export function sampleAnswer(path: string): SampleAnswer {
  const url = new URL(path, 'http://sample.invalid')
  switch (url.pathname) {
    case '/sample/gold':
      return answerTo('asOf, in Unix seconds', sampleGold(url.searchParams.get('asOf') ?? ''))
    case '/sample/spot':
      return answerTo('asOf, in Unix seconds', sampleSpot(url.searchParams.get('asOf') ?? ''))
    case '/sample/sofr':
      return answerTo('date, as YYYY-MM-DD', sampleSofr(url.searchParams.get('date') ?? ''))
    default:
      return {
        status: 404,
        body: { sample: true, error: 'There are /sample/gold, /sample/spot and /sample/sofr.' },
      }
  }
}

function answerTo(expected: string, body: object | undefined): SampleAnswer {
  return body === undefined
    ? { status: 400, body: { sample: true, error: `Expected ${expected}.` } }
    : { status: 200, body }
}
