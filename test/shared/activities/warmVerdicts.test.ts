import { Wallet } from 'ethers'
import { keep } from '../../../shared/activities/keep'
import { warmVerdicts } from '../../../shared/activities/warmVerdicts'
import type { TrustQuestion } from '../../../shared/registry/checkTrust'
import { registryAbi } from '../../../shared/registry/registryAbi'
import { openTables } from '../../../shared/store/openTables'
import type { Azurite } from '../../support/azurite'
import { startAzurite } from '../../support/azurite'
import type { Fixture } from '../../support/deployFixture'
import { deployFixture } from '../../support/deployFixture'
import type { Engine } from '../../support/engine'
import { startEngine } from '../../support/engine'
import type { Anvil } from '../../support/foundry'
import { startAnvil } from '../../support/foundry'
import type { VirtualClock } from '../../support/virtualClock'
import { virtualClock } from '../../support/virtualClock'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

let azurite: Azurite
let anvil: Anvil
let fixture: Fixture
let engine: Engine
let clock: VirtualClock
let question: TrustQuestion

beforeAll(async () => {
  ;[azurite, anvil] = await Promise.all([startAzurite(), startAnvil(['--hardfork', 'osaka'])])
  fixture = await deployFixture(anvil.url)
  // A whole minute: the keeper has verdicts warmed then.
  clock = virtualClock(Math.floor(Date.now() / 60_000) * 60_000)
  const { connection } = azurite
  const samplesUrl = 'http://127.0.0.1:9'
  engine = startEngine({ connection, fixture, chainUrl: anvil.url, clock, samplesUrl })
  const { crypletId, codeHash, signers } = fixture
  const { cryplet, enclave, host } = signers
  const keys = { cryplet: cryplet.address, enclave: enclave.address, host: host.address }
  question = { crypletId, codeHash, ...keys }
})

afterAll(() => Promise.all([azurite.stop(), anvil.stop()]))

async function gasOfVerdict(): Promise<number> {
  const { crypletId, codeHash, cryplet, enclave, host } = question
  const data = registryAbi.encodeFunctionData('check', [
    crypletId,
    codeHash,
    cryplet,
    enclave,
    host,
  ])
  return Number(await fixture.provider.estimateGas({ to: fixture.registry, data }))
}

const sent = (): Promise<number> => fixture.provider.getTransactionCount(engine.sender)

async function use(times: number): Promise<void> {
  const place = { chainId: fixture.domain.chainId, sender: engine.sender }
  for (let n = 0; n < times; n++) await engine.ports.verdicts.count(place, question)
}

// The keeper's second: it warms, and rings at the lane that has an errand now.
async function keepOnce(): Promise<void> {
  await keep(engine.ports, engine.instances)
  await engine.answerBells()
}

describe('warmVerdicts', () => {
  it('leaves a verdict that few claims rest on: warming would cost more than it saves', async () => {
    await use(2)
    await keepOnce()
    expect(await sent()).toBe(0)
  })

  it('has a verdict cached that claims rest on, once, by a transaction of the lane', async () => {
    const cold = await gasOfVerdict()
    await use(1)
    await keepOnce()
    await keepOnce()
    await keepOnce()
    expect(engine.log.lines).toEqual([expect.stringMatching(/^a verdict .* is warmed/)])
    expect(await sent()).toBe(1)
    expect(cold - (await gasOfVerdict())).toBeGreaterThan(20_000)
  })

  it('has it cached again when a withdrawal of trust has made it void', async () => {
    const warmed = await gasOfVerdict()
    await moveEpoch()
    expect((await gasOfVerdict()) - warmed).toBeGreaterThan(20_000)
    await keepOnce()
    await keepOnce()
    expect(await sent()).toBe(2)
    expect(await gasOfVerdict()).toBe(warmed)
  })

  it('does so only at whole minutes', async () => {
    await moveEpoch()
    clock.advance(1_000)
    await keepOnce()
    expect(await sent()).toBe(2)
  })

  it('forgets a verdict that is not given any more', async () => {
    const { ports } = engine
    const revert = { name: 'KeyUntrusted', values: [], text: 'KeyUntrusted()' }
    await warmVerdicts({ ...ports, askTrust: async () => ({ trusted: false, revert }) })
    expect(await ports.verdicts.list()).toEqual([])
    expect(await sent()).toBe(2)
  })

  it('begins a count anew that cannot be read, and warms the others meanwhile', async () => {
    const table = openTables(azurite.connection)('verdicts')
    await use(1)
    const [stored] = await table.list({ partition: 'verdicts' })
    if (stored === undefined) throw new Error('nothing was counted')
    await table.put({ ...stored, value: { uses: 'many' } })
    expect(await engine.ports.verdicts.list()).toEqual([])
    await use(1)
    expect(await engine.ports.verdicts.list()).toMatchObject([{ uses: 1 }])
  })

  it('drops an errand that would revert, and works on', async () => {
    const { ports } = engine
    const lane = { chainId: fixture.domain.chainId, sender: engine.sender }
    const errand = { id: fixture.codeHash, to: fixture.registry, data: '0x12345678' } as const
    await ports.lanes.runErrand(lane, errand)
    expect(await ports.lanes.hasWork(lane)).toBe(true)
    await keepOnce()
    expect(await ports.lanes.hasWork(lane)).toBe(false)
    expect(engine.log.lines.join('\n')).toContain('an errand would fail, and is dropped')
    expect(await sent()).toBe(2)
  })
})

// What the owner withdraws always moves it, also what no verdict rests on.
async function moveEpoch(): Promise<void> {
  const on = 'registry'
  const by = 'owner'
  const allowed = await fixture.act({
    ...{ on, by, method: 'allowRegistrar' },
    args: [Wallet.createRandom().address, 2 ** 40 - 1],
  })
  const [granted] = allowed.logs.flatMap((log) => registryAbi.parseLog(log) ?? [])
  await fixture.act({ on, by, method: 'revokeGrant', args: [granted?.args['grantId']] })
}
