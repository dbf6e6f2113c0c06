import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import * as z from 'zod'
import { FabricError, messageOf } from '../../shared/core/errors'
import { parseRecordedRun } from '../../shared/execution/replay/parseRecordedRun'
import type { Replay } from '../../shared/execution/replay/replayRun'
import { replayRun } from '../../shared/execution/replay/replayRun'
import { recover } from '../../shared/signing/recover'
import type { Ask } from '../fabricClient'
import { FabricAnswerError, openAsk } from '../fabricClient'
import type { FabricOptions } from '../findFabric'
import { findFabric } from '../findFabric'
import type { Io } from '../io'
import { describeReplay } from '../replay/describeReplay'
import { openBuild } from '../replay/openBuild'

/** What `cryplet replay` is given. */
export type ReplayOptions = FabricOptions & { readonly version?: string; readonly json?: boolean }

/** A file that should hold a run's record, and does not. */
export class RunUnreadableError extends FabricError {
  override readonly name = 'RunUnreadableError'
  readonly code = 'RUN_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly path: string,
    readonly fault: string,
    cause?: unknown,
  ) {
    super(
      `${path} gives no record of a run: ${fault}. Name the id of a wake, of a delivery or of its transaction (0x and 64 hexadecimal digits), or a file that GET /api/runs/{id} was saved to.`,
      { cause },
    )
  }
}

/**
 * Adds `cryplet replay`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addReplay(program: Command, io: Io): void {
  program
    .command('replay')
    .description(
      'Runs a Cryplet again on what was recorded of a run, and compares each step; 1 when the same code gives something else.',
    )
    .argument(
      '<run>',
      'id of its wake, of a delivery or of the transaction that delivered, or a file with its record',
    )
    .option('--version <dir>', 'folder of another built fabric whose code to run (dist/fabric)')
    .option('--url <url>', "another fabric than the local stack's, without /api")
    .option('--key <key>', 'its function key (CRYPLET_FUNCTION_KEY)')
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action((run: string, options: ReplayOptions) => runReplay(run, options, io))
}

async function runReplay(place: string, options: ReplayOptions, io: Io): Promise<void> {
  const run = parseRecordedRun(await readRun(place, options, io), recover)
  const build = openBuild(options.version ?? join(io.root, 'dist/fabric'), run.cryplet)
  const replay = replayRun(run, build)
  const differs = replay.differences.length > 0
  const isOther = isOtherCode(replay)
  const isAsked = options.version !== undefined
  // Another build that was asked for may give what it likes; the code that ran must give the same.
  io.setExitCode((isAsked && isOther) || !(differs || isOther) ? 0 : 1)
  const json = `${JSON.stringify({ differs, isSameCode: isSameCode(replay), ...replay }, null, 2)}\n`
  io.out(options.json === true ? json : describeReplay(replay, { isOther, isAsked }))
}

function isOtherCode({ code }: Replay): boolean {
  return code.replayed !== undefined && code.replayed !== code.recorded
}

// Null where the origins of the run are not known.
function isSameCode({ code }: Replay): boolean | null {
  return code.replayed === undefined ? null : code.replayed === code.recorded
}

async function readRun(place: string, options: ReplayOptions, io: Io): Promise<unknown> {
  if (/^0x[0-9a-fA-F]{64}$/.test(place)) {
    const { url, key } = findFabric(options, io, 'function')
    return fetchRun(openAsk(url, key), place)
  }
  const path = resolve(place)
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new RunUnreadableError(path, messageOf(error), error)
  }
}

const listSchema = z.object({ deliveries: z.array(z.object({ wakeId: z.string() })) })

async function fetchRun(ask: Ask, id: string): Promise<unknown> {
  try {
    return await ask(z.unknown(), `/api/runs/${id}`)
  } catch (error) {
    if (!(error instanceof FabricAnswerError) || error.status !== 404) throw error
    // A transaction's hash is what people have at hand.
    const list = await ask(listSchema, `/api/deliveries?transaction=${id}&limit=1`)
    const [delivery] = list.deliveries
    if (delivery === undefined) throw error
    return ask(z.unknown(), `/api/runs/${delivery.wakeId}`)
  }
}
