// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CryptoDelegate} from "../CryptoDelegate.sol";
import {ITrustRegistry} from "../ITrustRegistry.sol";
import {Policy, Rail} from "../Policy.sol";
import {Quarantine} from "../delegate/Quarantine.sol";

/// @title GoldNote: a note for one troy ounce of gold in 90 days, priced at each New York close
/// @notice Its price only ever comes from a verified claim of the Cryplet marketClose. An example: it keeps no
/// ledger of holders.
contract GoldNote is Quarantine {
    /// @notice The caller is not the issuer.
    error NotIssuer(address caller, address issuer);

    /// @notice The note has a new price, in 1/10^8 USD.
    event PriceCalculated(int256 priceE8, int256 goldE8, int256 sofrE6);

    /// @notice Days until a note is due, which it earns SOFR for.
    int256 public constant TENOR_IN_DAYS = 90;

    /// @notice Who may resume a paused subscription; nothing else.
    address public immutable issuer;
    /// @notice The standing order for the closing prices: class 1, member 1.
    bytes32 public immutable subscription;

    int256 private _priceE8;

    /// @param trust_ The registry that is asked about the keys behind a claim.
    /// @param crypletId marketClose of the publisher that both sides of the note trust.
    /// @param issuer_ Who may resume.
    /// @param approvers Who may pause and, `threshold` together, release or drop what broke a rail.
    /// @param threshold 1 to the count of approvers.
    constructor(
        ITrustRegistry trust_,
        bytes32 crypletId,
        address issuer_,
        address[] memory approvers,
        uint256 threshold
    ) CryptoDelegate(trust_) {
        issuer = issuer_;
        _setApprovers(approvers, threshold);
        subscription = _subscribe(crypletId, 1, _policy(), _rails());
    }

    /// @notice Prices the note: gold now, plus simple interest at SOFR (actual/360) until it is due.
    /// @param gold 1/10^8 USD for a troy ounce.
    /// @param sofr 1/10^6 percent a year.
    function calculatePrice(int256 gold, int256 sofr) external onlyCryplet {
        // within the rails at most 2e12 * 2e7 * 90; what is released beyond them is checked arithmetic
        int256 priceE8 = gold + gold * sofr * TENOR_IN_DAYS / (360 * 100 * 1e6);
        _priceE8 = priceE8;
        emit PriceCalculated(priceE8, gold, sofr);
    }

    /// @notice Lets claims in again after an approver has paused the subscription.
    function resume() external {
        if (msg.sender != issuer) revert NotIssuer(msg.sender, issuer);
        _resumeSubscription(subscription);
    }

    /// @notice What the note was worth at the last close that was delivered.
    /// @return priceE8 1/10^8 USD; 0 before the first delivery.
    /// @return observedAt Unix second of that close: how old the price is, is the reader's to judge.
    function price() external view returns (int256 priceE8, uint256 observedAt) {
        return (_priceE8, feed(subscription).observedAt);
    }

    function _policy() private pure returns (Policy memory p) {
        p.selector = GoldNote.calculatePrice.selector;
        // twice and more what a first price costs (about 27,000); repricings of fresh slots that are proposed
        // would make it about 130,000, and the claim that wakes a note must not fail by that
        p.gasCap = 200_000;
        // four days lie between two closes when a holiday touches a weekend: a close stays deliverable until
        // the next one is there, and a day longer for repairs
        p.maxAge = 5 days;
        // one price a block, so that a thief of all keys cannot walk a ladder of steps in one; no more, because
        // missed closes are caught up one after the other
        p.minInterval = 1;
        // cryplet, enclave and host
        p.tiers = 7;
        p.rails = 2;
        // clocks of honest machines differ by less
        p.maxSkew = 15;
        p.members = 1;
    }

    function _rails() private pure returns (Rail[] memory r) {
        r = new Rail[](2);
        // 500 to 20,000 USD: a fifth of the least and four times the highest price of 2025, so that a mistaken
        // unit or decimal point is outside. A quarter at a time: the largest moves of a day, in January 1980,
        // were about 13 percent
        r[0] = Rail({min: 500e8, max: 20_000e8, maxStepBps: 2_500, word: 0});
        // -1 to 20 percent: since it is published (2018), SOFR has been between 0 and 6. No step limit, because
        // near zero any step is a large share
        r[1] = Rail({min: -1e6, max: 20e6, maxStepBps: 0, word: 1});
    }
}
