import { concat, getCreate2Address, Interface, id, keccak256 } from 'ethers'
import {
  goldAlarm,
  goldNote,
  priceAsker,
  trustRegistry,
} from '../../shared/chain/contracts.generated'
import type { Address, Hex } from '../../shared/core/hex'
import type { LoadedCryplet } from '../../shared/execution/loadCryplets'
import { localAccount } from './accounts'
import type { DeployChain } from './chain'
import { send } from './chain'

/** What can be asked of the trust registry. */
export const REGISTRY_ABI = new Interface(trustRegistry.abi)

/** What can be asked of the example that takes closing prices. */
export const GOLD_NOTE_ABI = new Interface(goldNote.abi)

/** What can be asked of the example that asks. */
export const PRICE_ASKER_ABI = new Interface(priceAsker.abi)

/** What can be asked of the example that is told when gold crosses a level. */
export const GOLD_ALARM_ABI = new Interface(goldAlarm.abi)

/** Forwards to CREATE2; there on anvil from the first block, and on most chains. */
const CREATE2_PROXY = '0x4e59b44847b379578588920cA78FbF26c0B4956C'
const SALT = id('cryplet-fabric.local')

/** A contract, and where it is whether or not it has been deployed yet. */
export type Deployment = { readonly address: Address; readonly initCode: Hex }

/** An example consumer, and the Cryplet that it has subscribed to. */
export type Consumer = Deployment & {
  readonly contract: 'GoldNote' | 'PriceAsker' | 'GoldAlarm'
  readonly abi: Interface
  readonly cryplet: LoadedCryplet
}

/**
 * Plans the trust registry of the local chain: no waiting times, simulated enclaves allowed.
 *
 * @returns Its address follows from code and arguments.
 */
export function planRegistry(): Deployment {
  const noDelay = 0
  const args = [localAccount('owner').address, noDelay, noDelay, noDelay, true]
  return plan(trustRegistry.bytecode, REGISTRY_ABI.encodeDeploy(args))
}

/**
 * Plans the example that takes closing prices.
 *
 * @param registry - Whom it asks.
 * @param crypletId - Of marketClose, 32 bytes.
 * @returns Its address follows from code and arguments.
 */
export function planGoldNote(registry: Address, crypletId: Hex): Deployment {
  const issuer = localAccount('issuer').address
  const oneApprover = 1
  const args = [registry, crypletId, issuer, [localAccount('approver').address], oneApprover]
  return plan(goldNote.bytecode, GOLD_NOTE_ABI.encodeDeploy(args))
}

/**
 * Plans the example that asks what gold costs.
 *
 * @param registry - Whom it asks about keys.
 * @param crypletId - Of priceOnRequest, 32 bytes.
 * @returns Its address follows from code and arguments.
 */
export function planPriceAsker(registry: Address, crypletId: Hex): Deployment {
  const args = [registry, crypletId, localAccount('asker').address]
  return plan(priceAsker.bytecode, PRICE_ASKER_ABI.encodeDeploy(args))
}

/**
 * Plans the example that is told when gold crosses a level.
 *
 * @param registry - Whom it asks about keys.
 * @param crypletId - Of goldWatch, 32 bytes.
 * @returns Its address follows from code and arguments.
 */
export function planGoldAlarm(registry: Address, crypletId: Hex): Deployment {
  return plan(goldAlarm.bytecode, GOLD_ALARM_ABI.encodeDeploy([registry, crypletId]))
}

function plan(bytecode: string, args: string): Deployment {
  const initCode = concat([bytecode, args]) as Hex
  const address = getCreate2Address(CREATE2_PROXY, SALT, keccak256(initCode))
  return { address: address as Address, initCode }
}

/**
 * Deploys a contract unless it is there.
 *
 * @param chain - Where to.
 * @param deployment - As planned.
 * @returns Whether it was deployed now.
 */
export async function deploy(chain: DeployChain, deployment: Deployment): Promise<boolean> {
  if ((await chain.provider.getCode(deployment.address)) !== '0x') return false
  const data = concat([SALT, deployment.initCode])
  await send(chain, localAccount('owner'), { to: CREATE2_PROXY, data })
  return true
}
