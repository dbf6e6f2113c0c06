import type { Json } from '../core/canonicalJson'
import { canonicalJson } from '../core/canonicalJson'
import type { SandboxLimits } from './limits'
import { DEFAULT_LIMITS } from './limits'
import type { Outcome } from './outcome'
import type { SandboxWorker } from './worker'
import { startWorker } from './worker'

/** Where secret algorithms run. */
export type Sandbox = {
  /** Runs an algorithm once, on JSON; it never rejects for what the algorithm does. */
  readonly run: (algorithm: string, input: Json, limits?: SandboxLimits) => Promise<Outcome>
  /** Ends all of its processes. */
  readonly close: () => void
}

/** What a sandbox is made of. */
export type SandboxOptions = {
  /** The built program `sandbox/main.js`, beside its WebAssembly. */
  readonly entry: string
  /** How many processes wait for a run, and may run at once. */
  readonly processes: number
}

/**
 * Opens a sandbox. Each run has a process and an engine of its own that nothing was run in before, and that end with it: so
 * there is nothing that one run could leave for the next.
 *
 * @param options - Program, and how many processes are kept warm.
 * @returns The sandbox; its processes are starting.
 */
export function openSandbox(options: SandboxOptions): Sandbox {
  const pool = new Pool(options)
  return {
    run: async (algorithm, input, limits = DEFAULT_LIMITS) => {
      const { deadlineInMs, ...bounds } = limits
      const text = canonicalJson(input)
      if (Buffer.byteLength(text) > limits.inputInBytes) return failed('inputTooLarge')
      return pool.use(async (worker) =>
        (await worker.ready)
          ? worker.run({ code: algorithm, input: text, limits: bounds }, deadlineInMs)
          : failed('engineLost'),
      )
    },
    close: () => {
      pool.close()
    },
  }
}

class Pool {
  private readonly waiting: SandboxWorker[] = []
  private readonly all = new Set<SandboxWorker>()
  private readonly queue: (() => void)[] = []
  private running = 0
  private isClosed = false

  constructor(private readonly options: SandboxOptions) {
    this.refill()
  }

  // Gives a worker for one run; so many at once as there are processes, in their order.
  async use(run: (worker: SandboxWorker) => Promise<Outcome>): Promise<Outcome> {
    if (this.running >= this.options.processes) {
      await new Promise<void>((resolve) => this.queue.push(resolve))
    } else this.running++
    const worker = this.waiting.shift()
    try {
      return worker === undefined ? failed('engineLost') : await run(worker)
    } finally {
      this.end(worker)
      this.refill()
      const next = this.queue.shift()
      if (next === undefined) this.running--
      else next()
    }
  }

  close(): void {
    this.isClosed = true
    this.waiting.length = 0
    for (const worker of this.all) worker.kill()
  }

  private end(worker: SandboxWorker | undefined): void {
    if (worker === undefined) return
    worker.kill()
    this.all.delete(worker)
  }

  private refill(): void {
    while (!this.isClosed && this.waiting.length < this.options.processes) {
      const worker = startWorker(this.options.entry)
      this.all.add(worker)
      this.waiting.push(worker)
    }
  }
}

function failed(code: 'inputTooLarge' | 'engineLost'): Outcome {
  return { status: 'failed', code }
}
