import { Interface } from 'ethers'
import { cryptoDelegate } from '../../../shared/chain/contracts.generated'
import { readRevert } from '../../../shared/chain/readRevert'
import type { Hex } from '../../../shared/core/hex'

const abi = new Interface(cryptoDelegate.abi)
const overtaken = abi.encodeErrorResult('NonceUsed', [7n, 128n]) as Hex
const solidity = new Interface(['error Error(string)', 'error Panic(uint256)'])

describe('readRevert', () => {
  it('says an error of the contracts with its values by name', () => {
    expect(readRevert(overtaken)).toEqual({
      name: 'NonceUsed',
      text: 'NonceUsed(nonce 7, word 128)',
    })
  })

  it("says Solidity's own errors", () => {
    const reason = solidity.encodeErrorResult('Error', ['no gold']) as Hex
    expect(readRevert(reason)).toEqual({ name: 'Error', text: 'Error(no gold)' })
    const panic = solidity.encodeErrorResult('Panic', [17n]) as Hex
    expect(readRevert(panic)).toEqual({ name: 'Panic', text: 'Panic(17)' })
  })

  it.each<[Hex, string]>([
    ['0x', 'reverted without a reason'],
    ['0x01', 'unknown error 0x01'],
    ['0xdeadbeef', 'unknown error 0xdeadbeef'],
    [`0x08c379a0${'ff'.repeat(40)}`, 'Error(malformed)'],
    [overtaken.slice(0, 70) as Hex, 'NonceUsed(malformed)'],
    [overtaken.slice(0, 10) as Hex, 'NonceUsed(malformed)'],
  ])('never fails, whatever a contract reverts with: %s', (data, text) => {
    expect(readRevert(data).text).toBe(text)
  })

  it('bounds what a contract says', () => {
    const reason = solidity.encodeErrorResult('Error', ['gold'.repeat(200)]) as Hex
    expect(readRevert(reason).text).toHaveLength(301)
  })
})
