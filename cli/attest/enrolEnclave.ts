import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Interface, Wallet } from 'ethers'
import type { SignedStatement } from '../../shared/attestation/statement'
import { joinStatements, parseSignedStatement } from '../../shared/attestation/statement'
import { attesterQuorum, trustRegistry } from '../../shared/chain/contracts.generated'
import { FabricError, messageOf } from '../../shared/core/errors'
import { recover } from '../../shared/signing/recover'
import { connectChain, transact } from '../deploy/chain'
import { readPrivateKey } from '../deploy/keyFiles'
import type { Io } from '../io'
import { readAttestation } from './signStatement'

// With the errors of the registry, which it hands on.
const ABI = new Interface([
  ...attesterQuorum.abi,
  ...trustRegistry.abi.filter(({ type }) => type === 'error'),
])

/** What `cryplet attest enrol` is given. */
export type EnrolOptions = { readonly rpc: string; readonly key: string; readonly json?: boolean }

/** A file that holds no signed statement. */
export class StatementUnreadableError extends FabricError {
  override readonly name = 'StatementUnreadableError'
  readonly code = 'STATEMENT_UNREADABLE'
  readonly retryable = false

  constructor(
    readonly path: string,
    readonly fault: string,
  ) {
    super(`${path} holds no signed statement: ${fault}. cryplet attest sign writes one.`)
  }
}

/**
 * Adds `cryplet attest enrol`.
 *
 * @param attest - Gets the command.
 * @param io - Its surroundings.
 */
export function addEnrolEnclave(attest: Command, io: Io): void {
  attest
    .command('enrol')
    .description('Sends what attesters have signed to their quorum, which enrols the enclave key.')
    .argument('<attestation>', 'a file with what the enclave app answered')
    .argument('<statements...>', 'files of cryplet attest sign, one an attester')
    .requiredOption('--rpc <url>', 'an endpoint of the chain')
    .requiredOption('--key <file>', 'the key that pays; it need not be one of the attesters')
    .option('--json', 'write one JSON document')
    .action(async (path: string, statements: readonly string[], options: EnrolOptions) => {
      const { possession } = readAttestation(resolve(path))
      const joined = joinStatements(statements.map((each) => readStatement(resolve(each))))
      const { chainId, quorum, key, notAfter } = joined.statement
      const chain = connectChain(options.rpc, chainId)
      try {
        const { hash: transaction } = await transact(
          { chain, address: quorum, abi: ABI },
          {
            account: new Wallet(await readPrivateKey(resolve(options.key))),
            method: 'enrol',
            args: [joined.statement, possession, joined.signatures],
          },
        )
        const until = new Date(1000 * notAfter).toISOString()
        const told = { key, until, transaction }
        const text = `  ${key} is enrolled until ${until}\n    transaction ${transaction}`
        io.out(`${options.json === true ? JSON.stringify(told, null, 2) : text}\n`)
      } finally {
        chain.provider.destroy()
      }
    })
}

function readStatement(path: string): SignedStatement {
  try {
    return parseSignedStatement(JSON.parse(readFileSync(path, 'utf8')), recover)
  } catch (error) {
    throw new StatementUnreadableError(path, messageOf(error))
  }
}
