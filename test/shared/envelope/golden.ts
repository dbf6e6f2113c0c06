import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address, Hex } from '../../../shared/core/hex'
import type { Claim, ClaimDomain } from '../../../shared/envelope/claim'
import { type ClaimJson, parseClaim } from '../../../shared/envelope/parseClaim'
import type { RunFacts } from '../../../shared/envelope/provenance'
import type { Tier } from '../../../shared/envelope/tiers'
import { localSigner } from '../../../shared/signing/localSigner'

type Seals = {
  readonly tiers: readonly {
    readonly tier: Tier
    readonly signer: Address
    readonly digest: Hex
    readonly signature: Hex
  }[]
  readonly seals: Hex
}

type Preimage<T> = { readonly value: T; readonly canonical: string; readonly hash: Hex }

// test/vectors/golden.json, as far as it is read here.
type Golden = {
  readonly domain: ClaimDomain
  readonly domainSeparator: Hex
  readonly typeHashes: { readonly Claim: Hex; readonly Seal: Hex }
  readonly encodedTypes: { readonly Claim: string; readonly Seal: string }
  readonly keys: { readonly cryplet: Hex; readonly enclave: Hex; readonly host: Hex }
  readonly signers: { readonly cryplet: Address; readonly enclave: Address; readonly host: Address }
  readonly ids: {
    readonly publisher: Address
    readonly name: string
    readonly crypletId: Hex
    readonly callback: string
    readonly selector: Hex
    readonly index: { readonly class: number; readonly member: number }
    readonly subscription: Hex
  }
  readonly preimages: {
    readonly codeHash: Preimage<{ readonly bundle: Hex; readonly origins: readonly string[] }>
    readonly provenance: Preimage<RunFacts>
    readonly wakeId: Preimage<readonly [string, Hex, number]>
    readonly deliveryId: {
      readonly value: readonly [Hex, number, Address, Hex]
      readonly hash: Hex
    }
  }
  readonly possession: {
    readonly registry: Address
    readonly role: Tier
    readonly ref: Hex
    readonly key: Address
    readonly sponsor: Address
    readonly digest: Hex
  }
  readonly cases: readonly {
    readonly name: string
    readonly claim: ClaimJson
    readonly claimDigest: Hex
    readonly threeTiers: Seals
    readonly crypletAndHost: Seals
    readonly crypletOnly: Seals
  }[]
}

export const golden = JSON.parse(
  readFileSync(join(__dirname, '../../vectors/golden.json'), 'utf8'),
) as Golden

export const domain: ClaimDomain = {
  chainId: golden.domain.chainId,
  verifyingContract: golden.domain.verifyingContract,
}

export const signers = {
  cryplet: localSigner(golden.keys.cryplet),
  enclave: localSigner(golden.keys.enclave),
  host: localSigner(golden.keys.host),
}

export const addresses = golden.signers

// The first golden claim, mode `latest`, changed where asked.
export function aClaim(changes: Partial<Claim> = {}): Claim {
  return { ...parseClaim(golden.cases[0]?.claim), ...changes }
}
