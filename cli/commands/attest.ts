import type { Command } from 'commander'
import { addSignStatement } from '../attest/addSignStatement'
import { addEnrolEnclave } from '../attest/enrolEnclave'
import { addVerifyEvidence } from '../attest/verifyEvidence'
import type { Io } from '../io'

/**
 * Adds `cryplet attest`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addAttest(program: Command, io: Io): void {
  const attest = program.command('attest').description('Appraises what enclaves say of themselves.')
  addVerifyEvidence(attest, io)
  addSignStatement(attest, io)
  addEnrolEnclave(attest, io)
}
