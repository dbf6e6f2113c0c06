import { classifyNodeError } from '../../../shared/chain/classifyNodeError'

describe('classifyNodeError', () => {
  it.each([
    ['already known', 'known'],
    ['transaction already imported', 'known'],
    ['AlreadyKnown', 'known'],
    ['nonce too low: next nonce 7, tx nonce 3', 'nonceTooLow'],
    ['OldNonce', 'nonceTooLow'],
    ['nonce too high', 'nonceTooHigh'],
    ['replacement transaction underpriced', 'replacementUnderpriced'],
    ['transaction underpriced: tip needed 1, tip permitted 0', 'underpriced'],
    ['max fee per gas less than block base fee: address 0x1', 'underpriced'],
    ['FeeTooLow, MaxFeePerGas too low', 'underpriced'],
    ['insufficient funds for gas * price + value', 'unfunded'],
    ['Upfront cost exceeds account balance', 'unfunded'],
    ['txpool is full', 'poolFull'],
    ['account limit exceeded', 'poolFull'],
    ['intrinsic gas too low', 'rejected'],
    ['exceeds block gas limit', 'rejected'],
    ['oversized data', 'rejected'],
    ['invalid chain id for signer', 'rejected'],
    ['transaction type not supported', 'rejected'],
    ['the moon is too bright', 'unknown'],
  ])('takes "%s" for %s', (message, status) => {
    expect(classifyNodeError(message)).toBe(status)
  })
})
