// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Envelope} from "../Claim.sol";
import {Grants} from "./Grants.sol";

/// @notice What a key may seal.
enum Role {
    None,
    Cryplet,
    Enclave,
    Host
}

/// @notice A key in its role, which it keeps for ever. Two slots.
struct Key {
    address issuer; // who enrolled it
    uint40 notBefore; // first second
    uint40 notAfter; // last second
    bool revoked;
    Role role;
    bytes32 ref; // crypletId, measurementId or operatorId, by role
}

/// @title Keys: one address, one role, held by whoever enrolled it
abstract contract Keys is Grants, EIP712 {
    /// @notice The key was never enrolled.
    error KeyUnknown(address key);
    /// @notice The key is withdrawn already.
    error KeyRevokedBefore(address key);
    /// @notice The key has a role, or the same role for another reference, or is revoked.
    error KeyTaken(address key, Role held, Role asked);
    /// @notice The possession signature is by another key, or over another enrolment.
    error KeyNotPossessed(address recovered, address key);
    /// @notice The key has another role or none, or is not yet valid, expired or revoked.
    error KeyUntrusted(
        address key, Role asked, Role held, uint40 notBefore, uint40 notAfter, bool revoked
    );
    /// @notice A tier-1 key of another Cryplet.
    error KeyForeign(address key, bytes32 ref, bytes32 expected);

    /// @notice A key was enrolled or renewed.
    /// @param evidenceHash keccak256 of the enclave's evidence; 0 for other roles.
    event KeyEnrolled(
        address indexed key,
        Role indexed role,
        bytes32 indexed ref,
        uint40 notBefore,
        uint40 notAfter,
        bytes32 evidenceHash
    );
    /// @notice A key was withdrawn for ever.
    event KeyRevoked(address indexed key, address indexed by, uint256 epoch);

    bytes32 private constant _ENROL_TYPEHASH =
        keccak256("Enrol(address key,uint8 role,bytes32 ref,address sponsor)");

    mapping(address account => Key) private _keys;

    /// @notice A key as it stands.
    /// @param account Any address.
    /// @return All zero when never enrolled.
    function keys(address account) external view returns (Key memory) {
        return _keys[account];
    }

    /// @notice What a key signs, to show that whoever enrols it holds it.
    /// @param key The address to enrol.
    /// @param role The role to take.
    /// @param ref crypletId, measurementId or operatorId, by role.
    /// @param sponsor Who will send the enrolment.
    /// @return EIP-712 digest in the domain of this registry.
    function possessionDigest(address key, Role role, bytes32 ref, address sponsor)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(
            keccak256(abi.encode(_ENROL_TYPEHASH, key, uint8(role), ref, sponsor))
        );
    }

    /// @dev Enrols or renews. `possession` is a signature of 64 bytes (EIP-2098): without it a squatter could
    /// take another's address for a role, and so keep it from its own.
    function _enrol(
        address key,
        Role role,
        bytes32 ref,
        uint40 from,
        uint40 notAfter,
        bytes32 evidenceHash,
        bytes calldata possession
    ) internal {
        _requirePossession(key, role, ref, possession);
        Key storage k = _keys[key];
        if (k.role != Role.None) {
            if (k.role != role || k.ref != ref || k.revoked) revert KeyTaken(key, k.role, role);
            // a key that has lapsed waits again; one that has not neither restarts nor shortens its waiting
            if (block.timestamp <= k.notAfter) {
                // older evidence, sent once more, must not shorten what newer evidence gave
                if (notAfter < k.notAfter) revert RenewalShortens(notAfter, k.notAfter);
                from = k.notBefore;
            }
        }
        (k.issuer, k.notBefore, k.notAfter, k.role, k.ref) = (msg.sender, from, notAfter, role, ref);
        emit KeyEnrolled(key, role, ref, from, notAfter, evidenceHash);
    }

    /// @dev By whoever enrolled it, by the key itself (which knows that it leaked), a guardian or the owner.
    function _revokeKey(address key) internal returns (Role role, bytes32 ref) {
        Key storage k = _keys[key];
        (role, ref) = (k.role, k.ref);
        if (role == Role.None) revert KeyUnknown(key);
        if (msg.sender != k.issuer && msg.sender != key) _requireGuardian();
        // or its holder could move the epoch over and over
        if (k.revoked) revert KeyRevokedBefore(key);
        k.revoked = true;
    }

    function _requireKey(address key, Role role)
        internal
        view
        returns (bytes32 ref, uint256 notAfter)
    {
        Key storage k = _keys[key];
        if (k.role != role || k.revoked || !_within(k.notBefore, k.notAfter)) {
            revert KeyUntrusted(key, role, k.role, k.notBefore, k.notAfter, k.revoked);
        }
        return (k.ref, k.notAfter);
    }

    function _requirePossession(address key, Role role, bytes32 ref, bytes calldata possession)
        private
        view
    {
        if (possession.length != Envelope.SEAL_BYTES) {
            revert Envelope.SealLength(possession.length, Envelope.SEAL_BYTES);
        }
        bytes32 digest = possessionDigest(key, role, ref, msg.sender);
        address recovered = Envelope.recover(digest, possession, 0);
        if (recovered != key) revert KeyNotPossessed(recovered, key);
    }
}
