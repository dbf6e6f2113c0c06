import { Wallet } from 'ethers'
import type { Hex } from '../../shared/core/hex'

/** What an account of the local chain is for; each has a key of its own. */
export type AccountRole =
  | 'owner'
  | 'publisher'
  | 'registrar'
  | 'issuer'
  | 'approver'
  | 'sender'
  | 'asker'

/**
 * The accounts that the local chain gives money to, by what they do here.
 *
 * Their keys are the published ones of every Foundry installation: anyone has them, so they are worth nothing
 * elsewhere and must never be used there.
 */
const PUBLISHED_KEYS: Readonly<Record<AccountRole, Hex>> = {
  // Owns the registry: allows measurements, registrars, operators and publishers.
  owner: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  // Publishes the Cryplets: registers them, grants their code, names who may run them.
  publisher: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  // Enrols the tier-2 key of each enclave start, after appraising its evidence.
  registrar: '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  // Issues the example note; may resume it.
  issuer: '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  // May pause the note, and release or drop what broke a rail.
  approver: '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a',
  // Pays for deliveries.
  sender: '0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba',
  // May ask the example PriceAsker what gold costs.
  asker: '0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e',
}

/**
 * Gives the account of a role on the local chain.
 *
 * @param role - What it does.
 * @returns Without a provider.
 */
export function localAccount(role: AccountRole): Wallet {
  return new Wallet(PUBLISHED_KEYS[role])
}
