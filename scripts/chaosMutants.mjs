// Faults that somebody could put into the lanes one day: `npm run chaos -- --mutants` must find each of them.
const lanes = 'shared/chain/lanes'

/**
 * Each is the source with some texts replaced; `says` is what is wrong with it, `seed` the first that catches it.
 *
 * @type {readonly import('./plantMutant.mjs').Mutant[]}
 */
export const mutants = [
  {
    name: 'broadcastBeforeJournal',
    seed: 1,
    says: 'a transaction is sent before it is written',
    file: `${lanes}/drainLane.ts`,
    edits: [
      [
        '  const written = await journal.write(key, {',
        '  await announce(turn, changes)\n  const written = await journal.write(key, {',
      ],
    ],
  },
  {
    name: 'noEtagOnHead',
    seed: 66,
    says: 'whoever writes last is right, whatever it has looked at',
    file: `${lanes}/journal.ts`,
    edits: [
      ["{ kind: 'replace', row: headRow, etag: head.etag }", "{ kind: 'put', row: headRow }"],
    ],
  },
  {
    name: 'gapNotFilled',
    seed: 64,
    says: 'a free nonce below one that is held stays free',
    file: `${lanes}/signDue.ts`,
    edits: [
      ['await fillGaps(turn, free.slice(paid.length))', 'await fillGaps(turn, free.slice(0, 0))'],
    ],
  },
  {
    name: 'earlyAcknowledgement',
    seed: 1,
    says: 'a delivery is settled by its first receipt, whatever is reorganised afterwards',
    file: `${lanes}/followMined.ts`,
    edits: [
      [
        'if (view.block.number - receipt.blockNumber < turn.confirmations) return forgetDoubt(open)',
        '',
      ],
    ],
  },
  {
    name: 'nonceFromChainAlone',
    seed: 1,
    says: 'nonces are taken from what is mined, as if no row held any',
    file: `${lanes}/nonces.ts`,
    edits: [
      [
        'return window.filter((nonce) => !held.has(nonce))',
        'return window.filter((nonce) => nonce >= 0 || held.has(nonce))',
      ],
    ],
  },
  {
    name: 'replacementTooCheap',
    seed: 4,
    says: 'a replacement pays one wei more, which no node takes',
    file: `${lanes}/price.ts`,
    edits: [['return (BigInt(fee) * 9n) / 8n + 1n', 'return BigInt(fee) + 1n']],
  },
  {
    name: 'reorganisationNotFollowed',
    seed: 15,
    says: 'a nonce that seems to be lost is given up at once, though a reorganisation may give it back',
    file: `${lanes}/followMined.ts`,
    edits: [
      [
        "const doubt = 'nonce used'\n  if (isConfirmed(turn, row, doubt)) {",
        "const doubt = 'nonce used'\n  if (isConfirmed(turn, row, doubt) || doubt !== '') {",
      ],
    ],
  },
  {
    name: 'expiredDropped',
    seed: 10,
    says: 'an expired claim is dropped while its transaction is in flight',
    file: `${lanes}/replace.ts`,
    edits: [
      [
        "import { remember } from './history'",
        "import { settle } from './decisions'\nimport { remember } from './history'",
      ],
      [
        "return cancel(turn, { row, etag }, { outcome: 'expired', reasons: [reason] })",
        "return settle(turn, { row, etag }, { outcome: 'expired', reasons: [reason] })",
      ],
    ],
  },
  {
    name: 'refusedAtOnce',
    seed: 27,
    says: 'a refusal of a simulation is final, though no block agrees',
    file: `${lanes}/simulateAll.ts`,
    edits: [
      ['if (!(await isSeen(turn, call, name))) {', "if (name === '') {"],
      [
        'if (isConfirmed(turn, open.row, name)) {',
        "if (isConfirmed(turn, open.row, name) || name !== '') {",
      ],
    ],
  },
  {
    name: 'refusedCalledReverted',
    seed: 1,
    says: 'what a simulation refuses ends as reverted, though no transaction of it was ever mined',
    file: `${lanes}/simulateAll.ts`,
    edits: [
      [
        'settleUncarried(turn, open, { outcome: kind, reasons: [reason] })',
        "settleUncarried(turn, open, { outcome: 'reverted', reasons: [reason] })",
      ],
    ],
  },
  {
    name: 'neverSentAgain',
    seed: 26,
    says: 'what the nodes have dropped is not sent again',
    file: `${lanes}/followFlying.ts`,
    edits: [['if (lost.length === 0) return', 'if (lost.length >= 0) return']],
  },
  {
    name: 'tellNotRepeated',
    seed: 26,
    says: 'a run that could not be told of an end is not told again',
    file: `${lanes}/tellSettled.ts`,
    edits: [
      [
        'reason: messageOf(error) })\n    return []',
        'reason: messageOf(error) })\n    return [deliveryId]',
      ],
    ],
  },
  {
    name: 'expiredByOwnClock',
    seed: 2,
    says: 'a claim expires by the clock of the host, which is not that of the chain',
    file: `${lanes}/prepare.ts`,
    edits: [
      ['if (chainTime(turn) <= until) {', 'if (chainTime(turn) < 0) {'],
      [
        'if (!isConfirmed(turn, open.row, doubt)) {',
        "if (!isConfirmed(turn, open.row, doubt) && doubt === '') {",
      ],
    ],
  },
  {
    name: 'oneEndpointBelieved',
    seed: 18,
    says: 'one endpoint is believed, whatever the others say',
    file: 'shared/chain/quorum.ts',
    edits: [
      ['if (count >= needed) return answer', 'if (count >= Math.min(1, needed)) return answer'],
    ],
  },
  {
    name: 'budgetOfFirstPriceOnly',
    seed: 26,
    says: 'a budget bounds the first price of a claim, and not what it is raised to',
    file: `${lanes}/replace.ts`,
    edits: [
      [
        "if (typeof funds.reserve({ place, mostInWei }) !== 'string') return undefined",
        'funds.reserve({ place, mostInWei: 0n * mostInWei })',
      ],
    ],
  },
  {
    name: 'cancelFreesBudget',
    seed: 57,
    says: 'what takes a nonce back frees the share of its claim, which may still be mined',
    file: `${lanes}/funds.ts`,
    edits: [['return row.claimMostInWei === undefined ?', "return row.claimMostInWei !== '' ?"]],
  },
]
