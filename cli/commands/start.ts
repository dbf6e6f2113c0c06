import type { Command } from 'commander'
import { DEFAULT_PORT_BASE } from '../../local/stack/ports'
import type { Io } from '../io'
import type { StartArguments } from '../start/options'
import { parseOptions } from '../start/options'
import { startStack } from '../start/startStack'

const OFFSETS = '+1 API, +2 enclave, +3 chain, +4 to +6 storage, +7 samples'

/**
 * Adds `cryplet start`: the local stack, and the last slot's delivery.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addStart(program: Command, io: Io): void {
  program
    .command('start')
    .description('Starts the local stack, and delivers the last due slot.')
    .option('--once', 'end after that delivery; a stack that runs already is used and left running')
    .option('--json', 'with --once: write one JSON document on stdout')
    .option('--fresh', 'forget chain, storage and keys of earlier starts')
    .option(
      '--port-base <n>',
      `what ports are counted from: ${OFFSETS} (${String(DEFAULT_PORT_BASE)})`,
    )
    .option('--state <dir>', 'folder of the state (.fabric)')
    .option('--func', 'run the apps under Azure Functions Core Tools instead of the embedded host')
    .action(async (given: StartArguments) => {
      await startStack(parseOptions(given, io), io)
    })
}
