import { Command, CommanderError } from 'commander'
import { FabricError, messageOf } from '../shared/core/errors'
import type { Io } from './io'
import { UsageError } from './usage'

/** Adds one command to the program. */
export type AddCommand = (program: Command, io: Io) => void

/**
 * Runs the command that the arguments name.
 *
 * A fault is one message with its code; the stack of an unknown one is shown with CRYPLET_DEBUG=1.
 *
 * @param argv - As in process.argv.
 * @param io - Its surroundings; gets the exit code: 0 done, 1 failed, 2 wrong usage.
 * @param commands - Each adds itself.
 */
export async function run(
  argv: readonly string[],
  io: Io,
  commands: readonly AddCommand[],
): Promise<void> {
  const program = new Command('cryplet')
    .description('Wakes smart contracts with sealed claims that they verify by themselves.')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(`cryplet --help` lists what there is)')
    .exitOverride()
  for (const add of commands) add(program, io)
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    report(error, io)
  }
}

function report(error: unknown, io: Io): void {
  if (error instanceof CommanderError) {
    io.setExitCode(error.exitCode === 0 ? 0 : 2)
    return
  }
  io.setExitCode(error instanceof UsageError ? 2 : 1)
  const code = error instanceof FabricError ? ` (${error.code})` : ''
  io.err(`cryplet: ${messageOf(error)}${code}\n`)
  const isDebugging = io.env['CRYPLET_DEBUG'] === '1'
  if (isDebugging && error instanceof Error) io.err(`${error.stack ?? ''}\n`)
}
