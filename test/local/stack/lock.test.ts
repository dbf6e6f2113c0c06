import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { lockHolder, takeLock } from '../../../local/stack/lock'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('takeLock', () => {
  it('is held until it is given back', () => {
    const release = takeLock(folder, false, 'another start')
    expect(lockHolder(folder)).toMatchObject({ pid: process.pid, isOnce: false })
    expect(() => takeLock(folder, true, 'a start with --fresh')).toThrow(
      `in use by the stack of pid ${String(process.pid)}: a start with --fresh must wait`,
    )
    release()
    expect(lockHolder(folder)).toBeUndefined()
  })

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 22, isOnce: false })],
    ['of a pid that was given away', JSON.stringify({ pid: process.pid, isOnce: false })],
    ['that was cut short', '{"pid":'],
  ])('takes over a folder with the name %s', (_, text) => {
    writeFileSync(join(folder, 'lock'), text)
    expect(lockHolder(folder)).toBeUndefined()
    takeLock(folder, false, 'another start')()
  })

  it('is taken over from a killed process, by one of many that try at once', async () => {
    const taker = join(folder, 'taker.js')
    buildSync({
      stdin: {
        contents: `import { takeLock } from './local/stack/lock'
          try { takeLock(process.argv[2], false, 'a test') } catch { process.exit(1) }
          process.stdout.write('taken')
          setInterval(() => {}, 1000)`,
        resolveDir: join(__dirname, '../../..'),
        loader: 'ts',
      },
      outfile: taker,
      bundle: true,
      platform: 'node',
      external: ['libsql'],
    })
    const env = { ...process.env, NODE_PATH: join(__dirname, '../../../node_modules') }
    const start = (): Promise<ChildProcess | undefined> =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [taker, folder], { env })
        child.stdout.once('data', () => {
          resolve(child)
        })
        child.once('exit', () => {
          resolve(undefined)
        })
      })
    const first = await start()
    expect(lockHolder(folder)?.pid).toBe(first?.pid)
    const gone = new Promise((resolve) => first?.once('exit', resolve))
    first?.kill('SIGKILL')
    await gone
    const takers = await Promise.all(Array.from({ length: 4 }, start))
    const holders = takers.filter((taken) => taken !== undefined)
    for (const holder of holders) holder.kill('SIGKILL')
    expect(holders).toHaveLength(1)
  })
})
