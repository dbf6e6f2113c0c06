import { relative } from 'node:path'
import { readState } from '../../local/stack/state'
import type { Cryplet } from '../../shared/authoring/defineCryplet'
import { timingOf } from '../../shared/authoring/wake'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import { connectChain } from '../deploy/chain'
import { openFabricClient } from '../fabricClient'
import { requireLocalStack } from '../localStack'
import type { VerifiedDelivery } from './lastDelivery'
import { deliverSlot, lateAdvice } from './lastDelivery'
import type { StepEnd } from './progress'
import { sampleOrigin } from './sourceUrls'
import type { Start } from './start'
import { describeDelivery, describeNext, toDocument } from './summary'

/**
 * Delivers the last due slot of each built-in Cryplet that has slots on the running stack, verifies, and tells.
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
    const { deployment } = requireLocalStack(options.folder)
    io.out(toDocument({ deliveries, elapsedInMs: Date.now() - begunInMs, deployment }))
    return
  }
  io.out(`${describe(start, deliveries).join('\n')}\n`)
}

function describe(start: Start, deliveries: readonly VerifiedDelivery[]): readonly string[] {
  const { options } = start
  const state = readState(options.folder)
  if (state === undefined) return []
  const samples = sampleOrigin(state.ports.samples)
  const folder = relative(process.cwd(), options.folder) || '.'
  const isRunning = !isEnding(start)
  return [
    ...deliveries.flatMap((delivery) => ['', ...describeDelivery(delivery, samples)]),
    '',
    ...describeNext({ folder, state, isRunning }, deliveries),
  ]
}

function isEnding({ options, isLent }: Start): boolean {
  return options.isOnce && !isLent
}

async function deliverAll(start: Start): Promise<readonly VerifiedDelivery[]> {
  const { options, progress } = start
  const { fabricUrl, functionKey, rpcUrl, deployment } = requireLocalStack(options.folder)
  const client = openFabricClient(fabricUrl, functionKey)
  const { provider } = connectChain(rpcUrl, deployment.chainId)
  try {
    const delivered: VerifiedDelivery[] = []
    const ifLate = lateAdvice(options.folder, isEnding(start))
    for (const { name } of BUILT_IN_CRYPLETS.filter(hasSlots)) {
      const order = { client, provider, cryplet: name, slot: 'last', nowInMs: Date.now, ifLate }
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

// A question has no slot: whoever asks is answered.
function hasSlots(cryplet: Cryplet): boolean {
  return timingOf(cryplet) !== undefined
}

function say(cryplet: string, deliveries: readonly VerifiedDelivery[]): StepEnd {
  const outcomes = deliveries.map(({ outcome = 'open' }) => outcome)
  if (outcomes.length === 0) return { but: `${cryplet}, nobody has subscribed` }
  const said = `${cryplet}, ${outcomes.join(', ')}`
  return outcomes.every((outcome) => outcome === 'applied') ? said : { but: said }
}
