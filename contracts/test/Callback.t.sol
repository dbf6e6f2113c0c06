// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim} from "../src/Claim.sol";
import {CryptoDelegate} from "../src/CryptoDelegate.sol";
import {Feed, Outcome, Policy} from "../src/Policy.sol";
import {Caller, Consumer, Ring} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm, Vm} from "./support/Vm.sol";

/// @dev The callback: who may call it, and what it may do to the delivery.
contract CallbackTest is Fixture {
    bytes32 private _sub;
    Caller private _evil;

    function setUp() public override {
        super.setUp();
        Policy memory p = policy(Consumer.onTest.selector, 7, 1);
        p.gasCap = 5_000_000; // so that a refusal is not mistaken for a shortage
        _sub = consumer.subscribe(id, 1, p, rail());
        _evil = Caller(deploy("Consumers", "Caller", ""));
    }

    function _other(bytes4 selector, uint32 gasCap) private returns (bytes32) {
        Policy memory p = policy(selector, 7, 0);
        p.gasCap = gasCap;
        return consumer.subscribe(id, 9, p, noRails());
    }

    function _reasonOf(Claim memory c) private returns (bytes memory reason) {
        bytes memory seals = sealed_(c);
        vm.recordLogs();
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Failed);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, uint256(1));
        vm.assertEq(logs[0].topics[0], CryptoDelegate.DeliveryFailed.selector);
        (, reason) = abi.decode(logs[0].data, (uint256, bytes));
    }

    // that it works

    function test_callback_getsTheArguments() public {
        applied(claimOf(_sub, 77));
        vm.assertEq(consumer.price(), int256(77));
        vm.assertEq(consumer.seen(), _sub);
        vm.assertEq(consumer.calls(), uint256(1));
    }

    // strangers

    function test_callback_calledByAStranger_reverts() public {
        _notCryplet(address(this));
        consumer.onPrice(1);
        _notCryplet(address(consumer)); // not even by itself outside a delivery
        vm.prank(address(consumer));
        consumer.onPrice(1);
    }

    /// While a callback runs, others still may not call one.
    function test_callback_calledByAStrangerFromWithin_reverts() public {
        _evil.arm(address(consumer), abi.encodeCall(consumer.onPrice, (666)));
        consumer.setPoke(address(_evil));
        bytes memory reason = _reasonOf(claimOf(_sub, 100));
        vm.assertEq(
            reason, abi.encodeWithSelector(CryptoDelegate.NotCryplet.selector, address(_evil))
        );
        vm.assertEq(consumer.price(), int256(0));
    }

    function _notCryplet(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(CryptoDelegate.NotCryplet.selector, caller));
    }

    // re-entrancy

    function test_callback_reentering_reverts() public {
        bytes32 other = consumer.subscribe(id, 2, policy(0, 7, 0), noRails());
        Claim memory parked = failed(_sub, 99);
        consumer.setPoke(address(_evil));
        vm.warp(time() + 1);
        Claim memory c = claimOf(_sub, 100);
        Claim memory later = claimOf(_sub, 101);
        ++later.sequence;
        Claim memory elsewhere = claimOf(other, 101);
        bytes[5] memory calls = [
            abi.encodeCall(consumer.deliver, (c, sealed_(c))),
            abi.encodeCall(consumer.deliver, (later, sealed_(later))),
            abi.encodeCall(consumer.deliver, (elsewhere, sealed_(elsewhere))),
            abi.encodeCall(consumer.retry, (parked, sealed_(parked))),
            abi.encodeCall(consumer.release, (parked))
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.warp(time() + 1);
            c = claimOf(_sub, 100);
            _evil.arm(address(consumer), calls[i]);
            vm.assertEq(
                _reasonOf(c), abi.encodeWithSelector(CryptoDelegate.Reentered.selector, _sub)
            );
            vm.assertEq(consumer.calls(), uint256(0));
            vm.assertEq(consumer.feed(_sub).sequence, uint256(c.sequence));
            vm.assertEq(consumer.feed(other).sequence, uint256(0));
        }
        consumer.setPoke(address(0)); // the lock is not left behind
        vm.warp(time() + 1);
        applied(claimOf(_sub, 100));
    }

    // failure

    function test_callback_reverting_consumesAndParks() public {
        vm.warp(time() + 1);
        applied(claimOf(_sub, 95));
        Claim memory c = failed(_sub, 100);
        Feed memory f = consumer.feed(_sub);
        vm.assertEq(f.sequence, uint256(c.sequence)); // consumed
        vm.assertEq(int256(f.value), int256(95)); // not accepted
        vm.assertEq(f.acceptedAt, time() - 1);
        vm.assertEq(f.observedAt, time() - 1);
        vm.assertTrue(consumer.parked(digestOf(c)).outcome == Outcome.Failed);
        refused(
            c,
            abi.encodeWithSelector(CryptoDelegate.ClaimOvertaken.selector, c.sequence, c.sequence)
        );
    }

    function test_callback_reverting_saysWhy() public {
        consumer.setBroken(true);
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        bytes memory reason = abi.encodeWithSelector(Consumer.Broken.selector);
        vm.expectEmit();
        emit CryptoDelegate.DeliveryFailed(_sub, digestOf(c), c.sequence, reason);
        consumer.deliver(c, seals);
    }

    function test_callback_burningItsGas_fails() public {
        Claim memory c = claimOf(_other(Consumer.onBurn.selector, 100_000), 100);
        vm.assertEq(_reasonOf(c), "");
        vm.assertEq(consumer.calls(), uint256(0));
    }

    function test_callback_returningABomb_isBounded() public {
        Claim memory c = claimOf(_other(Consumer.onBomb.selector, 200_000), 100);
        vm.assertEq(_reasonOf(c).length, uint256(256));
    }

    function test_callback_malformedArguments_fails() public {
        bytes32 other = _other(Consumer.onPrice.selector, 100_000);
        Claim memory c = claimOf(other, 100);
        c.payload = "";
        vm.assertEq(_reasonOf(c), "");
    }

    function test_callback_gasCapZero_revertsTheDelivery() public {
        bytes32 strict = _other(Consumer.onTest.selector, 0);
        consumer.setBroken(true);
        Claim memory c = claimOf(strict, 100);
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.CallbackFailed.selector,
                abi.encodeWithSelector(Consumer.Broken.selector)
            )
        );
        consumer.setBroken(false);
        applied(c); // not consumed
    }

    // the carrier's gas

    function test_deliver_tooLittleGas_reverts() public {
        bytes32 heavy = _other(Consumer.onHeavy.selector, 3_200_000);
        Claim memory c = claimOf(heavy, 100);
        bytes memory data = abi.encodeCall(consumer.deliver, (c, sealed_(c)));
        (bool ok, bytes memory reason) = address(consumer).call{gas: 3_200_000}(data);
        vm.assertFalse(ok);
        vm.assertEq(bytes32(bytes4(reason)), bytes32(CryptoDelegate.CallbackGas.selector));
        (uint256 available, uint256 needed) = abi.decode(slice(reason, 4, 68), (uint256, uint256));
        vm.assertEq(needed, uint256(3_256_049)); // cap + cap / 63 + 5,000 + 8 * 32
        vm.assertLt(available, needed);
    }

    /// No gas limit exists at which the callback runs short and the claim is consumed all the same.
    function testFuzz_deliver_carrierCannotStarveTheCallback(uint256 gasLimit) public {
        bytes32 heavy = _other(Consumer.onHeavy.selector, 3_200_000);
        gasLimit = 2_900_000 + gasLimit % 500_000;
        Claim memory c = claimOf(heavy, 100);
        bytes memory data = abi.encodeCall(consumer.deliver, (c, sealed_(c)));
        (bool ok, bytes memory result) = address(consumer).call{gas: gasLimit}(data);
        if (ok) vm.assertTrue(abi.decode(result, (Outcome)) == Outcome.Applied);
        else vm.assertEq(consumer.feed(heavy).sequence, uint256(0));
        vm.assertEq(consumer.calls(), ok ? uint256(1) : 0);
    }

    /// Swept, not sampled: the least gas at which a delivery goes through lets the callback succeed.
    function test_deliver_leastGas_applies() public {
        bytes32 heavy = _other(Consumer.onHeavy.selector, 3_047_000); // just what it needs
        Claim memory c = claimOf(heavy, 100);
        bytes memory data = abi.encodeCall(consumer.deliver, (c, sealed_(c)));
        for (uint256 gasLimit = 2_950_000; gasLimit < 3_400_000; gasLimit += 500) {
            (bool ok, bytes memory result) = address(consumer).call{gas: gasLimit}(data);
            if (!ok) continue;
            vm.assertTrue(abi.decode(result, (Outcome)) == Outcome.Applied);
            return;
        }
        vm.assertTrue(false);
    }

    // the seam for modules

    function test_accepted_runsAfterSuccessAlone() public {
        Ring ring = Ring(deploy("Consumers", "Ring", abi.encode(registry)));
        ring.subscribe(id, policy(0, 7, 1), rail());
        ring.subscribe(id, policy(Ring.onBad.selector, 7, 1), rail());
        consumer = Consumer(address(ring)); // whose domain the seals are for
        Claim memory c = claimOf(ring.subscriptionId(id, Ring.onBad.selector, 1, 1), 100);
        vm.assertTrue(deliver(c) == Outcome.Failed);
        vm.assertEq(ring.sequence(), uint256(0));
        c = claimOf(ring.subscriptionId(id, 0, 1, 1), -1);
        vm.assertTrue(deliver(c) == Outcome.Quarantined);
        vm.assertEq(ring.sequence(), uint256(0));
        vm.warp(time() + 1);
        c = claimOf(c.subscription, 100);
        ring.setFull(true);
        refused(c, abi.encodeWithSelector(Ring.Full.selector)); // its revert is the delivery's
        ring.setFull(false);
        applied(c);
        vm.assertEq(ring.digest(), digestOf(c));
        vm.assertEq(ring.value(), int256(100));
        vm.assertEq(ring.sequence(), uint256(c.sequence));
    }
}
