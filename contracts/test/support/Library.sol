// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim, Envelope} from "../../src/Claim.sol";

/// @dev The parts of Envelope, callable.
contract Library {
    function hash(Claim calldata c) external pure returns (bytes32) {
        return Envelope.hash(Envelope.load(c));
    }

    function typed(bytes32 domain, bytes32 structHash) external pure returns (bytes32) {
        return Envelope.typed(domain, structHash);
    }

    function wrap(bytes32 domain, uint256 tier, bytes32 inner, bytes calldata seals, uint256 i)
        external
        pure
        returns (bytes32)
    {
        return Envelope.wrap(domain, tier, inner, seals, i);
    }

    function open(bytes32 domain, bytes32 digest, bytes calldata seals, uint256 tiers)
        external
        pure
        returns (address, address, address)
    {
        return Envelope.open(domain, digest, seals, tiers);
    }
}
