// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @dev Bits of a policy's `flags`.
uint8 constant MODE_EACH = 1; // the sequence is a nonce: any order, each once; without it, mode latest
uint8 constant ANCHORED = 2; // every claim must name a canonical block

/// @notice What the subscriptions of one class accept. One slot.
struct Policy {
    bytes4 selector; // callback on this contract; 0 = none
    uint32 gasCap; // gas that the callback gets, exactly; 0 = its revert is the delivery's
    uint32 maxAge; // seconds between observedAt and delivery
    uint32 minInterval; // seconds of chain time between two accepted claims
    uint8 tiers; // bitmap of the seals required: 1 cryplet, 2 enclave, 4 host; legal: 1, 3, 5, 7
    uint8 quorum; // 0 = an onion; else a module's business
    uint8 rails; // count of guarded arguments
    uint8 flags; // MODE_EACH, ANCHORED
    uint16 maxSkew; // seconds that observedAt may lie ahead of the block
    uint32 members; // subscriptions under this policy: members 1 to `members` of the class
}

/// @notice Guard rail of one static argument of the callback. One slot.
struct Rail {
    int112 min;
    int112 max;
    uint16 maxStepBps; // against the last accepted value, in 1/10,000 of it; 0 = no limit
    uint8 word; // which 32-byte word of the payload
}

/// @notice What a subscription has seen. One slot, the only one that a steady delivery writes.
struct Feed {
    uint56 sequence; // the highest consumed, accepted or not; milliseconds; 0 in mode each
    uint40 observedAt; // seconds; of the last accepted claim; 0 in mode each
    uint40 acceptedAt; // block.timestamp of the last acceptance; mode each: only if minInterval is set
    int112 value; // argument of rail 0 as last accepted; 0 without rails and in mode each
    bool paused;
}

/// @notice How a delivery ended.
enum Outcome {
    None,
    Applied,
    Failed, // the callback reverted; the claim is parked
    Quarantined // a rail was broken; the claim is parked
}

/// @dev A Policy as stored.
type PolicyWord is uint256;
/// @dev A Rail as stored.
type RailWord is uint256;
/// @dev A Feed as stored.
type FeedWord is uint256;

using Words for PolicyWord global;
using Words for RailWord global;
using Words for FeedWord global;

