// What the build steps share: reading sources, writing outputs.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** The repository's root. */
export const root = join(import.meta.dirname, '..')

/** Reads JSON by its path from the root. */
export async function readJson(path) {
  return JSON.parse(await readFile(join(root, path), 'utf8'))
}

const written = new Set()

/** Writes a file whole or not at all, and only when its bytes differ. */
export async function writeIfChanged(path, contents) {
  const file = resolve(root, path)
  written.add(file)
  const bytes = Buffer.from(contents)
  if (existsSync(file) && bytes.equals(await readFile(file))) return
  await mkdir(dirname(file), { recursive: true })
  const part = `${file}.${process.pid}.part`
  await writeFile(part, bytes)
  await rename(part, file)
}

/** Copies a file or a folder, from and to paths from the root. */
export async function copyIfChanged(from, to) {
  const source = join(root, from)
  if (!(await stat(source)).isDirectory()) return writeIfChanged(to, await readFile(source))
  const names = await readdir(source)
  await Promise.all(names.map((name) => copyIfChanged(`${from}/${name}`, `${to}/${name}`)))
}

/** Removes every file of a folder that this process has not written, and counts the rest. */
export async function keepWritten(folder) {
  const entries = await readdir(resolve(root, folder), { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  await Promise.all(paths.filter((path) => !written.has(path)).map((path) => rm(path)))
  const kept = paths.filter((path) => written.has(path))
  const sizes = await Promise.all(kept.map(async (path) => (await stat(path)).size))
  return { files: kept.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
