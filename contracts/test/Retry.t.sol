// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim} from "../src/Claim.sol";
import {CryptoDelegate} from "../src/CryptoDelegate.sol";
import {MODE_EACH, Outcome, Policy} from "../src/Policy.sol";
import {Registration, TrustRegistry} from "../src/TrustRegistry.sol";
import {Quarantine} from "../src/delegate/Quarantine.sol";
import {Parked} from "../src/delegate/Subscriptions.sol";
import {Grants} from "../src/registry/Grants.sol";
import {Role} from "../src/registry/Keys.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev Who may try a failed callback again, how long, and under which trust.
contract RetryTest is Fixture {
    bytes32 private _sub;

    function setUp() public override {
        super.setUp();
        _sub = consumer.subscribe(id, 1, policy(Consumer.onTest.selector, 7, 1), rail());
    }

    function _retry(Claim memory c) private returns (Outcome) {
        return consumer.retry(c, sealed_(c));
    }

    function _refusedRetry(Claim memory c, bytes memory error) private {
        bytes memory seals = sealed_(c);
        vm.expectRevert(error);
        vm.prank(STRANGER);
        consumer.retry(c, seals);
    }

    function _notFailed(Claim memory c, Outcome outcome) private {
        bytes32 digest = digestOf(c);
        _refusedRetry(c, abi.encodeWithSelector(Quarantine.NotParked.selector, digest, outcome));
    }

    function test_retry_byAnyone_applies() public {
        Claim memory c = failed(_sub, 100);
        bytes memory seals = sealed_(c);
        vm.prank(STRANGER);
        vm.assertTrue(consumer.retry(c, seals) == Outcome.Applied);
        vm.assertEq(consumer.price(), int256(100));
        vm.assertEq(int256(consumer.feed(_sub).value), int256(100));
        _notFailed(c, Outcome.None);
    }

    function test_retry_failingAgain_staysAsParked() public {
        Claim memory c = failed(_sub, 100);
        Parked memory before = consumer.parked(digestOf(c));
        vm.warp(time() + 10);
        consumer.setBroken(true);
        vm.assertTrue(_retry(c) == Outcome.Failed);
        Parked memory k = consumer.parked(digestOf(c));
        vm.assertEq(keccak256(abi.encode(k)), keccak256(abi.encode(before)));
        consumer.setBroken(false);
        vm.assertTrue(_retry(c) == Outcome.Applied);
    }

    function test_retry_quarantined_reverts() public {
        Claim memory c = claimOf(_sub, -1);
        vm.assertTrue(deliver(c) == Outcome.Quarantined);
        _notFailed(c, Outcome.Quarantined);
    }

    /// What broke a rail stays the approvers', even when they tried and the callback failed.
    function test_release_failing_staysQuarantined() public {
        Claim memory c = claimOf(_sub, -1);
        vm.assertTrue(deliver(c) == Outcome.Quarantined);
        bytes32 digest = digestOf(c);
        approveTwice(digest);
        Parked memory before = consumer.parked(digest);
        consumer.setBroken(true);
        vm.assertTrue(consumer.release(c) == Outcome.Failed);
        consumer.setBroken(false);
        Parked memory k = consumer.parked(digest);
        vm.assertEq(keccak256(abi.encode(k)), keccak256(abi.encode(before)));
        _notFailed(c, Outcome.Quarantined);
        vm.prank(APPROVER1);
        consumer.drop(digest);
        vm.expectRevert(abi.encodeWithSelector(Quarantine.ApprovalsMissing.selector, 1, 2));
        consumer.release(c);
        vm.prank(APPROVER1);
        vm.assertTrue(consumer.release(c) == Outcome.Applied);
    }

    // time

    function test_retry_overtaken_reverts() public {
        Claim memory a = failed(_sub, 100);
        Claim memory b = failed(_sub, 101); // though it failed as well
        _refusedRetry(
            a,
            abi.encodeWithSelector(CryptoDelegate.ClaimOvertaken.selector, a.sequence, b.sequence)
        );
        vm.assertTrue(_retry(b) == Outcome.Applied);
    }

    /// The latest claim may be of the same second as the one before it.
    function test_retry_withinOneSecond_applies() public {
        _sub = consumer.subscribe(id, 3, policy(Consumer.onTest.selector, 7, 0), noRails());
        applied(claimOf(_sub, 100));
        Claim memory c = claimOf(_sub, 101);
        ++c.sequence;
        consumer.setBroken(true);
        vm.assertTrue(deliver(c) == Outcome.Failed);
        consumer.setBroken(false);
        // which a release cannot tell from one that goes back in time
        approveTwice(digestOf(c));
        vm.expectRevert(
            abi.encodeWithSelector(
                Quarantine.ObservationOvertaken.selector, c.observedAt, c.observedAt
            )
        );
        consumer.release(c);
        vm.assertTrue(_retry(c) == Outcome.Applied);
        vm.assertEq(consumer.price(), int256(101));
    }

    function test_retry_expired_reverts() public {
        Claim memory c = failed(_sub, 100);
        vm.warp(c.expiresAt + 1);
        _refusedRetry(
            c, abi.encodeWithSelector(CryptoDelegate.ClaimExpired.selector, c.expiresAt, time())
        );
        vm.warp(c.expiresAt);
        vm.assertTrue(_retry(c) == Outcome.Applied);
    }

    function test_retry_tooOld_reverts() public {
        vm.warp(time() + 1);
        Claim memory c = claimOf(_sub, 100);
        c.expiresAt += 1 days;
        consumer.setBroken(true);
        vm.assertTrue(deliver(c) == Outcome.Failed);
        consumer.setBroken(false);
        vm.warp(c.observedAt + 601);
        _refusedRetry(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.ObservedTooOld.selector, c.observedAt, c.observedAt + 1
            )
        );
        vm.warp(c.observedAt + 600);
        vm.assertTrue(_retry(c) == Outcome.Applied);
    }

    function test_retry_tooSoonOrPaused_reverts() public {
        Policy memory p = policy(Consumer.onTest.selector, 7, 0);
        (p.minInterval, p.flags) = (60, MODE_EACH);
        _sub = consumer.subscribe(id, 3, p, noRails());
        Claim memory c = failed(_sub, 100);
        vm.assertEq(consumer.feed(_sub).acceptedAt, uint256(0));
        vm.warp(time() + 1);
        applied(claimOf(_sub, 100));
        _refusedRetry(
            c, abi.encodeWithSelector(CryptoDelegate.DeliveredTooSoon.selector, time(), time() + 60)
        );
        vm.warp(time() + 60);
        vm.prank(APPROVER1);
        consumer.pauseSubscription(_sub);
        _refusedRetry(c, abi.encodeWithSelector(CryptoDelegate.SubscriptionPaused.selector, _sub));
        consumer.resume(_sub);
        vm.assertTrue(_retry(c) == Outcome.Applied); // mode each: later ones do not overtake it
    }

    // trust

    function test_retry_publisherWithdrewTheCode_reverts() public {
        Registration memory r = registration("his", 0xC7, STRANGER); // who has no licence
        vm.prank(STRANGER);
        id = registry.registerCryplet(r);
        _sub = consumer.subscribe(id, 1, policy(Consumer.onTest.selector, 1, 1), rail());
        vm.warp(time() + 1);
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealBy(c, 0xC7, 0, 0);
        consumer.setBroken(true);
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Failed);
        consumer.setBroken(false);
        bytes32 grantId = registry.grantIdOf(registry.CODE(), id, CODE);
        vm.prank(STRANGER);
        registry.revokeGrant(grantId);
        vm.expectRevert(inactive(grantId));
        consumer.retry(c, seals);
    }

    function test_retry_registryPausedOrCrypletSuspended_reverts() public {
        Claim memory c = failed(_sub, 100);
        vm.prank(GUARDIAN);
        registry.pause();
        _refusedRetry(c, abi.encodeWithSelector(Grants.RegistryPaused.selector));
        vm.prank(GUARDIAN);
        registry.unpause();
        vm.prank(PUBLISHER);
        registry.suspend(id);
        _refusedRetry(
            c, abi.encodeWithSelector(TrustRegistry.CrypletSuspended.selector, id, PUBLISHER)
        );
        vm.prank(PUBLISHER);
        registry.resume(id);
        vm.assertTrue(_retry(c) == Outcome.Applied);
    }

    function test_retry_keyExpiredOrRevoked_reverts() public {
        warm();
        vm.warp(START + 1 days - 10); // the enclave's key lives until START + 1 days
        Claim memory c = failed(_sub, 100);
        vm.warp(START + 1 days + 1);
        _refusedRetry(c, untrusted(vm.addr(ENCLAVE), Role.Enclave));
        vm.warp(START + 1 days);
        vm.prank(GUARDIAN);
        registry.revokeKey(vm.addr(HOST));
        _refusedRetry(c, untrusted(vm.addr(HOST), Role.Host));
        // but the approvers may still settle it
        approveTwice(digestOf(c));
        vm.assertTrue(consumer.release(c) == Outcome.Applied);
    }

    /// What was withdrawn from others is nothing to this claim.
    function test_retry_afterAnothersWithdrawal_applies() public {
        Claim memory c = failed(_sub, 100);
        enrolEnclave(0x999, now40() + 1 days);
        registry.revokeKey(vm.addr(0x999));
        vm.assertTrue(_retry(c) == Outcome.Applied);
    }

    function test_retry_sealsOfAnotherClaimOrKey_reverts() public {
        Claim memory c = failed(_sub, 100);
        Claim memory other = claimOf(_sub, 101);
        bytes memory seals = sealed_(other);
        bytes memory error = untrusted(signerOf(digestOf(c), slice(seals, 0, 64)), Role.Cryplet);
        vm.expectRevert(error);
        consumer.retry(c, seals);
        seals = sealBy(c, CRYPLET, ENCLAVE, 0x77);
        error = untrusted(vm.addr(0x77), Role.Host);
        vm.expectRevert(error);
        consumer.retry(c, seals);
    }

    /// A rotation seals anew what was parked under the old key.
    function test_retry_sealedByANewKey_applies() public {
        Claim memory c = failed(_sub, 100);
        enrolEnclave(0xE2, now40() + 1 days);
        registry.revokeKey(vm.addr(ENCLAVE));
        bytes memory seals = sealBy(c, CRYPLET, 0xE2, HOST);
        vm.assertTrue(consumer.retry(c, seals) == Outcome.Applied);
    }
}
