// Types of the package's export ./verify: dist/verify.d.ts, and dist/types/ behind it.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  const reached = new Set([ENTRY])
  for (const path of reached) {
    const text = await declare(path)
    // Only what a declaration names: what a body uses is no part of the types.
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (fileName.startsWith('.')) reached.add(`${join(path, '..', fileName)}.ts`)
    }
  }
  await writeIfChanged('dist/verify.d.ts', `export * from './types/envelope/verify'\n`)
}

async function declare(path) {
  const { outputText, diagnostics } = ts.transpileDeclaration(
    await readFile(join(root, path), 'utf8'),
    {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2023 },
    },
  )
  if (diagnostics !== undefined && diagnostics.length > 0) {
    const said = diagnostics.map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    )
    throw new Error(`${path}: ${said.join('; ')}`)
  }
  const to = path.replace(/^shared\//, 'dist/types/').replace(/\.ts$/, '.d.ts')
  await writeIfChanged(to, outputText)
  return outputText
}
