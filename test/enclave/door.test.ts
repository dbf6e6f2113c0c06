import { MAX_DELIVERIES } from '../../shared/execution/parseRequests'
import { NO_RUN, signRequest } from '../../shared/execution/requestSignature'
import {
  CRYPLET_ID,
  clock,
  enclaveFolder,
  observeAt,
  observed,
  openStory,
  operator,
  type Story,
  startEnclave,
  termsOf,
} from '../support/enclaveFixture'

let story: Story

beforeEach(async () => {
  story = await openStory()
  await story.running.sendKey()
})

afterEach(() => story.close())

type Sent = { readonly name: string; readonly body: unknown; readonly run: `0x${string}` }

// Signed for its own path, some seconds ago; sent as often as it is called, and to whichever path is asked.
async function signed({ name, body, run }: Sent, secondsAgo = 0) {
  const path = `/api/enclave/${name}`
  const text = JSON.stringify(body)
  const time = clock.nowInMs() / 1000 - secondsAgo
  const headers = await signRequest({ path, body: text, run, time }, operator)
  return async (query = '') => {
    const response = await fetch(`${story.running.url}${path}${query}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: text,
    })
    return { status: response.status, answer: await response.json() }
  }
}

async function executing(count: number): Promise<Sent> {
  const record = await observed(story.running)
  const deliveries = Array.from({ length: count }, () => termsOf(story.codeHash))
  return {
    name: 'execute',
    body: { cryplet: 'marketClose', record, deliveries },
    run: record.runId,
  }
}

describe("the enclave's door", () => {
  it('refuses a query that was not signed', async () => {
    const body = observeAt()
    const send = await signed({ name: 'observe', body, run: body.runId })
    expect(await send('?x=1')).toMatchObject({ status: 401, answer: { code: 'REQUEST_REFUSED' } })
    expect(await send()).toMatchObject({ status: 200 })
  })

  it('gives a request that is replayed within the window the same bytes, and nothing more', async () => {
    const send = await signed(await executing(1))
    const first = await send()
    expect(first.status).toBe(200)
    expect(await send()).toEqual(first)
  })

  it('refuses what was signed before the window, retryable: signed anew it may pass', async () => {
    const request = await executing(1)
    expect(await (await signed(request, 60))()).toMatchObject({ status: 200 })
    expect(await (await signed(request, 61))()).toMatchObject({
      status: 401,
      answer: { code: 'REQUEST_REFUSED', retryable: true },
    })
  })

  it('has room for as many deliveries as a run may have, and for no larger body', async () => {
    const most = await executing(MAX_DELIVERIES)
    expect(await (await signed(most))()).toMatchObject({ status: 200 })
    const body = { ...(most.body as object), record: 'x'.repeat(256 * 1024) }
    expect(await (await signed({ ...most, body }))()).toMatchObject({
      status: 413,
      answer: { code: 'BODY_TOO_LARGE' },
    })
  })

  it('takes a key in no larger body than any route', async () => {
    const body = { cryplet: 'marketClose', jwe: CRYPLET_ID.repeat(1024) }
    const send = await signed({ name: 'keys', body, run: NO_RUN })
    expect(await send()).toMatchObject({ status: 413 })
  })

  it.each(['attest', 'keys', 'observe', 'execute'])(
    'lets nobody in to %s while the container cannot attest itself',
    async (name) => {
      // Nobody listens there.
      const env = { ATTESTATION: 'http://127.0.0.1:1' }
      const closed = await startEnclave(story.sources.origin, enclaveFolder(), { env })
      const refusal = await closed.post(name, {}).catch((error: unknown) => error)
      await closed.close()
      expect(refusal).toMatchObject({
        retryable: true,
        problem: { status: 503, code: 'ATTESTATION_FAILED' },
      })
    },
  )
})
