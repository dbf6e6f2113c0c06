import { Interface } from 'ethers'

/** What is read of TrustRegistry, what is asked of it, and the errors that its verdict may revert with; a test compares it with the contract. */
export const registryAbi = new Interface([
  'function check(bytes32 crypletId, bytes32 codeHash, address cryplet, address enclave, address host) view returns (uint256)',
  'function keys(address account) view returns ((address issuer, uint40 notBefore, uint40 notAfter, bool revoked, uint8 role, bytes32 ref))',
  'function warm(bytes32 crypletId, bytes32 codeHash, address cryplet, address enclave, address host)',
  'function epoch() view returns (uint256)',
  'function allowSimulated() view returns (bool)',
  'function allowMeasurement((uint8 teeType, bytes32 hostData, bytes32 issuer, bytes32 feed, uint64 minSvn, bytes32 algorithmDigest) m, uint40 notAfter) returns (bytes32 measurementId)',
  'event KeyEnrolled(address indexed key, uint8 indexed role, bytes32 indexed ref, uint40 notBefore, uint40 notAfter, bytes32 evidenceHash)',
  'event Granted(bytes32 indexed grantId, bytes32 indexed kind, bytes32 subject, bytes32 object, uint40 notBefore, uint40 notAfter)',
  'error RegistryPaused()',
  'error CrypletSuspended(bytes32 crypletId, address by)',
  'error GrantInactive(bytes32 grantId, uint40 notBefore, uint40 notAfter, bool revoked)',
  'error KeyUntrusted(address key, uint8 asked, uint8 held, uint40 notBefore, uint40 notAfter, bool revoked)',
  'error KeyForeign(address key, bytes32 ref, bytes32 expected)',
])
