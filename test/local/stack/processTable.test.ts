import { execFileSync, spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import { startTimeOf } from '../../../local/stack/processTable'
import { isRunning } from '../../../local/stack/state'

describe('isRunning', () => {
  it('takes this process as running, and none of its pid that started at another time', () => {
    expect(isRunning({ pid: process.pid, startedAt: startTimeOf(process.pid) ?? '' })).toBe(true)
    expect(isRunning({ pid: process.pid, startedAt: '0' })).toBe(false)
  })

  it('takes a process that has ended and was not waited for as ended', async () => {
    // The shell starts a child and becomes a program that never waits for it; the child ends only then, since a shell may.
    const script = 'cat <&3 >/dev/null & echo $!; exec sleep 60 3<&-'
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] })
    const pid = await new Promise<number>((resolve) => {
      parent.stdout?.once('data', (data) => {
        resolve(Number(String(data)))
      })
    })
    const ps = (column: string, of: number | undefined): string =>
      execFileSync('ps', ['-o', `${column}=`, '-p', String(of)], { encoding: 'utf8' })
    const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve))
    while (!ps('comm', parent.pid).includes('sleep')) await turn()
    const input = parent.stdio[3] as Writable // a pipe, as asked for
    input.end()
    while (!ps('state', pid).startsWith('Z')) await turn()
    expect(startTimeOf(pid)).toBeUndefined()
    parent.kill('SIGKILL')
  })
})
