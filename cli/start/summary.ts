import type { StackState } from '../../local/stack/state'
import type { VerifiedDelivery } from './lastDelivery'

/**
 * Writes a delivery for people: contract, transaction, gas, and each link of the seal.
 *
 * @param delivery - As verified.
 * @returns Lines.
 */
export function describeDelivery(delivery: VerifiedDelivery): readonly string[] {
  const { cryplet, slot, receiver, transaction, gasUsed, outcome = 'open', reasons } = delivery
  const links = delivery.links.map(
    ({ link, verdict, detail }) => `    ${link.padEnd(11)}${verdict.padEnd(12)}${detail}`,
  )
  return [
    `  ${cryplet} for ${new Date(slot * 1000).toISOString()}: ${outcome}`,
    `    contract    ${receiver}`,
    `    transaction ${transaction ?? 'none'}`,
    `    gas         ${gasUsed?.toLocaleString('en') ?? 'none'}`,
    ...(reasons ?? []).map((reason) => `    because     ${reason}`),
    '',
    ...links,
  ]
}

/**
 * Says where to look next, with commands that can be copied.
 *
 * @param folder - State folder, as the reader would name it.
 * @param state - Of the stack.
 * @param deliveries - Of the last slot.
 * @returns Lines.
 */
export function describeNext(
  folder: string,
  state: StackState,
  deliveries: readonly VerifiedDelivery[],
): readonly string[] {
  const api = `http://127.0.0.1:${String(state.ports.fabric)}/api`
  const option = folder === '.fabric' ? '' : ` --state ${folder}`
  const transaction = deliveries.find((delivery) => delivery.transaction)?.transaction
  return [
    '  Where to look next',
    ...(transaction === undefined ? [] : [`    npx cryplet verify ${transaction}${option}`]),
    `    npx cryplet invoke marketClose --slot last${option}`,
    `    ${api}/deliveries   header x-functions-key: "function" of ${folder}/fabric/keys.json`,
    `    chain ${String(state.deployment?.chainId)} at http://127.0.0.1:${String(state.ports.chain)}, logs in ${folder}/logs`,
  ]
}

/**
 * Writes deliveries as the one document of `--json`.
 *
 * @param deliveries - As verified.
 * @param elapsedInMs - Since the command began.
 * @returns JSON with a line's end.
 */
export function toDocument(deliveries: readonly VerifiedDelivery[], elapsedInMs: number): string {
  const told = deliveries.map((delivery) => ({
    cryplet: delivery.cryplet,
    subscription: delivery.subscription,
    slot: delivery.slot,
    transaction: delivery.transaction ?? null,
    gasUsed: delivery.gasUsed ?? null,
    outcome: delivery.outcome ?? null,
    verified: delivery.verified,
    links: delivery.links,
  }))
  return `${JSON.stringify({ deliveries: told, elapsedInMs }, null, 2)}\n`
}
