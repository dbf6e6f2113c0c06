import { FabricError, InvalidValueError } from '../core/errors'
import type { Address, Hex } from '../core/hex'
import { concatHex, parseHex } from '../core/hex'
import { separatorOf } from '../envelope/domainSeparator'
import { parseAddress, parseFields, parseWhole } from '../envelope/fields'
import type { Recover } from '../envelope/recover'
import {
  addressWord,
  bytes32Word,
  hashWords,
  typedDigest,
  typeHash,
  uintWord,
} from '../envelope/typedData'

/** What an attester says of an enclave whose evidence it has appraised. */
export type Statement = {
  readonly chainId: number
  /** The AttesterQuorum that it is said to. */
  readonly quorum: Address
  /** Tier 2. */
  readonly key: Address
  /** 32 bytes. */
  readonly measurementId: Hex
  /** Unix seconds: the key's last. */
  readonly notAfter: number
  /** 32 bytes. */
  readonly evidenceHash: Hex
  /** Unix seconds; all who sign agree on it. */
  readonly statedAt: number
}

/** A statement with the signature of the one whose it is. */
export type SignedStatement = {
  readonly statement: Statement
  readonly attester: Address
  /** EIP-2098, 64 bytes. */
  readonly signature: Hex
}

/** Statements that do not make one word of several attesters. */
export class StatementsApartError extends FabricError {
  override readonly name = 'StatementsApartError'
  readonly code = 'STATEMENTS_APART'
  readonly retryable = false

  constructor(readonly fault: string) {
    super(
      `These statements cannot be sent together: ${fault}. All attesters sign the same statement, each once: give those that come later the first one's --stated and --until.`,
    )
  }
}

/**
 * Hashes a statement to the digest that an attester signs and `AttesterQuorum.sol` recovers from.
 *
 * Source: docs/protocol.md, section 7.
 *
 * @param statement - Any.
 * @returns 32 bytes.
 */
export function statementDigest(statement: Statement): Hex {
  const { chainId, quorum, key, measurementId, notAfter, evidenceHash, statedAt } = statement
  const structHash = hashWords([
    ...[APPRAISAL_TYPE_HASH, addressWord(key, 'key')],
    ...[bytes32Word(measurementId, 'measurementId'), uintWord(notAfter, 'notAfter', 40)],
    ...[bytes32Word(evidenceHash, 'evidenceHash'), uintWord(statedAt, 'statedAt', 40)],
  ])
  const domain = { chainId, verifyingContract: quorum }
  return typedDigest(separatorOf('CrypletAttesters', domain), structHash)
}

/**
 * Regains a signed statement by verifying it.
 *
 * @param value - JSON, as SignedStatement.
 * @param recover - Finds who signed.
 * @returns The statement.
 * @throws InvalidValueError when it is anything else, or is signed by another.
 */
export function parseSignedStatement(value: unknown, recover: Recover): SignedStatement {
  const fields = parseFields(value, 'signed statement', ['statement', 'attester', 'signature'])
  const statement = parseStatement(fields['statement'])
  const attester = parseAddress(fields['attester'], 'attester')
  const signature = parseHex(fields['signature'], 'signature', 64)
  const signer = recover(statementDigest(statement), signature)
  if (signer !== attester) {
    throw new InvalidValueError('signature', `one of ${attester}`, signer ?? 'one of nobody')
  }
  return { statement, attester, signature }
}

/**
 * Makes one word of what several attesters say.
 *
 * @param statements - At least one.
 * @returns What they say, and their signatures in the order in which the contract takes them.
 * @throws StatementsApartError
 */
export function joinStatements(statements: readonly SignedStatement[]): {
  readonly statement: Statement
  readonly signatures: Hex
} {
  const [first] = statements
  if (first === undefined) throw new StatementsApartError('there is none')
  const digest = statementDigest(first.statement)
  const other = statements.find((each) => statementDigest(each.statement) !== digest)
  if (other !== undefined) {
    throw new StatementsApartError(`${first.attester} and ${other.attester} say different things`)
  }
  const ordered = [...statements].sort((a, b) => (BigInt(a.attester) < BigInt(b.attester) ? -1 : 1))
  const twice = ordered.find((each, index) => each.attester === ordered[index + 1]?.attester)
  if (twice !== undefined) throw new StatementsApartError(`${twice.attester} has signed twice`)
  const signatures = concatHex(ordered.map(({ signature }) => signature))
  return { statement: first.statement, signatures }
}

function parseStatement(value: unknown): Statement {
  const names = [
    'chainId',
    'quorum',
    'key',
    'measurementId',
    'notAfter',
    'evidenceHash',
    'statedAt',
  ]
  const fields = parseFields(value, 'statement', names)
  const whole = (name: string): number => parseWhole(fields[name], `statement.${name}`)
  return {
    ...{ chainId: whole('chainId'), quorum: parseAddress(fields['quorum'], 'statement.quorum') },
    key: parseAddress(fields['key'], 'statement.key'),
    measurementId: parseHex(fields['measurementId'], 'statement.measurementId', 32),
    evidenceHash: parseHex(fields['evidenceHash'], 'statement.evidenceHash', 32),
    ...{ notAfter: whole('notAfter'), statedAt: whole('statedAt') },
  }
}

const APPRAISAL_TYPE_HASH = typeHash(
  'Appraisal(address key,bytes32 measurementId,uint40 notAfter,bytes32 evidenceHash,uint40 statedAt)',
)
