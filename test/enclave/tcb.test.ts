import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'

const root = join(__dirname, '../..')
const list = join(root, 'enclave/tcb.txt')

// Our files and foreign packages that enclave/functions/index.ts reaches at any depth.
async function reach(): Promise<{ readonly files: string[]; readonly packages: string[] }> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['enclave/functions/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['@azure/functions-core', 'secp256k1'],
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  // Of packages what is left in the bundle counts; of our own files also those that hold nothing but types.
  const outputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const bundled = outputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : []))
  const packages = bundled.flatMap((path) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? []
    return name ?? []
  })
  const files = Object.keys(metafile.inputs)
    .filter((path) => !path.includes('node_modules/'))
    .sort()
  return { files, packages: [...new Set(packages)].sort() }
}

// What the build ships beside main.js, because it is native and found by its path: it is trusted as well.
function beside(): readonly string[] {
  const app = join(root, 'dist/enclave')
  const entries = readdirSync(join(app, 'node_modules'), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !/^(?:LICENSE|package\.json)$/.test(entry.name))
    .map((entry) => relative(app, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

describe("the enclave's trusted computing base", () => {
  let files: string[] = []
  let packages: string[] = []

  beforeAll(async () => {
    ;({ files, packages } = await reach())
  })

  it('is the committed list: a change of it is a decision', () => {
    const lines = files.map((file) => readFileSync(join(root, file), 'utf8').split('\n').length)
    const count = lines.reduce((sum, each) => sum + each, 0)
    process.stdout.write(
      `trusted computing base: ${String(files.length)} files of ours, ${String(count)} lines; packages: ${packages.join(', ')}\n`,
    )
    const found = [
      ...files,
      ...packages.map((name) => `package ${name}`),
      ...beside().map((path) => `beside main.js: ${path}`),
      '',
    ].join('\n')
    if (process.env['UPDATE_TCB'] === '1') writeFileSync(list, found)
    // When this fails and the change is meant: UPDATE_TCB=1 npx jest test/enclave/tcb
    expect({
      file: 'enclave/tcb.txt; update: UPDATE_TCB=1 npx jest test/enclave/tcb',
      found,
    }).toEqual({
      file: 'enclave/tcb.txt; update: UPDATE_TCB=1 npx jest test/enclave/tcb',
      found: readFileSync(list, 'utf8'),
    })
  })

  it('lists the native code, its loader and what else is found at run time', () => {
    const shipped = beside()
    expect(shipped).toContain('node_modules/node-gyp-build/node-gyp-build.js')
    expect(shipped.some((path) => path.endsWith('.node'))).toBe(true)
  })

  it('holds nothing of the store, the workflows or the command line, and of the chain what reads it', () => {
    const allowed =
      /^(?:enclave|shared\/(?:core|envelope|authoring|cryplets|sources|calendar|execution|signing|attestation))\/|^shared\/triggers\/http\.ts$/
    const reads =
      /^shared\/chain\/(?:reads\/(?:blocks|openReads|readAtBlock)|chain|openRpc|parseAnswers|quorum|replies|requireResult|rpc)\.ts$/
    expect(files.filter((file) => !allowed.test(file) && !reads.test(file))).toEqual([])
  })

  it("holds neither the fabric's client nor what appraises another's evidence", () => {
    expect(files).not.toContain('shared/execution/remoteExecution.ts')
    expect(files).not.toContain('shared/attestation/appraise.ts')
    expect(files).not.toContain('shared/attestation/appraiseAttestation.ts')
  })
})
