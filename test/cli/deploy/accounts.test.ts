import { HDNodeWallet } from 'ethers'
import type { AccountRole } from '../../../cli/deploy/accounts'
import { localAccount } from '../../../cli/deploy/accounts'

const ROLES: readonly AccountRole[] = [
  'owner',
  'publisher',
  'registrar',
  'issuer',
  'approver',
  'sender',
  'asker',
]

describe('localAccount', () => {
  it('gives each role a key of its own, all of them published with the development phrase', () => {
    const phrase = 'test test test test test test test test test test test junk'
    const published = ROLES.map(
      (_, index) => HDNodeWallet.fromPhrase(phrase, '', `m/44'/60'/0'/0/${String(index)}`).address,
    )
    expect(ROLES.map((role) => localAccount(role).address)).toEqual(published)
  })
})
