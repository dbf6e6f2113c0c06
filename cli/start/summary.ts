import type { StackDeployment, StackState } from '../../local/stack/state'
import type { VerifiedDelivery } from './lastDelivery'

/**
 * Writes a delivery for people: contract, transaction, gas, sources, and each link of the seal.
 *
 * @param delivery - As verified.
 * @param samples - Origin of the sample sources, which are named as such.
 * @returns Lines.
 */
export function describeDelivery(delivery: VerifiedDelivery, samples?: string): readonly string[] {
  const { cryplet, slot, receiver, transaction, gasUsed, outcome = 'open', reasons } = delivery
  const { enclave } = delivery
  const links = delivery.links.map(
    ({ link, verdict, detail }) => `    ${link.padEnd(12)}${verdict.padEnd(12)}${detail}`,
  )
  const origins = delivery.origins.map((origin) => nameOrigin(origin, samples)).join(', ')
  return [
    `  ${cryplet} for ${slotText(slot)}: ${outcome}`,
    `    contract    ${receiver}`,
    `    transaction ${transaction ?? 'none'}`,
    `    gas         ${gasUsed?.toLocaleString('en') ?? 'none'}`,
    ...(origins === '' ? [] : [`    sources     ${origins}`]),
    ...(enclave === undefined ? [] : [`    enclave     ${enclave}`]),
    ...(reasons ?? []).map((reason) => `    because     ${reason}`),
    ...(outcome === 'quarantined' ? [PARKED] : []),
    ...(links.length === 0 ? [] : ['', ...links]),
  ]
}

const PARKED = '    parked      "npx cryplet quarantine" lists it, to be released or dropped'

function nameOrigin(origin: string, samples: string | undefined): string {
  return origin === samples ? `${origin} (sample data)` : origin
}

function slotText(slot: number): string {
  return new Date(slot * 1000).toISOString().replace('.000Z', 'Z')
}

/** A stack as its user would name it. */
export type ToldStack = {
  /** State folder, from where the user is. */
  readonly folder: string
  readonly state: StackState
  /** Whether it goes on after this. */
  readonly isRunning: boolean
}

/**
 * Says where to look next, with commands that can be copied.
 *
 * @param stack - Whose.
 * @param deliveries - Of the last slot.
 * @returns Lines.
 */
export function describeNext(
  stack: ToldStack,
  deliveries: readonly VerifiedDelivery[],
): readonly string[] {
  const { folder, state, isRunning } = stack
  const option = folder === '.fabric' ? '' : ` --state ${folder}`
  if (!isRunning) {
    const again = option === '' ? 'npm start' : `npm start --${option}`
    return [`  The stack has ended; its state is in ${folder}, and "${again}" goes on with it.`]
  }
  const { ports, deployment } = state
  const transaction = deliveries.find((delivery) => delivery.transaction)?.transaction
  return [
    '  Where to look next',
    ...(transaction === undefined ? [] : [`    npx cryplet verify ${transaction}${option}`]),
    `    npx cryplet invoke marketClose --slot last${option}`,
    `    npx cryplet ask --amount 2.5${option}`,
    `    npx cryplet watch goldWatch${option}`,
    `    API         http://127.0.0.1:${String(ports.fabric)}/api/deliveries`,
    `    its key     "function" in ${folder}/fabric/keys.json, as header x-functions-key`,
    ...(deployment === undefined ? [] : nameContracts(deployment)),
    `    chain       ${String(deployment?.chainId)} at http://127.0.0.1:${String(ports.chain)}`,
    `    logs        ${folder}/logs`,
  ]
}

function nameContracts(deployment: StackDeployment): readonly string[] {
  const { goldNote, priceAsker, goldAlarm } = deployment
  const asker = priceAsker === undefined ? [] : [`                PriceAsker ${priceAsker}`]
  const alarm = goldAlarm === undefined ? [] : [`                GoldAlarm ${goldAlarm}`]
  return [`    contracts   GoldNote ${goldNote}`, ...asker, ...alarm]
}

/** What a command came to, for `--json`. */
export type ToldDeliveries = {
  readonly deliveries: readonly VerifiedDelivery[]
  /** Since the command began. */
  readonly elapsedInMs: number
  /** Of the local stack, where it was the command's own matter. */
  readonly deployment?: StackDeployment
}

/**
 * Writes deliveries as the one document of `--json`.
 *
 * @param told - As verified.
 * @returns JSON with a line's end.
 */
export function toDocument(told: ToldDeliveries): string {
  const deliveries = told.deliveries.map((delivery) => ({
    cryplet: delivery.cryplet,
    subscription: delivery.subscription,
    slot: delivery.slot,
    transaction: delivery.transaction ?? null,
    gasUsed: delivery.gasUsed ?? null,
    outcome: delivery.outcome ?? null,
    verified: delivery.verified,
    links: delivery.links,
  }))
  return `${JSON.stringify({ ...told, deliveries }, null, 2)}\n`
}
