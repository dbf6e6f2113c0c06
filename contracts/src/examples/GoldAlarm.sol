// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CryptoDelegate} from "../CryptoDelegate.sol";
import {ITrustRegistry} from "../ITrustRegistry.sol";
import {Policy, Rail} from "../Policy.sol";

/// @title GoldAlarm: knows whether gold is dear, cheap, or has not been heard of
/// @notice The Cryplet goldWatch wakes it when the price crosses a level, or when its source is silent; nobody polls.
/// An example.
contract GoldAlarm is CryptoDelegate {
    /// @notice The Cryplet has told what this contract does not know.
    error StateUnknown(uint8 state);
    /// @notice A price that is none: it does not fit beside the state.
    error PriceTooLarge(int256 goldE8);

    /// @notice Gold was last told to be in another state, or again in the same.
    event StateChanged(uint8 indexed state, int256 goldE8);

    /// @notice Nothing was told yet.
    uint8 public constant UNKNOWN = 0;
    /// @notice The price has crossed the upper level from below.
    uint8 public constant HIGH = 1;
    /// @notice The price has crossed the lower level from above.
    uint8 public constant LOW = 2;
    /// @notice The source gave no usable price: what was told before may no longer be so.
    uint8 public constant SILENT = 3;

    /// @notice The standing order for what the watch finds: class 1, member 1.
    bytes32 public immutable subscription;

    uint8 private _state;
    int112 private _goldE8;

    /// @param trust_ The registry that is asked about the keys behind a claim.
    /// @param crypletId goldWatch of the publisher that this contract trusts.
    constructor(ITrustRegistry trust_, bytes32 crypletId) CryptoDelegate(trust_) {
        subscription = _subscribe(crypletId, 1, _policy(), new Rail[](0));
    }

    /// @notice Takes what the watch has found.
    /// @param state HIGH, LOW or SILENT.
    /// @param goldE8 1/10^8 USD for a troy ounce; 0 when silent.
    function onWatch(uint8 state, int256 goldE8) external onlyCryplet {
        if (state == UNKNOWN || state > SILENT) revert StateUnknown(state);
        _state = state;
        if (state != SILENT) _goldE8 = _narrow(goldE8);
        emit StateChanged(state, goldE8);
    }

    /// @notice What was told last.
    /// @return state UNKNOWN, HIGH, LOW or SILENT.
    /// @return goldE8 The last price that was told, 1/10^8 USD; 0 while there is none.
    /// @return observedAt Unix second that it speaks for: how old it is, is the reader's to judge.
    function alarm() external view returns (uint8 state, int256 goldE8, uint256 observedAt) {
        return (_state, _goldE8, feed(subscription).observedAt);
    }

    /// @dev Beside the state in one slot. No price of gold comes near the limits of 112 bits.
    function _narrow(int256 goldE8) private pure returns (int112) {
        if (goldE8 != int112(goldE8)) revert PriceTooLarge(goldE8);
        return int112(goldE8);
    }

    function _policy() private pure returns (Policy memory p) {
        p.selector = GoldAlarm.onWatch.selector;
        // twice and more what the first call costs (about 27,000: a fresh slot, a log), so that repricings of fresh slots that are
        // proposed do not make it fail
        p.gasCap = 120_000;
        // what is told an hour late is about another market; the next crossing tells it anew
        p.maxAge = 1 hours;
        p.tiers = 7;
        p.maxSkew = 15;
        p.members = 1;
    }
}
