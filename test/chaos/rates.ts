// How often each kind strikes where it may: at each call that passes, or in each second or block of the world.
export const LANE_RATES = {
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

/** How often what goes wrong between a chain and the wakes of its events does. */
export const WAKE_RATES = {
  // Of hosts.
  crash: 0.0012,
  clockSkew: 0.7,
  clockJump: 0.01,
  absence: 0.004,
  secondTimer: 0.1,
  // Of any call that leaves a host.
  delay: 0.012,
  errorBefore: 0.008,
  errorAfter: 0.006,
  // Of tables.
  throttled: 0.006,
  ownConflict: 0.004,
  // Of the engine and of lanes.
  activityTwice: 0.1,
  eventLost: 0.2,
  laneSlow: 0.2,
  // Of what produces claims.
  sourceDown: 0.15,
  // Of endpoints.
  rpcLag: 0.03,
  rpcDead: 0.02,
  rpcRateLimit: 0.02,
  rpcOmit: 0.01,
  rpcStaleBackend: 0.03,
  rpcNothingForUnseen: 0.5,
  omittedLog: 0.01,
  lieBloom: 0.02,
  lieHead: 0.02,
  lieBranch: 0.02,
  lieFinality: 0.02,
  lieNoLogs: 0.03,
  lieReceipts: 0.03,
  lieLogs: 0.03,
  lieTransactions: 0.02,
  lieGarbage: 0.015,
  // Of the chain.
  reorg: 0.05,
  reorgDeep: 0.01,
  cameBack: 0.5,
  droppedByReorg: 0.3,
  flood: 0.01,
} as const

/** A kind of fault. */
export type FaultKind = keyof typeof LANE_RATES | keyof typeof WAKE_RATES

/** How often each kind strikes; those that are left out never do. */
export type Rates = Readonly<Partial<Record<FaultKind, number>>>
