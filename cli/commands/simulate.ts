import { join } from 'node:path'
import type { Command } from 'commander'
import { valueText } from '../../shared/execution/replay/valueText'
import type { Simulated } from '../../shared/execution/simulate/simulateRun'
import { simulateRun } from '../../shared/execution/simulate/simulateRun'
import type { Io } from '../io'
import { openBuild } from '../replay/openBuild'
import { readWakeFile } from '../simulate/readWakeFile'

type SimulateOptions = { readonly wake: string; readonly version?: string; readonly json?: boolean }

/**
 * Adds `cryplet simulate`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addSimulate(program: Command, io: Io): void {
  program
    .command('simulate')
    .description(
      'Runs a Cryplet on a wake and answers from a file, without network, keys or a chain; 1 when its sources would end it.',
    )
    .argument('<name>', 'of the Cryplet')
    .requiredOption('--wake <file>', 'what wakes it, and what its sources answer')
    .option('--version <dir>', 'folder of the built fabric whose code to run (dist/fabric)')
    .option('--json', 'write one JSON document')
    .action((name: string, options: SimulateOptions) => {
      const { definition, bundle } = openBuild(
        options.version ?? join(io.root, 'dist/fabric'),
        name,
      )
      const simulated = simulateRun(definition, readWakeFile(options.wake))
      io.setExitCode(simulated.ok ? 0 : 1)
      const about = { cryplet: name, version: definition.version, bundle }
      const json = `${JSON.stringify({ ...about, ...simulated }, null, 2)}\n`
      io.out(options.json === true ? json : describe(`${name} ${definition.version}`, simulated))
    })
}

function describe(title: string, simulated: Simulated): string {
  if (!simulated.ok) {
    const faults = simulated.faults.map(
      ({ source, code, detail }) => `  ${source.padEnd(11)} ${code}: ${detail}`,
    )
    return [`${title} would claim nothing:`, ...faults, ''].join('\n')
  }
  const { values, payload, observedAt, sequence } = simulated
  return [
    `${title} would claim:`,
    ...values.map((value) => `  ${value.name.padEnd(11)} ${valueText(value)}`),
    `  payload     ${payload}`,
    `  observedAt  ${String(observedAt)}`,
    `  sequence    ${sequence} in mode latest; in mode each, a nonce`,
    '',
  ].join('\n')
}
