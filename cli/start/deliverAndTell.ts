import { relative } from 'node:path'
import { readState } from '../../local/stack/state'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import { connectChain } from '../deploy/chain'
import { openFabricClient } from '../fabricClient'
import { requireLocalStack } from '../localStack'
import type { VerifiedDelivery } from './lastDelivery'
import { deliverSlot } from './lastDelivery'
import { sampleOrigin } from './sourceUrls'
import type { Start } from './start'
import { describeDelivery, describeNext, toDocument } from './summary'

/**
 * Delivers the last due slot of each built-in Cryplet on the running stack, verifies, and tells.
 *
 * @param start - The start under way; gets exit code 1 when a delivery does not verify.
 * @throws DeliveryLateError, StackNotRunningError.
 */
export async function deliverAndTell(start: Start): Promise<void> {
  const { options, io, begunInMs } = start
  const deliveries = await deliverAll(start)
  const isGood = deliveries.length > 0 && deliveries.every(({ verified }) => verified)
  io.setExitCode(isGood ? 0 : 1)
  if (options.isJson) {
    io.out(toDocument(deliveries, Date.now() - begunInMs))
    return
  }
  io.out(`${describe(start, deliveries).join('\n')}\n`)
}

function describe(start: Start, deliveries: readonly VerifiedDelivery[]): readonly string[] {
  const { options, isLent } = start
  const state = readState(options.folder)
  if (state === undefined) return []
  const samples = sampleOrigin(state.ports.samples)
  const folder = relative(process.cwd(), options.folder) || '.'
  const isRunning = isLent || !options.isOnce
  return [
    ...deliveries.flatMap((delivery) => ['', ...describeDelivery(delivery, samples)]),
    '',
    ...describeNext({ folder, state, isRunning }, deliveries),
  ]
}

async function deliverAll({ options, progress }: Start): Promise<readonly VerifiedDelivery[]> {
  const { fabricUrl, functionKey, rpcUrl, deployment } = requireLocalStack(options.folder)
  const client = openFabricClient(fabricUrl, functionKey)
  const { provider } = connectChain(rpcUrl, deployment.chainId)
  try {
    const delivered: VerifiedDelivery[] = []
    for (const { name } of BUILT_IN_CRYPLETS) {
      const order = { client, provider, cryplet: name, slot: 'last', nowInMs: Date.now }
      delivered.push(
        ...(await progress.step(
          'delivery',
          () => deliverSlot(order),
          (all) => say(name, all),
        )),
      )
    }
    return delivered
  } finally {
    provider.destroy()
  }
}

function say(cryplet: string, deliveries: readonly VerifiedDelivery[]): string {
  const outcomes = deliveries.map(({ outcome = 'open' }) => outcome).join(', ')
  return `${cryplet}, ${outcomes === '' ? 'nobody has subscribed' : outcomes}`
}
