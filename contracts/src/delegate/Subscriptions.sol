// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {
    ANCHORED,
    Feed,
    FeedWord,
    MODE_EACH,
    Outcome,
    Policy,
    PolicyWord,
    Rail,
    RailWord,
    Words
} from "../Policy.sol";

/// @notice A claim whose sequence is consumed but which had no effect. One slot.
struct Parked {
    Outcome outcome; // Failed or Quarantined; None = not parked
    uint40 parkedAt; // block.timestamp of the delivery
    uint64 releases; // bitmap of the approvers who are for its release
    uint64 drops; // bitmap of the approvers who are for its end
}

/// @title Subscriptions: a contract's standing orders, and what each has seen
abstract contract Subscriptions {
    /// @notice A policy that could not be served; `rule`: 1 the class has a policy, 2 no age or no members,
    /// 3 illegal tiers, 4 another count of rails than announced, 5 a rail's minimum above its maximum, 6 a step
    /// limit where the last value may be zero or is not kept (mode each).
    error PolicyInvalid(bytes32 subscription, uint256 rule);
    /// @notice The policy's flags have bits that mean nothing.
    error PolicyFlagsUnknown(uint8 flags, uint8 known);
    /// @notice No transaction may have the gas that the policy promises to the callback.
    error PolicyGasCapTooHigh(uint256 gasCap, uint256 maximum);
    /// @notice Observations may lie further in the future than clocks differ.
    error PolicySkewTooLong(uint256 maxSkew, uint256 maximum);
    /// @notice Rail number `rail` limits steps, but any number of them could be taken in one block.
    error PolicyIntervalMissing(uint256 rail, uint256 maxStepBps);

    /// @notice Claims for members 1 to `policy.members` of a class are accepted from now on.
    /// @param subscription That of member 1; the others follow it by one each.
    event Subscribed(
        bytes32 indexed subscription, bytes32 indexed crypletId, Policy policy, Rail[] rails
    );

    /// @notice A Cryplet is asked for an answer; the answer's anchor is the block of this log.
    /// @param requestId The asking contract's own tag.
    /// @param args abi.encode of whatever the Cryplet expects.
    event CrypletRequested(bytes32 indexed subscription, bytes32 indexed requestId, bytes args);

    uint256 private constant _MAX_GAS_CAP = 1 << 24; // a transaction's gas (EIP-7825)
    uint256 private constant _MAX_SKEW = 15; // seconds

    /// @custom:storage-location erc7201:cryplet.delegate
    struct DelegateStorage {
        mapping(bytes32 class => PolicyWord) policies;
        mapping(bytes32 class => mapping(uint256 rail => RailWord)) rails;
        mapping(bytes32 subscription => FeedWord) feeds;
        // last accepted argument of each rail but the first, whose stands in the feed
        mapping(bytes32 subscription => mapping(uint256 rail => int256)) lasts;
        mapping(bytes32 subscription => mapping(uint256 word => uint256)) nonces;
        mapping(bytes32 digest => Parked) parked;
        mapping(address approver => uint256) seats; // counted from 1
        uint256 threshold;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("cryplet.delegate")) - 1)) & ~bytes32(uint256(0xff)); apart
    /// from the inheriting contract's own slots, so that neither moves the other behind a proxy.
    bytes32 private constant _STORAGE =
        0x65197e4266feccc25c7bc425fa524cb74fca8c8c340e6ea08796fdfdb1e82a00;

    /// @notice Names one subscription: 24 bytes that only this Cryplet and callback have, then class and member.
    /// @param crypletId keccak256(abi.encode(publisher, name)).
    /// @param selector The callback's; 0 = none.
    /// @param class All members of a class share a policy and its rails.
    /// @param member Counted from 1; each has a feed, and so a sequence, of its own.
    /// @return The subscription.
    function subscriptionId(bytes32 crypletId, bytes4 selector, uint32 class, uint32 member)
        public
        pure
        returns (bytes32)
    {
        return _family(crypletId, selector) | bytes32(uint256(class) << 32 | member);
    }

    /// @notice What a subscription has seen.
    /// @param subscription See `subscriptionId`.
    /// @return All zero before the first claim.
    function feed(bytes32 subscription) public view returns (Feed memory) {
        return _store().feeds[subscription].unpack();
    }

    /// @notice What a subscription accepts.
    /// @param subscription See `subscriptionId`.
    /// @return All zero when unknown.
    function policyOf(bytes32 subscription) external view returns (Policy memory) {
        return _policyOf(subscription).unpack();
    }

    /// @notice Whether a nonce of a subscription in mode each is consumed.
    /// @param subscription See `subscriptionId`.
    /// @param nonce The claim's sequence.
    /// @return False in mode latest.
    function isNonceUsed(bytes32 subscription, uint64 nonce) external view returns (bool) {
        return _store().nonces[subscription][nonce >> 8] & _nonceBit(nonce) != 0;
    }

    /// @notice What is known of a claim that was consumed without effect.
    /// @param digest See `CryptoDelegate.digestOf`.
    /// @return All zero when it is not parked.
    function parked(bytes32 digest) external view returns (Parked memory) {
        return _store().parked[digest];
    }

    /// @dev Stores a policy, once: another policy is another class, so other subscriptions.
    /// @return subscription That of the class's first member.
    function _subscribe(bytes32 crypletId, uint32 class, Policy memory p, Rail[] memory rails)
        internal
        returns (bytes32 subscription)
    {
        DelegateStorage storage $ = _store();
        subscription = subscriptionId(crypletId, p.selector, class, 1);
        bytes32 key = _class(subscription);
        if (PolicyWord.unwrap($.policies[key]) != 0) revert PolicyInvalid(subscription, 1);
        $.policies[key] = Words.pack(p);
        _requireServable(subscription, p);
        if (p.rails != rails.length) revert PolicyInvalid(subscription, 4);
        for (uint256 i; i < rails.length; ++i) {
            Rail memory r = rails[i];
            if (r.min > r.max) revert PolicyInvalid(subscription, 5);
            if (r.maxStepBps != 0) _requireSteps(subscription, p, r, i);
            $.rails[key][i] = Words.pack(r);
        }
        emit Subscribed(subscription, crypletId, p, rails);
    }

    /// @dev Wakes the Cryplet of `subscription`. Serving it costs the fabric more than asking costs: let only
    /// those ask who pay for it or whom you know.
    function _request(bytes32 subscription, bytes32 requestId, bytes memory args) internal {
        emit CrypletRequested(subscription, requestId, args);
    }

    /// @dev Override to fix policies in code: no storage is read, and no admin could change them. What is
    /// returned for an unknown class must be zero, unless every class shares the policy.
    function _policyOf(bytes32 subscription) internal view virtual returns (PolicyWord) {
        return _store().policies[_class(subscription)];
    }

    /// @dev Override together with `_policyOf`.
    function _railOf(bytes32 subscription, uint256 i) internal view virtual returns (RailWord) {
        return _store().rails[_class(subscription)][i];
    }

    /// @dev keccak256(abi.encode(crypletId, selector)), its last 8 bytes zero.
    function _family(bytes32 crypletId, bytes4 selector) internal pure returns (bytes32 family) {
        assembly ("memory-safe") {
            mstore(0, crypletId)
            mstore(0x20, selector)
            family := shl(64, shr(64, keccak256(0, 0x40)))
        }
    }

    function _requireServable(bytes32 subscription, Policy memory p) private pure {
        if (p.maxAge == 0 || p.members == 0) revert PolicyInvalid(subscription, 2);
        if (p.tiers & 1 == 0 || p.tiers > 7) revert PolicyInvalid(subscription, 3);
        uint8 known = MODE_EACH | ANCHORED;
        if (p.flags & ~known != 0) revert PolicyFlagsUnknown(p.flags, known);
        if (p.gasCap > _MAX_GAS_CAP) revert PolicyGasCapTooHigh(p.gasCap, _MAX_GAS_CAP);
        if (p.maxSkew > _MAX_SKEW) revert PolicySkewTooLong(p.maxSkew, _MAX_SKEW);
    }

    /// @dev A step limit needs a last value that is not zero, because a step is a share of it, and time between steps.
    function _requireSteps(bytes32 subscription, Policy memory p, Rail memory r, uint256 i)
        private
        pure
    {
        bool noBase = p.flags & MODE_EACH != 0 || (r.min <= 0 && r.max >= 0);
        if (noBase) revert PolicyInvalid(subscription, 6);
        if (p.minInterval == 0) revert PolicyIntervalMissing(i, r.maxStepBps);
    }

    function _class(bytes32 subscription) internal pure returns (bytes32) {
        return subscription >> 32 << 32;
    }

    function _nonceBit(uint256 nonce) internal pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }

    function _store() internal pure returns (DelegateStorage storage $) {
        assembly ("memory-safe") {
            $.slot := _STORAGE
        }
    }
}
