import type { Command } from 'commander'
import { describe } from '../../shared/core/errors'
import type { FabricOptions, KeyName } from '../findFabric'
import { findFabric } from '../findFabric'
import type { Io } from '../io'
import { describeLane, describeLanes } from '../lanes/describeLanes'
import type { LanesClient, Steered } from '../lanes/lanesClient'
import { openLanesClient } from '../lanes/lanesClient'
import { UsageError } from '../usage'

/** What `cryplet lanes` is given. */
export type LanesOptions = FabricOptions & { readonly reason?: string; readonly json?: boolean }

/**
 * Adds `cryplet lanes`, and below it `pause`, `resume`, `cancel` and `replay`.
 *
 * @param program - Gets the commands.
 * @param io - Its surroundings.
 */
export function addLanes(program: Command, io: Io): void {
  const lanes = program
    .command('lanes')
    .description('Shows where lanes stand, what they wait for and what would unblock them.')
    .argument('[id]', 'only this lane, with all that is in it: chainId:sender')
    .option('--url <url>', "another fabric than the local stack's, without /api")
    .option(
      '--key <key>',
      'its function key (CRYPLET_FUNCTION_KEY); to steer, its master key (CRYPLET_MASTER_KEY)',
    )
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action((id: string | undefined, options: LanesOptions) => runShow(id, options, io))
  addLaneVerbs(lanes, io)
  addDeliveryVerbs(lanes, io)
}

function addLaneVerbs(lanes: Command, io: Io): void {
  lanes
    .command('pause')
    .description('Keeps a lane from signing deliveries until it is resumed.')
    .argument('<id>', 'chainId:sender')
    .option('--reason <reason>', 'why, for those who look at the lane')
    .action((id: string, _own: LanesOptions, command: Command) => {
      const options: LanesOptions = command.optsWithGlobals()
      const { reason = 'an operator paused it and gave no reason' } = options
      const lane = requireLaneId(id)
      return runSteer(options, io, (client) => client.steer(lane, 'pause', { reason }))
    })
  lanes
    .command('resume')
    .description('Lets a paused lane go on.')
    .argument('<id>', 'chainId:sender')
    .action((id: string, _own: LanesOptions, command: Command) => {
      const lane = requireLaneId(id)
      return runSteer(command.optsWithGlobals(), io, (client) => client.steer(lane, 'resume'))
    })
}

function addDeliveryVerbs(lanes: Command, io: Io): void {
  const verbs = {
    cancel: 'Ends a delivery in its lane, unless it has had effect.',
    replay: 'Lets a parked delivery go on, or one that waits be tried at once.',
  }
  for (const [verb, description] of Object.entries(verbs)) {
    lanes
      .command(verb)
      .description(description)
      .argument('<id>', 'chainId:sender')
      .argument('<deliveryId>', 'as "cryplet lanes <id>" shows it')
      .action((...given: [string, string, LanesOptions, Command]) => {
        const [id, deliveryId, , command] = given
        const lane = requireLaneId(id)
        const path = `deliveries/${requireDeliveryId(deliveryId)}/${verb}`
        return runSteer(command.optsWithGlobals(), io, (client) => client.steer(lane, path))
      })
  }
}

async function runShow(id: string | undefined, options: LanesOptions, io: Io): Promise<void> {
  const lane = id === undefined ? undefined : requireLaneId(id)
  const client = open(options, io, 'function')
  if (lane === undefined) {
    const lanes = await client.list()
    write(io, options, { document: { lanes }, lines: describeLanes(lanes) })
    return
  }
  const report = await client.get(lane)
  write(io, options, { document: report, lines: describeLane(report) })
}

async function runSteer(
  options: LanesOptions,
  io: Io,
  steer: (client: LanesClient) => Promise<Steered>,
): Promise<void> {
  const steered = await steer(open(options, io, 'master'))
  write(io, options, { document: steered, lines: [`  ${steered.will}`] })
}

function open(options: LanesOptions, io: Io, needed: KeyName): LanesClient {
  const { url, key } = findFabric(options, io, needed)
  return openLanesClient(url, key)
}

type Told = { readonly document: object; readonly lines: readonly string[] }

function write(io: Io, { json }: LanesOptions, { document, lines }: Told): void {
  io.out(json === true ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join('\n')}\n`)
}

function requireLaneId(text: string): string {
  return requireMatch('id', text, {
    pattern: /^\d{1,15}:0x[0-9a-fA-F]{40}$/,
    expected: 'chainId:sender as "cryplet lanes" shows it, or pause, resume, cancel, replay',
  })
}

function requireDeliveryId(text: string): string {
  return requireMatch('deliveryId', text, {
    pattern: /^0x[0-9a-fA-F]{64}$/,
    expected: '32 bytes as 0x and 64 hexadecimal digits',
  })
}

type Form = { readonly pattern: RegExp; readonly expected: string }

function requireMatch(name: string, text: string, { pattern, expected }: Form): string {
  if (pattern.test(text)) return text
  throw new UsageError([{ name, received: describe(text), expected }])
}
