import { spawn } from 'node:child_process'
import { join } from 'node:path'

// Real processes; the first may have to build.
jest.setTimeout(60_000)

describe('endQuietlyWithoutReader', () => {
  it.each([[['calendar', 'XNYS']], [['calendar', 'XNYS', '--json']]])(
    'ends quietly when nobody reads on: %j',
    async (args) => {
      const script = join(__dirname, '../../cli/cryplet.cjs')
      const child = spawn(process.execPath, [script, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
      // As `head` does.
      child.stdout.once('data', () => child.stdout.destroy())
      const status = await new Promise((resolve) => child.once('close', resolve))
      expect([status, said]).toEqual([0, ''])
    },
  )
})
