import type { Command } from 'commander'
import type { JsonRpcProvider } from 'ethers'
import { isVerified } from '../../shared/api/verification/verification'
import { NothingToVerifyError, verifyDelivery } from '../../shared/api/verification/verifyDelivery'
import { InvalidValueError } from '../../shared/core/errors'
import type { Hex } from '../../shared/core/hex'
import { parseHex } from '../../shared/core/hex'
import { parseAddress } from '../../shared/core/settings'
import type { SealSigners } from '../../shared/envelope/sealedEnvelope'
import type { TierName } from '../../shared/envelope/tiers'
import { recover } from '../../shared/signing/recover'
import { describeVerification } from '../describeVerification'
import { findBundle } from '../findBundle'
import type { Io } from '../io'
import type { LocalStack } from '../localStack'
import { findLocalStack, requireLocalStack, StackNotRunningError, stateFolder } from '../localStack'
import { openRpc } from '../openRpc'

/** What `cryplet verify` is given. */
export type VerifyOptions = {
  readonly rpc?: string
  readonly bundle?: string
  readonly signers?: string
  readonly state?: string
  readonly json?: boolean
}

/**
 * Adds `cryplet verify`.
 *
 * @param program - Gets the command.
 * @param io - Its surroundings.
 */
export function addVerify(program: Command, io: Io): void {
  program
    .command('verify')
    .description(
      'Verifies a delivery link by link; exits with 0 only when somebody vouches for its signers and no link is invalid.',
    )
    .argument('[transaction]', 'its hash; left out, the bundle alone is verified, without a chain')
    .option('--rpc <url>', "endpoint of the transaction's chain (the local stack's)")
    .option('--bundle <place>', "file or URL of the proof bundle (the local stack's API)")
    .option(
      '--signers <list>',
      'whom you trust, beside the registry or, for a bundle alone, instead of it: cryplet=0x…,enclave=0x…,host=0x…',
    )
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action(async (transaction: string | undefined, options: VerifyOptions) => {
      await runVerify(transaction, options, io)
    })
}

/**
 * Verifies a delivery and writes what it found.
 *
 * @param transaction - Its hash, if there is one.
 * @param options - Where chain and bundle are.
 * @param io - Gets the answer, and the exit code.
 * @throws FabricError when there is nothing that can be verified.
 */
export async function runVerify(
  transaction: string | undefined,
  options: VerifyOptions,
  io: Io,
): Promise<void> {
  if (transaction === undefined && options.bundle === undefined) throw new NothingToVerifyError()
  const hash = transaction === undefined ? undefined : parseTransaction(transaction)
  const signers = options.signers === undefined ? undefined : parseSigners(options.signers)
  const stack = findLocalStack(stateFolder(io, options.state))
  const provider = await openChain(hash, options, io)
  try {
    const bundle = await findBundle({ hash, place: options.bundle, stack, provider, io })
    const request = { transaction: hash, bundle, provider, recover, signers }
    const verification = await verifyDelivery(request)
    const verified = isVerified(verification)
    io.out(
      options.json === true
        ? `${JSON.stringify({ verified, ...verification }, null, 2)}\n`
        : `${describeVerification(verification).join('\n')}\n`,
    )
    io.setExitCode(verified ? 0 : 1)
  } finally {
    provider?.destroy()
  }
}

const TIERS: readonly TierName[] = ['cryplet', 'enclave', 'host']

function parseSigners(text: string): SealSigners {
  const expected = 'cryplet=0x…,enclave=0x…,host=0x…, each with an address'
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name, value] = part.trim().split('=')
      const tier = TIERS.find((known) => known === name)
      const address = parseAddress(value)
      if (tier === undefined || address === undefined) {
        throw new InvalidValueError('--signers', expected, part)
      }
      return [tier, address]
    }),
  )
}

function parseTransaction(text: string): Hex {
  try {
    return parseHex(text, 'transaction', 32)
  } catch {
    throw new InvalidValueError('transaction', '32 bytes as 0x and 64 hexadecimal digits', text)
  }
}

// A bundle without a transaction and an endpoint is verified offline.
async function openChain(
  hash: Hex | undefined,
  options: VerifyOptions,
  io: Io,
): Promise<JsonRpcProvider | undefined> {
  if (options.rpc !== undefined) return openRpc(options.rpc)
  if (hash === undefined) return undefined
  return openRpc(stackOrAdvice(stateFolder(io, options.state)).rpcUrl)
}

function stackOrAdvice(folder: string): LocalStack {
  try {
    return requireLocalStack(folder)
  } catch (error) {
    if (!(error instanceof StackNotRunningError)) throw error
    const instead = ', or an endpoint of its chain with --rpc URL'
    throw new StackNotRunningError(folder, error.fault, instead)
  }
}
