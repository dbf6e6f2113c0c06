/**
 * The process in which one secret algorithm runs once: a program of its own. It is told by its parent alone, answers once,
 * and ends with it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEngine } from './engine'
import type { Outcome } from './outcome'
import type { Run } from './runInEngine'
import { runInEngine } from './runInEngine'

async function main(): Promise<void> {
  const engine = await startEngine(readFileSync(join(__dirname, 'quickjs.wasm')))
  process.once('message', (run: Run) => {
    answer(outcomeOf(() => runInEngine(engine, run)))
  })
  process.once('disconnect', () => {
    process.exit(0)
  })
  answer('ready')
}

function outcomeOf(run: () => Outcome): Outcome {
  try {
    return run()
  } catch {
    // The engine itself failed, as with its own stack: what it holds cannot be relied on any more.
    return { status: 'failed', code: 'engineLost' }
  }
}

function answer(message: Outcome | 'ready'): void {
  process.send?.(message)
}

main().catch(() => {
  process.exit(1)
})
