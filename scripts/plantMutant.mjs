// Puts a fault into a source on its way into a bundle.
import { readFileSync } from 'node:fs'

/** @typedef {{ name: string, seed?: number, says: string, file: string, edits: [string, string][] }} Mutant */

/**
 * An esbuild plugin that puts a mutant in the place of its file.
 *
 * @param {string} root - Of the project.
 * @param {Mutant} mutant - Which.
 * @returns {import('esbuild').Plugin} It throws when the source is not as the mutant knows it: then the mutant must be
 * brought up to date.
 */
export function plant(root, { name, file, edits }) {
  return {
    name: `mutant-${name}`,
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`/${file.replaceAll('.', '\\.')}$`) }, ({ path }) => {
        let contents = readFileSync(path, 'utf8')
        for (const [from, to] of edits) {
          if (contents.split(from).length !== 2) {
            throw new Error(`mutant ${name}: ${file} has not exactly one "${from}"`)
          }
          contents = contents.replace(from, () => to)
        }
        return { contents, loader: 'ts' }
      })
    },
  }
}
