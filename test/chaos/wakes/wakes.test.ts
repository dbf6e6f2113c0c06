import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import known from './seeds.json'

// Bundles are made and processes run; others may be busy on this machine.
jest.setTimeout(300_000)

const root = join(__dirname, '../../..')

function chaos(...args: readonly string[]): ReturnType<typeof spawnSync> & { stdout: string } {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  return spawnSync(process.execPath, ['scripts/chaos.mjs', '--wakes', ...args], options)
}

type Printed = {
  readonly [name: string]: unknown
  readonly faultHits: Readonly<Record<string, number>>
}

function printed({ stdout }: { readonly stdout: string }): Printed {
  return JSON.parse(stdout) as Printed // as main.ts prints it
}

const NOTHING = { lost: 0, doubled: 0, falseRetractions: 0, unretracted: 0, stuck: 0, untrue: 0 }

describe('npm run chaos -- --wakes', () => {
  it('finds each event woken once, and each that is no more taken back, in 100 seeds with every kind of fault', () => {
    const told = chaos('--seeds', '100', '--json')
    const { orphanedEffects, retracted, faultHits, ...rest } = printed(told)
    expect(rest).toMatchObject({ runs: 100, failures: [], ...NOTHING })
    expect(orphanedEffects).toBeGreaterThan(0)
    expect(retracted).toBe(orphanedEffects)
    expect(Object.entries(faultHits).filter(([, count]) => count === 0)).toEqual([])
    expect(told.status).toBe(0)
  })

  it.each(known)('goes well with seed $seed, which once found: $found', ({ seed }) => {
    expect(printed(chaos('--seeds', '1', '--seed', String(seed), '--json'))).toMatchObject(NOTHING)
  })

  it('lives through a seed twice in the same way, to the last line', () => {
    const [first, second] = [1, 2].map(() => chaos('--seeds', '1', '--seed', '5', '--trace').stderr)
    expect(String(first).split('\n').length).toBeGreaterThan(100)
    expect(second).toBe(first)
  })

  it('catches each kept mutant of the code', () => {
    const { stdout, status } = chaos('--mutants', '--known', '--seeds', '300', '--json')
    const tried = JSON.parse(stdout) as readonly { name: string; caught?: string }[] // as chaos.mjs prints it
    expect(tried.filter(({ caught }) => caught === undefined)).toEqual([])
    expect({ status, isEnough: tried.length >= 19 }).toEqual({ status: 0, isEnough: true })
  })
})
