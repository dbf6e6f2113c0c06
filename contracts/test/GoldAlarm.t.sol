// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim} from "../src/Claim.sol";
import {CryptoDelegate} from "../src/CryptoDelegate.sol";
import {Outcome, Policy} from "../src/Policy.sol";
import {GoldAlarm} from "../src/examples/GoldAlarm.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

contract GoldAlarmTest is Fixture {
    uint8 private constant _HIGH = 1;
    uint8 private constant _LOW = 2;
    uint8 private constant _SILENT = 3;
    int256 private constant _PRICE = 4_083_33000000; // USD 4,083.33
    GoldAlarm private _alarm;

    function setUp() public override {
        super.setUp();
        _alarm = GoldAlarm(deploy("GoldAlarm", "GoldAlarm", abi.encode(registry, id)));
        consumer = Consumer(address(_alarm)); // whose domain the seals are for
    }

    function _told(uint8 state, int256 priceE8) private view returns (Claim memory c) {
        c = claimOf(_alarm.subscription(), 0);
        c.payload = abi.encode(state, priceE8);
    }

    function _is(uint8 state, int256 priceE8, uint256 observedAt) private view {
        (uint8 nowState, int256 nowPrice, uint256 nowAt) = _alarm.alarm();
        vm.assertEq(uint256(nowState), uint256(state));
        vm.assertEq(nowPrice, priceE8);
        vm.assertEq(nowAt, observedAt);
    }

    // telling

    function test_alarm_knowsNothingAtFirst() public view {
        _is(0, 0, 0);
    }

    function test_onWatch_comesFromAVerifiedClaim() public {
        Claim memory c = _told(_HIGH, _PRICE);
        bytes memory seals = sealed_(c);
        vm.expectEmit();
        emit GoldAlarm.StateChanged(_HIGH, _PRICE);
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Applied);
        _is(_HIGH, _PRICE, c.observedAt);
    }

    function test_onWatch_silent_keepsTheLastPrice() public {
        applied(_told(_LOW, _PRICE));
        vm.warp(time() + 60);
        Claim memory c = _told(_SILENT, 0);
        applied(c);
        _is(_SILENT, _PRICE, c.observedAt);
    }

    function test_onWatch_byAnybody_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(CryptoDelegate.NotCryplet.selector, STRANGER));
        vm.prank(STRANGER);
        _alarm.onWatch(_HIGH, _PRICE);
    }

    // what it cannot make sense of

    function test_onWatch_ofNoState_fails() public {
        _failed(_told(0, _PRICE), abi.encodeWithSelector(GoldAlarm.StateUnknown.selector, 0));
    }

    function test_onWatch_ofAStateThatIsNone_fails() public {
        _failed(_told(4, _PRICE), abi.encodeWithSelector(GoldAlarm.StateUnknown.selector, 4));
    }

    function test_onWatch_ofAPriceThatIsNone_fails() public {
        int256 tooLarge = int256(type(int112).max) + 1;
        _failed(
            _told(_HIGH, tooLarge),
            abi.encodeWithSelector(GoldAlarm.PriceTooLarge.selector, tooLarge)
        );
    }

    /// @dev Consumed without effect.
    function _failed(Claim memory c, bytes memory reason) private {
        bytes memory seals = sealed_(c);
        vm.expectEmit();
        emit CryptoDelegate.DeliveryFailed(c.subscription, digestOf(c), c.sequence, reason);
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Failed);
        _is(0, 0, 0);
    }

    // what is refused

    function test_deliver_ofAnotherMarket_reverts() public {
        Claim memory c = _told(_HIGH, _PRICE);
        vm.warp(time() + 1 hours + 1);
        c.expiresAt = uint64(time() + 300);
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.ObservedTooOld.selector, c.observedAt, c.observedAt + 1
            )
        );
    }

    function test_deliver_older_reverts() public {
        Claim memory before = _told(_LOW, _PRICE);
        vm.warp(time() + 60);
        Claim memory c = _told(_HIGH, _PRICE);
        applied(c);
        before.expiresAt = c.expiresAt;
        refused(
            before,
            abi.encodeWithSelector(
                CryptoDelegate.ClaimOvertaken.selector, before.sequence, c.sequence
            )
        );
    }

    function test_subscription_isClass1Member1() public view {
        bytes4 selector = bytes4(keccak256("onWatch(uint8,int256)"));
        vm.assertEq(_alarm.subscription(), _alarm.subscriptionId(id, selector, 1, 1));
        Policy memory p = _alarm.policyOf(_alarm.subscription());
        vm.assertEq(uint256(p.tiers), uint256(7));
        vm.assertEq(uint256(p.flags), uint256(0));
        vm.assertEq(uint256(p.maxAge), uint256(3600));
        vm.assertEq(uint256(p.maxSkew), uint256(15));
    }
}
