import type { Hex } from '../../../shared/core/hex'
import { NO_RUN, signRequest, verifyRequest } from '../../../shared/execution/requestSignature'
import { localSigner } from '../../../shared/signing/localSigner'
import { recover } from '../../../shared/signing/recover'

const operator = localSigner(`0x${'41'.repeat(32)}`)
const stranger = localSigner(`0x${'42'.repeat(32)}`)
const run: Hex = `0x${'7b'.repeat(32)}`
const now = 1_795_208_460
const request = { path: '/api/enclave/observe', body: '{"a":"é"}', run, time: now }

function policyAt(seconds: number) {
  return { operator: operator.address, recover, clock: { nowInMs: () => seconds * 1000 + 999 } }
}

async function verify(changes: object = {}, headers: Record<string, string> = {}, at = now) {
  const signed = await signRequest(request, operator)
  return verifyRequest(
    { ...request, ...changes, headers: new Headers({ ...signed, ...headers }) },
    policyAt(at),
  )
}

describe('verifyRequest', () => {
  it('admits what the operator signed, and gives its run and time', async () => {
    await expect(verify()).resolves.toEqual({ run, time: now })
  })

  it('admits a request without a run', async () => {
    const headers = new Headers(await signRequest({ ...request, run: NO_RUN }, operator))
    expect(verifyRequest({ ...request, headers }, policyAt(now))).toMatchObject({ run: NO_RUN })
  })

  it.each([-60, 60])('admits a request whose time is %i s away', async (seconds) => {
    await expect(verify({}, {}, now + seconds)).resolves.toMatchObject({ run })
  })

  it.each([-61, 61, 86_400])('refuses a request replayed or kept for %i s', async (seconds) => {
    await expect(verify({}, {}, now + seconds)).rejects.toMatchObject({
      reason: `its time is ${String(now)}, but here it is ${String(now + seconds)}`,
      retryable: true,
    })
  })

  it.each([
    ['another path', { path: '/api/enclave/execute' }, {}],
    ['a query that was not signed', { path: '/api/enclave/observe?x=1' }, {}],
    ['an altered body', { body: '{"a":"è"}' }, {}],
    ['a body with another space', { body: '{"a": "é"}' }, {}],
    ['another run', {}, { 'x-cryplet-run': NO_RUN }],
    ['another time within the window', {}, { 'x-cryplet-time': String(now + 1) }],
  ])('refuses %s', async (_, changes, headers) => {
    await expect(verify(changes, headers)).rejects.toThrow(
      /for this path, body, run and time its signature is by (?:0x\w{40}|nobody), not by/,
    )
  })

  it('refuses another operator', async () => {
    const headers = await signRequest(request, stranger)
    const by = `its signature is by ${stranger.address}, not by ${operator.address}`
    await expect(verify({}, headers)).rejects.toMatchObject({
      reason: expect.stringContaining(by) as unknown,
      retryable: false,
    })
  })

  it.each(['x-cryplet-time', 'x-cryplet-run', 'x-cryplet-signature'])(
    'refuses a request without %s, or with a malformed one',
    async (name) => {
      const headers = new Headers(await signRequest(request, operator))
      headers.delete(name)
      expect(() => verifyRequest({ ...request, headers }, policyAt(now))).toThrow(
        `the header ${name} is missing`,
      )
      await expect(verify({}, { [name]: '0x' })).rejects.toThrow(`the header ${name} is malformed`)
    },
  )
})
