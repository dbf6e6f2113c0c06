import type { Random } from './random'

// How often each kind strikes where it may: at each call that passes, or in each second or block of the world.
const RATES = {
  // Of hosts.
  crash: 0.0012,
  clockSkew: 0.7,
  clockJump: 0.01,
  // Of any call that leaves a host.
  delay: 0.012,
  errorBefore: 0.008,
  errorAfter: 0.006,
  // Of tables.
  throttled: 0.006,
  ownConflict: 0.004,
  // Of the broker.
  bellLost: 0.1,
  bellLate: 0.15,
  bellDoubled: 0.15,
  bellReordered: 0.15,
  lockLost: 0.5,
  brokerDown: 0.01,
  // Of the engine.
  activityTwice: 0.1,
  eventLost: 0.2,
  // Of endpoints.
  rpcLag: 0.03,
  rpcDead: 0.02,
  rpcRateLimit: 0.02,
  rpcOmit: 0.01,
  lieBlock: 0.02,
  lieFees: 0.015,
  lieNonce: 0.02,
  lieBalance: 0.015,
  lieGarbage: 0.015,
  lieReceipt: 0.03,
  lieHidden: 0.03,
  lieLogs: 0.02,
  lieCall: 0.02,
  lieTaken: 0.02,
  lieHeld: 0.02,
  // Of the chain.
  reorg: 0.08,
  reorgToDepth8: 0.02,
  droppedByReorg: 0.3,
  evicted: 0.1,
  omittedByMiner: 0.25,
  feeSpike: 0.03,
  gasRises: 0.04,
  revertWhenMined: 0.03,
  // Of the sender's account.
  nonceUsedOutside: 0.03,
  carriedByOther: 0.02,
  lowBalance: 0.012,
  // Of what produces claims.
  containerDown: 0.008,
} as const

/** A kind of fault. */
export type FaultKind = keyof typeof RATES

export const FAULT_KINDS = Object.keys(RATES) as readonly FaultKind[]

/** What goes wrong in one run. */
export type Faults = {
  readonly hits: Readonly<Record<FaultKind, number>>
  /** Tells whether a fault strikes here; what it does is its caller's. */
  readonly strikes: (kind: FaultKind) => boolean
  /** The same without counting it: for what may come to nothing. */
  readonly draws: (kind: FaultKind) => boolean
  /** Counts a fault that was drawn, when it takes effect. */
  readonly count: (kind: FaultKind) => void
  /** From here on nothing goes wrong any more, but that an event is lost: nobody waits for one. */
  readonly end: () => void
  readonly isOver: () => boolean
}

// Each seed has some kinds often, some seldom and some never: faults that always come together hide each other.
export function openFaults(random: Random): Faults {
  const strength = (): number => random.pick([0, 0.3, 1, 1, 3])
  const rates = new Map(
    FAULT_KINDS.map((kind) => [kind, Math.min(0.9, RATES[kind] * strength())] as const),
  )
  const hits = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>
  let isOver = false
  const draws: Faults['draws'] = (kind) =>
    (!isOver || kind === 'eventLost') && random.chance(rates.get(kind) ?? 0)
  return {
    hits,
    draws,
    strikes: (kind) => {
      const does = draws(kind)
      if (does) hits[kind]++
      return does
    },
    count: (kind) => {
      hits[kind]++
    },
    end: () => {
      isOver = true
    },
    isOver: () => isOver,
  }
}
