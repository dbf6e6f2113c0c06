import { join } from 'node:path'
import { DEFAULT_LIMITS } from '../../../shared/sandbox/limits'
import type { Sandbox } from '../../../shared/sandbox/openSandbox'
import { openSandbox } from '../../../shared/sandbox/openSandbox'
import type { FailureCode } from '../../../shared/sandbox/outcome'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const entry = join(__dirname, '../../../dist/enclave/sandbox/main.js')
const SMALL = { ...DEFAULT_LIMITS, fuel: 500, memoryInBytes: 2 * 1024 * 1024, deadlineInMs: 20_000 }

let sandbox: Sandbox

beforeAll(() => {
  sandbox = openSandbox({ entry, processes: 2 })
})

afterAll(() => {
  sandbox.close()
})

function value(code: string): Promise<unknown> {
  return sandbox.run(code, { price: '41.5', amount: 3 }, SMALL)
}

const failed = (code: FailureCode): object => ({ status: 'failed', code })

describe('a secret algorithm', () => {
  it('is a function of its input, and gives canonical JSON', async () => {
    expect(await value('(input) => ({ z: [input.amount, null, true], a: input.price })')).toEqual({
      ...{ status: 'done', output: '{"a":"41.5","z":[3,null,true]}' },
    })
  })

  it('may be a script with parts of its own', async () => {
    const code = `
      const square = (x) => x * x
      function price({ amount }) { return Math.sqrt(square(amount)) + 0.5 }
      price`
    expect(await value(code)).toEqual({ status: 'done', output: '3.5' })
  })

  it('gives the same each time, however often it is asked, and uses the same fuel', async () => {
    const code =
      '({ amount }) => { let x = 0; for (let i = 0; i < 2e6; i++) x += i % amount; return x }'
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => value(code)))
    expect(new Set(outcomes.map((each) => JSON.stringify(each))).size).toBe(1)
    const least = await leastFuel(code)
    expect(await sandbox.run(code, { amount: 3 }, { ...SMALL, fuel: least })).toMatchObject({
      status: 'done',
    })
    expect(await sandbox.run(code, { amount: 3 }, { ...SMALL, fuel: least - 1 })).toEqual(
      failed('outOfFuel'),
    )
  })

  it.each<[FailureCode, string]>([
    ['syntax', '(input => {'],
    ['notAFunction', '42'],
    ['threw', '() => { throw new Error("the secret is 7") }'],
    ['threw', '() => nothing.there'],
    ['outOfFuel', '() => { for (;;); }'],
    ['outOfFuel', 'for (;;);'],
    ['outOfFuel', '() => /^(a+)+$/.test("a".repeat(40) + "b")'],
    ['outOfFuel', '() => { try { for (;;); } catch { return 1 } }'],
    ['outOfMemory', '() => { const all = []; for (;;) all.push(new Array(1000).fill(7)) }'],
    ['outOfMemory', '() => { let text = "x"; for (;;) text += text }'],
    ['outOfMemory', '() => new Uint8Array(1e9)'],
    ['stackOverflow', '() => { const f = () => f() + 1; return f() }'],
    ['outputNotJson', '() => undefined'],
    ['outputNotJson', '() => NaN'],
    ['outputNotJson', '() => 2 ** 60'],
    ['outputNotJson', '() => 1n'],
    ['outputNotJson', '() => () => 1'],
    ['outputNotJson', '() => ({ a: undefined })'],
    ['outputNotJson', '() => ({ get a() { return 1 } })'],
    ['outputNotJson', '() => new (class A {})()'],
    ['outputNotJson', '() => [1, , 2]'],
    ['outputNotJson', '() => { const a = []; a.push(a); return a }'],
    ['outputNotJson', '() => JSON.parse(`{"__proto__":1}`)'],
    ['outputNotJson', '() => "\\ud800"'],
    ['outputNotJson', '() => new Map([[1, 2]])'],
    ['outputTooLarge', '() => "x".repeat(70000)'],
    ['outputTooLarge', '() => new Array(40000).fill(1)'],
  ])('ends as %s: %s', async (code, algorithm) => {
    expect(await value(algorithm)).toEqual(failed(code))
  })

  it('takes no larger input than it may', async () => {
    const large = { text: 'x'.repeat(DEFAULT_LIMITS.inputInBytes) }
    expect(await sandbox.run('() => 1', large)).toEqual(failed('inputTooLarge'))
  })

  it('never yields a result past its deadline', async () => {
    const limits = { ...DEFAULT_LIMITS, fuel: 2 ** 40, deadlineInMs: 200 }
    expect(await sandbox.run('() => { for (;;); }', null, limits)).toEqual(failed('deadline'))
    expect(await value('() => 1')).toEqual({ status: 'done', output: '1' })
  })

  it('finds nothing of its host, and no clock or chance', async () => {
    const names = [
      ...['process', 'require', 'module', 'global', 'Buffer', 'fetch', 'console', 'performance'],
      ...[
        'Date',
        'Promise',
        'Proxy',
        'WebAssembly',
        'SharedArrayBuffer',
        'Atomics',
        'Intl',
        'eval',
      ],
      ...['setTimeout', 'queueMicrotask', 'WeakRef', 'FinalizationRegistry', 'std', 'os', 'print'],
    ]
    const list = names.map((name) => `typeof ${name}`).join()
    expect(await value(`() => [${list}].filter((each) => each !== "undefined")`)).toEqual({
      ...{ status: 'done', output: '[]' },
    })
    expect(await value('() => typeof Math.random')).toEqual({
      ...{ status: 'done', output: '"undefined"' },
    })
    expect(await value('() => import("node:fs")')).toMatchObject({ status: 'failed' })
  })

  it('leaves nothing for the next run', async () => {
    expect(
      await value('() => { globalThis.left = 7; Object.prototype.left = 7; return 1 }'),
    ).toEqual({
      ...{ status: 'done', output: '1' },
    })
    const left = '() => [typeof globalThis.left, typeof ({}).left]'
    expect(await value(left)).toEqual({ status: 'done', output: '["undefined","undefined"]' })
  })

  it('cannot change how its output is written', async () => {
    const code = `() => {
      JSON.stringify = () => "1"; String.prototype.toJSON = () => "2"; Object.prototype.toJSON = () => "3"
      Array.prototype[Symbol.iterator] = null; Reflect.ownKeys = () => []
      delete Object.prototype.toJSON
      return { a: ["x"] } }`
    expect(await value(code)).toEqual({ status: 'done', output: '{"a":["x"]}' })
  })
})

async function leastFuel(code: string): Promise<number> {
  let [low, high] = [0, SMALL.fuel]
  while (low < high) {
    const fuel = Math.floor((low + high) / 2)
    const { status } = await sandbox.run(code, { amount: 3 }, { ...SMALL, fuel })
    if (status === 'done') high = fuel
    else low = fuel + 1
  }
  return low
}
