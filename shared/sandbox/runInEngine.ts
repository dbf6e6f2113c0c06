import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import type { Json } from '../core/canonicalJson'
import { canonicalJson } from '../core/canonicalJson'
import type { SandboxLimits } from './limits'
import type { FailureCode, Outcome } from './outcome'
import { PRELUDE } from './prelude'

/** One run: an algorithm is a script whose value is a function of the input. */
export type Run = {
  readonly code: string
  /** Canonical JSON. */
  readonly input: string
  readonly limits: Omit<SandboxLimits, 'deadlineInMs'>
}

// No Date, Promise or Proxy: no clock, nothing that is left open, no traps while an output is read.
const INTRINSICS = {
  ...{ BaseObjects: true, Eval: true, StringNormalize: true, RegExp: true, RegExpCompiler: true },
  ...{ JSON: true, MapSet: true, TypedArrays: true, BigInt: true },
  ...{ Date: false, Promise: false, Proxy: false },
}

/**
 * Runs an algorithm in an engine that nothing else was run in.
 *
 * @param engine - Fresh.
 * @param run - What to run, on what, within which bounds.
 * @returns The output in canonical form, or why there is none.
 * @throws whatever the engine itself throws: then it is lost.
 */
export function runInEngine(engine: QuickJSWASMModule, run: Run): Outcome {
  const { limits } = run
  const runtime = engine.newRuntime()
  runtime.setMemoryLimit(limits.memoryInBytes)
  runtime.setMaxStackSize(limits.stackInBytes)
  const fuel = limitFuel(runtime, limits.fuel)
  const context = runtime.newContext({ intrinsics: INTRINSICS })
  // Neither is given back: the engine ends with the process.
  const write = context.unwrapResult(context.evalCode(PRELUDE, 'prelude'))
  const read = context.evalCode(run.code, 'algorithm', { type: 'global' })
  if (read.error)
    return failed(fuel.isSpent() ? 'outOfFuel' : codeOf(context, read.error, 'syntax'))
  if (context.typeof(read.value) !== 'function') return failed('notAFunction')
  const called = context.callFunction(write, context.undefined, [
    read.value,
    context.newString(run.input),
    context.newNumber(limits.outputInBytes),
  ])
  if (called.error) return failed(fuel.isSpent() ? 'outOfFuel' : codeOf(context, called.error))
  // Fuel is spent without an error where the engine goes on from an interrupt.
  if (fuel.isSpent()) return failed('outOfFuel')
  return outcomeOf(context.getString(called.value), limits.outputInBytes)
}

function limitFuel(runtime: QuickJSRuntime, most: number): { readonly isSpent: () => boolean } {
  let used = 0
  runtime.setInterruptHandler(() => ++used > most)
  return { isSpent: () => used > most }
}

function outcomeOf(text: string, most: number): Outcome {
  // Not quoted, so it is no output.
  if (text === 'outputTooLarge' || text === 'outputNotJson') return failed(text)
  try {
    const output = canonicalJson(JSON.parse(text) as Json)
    return Buffer.byteLength(output) > most ? failed('outputTooLarge') : { status: 'done', output }
  } catch {
    return failed('outputNotJson')
  }
}

// What the engine says itself; an algorithm that says the same mislabels its own fault, and no more.
const SAID: Readonly<Record<string, FailureCode>> = {
  'out of memory': 'outOfMemory',
  'string too long': 'outOfMemory',
  'invalid array length': 'outOfMemory',
  'stack overflow': 'stackOverflow',
  interrupted: 'outOfFuel',
}

function codeOf(context: QuickJSContext, error: QuickJSHandle, atReading?: 'syntax'): FailureCode {
  if (context.typeof(error) !== 'object') return 'threw'
  const said = textOf(context, error, 'message')
  const known = said === undefined ? undefined : SAID[said]
  if (known !== undefined) return known
  return atReading !== undefined && textOf(context, error, 'name') === 'SyntaxError'
    ? atReading
    : 'threw'
}

function textOf(context: QuickJSContext, error: QuickJSHandle, name: string): string | undefined {
  try {
    const value = context.getProp(error, name)
    return context.typeof(value) === 'string' ? context.getString(value) : undefined
  } catch {
    return undefined // its own getter threw
  }
}

function failed(code: FailureCode): Outcome {
  return { status: 'failed', code }
}
