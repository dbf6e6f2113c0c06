import { join } from 'node:path'
import { DEFAULT_LIMITS } from '../../../shared/sandbox/limits'
import type { Sandbox } from '../../../shared/sandbox/openSandbox'
import { openSandbox } from '../../../shared/sandbox/openSandbox'
import type { Outcome } from '../../../shared/sandbox/outcome'
import { HOSTILE, hostileProgram } from '../../support/hostilePrograms'
import { openRandom } from '../../support/random'

// Processes start, and others may be busy on this machine.
jest.setTimeout(120_000)

const entry = join(__dirname, '../../../dist/enclave/sandbox/main.js')
const LIMITS = { ...DEFAULT_LIMITS, fuel: 50, memoryInBytes: 1024 * 1024, deadlineInMs: 3_000 }
const PLANTED = `planted-${'5a'.repeat(16)}`
const HONEST = { status: 'done', output: '{"price":"41.5"}' }

let sandbox: Sandbox

beforeAll(() => {
  process.env['PLANTED'] = PLANTED
  sandbox = openSandbox({ entry, processes: 2 })
})

afterAll(() => {
  delete process.env['PLANTED']
  sandbox.close()
})

async function unharmed(code: string): Promise<Outcome> {
  const outcome = await sandbox.run(code, { price: '41.5' }, LIMITS)
  expect(JSON.stringify(outcome)).not.toContain(PLANTED)
  return outcome
}

// 1,000 of them: npm run bench -- sandbox
describe('hostile programs', () => {
  it('written by hand find nothing, and end by their bounds', async () => {
    const outcomes = await Promise.all(HOSTILE.map(unharmed))
    const done = outcomes.filter(({ status }) => status === 'done').length
    // Some only ask for what is not there, and are told so.
    expect(done).toBeLessThan(HOSTILE.length / 2)
    expect(await sandbox.run('(input) => input', { price: '41.5' }, LIMITS)).toEqual(HONEST)
  })

  it('made by chance leave the next run as it was', async () => {
    const random = openRandom(7)
    for (let count = 0; count < 30; count++) {
      await unharmed(hostileProgram(random))
      if (count % 10 !== 0) continue
      expect(await sandbox.run('(input) => input', { price: '41.5' }, LIMITS)).toEqual(HONEST)
    }
  })
})
