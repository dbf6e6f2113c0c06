import { Interface } from 'ethers'

const POLICY =
  '(bytes4 selector, uint32 gasCap, uint32 maxAge, uint32 minInterval, uint8 tiers, uint8 quorum, uint8 rails, uint8 flags, uint16 maxSkew, uint32 members)'
const CLAIM =
  '(bytes32 crypletId, bytes32 subscription, uint64 sequence, uint64 observedAt, uint64 expiresAt, bytes32 provenance, uint64 anchorBlock, bytes32 anchorHash, bytes32 codeHash, bytes payload)'

/** What is read of any receiver, whatever else it is; a test compares it with the contracts. */
export const delegateAbi = new Interface([
  `function policyOf(bytes32 subscription) view returns (${POLICY})`,
  `function digestOf(${CLAIM} claim) view returns (bytes32)`,
  'function trust() view returns (address)',
])
