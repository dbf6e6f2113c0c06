// Types of the package's export ./verify: dist/verify.d.ts, and dist/types/ behind it.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'
import { root, writeIfChanged } from './outputs.mjs'

const ENTRY = 'shared/envelope/verify.ts'

/**
 * Writes them, file by file and without a type check, which `npm test` makes: a full emit takes seconds.
 *
 * So each export that they reach states its type.
 */
export async function declarations() {
  if (!existsSync(join(root, ENTRY))) return
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    bundle: true,
    packages: 'external',
    platform: 'node',
    metafile: true,
    write: false,
  })
  await Promise.all((await withTypes(Object.keys(metafile.inputs))).map(declare))
  await writeIfChanged('dist/verify.d.ts', `export * from './types/envelope/verify'\n`)
}

/** The files, and those that they import for their types: esbuild does not follow these. */
async function withTypes(paths) {
  const found = new Set(paths)
  for (const path of found) {
    const text = await readFile(join(root, path), 'utf8')
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (fileName.startsWith('.')) found.add(`${join(path, '..', fileName)}.ts`)
    }
  }
  return [...found]
}

async function declare(path) {
  const { outputText, diagnostics } = ts.transpileDeclaration(
    await readFile(join(root, path), 'utf8'),
    {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2023, removeComments: false },
    },
  )
  if (diagnostics !== undefined && diagnostics.length > 0) {
    const said = diagnostics.map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    )
    throw new Error(`${path}: ${said.join('; ')}`)
  }
  await writeIfChanged(
    path.replace(/^shared\//, 'dist/types/').replace(/\.ts$/, '.d.ts'),
    outputText,
  )
}
