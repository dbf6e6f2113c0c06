import { isFree, portsFrom } from '../../local/stack/ports'

// Below those that the system gives to whoever asks for any; each worker has its own range of them.
const FIRST = 20_000
const RANGE = 3_000
const worker = Number(process.env['JEST_WORKER_ID'] ?? 0) % 4

let given = process.pid

/**
 * Finds eight free ports in a row.
 *
 * @returns A base for `--port-base`; no other worker is given the same, nor the next who asks.
 */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = FIRST + worker * RANGE + ((given++ * 8) % (RANGE - 8))
    const ports = Object.values(portsFrom(base))
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base
  }
}
