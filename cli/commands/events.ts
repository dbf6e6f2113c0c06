import type { Command } from 'commander'
import * as z from 'zod'
import { describeHint, hint } from '../events/hint'
import { chainOf, parseRange, replay } from '../events/replay'
import { openAsk } from '../fabricClient'
import type { FabricOptions } from '../findFabric'
import { findFabric } from '../findFabric'
import type { Io } from '../io'

/** What `cryplet events` is given. */
export type EventsOptions = FabricOptions & {
  readonly json?: boolean
  readonly hint?: string
  readonly replay?: string
  readonly chain?: string
}

const listenerSchema = z.looseObject({
  chainId: z.number(),
  receiver: z.string(),
  subscription: z.string(),
  depth: z.union([z.string(), z.number()]),
  fromBlock: z.number(),
  toldFrom: z.number(),
  unconsumed: z.number(),
  isAnchored: z.boolean(),
})

const streamSchema = z.looseObject({
  chainId: z.number(),
  address: z.string(),
  topic: z.string(),
  position: z.looseObject({ blockNumber: z.number(), blockHash: z.string() }).optional(),
  head: z.number().optional(),
  lagInBlocks: z.number().optional(),
  completeness: z.string().optional(),
  counts: z.looseObject({ undone: z.number(), mismatches: z.number(), faults: z.number() }),
  lastFault: z.looseObject({ reason: z.string() }).optional(),
  chainFault: z.string().optional(),
  leaseHolder: z.looseObject({ holder: z.string() }).optional(),
  listeners: z.array(listenerSchema).readonly(),
})

const eventsSchema = z.looseObject({
  cryplet: z.string(),
  streams: z.array(streamSchema).readonly(),
})

type Stream = Readonly<z.infer<typeof streamSchema>>

/**
 * Adds `cryplet events`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addEvents(program: Command, io: Io): void {
  program
    .command('events')
    .description('Shows how far the events that wake a Cryplet are read, and who waits for them.')
    .argument('<name>', 'of the Cryplet')
    .option('--url <url>', "another fabric than the local stack's, without /api")
    .option('--key <key>', 'its key: CRYPLET_FUNCTION_KEY, to replay CRYPLET_MASTER_KEY')
    .option('--hint <transaction>', 'look up whether a transaction has emitted such an event')
    .option('--replay <from-to>', 'read final blocks again, as for a subscription from before')
    .option('--chain <id>', 'to replay: whose blocks, where the Cryplet hears several chains')
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action((name: string, options: EventsOptions) => runEvents(name, options, io))
}

async function runEvents(name: string, options: EventsOptions, io: Io): Promise<void> {
  const range = options.replay === undefined ? undefined : parseRange(options.replay)
  const { url, key } = findFabric(options, io, range === undefined ? 'function' : 'master')
  const ask = openAsk(url, key)
  const path = `/api/cryplets/${encodeURIComponent(name)}`
  const write = (told: object, lines: readonly string[]): void => {
    io.out(`${options.json === true ? JSON.stringify(told, null, 2) : lines.join('\n')}\n`)
  }
  if (options.hint !== undefined) {
    const told = await hint(ask, path, options.hint)
    write(told, describeHint(told))
    return
  }
  const told = await ask(eventsSchema, `${path}/events`)
  if (range !== undefined) {
    const chains = told.streams.map((stream) => stream.chainId)
    const replayed = await replay(ask, path, {
      ...range,
      chainId: chainOf(chains, options.chain),
    })
    const { from, to, appended } = replayed
    write(replayed, [`  blocks ${String(from)} to ${String(to)}: ${String(appended)} events`])
    return
  }
  const lines = told.streams.flatMap(describeStream)
  write(told, lines.length > 0 ? lines : ['  No subscription listens to anything.'])
}

function describeStream(stream: Stream): readonly string[] {
  const { chainId, address, position, head, lagInBlocks, completeness, counts, listeners } = stream
  const read =
    position === undefined ? 'nothing read yet' : `read to ${String(position.blockNumber)}`
  const of = head === undefined ? '' : ` of ${String(head)}, ${String(lagInBlocks ?? 0)} behind`
  const by = completeness === undefined ? '' : `, complete by ${completeness}`
  const faults = [stream.lastFault?.reason, stream.chainFault].filter((each) => each !== undefined)
  return [
    `  ${address} on chain ${String(chainId)}: ${read}${of}${by}`,
    `    ${String(counts.undone)} blocks undone, ${String(counts.mismatches)} answers did not match, ${String(counts.faults)} faults`,
    ...faults.map((fault) => `    stopped: ${fault}`),
    ...(stream.leaseHolder === undefined ? ['    nobody pumps'] : []),
    ...listeners.flatMap(describeListener),
  ]
}

function describeListener(listener: z.infer<typeof listenerSchema>): readonly string[] {
  const { chainId, receiver, depth, unconsumed, isAnchored, fromBlock, toldFrom } = listener
  const anchor = isAnchored ? '' : ', no on-chain anchor: its event is of another chain'
  const missed = `${String(fromBlock)}-${String(toldFrom - 1)}`
  return [
    `    for ${receiver} on chain ${String(chainId)}, ${String(depth)}: ${String(unconsumed)} entries wait${anchor}`,
    ...(toldFrom > fromBlock
      ? [`      came late: --replay ${missed} tells of blocks ${missed}`]
      : []),
  ]
}
