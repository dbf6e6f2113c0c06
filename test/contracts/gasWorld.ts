import {
  AbiCoder,
  computeAddress,
  concat,
  id,
  keccak256,
  SigningKey,
  TypedDataEncoder,
  ZeroHash,
} from 'ethers'
import type { Cost, Deployed, GasChain } from './gasChain'

const abi = AbiCoder.defaultAbiCoder()
const FAR = 4_000_000_000
const CODE = id('code 1')
const OPERATOR = id('operator 1')
const keys = [id('cryplet key'), id('enclave key'), id('host key')].map((k) => new SigningKey(k))
const addresses = keys.map((key) => computeAddress(key.publicKey))

const CLAIM = {
  Claim: [
    ['bytes32', 'crypletId'],
    ['bytes32', 'subscription'],
    ['uint64', 'sequence'],
    ['uint64', 'observedAt'],
    ['uint64', 'expiresAt'],
    ['bytes32', 'provenance'],
    ['uint64', 'anchorBlock'],
    ['bytes32', 'anchorHash'],
    ['bytes32', 'codeHash'],
    ['bytes', 'payload'],
  ].map(([type = '', name = '']) => ({ name, type })),
}
const SEAL = {
  Seal: [
    { name: 'tier', type: 'uint8' },
    { name: 'inner', type: 'bytes32' },
    { name: 'innerSignature', type: 'bytes32' },
  ],
}
const ENROL = {
  Enrol: [
    { name: 'key', type: 'address' },
    { name: 'role', type: 'uint8' },
    { name: 'ref', type: 'bytes32' },
    { name: 'sponsor', type: 'address' },
  ],
}

/** Bits of a policy's tiers. */
export const THREE_TIERS = 7
export const CRYPLET_AND_HOST = 5

/** What a claim says beyond what every claim of these figures says. */
export type Statement = {
  readonly payload: readonly bigint[]
  readonly tiers?: number
  readonly nonce?: bigint
  readonly anchor?: { readonly number: number; readonly hash: string }
  readonly observedAt?: number
}

/** A claim as ethers encodes it, and its seals. */
export type Sealed = { readonly claim: Readonly<Record<string, unknown>>; readonly seals: string }

/** A chain with a registry in which one Cryplet, one enclave and one host are in good standing. */
export class GasWorld {
  private constructor(
    readonly chain: GasChain,
    readonly registry: Deployed,
    readonly crypletId: string,
  ) {}

  static async start(chain: GasChain): Promise<GasWorld> {
    const owner = chain.sender.address
    const registry = await chain.deploy('TrustRegistry', 'TrustRegistry', [owner, 0, 0, 3600, true])
    const crypletId = keccak256(abi.encode(['address', 'string'], [owner, 'marketClose']))
    return new GasWorld(chain, registry, crypletId)
  }

  // grants and keys, as a deployment makes them
  async enrol(): Promise<Readonly<Record<string, Cost>>> {
    const { chain, registry, crypletId } = this
    const owner = chain.sender.address
    const measurement = [0, id('host data'), id('issuer'), id('feed'), 1, ZeroHash]
    const measurementId = await chain.call(registry, 'measurementIdOf', [measurement])
    await chain.send(registry, 'licensePublisher', [owner, FAR])
    await chain.send(registry, 'allowRegistrar', [owner, FAR])
    await chain.send(registry, 'allowMeasurement', [measurement, FAR])
    const possession = this.possess(2, OPERATOR, 3)
    await chain.send(registry, 'enrolHost', [addresses[2], OPERATOR, FAR, possession])
    const registration = {
      name: 'marketClose',
      manifestHash: id('manifest'),
      manifestUri: 'https://manifest.example/marketClose/1.0.0.json',
      key: addresses[0],
      notAfter: FAR,
      possession: this.possess(0, crypletId, 1),
      codeHash: CODE,
      admitted: [measurementId, OPERATOR],
    }
    return {
      'registerCryplet (key, code, two admissions)': await chain.send(registry, 'registerCryplet', [
        registration,
      ]),
      'enrolEnclave, new key': await chain.send(registry, 'enrolEnclave', [
        addresses[1],
        measurementId,
        chain.next + 86_400,
        id('evidence'),
        this.possess(1, String(measurementId), 2),
      ]),
    }
  }

  async warm(tiers: number): Promise<Cost> {
    const [cryplet, enclave, host] = addresses
    const none = `0x${'00'.repeat(20)}`
    const [second, third] = [tiers & 2 ? enclave : none, tiers & 4 ? host : none]
    const args = [this.crypletId, CODE, cryplet, second, third]
    return this.chain.send(this.registry, 'warm', args)
  }

  // moves the epoch, so that every verdict is stale, and nothing else
  async withdrawSomething(): Promise<void> {
    await this.chain.send(this.registry, 'revokeGrant', [id('something else')])
  }

  subscription(selector: string, index: number): string {
    const family = keccak256(abi.encode(['bytes32', 'bytes4'], [this.crypletId, selector]))
    return `${family.slice(0, 50)}${index.toString(16).padStart(8, '0')}00000001`
  }

  // the claim for the next block, and its seals
  seal(receiver: Deployed, subscription: string, said: Statement): Sealed {
    const observedAt = said.observedAt ?? this.chain.next
    const types = said.payload.map(() => 'int256')
    const claim = {
      crypletId: this.crypletId,
      subscription,
      sequence: said.nonce ?? BigInt(observedAt) * 1000n,
      observedAt,
      expiresAt: observedAt + 900,
      provenance: id('record'),
      anchorBlock: said.anchor?.number ?? 0,
      anchorHash: said.anchor?.hash ?? ZeroHash,
      codeHash: CODE,
      payload: abi.encode(types, said.payload),
    }
    return { claim, seals: onion(receiver, claim, said.tiers ?? THREE_TIERS) }
  }

  async deliver(receiver: Deployed, subscription: string, said: Statement): Promise<Cost> {
    const { claim, seals } = this.seal(receiver, subscription, said)
    return this.chain.send(receiver, 'deliver', [claim, seals])
  }

  private possess(key: number, ref: string, role: number): string {
    const domain = {
      name: 'CrypletTrust',
      version: '1',
      chainId: 31337,
      verifyingContract: this.registry.address,
    }
    const sponsor = this.chain.sender.address
    const message = { key: addresses[key], role, ref, sponsor }
    return sign(key, TypedDataEncoder.hash(domain, ENROL, message))
  }
}

function onion(receiver: Deployed, claim: Record<string, unknown>, tiers: number): string {
  const verifyingContract = receiver.address
  const domain = { name: 'Cryplet', version: '1', chainId: 31337, verifyingContract }
  let inner = TypedDataEncoder.hash(domain, CLAIM, claim)
  const seals = [sign(0, inner)]
  for (const tier of [2, 3].filter((each) => tiers & (1 << (each - 1)))) {
    const innerSignature = keccak256(seals.at(-1) ?? '')
    inner = TypedDataEncoder.hash(domain, SEAL, { tier, inner, innerSignature })
    seals.push(sign(tier - 1, inner))
  }
  return concat(seals)
}

function sign(key: number, digest: string): string {
  const signature = keys[key]?.sign(digest)
  if (signature === undefined) throw new Error(`There is no key ${String(key)}.`)
  return signature.compactSerialized
}
