import { builtManifest } from '../shared/execution/builtManifest'
import { composeEnclave } from './enclave'

/** The container of this process. A fault of its settings ends the start here, before any function is registered. */
export const thisEnclave = composeEnclave({
  env: process.env,
  bundlePath: __filename,
  manifest: builtManifest(),
  clock: { nowInMs: Date.now },
})
