import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Wallet } from 'ethers'
import { dateText } from '../../shared/api/dateText'
import { InvalidValueError } from '../../shared/core/errors'
import type { Hex } from '../../shared/core/hex'
import { parseHex } from '../../shared/core/hex'
import type { ContractReader } from '../../shared/registry/readContract'
import { localAccount } from '../deploy/accounts'
import type { DeployChain } from '../deploy/chain'
import { connectChain } from '../deploy/chain'
import { GOLD_NOTE_ABI } from '../deploy/contracts'
import { readPrivateKey } from '../deploy/keyFiles'
import type { Io } from '../io'
import { requireLocalStack, stateFolder } from '../localStack'
import type { ParkedClaim } from '../quarantine/parkedClaims'
import { listParked } from '../quarantine/parkedClaims'
import type { Settlement } from '../quarantine/settleParked'
import { settleParked } from '../quarantine/settleParked'

/** What `cryplet quarantine` is given. */
export type QuarantineOptions = {
  readonly keyFile?: string
  readonly state?: string
  readonly json?: boolean
}

/**
 * Adds `cryplet quarantine`, `quarantine release` and `quarantine drop`.
 *
 * @param program - Gets the commands.
 * @param io - Its surroundings.
 */
export function addQuarantine(program: Command, io: Io): void {
  const quarantine = program
    .command('quarantine')
    .description("Lists the claims that the local stack's GoldNote has parked.")
    .option('--state <dir>', "folder of the local stack's state (.fabric)")
    .option('--json', 'write one JSON document')
    .action((options: QuarantineOptions) => runList(options, io))
  const verbs = { release: 'Applies a parked claim after all.', drop: 'Ends a parked claim.' }
  for (const [wish, description] of Object.entries(verbs)) {
    quarantine
      .command(wish)
      .description(description)
      .argument('<digest>', "the claim's, as the list shows it")
      .option('--key-file <file>', "an approver's key (the local stack's own approver)")
      .action((digest: string, _own: QuarantineOptions, command: Command) =>
        // Options of the list may stand before the verb or behind it.
        runSettle(
          { wish: wish === 'drop' ? 'drop' : 'release', digest },
          command.optsWithGlobals(),
          io,
        ),
      )
  }
}

async function runList(options: QuarantineOptions, io: Io): Promise<void> {
  await onChain(options, io, async ({ receiver }) => {
    const parked = await listParked(receiver)
    if (options.json === true) io.out(`${JSON.stringify({ parked }, null, 2)}\n`)
    else io.out(`${describeParked(parked).join('\n')}\n`)
  })
}

type Wish = { readonly wish: 'release' | 'drop'; readonly digest: string }

async function runSettle(
  { wish, digest }: Wish,
  options: QuarantineOptions,
  io: Io,
): Promise<void> {
  const parsed = parseDigest(digest)
  const { keyFile } = options
  const account =
    keyFile === undefined
      ? localAccount('approver')
      : new Wallet(await readPrivateKey(resolve(keyFile)))
  await onChain(options, io, async ({ chain, receiver }) => {
    const settled = await settleParked({ chain, receiver, account, wish, digest: parsed })
    const told = options.json === true ? JSON.stringify(settled, null, 2) : describe(settled, wish)
    io.out(`${told}\n`)
    io.setExitCode(settled.result === 'failed' ? 1 : 0)
  })
}

type Place = { readonly chain: DeployChain; readonly receiver: ContractReader }

async function onChain(
  options: QuarantineOptions,
  io: Io,
  run: (place: Place) => Promise<void>,
): Promise<void> {
  const { rpcUrl, deployment } = requireLocalStack(stateFolder(io, options.state))
  const chain = connectChain(rpcUrl, deployment.chainId)
  const { provider } = chain
  const abi = GOLD_NOTE_ABI
  try {
    await run({ chain, receiver: { provider, address: deployment.goldNote, abi, at: 'latest' } })
  } finally {
    provider.destroy()
  }
}

function parseDigest(text: string): Hex {
  try {
    return parseHex(text, 'digest', 32)
  } catch {
    throw new InvalidValueError('digest', '32 bytes as 0x and 64 hexadecimal digits', text)
  }
}

function describeParked(parked: readonly ParkedClaim[]): readonly string[] {
  if (parked.length === 0) return ['  Nothing is parked.']
  return parked.flatMap(({ digest, outcome, reason, parkedAt, releasableUntil, votes }) => [
    `  ${digest}`,
    `    ${outcome}    ${reason}`,
    `    parked      ${dateText(parkedAt)}, releasable until ${dateText(releasableUntil)}`,
    `    approvers   ${String(votes.release)} for release, ${String(votes.drop)} for drop, of ${String(votes.needed)} needed`,
  ])
}

function describe({ result, transaction, votes, needed }: Settlement, wish: string): string {
  const where = `in ${transaction}`
  const said: Readonly<Record<Settlement['result'], string>> = {
    applied: `Released and applied ${where}.`,
    failed: `Released, but the callback failed again ${where}; it stays parked.`,
    dropped: `Dropped ${where}.`,
    voted: `Voted to ${wish} ${where}: ${String(votes)} of ${String(needed)}.`,
  }
  return `  ${said[result]}`
}
