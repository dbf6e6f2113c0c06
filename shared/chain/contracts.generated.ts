/* eslint-disable max-lines -- written by scripts/contracts.mjs; do not edit */
// solc 0.8.30

/** Who may seal: Cryplets, grants and keys. */
export const trustRegistry = {
  abi: [
    {
      type: 'constructor',
      inputs: [
        { name: 'owner_', type: 'address', internalType: 'address' },
        { name: 'grantDelay_', type: 'uint40', internalType: 'uint40' },
        { name: 'publisherDelay_', type: 'uint40', internalType: 'uint40' },
        { name: 'genesisWindow', type: 'uint40', internalType: 'uint40' },
        { name: 'allowSimulated_', type: 'bool', internalType: 'bool' },
      ],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'ADMISSION',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'CODE',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'MAX_ENCLAVE_LIFE',
      inputs: [],
      outputs: [{ name: '', type: 'uint40', internalType: 'uint40' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'MEASUREMENT',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'PUBLISHER',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'REGISTRAR',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'acceptOwnership',
      inputs: [],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'admit',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'ref', type: 'bytes32', internalType: 'bytes32' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'allowMeasurement',
      inputs: [
        {
          name: 'm',
          type: 'tuple',
          internalType: 'struct Measurement',
          components: [
            { name: 'teeType', type: 'uint8', internalType: 'uint8' },
            { name: 'hostData', type: 'bytes32', internalType: 'bytes32' },
            { name: 'issuer', type: 'bytes32', internalType: 'bytes32' },
            { name: 'feed', type: 'bytes32', internalType: 'bytes32' },
            { name: 'minSvn', type: 'uint64', internalType: 'uint64' },
            { name: 'algorithmDigest', type: 'bytes32', internalType: 'bytes32' },
          ],
        },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
      ],
      outputs: [{ name: 'measurementId', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'allowRegistrar',
      inputs: [
        { name: 'registrar', type: 'address', internalType: 'address' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'allowSimulated',
      inputs: [],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'appointGuardian',
      inputs: [{ name: 'guardian', type: 'address', internalType: 'address' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'audit',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
        { name: 'cryplet', type: 'address', internalType: 'address' },
        { name: 'enclave', type: 'address', internalType: 'address' },
        { name: 'host', type: 'address', internalType: 'address' },
      ],
      outputs: [{ name: 'validUntil', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'check',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
        { name: 'cryplet', type: 'address', internalType: 'address' },
        { name: 'enclave', type: 'address', internalType: 'address' },
        { name: 'host', type: 'address', internalType: 'address' },
      ],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'cryplets',
      inputs: [{ name: 'crypletId', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Cryplet',
          components: [
            { name: 'publisher', type: 'address', internalType: 'address' },
            { name: 'suspendedBy', type: 'address', internalType: 'address' },
            { name: 'suspendedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'manifestHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'manifestUri', type: 'string', internalType: 'string' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'dismissGuardian',
      inputs: [{ name: 'guardian', type: 'address', internalType: 'address' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'eip712Domain',
      inputs: [],
      outputs: [
        { name: 'fields', type: 'bytes1', internalType: 'bytes1' },
        { name: 'name', type: 'string', internalType: 'string' },
        { name: 'version', type: 'string', internalType: 'string' },
        { name: 'chainId', type: 'uint256', internalType: 'uint256' },
        { name: 'verifyingContract', type: 'address', internalType: 'address' },
        { name: 'salt', type: 'bytes32', internalType: 'bytes32' },
        { name: 'extensions', type: 'uint256[]', internalType: 'uint256[]' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'enrolCrypletKey',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'key', type: 'address', internalType: 'address' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
        { name: 'possession', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'enrolEnclave',
      inputs: [
        { name: 'key', type: 'address', internalType: 'address' },
        { name: 'measurementId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
        { name: 'evidenceHash', type: 'bytes32', internalType: 'bytes32' },
        { name: 'possession', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'enrolHost',
      inputs: [
        { name: 'key', type: 'address', internalType: 'address' },
        { name: 'operatorId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
        { name: 'possession', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'epoch',
      inputs: [],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'genesisEnd',
      inputs: [],
      outputs: [{ name: '', type: 'uint40', internalType: 'uint40' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'grantCode',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'grantDelay',
      inputs: [],
      outputs: [{ name: '', type: 'uint40', internalType: 'uint40' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'grantIdOf',
      inputs: [
        { name: 'kind', type: 'bytes32', internalType: 'bytes32' },
        { name: 'subject', type: 'bytes32', internalType: 'bytes32' },
        { name: 'object', type: 'bytes32', internalType: 'bytes32' },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'pure',
    },
    {
      type: 'function',
      name: 'grants',
      inputs: [{ name: 'grantId', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Grant',
          components: [
            { name: 'issuer', type: 'address', internalType: 'address' },
            { name: 'notBefore', type: 'uint40', internalType: 'uint40' },
            { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
            { name: 'revoked', type: 'bool', internalType: 'bool' },
            { name: 'byOwner', type: 'bool', internalType: 'bool' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'guardians',
      inputs: [{ name: 'account', type: 'address', internalType: 'address' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Grant',
          components: [
            { name: 'issuer', type: 'address', internalType: 'address' },
            { name: 'notBefore', type: 'uint40', internalType: 'uint40' },
            { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
            { name: 'revoked', type: 'bool', internalType: 'bool' },
            { name: 'byOwner', type: 'bool', internalType: 'bool' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'keys',
      inputs: [{ name: 'account', type: 'address', internalType: 'address' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Key',
          components: [
            { name: 'issuer', type: 'address', internalType: 'address' },
            { name: 'notBefore', type: 'uint40', internalType: 'uint40' },
            { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
            { name: 'revoked', type: 'bool', internalType: 'bool' },
            { name: 'role', type: 'uint8', internalType: 'enum Role' },
            { name: 'ref', type: 'bytes32', internalType: 'bytes32' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'licensePublisher',
      inputs: [
        { name: 'publisher', type: 'address', internalType: 'address' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'measurementIdOf',
      inputs: [
        {
          name: 'm',
          type: 'tuple',
          internalType: 'struct Measurement',
          components: [
            { name: 'teeType', type: 'uint8', internalType: 'uint8' },
            { name: 'hostData', type: 'bytes32', internalType: 'bytes32' },
            { name: 'issuer', type: 'bytes32', internalType: 'bytes32' },
            { name: 'feed', type: 'bytes32', internalType: 'bytes32' },
            { name: 'minSvn', type: 'uint64', internalType: 'uint64' },
            { name: 'algorithmDigest', type: 'bytes32', internalType: 'bytes32' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'pure',
    },
    {
      type: 'function',
      name: 'owner',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'address' }],
      stateMutability: 'view',
    },
    { type: 'function', name: 'pause', inputs: [], outputs: [], stateMutability: 'nonpayable' },
    {
      type: 'function',
      name: 'paused',
      inputs: [],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'pendingOwner',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'address' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'possessionDigest',
      inputs: [
        { name: 'key', type: 'address', internalType: 'address' },
        { name: 'role', type: 'uint8', internalType: 'enum Role' },
        { name: 'ref', type: 'bytes32', internalType: 'bytes32' },
        { name: 'sponsor', type: 'address', internalType: 'address' },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'publisherDelay',
      inputs: [],
      outputs: [{ name: '', type: 'uint40', internalType: 'uint40' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'registerCryplet',
      inputs: [
        {
          name: 'r',
          type: 'tuple',
          internalType: 'struct Registration',
          components: [
            { name: 'name', type: 'string', internalType: 'string' },
            { name: 'manifestHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'manifestUri', type: 'string', internalType: 'string' },
            { name: 'key', type: 'address', internalType: 'address' },
            { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
            { name: 'possession', type: 'bytes', internalType: 'bytes' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'admitted', type: 'bytes32[]', internalType: 'bytes32[]' },
          ],
        },
      ],
      outputs: [{ name: 'crypletId', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'renounceOwnership',
      inputs: [],
      outputs: [],
      stateMutability: 'pure',
    },
    {
      type: 'function',
      name: 'resignGuardian',
      inputs: [],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'resume',
      inputs: [{ name: 'crypletId', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'revokeGrant',
      inputs: [{ name: 'grantId', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'revokeKey',
      inputs: [{ name: 'key', type: 'address', internalType: 'address' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'suspend',
      inputs: [{ name: 'crypletId', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'transferOwnership',
      inputs: [{ name: 'newOwner', type: 'address', internalType: 'address' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    { type: 'function', name: 'unpause', inputs: [], outputs: [], stateMutability: 'nonpayable' },
    {
      type: 'function',
      name: 'warm',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
        { name: 'cryplet', type: 'address', internalType: 'address' },
        { name: 'enclave', type: 'address', internalType: 'address' },
        { name: 'host', type: 'address', internalType: 'address' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'event',
      name: 'CrypletRegistered',
      inputs: [
        { name: 'crypletId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'publisher', type: 'address', indexed: true, internalType: 'address' },
        { name: 'name', type: 'string', indexed: false, internalType: 'string' },
        { name: 'manifestHash', type: 'bytes32', indexed: false, internalType: 'bytes32' },
        { name: 'manifestUri', type: 'string', indexed: false, internalType: 'string' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'CrypletSuspensionSet',
      inputs: [
        { name: 'crypletId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'suspended', type: 'bool', indexed: false, internalType: 'bool' },
        { name: 'by', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    { type: 'event', name: 'EIP712DomainChanged', inputs: [], anonymous: false },
    {
      type: 'event',
      name: 'GrantRevoked',
      inputs: [
        { name: 'grantId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'by', type: 'address', indexed: true, internalType: 'address' },
        { name: 'epoch', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Granted',
      inputs: [
        { name: 'grantId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'kind', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'subject', type: 'bytes32', indexed: false, internalType: 'bytes32' },
        { name: 'object', type: 'bytes32', indexed: false, internalType: 'bytes32' },
        { name: 'notBefore', type: 'uint40', indexed: false, internalType: 'uint40' },
        { name: 'notAfter', type: 'uint40', indexed: false, internalType: 'uint40' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'GuardianSet',
      inputs: [
        { name: 'guardian', type: 'address', indexed: true, internalType: 'address' },
        { name: 'notBefore', type: 'uint40', indexed: false, internalType: 'uint40' },
        { name: 'notAfter', type: 'uint40', indexed: false, internalType: 'uint40' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'KeyEnrolled',
      inputs: [
        { name: 'key', type: 'address', indexed: true, internalType: 'address' },
        { name: 'role', type: 'uint8', indexed: true, internalType: 'enum Role' },
        { name: 'ref', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'notBefore', type: 'uint40', indexed: false, internalType: 'uint40' },
        { name: 'notAfter', type: 'uint40', indexed: false, internalType: 'uint40' },
        { name: 'evidenceHash', type: 'bytes32', indexed: false, internalType: 'bytes32' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'KeyRevoked',
      inputs: [
        { name: 'key', type: 'address', indexed: true, internalType: 'address' },
        { name: 'by', type: 'address', indexed: true, internalType: 'address' },
        { name: 'epoch', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'OwnershipTransferStarted',
      inputs: [
        { name: 'previousOwner', type: 'address', indexed: true, internalType: 'address' },
        { name: 'newOwner', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'OwnershipTransferred',
      inputs: [
        { name: 'previousOwner', type: 'address', indexed: true, internalType: 'address' },
        { name: 'newOwner', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'PauseSet',
      inputs: [
        { name: 'paused', type: 'bool', indexed: false, internalType: 'bool' },
        { name: 'by', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    {
      type: 'error',
      name: 'CrypletNotSuspended',
      inputs: [{ name: 'crypletId', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'CrypletRegisteredBefore',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'publisher', type: 'address', internalType: 'address' },
      ],
    },
    {
      type: 'error',
      name: 'CrypletSuspended',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'by', type: 'address', internalType: 'address' },
      ],
    },
    {
      type: 'error',
      name: 'EnclaveLifeTooLong',
      inputs: [
        { name: 'notAfter', type: 'uint256', internalType: 'uint256' },
        { name: 'latest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'GrantInactive',
      inputs: [
        { name: 'grantId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'notBefore', type: 'uint40', internalType: 'uint40' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
        { name: 'revoked', type: 'bool', internalType: 'bool' },
      ],
    },
    { type: 'error', name: 'InvalidShortString', inputs: [] },
    {
      type: 'error',
      name: 'KeyForeign',
      inputs: [
        { name: 'key', type: 'address', internalType: 'address' },
        { name: 'ref', type: 'bytes32', internalType: 'bytes32' },
        { name: 'expected', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'KeyNotPossessed',
      inputs: [
        { name: 'recovered', type: 'address', internalType: 'address' },
        { name: 'key', type: 'address', internalType: 'address' },
      ],
    },
    {
      type: 'error',
      name: 'KeyRevokedBefore',
      inputs: [{ name: 'key', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'KeyTaken',
      inputs: [
        { name: 'key', type: 'address', internalType: 'address' },
        { name: 'held', type: 'uint8', internalType: 'enum Role' },
        { name: 'asked', type: 'uint8', internalType: 'enum Role' },
      ],
    },
    {
      type: 'error',
      name: 'KeyUnknown',
      inputs: [{ name: 'key', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'KeyUntrusted',
      inputs: [
        { name: 'key', type: 'address', internalType: 'address' },
        { name: 'asked', type: 'uint8', internalType: 'enum Role' },
        { name: 'held', type: 'uint8', internalType: 'enum Role' },
        { name: 'notBefore', type: 'uint40', internalType: 'uint40' },
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
        { name: 'revoked', type: 'bool', internalType: 'bool' },
      ],
    },
    {
      type: 'error',
      name: 'NotGuardian',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'NotIssuer',
      inputs: [
        { name: 'caller', type: 'address', internalType: 'address' },
        { name: 'issuer', type: 'address', internalType: 'address' },
      ],
    },
    {
      type: 'error',
      name: 'NotPublisher',
      inputs: [
        { name: 'caller', type: 'address', internalType: 'address' },
        { name: 'publisher', type: 'address', internalType: 'address' },
      ],
    },
    {
      type: 'error',
      name: 'NotRegistrar',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'OwnableInvalidOwner',
      inputs: [{ name: 'owner', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'OwnableUnauthorizedAccount',
      inputs: [{ name: 'account', type: 'address', internalType: 'address' }],
    },
    { type: 'error', name: 'RegistryPaused', inputs: [] },
    {
      type: 'error',
      name: 'RenewalShortens',
      inputs: [
        { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
        { name: 'current', type: 'uint40', internalType: 'uint40' },
      ],
    },
    { type: 'error', name: 'RenounceDisabled', inputs: [] },
    {
      type: 'error',
      name: 'SealHighS',
      inputs: [
        { name: 's', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealInvalid',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'index', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealLength',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'expected', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SimulatedNotAllowed',
      inputs: [{ name: 'chainId', type: 'uint256', internalType: 'uint256' }],
    },
    {
      type: 'error',
      name: 'StringTooLong',
      inputs: [{ name: 'str', type: 'string', internalType: 'string' }],
    },
    {
      type: 'error',
      name: 'TooEarly',
      inputs: [
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
        { name: 'earliest', type: 'uint256', internalType: 'uint256' },
      ],
    },
  ],
  bytecode:
    '0x6101e0806040523461036b5760a081613ff98038038091610020828561036f565b83398101031261036b5780516001600160a01b038116919082900361036b5761004b602082016103a6565b610057604083016103a6565b916080610066606083016103a6565b91015193841515850361036b576040519061008260408361036f565b600c825260208201926b10dc9e5c1b195d151c9d5cdd60a21b8452604051956100ac60408861036f565b600187526020870195603160f81b8752831561035857600180546001600160a01b03199081169091555f80549182168617815564ffffffffff95916001600160a01b0316907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a3600160025560805260a0521664ffffffffff42160164ffffffffff81116103445760c052610142816103b8565b6101805261014f846103b8565b6101a052519020918261014052519020806101605246610100526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a081526101ba60c08261036f565b51902060e052306101205280806102b4575b6102a1576101c052604051613bd5908161042482396080518181816103e4015281816105d601528181610a590152818161119e0152818161188e01528181611d19015281816121b9015261337f015260a0518181816117ae01528181611ea301528181611efa0152612475015260c051818181610da20152613906015260e051816139f401526101005181613aab015261012051816139be01526101405181613a4301526101605181613a69015261018051816115a101526101a051816115ca01526101c0518181816107d30152610d440152f35b63ce99834b60e01b5f524660045260245ffd5b50617a6946148015610339575b801561032d575b8015610321575b8015610315575b8015610309575b80156102fd575b80156102f1575b156101cc565b506201388246146102eb565b5062aa37dc46146102e4565b5062066eee46146102dd565b5062014a3446146102d6565b5062088bb046146102cf565b5062aa36a746146102c8565b5061053946146102c1565b634e487b7160e01b5f52601160045260245ffd5b631e4fbdf760e01b5f525f60045260245ffd5b5f80fd5b601f909101601f19168101906001600160401b0382119082101761039257604052565b634e487b7160e01b5f52604160045260245ffd5b519064ffffffffff8216820361036b57565b601f8151116103e35760208151910151602082106103d4571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe60806040526004361015610011575f80fd5b5f3560e01c80630633b14a14612cf65780630b349189146126305780630fc8f82a14612609578063104c2ed9146125ee578063200534eb146124425780633069356a1461241e5780633da80bb5146121645780633f4ba83a146120f3578063417cb537146120d657806341bf253014611ec75780634f682f3914611e865780635a30cf4d14611ce05780635ae7ab3214611bb55780635c975abb14611b90578063670d14b214611a825780636a434b5c1461199d5780636e500b55146118d1578063715018a6146118b257806374feaadc1461187157806379ba5097146117f15780637fd41fec146117355780638456cb591461168157806384b0196e146115895780638da5cb5b14611562578063900cf0cf1461153c57806391c6d340146113b3578063959664861461136b5780639aed8dba14611165578063a36eb30314610dc6578063a9abc96e14610d85578063ae1f72c114610d69578063b0bf3dc314610d2d578063b1c4235d14610c36578063cb60907714610c0f578063cec73a0014610af7578063ceda8e9214610ad0578063d5094e9414610aa9578063dbfbe5da14610a82578063dde4320d146108f5578063de1f898014610820578063e30c3978146107f8578063ee277da01461057a578063f0e5b1431461034d578063f2fde38b146102e0578063f5939ecf146102b35763fa7a296214610213575f80fd5b346102af5760203660031901126102af576004355f81815260096020526040902060010180546001600160a01b038116801561029c5764ffffffffff61025d9260a01c1690613366565b6001600160601b0360a01b8154169055604051905f82527fdfe5140ef81e50fb8ab32a33788ac2442e013a1d728bb85ddfefdd543285bd9f60203393a3005b8363e3a4fba560e01b5f5260045260245ffd5b5f80fd5b346102af5760206102d86102c636612e0d565b936102d293919361356d565b5061357e565b604051908152f35b346102af5760203660031901126102af576102f9612d3b565b610301613353565b60018060a01b0316806001600160601b0360a01b600154161760015560018060a01b035f54167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e227005f80a3005b346102af5760203660031901126102af57610366612d3b565b61036e613353565b6001600160a01b03165f818152600460205260409081902090519061039282612e5f565b5460018060a01b0381168252602082019164ffffffffff8260a01c16835264ffffffffff8260c81c16906080604082019383855260ff8160f01c161515606084015260f81c15159101524211610567577f000000000000000000000000000000000000000000000000000000000000000060011b906501fffffffffe64fffffffffe831692168203610553575f516020613bb55f395f51905f529264ffffffffff806104418195824216613142565b92511692511680848316105f1461054b5750905b61053560405161046481612e5f565b338152602080820184815285871660408085019182525f606086018181526001608088019081528d835260049096529190209451855493516001600160c81b03199094166001600160a01b03919091161792891660a01b64ffffffffff60a01b1692909217845561051491906104f99089905b51865464ffffffffff60c81b1916911660c81b64ffffffffff60c81b16178555565b51835460ff60f01b191690151560f01b60ff60f01b16178355565b5181546001600160f81b031690151560f81b6001600160f81b031916179055565b60408051918416825291909216602083015290a2005b905090610455565b634e487b7160e01b5f52601160045260245ffd5b8263a252c15160e01b5f5260045260245ffd5b346102af57366003190160e081126102af5760c0136102af5760c43564ffffffffff81168082036102af576105ad613353565b60043560ff8116908181036102af575015806107d0575b6107bd576105d0612f9f565b906105fa7f0000000000000000000000000000000000000000000000000000000000000000613904565b906106135f845f516020613b755f395f51905f52613008565b93845f52600560205260405f2090815460ff8160f01c165f14610726576001600160a01b03163381141580610712575b6106fc57505f516020613b755f395f51905f5293602096935f516020613b555f395f51905f52936106b36080945b5f548354336001600160a01b039092169190911460f81b6001600160f81b0319166001600160c81b039091161760c89190911b64ffffffffff60c81b16178255565b8054336001600160c81b031990911664ffffffffff60a01b60a086901b1617179055604080518881525f8a82015264ffffffffff909316908301526060820152a3604051908152f35b63f7801f4560e01b5f523360045260245260445ffd5b505f546001600160a01b0316331415610643565b6001600160a01b0381161515806107a9575b61076b575b505f516020613b755f395f51905f5293602096935f516020613b555f395f51905f52936106b3608094610671565b90935064ffffffffff8160c81c16808410610793575060a01c64ffffffffff1692608061073d565b83635972e63960e01b5f5260045260245260445ffd5b5064ffffffffff8160c81c16421115610738565b63ce99834b60e01b5f524660045260245ffd5b507f0000000000000000000000000000000000000000000000000000000000000000156105c4565b346102af575f3660031901126102af576001546040516001600160a01b039091168152602090f35b346102af5760203660031901126102af57610839612eb6565b506004355f5260056020526108f160405f206040519061085882612e5f565b5460018060a01b038116825264ffffffffff8160a01c16602083015264ffffffffff8160c81c16604083015260ff8160f01c161515606083015260f81c151560808201526040519182918291909160808060a083019460018060a01b03815116845264ffffffffff602082015116602085015264ffffffffff604082015116604085015260608101511515606085015201511515910152565b0390f35b346102af5760203660031901126102af5761090e612d3b565b610916613353565b6001600160a01b03165f818152600460205260409081902090519061093a82612e5f565b5460018060a01b0381168252602082019164ffffffffff8260a01c168352608064ffffffffff8360c81c169283604084015260ff8160f01c161515606084015260f81c15159101524211155f14610a4357604064ffffffffff5f516020613bb55f395f51905f529251165b610a3082516109b381612e5f565b33815264ffffffffff92831660208083018281528684018681525f606086018181526001608088019081528c83526004909552908990209551865493516001600160c81b03199094166001600160a01b03919091161760a09390931b64ffffffffff60a01b1692909217855592959192610514926104f9916104d7565b815190815264ffffffffff6020820152a2005b505f516020613bb55f395f51905f526040610a7d7f0000000000000000000000000000000000000000000000000000000000000000613904565b6109a5565b346102af575f3660031901126102af5760206040515f516020613b955f395f51905f528152f35b346102af575f3660031901126102af5760206040515f516020613b755f395f51905f528152f35b346102af575f3660031901126102af5760206040515f516020613b155f395f51905f528152f35b346102af57610b0536612e0d565b91610b158383838789989961357e565b94845f526009602052610b425f60018060a01b036040822054165f516020613b955f395f51905f52613008565b95865f52600560205260405f2096610b598861394f565b15610bc8575064ffffffffff610bb196975460c81c168082105f14610bc157505b6001600160401b03600254169060401b179592909160a0949260405194855260208501526040840152606083015260808201522090565b5f52600a60205260405f20555f80f35b9050610b7a565b60849060ff895460405192636407da5760e11b8452600484015264ffffffffff8160a01c16602484015264ffffffffff8160c81c16604484015260f01c1615156064820152fd5b346102af575f3660031901126102af5760206040515f516020613b355f395f51905f528152f35b346102af5760203660031901126102af576004355f81815260096020526040902080549091906001600160a01b03163303610d20575b6001820180546001600160a01b0316929083151580610d05575b610cee578054336001600160c81b031990911664ffffffffff60a01b4260a01b161717905554610cbe906001600160a01b03166133f7565b60405190600182527fdfe5140ef81e50fb8ab32a33788ac2442e013a1d728bb85ddfefdd543285bd9f60203393a3005b50506386d545e360e01b5f5260045260245260445ffd5b50335f526004602052610d1a60405f2061394f565b15610c86565b610d28613498565b610c6c565b346102af575f3660031901126102af5760206040517f000000000000000000000000000000000000000000000000000000000000000015158152f35b346102af5760206102d8610d7c36612e0d565b939290926130c3565b346102af575f3660031901126102af57602060405164ffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346102af5760a03660031901126102af57610ddf612d3b565b60243590610deb612d51565b6084356001600160401b0381116102af57610e0a903690600401612da1565b919060405160208101905f516020613b355f395f51905f5282523360408201525f606082015260608152610e3f608082612e95565b5190205f526005602052610e5560405f2061394f565b156111525762093a804201918242116105535764ffffffffff81169280841161113c5750610e82866134cd565b5064ffffffffff421693604081036111255750610ea2338760028861302d565b945f9260208101356001600160ff1b03811691906fa2a8918ca85bafe22016d0b997e4df60600160ff1b0383116110f857886020935f9360ff601b608095604051958652821c011686840152356040830152606082015282805260015afa156110ed575f516001600160a01b03169586156110d757506001600160a01b0316948581036110c05750845f52600860205260405f20918254908160f81c6004811015611091578061100f575b5080886001860155610ffb5750600165ff000000000160c81b031660c89190911b64ffffffffff60c81b1617600160f91b178155600293927f5642484300e24a69a9eb578eb419d9e2454dcb92c24f900edaa5ab4575c77cd192606092805464ffffffffff60a01b191660a084901b64ffffffffff60a01b1617815580546001600160a01b031916331790556040805164ffffffffff939093168352602083019190915260643590820152a4005b634e487b7160e01b81526021600452602490fd5b5f9150600281148015906110b2575b80156110a5575b61106f575064ffffffffff8260c81c16804211610f4d57809196508510611059575064ffffffffff8160a01c169488610f4d565b84635972e63960e01b5f5260045260245260445ffd5b636816b93b60e11b5f52600488905261108790612dce565b600260445260645ffd5b634e487b7160e01b5f52602160045260245ffd5b5060ff8360f01c16611025565b50886001860154141561101e565b8590635610992960e11b5f5260045260245260445ffd5b638801afe360e01b5f526004525f60245260445ffd5b6040513d5f823e3d90fd5b8263552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b63526688b760e01b5f52600452604060245260445ffd5b83631699e82560e01b5f5260045260245260445ffd5b6353ac4f0760e01b5f523360045260245ffd5b346102af5760403660031901126102af5761117e612d3b565b611186612d65565b9061118f613353565b6001600160a01b0316906111c27f0000000000000000000000000000000000000000000000000000000000000000613904565b906111db5f845f516020613b355f395f51905f52613008565b91825f52600560205260405f20805460ff8160f01c165f146112ca576001600160a01b031633811415806112b6575b6106fc57509364ffffffffff5f516020613b555f395f51905f5293816080945f516020613b355f395f51905f52985b5f5481546001600160f81b0316336001600160a01b03929092169190911460f81b6001600160f81b0319161781555b8054336001600160f81b031990911664ffffffffff60c81b60c887901b161764ffffffffff60a01b60a085901b1617179055604080519586525f6020870152911690840152166060820152a3005b505f546001600160a01b031633141561120a565b6001600160a01b038116151580611357575b611310575b509364ffffffffff5f516020613b555f395f51905f5293816080945f516020613b355f395f51905f5298611239565b90915064ffffffffff8160c81c1664ffffffffff841681811061134257505060a01c64ffffffffff90811691906112e1565b635972e63960e01b5f5260045260245260445ffd5b5064ffffffffff8160c81c164211156112dc565b346102af5760803660031901126102af57611384612d3b565b60243560048110156102af576064356001600160a01b03811681036102af576020926102d8926044359161302d565b346102af5760203660031901126102af57606060806040516113d481612e5f565b5f81525f60208201525f60408201525f8382015201526004355f52600960205260405f2060405161140481612e5f565b60018060a01b0382541681526001820154602082019260018060a01b038216845264ffffffffff604084019260a01c1682526003600282015491606085019283520191604051925f9080549061145982612f32565b808752916001811690811561151557506001146114d8575b505083929161148b6108f19564ffffffffff930385612e95565b608086019384526040519687966020885260018060a01b03905116602088015260018060a01b039051166040870152511660608501525160808401525160a08084015260c0830190612de9565b5f908152602081209092505b8183106114fb57505083016020018161148b611471565b6001816020929493945483858a01015201910191906114e4565b60ff191660208089019190915292151560051b8701909201925083915061148b9050611471565b346102af575f3660031901126102af5760206001600160401b0360025416604051908152f35b346102af575f3660031901126102af575f546040516001600160a01b039091168152602090f35b346102af575f3660031901126102af576116256115c57f000000000000000000000000000000000000000000000000000000000000000061397d565b6115ee7f000000000000000000000000000000000000000000000000000000000000000061397d565b6020611633604051926116018385612e95565b5f84525f368137604051958695600f60f81b875260e08588015260e0870190612de9565b908582036040870152612de9565b4660608501523060808501525f60a085015283810360c08501528180845192838152019301915f5b82811061166a57505050500390f35b83518552869550938101939281019260010161165b565b346102af575f3660031901126102af57611699613498565b600254600160ff1b811615158061171a575b61170b57600160ff1b17600255600380546001600160c81b0319164260a01b64ffffffffff60a01b161733908117909155604051600181527f876ac871b274fde6485cb9379131064ad0f9e474e05524731ea2203d313d692090602090a2005b6309148bcd60e21b5f5260045ffd5b50335f52600460205261172f60405f2061394f565b156116ab565b346102af5760803660031901126102af576004356024356001600160a01b03811681036102af57611764612d51565b906064356001600160401b0381116102af57611784903690600401612da1565b929091845f52600960205260018060a01b0360405f205416948533036117da576117d895506117d27f0000000000000000000000000000000000000000000000000000000000000000613904565b9161315e565b005b8563098b6a6f60e41b5f523360045260245260445ffd5b346102af575f3660031901126102af57600154336001600160a01b0382160361185e576001600160a01b03199081166001555f805433928116831782556001600160a01b0316907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e09080a3005b63118cdaa760e01b5f523360045260245ffd5b346102af575f3660031901126102af57602060405164ffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346102af575f3660031901126102af57638905116560e01b5f5260045ffd5b346102af5760203660031901126102af576004355f818152600560205260409020805460ff906001600160a01b0381163303611990575b6001600160a01b031960f083811b198316600160f01b1791909116331784551c161561196b575b506001600160401b0360025416906040519182527f3c2490cb794ea7e1d9df48d91293d7c297a6b0a762e381280fe3602c08e0060160203393a3005b5460f81c156119825761197c6133e4565b8161192f565b61198b336133f7565b61197c565b611998613498565b611908565b346102af575f3660031901126102af57335f52600460205264ffffffffff60405f205460c81c164211611a6f57611a4e6040516119d981612e5f565b338082525f6020808401828152604080860184815260608701858152600160808901908152968652600490945293209451855491516001600160c81b03199092166001600160a01b03919091161760a09190911b64ffffffffff60a01b16178455610514916104f99064ffffffffff906104d7565b6040515f81525f60208201525f516020613bb55f395f51905f5260403392a2005b63a252c15160e01b5f523360045260245ffd5b346102af5760203660031901126102af57611a9b612d3b565b5f60a0604051611aaa81612e7a565b828152826020820152826040820152826060820152826080820152015260018060a01b03165f52600860205260405f20604051611ae681612e7a565b81549160018060a01b0383168252602082019064ffffffffff8460a01c168252604083019364ffffffffff8160c81c168552606084019060ff8160f01c161515825260f81c90608085019160048110156110915760c09664ffffffffff6001611b88968294875201549660a089019788526040519860018060a01b03905116895251166020880152511660408601525115156060850152516080840190612ddc565b5160a0820152f35b346102af575f3660031901126102af576020600160ff1b600254161515604051908152f35b346102af5760203660031901126102af576001600160a01b03611bd6612d3b565b16805f52600860205260405f2080548060f81c6001830154926004821015611091578115611ccd57336001600160a01b038416141580611cc3575b611cb6575b60ff8360f01c16611ca35760ff60f01b19909216600160f01b17909155600103611c95575f90815260096020526040902054611c5a906001600160a01b03166133f7565b6001600160401b0360025416906040519182527fd7176a510853c90379a628648ceec2cd681c6916e3fc79bfe86d4ec07ed1f56c60203393a3005b50611c9e6133e4565b611c5a565b8463650c545960e11b5f5260045260245ffd5b611cbe613498565b611c16565b5084331415611c11565b8463d20c856960e01b5f5260045260245ffd5b346102af5760403660031901126102af57611cf9612d3b565b611d01612d65565b90611d0a613353565b6001600160a01b031690611d3d7f0000000000000000000000000000000000000000000000000000000000000000613904565b90611d565f845f516020613b955f395f51905f52613008565b91825f52600560205260405f20805460ff8160f01c165f14611dfa576001600160a01b03163381141580611de6575b6106fc57509364ffffffffff5f516020613b555f395f51905f5293816080945f516020613b955f395f51905f52985f5481546001600160f81b0316336001600160a01b03929092169190911460f81b6001600160f81b031916178155611268565b505f546001600160a01b0316331415611d85565b6001600160a01b038116151580611e72575b611e40575b509364ffffffffff5f516020613b555f395f51905f5293816080945f516020613b955f395f51905f5298611239565b90915064ffffffffff8160c81c1664ffffffffff841681811061134257505060a01c64ffffffffff9081169190611e11565b5064ffffffffff8160c81c16421115611e0c565b346102af575f3660031901126102af57602060405164ffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346102af57611ed536612d79565b5f838152600960205260409020546001600160a01b0316338190036120c05750611f1e7f0000000000000000000000000000000000000000000000000000000000000000613904565b611f3683855f516020613af55f395f51905f52613008565b92835f52600560205260405f20805460ff8160f01c165f14612028576001600160a01b03163381141580612014575b6106fc57505f516020613b555f395f51905f529364ffffffffff6080945f516020613af55f395f51905f52989482945b5f5481546001600160f81b0316336001600160a01b03929092169190911460f81b6001600160f81b0319161781555b8054336001600160f81b031990911664ffffffffff60c81b60c888901b161764ffffffffff60a01b60a086901b1617179055604080519687526020870191909152911690840152166060820152a3005b505f546001600160a01b0316331415611f65565b6001600160a01b0381161515806120ac575b61206f575b505f516020613b555f395f51905f529364ffffffffff6080945f516020613af55f395f51905f5298948294611f95565b90925064ffffffffff8160c81c1664ffffffffff851681811061134257505060a01c64ffffffffff16915f516020613b555f395f51905f5261203f565b5064ffffffffff8160c81c1642111561203a565b63098b6a6f60e41b5f523360045260245260445ffd5b346102af575f3660031901126102af57602060405162093a808152f35b346102af575f3660031901126102af576003546121259060a081901c64ffffffffff16906001600160a01b0316613366565b600280546001600160ff1b031690556040515f815233907f876ac871b274fde6485cb9379131064ad0f9e474e05524731ea2203d313d692090602090a2005b346102af5760803660031901126102af5761217d612d3b565b60243590612189612d51565b906064356001600160401b0381116102af576121a9903690600401612da1565b6121b4939193613353565b6121dd7f0000000000000000000000000000000000000000000000000000000000000000613904565b925f916040810361112557506121f6338760038461302d565b946020810135906001600160ff1b038216906fa2a8918ca85bafe22016d0b997e4df60600160ff1b0382116123f1576020925f9260809260ff601b604051948d8652821c011686840152356040830152606082015282805260015afa156110ed575f516001600160a01b03169485156110d757506001600160a01b0316938481036123da5750835f52600860205260405f20908154908160f81c6004811015611091578061234a575b5080876001850155610ffb5750600165ff000000000160c81b031660c883901b64ffffffffff60c81b1617600360f81b178155600393927f5642484300e24a69a9eb578eb419d9e2454dcb92c24f900edaa5ab4575c77cd19260609264ffffffffff9190805464ffffffffff60a01b191660a085901b64ffffffffff60a01b1617815580546001600160a01b03191633179055604080519383168452911660208301525f90820152a4005b5f9150600381148015906123cc575b80156123bf575b61239d575064ffffffffff8260c81c1680421161229f5790945064ffffffffff841681811061134257505064ffffffffff8160a01c16938761229f565b636816b93b60e11b5f5260048790526123b590612dce565b600360445260645ffd5b5060ff8360f01c16612360565b508760018501541415612359565b8490635610992960e11b5f5260045260245260445ffd5b5063552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b346102af5760603660031901126102af5760206102d8604435602435600435613008565b346102af5761245036612d79565b5f838152600960205260409020546001600160a01b0316338190036120c057506124997f0000000000000000000000000000000000000000000000000000000000000000613904565b6124b183855f516020613b155f395f51905f52613008565b92835f52600560205260405f20805460ff8160f01c165f14612556576001600160a01b03163381141580612542575b6106fc57505f516020613b555f395f51905f529364ffffffffff6080945f516020613b155f395f51905f52989482945f5481546001600160f81b0316336001600160a01b03929092169190911460f81b6001600160f81b031916178155611fc4565b505f546001600160a01b03163314156124e0565b6001600160a01b0381161515806125da575b61259d575b505f516020613b555f395f51905f529364ffffffffff6080945f516020613b155f395f51905f5298948294611f95565b90925064ffffffffff8160c81c1664ffffffffff851681811061134257505060a01c64ffffffffff16915f516020613b555f395f51905f5261256d565b5064ffffffffff8160c81c16421115612568565b346102af5760c03660031901126102af5760206102d8612f9f565b346102af575f3660031901126102af5760206040515f516020613af55f395f51905f528152f35b346102af5760203660031901126102af576004356001600160401b0381116102af57806004019061010060031982360301126102af576126a46126966126768480612ee0565b929060405192839160208301953387526040808501526060840191612f12565b03601f198101835282612e95565b5190205f81815260096020526040902080546001600160a01b031680612ce05750602483013590604484016126d98187612ee0565b919092600381016001600160401b038411612ccc5786936126fa8254612f32565b601f8111612c76575b505f601f8211600114612bec5781907f07ce2e89ccab43962df64cc311689bc2626a342cf7cc7df65da6ff2e49756f8c96975f92612be1575b50508160011b915f199060031b1c19161790555b6002810185905580546001600160a01b031916331790556127806127af6127778980612ee0565b9290938a612ee0565b61279a604098929851958695606087526060870191612f12565b91602085015283820360408501523397612f12565b0390a34264ffffffffff1660648301356001600160a01b03811681036102af57608484013564ffffffffff811681036102af576127fe918491846127f660a489018a612ee0565b94909361315e565b8060c484013561281c81855f516020613af55f395f51905f52613008565b91825f52600560205260405f20805460ff8160f01c165f14612b4c576001600160a01b03163381141580612b38575b6106fc57505f516020613af55f395f51905f52939264ffffffffff5f516020613b555f395f51905f52936080939a999a5b5f54815460a084901b64ffffffffff60a01b166001600160c81b031960c887901b9081166001600160f81b03909316336001600160a01b03909516851460f81b6001600160f81b03191617901916600165ff000000000160c81b0319169190911717179055604080518a8152602081019490945291169082015264ffffffffff6060820152a3339360e4015f5b6129138286612f6a565b9050811015612b2d576129268286612f6a565b821015612b19578160051b0135839061294d81875f516020613b155f395f51905f52613008565b91825f52600560205260405f2080548a60ff8260f01c165f14612a6457506001600160a01b03163381141580612a50575b6106fc575060805f516020613b155f395f51905f529364ffffffffff60019796945f516020613b555f395f51905f52948e5b5f5482546001600160f81b03163360a08e901b8e9003929092169190911460f81b6001600160f81b031916178255815464ffffffffff60a01b1960c886901b9081166aff0000000000ffffffffff60a01b199119909216161760a084901b64ffffffffff60a01b161782556001600160601b0360a01b825416179055604051928c8452602084015216604082015264ffffffffff6060820152a301612909565b505f546001600160a01b031633141561297e565b906001600160a01b038116151580612b05575b612aae575b505f516020613b155f395f51905f529364ffffffffff60019796945f516020613b555f395f51905f52946080946129b0565b8092935064ffffffffff915060c81c168064ffffffffff10612aea575060a01c64ffffffffff1690895f516020613b155f395f51905f52612a7c565b635972e63960e01b5f5264ffffffffff60045260245260445ffd5b5064ffffffffff8160c81c16421115612a77565b634e487b7160e01b5f52603260045260245ffd5b602084604051908152f35b505f546001600160a01b031633141561284b565b6001600160a01b038116151580612bcd575b612b94575b505f516020613af55f395f51905f52939264ffffffffff5f516020613b555f395f51905f52936080939a999a61287c565b90915064ffffffffff8160c81c168064ffffffffff10612aea575060a01c64ffffffffff16905f516020613af55f395f51905f52612b63565b5064ffffffffff8160c81c16421115612b5e565b013590508b8061273c565b95601f19821696835f5260205f20975f5b818110612c5b5750917f07ce2e89ccab43962df64cc311689bc2626a342cf7cc7df65da6ff2e49756f8c979891846001959410612c42575b505050811b019055612750565b01355f19600384901b60f8161c191690558b8080612c35565b828401358a556001909901988b985060209283019201612bfd565b909180939495505f5260205f20601f830160051c81019160208410612cc2575b90601f8a9796959493920160051c01905b818110612cb45750612703565b5f8155899650600101612ca7565b9091508190612c96565b634e487b7160e01b5f52604160045260245ffd5b82634ff0104b60e01b5f5260045260245260445ffd5b346102af5760203660031901126102af57612d0f612d3b565b612d17612eb6565b5060018060a01b03165f5260046020526108f160405f206040519061085882612e5f565b600435906001600160a01b03821682036102af57565b6044359064ffffffffff821682036102af57565b6024359064ffffffffff821682036102af57565b60609060031901126102af57600435906024359060443564ffffffffff811681036102af5790565b9181601f840112156102af578235916001600160401b0383116102af57602083818601950101116102af57565b600481101561109157602452565b9060048210156110915752565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b60a09060031901126102af5760043590602435906044356001600160a01b03811681036102af57906064356001600160a01b03811681036102af57906084356001600160a01b03811681036102af5790565b60a081019081106001600160401b03821117612ccc57604052565b60c081019081106001600160401b03821117612ccc57604052565b90601f801991011681019081106001600160401b03821117612ccc57604052565b60405190612ec382612e5f565b5f6080838281528260208201528260408201528260608201520152565b903590601e19813603018212156102af57018035906001600160401b0382116102af576020019181360383136102af57565b908060209392818452848401375f828201840152601f01601f1916010190565b90600182811c92168015612f60575b6020831014612f4c57565b634e487b7160e01b5f52602260045260245ffd5b91607f1691612f41565b903590601e19813603018212156102af57018035906001600160401b0382116102af57602001918160051b360383136102af57565b60043560ff8116908181036102af57506084356001600160401b0381168091036102af57604051906020820192835260243560408301526044356060830152606435608083015260a082015260a43560c082015260c0815261300260e082612e95565b51902090565b9160405191602083019384526040830152606082015260608152613002608082612e95565b919260048210156110915760429360ff6040519360208501957f215e7e1f82c17d4b7a94e3241ab89cec32695086dad4f47bd9b615cac9a5cd71875260018060a01b03166040860152166060840152608083015260018060a01b031660a082015260a0815261309d60c082612e95565b5190206130a86139bb565b906040519161190160f01b8352600283015260228201522090565b939291906130cf61356d565b946130fd858585858592909160a0949260405194855260208501526040840152606083015260808201522090565b5f52600a60205260405f2054956001600160401b038760401c97161480613138575b6131305761312d955061357e565b90565b505050505090565b508542111561311f565b9064ffffffffff8091169116019064ffffffffff821161055357565b9490949291925f9160408103611125575061317c338760018461302d565b946020810135906001600160ff1b038216906fa2a8918ca85bafe22016d0b997e4df60600160ff1b0382116123f1576020925f9260809260ff601b604051948d8652821c011686840152356040830152606082015282805260015afa156110ed575f516001600160a01b03169485156110d757506001600160a01b0316938481036123da5750835f52600860205260405f20908154908160f81c600481101561109157806132c3575b5080876001850155610ffb57503360a085901b64ffffffffff60a01b16600165ff000000000160c81b039290921660c885901b64ffffffffff60c81b1617600160f81b176001600160c81b031916919091171790556040805164ffffffffff93841681529290911660208301525f90820152600191907f5642484300e24a69a9eb578eb419d9e2454dcb92c24f900edaa5ab4575c77cd190606090a4565b5f915060018114801590613345575b8015613338575b613316575064ffffffffff8260c81c168042116132255790945064ffffffffff841681811061134257505064ffffffffff8160a01c16935f613225565b636816b93b60e11b5f52600487905261332e90612dce565b600160445260645ffd5b5060ff8360f01c166132d9565b5087600185015414156132d2565b5f546001600160a01b0316330361185e57565b6001600160a01b031633146133e15761337d613353565b7f00000000000000000000000000000000000000000000000000000000000000009064ffffffffff6133af8383613142565b1642106133ba575050565b64ffffffffff916133ca91613142565b63e58369d160e01b5f52426004521660245260445ffd5b50565b6002545f19811461055357600101600255565b5f546001600160a01b0316331490811561347c575b8115613424575b5061341a57565b6134226133e4565b565b905060405160208101915f516020613b955f395f51905f52835260018060a01b031660408201525f606082015260608152613460608082612e95565b5190205f52600560205261347660405f2061394f565b5f613413565b9050335f52600460205261349260405f2061394f565b9061340c565b5f546001600160a01b0316331415806134b2575b611a6f57565b50335f5260046020526134c760405f2061394f565b156134ac565b5f6134e5915f516020613b755f395f51905f52613008565b805f52600560205260405f20906134fb8261394f565b1561350f57505460c81c64ffffffffff1690565b60ff6084925460405192636407da5760e11b8452600484015264ffffffffff8160a01c16602484015264ffffffffff8160c81c16604484015260f01c1615156064820152fd5b906134e5915f516020613b155f395f51905f52613008565b600254600160ff1b811661170b5790565b9294939190835f52600960205260018060a01b03600160405f20015416806138ee57506135b990845f516020613af55f395f51905f52613008565b805f52600560205260405f20906135cf8261394f565b1561350f575064ffffffffff905460c81c169060018060a01b0316805f52600860205260405f208054908160f81c600481101561109157600181148015906138e1575b80156138bc575b61388c5750600164ffffffffff9101549160c81c16918582036138715750508082101561386a57505b936001600160a01b0316848161376d575b50506001600160a01b031680613667575050565b909192815f52600860205260405f208054928360f81c60048110156110915760038114801590613760575b801561373b575b6136dc575050600101546136c39290919060c81c64ffffffffff16808210156136d4575092613555565b808210156136cf575090565b905090565b905092613555565b60405163580e33bd60e11b8152600481019290925284925060c49261370e60ff92600360248601526044850190612ddc565b64ffffffffff8160a01c16606484015264ffffffffff8160c81c16608484015260f01c16151560a4820152fd5b5061375a64ffffffffff8660c81c1664ffffffffff8760a01c16613ad1565b15613699565b5060ff8560f01c16613692565b90919450815f52600860205260405f208054928360f81c6004811015611091576002811480159061385d575b8015613838575b61380657505060010154916137de919060c81c64ffffffffff16808210156137ff57505b6137cd836134cd565b808210156137f75750915b83613555565b808210156137f057505b925f80613653565b90506137e8565b9050916137d8565b90506137c4565b60405163580e33bd60e11b8152600481019290925284925060c49261370e60ff92600260248601526044850190612ddc565b5061385764ffffffffff8660c81c1664ffffffffff8760a01c16613ad1565b156137a0565b5060ff8560f01c16613799565b9050613642565b859250631f4378e560e01b5f5260045260245260445260645ffd5b60405163580e33bd60e11b815260048101859052915060c49261370e60ff92600160248601526044850190612ddc565b506138db64ffffffffff8460c81c1664ffffffffff8560a01c16613ad1565b15613619565b5060ff8360f01c16613612565b846386d545e360e01b5f5260045260245260445ffd5b7f000000000000000000000000000000000000000000000000000000000000000064ffffffffff16421015613946575061312d5f5b64ffffffffff4216613142565b61312d90613939565b5460ff8160f01c16159081613962575090565b61312d915064ffffffffff808260c81c169160a01c16613ad1565b60ff811690601f82116139ac5760405191613999604084612e95565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd5b307f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03161480613aa8575b15613a16577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a0815261300260c082612e95565b507f000000000000000000000000000000000000000000000000000000000000000046146139ed565b64ffffffffff164210159081613ae5575090565b64ffffffffff9150164211159056fed449f0143af85efeb79680a9dcd4669b01d119c9fa9dc0b9f8b463319faa64b717a9fda88d65c5de05aff61d0e0019d996f866cb5ff680f65b0e6dee37b718d5d421d7cc752e64cf321db0e7a4a35577feafedc56a608dae9482bafb9ca05551516207c704dcb42443df27ef1e7766ca6ad0c772ed4e4ead0594c7797e3933a48523c1d3fb0c4f3af4b0b539cbef00d89dfce149456ac96d437be58a3c8dd232a2f0b8fca71b323a0f52f394c0e87c9d1d9c5dcca096fa50a66cb52d6192d630b2f0bc2913458fc678f5b507aa4d78e5b150de2c083873437ad2fc889679c071',
} as const

/** A registrar whose word is that of m of n attesters. */
export const attesterQuorum = {
  abi: [
    {
      type: 'constructor',
      inputs: [
        { name: 'registry_', type: 'address', internalType: 'contract TrustRegistry' },
        { name: 'attesters', type: 'address[]', internalType: 'address[]' },
        { name: 'needed_', type: 'uint256', internalType: 'uint256' },
      ],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'STATEMENT_LIFE',
      inputs: [],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'digestOf',
      inputs: [
        {
          name: 'a',
          type: 'tuple',
          internalType: 'struct Appraisal',
          components: [
            { name: 'key', type: 'address', internalType: 'address' },
            { name: 'measurementId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
            { name: 'evidenceHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'statedAt', type: 'uint40', internalType: 'uint40' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'eip712Domain',
      inputs: [],
      outputs: [
        { name: 'fields', type: 'bytes1', internalType: 'bytes1' },
        { name: 'name', type: 'string', internalType: 'string' },
        { name: 'version', type: 'string', internalType: 'string' },
        { name: 'chainId', type: 'uint256', internalType: 'uint256' },
        { name: 'verifyingContract', type: 'address', internalType: 'address' },
        { name: 'salt', type: 'bytes32', internalType: 'bytes32' },
        { name: 'extensions', type: 'uint256[]', internalType: 'uint256[]' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'enrol',
      inputs: [
        {
          name: 'a',
          type: 'tuple',
          internalType: 'struct Appraisal',
          components: [
            { name: 'key', type: 'address', internalType: 'address' },
            { name: 'measurementId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'notAfter', type: 'uint40', internalType: 'uint40' },
            { name: 'evidenceHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'statedAt', type: 'uint40', internalType: 'uint40' },
          ],
        },
        { name: 'possession', type: 'bytes', internalType: 'bytes' },
        { name: 'signatures', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'isAttester',
      inputs: [{ name: 'account', type: 'address', internalType: 'address' }],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'needed',
      inputs: [],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'registry',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'contract TrustRegistry' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'revoke',
      inputs: [{ name: 'key', type: 'address', internalType: 'address' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    { type: 'event', name: 'EIP712DomainChanged', inputs: [], anonymous: false },
    {
      type: 'error',
      name: 'AttestersUnordered',
      inputs: [
        { name: 'before', type: 'address', internalType: 'address' },
        { name: 'next', type: 'address', internalType: 'address' },
      ],
    },
    { type: 'error', name: 'InvalidShortString', inputs: [] },
    {
      type: 'error',
      name: 'NotAttester',
      inputs: [{ name: 'who', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'QuorumImpossible',
      inputs: [
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
        { name: 'attesters', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealHighS',
      inputs: [
        { name: 's', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealInvalid',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'index', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SignaturesTooFew',
      inputs: [
        { name: 'bytesGiven', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'StatementStale',
      inputs: [
        { name: 'statedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'earliest', type: 'uint256', internalType: 'uint256' },
        { name: 'latest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'StringTooLong',
      inputs: [{ name: 'str', type: 'string', internalType: 'string' }],
    },
  ],
  bytecode:
    '0x6101a0806040523461031857610d76803803809161001d8285610330565b8339810190606081830312610318578051906001600160a01b03821682036103185760208101516001600160401b03811161031857810183601f82011215610318578051936001600160401b03851161031c578460051b91604051956100866020850188610330565b865260208087019382010191821161031857602001915b8183106102f85750505060400151906040516100ba604082610330565b6010815260208101906f437279706c657441747465737465727360801b8252604051916100e8604084610330565b600183526020830191603160f81b83526101018161037b565b6101205261010e8461037b565b61014052519020918260e05251902080610100524660a0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261017760c082610330565b5190206080523060c0528251821180156102c6575b6102ad5761016052610180525f90815b815183101561022d576001600160a01b036101b78484610353565b516001600160a01b039092169116811015610201575060016001600160a01b036101e18484610353565b511692835f52600260205260405f208260ff19825416179055019161019c565b916001600160a01b03916102159190610353565b511690635412f76360e11b5f5260045260245260445ffd5b60405161098f90816103e782396080518161086e015260a0518161092b015260c05181610838015260e051816108bd015261010051816108e30152610120518160d6015261014051816101000152610160518181816102750152818161056601526105d301526101805181818161047b015281816104a501526106770152f35b50905190631787932560e01b5f5260045260245260445ffd5b506001600160ff1b03821682036102e45782518260011b111561018c565b634e487b7160e01b5f52601160045260245ffd5b82516001600160a01b03811681036103185781526020928301920161009d565b5f80fd5b634e487b7160e01b5f52604160045260245ffd5b601f909101601f19168101906001600160401b0382119082101761031c57604052565b80518210156103675760209160051b010190565b634e487b7160e01b5f52603260045260245ffd5b601f8151116103a6576020815191015160208210610397571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe6080806040526004361015610012575f80fd5b5f905f3560e01c9081634fb65dc5146106bd57508063623585b81461069a5780636537f2d51461066057806374a8f103146105955780637b103999146105505780637db1477f146101b857806384b0196e146100bc5763b6ebe53914610076575f80fd5b346100b95760203660031901126100b9576004356001600160a01b038116908190036100b75760408260ff9260209452600284522054166040519015158152f35b505b80fd5b50346100b957806003193601126100b95761015c906100fa7f0000000000000000000000000000000000000000000000000000000000000000610951565b906101247f0000000000000000000000000000000000000000000000000000000000000000610951565b90602061016a60405193610138838661073d565b8385525f368137604051968796600f60f81b885260e08589015260e0880190610705565b908682036040880152610705565b904660608601523060808601528260a086015284820360c08601528080855193848152019401925b8281106101a157505050500390f35b835185528695509381019392810192600101610192565b50346100b957366003190160e081126100b75760a0136100b95760a43567ffffffffffffffff81116100b7576101f29036906004016106d7565b60c49291923567ffffffffffffffff811161054c576102159036906004016106d7565b9390934264ffffffffff610227610729565b16118015610515575b6104cb578060061c90603f8116158015906104a2575b61046c5750610253610773565b948490815b838310610345578680876004356001600160a01b03818116918a917f0000000000000000000000000000000000000000000000000000000000000000169083810361033d575060443564ffffffffff8116908181036103415750813b1561033d578560c48195876040519889978896879463a36eb30360e01b8652600486015260243560248601526044850152606435606485015260a060848501528160a4850152848401378181018301849052601f01601f191681010301925af18015610332576103215750f35b8161032b9161073d565b6100b95780f35b6040513d84823e3d90fd5b8580fd5b8680fd5b600683901b820160208101356001600160ff1b03811691906fa2a8918ca85bafe22016d0b997e4df60600160ff1b03831161043e578a6020938b9360ff601b608095604051958652821c011686840152356040830152606082015282805260015afa15610433578651906001600160a01b03821690811561041c57818952600260205260ff60408a20541615610408576001600160a01b0316808211156103f3575050600190920191610258565b635412f76360e11b8952600452602452604487fd5b6314817f2f60e01b89526004829052602489fd5b604489868c638801afe360e01b8352600452602452fd5b6040513d88823e3d90fd5b63552c6cab60e01b8a5260048390526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260448afd5b635bd7032560e11b85526004527f0000000000000000000000000000000000000000000000000000000000000000602452604484fd5b507f00000000000000000000000000000000000000000000000000000000000000008210610246565b836104d4610729565b90610e0f1942014281116105015764ffffffffff606493628e38f560e61b84521660045260245242604452fd5b634e487b7160e01b82526011600452602482fd5b5064ffffffffff610524610729565b16610e108101809111610538574211610230565b634e487b7160e01b85526011600452602485fd5b8280fd5b50346100b957806003193601126100b9576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b5034610649576020366003190112610649576004356001600160a01b0381169081900361064957335f52600260205260ff60405f2054161561064d577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690813b15610649575f91602483926040519485938492632d73d59960e11b845260048401525af1801561063e57610630575080f35b61063c91505f9061073d565b005b6040513d5f823e3d90fd5b5f80fd5b6314817f2f60e01b5f523360045260245ffd5b34610649575f3660031901126106495760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b346106495760a03660031901126106495760206106b5610773565b604051908152f35b34610649575f3660031901126106495780610e1060209252f35b9181601f840112156106495782359167ffffffffffffffff8311610649576020838186019501011161064957565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b60843564ffffffffff811681036106495790565b90601f8019910116810190811067ffffffffffffffff82111761075f57604052565b634e487b7160e01b5f52604160045260245ffd5b6004356001600160a01b0381169081810361064957506044359064ffffffffff82169182810361064957506084359164ffffffffff831680840361064957604293506040519160208301937fd4d9bcc730f076285010c853c64f03a5117838a9ba9b643a94ce9aa78d0b3e94855260408401526024356060840152608083015260643560a083015260c082015260c0815261080f60e08261073d565b51902061081a610835565b906040519161190160f01b8352600283015260228201522090565b307f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03161480610928575b15610890577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a0815261092260c08261073d565b51902090565b507f00000000000000000000000000000000000000000000000000000000000000004614610867565b60ff811690601f8211610980576040519161096d60408461073d565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd',
} as const

/** The example consumer. */
export const goldNote = {
  abi: [
    {
      type: 'constructor',
      inputs: [
        { name: 'trust_', type: 'address', internalType: 'contract ITrustRegistry' },
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'issuer_', type: 'address', internalType: 'address' },
        { name: 'approvers', type: 'address[]', internalType: 'address[]' },
        { name: 'threshold', type: 'uint256', internalType: 'uint256' },
      ],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'PARK_LIFE',
      inputs: [],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'TENOR_IN_DAYS',
      inputs: [],
      outputs: [{ name: '', type: 'int256', internalType: 'int256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'approvalThreshold',
      inputs: [],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'approve',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'calculatePrice',
      inputs: [
        { name: 'gold', type: 'int256', internalType: 'int256' },
        { name: 'sofr', type: 'int256', internalType: 'int256' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'deliver',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
        { name: 'seals', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'digestOf',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'drop',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'eip712Domain',
      inputs: [],
      outputs: [
        { name: 'fields', type: 'bytes1', internalType: 'bytes1' },
        { name: 'name', type: 'string', internalType: 'string' },
        { name: 'version', type: 'string', internalType: 'string' },
        { name: 'chainId', type: 'uint256', internalType: 'uint256' },
        { name: 'verifyingContract', type: 'address', internalType: 'address' },
        { name: 'salt', type: 'bytes32', internalType: 'bytes32' },
        { name: 'extensions', type: 'uint256[]', internalType: 'uint256[]' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'feed',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Feed',
          components: [
            { name: 'sequence', type: 'uint56', internalType: 'uint56' },
            { name: 'observedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'acceptedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'value', type: 'int112', internalType: 'int112' },
            { name: 'paused', type: 'bool', internalType: 'bool' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'isApprover',
      inputs: [{ name: 'account', type: 'address', internalType: 'address' }],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'isNonceUsed',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'nonce', type: 'uint64', internalType: 'uint64' },
      ],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'issuer',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'address' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'parked',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Parked',
          components: [
            { name: 'outcome', type: 'uint8', internalType: 'enum Outcome' },
            { name: 'parkedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'releases', type: 'uint64', internalType: 'uint64' },
            { name: 'drops', type: 'uint64', internalType: 'uint64' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'pauseSubscription',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'policyOf',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'price',
      inputs: [],
      outputs: [
        { name: 'priceE8', type: 'int256', internalType: 'int256' },
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'release',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    { type: 'function', name: 'resume', inputs: [], outputs: [], stateMutability: 'nonpayable' },
    {
      type: 'function',
      name: 'retry',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
        { name: 'seals', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'subscription',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'subscriptionId',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
        { name: 'class', type: 'uint32', internalType: 'uint32' },
        { name: 'member', type: 'uint32', internalType: 'uint32' },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'pure',
    },
    {
      type: 'function',
      name: 'trust',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'contract ITrustRegistry' }],
      stateMutability: 'view',
    },
    {
      type: 'event',
      name: 'ApproversSet',
      inputs: [
        { name: 'approvers', type: 'address[]', indexed: false, internalType: 'address[]' },
        { name: 'threshold', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'CrypletRequested',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'requestId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'args', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Delivered',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'DeliveryFailed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'reason', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'DropApproved',
      inputs: [
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'approver', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Dropped',
      inputs: [{ name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' }],
      anonymous: false,
    },
    { type: 'event', name: 'EIP712DomainChanged', inputs: [], anonymous: false },
    {
      type: 'event',
      name: 'PriceCalculated',
      inputs: [
        { name: 'priceE8', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'goldE8', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'sofrE6', type: 'int256', indexed: false, internalType: 'int256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Quarantined',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'rail', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'value', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'low', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'high', type: 'int256', indexed: false, internalType: 'int256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'ReleaseApproved',
      inputs: [
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'approver', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Subscribed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'crypletId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        {
          name: 'policy',
          type: 'tuple',
          indexed: false,
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
        {
          name: 'rails',
          type: 'tuple[]',
          indexed: false,
          internalType: 'struct Rail[]',
          components: [
            { name: 'min', type: 'int112', internalType: 'int112' },
            { name: 'max', type: 'int112', internalType: 'int112' },
            { name: 'maxStepBps', type: 'uint16', internalType: 'uint16' },
            { name: 'word', type: 'uint8', internalType: 'uint8' },
          ],
        },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'SubscriptionPauseSet',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'paused', type: 'bool', indexed: false, internalType: 'bool' },
      ],
      anonymous: false,
    },
    {
      type: 'error',
      name: 'AnchorMissing',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'AnchorNotCanonical',
      inputs: [
        { name: 'anchorBlock', type: 'uint256', internalType: 'uint256' },
        { name: 'claimed', type: 'bytes32', internalType: 'bytes32' },
        { name: 'canonical', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'ApprovalsMissing',
      inputs: [
        { name: 'approvals', type: 'uint256', internalType: 'uint256' },
        { name: 'threshold', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ApproversInvalid',
      inputs: [
        { name: 'count', type: 'uint256', internalType: 'uint256' },
        { name: 'threshold', type: 'uint256', internalType: 'uint256' },
        { name: 'rule', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'CallbackFailed',
      inputs: [{ name: 'reason', type: 'bytes', internalType: 'bytes' }],
    },
    {
      type: 'error',
      name: 'CallbackGas',
      inputs: [
        { name: 'available', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimExpired',
      inputs: [
        { name: 'expiresAt', type: 'uint256', internalType: 'uint256' },
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimOvertaken',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'last', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'DeliveredTooSoon',
      inputs: [
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
        { name: 'earliest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'FieldTooWide',
      inputs: [
        { name: 'fields', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    { type: 'error', name: 'InvalidShortString', inputs: [] },
    {
      type: 'error',
      name: 'NonceUsed',
      inputs: [
        { name: 'nonce', type: 'uint256', internalType: 'uint256' },
        { name: 'word', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'NotApprover',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'NotCryplet',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'NotIssuer',
      inputs: [
        { name: 'caller', type: 'address', internalType: 'address' },
        { name: 'issuer', type: 'address', internalType: 'address' },
      ],
    },
    {
      type: 'error',
      name: 'NotParked',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'outcome', type: 'uint8', internalType: 'enum Outcome' },
      ],
    },
    {
      type: 'error',
      name: 'ObservationOvertaken',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'last', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ObservedInFuture',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'latest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ObservedTooOld',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'oldest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ParkedTooLong',
      inputs: [
        { name: 'parkedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PayloadTooShort',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyFlagsUnknown',
      inputs: [
        { name: 'flags', type: 'uint8', internalType: 'uint8' },
        { name: 'known', type: 'uint8', internalType: 'uint8' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyGasCapTooHigh',
      inputs: [
        { name: 'gasCap', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyIntervalMissing',
      inputs: [
        { name: 'rail', type: 'uint256', internalType: 'uint256' },
        { name: 'maxStepBps', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyInvalid',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'rule', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicySkewTooLong',
      inputs: [
        { name: 'maxSkew', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'QuorumUnsupported',
      inputs: [{ name: 'quorum', type: 'uint256', internalType: 'uint256' }],
    },
    {
      type: 'error',
      name: 'Reentered',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SealHighS',
      inputs: [
        { name: 's', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealInvalid',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'index', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealLength',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'expected', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SequenceMismatch',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'StringTooLong',
      inputs: [{ name: 'str', type: 'string', internalType: 'string' }],
    },
    {
      type: 'error',
      name: 'SubscriptionForeign',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'expected', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'SubscriptionPaused',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SubscriptionUnknown',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'ValueTooWide',
      inputs: [
        { name: 'rail', type: 'uint256', internalType: 'uint256' },
        { name: 'value', type: 'int256', internalType: 'int256' },
      ],
    },
  ],
  bytecode:
    '0x6101c08060405234610a5357613336803803809161001d8285610a72565b8339810160a082820312610a53578151916001600160a01b0383168303610a535760208101519261005060408301610a95565b60608301516001600160401b038111610a535783019284601f85011215610a53578351946001600160401b0386116108df578560051b9460208601966100996040519889610a72565b8752602087019060208297820101928311610a5357602001905b828210610a3b5750505060800151916040516100d0604082610a72565b6007815260208101906610dc9e5c1b195d60ca1b8252604051916100f5604084610a72565b600183526020830191603160f81b835261010e81610aee565b6101205261011b84610aee565b61014052519020918260e05251902080610100524660a0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261018460c082610a72565b5190206080523060c052610160526101805282515f5160206132f65f395f51905f5254610a215781158015610a18575b6109fe57604081116109e4575f5b818110610912575050805f5160206132f65f395f51905f525560405192604084019060408552518091526060840192905f5b8181106108f357867fa846e4a01bd20e4d9cc90bc690029b24286d0ac63abc720aa2f71db51d8b8e7f8780888860208301520390a16040519061014082016001600160401b038111838210176108df576040525f60a08301525f60e0830152630eb9131960e41b825262030d4060208301526206978060408301526001606083015260076080830152600260c0830152600f61010083015260016101208301526060604051906102a48183610a72565b60028252601f1981015f5b8181106108b15750506040516102c481610a57565b640ba43b740081526501d1a94a200060208201526109c460408201525f828201526102ee83610aa9565b526102f882610aa9565b5060405161030581610a57565b620f423f1981526301312d0060208201525f604082015260018282015261032b83610aca565b5261033582610aca565b5063ffffffff60e01b845116835f5260205260018060401b031960405f20169164010000000083175f525f5160206133165f395f51905f5260205260405f205461089257845160e01c67ffffffff00000000602087015160201b16176bffffffff0000000000000000604087015160401b16176fffffffff0000000000000000000000006060870151841b161760ff60801b608087015160801b161760ff60881b60a087015160881b161760ff60901b60c087015160901b161760ff60981b60e087015160981b161761ffff60a01b61010087015160a01b161763ffffffff60b01b61012087015160b01b161764010000000084175f525f5160206133165f395f51905f5260205260405f205563ffffffff60408601511615801561087f575b6108605760808501516001811615908115610852575b506108335760e085015160fc8116610818575063ffffffff602086015116630100000081116107fe575061ffff61010086015116600f81116107e7575060ff60c0860151168151036107c8575f5b8151811015610610576104cc8183610ada565b518051600d0b6020820151600d0b126105f15761ffff60408201511661056f575b90600191828060701b038151168360701b8460e01b03602083015160701b161761ffff60e01b604083015160e01b1617908560ff60f01b91015160f01b161764010000000086175f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0160205260405f20825f5260205260405f2055016104b9565b600160e088015116158015906105d1575b6105b25763ffffffff6060880151166104ed57604061ffff9101511690631be7512b60e01b5f5260045260245260445ffd5b6401000000018563157c64e760e11b5f5217600452600660245260445ffd5b505f8151600d0b1315801561058057505f6020820151600d0b1215610580565b6401000000018563157c64e760e11b5f5217600452600560245260445ffd5b50929084906040519163ffffffff6101206101608501928260e01b8151168652826020820151166020870152826040820151166040870152826060820151168587015260ff608082015116608087015260ff60a08201511660a087015260ff60c08201511660c087015260ff60e08201511660e087015261ffff610100820151166101008701520151166101208401526101606101408401528551809152602061018084019601915f905b8282106107835764010000000187878183177ff9478dd35b980a3389bbd56cf7a817d0bdbaa448d2a353a9c470194c8ee5f8a8898d038aa3176101a05260405161279c9081610b5a8239608051816114cc015260a05181611589015260c05181611496015260e0518161151b01526101005181611541015261012051816108d1015261014051816108fa015261016051818181610c080152611c19015261018051818181610eb60152610ef701526101a05181818161080c01528181610ddd0152610f290152f35b909192966020608060019260ff858c518051600d0b845285810151600d0b8685015261ffff6040820151166040850152015116858201520198019201909291926106bb565b6401000000018363157c64e760e11b5f5217600452600460245260445ffd5b630cd1eecf60e11b5f52600452600f60245260445ffd5b632ec24f3760e11b5f52600452630100000060245260445ffd5b60ff906313869f3160e31b5f5216600452600360245260445ffd5b6401000000018363157c64e760e11b5f5217600452600360245260445ffd5b6007915060ff16118661046b565b6401000000018363157c64e760e11b5f5217600452600260245260445ffd5b5063ffffffff6101208601511615610455565b6401000000018363157c64e760e11b5f5217600452600160245260445ffd5b6020906040516108c081610a57565b5f81525f838201525f60408201525f85820152828287010152016102af565b634e487b7160e01b5f52604160045260245ffd5b82516001600160a01b03168552602094850194909201916001016101f4565b6001600160a01b036109248287610ada565b51161580156109c6575b6109ab576001810190818111610997576001916109906001600160a01b03610956848a610ada565b51166001600160a01b03165f9081527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a066020526040902090565b55016101c2565b634e487b7160e01b5f52601160045260245ffd5b50630405323f60e01b5f52600452602452600460445260645ffd5b506109dc6001600160a01b036109568388610ada565b54151561092e565b630405323f60e01b5f52600452602452600360445260645ffd5b630405323f60e01b5f52600452602452600260445260645ffd5b508082116101b4565b630405323f60e01b5f52600452602452600160445260645ffd5b60208091610a4884610a95565b8152019101906100b3565b5f80fd5b608081019081106001600160401b038211176108df57604052565b601f909101601f19168101906001600160401b038211908210176108df57604052565b51906001600160a01b0382168203610a5357565b805115610ab65760200190565b634e487b7160e01b5f52603260045260245ffd5b805160011015610ab65760400190565b8051821015610ab65760209160051b010190565b601f815111610b19576020815191015160208210610b0a571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe60806040526004361015610011575f80fd5b5f3560e01c8063046f7da214610ee55780631d14384814610ea15780632679377f14610e365780633dcd522814610e0057806344387cc214610dc65780634f39ca5914610daa5780635483a0b514610c715780636d218e4814610c375780636f9fdd6614610bf35780637406e154146109ed5780637d0eef61146109b157806384b0196e146108b957806392b83efa1461083f578063a035b1fe146107ea578063a53a1adf146107c4578063cd827fb71461074b578063d66a722514610730578063df83a5b31461058b578063e5202a8a146104dc578063e596a62a14610467578063eb13d9911461044a578063eb9131901461036a5763f1836a4e14610116575f80fd5b346103665761012436611023565b5f9291925c6103525761013682611611565b604081019261014584516118ac565b9284515f525f51602061277c5f395f51905f5260205260405f205494805163ffffffff8660b01c165f1963ffffffff8316011015610340575061018986868661246f565b6101938585611a47565b61019d8686611ac9565b8560f81c61032d5760208401515f5263ffffffff60e01b8560e01b166020526001600160401b031960405f20168151906001600160401b038216179080820361031857505060e084018051909190156102b957508051610101814303105f1461028f5740905b61010085015190818314801590610287575b61026e5750505091610259602096949261024e61025f97955b610236611493565b9761024561016087208a6116b3565b80998888611b00565b61012081019061143d565b91611ef4565b61026c6040518092610ff2565bf35b51632757c51360e01b5f5260045260245260445260645ffd5b508215610215565b5f525f602052602080805f71f90827f1c53a10cb7a02335b1753200029355afa5060205190610203565b9050600285609898979695981c161580159061030a575b6102eb57509461025961025f9594939261024e60209861022e565b61010087915191015190635aa8bfb360e01b5f5260045260245260445ffd5b5061010087015115156102d0565b63b67e92eb60e01b5f5260045260245260445ffd5b516339a9631d60e01b5f5260045260245ffd5b630f9e1fb160e01b5f5260045260245ffd5b5f5c6359b7d13f60e11b5f5260045260245ffd5b5f80fd5b3461036657604036600319011261036657602435600435333014801590610441575b61042e575f8112818302600160ff1b8414821661041a5782810584148315171561041a57605a810290808205605a149015171561041a57640861c46800900590818301918212801582169115161761041a577f23290875647d5c8a3d539fdf2adf1aac2481661c543ee58dba19cfe84246e679926060928260025560405192835260208301526040820152a1005b634e487b7160e01b5f52601160045260245ffd5b632d242d7b60e11b5f523360045260245ffd5b505f5c1561038c565b34610366575f36600319011261036657602060405162093a808152f35b34610366576080366003190112610366576024356001600160e01b0319811681036103665760443563ffffffff811681036103665760643563ffffffff8116809103610366576020926004355f5283526001600160401b031960405f20169067ffffffff0000000060405193851b1617178152f35b34610366576020366003190112610366576104f561146f565b506004355f525f51602061275c5f395f51905f52602052608060405f206001600160401b036040519161052783611095565b5461053560ff821684611424565b816020840164ffffffffff8360081c16815264ffffffffff6040860191838560301c16835283606088019560701c168552610574604051809851610ff2565b511660208601525116604084015251166060820152f35b346103665761059936611023565b5f9291925c610352576105aa6115af565b506105b482611611565b926105cb6105c0611493565b6101608620906116b3565b91825f525f51602061275c5f395f51905f5260205260405f20936001600160401b03604051956105fa87611095565b5461060860ff821688611424565b64ffffffffff8160081c166020880152818160301c16604088015260701c1660608601528451600481101561071c57600119016106f557604086019161064e83516118ac565b92515f525f51602061277c5f395f51905f5260205260405f20549360018460981c16151515806106de575b6106ba57839261024e89936106b49361069a61025f9b9a999860209d611a47565b6106a48888611ac9565b886106ad611493565b8888611b00565b916118e1565b66ffffffffffffff8560608a015163a585fa6f60e01b5f526004521660245260445ffd5b50606088015166ffffffffffffff86161415610679565b838551600481101561071c576107179163a9ee3a5160e01b5f52600452610fe4565b60445ffd5b634e487b7160e01b5f52602160045260245ffd5b34610366575f366003190112610366576020604051605a8152f35b34610366576020366003190112610366576004356107676116d0565b505f8181525f51602061277c5f395f51905f52602090815260409182902080546001600160f81b0316600160f81b1790559051600181527f4b65416c99a955b22d025c73bb28a769c8905d5f8de60fba18a2c93d3284ae619190a2005b34610366576020366003190112610366576107e86107e06116d0565b6004356116f6565b005b34610366575f36600319011261036657604060025464ffffffffff60206108307f000000000000000000000000000000000000000000000000000000000000000061111f565b01511682519182526020820152f35b34610366576040366003190112610366576024356001600160401b0381168103610366576020906004355f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a04825260405f2066ffffffffffffff8260081c165f52825260405f2054600160ff60405193161b1615158152f35b34610366575f366003190112610366576109556108f57f0000000000000000000000000000000000000000000000000000000000000000612431565b61091e7f0000000000000000000000000000000000000000000000000000000000000000612431565b60206109636040519261093183856110c4565b5f84525f368137604051958695600f60f81b875260e08588015260e0870190610fff565b908582036040870152610fff565b4660608501523060808501525f60a085015283810360c08501528180845192838152019301915f5b82811061099a57505050500390f35b83518552869550938101939281019260010161098b565b34610366575f3660031901126103665760207f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0754604051908152f35b34610366576109fb36610fb0565b5f5c61035257610a096115af565b50610a1381611611565b610a29610a1e611493565b6101608320906116b3565b610a32336113ec565b5480610be2575b50805f525f51602061275c5f395f51905f5260205260405f209160405192610a6084611095565b54610a6e60ff821685611424565b6020840164ffffffffff8260081c1681526001600160401b036040860192818160301c16845260701c1660608601528451600481101561071c57156106f55764ffffffffff81511662093a80810180911161041a574211610bc357506001600160401b03610add915116611881565b7f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0754908181108015610bbb575b610ba65750506040810190610b1f82516118ac565b91515f525f51602061277c5f395f51905f5260205260405f20549460018360981c1615151580610b8e575b610b675791602095916106b48461012061025f989796019061143d565b8564ffffffffff60808401519160381c1690639ed9507760e01b5f5260045260245260445ffd5b50608082015164ffffffffff8760381c161015610b4a565b63582ff48360e01b5f5260045260245260445ffd5b508015610b0a565b64ffffffffff90511663f23ee51560e01b5f526004524260245260445ffd5b610bec90826116f6565b5083610a39565b34610366575f366003190112610366576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b34610366576020366003190112610366576004356001600160a01b038116810361036657610c666020916113ec565b541515604051908152f35b3461036657602036600319011261036657610c8a611391565b50610c966004356118ac565b610c9e611391565b63ffffffff60e01b8260e01b16918282528060201c63ffffffff16602083019081528160401c63ffffffff16604084019081528260601c63ffffffff16606085019081528360801c60ff16608086019081528460881c60ff169160a087019283528560901c60ff169360c0880194855260e08801958760981c60ff1687528760a01c61ffff16976101008a0198895260b01c63ffffffff169861012001988952604051998a525163ffffffff1660208a01525163ffffffff1660408901525163ffffffff1660608801525160ff1660808701525160ff1660a08601525160ff1660c08501525160ff1660e08401525161ffff166101008301525163ffffffff1661012082015261014090f35b34610366576020366003190112610366576107e860043561119a565b34610366575f3660031901126103665760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b34610366576020610e2e610e1336610fb0565b610160610e27610e21611493565b92611611565b20906116b3565b604051908152f35b346103665760203660031901126103665760a0610e5460043561111f565b60806040519166ffffffffffffff815116835264ffffffffff602082015116602084015264ffffffffff60408201511660408401526060810151600d0b6060840152015115156080820152f35b34610366575f366003190112610366576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b34610366575f366003190112610366577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633819003610f9a577f00000000000000000000000000000000000000000000000000000000000000005f8181525f51602061277c5f395f51905f526020908152604080832080546001600160f81b03169055519182527f4b65416c99a955b22d025c73bb28a769c8905d5f8de60fba18a2c93d3284ae6191a2005b63f7801f4560e01b5f523360045260245260445ffd5b602060031982011261036657600435906001600160401b038211610366576101409082900360031901126103665760040190565b600481101561071c57602452565b90600482101561071c5752565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b6040600319820112610366576004356001600160401b03811161036657610140818303600319011261036657600401916024356001600160401b0381116103665782602382011215610366578060040135926001600160401b0384116103665760248483010111610366576024019190565b608081019081106001600160401b038211176110b057604052565b634e487b7160e01b5f52604160045260245ffd5b90601f801991011681019081106001600160401b038211176110b057604052565b6040519060a082018281106001600160401b038211176110b0576040525f6080838281528260208201528260408201528260608201520152565b6111276110e5565b505f525f51602061277c5f395f51905f5260205260405f20546111486110e5565b9066ffffffffffffff8116825264ffffffffff8160381c16602083015264ffffffffff8160601c1660408301526001600160701b038160881c16600d0b600d0b606083015260f81c1515608082015290565b6111a26116d0565b6111aa61146f565b50815f525f51602061275c5f395f51905f5260205260405f2090604051916111d183611095565b546111df60ff821684611424565b602083019264ffffffffff8260081c16845260408101926001600160401b038360301c1684526001600160401b03606083019360701c1683528151600481101561071c571561136f575f19810190811161041a5760016001600160401b03911b166001600160401b03845182191616906001600160401b038451161783528352845f525f51602061275c5f395f51905f5260205260405f20905193600485101561071c57611305946001600160401b039467ffffffffffffffff60301b65ffffffffff008554945160081b16915160301b16918660701b865160701b169360ff8860701b199216906001600160701b0319161716171717905533847f3a6eaabef71ed61c098baf16c88750d8aa12f450ad01a1122d71d5170e9a25925f80a35116611881565b7f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a07541161136c57805f525f51602061275c5f395f51905f526020525f60408120557f20e8a2bf365db39a8b86733c1c42ef0e72bf953f475b174fd503f14f1945e4365f80a2565b50565b858251600481101561071c576107179163a9ee3a5160e01b5f52600452610fe4565b6040519061014082018281106001600160401b038211176110b0576040525f610120838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e0820152826101008201520152565b6001600160a01b03165f9081527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a066020526040902090565b600482101561071c5752565b9190820180921161041a57565b903590601e198136030182121561036657018035906001600160401b0382116103665760200191813603831361036657565b6040519061147c82611095565b5f6060838281528260208201528260408201520152565b307f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03161480611586575b156114ee577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a0815261158060c0826110c4565b51902090565b507f000000000000000000000000000000000000000000000000000000000000000046146114c5565b6040519061016082018281106001600160401b038211176110b0576040525f610140838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e082015282610100820152826101208201520152565b9061161a6115af565b5061162961012083018361143d565b90928160405194610120610160870193846040527fd3fb282cf626ed51a0938ecba8a6188811122386a10c71d06f1223744005a74388526020880137823720610140830152608082015160608301511760e083015160a084015117176001600160401b0381116116965750565b63012d4f8d60e31b5f526004526001600160401b0360245260445ffd5b6042916040519161190160f01b8352600283015260228201522090565b6116d9336113ec565b549081156116e357565b63761bf8a360e11b5f523360045260245ffd5b91909161170161146f565b50805f525f51602061275c5f395f51905f5260205260405f206040519061172782611095565b5461173560ff821683611424565b602082019064ffffffffff8160081c168252604083016001600160401b038260301c1681526001600160401b03606085019260701c16825283968451600481101561071c5715611851575f19810190811161041a5760016001600160401b03911b166001600160401b038181845116179184519019161683528152845f525f51602061275c5f395f51905f5260205260405f209351600481101561071c5767ffffffffffffffff60301b65ffffffffff008654955160081b16925160301b16926001600160401b0360701b905160701b169360ff6001600160401b0360701b199216906001600160701b0319161716171717905533907f8e15245ebe04372b55695e84620b47723da7ea11ce9ba84a8c11b67dd0f6c14d5f80a3565b858551600481101561071c576107179163a9ee3a5160e01b5f52600452610fe4565b5f19811461041a5760010190565b90815f925b61188d5750565b915f19830183811161041a576118a69316928391611873565b92611886565b63ffffffff19165f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0060205260405f205490565b93929190969594968360f81c611a3057918793915f9360ff8360901c16965f97604082015b818a106119d05750506119339750865f525f51602061275c5f395f51905f526020525f604081205561218c565b92600484101561071c5760018403611949575050565b5f525f51602061275c5f395f51905f5260205260405f2090805190600482101561071c5782549165ffffffffff00602083015160081b169067ffffffffffffffff60301b604084015160301b169260606001600160401b0360701b91015160701b169360ff6001600160401b0360701b199216906001600160701b03191617161717179055565b9193959750919395976119ee6119e7828451612544565b878761266d565b80600d0b8103611a1a578115611a11575b50600101979593918b97959391611906565b985060016119ff565b90637faecbd360e11b5f5260045260245260445ffd5b60408501516339a9631d60e01b5f5260045260245ffd5b60a0810151804211611ab35750608001805163ffffffff8360401c16904282820110611a9c57505061ffff90519160a01c16420190818111611a87575050565b632d26e05d60e21b5f5260045260245260445ffd5b631f3c48c760e21b5f52600452420360245260445ffd5b6306b9ae3760e11b5f526004524260245260445ffd5b9064ffffffffff63ffffffff9160601c169160601c1601804210611aea5750565b6390866de760e01b5f524260045260245260445ffd5b94929193909360ff8560881c1680611ee257508460801c905f9460015f9781607f81603f8460821c16169260811c1616010160061b90818103611ecd57505f9285915060208501356001600160ff1b0381166fa2a8918ca85bafe22016d0b997e4df60600160ff1b038111611e8b5760806020925f9260ff601b604051938d8552821c01168583015289356040830152606082015282805260015afa15611c6f575f516001600160a01b0316958615611eb75760028216611da2575b50600416611c7a575b505050506020848101516101209095015160405163ae1f72c160e01b81526004810196909652602486015260448501919091526001600160a01b0391821660648501529181166084840152829060a49082907f0000000000000000000000000000000000000000000000000000000000000000165afa8015611c6f57611c485750565b602090813d8311611c68575b611c5e81836110c4565b8101031261036657565b503d611c54565b6040513d5f823e3d90fd5b8293949650608090611c8e611cdd94611873565b94604051917f08a29c43f490ccf0aafe9184fb88c2567f09b34ded7bdba4bd317032f65fa37f83526003602084015260408301526040606083019160061b8801823760408120905220906116b3565b918160061b0160208101359060018060ff1b038216906fa2a8918ca85bafe22016d0b997e4df60600160ff1b038211611d75576020925f9260809260ff601b604051948a8652821c011686840152356040830152606082015282805260015afa15611c6f575f51916001600160a01b03831615611d60575050915f808080611bc5565b638801afe360e01b5f5260045260245260445ffd5b5063552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b9350955050611df86080600193604051907f08a29c43f490ccf0aafe9184fb88c2567f09b34ded7bdba4bd317032f65fa37f825260026020830152604082015260608101604087823760408120905220826116b3565b8060608501356001600160ff1b0381166fa2a8918ca85bafe22016d0b997e4df60600160ff1b038111611e8b5760806020925f9260ff601b60405193888552821c01168583015260408a013560408301526060820152828052875afa15611c6f575f51906001600160a01b03821615611e745750956004611bbc565b8490638801afe360e01b5f5260045260245260445ffd5b63552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b638801afe360e01b5f526004525f60245260445ffd5b63526688b760e01b5f5260045260245260445ffd5b630f1fa6fb60e41b5f5260045260245ffd5b92959493919060018760981c1615159687612137575b5f935f60ff8360901c16928860408901945b8089106120d0575b8814928484156120c457611f3a9389898d61218c565b995b8a600481101561071c57600181146120b757501561207e575b604051611f6181611095565b611f6b8b82611424565b6020810164ffffffffff42168152604082015f815260608301905f82528b5f525f51602061275c5f395f51905f5260205260405f209351600481101561071c5767ffffffffffffffff60301b65ffffffffff008654955160081b16925160301b16926001600160401b0360701b905160701b169360ff6001600160401b0360701b199216906001600160701b031916171617171790556120755791816060612052879561204a6120407f3a9cb6ca1d99c11b22b09dfe5cb10810fac1c7d462a96f428997787d9e2237119a60a09a9851612544565b9182898751612583565b96909561266d565b9151970151936040519485526020850152604084015260608301526080820152a3565b50505050505050565b66ffffffffffffff606088015184515f525f51602061277c5f395f51905f526020521666ffffffffffffff1983161760405f2055611f55565b9a50505050505050505050565b50505050600399611f3c565b9790506120de818651612544565b8a6120f7866120ee848c8c61266d565b93858a51612583565b90831290811561212d575b506121245750811561211b575b50600101968990611f1c565b9250600161210f565b91989050611f24565b905082135f612102565b60608501600160ff8251161b9060408701515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0460205260405f20905160081c5f5260205260405f20908154179055611f0a565b9461219f909491949392938284886126a7565b81810361240e575b5060e082901b6001600160e01b0319169081612287575b505060901c60ff169160015b83811061221757505050507f12848eb284d9a9d38389a601ec66df1333930c2142284d2f8a6673d0b9eb232f604080830151926080606082015191015182519182526020820152a3600190565b60019060408601612229828251612544565b61ffff8160e01c1661223e575b5050016121ca565b61224990868661266d565b90515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0360205260405f20825f5260205260405f20555f80612236565b6040860190815160609363ffffffff8660201c16918290831593845f146123af57505f915081905a905b825d604051938452898b600486013783828b600401923090f115908161237a575b505f805d6122e15750506121be565b9295509250925061235457816060917fd33db2fdec4006205872633da3445296e95738d7f26a28a5a1a68a95fd94466c9493515f525f51602061277c5f395f51905f5260205260405f20555193015161234c6040519283928352604060208401526040830190610fff565b0390a3600290565b6040516330b9b6dd60e01b815260206004820152806123766024820186610fff565b0390fd5b3d955061010086116123a5575b603f8196808352805f602085013e601f19920101166040525f6122d2565b6101009550612387565b80603f6123bd920490611430565b611388810180911161041a576001600160fd1b038a168a0361041a576123e7908a60031b90611430565b805a106123f857505f9182916122b1565b5a6333f826af60e11b5f5260045260245260445ffd5b60408601515f525f51602061277c5f395f51905f5260205260405f20555f6121a7565b60ff811690601f8211612460576040519161244d6040846110c4565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd5b919060981c6001166124d857606082019066ffffffffffffff8251911690818111156124c357505060806103e88251049201518092036124ad575050565b51631f7d5b0360e11b5f5260045260245260445ffd5b63a585fa6f60e01b5f5260045260245260445ffd5b5060408101515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a04602052606060405f20910190815160081c5f5260205260405f20549051600160ff82161b821661252f575050565b631f93765160e21b5f5260045260245260445ffd5b63ffffffff19165f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0160205260405f20905f5260205260405f205490565b929391936001600160701b038516600d0b916001600160701b038660701c16600d0b9461ffff849760e01c16938415801561265b575b6126535750816126125750506001600160701b036127109160881c16600d0b915b5f83121561260c57825f035b020590818103858113612604575b50018281126126005750565b9150565b94505f6125f4565b826125e6565b9091505f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0360205260405f20905f5260205261271060405f2054916125da565b965050505050565b5064ffffffffff8460601c16156125b9565b9091611fe09060eb1c1691602083019081841161041a57818110612692575050013590565b63715bf9ad60e01b5f5260045260245260445ffd5b9092919260018160981c1661272857506080606082015166ffffffffffffff85168082115f146127205750915b0151916001600160701b0360881b9060881b169266ffffffffffffff6bffffffffff0000000000000064ffffffffff60601b4260601b169460381b1692169060ff60f81b161717171790565b9050916126d4565b60601c63ffffffff161515915061273e90505790565b64ffffffffff60601b19164260601b64ffffffffff60601b16179056fe65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0565197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0265197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0765197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a00',
} as const

/** The example that asks: each question is answered once. */
export const priceAsker = {
  abi: [
    {
      type: 'constructor',
      inputs: [
        { name: 'trust_', type: 'address', internalType: 'contract ITrustRegistry' },
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'asker_', type: 'address', internalType: 'address' },
      ],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'answer',
      inputs: [
        { name: 'requestId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'priceE8', type: 'int256', internalType: 'int256' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'answerOf',
      inputs: [{ name: 'requestId', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [{ name: 'priceE8', type: 'int256', internalType: 'int256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'ask',
      inputs: [{ name: 'amountE3', type: 'uint64', internalType: 'uint64' }],
      outputs: [{ name: 'requestId', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'asker',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'address' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'deliver',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
        { name: 'seals', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'digestOf',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'eip712Domain',
      inputs: [],
      outputs: [
        { name: 'fields', type: 'bytes1', internalType: 'bytes1' },
        { name: 'name', type: 'string', internalType: 'string' },
        { name: 'version', type: 'string', internalType: 'string' },
        { name: 'chainId', type: 'uint256', internalType: 'uint256' },
        { name: 'verifyingContract', type: 'address', internalType: 'address' },
        { name: 'salt', type: 'bytes32', internalType: 'bytes32' },
        { name: 'extensions', type: 'uint256[]', internalType: 'uint256[]' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'feed',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Feed',
          components: [
            { name: 'sequence', type: 'uint56', internalType: 'uint56' },
            { name: 'observedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'acceptedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'value', type: 'int112', internalType: 'int112' },
            { name: 'paused', type: 'bool', internalType: 'bool' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'isNonceUsed',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'nonce', type: 'uint64', internalType: 'uint64' },
      ],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'parked',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Parked',
          components: [
            { name: 'outcome', type: 'uint8', internalType: 'enum Outcome' },
            { name: 'parkedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'releases', type: 'uint64', internalType: 'uint64' },
            { name: 'drops', type: 'uint64', internalType: 'uint64' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'policyOf',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'subscription',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'subscriptionId',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
        { name: 'class', type: 'uint32', internalType: 'uint32' },
        { name: 'member', type: 'uint32', internalType: 'uint32' },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'pure',
    },
    {
      type: 'function',
      name: 'trust',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'contract ITrustRegistry' }],
      stateMutability: 'view',
    },
    {
      type: 'event',
      name: 'CrypletRequested',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'requestId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'args', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Delivered',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'DeliveryFailed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'reason', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    { type: 'event', name: 'EIP712DomainChanged', inputs: [], anonymous: false },
    {
      type: 'event',
      name: 'PriceAnswered',
      inputs: [
        { name: 'requestId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'amountE3', type: 'uint64', indexed: false, internalType: 'uint64' },
        { name: 'priceE8', type: 'int256', indexed: false, internalType: 'int256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Quarantined',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'rail', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'value', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'low', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'high', type: 'int256', indexed: false, internalType: 'int256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Subscribed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'crypletId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        {
          name: 'policy',
          type: 'tuple',
          indexed: false,
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
        {
          name: 'rails',
          type: 'tuple[]',
          indexed: false,
          internalType: 'struct Rail[]',
          components: [
            { name: 'min', type: 'int112', internalType: 'int112' },
            { name: 'max', type: 'int112', internalType: 'int112' },
            { name: 'maxStepBps', type: 'uint16', internalType: 'uint16' },
            { name: 'word', type: 'uint8', internalType: 'uint8' },
          ],
        },
      ],
      anonymous: false,
    },
    {
      type: 'error',
      name: 'AnchorMissing',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'AnchorNotCanonical',
      inputs: [
        { name: 'anchorBlock', type: 'uint256', internalType: 'uint256' },
        { name: 'claimed', type: 'bytes32', internalType: 'bytes32' },
        { name: 'canonical', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'CallbackFailed',
      inputs: [{ name: 'reason', type: 'bytes', internalType: 'bytes' }],
    },
    {
      type: 'error',
      name: 'CallbackGas',
      inputs: [
        { name: 'available', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimExpired',
      inputs: [
        { name: 'expiresAt', type: 'uint256', internalType: 'uint256' },
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimOvertaken',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'last', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'DeliveredTooSoon',
      inputs: [
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
        { name: 'earliest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'FieldTooWide',
      inputs: [
        { name: 'fields', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    { type: 'error', name: 'InvalidShortString', inputs: [] },
    {
      type: 'error',
      name: 'NonceUsed',
      inputs: [
        { name: 'nonce', type: 'uint256', internalType: 'uint256' },
        { name: 'word', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'NotAsked',
      inputs: [{ name: 'requestId', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'NotAsker',
      inputs: [
        { name: 'caller', type: 'address', internalType: 'address' },
        { name: 'asker', type: 'address', internalType: 'address' },
      ],
    },
    {
      type: 'error',
      name: 'NotCryplet',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'ObservedInFuture',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'latest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ObservedTooOld',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'oldest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PayloadTooShort',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyFlagsUnknown',
      inputs: [
        { name: 'flags', type: 'uint8', internalType: 'uint8' },
        { name: 'known', type: 'uint8', internalType: 'uint8' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyGasCapTooHigh',
      inputs: [
        { name: 'gasCap', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyIntervalMissing',
      inputs: [
        { name: 'rail', type: 'uint256', internalType: 'uint256' },
        { name: 'maxStepBps', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyInvalid',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'rule', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicySkewTooLong',
      inputs: [
        { name: 'maxSkew', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'QuorumUnsupported',
      inputs: [{ name: 'quorum', type: 'uint256', internalType: 'uint256' }],
    },
    {
      type: 'error',
      name: 'Reentered',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SealHighS',
      inputs: [
        { name: 's', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealInvalid',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'index', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealLength',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'expected', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SequenceMismatch',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'StringTooLong',
      inputs: [{ name: 'str', type: 'string', internalType: 'string' }],
    },
    {
      type: 'error',
      name: 'SubscriptionForeign',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'expected', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'SubscriptionPaused',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SubscriptionUnknown',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
  ],
  bytecode:
    '0x6101c080604052346107225760608161249e80380380916100208285610726565b8339810103126107225780516001600160a01b0381168103610722576020820151604090920151906001600160a01b038216820361072257604051610066604082610726565b6007815260208101906610dc9e5c1b195d60ca1b82526040519161008b604084610726565b600183526020830191603160f81b83526100a481610749565b610120526100b184610749565b61014052519020918260e05251902080610100524660a0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261011a60c082610726565b5190206080523060c05261016052610180526040519061014082016001600160401b0381118382101761070e576040525f60608301525f60a08301525f60c0830152636b4c852160e11b82526201d4c06020830152610e10604083015260076080830152600360e0830152600f61010083015260016101208301526020604051906101a58183610726565b5f825263ffffffff60e01b845116835f52815260018060401b031960405f20169164010000000083175f525f51602061247e5f395f51905f52825260405f20546106ef57845160e01c67ffffffff000000006020870151841b16176bffffffff0000000000000000604087015160401b16176fffffffff000000000000000000000000606087015160601b161760ff60801b608087015160801b161760ff60881b60a087015160881b161760ff60901b60c087015160901b161760ff60981b60e087015160981b161761ffff60a01b61010087015160a01b161763ffffffff60b01b61012087015160b01b161764010000000084175f525f51602061247e5f395f51905f52835260405f205563ffffffff6040860151161580156106dc575b6106bd57608085015160018116159081156106af575b506106905760e085015160fc8116610675575063ffffffff6020860151166301000000811161065b575061ffff61010086015116600f8111610644575060ff60c086015116815103610625575f5b815181101561047957828160051b830101518051600d0b84820151600d0b1261045a5761ffff6040820151166103d9575b90600191828060701b038151168360701b8460e01b038683015160701b161761ffff60e01b604083015160e01b161790606060ff60f01b91015160f01b161764010000000086175f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a01855260405f20825f52855260405f205501610328565b600160e0880151161580159061043b575b61041c5763ffffffff60608801511661035957604061ffff9101511690631be7512b60e01b5f5260045260245260445ffd5b6401000000018563157c64e760e11b5f5217600452600660245260445ffd5b505f8151600d0b131580156103ea57505f84820151600d0b12156103ea565b6401000000018563157c64e760e11b5f5217600452600560245260445ffd5b50929084906040519163ffffffff6101206101608501928260e01b8151168652826020820151168587015282604082015116604087015282606082015116606087015260ff608082015116608087015260ff60a08201511660a087015260ff60c08201511660c087015260ff60e08201511660e087015261ffff6101008201511661010087015201511661012084015261016061014084015285518091528161018084019601915f5b8281106105e35764010000000187878183177ff9478dd35b980a3389bbd56cf7a817d0bdbaa448d2a353a9c470194c8ee5f8a8898d038aa3176101a052604051611cc990816107b5823960805181611225015260a051816112e2015260c051816111ef015260e051816112740152610100518161129a01526101205181610b3601526101405181610b5f0152610160518181816103c50152610c2b015261018051818181610a750152610e7d01526101a051818181610dd60152610f490152f35b83518051600d90810b8a5281840151900b8984015260408082015161ffff16908a015260609081015160ff169089015260809097019692810192600101610522565b6401000000018363157c64e760e11b5f5217600452600460245260445ffd5b630cd1eecf60e11b5f52600452600f60245260445ffd5b632ec24f3760e11b5f52600452630100000060245260445ffd5b60ff906313869f3160e31b5f5216600452600360245260445ffd5b6401000000018363157c64e760e11b5f5217600452600360245260445ffd5b6007915060ff16115f6102da565b6401000000018363157c64e760e11b5f5217600452600260245260445ffd5b5063ffffffff61012086015116156102c4565b6401000000018363157c64e760e11b5f5217600452600160245260445ffd5b634e487b7160e01b5f52604160045260245ffd5b5f80fd5b601f909101601f19168101906001600160401b0382119082101761070e57604052565b601f815111610774576020815191015160208210610765571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe60806040526004361015610011575f80fd5b5f3560e01c80632679377f14610fa65780632dc8a29c14610e565780633dcd522814610df957806344387cc214610dbf5780635483a0b514610c5a5780636f9fdd6614610c1657806384b0196e14610b1e57806392b83efa14610aa4578063c7a66eb314610a60578063d4a5571114610a36578063d6990a421461096c578063e5202a8a14610893578063e596a62a1461081e5763f1836a4e146100b3575f80fd5b3461044c57604036600319011261044c576004356001600160401b03811161044c5780600401610140600319833603011261044c57602435906001600160401b03821161044c573660238301121561044c5781600401356001600160401b03811161044c576024830191366024838601011161044c575f5c61080a5761013881611308565b906040820193610178855163ffffffff19165f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0060205260405f205490565b9385515f525f516020611ca95f395f51905f5260205260405f205495805163ffffffff8760b01c165f1963ffffffff83160110156107f857506101bc87878761170a565b60a08501518042116107e2575060808501805163ffffffff8860401c169042828201106107cb5750505161ffff8760a01c164201908181116107b657505064ffffffffff8760601c1663ffffffff8760601c16018042106107a057508660f81c61078d57602085019081515f5263ffffffff60e01b8760e01b166020526001600160401b031960405f20168151906001600160401b038216179080820361077857505060e0860180519091901561072f57508051610101814303105f146107055740905b610100870151908183148015906106fd575b6106e4575050505b6102a26111ec565b906102b1610160872083611401565b9860ff8860881c16806106d257508760801c5f935f9560018b81607f81603f8460821c16169260811c1616010160061b908181036106bd57505f928d915060448501356001600160ff1b038116906fa2a8918ca85bafe22016d0b997e4df60600160ff1b038211610563578f60809060209360ff601b5f95604051948552821c0116858301528d356040830152606082015282805260015afa15610457575f516001600160a01b03169889156106a65760028216610590575b50600416610462575b5050915161012088015160405163ae1f72c160e01b815260048101929092526024820152604481019590955250506001600160a01b0390811660648401529081166084830152602090829060a49082907f0000000000000000000000000000000000000000000000000000000000000000165afa80156104575761041e575b602061040f878787876104096101248e01896111ba565b9161141e565b61041c6040518092611086565bf35b602090819695949392963d8311610450575b61043a81836110d6565b8101031261044c57909192935f6103f2565b5f80fd5b503d610430565b6040513d5f823e3d90fd5b82939496509060806104ca92610479602495611131565b95604051917f08a29c43f490ccf0aafe9184fb88c2567f09b34ded7bdba4bd317032f65fa37f8352600360208401526040830152604086606084019260061b8a010182376040812090522090611401565b928260061b010160208101359060018060ff1b038216906fa2a8918ca85bafe22016d0b997e4df60600160ff1b038211610563576020925f9260809260ff601b604051948a8652821c011686840152356040830152606082015282805260015afa15610457575f51916001600160a01b0383161561054e575050915f808080610373565b638801afe360e01b5f5260045260245260445ffd5b5063552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b93509550506105e760808d600194604051917f08a29c43f490ccf0aafe9184fb88c2567f09b34ded7bdba4bd317032f65fa37f83526002602084015260408301526040606083019182376040812090522082611401565b8060848501356001600160ff1b0381166fa2a8918ca85bafe22016d0b997e4df60600160ff1b03811161067a5760806020925f9260ff601b60405193888552821c01168583015260648a013560408301526060820152828052875afa15610457575f51906001600160a01b03821615610663575095600461036a565b8490638801afe360e01b5f5260045260245260445ffd5b63552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b8e638801afe360e01b5f526004525f60245260445ffd5b63526688b760e01b5f5260045260245260445ffd5b630f1fa6fb60e41b5f5260045260245ffd5b51632757c51360e01b5f5260045260245260445260645ffd5b508215610292565b5f525f602052602080805f71f90827f1c53a10cb7a02335b1753200029355afa5060205190610280565b905060028760981c161580159061076a575b61074b575061029a565b61010086915191015190635aa8bfb360e01b5f5260045260245260445ffd5b506101008601511515610741565b63b67e92eb60e01b5f5260045260245260445ffd5b516339a9631d60e01b5f5260045260245ffd5b6390866de760e01b5f524260045260245260445ffd5b632d26e05d60e21b5f5260045260245260445ffd5b631f3c48c760e21b5f52600452420360245260445ffd5b6306b9ae3760e11b5f526004524260245260445ffd5b630f9e1fb160e01b5f5260045260245ffd5b5f5c6359b7d13f60e11b5f5260045260245ffd5b3461044c57608036600319011261044c576024356001600160e01b03198116810361044c5760443563ffffffff8116810361044c5760643563ffffffff811680910361044c576020926004355f5283526001600160401b031960405f20169067ffffffff0000000060405193851b1617178152f35b3461044c57602036600319011261044c575f60606040516108b3816110a7565b82815282602082015282604082015201526004355f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a05602052608060405f206001600160401b0360405191610908836110a7565b5461091660ff8216846111ae565b816020840164ffffffffff8360081c16815264ffffffffff6040860191838560301c16835283606088019560701c168552610955604051809851611086565b511660208601525116604084015251166060820152f35b3461044c57604036600319011261044c57600435602435303314801590610a2d575b610a1a57815f5260036020526001600160401b0360405f205416908115610a07577fe92ab9923f8c8502bd8498b4bc2c770ae5e287477b8dfb90a26f701e4c554b0191604091845f526003602052825f206001600160401b03198154169055845f52600460205280835f205582519182526020820152a2005b82631f2db22160e11b5f5260045260245ffd5b632d242d7b60e11b5f523360045260245ffd5b505f5c1561098e565b3461044c57602036600319011261044c576004355f526004602052602060405f2054604051908152f35b3461044c575f36600319011261044c576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b3461044c57604036600319011261044c576024356001600160401b038116810361044c576020906004355f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a04825260405f2066ffffffffffffff8260081c165f52825260405f2054600160ff60405193161b1615158152f35b3461044c575f36600319011261044c57610bba610b5a7f00000000000000000000000000000000000000000000000000000000000000006116cc565b610b837f00000000000000000000000000000000000000000000000000000000000000006116cc565b6020610bc860405192610b9683856110d6565b5f84525f368137604051958695600f60f81b875260e08588015260e0870190611062565b908582036040870152611062565b4660608501523060808501525f60a085015283810360c08501528180845192838152019301915f5b828110610bff57505050500390f35b835185528695509381019392810192600101610bf0565b3461044c575f36600319011261044c576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b3461044c57602036600319011261044c57610c73611153565b5063ffffffff19600435165f9081527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a006020526040902054610cb3611153565b63ffffffff60e01b8260e01b16918282528060201c63ffffffff16602083019081528160401c63ffffffff16604084019081528260601c63ffffffff16606085019081528360801c60ff16608086019081528460881c60ff169160a087019283528560901c60ff169360c0880194855260e08801958760981c60ff1687528760a01c61ffff16976101008a0198895260b01c63ffffffff169861012001988952604051998a525163ffffffff1660208a01525163ffffffff1660408901525163ffffffff1660608801525160ff1660808701525160ff1660a08601525160ff1660c08501525160ff1660e08401525161ffff166101008301525163ffffffff1661012082015261014090f35b3461044c575f36600319011261044c5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b3461044c57602036600319011261044c576004356001600160401b03811161044c57610140600319823603011261044c57610e4e602091610160610e47610e3e6111ec565b92600401611308565b2090611401565b604051908152f35b3461044c57602036600319011261044c576004356001600160401b03811680910361044c577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633819003610f905750610eb9600254611131565b806002556040516020810191308352604082015260408152610edc6060826110d6565b519020908015610f7d579080602092815f526003845260405f20816001600160401b03198254161790556040519084820152838152610f1c6040826110d6565b7f11f8cd1183bead741b862af8147a0c9d1057993ed1edd70c3d12d9906674026060405185815280610f727f00000000000000000000000000000000000000000000000000000000000000009488830190611062565b0390a3604051908152f35b50631f2db22160e11b5f5260045260245ffd5b63247ee46d60e01b5f523360045260245260445ffd5b3461044c57602036600319011261044c57610fbf6110f7565b506004355f525f516020611ca95f395f51905f5260205260a060405f2054610fe56110f7565b66ffffffffffffff82169182825264ffffffffff60208301818360381c16815281808460601c16916040860192835260806001600160701b038660881c16600d0b956060880196600d0b875260f81c15159601958652604051968752511660208601525116604084015251600d0b60608301525115156080820152f35b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b9060048210156110935752565b634e487b7160e01b5f52602160045260245ffd5b608081019081106001600160401b038211176110c257604052565b634e487b7160e01b5f52604160045260245ffd5b90601f801991011681019081106001600160401b038211176110c257604052565b6040519060a082018281106001600160401b038211176110c2576040525f6080838281528260208201528260408201528260608201520152565b5f19811461113f5760010190565b634e487b7160e01b5f52601160045260245ffd5b6040519061014082018281106001600160401b038211176110c2576040525f610120838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e0820152826101008201520152565b60048210156110935752565b903590601e198136030182121561044c57018035906001600160401b03821161044c5760200191813603831361044c57565b307f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031614806112df575b15611247577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a081526112d960c0826110d6565b51902090565b507f0000000000000000000000000000000000000000000000000000000000000000461461121e565b9060405161016081018181106001600160401b038211176110c2575f91610140916040528281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e0820152826101008201528261012082015201526113776101208301836111ba565b90928160405194610120610160870193846040527fd3fb282cf626ed51a0938ecba8a6188811122386a10c71d06f1223744005a74388526020880137823720610140830152608082015160608301511760e083015160a084015117176001600160401b0381116113e45750565b63012d4f8d60e31b5f526004526001600160401b0360245260445ffd5b6042916040519161190160f01b8352600283015260228201522090565b92959493919060018760981c1615159687611677575b5f935f60ff8360901c16928860408901945b808910611610575b881492848415611604576114649389898d6117df565b995b8a600481101561109357600181146115f75750156115be575b60405161148b816110a7565b6114958b826111ae565b6020810164ffffffffff42168152604082015f815260608301905f82528b5f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0560205260405f2093516004811015611093576dffffffffffffffff00000000000065ffffffffff008654955160081b16925160301b16926001600160401b0360701b905160701b169360ff6001600160401b0360701b199216906001600160701b031916171617171790556115b55791816060611592879561158a6115807f3a9cb6ca1d99c11b22b09dfe5cb10810fac1c7d462a96f428997787d9e2237119a60a09a9851611a84565b9182898751611ac3565b969095611bba565b9151970151936040519485526020850152604084015260608301526080820152a3565b50505050505050565b66ffffffffffffff606088015184515f525f516020611ca95f395f51905f526020521666ffffffffffffff1983161760405f205561147f565b9a50505050505050505050565b50505050600399611466565b97905061161e818651611a84565b8a6116378661162e848c8c611bba565b93858a51611ac3565b90831290811561166d575b506116645750811561165b575b50600101968990611446565b9250600161164f565b9198905061144e565b905082135f611642565b60608501600160ff8251161b9060408701515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0460205260405f20905160081c5f5260205260405f20908154179055611434565b60ff811690601f82116116fb57604051916116e86040846110d6565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd5b919060981c60011661177357606082019066ffffffffffffff82519116908181111561175e57505060806103e8825104920151809203611748575050565b51631f7d5b0360e11b5f5260045260245260445ffd5b63a585fa6f60e01b5f5260045260245260445ffd5b5060408101515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a04602052606060405f20910190815160081c5f5260205260405f20549051600160ff82161b82166117ca575050565b631f93765160e21b5f5260045260245260445ffd5b946117f290949194939293828488611bf4565b818103611a61575b5060e082901b6001600160e01b03191690816118da575b505060901c60ff169160015b83811061186a57505050507f12848eb284d9a9d38389a601ec66df1333930c2142284d2f8a6673d0b9eb232f604080830151926080606082015191015182519182526020820152a3600190565b6001906040860161187c828251611a84565b61ffff8160e01c16611891575b50500161181d565b61189c908686611bba565b90515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0360205260405f20825f5260205260405f20555f80611889565b6040860190815160609363ffffffff8660201c16918290831593845f14611a0257505f915081905a905b825d604051938452898b600486013783828b600401923090f11590816119cd575b505f805d611934575050611811565b929550925092506119a757816060917fd33db2fdec4006205872633da3445296e95738d7f26a28a5a1a68a95fd94466c9493515f525f516020611ca95f395f51905f5260205260405f20555193015161199f6040519283928352604060208401526040830190611062565b0390a3600290565b6040516330b9b6dd60e01b815260206004820152806119c96024820186611062565b0390fd5b3d955061010086116119f8575b603f8196808352805f602085013e601f19920101166040525f611925565b61010095506119da565b80603f611a10920490611bad565b611388810180911161113f576001600160fd1b038a168a0361113f57611a3a908a60031b90611bad565b805a10611a4b57505f918291611904565b5a6333f826af60e11b5f5260045260245260445ffd5b60408601515f525f516020611ca95f395f51905f5260205260405f20555f6117fa565b63ffffffff19165f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0160205260405f20905f5260205260405f205490565b929391936001600160701b038516600d0b916001600160701b038660701c16600d0b9461ffff849760e01c169384158015611b9b575b611b93575081611b525750506001600160701b036127109160881c16600d0b915b5f831215611b4c57825f035b020590818103858113611b44575b5001828112611b405750565b9150565b94505f611b34565b82611b26565b9091505f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0360205260405f20905f5260205261271060405f205491611b1a565b965050505050565b5064ffffffffff8460601c1615611af9565b9190820180921161113f57565b9091611fe09060eb1c1691602083019081841161113f57818110611bdf575050013590565b63715bf9ad60e01b5f5260045260245260445ffd5b9092919260018160981c16611c7557506080606082015166ffffffffffffff85168082115f14611c6d5750915b0151916001600160701b0360881b9060881b169266ffffffffffffff6bffffffffff0000000000000064ffffffffff60601b4260601b169460381b1692169060ff60f81b161717171790565b905091611c21565b60601c63ffffffff1615159150611c8b90505790565b64ffffffffff60601b19164260601b64ffffffffff60601b16179056fe65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0265197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a00',
} as const

/** The example that is woken when gold crosses a level. */
export const goldAlarm = {
  abi: [
    {
      type: 'constructor',
      inputs: [
        { name: 'trust_', type: 'address', internalType: 'contract ITrustRegistry' },
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
      ],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'HIGH',
      inputs: [],
      outputs: [{ name: '', type: 'uint8', internalType: 'uint8' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'LOW',
      inputs: [],
      outputs: [{ name: '', type: 'uint8', internalType: 'uint8' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'SILENT',
      inputs: [],
      outputs: [{ name: '', type: 'uint8', internalType: 'uint8' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'UNKNOWN',
      inputs: [],
      outputs: [{ name: '', type: 'uint8', internalType: 'uint8' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'alarm',
      inputs: [],
      outputs: [
        { name: 'state', type: 'uint8', internalType: 'uint8' },
        { name: 'goldE8', type: 'int256', internalType: 'int256' },
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'deliver',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
        { name: 'seals', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'digestOf',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'eip712Domain',
      inputs: [],
      outputs: [
        { name: 'fields', type: 'bytes1', internalType: 'bytes1' },
        { name: 'name', type: 'string', internalType: 'string' },
        { name: 'version', type: 'string', internalType: 'string' },
        { name: 'chainId', type: 'uint256', internalType: 'uint256' },
        { name: 'verifyingContract', type: 'address', internalType: 'address' },
        { name: 'salt', type: 'bytes32', internalType: 'bytes32' },
        { name: 'extensions', type: 'uint256[]', internalType: 'uint256[]' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'feed',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Feed',
          components: [
            { name: 'sequence', type: 'uint56', internalType: 'uint56' },
            { name: 'observedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'acceptedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'value', type: 'int112', internalType: 'int112' },
            { name: 'paused', type: 'bool', internalType: 'bool' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'isNonceUsed',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'nonce', type: 'uint64', internalType: 'uint64' },
      ],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'onWatch',
      inputs: [
        { name: 'state', type: 'uint8', internalType: 'uint8' },
        { name: 'goldE8', type: 'int256', internalType: 'int256' },
      ],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'parked',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Parked',
          components: [
            { name: 'outcome', type: 'uint8', internalType: 'enum Outcome' },
            { name: 'parkedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'releases', type: 'uint64', internalType: 'uint64' },
            { name: 'drops', type: 'uint64', internalType: 'uint64' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'policyOf',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'subscription',
      inputs: [],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'subscriptionId',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
        { name: 'class', type: 'uint32', internalType: 'uint32' },
        { name: 'member', type: 'uint32', internalType: 'uint32' },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'pure',
    },
    {
      type: 'function',
      name: 'trust',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'contract ITrustRegistry' }],
      stateMutability: 'view',
    },
    {
      type: 'event',
      name: 'CrypletRequested',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'requestId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'args', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Delivered',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'DeliveryFailed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'reason', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    { type: 'event', name: 'EIP712DomainChanged', inputs: [], anonymous: false },
    {
      type: 'event',
      name: 'Quarantined',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'rail', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'value', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'low', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'high', type: 'int256', indexed: false, internalType: 'int256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'StateChanged',
      inputs: [
        { name: 'state', type: 'uint8', indexed: true, internalType: 'uint8' },
        { name: 'goldE8', type: 'int256', indexed: false, internalType: 'int256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Subscribed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'crypletId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        {
          name: 'policy',
          type: 'tuple',
          indexed: false,
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
        {
          name: 'rails',
          type: 'tuple[]',
          indexed: false,
          internalType: 'struct Rail[]',
          components: [
            { name: 'min', type: 'int112', internalType: 'int112' },
            { name: 'max', type: 'int112', internalType: 'int112' },
            { name: 'maxStepBps', type: 'uint16', internalType: 'uint16' },
            { name: 'word', type: 'uint8', internalType: 'uint8' },
          ],
        },
      ],
      anonymous: false,
    },
    {
      type: 'error',
      name: 'AnchorMissing',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'AnchorNotCanonical',
      inputs: [
        { name: 'anchorBlock', type: 'uint256', internalType: 'uint256' },
        { name: 'claimed', type: 'bytes32', internalType: 'bytes32' },
        { name: 'canonical', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'CallbackFailed',
      inputs: [{ name: 'reason', type: 'bytes', internalType: 'bytes' }],
    },
    {
      type: 'error',
      name: 'CallbackGas',
      inputs: [
        { name: 'available', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimExpired',
      inputs: [
        { name: 'expiresAt', type: 'uint256', internalType: 'uint256' },
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimOvertaken',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'last', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'DeliveredTooSoon',
      inputs: [
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
        { name: 'earliest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'FieldTooWide',
      inputs: [
        { name: 'fields', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    { type: 'error', name: 'InvalidShortString', inputs: [] },
    {
      type: 'error',
      name: 'NonceUsed',
      inputs: [
        { name: 'nonce', type: 'uint256', internalType: 'uint256' },
        { name: 'word', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'NotCryplet',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'ObservedInFuture',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'latest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ObservedTooOld',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'oldest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PayloadTooShort',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyFlagsUnknown',
      inputs: [
        { name: 'flags', type: 'uint8', internalType: 'uint8' },
        { name: 'known', type: 'uint8', internalType: 'uint8' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyGasCapTooHigh',
      inputs: [
        { name: 'gasCap', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyIntervalMissing',
      inputs: [
        { name: 'rail', type: 'uint256', internalType: 'uint256' },
        { name: 'maxStepBps', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyInvalid',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'rule', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicySkewTooLong',
      inputs: [
        { name: 'maxSkew', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PriceTooLarge',
      inputs: [{ name: 'goldE8', type: 'int256', internalType: 'int256' }],
    },
    {
      type: 'error',
      name: 'QuorumUnsupported',
      inputs: [{ name: 'quorum', type: 'uint256', internalType: 'uint256' }],
    },
    {
      type: 'error',
      name: 'Reentered',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SealHighS',
      inputs: [
        { name: 's', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealInvalid',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'index', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealLength',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'expected', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SequenceMismatch',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'StateUnknown',
      inputs: [{ name: 'state', type: 'uint8', internalType: 'uint8' }],
    },
    {
      type: 'error',
      name: 'StringTooLong',
      inputs: [{ name: 'str', type: 'string', internalType: 'string' }],
    },
    {
      type: 'error',
      name: 'SubscriptionForeign',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'expected', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'SubscriptionPaused',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SubscriptionUnknown',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
  ],
  bytecode:
    '0x6101a080604052346106f6576040816123fe803803809161002082856106fa565b8339810103126106f6578051906001600160a01b03821682036106f65760200151906040516100506040826106fa565b6007815260208101906610dc9e5c1b195d60ca1b8252604051916100756040846106fa565b600183526020830191603160f81b835261008e8161071d565b6101205261009b8461071d565b61014052519020918260e05251902080610100524660a0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261010460c0826106fa565b5190206080523060c052610160526040519061014082016001600160401b038111838210176106e2576040525f60608301525f60a08301525f60c08301525f60e083015263381d31ed60e11b82526201d4c06020830152610e10604083015260076080830152600f610100830152600161012083015260206040519061018a81836106fa565b5f825263ffffffff60e01b845116835f52815260018060401b031960405f20169164010000000083175f525f5160206123de5f395f51905f52825260405f20546106c357845160e01c67ffffffff000000006020870151841b16176bffffffff0000000000000000604087015160401b16176fffffffff000000000000000000000000606087015160601b161760ff60801b608087015160801b161760ff60881b60a087015160881b161760ff60901b60c087015160901b161760ff60981b60e087015160981b161761ffff60a01b61010087015160a01b161763ffffffff60b01b61012087015160b01b161764010000000084175f525f5160206123de5f395f51905f52835260405f205563ffffffff6040860151161580156106b0575b6106915760808501516001811615908115610683575b506106645760e085015160fc8116610649575063ffffffff6020860151166301000000811161062f575061ffff61010086015116600f8111610618575060ff60c0860151168151036105f9575f5b815181101561045e57828160051b830101518051600d0b84820151600d0b1261043f5761ffff6040820151166103be575b90600191828060701b038151168360701b8460e01b038683015160701b161761ffff60e01b604083015160e01b161790606060ff60f01b91015160f01b161764010000000086175f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a01855260405f20825f52855260405f20550161030d565b600160e08801511615801590610420575b6104015763ffffffff60608801511661033e57604061ffff9101511690631be7512b60e01b5f5260045260245260445ffd5b6401000000018563157c64e760e11b5f5217600452600660245260445ffd5b505f8151600d0b131580156103cf57505f84820151600d0b12156103cf565b6401000000018563157c64e760e11b5f5217600452600560245260445ffd5b50929084906040519163ffffffff6101206101608501928260e01b8151168652826020820151168587015282604082015116604087015282606082015116606087015260ff608082015116608087015260ff60a08201511660a087015260ff60c08201511660c087015260ff60e08201511660e087015261ffff6101008201511661010087015201511661012084015261016061014084015285518091528161018084019601915f5b8281106105b75764010000000187878183177ff9478dd35b980a3389bbd56cf7a817d0bdbaa448d2a353a9c470194c8ee5f8a8898d038aa31761018052604051611c5590816107898239608051816111b1015260a0518161126e015260c0518161117b015260e051816112000152610100518161122601526101205181610ae501526101405181610b0e0152610160518181816103de0152610ce70152610180518181816109bf0152610e920152f35b83518051600d90810b8a5281840151900b8984015260408082015161ffff16908a015260609081015160ff169089015260809097019692810192600101610507565b6401000000018363157c64e760e11b5f5217600452600460245260445ffd5b630cd1eecf60e11b5f52600452600f60245260445ffd5b632ec24f3760e11b5f52600452630100000060245260445ffd5b60ff906313869f3160e31b5f5216600452600360245260445ffd5b6401000000018363157c64e760e11b5f5217600452600360245260445ffd5b6007915060ff16115f6102bf565b6401000000018363157c64e760e11b5f5217600452600260245260445ffd5b5063ffffffff61012086015116156102a9565b6401000000018363157c64e760e11b5f5217600452600160245260445ffd5b634e487b7160e01b5f52604160045260245ffd5b5f80fd5b601f909101601f19168101906001600160401b038211908210176106e257604052565b601f815111610748576020815191015160208210610739571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe6080806040526004361015610012575f80fd5b5f3560e01c9081630c78932d14610f7d575080632679377f14610f125780633dcd522814610eb557806344387cc214610e7b5780635483a0b514610d165780636f9fdd6614610cd2578063703a63da14610bc557806384b0196e14610acd578063881a235f14610ab257806392b83efa14610a385780639f17b0f914610a1d578063b73974a114610a02578063bb7e8c281461099d578063e5202a8a146108c4578063e596a62a1461084f5763f1836a4e146100cc575f80fd5b34610465576040366003190112610465576004356001600160401b0381116104655780600401610140600319833603011261046557602435906001600160401b03821161046557366023830112156104655781600401356001600160401b0381116104655760248301913660248386010111610465575f5c61083b5761015181611294565b906040820193610191855163ffffffff19165f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0060205260405f205490565b9385515f525f516020611c355f395f51905f5260205260405f205495805163ffffffff8760b01c165f1963ffffffff831601101561082957506101d5878787611696565b60a0850151804211610813575060808501805163ffffffff8860401c169042828201106107fc5750505161ffff8760a01c164201908181116107e757505064ffffffffff8760601c1663ffffffff8760601c16018042106107d157508660f81c6107be57602085019081515f5263ffffffff60e01b8760e01b166020526001600160401b031960405f20168151906001600160401b03821617908082036107a957505060e0860180519091901561076057508051610101814303105f146107365740905b6101008701519081831480159061072e575b610715575050505b6102bb611178565b906102ca61016087208361138d565b9860ff8860881c168061070357508760801c5f935f9560018b81607f81603f8460821c16169260811c1616010160061b908181036106ee57505f928d915060448501356001600160ff1b038116906fa2a8918ca85bafe22016d0b997e4df60600160ff1b038211610580578f60809060209360ff601b5f95604051948552821c0116858301528d356040830152606082015282805260015afa15610470575f516001600160a01b03169889156106d757600282166105c1575b5060041661047b575b5050915161012088015160405163ae1f72c160e01b815260048101929092526024820152604481019590955250506001600160a01b0390811660648401529081166084830152602090829060a49082907f0000000000000000000000000000000000000000000000000000000000000000165afa801561047057610437575b6020610428878787876104226101248e0189611146565b916113aa565b6104356040518092610fb9565bf35b602090819695949392963d8311610469575b6104538183611009565b8101031261046557909192935f61040b565b5f80fd5b503d610449565b6040513d5f823e3d90fd5b9091929395505f1983146105ad5760249160806104e7926001860195604051917f08a29c43f490ccf0aafe9184fb88c2567f09b34ded7bdba4bd317032f65fa37f8352600360208401526040830152604086606084019260061b8a01018237604081209052209061138d565b928260061b010160208101359060018060ff1b038216906fa2a8918ca85bafe22016d0b997e4df60600160ff1b038211610580576020925f9260809260ff601b604051948a8652821c011686840152356040830152606082015282805260015afa15610470575f51916001600160a01b0383161561056b575050915f80808061038c565b638801afe360e01b5f5260045260245260445ffd5b5063552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b634e487b7160e01b5f52601160045260245ffd5b935095505061061860808d600194604051917f08a29c43f490ccf0aafe9184fb88c2567f09b34ded7bdba4bd317032f65fa37f8352600260208401526040830152604060608301918237604081209052208261138d565b8060848501356001600160ff1b0381166fa2a8918ca85bafe22016d0b997e4df60600160ff1b0381116106ab5760806020925f9260ff601b60405193888552821c01168583015260648a013560408301526060820152828052875afa15610470575f51906001600160a01b038216156106945750956004610383565b8490638801afe360e01b5f5260045260245260445ffd5b63552c6cab60e01b5f526004526fa2a8918ca85bafe22016d0b997e4df60600160ff1b0360245260445ffd5b8e638801afe360e01b5f526004525f60245260445ffd5b63526688b760e01b5f5260045260245260445ffd5b630f1fa6fb60e41b5f5260045260245ffd5b51632757c51360e01b5f5260045260245260445260645ffd5b5082156102ab565b5f525f602052602080805f71f90827f1c53a10cb7a02335b1753200029355afa5060205190610299565b905060028760981c161580159061079b575b61077c57506102b3565b61010086915191015190635aa8bfb360e01b5f5260045260245260445ffd5b506101008601511515610772565b63b67e92eb60e01b5f5260045260245260445ffd5b516339a9631d60e01b5f5260045260245ffd5b6390866de760e01b5f524260045260245260445ffd5b632d26e05d60e21b5f5260045260245260445ffd5b631f3c48c760e21b5f52600452420360245260445ffd5b6306b9ae3760e11b5f526004524260245260445ffd5b630f9e1fb160e01b5f5260045260245ffd5b5f5c6359b7d13f60e11b5f5260045260245ffd5b34610465576080366003190112610465576024356001600160e01b0319811681036104655760443563ffffffff811681036104655760643563ffffffff8116809103610465576020926004355f5283526001600160401b031960405f20169067ffffffff0000000060405193851b1617178152f35b34610465576020366003190112610465575f60606040516108e481610fda565b82815282602082015282604082015201526004355f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a05602052608060405f206001600160401b036040519161093983610fda565b5461094760ff82168461113a565b816020840164ffffffffff8360081c16815264ffffffffff6040860191838560301c16835283606088019560701c168552610986604051809851610fb9565b511660208601525116604084015251166060820152f35b34610465575f36600319011261046557606060025464ffffffffff60206109e37f0000000000000000000000000000000000000000000000000000000000000000611064565b0151166040519160ff8116835260081c600d0b60208301526040820152f35b34610465575f36600319011261046557602060405160018152f35b34610465575f36600319011261046557602060405160028152f35b34610465576040366003190112610465576024356001600160401b0381168103610465576020906004355f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a04825260405f2066ffffffffffffff8260081c165f52825260405f2054600160ff60405193161b1615158152f35b34610465575f36600319011261046557602060405160038152f35b34610465575f36600319011261046557610b69610b097f0000000000000000000000000000000000000000000000000000000000000000611658565b610b327f0000000000000000000000000000000000000000000000000000000000000000611658565b6020610b7760405192610b458385611009565b5f84525f368137604051958695600f60f81b875260e08588015260e0870190610f95565b908582036040870152610f95565b4660608501523060808501525f60a085015283810360c08501528180845192838152019301915f5b828110610bae57505050500390f35b835185528695509381019392810192600101610b9f565b346104655760403660031901126104655760043560ff811680910361046557602435303314801590610cc9575b610cb65781158015610cac575b610c99576002548260ff1982161760025560038303610c47575b5060207fb36bf3dd7ea5eaa8fa5ffc590bad9238dc581ae23cc8db75359d3540145eafad91604051908152a2005b81600d0b8203610c86576effffffffffffffffffffffffffffff191682176effffffffffffffffffffffffffff00600883901b16176002556020610c19565b5063be6bf9c560e01b5f5260045260245ffd5b506316dbca6760e21b5f5260045260245ffd5b5060038211610bff565b632d242d7b60e11b5f523360045260245ffd5b505f5c15610bf2565b34610465575f366003190112610465576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b3461046557602036600319011261046557610d2f6110df565b5063ffffffff19600435165f9081527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a006020526040902054610d6f6110df565b63ffffffff60e01b8260e01b16918282528060201c63ffffffff16602083019081528160401c63ffffffff16604084019081528260601c63ffffffff16606085019081528360801c60ff16608086019081528460881c60ff169160a087019283528560901c60ff169360c0880194855260e08801958760981c60ff1687528760a01c61ffff16976101008a0198895260b01c63ffffffff169861012001988952604051998a525163ffffffff1660208a01525163ffffffff1660408901525163ffffffff1660608801525160ff1660808701525160ff1660a08601525160ff1660c08501525160ff1660e08401525161ffff166101008301525163ffffffff1661012082015261014090f35b34610465575f3660031901126104655760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b34610465576020366003190112610465576004356001600160401b03811161046557610140600319823603011261046557610f0a602091610160610f03610efa611178565b92600401611294565b209061138d565b604051908152f35b346104655760203660031901126104655760a0610f30600435611064565b60806040519166ffffffffffffff815116835264ffffffffff602082015116602084015264ffffffffff60408201511660408401526060810151600d0b6060840152015115156080820152f35b34610465575f36600319011261046557805f60209252f35b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b906004821015610fc65752565b634e487b7160e01b5f52602160045260245ffd5b608081019081106001600160401b03821117610ff557604052565b634e487b7160e01b5f52604160045260245ffd5b90601f801991011681019081106001600160401b03821117610ff557604052565b6040519060a082018281106001600160401b03821117610ff5576040525f6080838281528260208201528260408201528260608201520152565b61106c61102a565b505f525f516020611c355f395f51905f5260205260405f205461108d61102a565b9066ffffffffffffff8116825264ffffffffff8160381c16602083015264ffffffffff8160601c1660408301526001600160701b038160881c16600d0b600d0b606083015260f81c1515608082015290565b6040519061014082018281106001600160401b03821117610ff5576040525f610120838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e0820152826101008201520152565b6004821015610fc65752565b903590601e198136030182121561046557018035906001600160401b0382116104655760200191813603831361046557565b307f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316148061126b575b156111d3577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a0815261126560c082611009565b51902090565b507f000000000000000000000000000000000000000000000000000000000000000046146111aa565b9060405161016081018181106001600160401b03821117610ff5575f91610140916040528281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e082015282610100820152826101208201520152611303610120830183611146565b90928160405194610120610160870193846040527fd3fb282cf626ed51a0938ecba8a6188811122386a10c71d06f1223744005a74388526020880137823720610140830152608082015160608301511760e083015160a084015117176001600160401b0381116113705750565b63012d4f8d60e31b5f526004526001600160401b0360245260445ffd5b6042916040519161190160f01b8352600283015260228201522090565b92959493919060018760981c1615159687611603575b5f935f60ff8360901c16928860408901945b80891061159c575b881492848415611590576113f09389898d61176b565b995b8a6004811015610fc6576001811461158357501561154a575b60405161141781610fda565b6114218b8261113a565b6020810164ffffffffff42168152604082015f815260608301905f82528b5f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0560205260405f2093516004811015610fc6576dffffffffffffffff00000000000065ffffffffff008654955160081b16925160301b16926001600160401b0360701b905160701b169360ff6001600160401b0360701b199216906001600160701b03191617161717179055611541579181606061151e879561151661150c7f3a9cb6ca1d99c11b22b09dfe5cb10810fac1c7d462a96f428997787d9e2237119a60a09a9851611a10565b9182898751611a4f565b969095611b46565b9151970151936040519485526020850152604084015260608301526080820152a3565b50505050505050565b66ffffffffffffff606088015184515f525f516020611c355f395f51905f526020521666ffffffffffffff1983161760405f205561140b565b9a50505050505050505050565b505050506003996113f2565b9790506115aa818651611a10565b8a6115c3866115ba848c8c611b46565b93858a51611a4f565b9083129081156115f9575b506115f0575081156115e7575b506001019689906113d2565b925060016115db565b919890506113da565b905082135f6115ce565b60608501600160ff8251161b9060408701515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0460205260405f20905160081c5f5260205260405f209081541790556113c0565b60ff811690601f82116116875760405191611674604084611009565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd5b919060981c6001166116ff57606082019066ffffffffffffff8251911690818111156116ea57505060806103e88251049201518092036116d4575050565b51631f7d5b0360e11b5f5260045260245260445ffd5b63a585fa6f60e01b5f5260045260245260445ffd5b5060408101515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a04602052606060405f20910190815160081c5f5260205260405f20549051600160ff82161b8216611756575050565b631f93765160e21b5f5260045260245260445ffd5b9461177e90949194939293828488611b80565b8181036119ed575b5060e082901b6001600160e01b0319169081611866575b505060901c60ff169160015b8381106117f657505050507f12848eb284d9a9d38389a601ec66df1333930c2142284d2f8a6673d0b9eb232f604080830151926080606082015191015182519182526020820152a3600190565b60019060408601611808828251611a10565b61ffff8160e01c1661181d575b5050016117a9565b611828908686611b46565b90515f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0360205260405f20825f5260205260405f20555f80611815565b6040860190815160609363ffffffff8660201c16918290831593845f1461198e57505f915081905a905b825d604051938452898b600486013783828b600401923090f1159081611959575b505f805d6118c057505061179d565b9295509250925061193357816060917fd33db2fdec4006205872633da3445296e95738d7f26a28a5a1a68a95fd94466c9493515f525f516020611c355f395f51905f5260205260405f20555193015161192b6040519283928352604060208401526040830190610f95565b0390a3600290565b6040516330b9b6dd60e01b815260206004820152806119556024820186610f95565b0390fd5b3d95506101008611611984575b603f8196808352805f602085013e601f19920101166040525f6118b1565b6101009550611966565b80603f61199c920490611b39565b61138881018091116105ad576001600160fd1b038a168a036105ad576119c6908a60031b90611b39565b805a106119d757505f918291611890565b5a6333f826af60e11b5f5260045260245260445ffd5b60408601515f525f516020611c355f395f51905f5260205260405f20555f611786565b63ffffffff19165f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0160205260405f20905f5260205260405f205490565b929391936001600160701b038516600d0b916001600160701b038660701c16600d0b9461ffff849760e01c169384158015611b27575b611b1f575081611ade5750506001600160701b036127109160881c16600d0b915b5f831215611ad857825f035b020590818103858113611ad0575b5001828112611acc5750565b9150565b94505f611ac0565b82611ab2565b9091505f527f65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0360205260405f20905f5260205261271060405f205491611aa6565b965050505050565b5064ffffffffff8460601c1615611a85565b919082018092116105ad57565b9091611fe09060eb1c169160208301908184116105ad57818110611b6b575050013590565b63715bf9ad60e01b5f5260045260245260445ffd5b9092919260018160981c16611c0157506080606082015166ffffffffffffff85168082115f14611bf95750915b0151916001600160701b0360881b9060881b169266ffffffffffffff6bffffffffff0000000000000064ffffffffff60601b4260601b169460381b1692169060ff60f81b161717171790565b905091611bad565b60601c63ffffffff1615159150611c1790505790565b64ffffffffff60601b19164260601b64ffffffffff60601b16179056fe65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a0265197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a00',
} as const

/** What every consumer has: CryptoDelegate with its module Quarantine. Abstract, so without bytecode. */
export const cryptoDelegate = {
  abi: [
    {
      type: 'function',
      name: 'PARK_LIFE',
      inputs: [],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'approvalThreshold',
      inputs: [],
      outputs: [{ name: '', type: 'uint256', internalType: 'uint256' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'approve',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'deliver',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
        { name: 'seals', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'digestOf',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'drop',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'eip712Domain',
      inputs: [],
      outputs: [
        { name: 'fields', type: 'bytes1', internalType: 'bytes1' },
        { name: 'name', type: 'string', internalType: 'string' },
        { name: 'version', type: 'string', internalType: 'string' },
        { name: 'chainId', type: 'uint256', internalType: 'uint256' },
        { name: 'verifyingContract', type: 'address', internalType: 'address' },
        { name: 'salt', type: 'bytes32', internalType: 'bytes32' },
        { name: 'extensions', type: 'uint256[]', internalType: 'uint256[]' },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'feed',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Feed',
          components: [
            { name: 'sequence', type: 'uint56', internalType: 'uint56' },
            { name: 'observedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'acceptedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'value', type: 'int112', internalType: 'int112' },
            { name: 'paused', type: 'bool', internalType: 'bool' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'isApprover',
      inputs: [{ name: 'account', type: 'address', internalType: 'address' }],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'isNonceUsed',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'nonce', type: 'uint64', internalType: 'uint64' },
      ],
      outputs: [{ name: '', type: 'bool', internalType: 'bool' }],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'parked',
      inputs: [{ name: 'digest', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Parked',
          components: [
            { name: 'outcome', type: 'uint8', internalType: 'enum Outcome' },
            { name: 'parkedAt', type: 'uint40', internalType: 'uint40' },
            { name: 'releases', type: 'uint64', internalType: 'uint64' },
            { name: 'drops', type: 'uint64', internalType: 'uint64' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'pauseSubscription',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'policyOf',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
      outputs: [
        {
          name: '',
          type: 'tuple',
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
      ],
      stateMutability: 'view',
    },
    {
      type: 'function',
      name: 'release',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'retry',
      inputs: [
        {
          name: 'claim',
          type: 'tuple',
          internalType: 'struct Claim',
          components: [
            { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
            { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
            { name: 'sequence', type: 'uint64', internalType: 'uint64' },
            { name: 'observedAt', type: 'uint64', internalType: 'uint64' },
            { name: 'expiresAt', type: 'uint64', internalType: 'uint64' },
            { name: 'provenance', type: 'bytes32', internalType: 'bytes32' },
            { name: 'anchorBlock', type: 'uint64', internalType: 'uint64' },
            { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'codeHash', type: 'bytes32', internalType: 'bytes32' },
            { name: 'payload', type: 'bytes', internalType: 'bytes' },
          ],
        },
        { name: 'seals', type: 'bytes', internalType: 'bytes' },
      ],
      outputs: [{ name: '', type: 'uint8', internalType: 'enum Outcome' }],
      stateMutability: 'nonpayable',
    },
    {
      type: 'function',
      name: 'subscriptionId',
      inputs: [
        { name: 'crypletId', type: 'bytes32', internalType: 'bytes32' },
        { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
        { name: 'class', type: 'uint32', internalType: 'uint32' },
        { name: 'member', type: 'uint32', internalType: 'uint32' },
      ],
      outputs: [{ name: '', type: 'bytes32', internalType: 'bytes32' }],
      stateMutability: 'pure',
    },
    {
      type: 'function',
      name: 'trust',
      inputs: [],
      outputs: [{ name: '', type: 'address', internalType: 'contract ITrustRegistry' }],
      stateMutability: 'view',
    },
    {
      type: 'event',
      name: 'ApproversSet',
      inputs: [
        { name: 'approvers', type: 'address[]', indexed: false, internalType: 'address[]' },
        { name: 'threshold', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'CrypletRequested',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'requestId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'args', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Delivered',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', indexed: false, internalType: 'uint256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'DeliveryFailed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'reason', type: 'bytes', indexed: false, internalType: 'bytes' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'DropApproved',
      inputs: [
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'approver', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Dropped',
      inputs: [{ name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' }],
      anonymous: false,
    },
    { type: 'event', name: 'EIP712DomainChanged', inputs: [], anonymous: false },
    {
      type: 'event',
      name: 'Quarantined',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'sequence', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'rail', type: 'uint256', indexed: false, internalType: 'uint256' },
        { name: 'value', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'low', type: 'int256', indexed: false, internalType: 'int256' },
        { name: 'high', type: 'int256', indexed: false, internalType: 'int256' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'ReleaseApproved',
      inputs: [
        { name: 'digest', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'approver', type: 'address', indexed: true, internalType: 'address' },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'Subscribed',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'crypletId', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        {
          name: 'policy',
          type: 'tuple',
          indexed: false,
          internalType: 'struct Policy',
          components: [
            { name: 'selector', type: 'bytes4', internalType: 'bytes4' },
            { name: 'gasCap', type: 'uint32', internalType: 'uint32' },
            { name: 'maxAge', type: 'uint32', internalType: 'uint32' },
            { name: 'minInterval', type: 'uint32', internalType: 'uint32' },
            { name: 'tiers', type: 'uint8', internalType: 'uint8' },
            { name: 'quorum', type: 'uint8', internalType: 'uint8' },
            { name: 'rails', type: 'uint8', internalType: 'uint8' },
            { name: 'flags', type: 'uint8', internalType: 'uint8' },
            { name: 'maxSkew', type: 'uint16', internalType: 'uint16' },
            { name: 'members', type: 'uint32', internalType: 'uint32' },
          ],
        },
        {
          name: 'rails',
          type: 'tuple[]',
          indexed: false,
          internalType: 'struct Rail[]',
          components: [
            { name: 'min', type: 'int112', internalType: 'int112' },
            { name: 'max', type: 'int112', internalType: 'int112' },
            { name: 'maxStepBps', type: 'uint16', internalType: 'uint16' },
            { name: 'word', type: 'uint8', internalType: 'uint8' },
          ],
        },
      ],
      anonymous: false,
    },
    {
      type: 'event',
      name: 'SubscriptionPauseSet',
      inputs: [
        { name: 'subscription', type: 'bytes32', indexed: true, internalType: 'bytes32' },
        { name: 'paused', type: 'bool', indexed: false, internalType: 'bool' },
      ],
      anonymous: false,
    },
    {
      type: 'error',
      name: 'AnchorMissing',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'anchorHash', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'AnchorNotCanonical',
      inputs: [
        { name: 'anchorBlock', type: 'uint256', internalType: 'uint256' },
        { name: 'claimed', type: 'bytes32', internalType: 'bytes32' },
        { name: 'canonical', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'ApprovalsMissing',
      inputs: [
        { name: 'approvals', type: 'uint256', internalType: 'uint256' },
        { name: 'threshold', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ApproversInvalid',
      inputs: [
        { name: 'count', type: 'uint256', internalType: 'uint256' },
        { name: 'threshold', type: 'uint256', internalType: 'uint256' },
        { name: 'rule', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'CallbackFailed',
      inputs: [{ name: 'reason', type: 'bytes', internalType: 'bytes' }],
    },
    {
      type: 'error',
      name: 'CallbackGas',
      inputs: [
        { name: 'available', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimExpired',
      inputs: [
        { name: 'expiresAt', type: 'uint256', internalType: 'uint256' },
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ClaimOvertaken',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'last', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'DeliveredTooSoon',
      inputs: [
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
        { name: 'earliest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'FieldTooWide',
      inputs: [
        { name: 'fields', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    { type: 'error', name: 'InvalidShortString', inputs: [] },
    {
      type: 'error',
      name: 'NonceUsed',
      inputs: [
        { name: 'nonce', type: 'uint256', internalType: 'uint256' },
        { name: 'word', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'NotApprover',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'NotCryplet',
      inputs: [{ name: 'caller', type: 'address', internalType: 'address' }],
    },
    {
      type: 'error',
      name: 'NotParked',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'outcome', type: 'uint8', internalType: 'enum Outcome' },
      ],
    },
    {
      type: 'error',
      name: 'ObservationOvertaken',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'last', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ObservedInFuture',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'latest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ObservedTooOld',
      inputs: [
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'oldest', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'ParkedTooLong',
      inputs: [
        { name: 'parkedAt', type: 'uint256', internalType: 'uint256' },
        { name: 'timestamp', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PayloadTooShort',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'needed', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyFlagsUnknown',
      inputs: [
        { name: 'flags', type: 'uint8', internalType: 'uint8' },
        { name: 'known', type: 'uint8', internalType: 'uint8' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyGasCapTooHigh',
      inputs: [
        { name: 'gasCap', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyIntervalMissing',
      inputs: [
        { name: 'rail', type: 'uint256', internalType: 'uint256' },
        { name: 'maxStepBps', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicyInvalid',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'rule', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'PolicySkewTooLong',
      inputs: [
        { name: 'maxSkew', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'QuorumUnsupported',
      inputs: [{ name: 'quorum', type: 'uint256', internalType: 'uint256' }],
    },
    {
      type: 'error',
      name: 'Reentered',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SealHighS',
      inputs: [
        { name: 's', type: 'uint256', internalType: 'uint256' },
        { name: 'maximum', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealInvalid',
      inputs: [
        { name: 'digest', type: 'bytes32', internalType: 'bytes32' },
        { name: 'index', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SealLength',
      inputs: [
        { name: 'length', type: 'uint256', internalType: 'uint256' },
        { name: 'expected', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'SequenceMismatch',
      inputs: [
        { name: 'sequence', type: 'uint256', internalType: 'uint256' },
        { name: 'observedAt', type: 'uint256', internalType: 'uint256' },
      ],
    },
    {
      type: 'error',
      name: 'StringTooLong',
      inputs: [{ name: 'str', type: 'string', internalType: 'string' }],
    },
    {
      type: 'error',
      name: 'SubscriptionForeign',
      inputs: [
        { name: 'subscription', type: 'bytes32', internalType: 'bytes32' },
        { name: 'expected', type: 'bytes32', internalType: 'bytes32' },
      ],
    },
    {
      type: 'error',
      name: 'SubscriptionPaused',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'SubscriptionUnknown',
      inputs: [{ name: 'subscription', type: 'bytes32', internalType: 'bytes32' }],
    },
    {
      type: 'error',
      name: 'ValueTooWide',
      inputs: [
        { name: 'rail', type: 'uint256', internalType: 'uint256' },
        { name: 'value', type: 'int256', internalType: 'int256' },
      ],
    },
  ],
} as const
