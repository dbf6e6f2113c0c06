import type { Command } from 'commander'
import { formatUnits } from 'ethers'
import * as z from 'zod'
import { openAsk } from '../fabricClient'
import type { FabricOptions } from '../findFabric'
import { findFabric } from '../findFabric'
import type { Io } from '../io'

/** What `cryplet watch` is given. */
export type WatchOptions = FabricOptions & { readonly json?: boolean }

const conditionSchema = z.looseObject({
  name: z.string(),
  condition: z.looseObject({
    kind: z.string(),
    level: z.string().optional(),
    bps: z.number().optional(),
    seconds: z.number().optional(),
  }),
  isArmed: z.boolean(),
  reference: z
    .string()
    .regex(/^-?\d+$/)
    .optional(),
})

const watchSchema = z.looseObject({
  cryplet: z.string(),
  source: z.string(),
  unit: z.string(),
  decimals: z.number(),
  everyInSeconds: z.number(),
  wakes: z.number(),
  conditions: z.array(conditionSchema).readonly(),
  lookedAt: z.number().optional(),
  heardAt: z.number().optional(),
  value: z
    .string()
    .regex(/^-?\d+$/)
    .optional(),
  trouble: z
    .looseObject({
      reasons: z.array(z.string()).readonly(),
      since: z.number(),
      until: z.number(),
      looks: z.number(),
    })
    .optional(),
})

type Watch = Readonly<z.infer<typeof watchSchema>>

/**
 * Adds `cryplet watch`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addWatch(program: Command, io: Io): void {
  program
    .command('watch')
    .description('Shows what a Cryplet watches, what was seen last, and why looks gave nothing.')
    .argument('<name>', 'of the Cryplet')
    .option('--url <url>', "another fabric than the local stack's, without /api")
    .option('--key <key>', 'its function key (CRYPLET_FUNCTION_KEY)')
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action((name: string, options: WatchOptions) => runWatch(name, options, io))
}

async function runWatch(name: string, options: WatchOptions, io: Io): Promise<void> {
  const { url, key } = findFabric(options, io, 'function')
  const ask = openAsk(url, key)
  const told = await ask(watchSchema, `/api/cryplets/${encodeURIComponent(name)}/watch`)
  const text = describeWatch(told).join('\n')
  io.out(options.json === true ? `${JSON.stringify(told, null, 2)}\n` : `${text}\n`)
}

function describeWatch(watch: Watch): readonly string[] {
  const { source, unit, everyInSeconds, wakes, value, lookedAt, heardAt, trouble } = watch
  const seen =
    lookedAt === undefined
      ? 'not looked at yet: nobody has subscribed, or the fabric has just started'
      : `looked at ${timeText(lookedAt)}, heard ${timeText(heardAt ?? lookedAt)}`
  return [
    `  ${source}, each ${String(everyInSeconds)} s: ${seen}`,
    ...(value === undefined ? [] : [`    value      ${amountText(watch, value)} ${unit}`]),
    `    wakes      ${String(wakes)}`,
    ...watch.conditions.map((each) => describeCondition(watch, each)),
    ...(trouble === undefined ? [] : describeTrouble(trouble, trouble.until === lookedAt)),
  ]
}

function describeCondition(watch: Watch, each: Watch['conditions'][number]): string {
  const { name, condition, isArmed, reference } = each
  const { kind, level, bps, seconds } = condition
  const of = [
    ...(level === undefined ? [] : [level]),
    ...(bps === undefined ? [] : [`${String(bps)} bps`]),
    ...(seconds === undefined ? [] : [`${String(seconds)} s`]),
    ...(reference === undefined ? [] : [`since ${amountText(watch, reference)}`]),
  ].join(' ')
  return `    ${name.padEnd(10)} ${kind} ${of}, ${isArmed ? 'armed' : 'not armed'}`
}

function describeTrouble(
  { reasons, since, until, looks }: NonNullable<Watch['trouble']>,
  goesOn: boolean,
): readonly string[] {
  const when = `${timeText(since)} to ${goesOn ? 'now' : timeText(until)}`
  return [
    `    trouble    ${String(looks)} looks gave nothing usable, ${when}`,
    ...reasons.map((reason) => `               ${reason}`),
  ]
}

function amountText({ decimals }: Watch, scaled: string): string {
  return formatUnits(scaled, decimals)
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
