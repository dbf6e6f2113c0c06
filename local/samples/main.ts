import { parseArgs } from 'node:util'
import { messageOf } from '../../shared/core/errors'
import { startSamples } from './startSamples'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
  const samples = await startSamples(Number(values.port))
  process.stdout.write(`sample sources on http://127.0.0.1:${String(samples.port)}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void samples.stop()
    })
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`sample sources: ${messageOf(error)}\n`)
  process.exitCode = 1
})
