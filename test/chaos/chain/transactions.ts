import { keccak256, Transaction } from 'ethers'
import type { Hex } from '../../../shared/core/hex'
import { recover } from '../../../shared/signing/recover'
import { kept } from '../kept'

/** A signed transaction as a node reads it. */
export type Tx = {
  readonly hash: Hex
  readonly raw: Hex
  /** In lower case, as is `to`. */
  readonly from: string
  readonly to: string
  readonly nonce: number
  readonly data: Hex
  readonly gasLimit: bigint
  readonly maxFee: bigint
  readonly tip: bigint
}

// Each is sent to all nodes, and often again.
const readBefore = new Map<Hex, Tx>()

// Reads a raw transaction; it throws for what no node could read.
export function readTransaction(raw: Hex): Tx {
  return kept(readBefore, raw, () => read(raw))
}

function read(raw: Hex): Tx {
  const tx = Transaction.from(raw)
  const { signature, nonce, data, gasLimit, gasPrice, maxFeePerGas, maxPriorityFeePerGas } = tx
  const from = signature && recover(tx.unsignedHash as Hex, signature.compactSerialized as Hex)
  if (from === null || from === undefined) throw new Error('not signed')
  const maxFee = maxFeePerGas ?? gasPrice ?? 0n
  return {
    hash: keccak256(raw) as Hex,
    raw,
    from: from.toLowerCase(),
    to: (tx.to ?? '').toLowerCase(),
    ...{ nonce, data: data as Hex, gasLimit, maxFee },
    tip: maxPriorityFeePerGas ?? maxFee,
  }
}
