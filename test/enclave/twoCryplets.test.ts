import { AbiCoder, Interface } from 'ethers'
import { sealKey } from '../../shared/attestation/sealedKey'
import type { Address, Hex } from '../../shared/core/hex'
import { parseInnerEnvelope } from '../../shared/envelope/parseInnerEnvelope'
import type { SignedRecord } from '../../shared/envelope/record'
import type { EventFacts } from '../../shared/envelope/wakeFacts'
import { wakeIdOf } from '../../shared/envelope/wakeFacts'
import { claimOf } from '../../shared/execution/claimOf'
import type { DeliveryTerms } from '../../shared/execution/execution'
import { localSigner } from '../../shared/signing/localSigner'
import { recover } from '../../shared/signing/recover'
import type { Story } from '../support/enclaveFixture'
import {
  ASKED_ID,
  CRYPLET_KEY,
  observeAt,
  observed,
  openStory,
  SLOT,
  termsOf,
} from '../support/enclaveFixture'

const ASKED_KEY: Hex = `0x${'c3'.repeat(32)}`
const receiver: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const word = (byte: string): Hex => `0x${byte.repeat(32)}`
const coder = AbiCoder.defaultAbiCoder()
const abi = new Interface([
  'event CrypletRequested(bytes32 indexed subscription, bytes32 indexed requestId, bytes args)',
])

let story: Story

// Both have one code hash here, having one bundle and one origin: nothing but ids and keys tells them apart.
beforeEach(async () => {
  story = await openStory()
})

afterEach(() => story.close())

// Two ounces and a half.
function question(): EventFacts {
  const args = coder.encode(['uint64'], [2_500n])
  const { topics, data } = abi.encodeEventLog('CrypletRequested', [word('5b'), word('1e'), args])
  const event = {
    ...{ chainId: 31_337, blockNumber: 7, blockHash: word('b7'), transaction: word('77') },
    ...{ logIndex: 0, address: receiver, topics: topics as Hex[], data: data as Hex },
  }
  const target = { chainId: 31_337, receiver, subscription: word('5b') }
  return { kind: 'chainEvent', crypletId: ASKED_ID, slot: SLOT, event, target, generation: 0 }
}

async function sendAskedKey(): Promise<unknown> {
  const { encryptionKey } = story.running.enclave.identity
  const jwe = await sealKey({ crypletId: ASKED_ID, privateKey: ASKED_KEY }, encryptionKey)
  return story.running.post('keys', { cryplet: 'priceOnRequest', jwe })
}

async function observeQuestion(): Promise<SignedRecord> {
  const wake = question()
  const request = { cryplet: 'priceOnRequest', runId: wakeIdOf(wake), wake }
  const result = await story.running.execution.observe(request)
  if (result.status === 'fault') throw new Error(JSON.stringify(result.faults))
  return result.record
}

function termsOfAnswer(): DeliveryTerms {
  return termsOf(story.codeHash, { mode: 'each', nonce: '300', isAnchored: true })
}

describe('the enclave app with two Cryplets', () => {
  it('answers a question by the key of its Cryplet: anchored, with a nonce, for the whole amount', async () => {
    await sendAskedKey()
    const record = await observeQuestion()
    const terms = termsOfAnswer()
    const request = { cryplet: 'priceOnRequest', record, deliveries: [terms] }
    const { envelopes } = await story.running.execution.execute(request)
    const { claim } = parseInnerEnvelope(envelopes[0], {
      ...{ recover, deliveryId: terms.deliveryId, domain: terms.domain },
      expected: claimOf({ record, speaksForSlot: true, payload: '0x' }, terms),
      signers: {
        cryplet: localSigner(ASKED_KEY).address,
        enclave: story.running.enclave.identity.signer.address,
      },
    })
    expect(claim).toMatchObject({
      ...{ crypletId: ASKED_ID, sequence: 300n, observedAt: BigInt(SLOT) },
      ...{ anchorBlock: 7n, anchorHash: word('b7') },
    })
    // 2.5 times 4123.45 USD
    const [requestId, priceE8] = coder.decode(['bytes32', 'int256'], claim.payload)
    expect([requestId, priceE8]).toEqual([word('1e'), 1_030_862_500_000n])
  })

  it('keeps the keys apart: that of one neither observes nor seals for the other', async () => {
    const noKey = { problem: { code: 'KEY_NOT_HERE' } }
    await story.running.sendKey(CRYPLET_KEY)
    await expect(observeQuestion()).rejects.toMatchObject(noKey)
    story = await story.restarted()
    await sendAskedKey()
    await expect(observed(story.running)).rejects.toMatchObject(noKey)
  })

  it('takes no record of the other Cryplet', async () => {
    await story.running.sendKey(CRYPLET_KEY)
    await sendAskedKey()
    const record = await observed(story.running)
    expect(record.runId).toBe(observeAt().runId)
    const request = { cryplet: 'priceOnRequest', record, deliveries: [termsOfAnswer()] }
    await expect(story.running.execution.execute(request)).rejects.toMatchObject({
      problem: { code: 'RECORD_KEY_UNKNOWN' },
    })
  })
})
