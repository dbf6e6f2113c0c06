import { resolve } from 'node:path'
import type { Command } from 'commander'
import { makeKeyFile } from '../deploy/keyFiles'
import type { Io } from '../io'

/**
 * Adds `cryplet keys make`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addKeys(program: Command, io: Io): void {
  const keys = program.command('keys').description('Makes keys.')
  keys
    .command('make')
    .description('Makes a tier-1 key in a new file that only you may read, and prints its address.')
    .argument('<file>', 'must not exist: a key is never written over')
    .action(async (file: string) => {
      io.out(`${await makeKeyFile(resolve(file))}\n`)
    })
}
