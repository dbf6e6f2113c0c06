// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What a Cryplet states to one subscription of one receiver (the EIP-712 verifyingContract).
struct Claim {
    bytes32 crypletId; // keccak256(abi.encode(publisher, name))
    bytes32 subscription; // 24 bytes of family, uint32 class, uint32 member
    uint64 sequence; // mode latest: milliseconds of the observation; mode each: a nonce
    uint64 observedAt; // seconds: the instant that the observations speak for
    uint64 expiresAt; // seconds: the last one in which it is accepted
    bytes32 provenance; // hash of the public part of the run's record
    uint64 anchorBlock; // a block of this chain on which the claim rests; 0 = none
    bytes32 anchorHash; // that block's hash; 0 with none
    bytes32 codeHash; // the Cryplet's bundle and origins
    bytes payload; // abi.encode of the callback's arguments
}

/// @dev A claim as EIP-712 encodes it: eleven words that are read as fields and hashed where they lie.
struct Head {
    bytes32 typeHash;
    bytes32 crypletId;
    bytes32 subscription;
    uint256 sequence;
    uint256 observedAt;
    uint256 expiresAt;
    bytes32 provenance;
    uint256 anchorBlock;
    bytes32 anchorHash;
    bytes32 codeHash;
    bytes32 payloadHash;
}

/// @dev Bits of a policy's `tiers`.
uint256 constant TIER_CRYPLET = 1;
uint256 constant TIER_ENCLAVE = 2;
uint256 constant TIER_HOST = 4;

/// @title Envelope: digests of claims and the onion of seals around them
/// @dev The assembly is compared with plain `abi.encode` by test/Envelope.t.sol.
library Envelope {
    /// @notice An integer of the claim has bits above its 64; `fields` is all four of them or-ed.
    error FieldTooWide(uint256 fields, uint256 maximum);
    /// @notice `length` bytes of seals where the tiers ask for `expected`.
    error SealLength(uint256 length, uint256 expected);
    /// @notice The `s` of a seal lies in the upper half of the curve's order.
    error SealHighS(uint256 s, uint256 maximum);
    /// @notice The seal at `index` recovers to nobody.
    error SealInvalid(bytes32 digest, uint256 index);

    bytes32 internal constant CLAIM_TYPEHASH = keccak256(
        "Claim(bytes32 crypletId,bytes32 subscription,uint64 sequence,uint64 observedAt,uint64 expiresAt,bytes32 provenance,uint64 anchorBlock,bytes32 anchorHash,bytes32 codeHash,bytes payload)"
    );
    bytes32 internal constant SEAL_TYPEHASH =
        keccak256("Seal(uint8 tier,bytes32 inner,bytes32 innerSignature)");

    /// @dev Bytes of one seal, as EIP-2098 packs it: r, then yParity in the top bit of s.
    uint256 internal constant SEAL_BYTES = 64;
    uint256 private constant _HALF_ORDER =
        0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @dev Copies a claim into memory and hashes its payload. The nine static fields lie in calldata in the
    /// order of the type, so that one copy does; the decoder does not look at them, hence the width check.
    function load(Claim calldata claim) internal pure returns (Head memory h) {
        bytes calldata payload = claim.payload;
        bytes32 typeHash = CLAIM_TYPEHASH;
        uint256 wide;
        assembly ("memory-safe") {
            h := mload(0x40)
            mstore(0x40, add(h, 0x160))
            mstore(h, typeHash)
            calldatacopy(add(h, 0x20), claim, 0x120)
            // beyond the head lies free memory: scratch for the payload
            calldatacopy(add(h, 0x160), payload.offset, payload.length)
            mstore(add(h, 0x140), keccak256(add(h, 0x160), payload.length))
            wide := or(mload(add(h, 0x60)), mload(add(h, 0x80)))
            wide := or(wide, or(mload(add(h, 0xa0)), mload(add(h, 0xe0))))
        }
        if (wide > type(uint64).max) revert FieldTooWide(wide, type(uint64).max);
    }

    /// @dev EIP-712 hashStruct of the claim.
    function hash(Head memory h) internal pure returns (bytes32 structHash) {
        assembly ("memory-safe") {
            structHash := keccak256(h, 0x160)
        }
    }

    /// @dev keccak256(0x1901 ‖ domain ‖ structHash).
    function typed(bytes32 domain, bytes32 structHash) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore(m, hex"1901")
            mstore(add(m, 0x02), domain)
            mstore(add(m, 0x22), structHash)
            digest := keccak256(m, 0x42)
        }
    }

    /// @dev What `tier` signs over `inner`, the digest that the next inner tier signed, and over that very
    /// signature, which is seal number `innerIndex`.
    function wrap(
        bytes32 domain,
        uint256 tier,
        bytes32 inner,
        bytes calldata seals,
        uint256 innerIndex
    ) internal pure returns (bytes32) {
        bytes32 typeHash = SEAL_TYPEHASH;
        bytes32 structHash;
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore(m, typeHash)
            mstore(add(m, 0x20), tier)
            mstore(add(m, 0x40), inner)
            calldatacopy(add(m, 0x60), add(seals.offset, shl(6, innerIndex)), 0x40)
            mstore(add(m, 0x60), keccak256(add(m, 0x60), 0x40))
            structHash := keccak256(m, 0x80)
        }
        return typed(domain, structHash);
    }

    /// @dev The signer of `digest` by seal number `index`; never the zero address. The caller has checked the
    /// length of `seals`.
    function recover(bytes32 digest, bytes calldata seals, uint256 index)
        internal
        pure
        returns (address signer)
    {
        bytes32 r;
        uint256 yParityAndS;
        assembly ("memory-safe") {
            let at := add(seals.offset, shl(6, index))
            r := calldataload(at)
            yParityAndS := calldataload(add(at, 0x20))
        }
        uint256 s = yParityAndS & (type(uint256).max >> 1);
        if (s > _HALF_ORDER) revert SealHighS(s, _HALF_ORDER);
        // cannot overflow: one bit, plus 27
        unchecked {
            signer = ecrecover(digest, uint8(yParityAndS >> 255) + 27, r, bytes32(s));
        }
        if (signer == address(0)) revert SealInvalid(digest, index);
    }

    /// @dev Opens the onion over `claimDigest`. An absent tier is skipped, and its signer is the zero address.
    /// @param tiers Bitmap of the tiers that must be there, no more and no fewer; 1, 3, 5 or 7.
    function open(bytes32 domain, bytes32 claimDigest, bytes calldata seals, uint256 tiers)
        internal
        pure
        returns (address cryplet, address enclave, address host)
    {
        // cannot overflow: at most three bits are counted
        unchecked {
            uint256 expected = SEAL_BYTES * (1 + ((tiers >> 1) & 1) + ((tiers >> 2) & 1));
            if (seals.length != expected) revert SealLength(seals.length, expected);
        }
        bytes32 digest = claimDigest;
        uint256 index;
        cryplet = recover(digest, seals, index);
        if (tiers & TIER_ENCLAVE != 0) {
            digest = wrap(domain, 2, digest, seals, index++);
            enclave = recover(digest, seals, index);
        }
        if (tiers & TIER_HOST != 0) {
            digest = wrap(domain, 3, digest, seals, index++);
            host = recover(digest, seals, index);
        }
    }
}
