import { resolve } from 'node:path'
import type { Command } from 'commander'
import { getAddress, isAddress } from 'ethers'
import type { Attestation } from '../../shared/attestation/attestation'
import type { MaaKeys } from '../../shared/attestation/maa/token'
import type { Address } from '../../shared/core/hex'
import { signerFromFile } from '../../shared/signing/signerFromFile'
import type { Io } from '../io'
import { AppraisalOptionError, bytesOption, policyOf, timeOf } from './options'
import { readKeys } from './readKeys'
import type { SigningOrder } from './signStatement'
import { readAttestation, signStatement } from './signStatement'

/** What `cryplet attest sign` is given. */
export type SignOptions = {
  readonly policy: string
  readonly chain: string
  readonly registry: string
  readonly quorum: string
  readonly operator: string
  readonly nonce: string
  readonly key: string
  readonly keys?: string
  readonly stated?: string
  readonly until?: string
}

// What the registry takes, less an hour: the chain's clock may lag.
const LIFE_IN_MS = 7 * 86_400_000 - 3_600_000

/**
 * Adds `cryplet attest sign`.
 *
 * @param attest - Gets the command.
 * @param io - Its surroundings.
 */
export function addSignStatement(attest: Command, io: Io): void {
  attest
    .command('sign')
    .description(
      'Appraises what an enclave app answered to /attest, and signs that it may be enrolled; nothing is signed of what does not hold.',
    )
    .argument('<attestation>', 'a file with the answer')
    .requiredOption('--policy <file>', 'JSON of what is accepted')
    .requiredOption('--chain <id>', 'whose registry')
    .requiredOption('--registry <address>', 'the TrustRegistry')
    .requiredOption('--quorum <address>', 'the AttesterQuorum: it was named as sponsor')
    .requiredOption('--operator <address>', 'whom the enclave must obey')
    .requiredOption('--nonce <hex>', 'what the enclave was asked to repeat: a hash of a late block')
    .requiredOption('--key <file>', "the attester's key")
    .option('--keys <file>', 'keys of the service that issued a token')
    .option('--stated <time>', "when it is said: the first attester's (now)")
    .option('--until <time>', "the key's last second: the first attester's (seven days later)")
    .action(async (path: string, options: SignOptions) => {
      const attestation = readAttestation(resolve(path))
      const signer = await signerFromFile(resolve(options.key))
      const signed = await signStatement(attestation, orderOf(options, attestation, io), signer)
      io.out(`${JSON.stringify(signed, null, 2)}\n`)
    })
}

function orderOf(options: SignOptions, attestation: Attestation, io: Io): SigningOrder {
  const policy = policyOf(options.policy, io)
  const statedInMs = timeOf('--stated', options.stated)
  const until = options.until ?? new Date(statedInMs + LIFE_IN_MS).toISOString()
  return {
    ...{ policy, operator: addressOption('--operator', options.operator) },
    asked: {
      chainId: chainOption(options.chain),
      registry: addressOption('--registry', options.registry),
      sponsor: addressOption('--quorum', options.quorum),
      nonce: bytesOption('--nonce', options.nonce, 32),
    },
    maaKeys: keysFor(options.keys, attestation),
    notAfter: Math.floor(timeOf('--until', until) / 1000),
    statedAt: Math.floor(statedInMs / 1000),
  }
}

function keysFor(path: string | undefined, { evidence }: Attestation): MaaKeys {
  return path === undefined || evidence.type !== 'azure-maa'
    ? {}
    : readKeys(resolve(path), evidence.token)
}

function chainOption(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new AppraisalOptionError('--chain', `"${text}" is no chain id`)
}

function addressOption(option: string, text: string): Address {
  const isOne: boolean = isAddress(text)
  if (!isOne) throw new AppraisalOptionError(option, `"${text}" is no address`)
  return getAddress(text) as Address
}
