import { ZeroHash, zeroPadValue } from 'ethers'
import type { Clock } from '../../shared/core/clock'
import { nowInSeconds } from '../../shared/core/clock'
import type { Address, Hex } from '../../shared/core/hex'
import type { ContractReader } from '../../shared/registry/readContract'
import { answerOf } from '../../shared/registry/readContract'
import type { AccountRole } from './accounts'
import { localAccount } from './accounts'
import type { DeployChain } from './chain'
import { transact } from './chain'
import { REGISTRY_ABI } from './contracts'

/** As long as the registry can count: uint40, Unix seconds. */
export const FOR_EVER = 2 ** 40 - 1

/** The trust registry, as its owner, a publisher and a registrar use it. */
export type RegistryDesk = {
  readonly address: Address
  readonly chainId: number
  /** Tells whether a grant stands now. */
  readonly isGranted: (grant: GrantName) => Promise<boolean>
  /** Grants what is asked for, unless it stands already. */
  readonly grant: (grant: GrantOrder) => Promise<void>
  /** Enrols a key, unless it is trusted until `until` already. */
  readonly enrol: (enrolment: EnrolmentOrder) => Promise<void>
  /** Calls a method in a transaction. */
  readonly act: (role: AccountRole, method: string, args: readonly unknown[]) => Promise<void>
  /** Asks a question. */
  readonly ask: (method: string, args: readonly unknown[]) => ReturnType<typeof answerOf>
  /** Transactions that were needed so far. */
  readonly count: () => number
}

/** What is granted to whom. */
export type GrantName = {
  readonly kind: 'CODE' | 'ADMISSION' | 'MEASUREMENT' | 'REGISTRAR' | 'PUBLISHER'
  readonly subject: Hex
  readonly object?: Hex
}

/** A grant, and how to give it. */
export type GrantOrder = GrantName & {
  readonly by: AccountRole
  readonly method: string
  readonly args: readonly unknown[]
}

/** A key, and how to enrol it. */
export type EnrolmentOrder = {
  readonly key: Address
  /** Unix seconds. */
  readonly until: number
  readonly by: AccountRole
  readonly method: string
  readonly args: readonly unknown[]
}

/**
 * Opens the registry.
 *
 * @param chain - Where it is.
 * @param address - Of the registry.
 * @param clock - Tells what has ended.
 * @returns Whatever stands already costs no transaction.
 */
export function openRegistry(chain: DeployChain, address: Address, clock: Clock): RegistryDesk {
  const reader: ContractReader = {
    provider: chain.provider,
    address,
    abi: REGISTRY_ABI,
    at: 'latest',
  }
  let count = 0
  const ask: RegistryDesk['ask'] = (method, args) => answerOf(reader, method, args)
  const act: RegistryDesk['act'] = async (role, method, args) => {
    count += 1
    await transact(
      { chain, address, abi: REGISTRY_ABI },
      { account: localAccount(role), method, args },
    )
  }
  const isGranted: RegistryDesk['isGranted'] = async ({ kind, subject, object }) => {
    const [kindId] = await ask(kind, [])
    const [grantId] = await ask('grantIdOf', [kindId, subject, object ?? ZeroHash])
    const [grant] = await ask('grants', [grantId])
    return isStanding(grant, nowInSeconds(clock))
  }
  return {
    address,
    chainId: chain.chainId,
    ask,
    act,
    count: () => count,
    isGranted,
    grant: async ({ by, method, args, ...name }) => {
      if (!(await isGranted(name))) await act(by, method, args)
    },
    enrol: async ({ key, until, by, method, args }) => {
      const [found] = await ask('keys', [key])
      if (!isStanding(found, until)) await act(by, method, args)
    },
  }
}

function isStanding(found: unknown, until: number): boolean {
  // A struct of the contract's own ABI.
  const { notAfter, revoked } = found as { readonly notAfter: bigint; readonly revoked: boolean }
  return !revoked && Number(notAfter) >= until
}

/**
 * Writes an address as the word that a grant is about.
 *
 * @param address - 20 bytes.
 * @returns 32 bytes.
 */
export function wordOf(address: Address): Hex {
  return zeroPadValue(address, 32) as Hex
}
