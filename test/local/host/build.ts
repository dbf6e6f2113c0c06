import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

const root = join(__dirname, '../../..')

// Inside node_modules, so that what stays outside the bundle is found.
const cache = join(root, 'node_modules/.cache/host-tests')

/**
 * Makes a folder that Node resolves packages from as it does from the repository.
 *
 * @returns Its path, and how to remove it.
 */
export function makeFolder(): { readonly path: string; readonly remove: () => void } {
  mkdirSync(cache, { recursive: true })
  const path = mkdtempSync(join(cache, 'run-'))
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function bundle(entry: string, outfile: string): string {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['libsql', '@azure/functions-core', '@azure/service-bus'],
    logLevel: 'error',
  })
  return outfile
}

/**
 * Builds the host as it is.
 *
 * @param folder - Where to.
 * @returns Path of the bundle.
 */
export function buildHost(folder: string): string {
  return bundle(join(root, 'local/host/main.ts'), join(folder, 'host.js'))
}

/**
 * Builds an app of test/local/host/apps into a folder of its own.
 *
 * @param folder - Where to.
 * @param name - Of the app's file.
 * @param files - JSON files beside it, such as host.json.
 * @returns Path of the app.
 */
export function buildApp(
  folder: string,
  name: string,
  files: Readonly<Record<string, unknown>> = {},
): string {
  const appDir = join(folder, name)
  bundle(join(__dirname, 'apps', `${name}.ts`), join(appDir, 'main.js'))
  const all = { 'package.json': { main: 'main.js' }, 'host.json': { version: '2.0' }, ...files }
  for (const [file, content] of Object.entries(all)) {
    writeFileSync(join(appDir, file), JSON.stringify(content))
  }
  return appDir
}