/// @title Words: packing of the three one-slot structs
/// @dev Fields stand from the low end in the order of their struct and are read by shifting: through structs,
/// Solidity decodes every member into memory and writes each back.
library Words {
    function pack(Policy memory p) internal pure returns (PolicyWord) {
        uint256 w = uint32(p.selector);
        w |= uint256(p.gasCap) << 32;
        w |= uint256(p.maxAge) << 64;
        w |= uint256(p.minInterval) << 96;
        w |= uint256(p.tiers) << 128;
        w |= uint256(p.quorum) << 136;
        w |= uint256(p.rails) << 144;
        w |= uint256(p.flags) << 152;
        w |= uint256(p.maxSkew) << 160;
        w |= uint256(p.members) << 176;
        return PolicyWord.wrap(w);
    }

    function unpack(PolicyWord w) internal pure returns (Policy memory p) {
        p.selector = w.selector();
        p.gasCap = uint32(w.gasCap());
        p.maxAge = uint32(w.maxAge());
        p.minInterval = uint32(w.minInterval());
        p.tiers = uint8(w.tiers());
        p.quorum = uint8(w.quorum());
        p.rails = uint8(w.rails());
        p.flags = uint8(PolicyWord.unwrap(w) >> 152);
        p.maxSkew = uint16(w.maxSkew());
        p.members = uint32(w.members());
    }

    function selector(PolicyWord w) internal pure returns (bytes4) {
        return bytes4(uint32(PolicyWord.unwrap(w)));
    }

    function gasCap(PolicyWord w) internal pure returns (uint256) {
        return uint32(PolicyWord.unwrap(w) >> 32);
    }

    function maxAge(PolicyWord w) internal pure returns (uint256) {
        return uint32(PolicyWord.unwrap(w) >> 64);
    }

    function minInterval(PolicyWord w) internal pure returns (uint256) {
        return uint32(PolicyWord.unwrap(w) >> 96);
    }

    function tiers(PolicyWord w) internal pure returns (uint256) {
        return uint8(PolicyWord.unwrap(w) >> 128);
    }

    function quorum(PolicyWord w) internal pure returns (uint256) {
        return uint8(PolicyWord.unwrap(w) >> 136);
    }

    function rails(PolicyWord w) internal pure returns (uint256) {
        return uint8(PolicyWord.unwrap(w) >> 144);
    }

    function isEach(PolicyWord w) internal pure returns (bool) {
        return (PolicyWord.unwrap(w) >> 152) & MODE_EACH != 0;
    }

    function isAnchored(PolicyWord w) internal pure returns (bool) {
        return (PolicyWord.unwrap(w) >> 152) & ANCHORED != 0;
    }

    function maxSkew(PolicyWord w) internal pure returns (uint256) {
        return uint16(PolicyWord.unwrap(w) >> 160);
    }

    function members(PolicyWord w) internal pure returns (uint256) {
        return uint32(PolicyWord.unwrap(w) >> 176);
    }

    function pack(Rail memory r) internal pure returns (RailWord) {
        uint256 w = uint112(r.min);
        w |= uint256(uint112(r.max)) << 112;
        w |= uint256(r.maxStepBps) << 224;
        w |= uint256(r.word) << 240;
        return RailWord.wrap(w);
    }

    function min(RailWord w) internal pure returns (int256) {
        return int112(uint112(RailWord.unwrap(w)));
    }

    function max(RailWord w) internal pure returns (int256) {
        return int112(uint112(RailWord.unwrap(w) >> 112));
    }

    function maxStepBps(RailWord w) internal pure returns (uint256) {
        return uint16(RailWord.unwrap(w) >> 224);
    }

    function word(RailWord w) internal pure returns (uint256) {
        return uint8(RailWord.unwrap(w) >> 240);
    }

    /// @dev This feed after an acceptance: all but the pause is new.
    function accept(
        FeedWord w,
        uint256 sequence_,
        uint256 observedAt_,
        uint256 acceptedAt_,
        int256 value_
    ) internal pure returns (FeedWord) {
        uint256 next = FeedWord.unwrap(w) >> 248 << 248;
        next |= uint56(sequence_);
        next |= uint256(uint40(observedAt_)) << 56;
        next |= uint256(uint40(acceptedAt_)) << 96;
        next |= uint256(uint112(int112(value_))) << 136;
        return FeedWord.wrap(next);
    }

    function withSequence(FeedWord w, uint256 sequence_) internal pure returns (FeedWord) {
        return FeedWord.wrap((FeedWord.unwrap(w) & ~uint256(type(uint56).max)) | uint56(sequence_));
    }

    function withAcceptedAt(FeedWord w, uint256 acceptedAt_) internal pure returns (FeedWord) {
        uint256 cleared = FeedWord.unwrap(w) & ~(uint256(type(uint40).max) << 96);
        return FeedWord.wrap(cleared | uint256(uint40(acceptedAt_)) << 96);
    }

    function withPaused(FeedWord w, bool paused_) internal pure returns (FeedWord) {
        return FeedWord.wrap(
            (FeedWord.unwrap(w) & (type(uint256).max >> 8)) | (paused_ ? uint256(1) << 248 : 0)
        );
    }

    function sequence(FeedWord w) internal pure returns (uint256) {
        return uint56(FeedWord.unwrap(w));
    }

    function observedAt(FeedWord w) internal pure returns (uint256) {
        return uint40(FeedWord.unwrap(w) >> 56);
    }

    function acceptedAt(FeedWord w) internal pure returns (uint256) {
        return uint40(FeedWord.unwrap(w) >> 96);
    }

    function value(FeedWord w) internal pure returns (int256) {
        return int112(uint112(FeedWord.unwrap(w) >> 136));
    }

    function isPaused(FeedWord w) internal pure returns (bool) {
        return FeedWord.unwrap(w) >> 248 != 0;
    }

    function unpack(FeedWord w) internal pure returns (Feed memory f) {
        f.sequence = uint56(w.sequence());
        f.observedAt = uint40(w.observedAt());
        f.acceptedAt = uint40(w.acceptedAt());
        f.value = int112(w.value());
        f.paused = w.isPaused();
    }
}
