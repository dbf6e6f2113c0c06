import type { BuildManifest } from './buildManifest'
import { parseBuildManifest } from './buildManifest'

// The build puts the manifest in its place (scripts/build.mjs), so that whoever measures main.js measures it too: a file
// or a setting beside it could name other code than what runs.
declare const BUILT_MANIFEST: string

/**
 * Gives the manifest that was built into the running app.
 *
 * @returns What codeHash is made of.
 * @throws InvalidValueError when the build put something else there; ReferenceError where no build did.
 */
export function builtManifest(): BuildManifest {
  return parseBuildManifest(JSON.parse(BUILT_MANIFEST))
}
