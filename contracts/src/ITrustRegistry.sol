// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title ITrustRegistry: what a receiver asks about the keys behind a claim
interface ITrustRegistry {
    /// @notice Reverts unless these keys may seal claims of `crypletId` by `codeHash` now.
    /// @param crypletId keccak256(abi.encode(publisher, name)).
    /// @param codeHash Hash of the Cryplet's bundle and origins.
    /// @param cryplet Signer of tier 1.
    /// @param enclave Signer of tier 2; zero when the policy does not ask for it.
    /// @param host Signer of tier 3; zero when the policy does not ask for it.
    /// @return validUntil Unix second until which the verdict holds if nothing is withdrawn.
    function check(
        bytes32 crypletId,
        bytes32 codeHash,
        address cryplet,
        address enclave,
        address host
    ) external view returns (uint256 validUntil);
}
