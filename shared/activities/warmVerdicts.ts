import { nowInSeconds } from '../core/clock'
import { messageOf } from '../core/errors'
import type { Address, Hex } from '../core/hex'
import { hashJson } from '../core/ids'
import { encodeWarm } from '../registry/encodeWarm'
import { answerOf } from '../registry/readContract'
import type { VerdictUse } from '../registry/verdicts'
import type { ActivityPorts } from './ports'

// Warming costs what some three deliveries save by it.
const LEAST_USES = 3

/**
 * Has the verdicts cached on chain that claims rest on, where a withdrawal of trust or an expiry has made them void: each
 * delivery costs some 27,500 gas more without.
 *
 * @param ports - Adapters.
 */
export async function warmVerdicts(ports: ActivityPorts): Promise<void> {
  const used = (await ports.verdicts.list()).filter(({ uses }) => uses >= LEAST_USES)
  const chainIds = [...new Set(used.map(({ chainId }) => chainId))]
  const faults: unknown[] = []
  for (const chainId of chainIds) {
    await warmChain(ports, chainId, used).catch((error: unknown) => faults.push(error))
  }
  if (faults.length > 0) throw new AggregateError(faults, faults.map(messageOf).join('; '))
}

async function warmChain(
  ports: ActivityPorts,
  chainId: number,
  used: readonly VerdictUse[],
): Promise<void> {
  const registry = ports.registryOf(chainId)
  if (registry === undefined) return // its chain is served no more
  const epoch = String((await answerOf(registry, 'epoch'))[0])
  const now = nowInSeconds(ports.clock)
  const isCold = (use: VerdictUse): boolean =>
    use.warmedAtEpoch !== epoch || (use.warmUntil ?? 0) < now
  for (const use of used.filter((each) => each.chainId === chainId && isCold(each))) {
    await warm(ports, use, { registry: registry.address, epoch })
  }
}

async function warm(
  ports: ActivityPorts,
  use: VerdictUse,
  { registry, epoch }: { readonly registry: Address; readonly epoch: string },
): Promise<void> {
  const { chainId, sender, question } = use
  const answer = await ports.askTrust(chainId, question)
  // Keys that are trusted no more: whoever seals with new ones asks anew.
  if (!answer.trusted) return ports.verdicts.forget(use)
  const { to, data } = encodeWarm(registry, question)
  const id: Hex = hashJson(['warm', epoch, answer.validUntil, data])
  await ports.lanes.runErrand({ chainId, sender }, { id, to, data })
  await ports.verdicts.keep({ ...use, warmedAtEpoch: epoch, warmUntil: answer.validUntil })
  ports.log.info('a verdict of the registry is warmed', { chainId, epoch })
}
