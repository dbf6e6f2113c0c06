import { createHash } from 'node:crypto'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import type { QuickJSWASMModule } from 'quickjs-emscripten-core'
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core'
import { ENGINE } from './engineName'

/**
 * Starts a fresh engine.
 *
 * @param wasm - Its WebAssembly.
 * @returns The engine, in which nothing was run.
 * @throws Error when it is another one.
 */
export async function startEngine(wasm: Uint8Array): Promise<QuickJSWASMModule> {
  const hash = createHash('sha256').update(wasm).digest('hex')
  if (hash !== ENGINE.wasm) throw new Error(`the engine is ${hash}, expected ${ENGINE.wasm}`)
  // A copy of its own: the file's bytes may lie in a pool that others use.
  const wasmBinary = new Uint8Array(wasm).buffer
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmBinary }))
}
