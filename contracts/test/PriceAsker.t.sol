// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim} from "../src/Claim.sol";
import {CryptoDelegate} from "../src/CryptoDelegate.sol";
import {ANCHORED, MODE_EACH, Outcome, Policy} from "../src/Policy.sol";
import {Subscriptions} from "../src/delegate/Subscriptions.sol";
import {PriceAsker} from "../src/examples/PriceAsker.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

contract PriceAskerTest is Fixture {
    address private constant _ASKER = address(0xA53E4);
    uint64 private constant _AMOUNT = 2_500; // two ounces and a half
    int256 private constant _PRICE = 10_308_62500000; // USD 10,308.625
    uint256 private constant _BLOCK = 1000; // in which the questions are asked
    bytes32 private constant _HASH = keccak256("block 1000");
    PriceAsker private _priceAsker;

    function setUp() public override {
        super.setUp();
        bytes memory args = abi.encode(registry, id, _ASKER);
        _priceAsker = PriceAsker(deploy("PriceAsker", "PriceAsker", args));
        consumer = Consumer(address(_priceAsker)); // whose domain the seals are for
    }

    /// @dev Asks, and lets the next block come.
    function _ask() private returns (bytes32 requestId) {
        vm.prank(_ASKER);
        requestId = _priceAsker.ask(_AMOUNT);
        vm.roll(_BLOCK + 1);
        vm.setBlockhash(_BLOCK, _HASH);
    }

    function _answer(bytes32 requestId, uint64 nonce) private view returns (Claim memory c) {
        c = claimOf(_priceAsker.subscription(), 0);
        c.sequence = nonce;
        (c.anchorBlock, c.anchorHash) = (uint64(_BLOCK), _HASH);
        c.payload = abi.encode(requestId, _PRICE);
    }

    function _requestId(uint256 count) private view returns (bytes32) {
        return keccak256(abi.encode(address(_priceAsker), count));
    }

    // asking

    function test_ask_requestsEachQuestionByAnIdOfItsOwn() public {
        bytes32 subscription = _priceAsker.subscription();
        for (uint256 count = 1; count <= 2; ++count) {
            vm.expectEmit();
            emit Subscriptions.CrypletRequested(
                subscription, _requestId(count), abi.encode(_AMOUNT)
            );
            vm.prank(_ASKER);
            vm.assertEq(_priceAsker.ask(_AMOUNT), _requestId(count));
        }
        vm.assertTrue(_requestId(1) != _requestId(2));
    }

    function test_ask_byAStranger_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(PriceAsker.NotAsker.selector, STRANGER, _ASKER));
        vm.prank(STRANGER);
        _priceAsker.ask(_AMOUNT);
    }

    function test_ask_forNothing_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(PriceAsker.NotAsked.selector, _requestId(1)));
        vm.prank(_ASKER);
        _priceAsker.ask(0);
    }

    // answering

    function test_answer_comesFromAVerifiedClaim() public {
        bytes32 requestId = _ask();
        vm.assertEq(_priceAsker.answerOf(requestId), int256(0));
        Claim memory c = _answer(requestId, 0);
        bytes memory seals = sealed_(c);
        vm.expectEmit();
        emit PriceAsker.PriceAnswered(requestId, _AMOUNT, _PRICE);
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Applied);
        vm.assertEq(_priceAsker.answerOf(requestId), _PRICE);
    }

    function test_answer_byAnybody_reverts() public {
        bytes32 requestId = _ask();
        vm.expectRevert(abi.encodeWithSelector(CryptoDelegate.NotCryplet.selector, _ASKER));
        vm.prank(_ASKER);
        _priceAsker.answer(requestId, _PRICE);
    }

    function test_answer_aSecondTime_fails() public {
        bytes32 requestId = _ask();
        applied(_answer(requestId, 0));
        Claim memory again = _answer(requestId, 1);
        again.payload = abi.encode(requestId, _PRICE + 1);
        _failed(again, requestId);
        vm.assertEq(_priceAsker.answerOf(requestId), _PRICE);
    }

    function test_answer_toNobody_fails() public {
        _ask();
        bytes32 requestId = keccak256("nobody asked");
        _failed(_answer(requestId, 0), requestId);
        vm.assertEq(_priceAsker.answerOf(requestId), int256(0));
    }

    function test_answer_inAnyOrder_reachesItsQuestion() public {
        bytes32 first = _ask();
        vm.roll(_BLOCK);
        bytes32 second = _ask();
        Claim memory c = _answer(second, 1);
        c.payload = abi.encode(second, 2 * _PRICE);
        applied(c);
        applied(_answer(first, 0));
        vm.assertEq(_priceAsker.answerOf(first), _PRICE);
        vm.assertEq(_priceAsker.answerOf(second), 2 * _PRICE);
    }

    /// @dev Consumed without effect, because nobody waits for it.
    function _failed(Claim memory c, bytes32 requestId) private {
        bytes memory seals = sealed_(c);
        bytes memory reason = abi.encodeWithSelector(PriceAsker.NotAsked.selector, requestId);
        vm.expectEmit();
        emit CryptoDelegate.DeliveryFailed(c.subscription, digestOf(c), c.sequence, reason);
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Failed);
    }

    // what is refused

    function test_deliver_withoutAnchor_reverts() public {
        Claim memory c = _answer(_ask(), 0);
        (c.anchorBlock, c.anchorHash) = (0, 0);
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.AnchorMissing.selector, c.subscription, bytes32(0)
            )
        );
    }

    function test_deliver_afterItsQuestionIsGone_reverts() public {
        bytes32 requestId = _ask();
        bytes32 other = keccak256("another block 1000");
        vm.setBlockhash(_BLOCK, other);
        refused(
            _answer(requestId, 0),
            abi.encodeWithSelector(CryptoDelegate.AnchorNotCanonical.selector, _BLOCK, _HASH, other)
        );
        // the nonce is not used up: asked again in the other block, the question has its answer
        Claim memory c = _answer(requestId, 0);
        c.anchorHash = other;
        applied(c);
    }

    function test_deliver_replayed_reverts() public {
        bytes32 requestId = _ask();
        applied(_answer(requestId, 7));
        refused(
            _answer(requestId, 7),
            abi.encodeWithSelector(CryptoDelegate.NonceUsed.selector, 7, 1 << 7)
        );
    }

    function test_deliver_ofAnotherMarket_reverts() public {
        Claim memory c = _answer(_ask(), 0);
        vm.warp(time() + 1 hours + 1);
        c.expiresAt = uint64(time() + 300);
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.ObservedTooOld.selector, c.observedAt, c.observedAt + 1
            )
        );
    }

    function test_subscription_isClass1Member1() public view {
        bytes4 selector = bytes4(keccak256("answer(bytes32,int256)"));
        vm.assertEq(_priceAsker.subscription(), _priceAsker.subscriptionId(id, selector, 1, 1));
        Policy memory p = _priceAsker.policyOf(_priceAsker.subscription());
        vm.assertEq(uint256(p.tiers), uint256(7));
        vm.assertEq(uint256(p.flags), uint256(MODE_EACH | ANCHORED));
        vm.assertEq(uint256(p.maxAge), uint256(3600));
        vm.assertEq(uint256(p.maxSkew), uint256(15));
    }
}
