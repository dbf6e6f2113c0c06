import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Setting } from '../core/settings'
import type { BuildManifest } from './buildManifest'
import { parseBuildManifest } from './buildManifest'

/**
 * Takes the path of the manifest that the build writes beside an app.
 *
 * @param folder - Of the running bundle, for relative paths.
 * @returns A setting; its value is what the file says.
 */
export function manifestSetting(folder: string): Setting<BuildManifest> {
  return {
    about: 'Says which Cryplets were built into the app, and from which code.',
    expected: 'the path of the manifest that the build writes beside main.js',
    fallback: 'manifest.json',
    parse: (path) => {
      try {
        return parseBuildManifest(JSON.parse(readFileSync(resolve(folder, path), 'utf8')))
      } catch {
        return undefined // missing or of another shape: the fault says what is expected
      }
    },
  }
}
