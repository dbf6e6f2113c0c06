import type { Random } from './random'

/** Ways to get out, to stay for ever, or to take everything: each a part that a hostile program is made of. */
const ATTEMPTS: readonly string[] = [
  // Out of the realm.
  '(() => {}).constructor("return process.env")()',
  'this.constructor.constructor("return process")().mainModule.require("fs").readFileSync("/proc/self/environ")',
  'globalThis.constructor.constructor("return this")().process.env.PLANTED',
  'Function("return globalThis.process || globalThis.require")().env.PLANTED',
  'Reflect.construct(Function, ["return process.env.PLANTED"])()',
  '[].map.constructor("return require(\\"child_process\\").execSync(\\"env\\").toString()")()',
  'Object.getOwnPropertyNames(globalThis).map((name) => String(globalThis[name])).join()',
  'new Error().stack',
  'Error.prepareStackTrace = (_, frames) => frames; new Error().stack',
  'arguments.callee.caller',
  'import("node:fs")',
  'require("node:fs")',
  'new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))',
  'new Worker("data:text/javascript,1")',
  'fetch("http://127.0.0.1:1/" + JSON.stringify(input))',
  'postMessage("x")',
  'std.getenv("PLANTED")',
  'os.exec(["env"])',
  'print("x")',
  // Changing what others rest on.
  'Object.prototype.toJSON = () => "forged"; Array.prototype.push = () => { for (;;); }; [1]',
  'Object.defineProperty(Object.prototype, "value", { get() { for (;;); } }); ({ a: 1 })',
  'JSON.parse = () => "forged"; JSON.stringify = JSON.parse; [1]',
  'Reflect.ownKeys = null; Number.isFinite = () => true; NaN',
  'Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 }; [...[1]]',
  'class A extends Array { static get [Symbol.species]() { for (;;); } }; new A(3).map((x) => x)',
  'Object.freeze(Object.prototype); Object.setPrototypeOf([], null)',
  // Outputs that bite.
  '({ toString() { for (;;); }, [Symbol.toPrimitive]() { for (;;); } }) + ""',
  '({ get a() { for (;;); } })',
  '({ toJSON() { for (;;); } })',
  'const a = {}; a.a = a; a',
  'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a',
  '"\\ud800".repeat(10)',
  '"x".repeat(1e9)',
  'Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [i, i]))',
  'Symbol("x")',
  // Without end.
  'for (;;);',
  'while (true) { try { while (true); } catch {} }',
  'const f = () => f(); f()',
  'const f = () => { try { f() } finally { f() } }; f()',
  'function* g() { for (;;) yield 1 }; for (const x of g());',
  'const o = { valueOf() { return o + 1 } }; o + 1',
  'new Promise(() => {})',
  '(async () => { for (;;) await 0 })()',
  '/(x+x+)+y/.test("x".repeat(50))',
  '/^(([a-z])+.)+[A-Z]([a-z])+$/.test("a".repeat(60))',
  '"a".repeat(1e5).replace(/(a*)*b/g, "")',
  '[3, 1, 2].sort(() => { for (;;); })',
  'new RegExp("(".repeat(1e5))',
  'eval("(".repeat(1e5))',
  'JSON.parse("[".repeat(1e6))',
  'BigInt(2) ** BigInt(1e7)',
  'Array(1e9).fill(0).sort()',
  // Everything there is.
  'const all = []; for (;;) all.push(new Uint8Array(1e6))',
  'let s = "x"; for (;;) s += s',
  'const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })',
  'Array.from({ length: 1e9 })',
  'new ArrayBuffer(2 ** 40)',
  'new Array(2 ** 32 - 1).join("x")',
  'const s = []; for (;;) s.push(Symbol())',
  'const b = new ArrayBuffer(8, { maxByteLength: 2 ** 31 }); b.resize(2 ** 31)',
]

/** The hand-written ones, each by itself. */
export const HOSTILE: readonly string[] = ATTEMPTS.map(program)

/**
 * Makes a hostile program: two to four attempts one after the other, mostly caught, and an answer at the end.
 *
 * @param random - Decides.
 * @returns An algorithm.
 */
export function hostileProgram(random: Random): string {
  const count = random.between(2, 4)
  const parts = Array.from({ length: count }, () => {
    const attempt = random.pick(ATTEMPTS)
    const [start, end] = random.chance(0.8)
      ? ['try {', '} catch (e) { found.push(String(e)) }']
      : ['{', '}']
    return `${start} found.push((function () { ${returning(attempt)} }).call(globalThis)) ${end}`
  })
  return `(input) => { const found = []; ${parts.join('\n')}; return ${random.pick(ANSWERS)} }`
}

const ANSWERS = ['found.map(String)', 'found.length', 'found', '{ input }', 'String(found)']

function program(attempt: string): string {
  return `(input) => { ${returning(attempt)} }`
}

// The last expression is what is given back.
function returning(attempt: string): string {
  const at = attempt.lastIndexOf(';')
  const isStatement = /^(?:for|while|throw|function)/.test(attempt.slice(at + 1).trim())
  if (isStatement || attempt.includes('for (;;') || attempt.includes('while (true)')) return attempt
  return `${attempt.slice(0, at + 1)} return (${attempt.slice(at + 1)})`
}
