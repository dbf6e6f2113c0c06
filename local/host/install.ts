import Module from 'node:module'
import * as core from './coreModule'

type Require = (this: NodeJS.Module, id: string) => unknown
type Load = (this: unknown, request: string, ...rest: readonly unknown[]) => unknown

/** Serves '@azure/functions-core' to every `require` of this process; call before the app is loaded. */
export function installCoreModule(): void {
  const prototype = Module.prototype as unknown as { require: Require }
  const originalRequire = prototype.require
  prototype.require = function (id) {
    return id === '@azure/functions-core' ? core : originalRequire.call(this, id)
  }
  // A second door: a CommonJS file imported by an ES module does not come through Module.prototype.require.
  const loader = Module as unknown as { _load: Load }
  const originalLoad = loader._load
  loader._load = function (request, ...rest) {
    return request === '@azure/functions-core' ? core : originalLoad.call(this, request, ...rest)
  }
}
