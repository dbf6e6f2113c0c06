import type { Command } from 'commander'
import { openFabricClient } from '../fabricClient'
import { findFabric } from '../findFabric'
import type { Io } from '../io'
import { openRpc } from '../openRpc'
import { deliverSlot, lateAdvice } from '../start/lastDelivery'
import { describeDelivery, toDocument } from '../start/summary'
import { UsageError } from '../usage'

/** What `cryplet invoke` is given. */
export type InvokeOptions = {
  readonly slot: string
  readonly url?: string
  readonly key?: string
  readonly rpc?: string
  readonly state?: string
  readonly json?: boolean
}

/**
 * Adds `cryplet invoke`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addInvoke(program: Command, io: Io): void {
  program
    .command('invoke')
    .description('Wakes a Cryplet for one slot, waits for its deliveries and verifies them.')
    .argument('<name>', 'of the Cryplet, as in marketClose')
    .option('--slot <slot>', 'last, an instant as in 2026-11-20T21:00:00Z, or Unix seconds', 'last')
    .option('--url <url>', "another fabric than the local stack's, without /api")
    .option('--key <key>', 'its function key (CRYPLET_FUNCTION_KEY)')
    .option('--rpc <url>', 'with --url: endpoint of the chain that it delivers to')
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action(async (name: string, options: InvokeOptions) => {
      await runInvoke(name, options, io)
    })
}

/**
 * Wakes a Cryplet and writes what was delivered.
 *
 * @param cryplet - Its name.
 * @param options - Which slot, on which fabric.
 * @param io - Gets the answer; exit code 1 when a delivery does not verify.
 * @throws FabricAnswerError when the fabric refuses the slot; FabricUnreachableError or StackNotRunningError when there is no fabric.
 */
export async function runInvoke(cryplet: string, options: InvokeOptions, io: Io): Promise<void> {
  const begunInMs = Date.now()
  const { url, key, rpcUrl, samples, ifLate } = findPlace(options, io)
  const client = openFabricClient(url, key)
  const provider = rpcUrl === undefined ? undefined : await openRpc(rpcUrl)
  const slot = /^\d+$/.test(options.slot) ? Number(options.slot) : options.slot
  try {
    const order = { client, provider, cryplet, slot, nowInMs: Date.now, ifLate }
    const deliveries = await deliverSlot(order)
    io.setExitCode(deliveries.every(({ verified }) => verified) ? 0 : 1)
    if (options.json === true) {
      io.out(toDocument({ deliveries, elapsedInMs: Date.now() - begunInMs }))
      return
    }
    const told = deliveries.flatMap((delivery) => ['', ...describeDelivery(delivery, samples)])
    const nobody = `  ${cryplet} ran, but nobody has subscribed: nothing was delivered.`
    io.out(`${(told.length === 0 ? [nobody] : told).join('\n')}\n`)
  } finally {
    provider?.destroy()
  }
}

type FabricPlace = {
  readonly url: string
  readonly key: string
  readonly rpcUrl: string | undefined
  readonly samples?: string
  readonly ifLate: string
}

function findPlace(options: InvokeOptions, io: Io): FabricPlace {
  const { url, rpc } = options
  if (url === undefined && rpc !== undefined) {
    const expected = 'it beside --url: the local stack has its own chain'
    throw new UsageError([{ name: '--rpc', received: 'it alone', expected }])
  }
  const { stack, ...found } = findFabric(options, io, 'function')
  if (stack !== undefined) {
    const { rpcUrl, samples, folder } = stack
    return { ...found, rpcUrl, samples, ifLate: lateAdvice(folder, false) }
  }
  return { ...found, rpcUrl: rpc, ifLate: 'That fabric goes on: see its log, and ask again.' }
}
