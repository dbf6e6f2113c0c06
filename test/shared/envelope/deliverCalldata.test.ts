import { Interface } from 'ethers'
import { concatHex, type Hex, sliceHex } from '../../../shared/core/hex'
import { encodeDeliver, parseDeliverCalldata } from '../../../shared/envelope/deliverCalldata'
import { sealClaim } from '../../../shared/envelope/sealClaim'
import { type SealedEnvelope, verifySeals } from '../../../shared/envelope/sealedEnvelope'
import { recover } from '../../../shared/signing/recover'
import { thrownBy } from '../../support/thrownBy'
import { aClaim, domain, signers } from './golden'

// The second opinion: a codec that is not ours.
const abi = new Interface([
  'function deliver((bytes32 crypletId, bytes32 subscription, uint64 sequence, uint64 observedAt, uint64 expiresAt, bytes32 provenance, uint64 anchorBlock, bytes32 anchorHash, bytes32 codeHash, bytes payload) claim, bytes seals) returns (uint8)',
])

async function anEnvelope(payload: Hex): Promise<SealedEnvelope> {
  const keys = { cryplet: signers.cryplet.sign, host: signers.host.sign }
  return verifySeals(await sealClaim(aClaim({ payload }), domain, keys), { recover })
}

describe('encodeDeliver', () => {
  it.each([0, 1, 31, 32, 33, 64, 500])(
    'equals another codec: payload of %i bytes',
    async (size) => {
      const envelope = await anEnvelope(`0x${'ab'.repeat(size)}`)
      const { claim, seals } = envelope
      const calldata = encodeDeliver(envelope)
      expect(calldata).toBe(abi.encodeFunctionData('deliver', [claim, seals]))
      expect(parseDeliverCalldata(calldata)).toEqual({ claim, seals })
    },
  )
})

describe('parseDeliverCalldata', () => {
  const reading = (calldata: unknown) => () => parseDeliverCalldata(calldata)

  it('follows offsets: another carrier may put the seals first, and more behind', async () => {
    const { claim, seals } = await anEnvelope('0x')
    const calldata = encodeDeliver(await anEnvelope('0x'))
    const tuple = sliceHex(calldata, 68, 68 + 11 * 32)
    const encodedSeals = sliceHex(calldata, 68 + 11 * 32, 68 + 11 * 32 + 32 + 128)
    const word = (value: number): Hex => `0x${value.toString(16).padStart(64, '0')}`
    const other = concatHex([
      sliceHex(calldata, 0, 4),
      word(64 + 160),
      word(64),
      encodedSeals,
      tuple,
      '0xffff',
    ])
    expect(parseDeliverCalldata(other)).toEqual({ claim, seals })
  })

  it('refuses another call, and none', () => {
    expect(reading('0xa9059cbb')).toThrow(
      'calldata, selector: expected 0xf1836a4e, got 0xa9059cbb. Is this a delivery?',
    )
    expect(reading('0x')).toThrow('calldata, selector: expected 0xf1836a4e, got 0x.')
    expect(reading(undefined)).toThrow('calldata: expected bytes')
  })

  it('refuses calldata that is cut short, wherever', async () => {
    const calldata = encodeDeliver(await anEnvelope('0x1234'))
    for (let end = 4; end < 4 + 64 + 12 * 32 + 32 + 128; end += 1) {
      expect(thrownBy(reading(sliceHex(calldata, 0, end)))).toMatchObject({
        code: 'DELIVER_CALLDATA',
      })
    }
  })

  it('refuses offsets and lengths that lead beyond the end', async () => {
    const calldata = encodeDeliver(await anEnvelope('0x12'))
    const [claimOffset, sealsOffset, payloadOffset, payloadLength] = [0, 32, 64 + 9 * 32, 64 + 320]
    for (const at of [claimOffset, sealsOffset, payloadOffset, payloadLength]) {
      for (const value of [2 ** 20, 2 ** 53]) {
        const changed = concatHex([
          sliceHex(calldata, 0, 4 + at),
          `0x${value.toString(16).padStart(64, '0')}`,
          sliceHex(calldata, 4 + at + 32, (calldata.length - 2) / 2),
        ])
        expect(thrownBy(reading(changed))).toMatchObject({ code: 'DELIVER_CALLDATA' })
      }
    }
  })

  it('refuses an integer that is too wide, as the contract does', async () => {
    const calldata = encodeDeliver(await anEnvelope('0x'))
    const sequenceAt = 4 + 64 + 2 * 32
    const wide = concatHex([
      sliceHex(calldata, 0, sequenceAt),
      '0x01',
      sliceHex(calldata, sequenceAt + 1, (calldata.length - 2) / 2),
    ])
    expect(reading(wide)).toThrow('calldata, sequence: expected a uint64')
  })
})
