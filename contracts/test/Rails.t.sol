// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim} from "../src/Claim.sol";
import {CryptoDelegate} from "../src/CryptoDelegate.sol";
import {Feed, MODE_EACH, Outcome, Policy, Rail} from "../src/Policy.sol";
import {Quarantine} from "../src/delegate/Quarantine.sol";
import {Parked, Subscriptions} from "../src/delegate/Subscriptions.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev Guard rails, and what becomes of what they stop.
contract RailsTest is Fixture {
    bytes32 private _sub;

    function setUp() public override {
        super.setUp();
        _sub = consumer.subscribe(id, 1, policy(0, 7, 1), rail());
    }

    /// @dev A claim one second on.
    function _next(int256 value) private returns (Claim memory) {
        vm.warp(time() + 1);
        return claimOf(_sub, value);
    }

    function _quarantine(int256 value) private returns (Claim memory c) {
        c = _next(value);
        vm.assertTrue(deliver(c) == Outcome.Quarantined);
    }

    // rails

    function test_deliver_outsideTheRail_quarantines() public {
        applied(_next(100));
        // minimum, sign, maximum, step up, step down, wider than a rail can say
        int256[6] memory bad = [int256(0), -5, 1_000_001, 111, 89, type(int256).max];
        for (uint256 i; i < bad.length; ++i) {
            vm.warp(time() + 1);
            Claim memory c = claimOf(_sub, bad[i]);
            bytes memory seals = sealed_(c);
            vm.expectEmit();
            emit CryptoDelegate.Quarantined(_sub, digestOf(c), c.sequence, 0, bad[i], 90, 110);
            vm.assertTrue(consumer.deliver(c, seals) == Outcome.Quarantined);
            Feed memory f = consumer.feed(_sub);
            vm.assertEq(int256(f.value), int256(100)); // not readable as an answer
            vm.assertEq(f.sequence, uint256(c.sequence)); // consumed
            vm.assertEq(f.observedAt, uint256(START + 1));
            Parked memory k = consumer.parked(digestOf(c));
            vm.assertTrue(k.outcome == Outcome.Quarantined);
            vm.assertEq(k.parkedAt, time());
            refused(
                c,
                seals,
                abi.encodeWithSelector(
                    CryptoDelegate.ClaimOvertaken.selector, c.sequence, c.sequence
                )
            );
        }
    }

    function test_deliver_firstValue_hasNoStepLimit() public {
        applied(_next(1_000_000));
    }

    function testFuzz_deliver_rail(int112 last, int112 next) public {
        last = int112(1 + (int256(last) < 0 ? -int256(last) : int256(last)) % 1_000_000);
        applied(_next(last));
        int256 step = int256(last) / 10;
        next = int112(int256(last) + int256(next) % (2 * step + 2));
        Claim memory c = _next(next);
        bool inside = next >= 1 && next <= 1_000_000 && int256(next) <= int256(last) + step
            && int256(next) >= int256(last) - step;
        vm.assertTrue(deliver(c) == (inside ? Outcome.Applied : Outcome.Quarantined));
        vm.assertEq(int256(consumer.feed(_sub).value), int256(inside ? next : last));
    }

    /// A step limit does not stand in for the rail's own ends.
    function test_deliver_besideAStepLimit_theEndsHold() public {
        Rail[] memory r = rail();
        (r[0].min, r[0].max) = (100, 1000);
        _sub = consumer.subscribe(id, 2, policy(0, 7, 1), r);
        applied(_next(105)); // a step would reach to 95
        _ends(99, 100, 115);
        applied(_next(100));
        _sub = consumer.subscribe(id, 3, policy(0, 7, 1), r);
        applied(_next(950)); // and to 1045
        _ends(1001, 855, 1000);
        applied(_next(1000));
    }

    /// @dev That `value` breaks the rail, whose ends are then `low` and `high`.
    function _ends(int256 value, int256 low, int256 high) private {
        Claim memory c = _next(value);
        bytes memory seals = sealed_(c);
        vm.expectEmit();
        emit CryptoDelegate.Quarantined(_sub, digestOf(c), c.sequence, 0, value, low, high);
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Quarantined);
    }

    /// What was not applied is no value to step from.
    function test_deliver_callbackFailing_keepsTheLastValueOfEachRail() public {
        Rail[] memory r = new Rail[](2);
        r[0] = Rail(1, 1000, 0, 1);
        r[1] = Rail(1, 1000, 1000, 0);
        bytes32 two = consumer.subscribe(id, 2, policy(Consumer.onTest.selector, 7, 2), r);
        _two(two, 100, 1, Outcome.Applied);
        consumer.setBroken(true);
        _two(two, 110, 1, Outcome.Failed);
        consumer.setBroken(false);
        _two(two, 111, 1, Outcome.Quarantined);
        _two(two, 110, 1, Outcome.Applied);
    }

    function test_deliver_secondRail_hasItsOwnLastValue() public {
        Rail[] memory r = new Rail[](2);
        r[0] = Rail(1, 1000, 1000, 1);
        r[1] = Rail(-50, -1, 5000, 0);
        bytes32 two = consumer.subscribe(id, 2, policy(0, 7, 2), r);
        _two(two, -10, 100, Outcome.Applied);
        _two(two, -16, 100, Outcome.Quarantined); // 60 percent off
        _two(two, -15, 100, Outcome.Applied); // and 50
        _two(two, -16, 111, Outcome.Quarantined);
        _two(two, -22, 110, Outcome.Applied); // from -15, not from -10
    }

    function _two(bytes32 two, int256 second, int256 first, Outcome outcome) private {
        vm.warp(time() + 1);
        Claim memory c = claimOf(two, 0);
        c.payload = abi.encode(second, first);
        vm.assertTrue(deliver(c) == outcome);
    }

    function test_deliver_argumentShort_reverts() public {
        Claim memory c = _next(100);
        c.payload = slice(c.payload, 0, 31);
        refused(c, abi.encodeWithSelector(CryptoDelegate.PayloadTooShort.selector, 31, 32));
    }

    function test_deliver_each_railsWithoutSteps() public {
        Policy memory p = policy(0, 7, 1);
        (p.flags, p.minInterval) = (MODE_EACH, 0);
        Rail[] memory r = rail();
        r[0].maxStepBps = 0;
        bytes32 each = consumer.subscribe(id, 2, p, r);
        int256[3] memory values = [int256(1), 1_000_000, 1];
        for (uint64 i; i < 3; ++i) {
            Claim memory c = claimOf(each, values[i]);
            c.sequence = i;
            applied(c);
        }
        Claim memory bad = claimOf(each, 0);
        bad.sequence = 3;
        vm.assertTrue(deliver(bad) == Outcome.Quarantined);
        vm.assertTrue(consumer.isNonceUsed(each, 3));
        refused(bad, abi.encodeWithSelector(CryptoDelegate.NonceUsed.selector, 3, 15));
    }

    function test_subscribe_illegalRail_reverts() public {
        Rail[] memory r = rail();
        (r[0].min, r[0].max) = (10, 9);
        _illegal(policy(0, 7, 1), r, 5);
        r = rail();
        r[0].min = 0; // a share of zero
        _illegal(policy(0, 7, 1), r, 6);
        Policy memory p = policy(0, 7, 1);
        p.flags = MODE_EACH;
        _illegal(p, rail(), 6);
        _illegal(policy(0, 7, 0), rail(), 4);
    }

    function _illegal(Policy memory p, Rail[] memory r, uint256 rule) private {
        bytes32 subscription = consumer.subscriptionId(id, 0, 9, 1);
        vm.expectRevert(
            abi.encodeWithSelector(Subscriptions.PolicyInvalid.selector, subscription, rule)
        );
        consumer.subscribe(id, 9, p, r);
    }

    // release

    function test_release_byEnough_applies() public {
        applied(_next(100));
        Claim memory c = _quarantine(500);
        bytes32 digest = digestOf(c);
        _missing(c, 0);
        vm.expectRevert(abi.encodeWithSelector(Quarantine.NotApprover.selector, STRANGER));
        vm.prank(STRANGER);
        consumer.approve(digest);
        vm.startPrank(APPROVER1);
        vm.expectEmit();
        emit Quarantine.ReleaseApproved(digest, APPROVER1);
        consumer.approve(digest);
        consumer.approve(digest); // twice is once
        vm.stopPrank();
        _missing(c, 1);
        vm.warp(time() + 1 hours); // people are slower than expiresAt
        vm.prank(APPROVER2); // whose call is their vote
        vm.assertTrue(consumer.release(c) == Outcome.Applied);
        Feed memory f = consumer.feed(_sub);
        vm.assertEq(int256(f.value), int256(500));
        vm.assertEq(f.observedAt, uint256(c.observedAt));
        _notParked(c);
    }

    function test_release_byAnyone_onceApproved() public {
        Claim memory c = _quarantine(-1);
        approveTwice(digestOf(c));
        vm.prank(STRANGER);
        vm.assertTrue(consumer.release(c) == Outcome.Applied);
    }

    function test_release_otherClaim_reverts() public {
        Claim memory c = _quarantine(-1);
        approveTwice(digestOf(c));
        c.payload = abi.encode(int256(600));
        _notParked(c);
    }

    function test_release_afterParkLife_reverts() public {
        Claim memory c = _quarantine(-1);
        uint256 parkedAt = time();
        approveTwice(digestOf(c));
        vm.warp(parkedAt + 7 days + 1);
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ParkedTooLong.selector, parkedAt, time()));
        consumer.release(c);
        vm.warp(parkedAt + 7 days);
        consumer.release(c);
    }

    function test_release_backInTime_reverts() public {
        applied(_next(100));
        Claim memory c = _quarantine(500);
        applied(_next(101));
        approveTwice(digestOf(c));
        vm.expectRevert(
            abi.encodeWithSelector(
                Quarantine.ObservationOvertaken.selector, c.observedAt, c.observedAt + 1
            )
        );
        consumer.release(c);
    }

    /// The sequence that a later claim used up is not given back.
    function test_release_olderOfTwo_keepsTheSequence() public {
        applied(_next(100));
        Claim memory a = _quarantine(500);
        Claim memory b = _quarantine(600);
        approveTwice(digestOf(a));
        consumer.release(a);
        vm.assertEq(consumer.feed(_sub).sequence, uint256(b.sequence));
        vm.assertEq(consumer.feed(_sub).observedAt, uint256(a.observedAt));
        refused(
            b,
            abi.encodeWithSelector(CryptoDelegate.ClaimOvertaken.selector, b.sequence, b.sequence)
        );
        approveTwice(digestOf(b)); // but it may be released in its turn
        consumer.release(b);
        vm.assertEq(int256(consumer.feed(_sub).value), int256(600));
    }

    function test_release_tooWide_reverts() public {
        int256 wide = int256(type(int112).max) + 1;
        Claim memory c = _quarantine(wide);
        approveTwice(digestOf(c));
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ValueTooWide.selector, 0, wide));
        consumer.release(c);
    }

    function test_release_secondRailTooWide_reverts() public {
        Rail[] memory r = new Rail[](2);
        (r[0], r[1]) = (Rail(1, 1000, 0, 1), Rail(1, 1000, 0, 0));
        bytes32 two = consumer.subscribe(id, 2, policy(0, 7, 2), r);
        int256 wide = int256(type(int112).min) - 1;
        vm.warp(time() + 1);
        Claim memory c = claimOf(two, 0);
        c.payload = abi.encode(wide, int256(1));
        vm.assertTrue(deliver(c) == Outcome.Quarantined);
        approveTwice(digestOf(c));
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ValueTooWide.selector, 1, wide));
        consumer.release(c);
    }

    function test_release_each_afterLaterOnes_applies() public {
        Policy memory p = policy(0, 7, 1);
        (p.flags, p.minInterval) = (MODE_EACH, 0);
        Rail[] memory r = rail();
        r[0].maxStepBps = 0;
        bytes32 each = consumer.subscribe(id, 2, p, r);
        Claim memory c = claimOf(each, 0);
        vm.assertTrue(deliver(c) == Outcome.Quarantined);
        vm.warp(time() + 1);
        applied(claimOf(each, 1));
        approveTwice(digestOf(c));
        vm.assertTrue(consumer.release(c) == Outcome.Applied);
    }

    function test_release_withoutApprovers_reverts() public {
        consumer = deployConsumer();
        _sub = consumer.subscribe(id, 1, policy(0, 7, 1), rail());
        Claim memory c = _quarantine(-1);
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ApprovalsMissing.selector, 0, 0));
        consumer.release(c);
    }

    function test_release_thresholdOne_takesOneTransaction() public {
        consumer = deployConsumer();
        address[] memory one = new address[](1);
        one[0] = APPROVER3;
        consumer.setApprovers(one, 1);
        _sub = consumer.subscribe(id, 1, policy(0, 7, 1), rail());
        Claim memory c = _quarantine(-1);
        _missing2(c, 1);
        vm.prank(APPROVER3);
        vm.assertTrue(consumer.release(c) == Outcome.Applied);
    }

    function _missing(Claim memory c, uint256 votes) private {
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ApprovalsMissing.selector, votes, 2));
        consumer.release(c);
    }

    function _missing2(Claim memory c, uint256 threshold) private {
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ApprovalsMissing.selector, 0, threshold));
        consumer.release(c);
    }

    function _notParked(Claim memory c) private {
        vm.expectRevert(
            abi.encodeWithSelector(Quarantine.NotParked.selector, digestOf(c), Outcome.None)
        );
        consumer.release(c);
    }

    // drop

    function test_drop_byEnough_ends() public {
        Claim memory c = _quarantine(-1);
        bytes32 digest = digestOf(c);
        vm.expectRevert(abi.encodeWithSelector(Quarantine.NotApprover.selector, STRANGER));
        vm.prank(STRANGER);
        consumer.drop(digest);
        vm.expectEmit();
        emit Quarantine.DropApproved(digest, APPROVER1);
        vm.prank(APPROVER1);
        consumer.drop(digest);
        vm.prank(APPROVER1);
        consumer.drop(digest); // twice is once
        vm.assertTrue(consumer.parked(digest).outcome == Outcome.Quarantined);
        vm.expectEmit();
        emit Quarantine.Dropped(digest);
        vm.prank(APPROVER3);
        consumer.drop(digest);
        _notParked(c);
        vm.expectRevert(abi.encodeWithSelector(Quarantine.NotParked.selector, digest, Outcome.None));
        vm.prank(APPROVER1);
        consumer.approve(digest);
    }

    /// An approver's last vote counts, and for one side.
    function test_drop_withdrawsTheApproval() public {
        Claim memory c = _quarantine(-1);
        bytes32 digest = digestOf(c);
        approveTwice(digest);
        vm.prank(APPROVER2);
        consumer.drop(digest);
        _missing(c, 1);
        vm.prank(APPROVER2);
        consumer.approve(digest);
        vm.assertEq(uint256(consumer.parked(digest).drops), uint256(0));
        consumer.release(c);
    }

    // pause and approvers

    function test_pause_byOneApprover_stops() public {
        vm.expectRevert(abi.encodeWithSelector(Quarantine.NotApprover.selector, STRANGER));
        vm.prank(STRANGER);
        consumer.pauseSubscription(_sub);
        Claim memory parked = _quarantine(-1);
        approveTwice(digestOf(parked));
        Claim memory c = _next(100);
        vm.expectEmit();
        emit Quarantine.SubscriptionPauseSet(_sub, true);
        vm.prank(APPROVER3);
        consumer.pauseSubscription(_sub);
        vm.assertTrue(consumer.feed(_sub).paused);
        bytes memory error =
            abi.encodeWithSelector(CryptoDelegate.SubscriptionPaused.selector, _sub);
        refused(c, error);
        vm.expectRevert(error);
        consumer.release(parked);
        vm.expectEmit();
        emit Quarantine.SubscriptionPauseSet(_sub, false);
        consumer.resume(_sub);
        applied(c);
        vm.assertFalse(consumer.feed(_sub).paused);
    }

    /// As many as a vote has bits; each counts.
    function test_release_by64Of64_applies() public {
        consumer = deployConsumer();
        _sub = consumer.subscribe(id, 1, policy(0, 7, 1), rail());
        address[] memory all = new address[](64);
        for (uint160 i; i < 64; ++i) {
            all[i] = address(0xAB00 + i);
        }
        vm.expectEmit();
        emit Quarantine.ApproversSet(all, 64);
        consumer.setApprovers(all, 64);
        Claim memory c = _quarantine(-1);
        bytes32 digest = digestOf(c);
        for (uint256 i; i < 63; ++i) {
            vm.prank(all[i]);
            consumer.approve(digest);
        }
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ApprovalsMissing.selector, 63, 64));
        consumer.release(c);
        vm.prank(all[63]);
        vm.assertTrue(consumer.release(c) == Outcome.Applied);
    }

    function test_setApprovers_illegal_reverts() public {
        address[] memory two = new address[](2);
        (two[0], two[1]) = (STRANGER, GUARDIAN);
        _illegalApprovers(two, 2, 1); // set already
        consumer = deployConsumer();
        _illegalApprovers(two, 0, 2);
        _illegalApprovers(two, 3, 2);
        _illegalApprovers(new address[](65), 1, 3);
        two[1] = STRANGER;
        _illegalApprovers(two, 2, 4);
        two[1] = address(0);
        _illegalApprovers(two, 2, 4);
        vm.assertEq(consumer.approvalThreshold(), uint256(0));
        vm.assertFalse(consumer.isApprover(STRANGER));
    }

    function _illegalApprovers(address[] memory who, uint256 threshold, uint256 rule) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                Quarantine.ApproversInvalid.selector, who.length, threshold, rule
            )
        );
        consumer.setApprovers(who, threshold);
    }
}
