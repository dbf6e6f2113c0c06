// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim} from "../src/Claim.sol";
import {CryptoDelegate} from "../src/CryptoDelegate.sol";
import {Outcome, Policy} from "../src/Policy.sol";
import {GoldNote} from "../src/examples/GoldNote.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

contract GoldNoteTest is Fixture {
    address private constant _ISSUER = address(0x1550E4);
    int256 private constant _GOLD = 4_123_45000000; // USD 4,123.45
    int256 private constant _SOFR = 4_310_000; // 4.31 percent
    GoldNote private _note;

    function setUp() public override {
        super.setUp();
        address[] memory approvers = new address[](1);
        approvers[0] = APPROVER1;
        _note = GoldNote(
            deploy("GoldNote", "GoldNote", abi.encode(registry, id, _ISSUER, approvers, uint256(1)))
        );
        consumer = Consumer(address(_note)); // whose domain the seals are for
    }

    function _close(int256 gold, int256 sofr) private view returns (Claim memory c) {
        c = claimOf(_note.subscription(), 0);
        c.payload = abi.encode(gold, sofr);
    }

    function test_price_comesFromAVerifiedClaim() public {
        (int256 priceE8, uint256 observedAt) = _note.price();
        vm.assertEq(priceE8, int256(0));
        vm.assertEq(observedAt, uint256(0));
        Claim memory c = _close(_GOLD, _SOFR);
        bytes memory seals = sealed_(c);
        vm.expectEmit();
        emit GoldNote.PriceCalculated(416788017375, _GOLD, _SOFR);
        consumer.deliver(c, seals);
        (priceE8, observedAt) = _note.price();
        // 4123.45 * (1 + 0.0431 * 90 / 360)
        vm.assertEq(priceE8, int256(416788017375));
        vm.assertEq(observedAt, time());
    }

    function test_calculatePrice_byAnybody_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(CryptoDelegate.NotCryplet.selector, _ISSUER));
        vm.prank(_ISSUER);
        _note.calculatePrice(_GOLD, _SOFR);
    }

    function test_subscription_isClass1Member1() public view {
        bytes4 selector = bytes4(keccak256("calculatePrice(int256,int256)"));
        vm.assertEq(_note.subscription(), _note.subscriptionId(id, selector, 1, 1));
        Policy memory p = _note.policyOf(_note.subscription());
        vm.assertEq(uint256(p.tiers), uint256(7));
        vm.assertEq(uint256(p.maxAge), uint256(432_000));
        vm.assertEq(uint256(p.maxSkew), uint256(15));
    }

    function test_rails_boundBothWords() public {
        int256[2][6] memory bad = [
            [int256(499_99999999), _SOFR],
            [int256(20_000_00000001), _SOFR],
            [_GOLD, -1_000_001],
            [_GOLD, 20_000_001],
            [_GOLD * 10, _SOFR], // a decimal too many
            [_SOFR, _GOLD] // the words exchanged
        ];
        for (uint256 i; i < bad.length; ++i) {
            vm.warp(time() + 1);
            vm.assertTrue(deliver(_close(bad[i][0], bad[i][1])) == Outcome.Quarantined);
        }
        // a quarter up, a fifth down
        int256[2][3] memory good =
            [[int256(500e8), -1e6], [int256(625e8), 20e6], [int256(500e8), 0]];
        for (uint256 i; i < good.length; ++i) {
            vm.warp(time() + 1);
            applied(_close(good[i][0], good[i][1]));
        }
        vm.warp(time() + 1);
        vm.assertTrue(deliver(_close(626e8, 0)) == Outcome.Quarantined); // more than a quarter up
    }

    function test_deliver_twiceInABlock_reverts() public {
        applied(_close(_GOLD, _SOFR));
        Claim memory c = _close(_GOLD, _SOFR);
        ++c.sequence;
        refused(
            c, abi.encodeWithSelector(CryptoDelegate.DeliveredTooSoon.selector, time(), time() + 1)
        );
    }

    function test_release_byItsOneApprover() public {
        Claim memory c = _close(400e8, _SOFR);
        vm.assertTrue(deliver(c) == Outcome.Quarantined);
        vm.prank(APPROVER1);
        vm.assertTrue(_note.release(c) == Outcome.Applied);
        (int256 priceE8,) = _note.price();
        vm.assertEq(priceE8, int256(40431000000));
    }

    function test_resume_byTheIssuerAlone() public {
        bytes32 subscription = _note.subscription();
        vm.prank(APPROVER1);
        _note.pauseSubscription(subscription);
        vm.expectRevert(abi.encodeWithSelector(GoldNote.NotIssuer.selector, APPROVER1, _ISSUER));
        vm.prank(APPROVER1);
        _note.resume();
        vm.prank(_ISSUER);
        _note.resume();
        applied(_close(_GOLD, _SOFR));
    }
}
