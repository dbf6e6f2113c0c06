// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim, Envelope} from "../../src/Claim.sol";
import {Feed, FeedWord, Policy, Rail, RailWord, Words} from "../../src/Policy.sol";

/// @dev The parts of Envelope and Words, callable.
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

    /// @dev Packed and unpacked.
    function repack(Policy calldata p) external pure returns (Policy memory) {
        return Words.pack(p).unpack();
    }

    function repack(Rail calldata r) external pure returns (int256, int256, uint256, uint256) {
        RailWord w = Words.pack(r);
        return (w.min(), w.max(), w.maxStepBps(), w.word());
    }

    /// @dev `f` written over the feed `w`, field by field.
    function repack(FeedWord w, Feed calldata f) external pure returns (Feed memory) {
        return _accept(w, f).withPaused(f.paused).unpack();
    }

    function accept(FeedWord w, Feed calldata f) external pure returns (Feed memory) {
        return _accept(w, f).unpack();
    }

    function withSequence(FeedWord w, uint56 sequence) external pure returns (Feed memory) {
        return w.withSequence(sequence).unpack();
    }

    function withAcceptedAt(FeedWord w, uint40 acceptedAt) external pure returns (Feed memory) {
        return w.withAcceptedAt(acceptedAt).unpack();
    }

    function unpack(FeedWord w) external pure returns (Feed memory) {
        return w.unpack();
    }

    function _accept(FeedWord w, Feed calldata f) private pure returns (FeedWord) {
        return w.accept(f.sequence, f.observedAt, f.acceptedAt, f.value);
    }
}
