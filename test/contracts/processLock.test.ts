import { spawnSync } from 'node:child_process'
import { mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withProcessLock } from './processLock'

describe('withProcessLock', () => {
  let folder: string
  let lock: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'))
    lock = join(folder, 'lock')
  })

  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('names its process while it works, and gives the lock back', async () => {
    const holder = await withProcessLock(lock, () => Promise.resolve(readlinkSync(lock)))
    expect(holder).toBe(String(process.pid))
    expect(() => readlinkSync(lock)).toThrow('ENOENT')
  })

  it('lets the second wait for the first', async () => {
    const steps: string[] = []
    let finish = (): void => undefined
    const first = withProcessLock(lock, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      steps.push('first')
    })
    const second = withProcessLock(lock, () => Promise.resolve(steps.push('second')))
    finish()
    await Promise.all([first, second])
    expect(steps).toEqual(['first', 'second'])
  })

  it('takes over from a process that was killed', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    symlinkSync(String(pid), lock)
    await expect(withProcessLock(lock, () => Promise.resolve('done'))).resolves.toBe('done')
  })
})
