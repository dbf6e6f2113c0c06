import type { KeyObject } from 'node:crypto'
import { openKey, SealedKeyError } from '../shared/attestation/sealedKey'
import { InvalidValueError } from '../shared/core/errors'
import type { Address, Hex } from '../shared/core/hex'
import { parseAddress, parseFields, parseText, parseWhole } from '../shared/envelope/fields'
import type { Possession } from '../shared/envelope/possessionDigest'
import { possessionDigest } from '../shared/envelope/possessionDigest'
import type { CrypletKeys } from '../shared/execution/container'
import { requireCryplet } from '../shared/execution/container'
import { RequestRefusedError } from '../shared/execution/errors'
import type { LoadedCryplet } from '../shared/execution/loadCryplets'
import { parseCrypletName } from '../shared/execution/parseRequests'
import { localSigner } from '../shared/signing/localSigner'
import type { Signer } from '../shared/signing/signer'

/** Sends a tier-1 key. */
export type KeyRequest = {
  readonly cryplet: string
  /** As sealKey makes it. */
  readonly jwe: string
  /** For whom possession is to be proved, if it is. */
  readonly possession?: Pick<Possession, 'chainId' | 'registry' | 'sponsor'>
}

/** Says which key has come. */
export type KeyReceipt = {
  readonly cryplet: string
  /** 32 bytes. */
  readonly crypletId: Hex
  readonly address: Address
  /** Tier 1's, over possessionDigest with role 1, EIP-2098, 64 bytes. */
  readonly possession?: Hex
}

type HeldKeys = CrypletKeys & {
  /** Of the request that brought the newest, Unix seconds. */
  readonly time: number
}

/** The tier-1 keys that have come since the start. They are in memory alone, and nothing gives them out. */
export class KeyRing {
  readonly #keys = new Map<Hex, HeldKeys>()

  /**
   * Takes keys for some Cryplets.
   *
   * @param cryplets - For which it takes keys.
   * @param decryptionKey - To which keys are sealed, P-256.
   */
  constructor(
    private readonly cryplets: readonly LoadedCryplet[],
    private readonly decryptionKey: KeyObject,
  ) {}

  /**
   * Finds the keys of a Cryplet.
   *
   * @param crypletId - 32 bytes.
   * @returns Undefined until one has come.
   */
  find(crypletId: Hex): CrypletKeys | undefined {
    return this.#keys.get(crypletId)
  }

  /**
   * Opens a sealed key and signs with it from now on, in place of the one that was there: of that the address stays.
   *
   * @param request - The sealed key, and its Cryplet.
   * @param time - When the operator signed the request, Unix seconds; later than for another key that is there, so that
   *   nobody who kept an earlier request puts its key back.
   * @returns Its address, and proof of possession if that was asked for.
   * @throws CrypletUnknownError when the Cryplet is not built in.
   * @throws SealedKeyError when it is not for this container, or for another Cryplet than was named.
   * @throws PrivateKeyInvalidError when it is no key.
   * @throws RequestRefusedError when another key of that time or a later one is there.
   */
  async receive(request: KeyRequest, time: number): Promise<KeyReceipt> {
    const { crypletId } = requireCryplet({ cryplets: this.cryplets }, request.cryplet)
    const key = await openKey(request.jwe, this.decryptionKey)
    if (key.crypletId !== crypletId) {
      throw new SealedKeyError(`it is for the Cryplet ${key.crypletId}, not for ${crypletId}`)
    }
    const signer = localSigner(key.privateKey, 'the sealed key')
    this.#keep(crypletId, signer, time)
    const receipt = { cryplet: request.cryplet, crypletId, address: signer.address }
    if (!request.possession) return receipt
    const digest = possessionDigest({
      ...request.possession,
      key: signer.address,
      role: 1,
      ref: crypletId,
    })
    return { ...receipt, possession: await signer.sign(digest) }
  }

  #keep(crypletId: Hex, signer: Signer, time: number): void {
    const before = this.#keys.get(crypletId)
    // Sent again, as by two starts in one second, it changes nothing.
    if (before?.signer.address === signer.address) {
      this.#keys.set(crypletId, { ...before, time: Math.max(time, before.time) })
      return
    }
    if (before !== undefined && time <= before.time) {
      const reason = `its time is ${String(time)}, but a key of ${String(before.time)} is here already`
      // Retryable: signed anew, it is later.
      throw new RequestRefusedError(reason, true)
    }
    const addresses = [...new Set([signer.address, ...(before?.addresses ?? [])])]
    this.#keys.set(crypletId, { signer, addresses, time })
  }
}

/**
 * Parses what sends a key.
 *
 * @param value - JSON, as KeyRequest.
 * @returns The request.
 * @throws SealedKeyError when it is anything else. Nothing of it is told: a key may have been sent unsealed by mistake.
 */
export function parseKeyRequest(value: unknown): KeyRequest {
  try {
    return parse(value)
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error
    // Not as the cause: the parsers' messages quote what they got.
    throw new SealedKeyError(`${error.argument}: expected ${error.expected}`)
  }
}

function parse(value: unknown): KeyRequest {
  const fields = parseFields(value, 'request', ['cryplet', 'jwe', 'possession'])
  const { possession } = fields
  return {
    cryplet: parseCrypletName(fields['cryplet'], 'cryplet'),
    jwe: parseText(fields['jwe'], 'jwe', /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}$/),
    ...(possession === undefined ? {} : { possession: parsePossession(possession) }),
  }
}

function parsePossession(value: unknown): NonNullable<KeyRequest['possession']> {
  const names = ['chainId', 'registry', 'sponsor']
  const { chainId, registry, sponsor } = parseFields(value, 'possession', names)
  return {
    chainId: parseWhole(chainId, 'possession.chainId'),
    registry: parseAddress(registry, 'possession.registry'),
    sponsor: parseAddress(sponsor, 'possession.sponsor'),
  }
}
