import { openRpc } from '../../../shared/chain/openRpc'
import { QuorumProvider } from '../../../shared/chain/provider'
import type { Address } from '../../../shared/core/hex'
import type { TrustAnswer } from '../../../shared/registry/checkTrust'
import { checkTrust } from '../../../shared/registry/checkTrust'
import { registryAbi } from '../../../shared/registry/registryAbi'
import type { Fixture } from '../../support/deployFixture'
import { deployFixture } from '../../support/deployFixture'
import type { Anvil } from '../../support/foundry'
import { startAnvil } from '../../support/foundry'
import type { RpcFault } from '../../support/rpcProxy'
import { faultyRpc } from '../../support/rpcProxy'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const NOBODY: Address = '0x000000000000000000000000000000000000dEaD'

let anvil: Anvil
let fixture: Fixture

beforeAll(async () => {
  anvil = await startAnvil(['--hardfork', 'osaka'])
  fixture = await deployFixture(anvil.url)
})

afterAll(() => anvil.stop())

const dead: RpcFault = { kind: 'dead' }
const silent: RpcFault = { kind: 'silent' }
const forging: RpcFault = {
  ...{ kind: 'lying', method: 'eth_call' },
  lie: () => `0x${'f'.repeat(64)}`,
}

async function ask(
  faults: readonly (RpcFault | undefined)[],
  cryplet = fixture.signers.cryplet.address,
): Promise<TrustAnswer> {
  const real = openRpc({ url: anvil.url })
  const rpcs = faults.map((fault, index) => faultyRpc(real, fault, `endpoint ${String(index)}`))
  const provider = new QuorumProvider({ chainId: fixture.domain.chainId, rpcs, needed: 2 })
  const { registry: address, crypletId, codeHash } = fixture
  const reader = { provider, address, abi: registryAbi, at: 'latest' } as const
  try {
    return await checkTrust(reader, { crypletId, codeHash, cryplet })
  } finally {
    provider.destroy()
  }
}

describe('a QuorumProvider', () => {
  it.each([
    ['all of them well', [undefined, undefined, undefined]],
    ['one of them dead', [dead, undefined, undefined]],
    ['one of them silent', [undefined, silent, undefined]],
    ['one of them forging a verdict', [forging, undefined, undefined]],
  ] as const)('reads a contract through three endpoints, %s', async (_, faults) => {
    const healthy = await ask([undefined, undefined])
    expect(healthy).toMatchObject({ trusted: true })
    expect(await ask(faults)).toEqual(healthy)
  })

  it('takes a revert for an answer, when enough of them revert alike', async () => {
    const refused = await ask([undefined, undefined, undefined], NOBODY)
    expect(refused).toMatchObject({ trusted: false, revert: { name: 'KeyUntrusted' } })
  })

  it('believes neither of two that contradict each other, and names them', async () => {
    await expect(ask([forging, undefined])).rejects.toMatchObject({
      code: 'CHAIN_DISAGREEMENT',
      endpoints: expect.arrayContaining(['endpoint 0', 'endpoint 1']) as string[],
    })
  })

  it('believes nobody while too few answer', async () => {
    await expect(ask([dead, dead, undefined])).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  })
})
