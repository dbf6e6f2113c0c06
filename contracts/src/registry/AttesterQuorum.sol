// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Envelope} from "../Claim.sol";
import {TrustRegistry} from "../TrustRegistry.sol";

/// @notice What an attester says of an enclave whose evidence it has appraised.
struct Appraisal {
    address key; // tier 2
    bytes32 measurementId;
    uint40 notAfter; // of the key
    bytes32 evidenceHash;
    uint40 statedAt; // Unix second; all who sign agree on it
}

/// @title AttesterQuorum: a registrar whose word is that of m of n attesters
/// @dev Who attests never changes. Others are another contract, which the registry's owner allows as registrar after
/// the registry's delay, and this one is withdrawn at once: one way to give trust, one way to take it.
contract AttesterQuorum is EIP712 {
    /// @notice No such quorum can be reached, or one is not a majority.
    error QuorumImpossible(uint256 needed, uint256 attesters);
    /// @notice Attesters come in the order of their addresses, each once, and so do their signatures.
    error AttestersUnordered(address before, address next);
    /// @notice Not one of the attesters.
    error NotAttester(address who);
    /// @notice Signatures of 64 bytes, as many as are needed or more.
    error SignaturesTooFew(uint256 bytesGiven, uint256 needed);
    /// @notice A statement counts for an hour, so that none can be kept for later.
    error StatementStale(uint256 statedAt, uint256 earliest, uint256 latest);

    /// @notice How long a statement counts, seconds.
    uint256 public constant STATEMENT_LIFE = 1 hours;

    bytes32 private constant _APPRAISAL_TYPEHASH = keccak256(
        "Appraisal(address key,bytes32 measurementId,uint40 notAfter,bytes32 evidenceHash,uint40 statedAt)"
    );

    /// @notice Where keys are enrolled.
    TrustRegistry public immutable registry;
    /// @notice How many attesters must say the same.
    uint256 public immutable needed;
    /// @notice Who attests.
    mapping(address account => bool) public isAttester;

    /// @param registry_ Where keys are enrolled; its owner allows this contract as registrar.
    /// @param attesters In the order of their addresses, each once.
    /// @param needed_ More than half of them.
    constructor(TrustRegistry registry_, address[] memory attesters, uint256 needed_)
        EIP712("CrypletAttesters", "1")
    {
        if (needed_ > attesters.length || 2 * needed_ <= attesters.length) {
            revert QuorumImpossible(needed_, attesters.length);
        }
        registry = registry_;
        needed = needed_;
        address last;
        for (uint256 i; i < attesters.length; ++i) {
            if (attesters[i] <= last) revert AttestersUnordered(last, attesters[i]);
            last = attesters[i];
            isAttester[last] = true;
        }
    }

    /// @notice What attesters sign.
    /// @param a Their statement.
    /// @return EIP-712 digest in the domain of this contract.
    function digestOf(Appraisal calldata a) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    _APPRAISAL_TYPEHASH,
                    a.key,
                    a.measurementId,
                    a.notAfter,
                    a.evidenceHash,
                    a.statedAt
                )
            )
        );
    }

    /// @notice Enrols, or renews, an enclave key. By anyone who brings the signatures.
    /// @param a What the attesters say.
    /// @param possession 64 bytes over the registry's possessionDigest, with this contract as sponsor.
    /// @param signatures 64 bytes (EIP-2098) each over `digestOf`, in the order of the attesters' addresses.
    function enrol(Appraisal calldata a, bytes calldata possession, bytes calldata signatures)
        external
    {
        uint256 latest = block.timestamp;
        if (a.statedAt > latest || a.statedAt + STATEMENT_LIFE < latest) {
            revert StatementStale(a.statedAt, latest - STATEMENT_LIFE, latest);
        }
        uint256 count = signatures.length / 64;
        if (signatures.length % 64 != 0 || count < needed) {
            revert SignaturesTooFew(signatures.length, needed);
        }
        bytes32 digest = digestOf(a);
        address last;
        for (uint256 i; i < count; ++i) {
            address attester = Envelope.recover(digest, signatures, i);
            if (!isAttester[attester]) revert NotAttester(attester);
            if (attester <= last) revert AttestersUnordered(last, attester);
            last = attester;
        }
        registry.enrolEnclave(a.key, a.measurementId, a.notAfter, a.evidenceHash, possession);
    }

    /// @notice Withdraws a key that was enrolled here, for ever and at once. By any attester: doubt is enough.
    /// @param key Tier 2.
    function revoke(address key) external {
        if (!isAttester[msg.sender]) revert NotAttester(msg.sender);
        registry.revokeKey(key);
    }
}
