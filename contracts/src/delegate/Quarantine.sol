// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim, Envelope, Head} from "../Claim.sol";
import {CryptoDelegate} from "../CryptoDelegate.sol";
import {FeedWord, Outcome, PolicyWord} from "../Policy.sol";
import {Parked} from "./Subscriptions.sol";

/// @title Quarantine: what becomes of claims that broke a rail or whose callback failed; and the brake
abstract contract Quarantine is CryptoDelegate {
    /// @notice The caller is not an approver.
    error NotApprover(address caller);
    /// @notice The claim is not parked in the way that the call asks for; `outcome` is how it is.
    error NotParked(bytes32 digest, Outcome outcome);
    /// @notice Fewer approvers are for the release than the threshold asks for.
    error ApprovalsMissing(uint256 approvals, uint256 threshold);
    /// @notice The claim has been parked for longer than `PARK_LIFE`.
    error ParkedTooLong(uint256 parkedAt, uint256 timestamp);
    /// @notice A later observation has been applied: the value may not go back in time.
    error ObservationOvertaken(uint256 observedAt, uint256 last);
    /// @notice The argument of rail number `rail` does not fit in 112 bits.
    error ValueTooWide(uint256 rail, int256 value);
    /// @notice An illegal set of approvers; `rule`: 1 set already, 2 no threshold or one above `count`, 3 more
    /// than 64, 4 the zero address or one twice.
    error ApproversInvalid(uint256 count, uint256 threshold, uint256 rule);

    /// @notice From now on `threshold` of these may release or drop, and each may pause.
    event ApproversSet(address[] approvers, uint256 threshold);
    /// @notice An approver is for the release of a parked claim.
    event ReleaseApproved(bytes32 indexed digest, address indexed approver);
    /// @notice An approver is for dropping a parked claim.
    event DropApproved(bytes32 indexed digest, address indexed approver);
    /// @notice A parked claim will never have an effect.
    event Dropped(bytes32 indexed digest);
    /// @notice A subscription was paused, or resumed.
    event SubscriptionPauseSet(bytes32 indexed subscription, bool paused);

    /// @notice Seconds for which a parked claim may be released.
    uint256 public constant PARK_LIFE = 7 days;

    /// @notice Runs again a callback that failed. Open to anyone while the claim is the latest of its
    /// subscription (mode latest) and would still be accepted: in time, and sealed by keys in good standing.
    /// @param claim The claim.
    /// @param seals As for `deliver`; they may be others than those that it was parked with.
    /// @return Applied, or Failed once more.
    function retry(Claim calldata claim, bytes calldata seals)
        external
        whenNoCallbackRuns
        returns (Outcome)
    {
        (Head memory h, bytes32 digest) = _load(claim);
        Parked memory k = _store().parked[digest];
        if (k.outcome != Outcome.Failed) revert NotParked(digest, k.outcome);
        PolicyWord p = _policyOf(h.subscription);
        FeedWord f = _store().feeds[h.subscription];
        if (!p.isEach() && h.sequence != f.sequence()) {
            revert ClaimOvertaken(h.sequence, f.sequence());
        }
        _requireTimely(h, p);
        _requireInterval(p, f);
        _authenticate(h, p, _domainSeparatorV4(), digest, seals);
        return _settleParked(h, claim.payload, p, f, digest, k);
    }

    /// @notice Is for the release of a parked claim.
    /// @param digest See `digestOf`.
    function approve(bytes32 digest) external {
        _vote(digest, _requireApprover(), true);
    }

    /// @notice Settles a parked claim that enough approvers are for, the caller included. Its rails are not asked
    /// again, nor its seals, nor its expiry: people are slower, and know more.
    /// @param claim The claim; its seals were checked when it was parked.
    /// @return Applied, or Failed when the callback reverts; it is then parked as it was, its votes included.
    function release(Claim calldata claim) external whenNoCallbackRuns returns (Outcome) {
        (Head memory h, bytes32 digest) = _load(claim);
        uint256 seat = _store().seats[msg.sender];
        if (seat != 0) _vote(digest, seat, true);
        Parked memory k = _store().parked[digest];
        if (k.outcome == Outcome.None) revert NotParked(digest, k.outcome);
        if (block.timestamp > k.parkedAt + PARK_LIFE) {
            revert ParkedTooLong(k.parkedAt, block.timestamp);
        }
        uint256 votes = _count(k.releases);
        uint256 threshold = _store().threshold;
        // without approvers the threshold is zero, and nobody can release
        if (votes < threshold || votes == 0) revert ApprovalsMissing(votes, threshold);
        PolicyWord p = _policyOf(h.subscription);
        FeedWord f = _store().feeds[h.subscription];
        if (!p.isEach() && h.observedAt <= f.observedAt()) {
            revert ObservationOvertaken(h.observedAt, f.observedAt());
        }
        return _settleParked(h, claim.payload, p, f, digest, k);
    }

    /// @notice Is for dropping a parked claim, and drops it if enough approvers are.
    /// @param digest See `digestOf`.
    function drop(bytes32 digest) external {
        Parked memory k = _vote(digest, _requireApprover(), false);
        if (_count(k.drops) < _store().threshold) return;
        delete _store().parked[digest];
        emit Dropped(digest);
    }

    /// @notice Stops a subscription at once. Any one approver may; resuming is this contract's own decision.
    /// @param subscription See `subscriptionId`.
    function pauseSubscription(bytes32 subscription) external {
        _requireApprover();
        _setPaused(subscription, true);
    }

    /// @notice How many approvers it takes to release or drop.
    /// @return 0 while there are none.
    function approvalThreshold() external view returns (uint256) {
        return _store().threshold;
    }

    /// @notice Whether an address may vote and pause.
    /// @param account Any address.
    /// @return True for those of `ApproversSet`.
    function isApprover(address account) external view returns (bool) {
        return _store().seats[account] != 0;
    }

    /// @dev Ends a pause.
    function _resumeSubscription(bytes32 subscription) internal {
        _setPaused(subscription, false);
    }

    /// @dev Once only: another set would change the meaning of votes already cast.
    function _setApprovers(address[] memory approvers, uint256 threshold) internal {
        DelegateStorage storage $ = _store();
        uint256 count = approvers.length;
        if ($.threshold != 0) revert ApproversInvalid(count, threshold, 1);
        if (threshold == 0 || threshold > count) revert ApproversInvalid(count, threshold, 2);
        if (count > 64) revert ApproversInvalid(count, threshold, 3);
        for (uint256 i; i < count; ++i) {
            if (approvers[i] == address(0) || $.seats[approvers[i]] != 0) {
                revert ApproversInvalid(count, threshold, 4);
            }
            $.seats[approvers[i]] = i + 1;
        }
        $.threshold = threshold;
        emit ApproversSet(approvers, threshold);
    }

    /// @dev Applies a parked claim. Its sequence was consumed when it was parked; if the callback fails, it stays
    /// parked as it was: a failure does not renew its life, nor open to everybody what only approvers may settle.
    function _settleParked(
        Head memory h,
        bytes calldata payload,
        PolicyWord p,
        FeedWord f,
        bytes32 digest,
        Parked memory k
    ) private returns (Outcome outcome) {
        if (f.isPaused()) revert SubscriptionPaused(h.subscription);
        int256 value = _requireNarrow(h, payload, p);
        delete _store().parked[digest];
        outcome = _apply(h, payload, p, f, value, digest);
        if (outcome != Outcome.Applied) _store().parked[digest] = k;
    }

    /// @dev What a rail did not let through may be wider than a feed can hold.
    /// @return first The first rail's argument; 0 without rails.
    function _requireNarrow(Head memory h, bytes calldata payload, PolicyWord p)
        private
        view
        returns (int256 first)
    {
        uint256 count = p.rails();
        for (uint256 i; i < count; ++i) {
            int256 value = _argument(payload, _railOf(h.subscription, i));
            if (value != int112(value)) revert ValueTooWide(i, value);
            if (i == 0) first = value;
        }
    }

    /// @dev An approver has one vote on a claim; the last one counts.
    function _vote(bytes32 digest, uint256 seat, bool forRelease)
        private
        returns (Parked memory k)
    {
        k = _store().parked[digest];
        if (k.outcome == Outcome.None) revert NotParked(digest, k.outcome);
        uint64 bit = uint64(1 << (seat - 1));
        (k.releases, k.drops) =
            forRelease ? (k.releases | bit, k.drops & ~bit) : (k.releases & ~bit, k.drops | bit);
        _store().parked[digest] = k;
        if (forRelease) emit ReleaseApproved(digest, msg.sender);
        else emit DropApproved(digest, msg.sender);
    }

    function _count(uint256 votes) private pure returns (uint256 n) {
        for (; votes != 0; ++n) {
            votes &= votes - 1;
        }
    }

    function _setPaused(bytes32 subscription, bool paused) private {
        _store().feeds[subscription] = _store().feeds[subscription].withPaused(paused);
        emit SubscriptionPauseSet(subscription, paused);
    }

    function _requireApprover() private view returns (uint256 seat) {
        seat = _store().seats[msg.sender];
        if (seat == 0) revert NotApprover(msg.sender);
    }

    function _load(Claim calldata claim) private view returns (Head memory h, bytes32 digest) {
        h = Envelope.load(claim);
        digest = Envelope.typed(_domainSeparatorV4(), Envelope.hash(h));
    }
}
