import { sealKey } from '../../shared/attestation/sealedKey'
import type { Address, Hex } from '../../shared/core/hex'
import { possessionDigest } from '../../shared/envelope/possessionDigest'
import { localSigner } from '../../shared/signing/localSigner'
import {
  CRYPLET_ID,
  CRYPLET_KEY,
  later,
  NEWER_KEY,
  observed,
  openStory,
  PUBLISHER,
  type Story,
  stranger,
} from '../support/enclaveFixture'

const cryplet = localSigner(CRYPLET_KEY)
const registry: Address = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'

let story: Story

beforeEach(async () => {
  story = await openStory()
})

afterEach(() => story.close())

describe('POST /api/enclave/keys', () => {
  it('takes a sealed key and proves that it holds it', async () => {
    const { encryptionKey } = story.running.enclave.identity
    const jwe = await sealKey({ crypletId: CRYPLET_ID, privateKey: CRYPLET_KEY }, encryptionKey)
    const possession = { chainId: 31337, registry, sponsor: PUBLISHER }
    const answer = await story.running.post('keys', { cryplet: 'marketClose', jwe, possession })
    const key = cryplet.address
    const digest = possessionDigest({ ...possession, key, role: 1, ref: CRYPLET_ID })
    expect(answer).toEqual({
      cryplet: 'marketClose',
      crypletId: CRYPLET_ID,
      address: key,
      possession: await cryplet.sign(digest),
    })
  })

  it('takes none from a stranger', async () => {
    const { encryptionKey } = story.running.enclave.identity
    const jwe = await sealKey({ crypletId: CRYPLET_ID, privateKey: CRYPLET_KEY }, encryptionKey)
    await expect(
      story.running.post('keys', { cryplet: 'marketClose', jwe }, stranger),
    ).rejects.toMatchObject({
      problem: { status: 401, code: 'REQUEST_REFUSED' },
    })
    await expect(observed(story.running)).rejects.toMatchObject({
      problem: { code: 'KEY_NOT_HERE' },
    })
  })

  it('takes none that was sealed for another Cryplet, another start, or is no key', async () => {
    const { encryptionKey } = story.running.enclave.identity
    const send = async (crypletId: Hex, privateKey: Hex, to = encryptionKey) =>
      story.running.post('keys', {
        cryplet: 'marketClose',
        jwe: await sealKey({ crypletId, privateKey }, to),
      })
    await expect(send(`0x${'1e'.repeat(32)}`, CRYPLET_KEY)).rejects.toThrow(
      `it is for the Cryplet 0x${'1e'.repeat(32)}`,
    )
    await expect(send(CRYPLET_ID, `0x${'00'.repeat(32)}`)).rejects.toMatchObject({
      problem: { status: 422, code: 'PRIVATE_KEY_INVALID' },
    })
    story = await story.restarted()
    await expect(send(CRYPLET_ID, CRYPLET_KEY)).rejects.toThrow('each start makes a new')
    await expect(
      story.running.post('keys', { cryplet: 'other', jwe: 'a.b.c.d.e' }),
    ).rejects.toMatchObject({
      problem: { status: 404, code: 'CRYPLET_UNKNOWN' },
    })
  })

  it('takes a newer key in place of the one that is there, and logs whose it is', async () => {
    await story.running.sendKey()
    const answer = await story.running.sendKey(NEWER_KEY, later)
    const { address } = localSigner(NEWER_KEY)
    expect(answer).toMatchObject({ address })
    expect(story.running.logged()).toContain(`key taken cryplet=marketClose address=${address}`)
    expect(story.running.enclave.keyRing.find(CRYPLET_ID)?.signer.address).toBe(address)
  })

  it('takes the key that is there again, as from two starts in one second', async () => {
    const first = await story.running.sendKey()
    expect(await story.running.sendKey()).toEqual(first)
    await expect(story.running.sendKey(NEWER_KEY)).rejects.toMatchObject({
      retryable: true,
      problem: { code: 'REQUEST_REFUSED' },
    })
  })

  it('does not put an earlier key back when its request is replayed within the window', async () => {
    const { encryptionKey } = story.running.enclave.identity
    const jwe = await sealKey({ crypletId: CRYPLET_ID, privateKey: CRYPLET_KEY }, encryptionKey)
    const replay = () => story.running.post('keys', { cryplet: 'marketClose', jwe })
    await replay()
    await story.running.sendKey(NEWER_KEY, later)
    await expect(replay()).rejects.toThrow('a key of 1795208470 is here already')
    const newer = localSigner(NEWER_KEY).address
    expect(story.running.enclave.keyRing.find(CRYPLET_ID)?.signer.address).toBe(newer)
  })

  it.each<[string, unknown, string]>([
    ['as the jwe', { cryplet: 'marketClose', jwe: CRYPLET_KEY }, 'jwe: expected a text like'],
    ['as the name', { cryplet: CRYPLET_KEY, jwe: 'a.b.c.d.e' }, 'cryplet: expected a text like'],
    [
      'as a member',
      { cryplet: 'marketClose', [CRYPLET_KEY]: 1 },
      'request: expected no members but',
    ],
    ['as the whole body', CRYPLET_KEY, 'request: expected an object'],
  ])('quotes no key that was sent unsealed %s, and says what is wrong', async (_, body, fault) => {
    const error = await story.running.post('keys', body).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ problem: { status: 422, code: 'SEALED_KEY_INVALID' } })
    expect(String(error)).toContain(fault)
    for (const said of [String(error), JSON.stringify(error), story.running.logged()]) {
      expect(said).not.toContain('c1c1')
    }
  })

  it('shows no key in an answer, an error or a log line', async () => {
    const { encryptionKey } = story.running.enclave.identity
    const bad = `${CRYPLET_KEY}c1` as Hex
    const jwe = await sealKey({ crypletId: CRYPLET_ID, privateKey: bad }, encryptionKey)
    const error = await story.running.post('keys', { cryplet: 'marketClose', jwe }).catch(String)
    const answer = await story.running.sendKey()
    expect(String(error)).toContain('SEALED_KEY_INVALID')
    for (const said of [String(error), JSON.stringify(answer), story.running.logged()]) {
      expect(said).not.toContain('c1c1c1c1')
    }
    expect(story.running.logged()).toContain('SEALED_KEY_INVALID')
  })
})
