// Bundles a program that is not part of what is built: a bench, the chaos, the kill rounds.
import { build } from 'esbuild'
import { root } from './outputs.mjs'

/**
 * Bundles a TypeScript program with its packages left outside.
 *
 * @param {string} entry - Path from the root.
 * @param {string} outfile - Path from the root, as deep below it as a source that finds the root from its own place.
 * @param {import('esbuild').Plugin[]} plugins - None when left out.
 * @returns {Promise<string>} The bundle's absolute path.
 */
export async function bundleTool(entry, outfile, plugins = []) {
  const file = `${root}/${outfile}`
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
    plugins,
  })
  return file
}
