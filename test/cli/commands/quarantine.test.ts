import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GOLD_NOTE_ABI } from '../../../cli/deploy/contracts'
import type { Hex } from '../../../shared/core/hex'
import { claimDigest } from '../../../shared/envelope/claimDigest'
import { type CliAnswer, cryplet, type StateFolder, stackState } from '../../support/cliRig'
import { deliverFixture, pricePayload } from '../../support/deployFixture'
import { twinRig } from '../../support/twinRig'

describe('cryplet quarantine', () => {
  const { fixture, sealed } = twinRig()
  let stack: StateFolder

  beforeEach(() => {
    stack = stackState(fixture(), fixture().provider._getConnection().url)
  })

  afterEach(() => {
    stack.remove()
  })

  const quarantine = (...args: readonly string[]): Promise<CliAnswer> =>
    cryplet(['quarantine', '--state', stack.folder, ...args])

  // A delivery of gold at a price that its rail does not let through.
  async function park(): Promise<Hex> {
    const envelope = await sealed({ payload: pricePayload(20_001n * 10n ** 8n, 4_300_000n) })
    await deliverFixture(fixture(), envelope)
    return claimDigest(envelope.claim, fixture().domain)
  }

  async function price(): Promise<bigint> {
    const { provider, goldNote } = fixture()
    const data = GOLD_NOTE_ABI.encodeFunctionData('price')
    const answer = await provider.call({ to: goldNote, data })
    return GOLD_NOTE_ABI.decodeFunctionResult('price', answer)[0] as bigint
  }

  it('lists nothing while nothing is parked', async () => {
    expect((await quarantine()).out).toBe('  Nothing is parked.\n')
  })

  it('lists what is parked, why, and how many approvers it takes', async () => {
    const digest = await park()
    const { out } = await quarantine()
    expect(out).toContain(digest)
    expect(out).toContain('rail 0: 2000100000000 is not between 50000000000 and 2000000000000')
    expect(out).toContain('0 for release, 0 for drop, of 1 needed')
    const { parked } = JSON.parse((await quarantine('--json')).out) as {
      parked: readonly unknown[]
    }
    expect(parked).toMatchObject([{ digest, outcome: 'quarantined' }])
  })

  it('releases: the callback runs after all, once', async () => {
    const digest = await park()
    expect(await price()).toBe(0n)
    const { exitCode, out } = await quarantine('release', digest)
    expect(exitCode).toBe(0)
    expect(out).toMatch(/Released and applied in 0x[0-9a-f]{64}\./)
    expect(await price()).toBeGreaterThan(20_001n * 10n ** 8n)
    expect((await quarantine()).out).toBe('  Nothing is parked.\n')
    const again = await quarantine('release', digest)
    expect(again.exitCode).toBe(1)
    expect(again.err).toMatch(/is not parked: it was released and applied in 0x/)
  })

  it('drops: it will never have an effect', async () => {
    const digest = await park()
    expect((await quarantine('drop', digest)).out).toMatch(/Dropped in 0x/)
    expect(await price()).toBe(0n)
    const late = await quarantine('release', digest)
    expect(late.err).toMatch(/is not parked: it was dropped in 0x[0-9a-f]{64}.*\(NOT_PARKED\)/)
  })

  it('knows a digest that was applied at once from one that never came', async () => {
    const envelope = await sealed()
    await deliverFixture(fixture(), envelope)
    const applied = await quarantine('release', claimDigest(envelope.claim, fixture().domain))
    expect(applied.err).toContain('applied, and never parked')
    const unknown = await quarantine('drop', `0x${'ab'.repeat(32)}`)
    expect(unknown.err).toContain('never took such a claim in')
  })

  it("acts by another key with --key-file, and tells the contract's refusal of a stranger", async () => {
    const digest = await park()
    const keyFile = join(stack.folder, 'stranger.key')
    writeFileSync(keyFile, `0x${'77'.repeat(32)}\n`, { mode: 0o600 })
    const { exitCode, err } = await quarantine('drop', digest, '--key-file', keyFile)
    expect(exitCode).toBe(1)
    expect(err).toContain('NotApprover(caller 0x')
    expect(err).toContain('(SETTLE_REFUSED)')
  })

  it('refuses what is no digest before it asks anybody', async () => {
    expect((await quarantine('release', '0x12')).err).toContain('digest: expected 32 bytes')
    expect((await cryplet(['quarantine', 'release'])).exitCode).toBe(2)
  })

  it('says what to do where no stack runs', async () => {
    const { exitCode, err } = await cryplet(['quarantine', '--state', '/nowhere'])
    expect(exitCode).toBe(1)
    expect(err).toContain('Start one with "npm start"')
  })
})
