// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {ANCHORED, Feed, FeedWord, MODE_EACH, Policy, Rail} from "../src/Policy.sol";
import {Subscriptions} from "../src/delegate/Subscriptions.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {Library} from "./support/Library.sol";
import {vm} from "./support/Vm.sol";

/// @dev Which policies are taken, and that their words hold what was put in.
contract PolicyTest is Fixture {
    Library private _library;

    function setUp() public override {
        super.setUp();
        _library = Library(deploy("Library", "Library", ""));
    }

    // policies that could not be served, or would protect nobody

    function test_subscribe_unknownFlags_reverts() public {
        Policy memory p = policy(0, 7, 0);
        p.flags = MODE_EACH | ANCHORED;
        consumer.subscribe(id, 1, p, noRails());
        for (uint8 bit = 2; bit < 8; ++bit) {
            p.flags = uint8(1 << bit) | MODE_EACH;
            _refused(
                p,
                noRails(),
                abi.encodeWithSelector(Subscriptions.PolicyFlagsUnknown.selector, p.flags, 3)
            );
        }
    }

    function test_subscribe_gasCapAboveATransactions_reverts() public {
        Policy memory p = policy(Consumer.onTest.selector, 7, 0);
        p.gasCap = 16_777_216;
        consumer.subscribe(id, 1, p, noRails());
        ++p.gasCap;
        _refused(
            p,
            noRails(),
            abi.encodeWithSelector(
                Subscriptions.PolicyGasCapTooHigh.selector, 16_777_217, 16_777_216
            )
        );
    }

    function test_subscribe_maxSkewAbove15_reverts() public {
        Policy memory p = policy(0, 7, 0);
        p.maxSkew = 16;
        _refused(
            p, noRails(), abi.encodeWithSelector(Subscriptions.PolicySkewTooLong.selector, 16, 15)
        );
    }

    /// Or a thief of all keys would walk a ladder of steps in one block.
    function test_subscribe_stepsWithoutInterval_reverts() public {
        Rail[] memory r = new Rail[](2);
        (r[0], r[1]) = (Rail(1, 9, 0, 0), Rail(1, 9, 500, 1));
        Policy memory p = policy(0, 7, 2);
        p.minInterval = 0;
        _refused(p, r, abi.encodeWithSelector(Subscriptions.PolicyIntervalMissing.selector, 1, 500));
        r[1].maxStepBps = 0;
        consumer.subscribe(id, 9, p, r);
    }

    function _refused(Policy memory p, Rail[] memory r, bytes memory error) private {
        vm.expectRevert(error);
        consumer.subscribe(id, 9, p, r);
    }

    // packing

    function testFuzz_policy_packAndUnpack(Policy memory p) public view {
        vm.assertEq(keccak256(abi.encode(_library.repack(p))), keccak256(abi.encode(p)));
    }

    function testFuzz_rail_packAndUnpack(Rail memory r) public view {
        (int256 min, int256 max, uint256 maxStepBps, uint256 word) = _library.repack(r);
        vm.assertEq(min, int256(r.min));
        vm.assertEq(max, int256(r.max));
        vm.assertEq(maxStepBps, uint256(r.maxStepBps));
        vm.assertEq(word, uint256(r.word));
    }

    /// Over whatever the feed held before.
    function testFuzz_feed_packAndUnpack(Feed memory before, Feed memory f) public view {
        _equal(_library.repack(_wordOf(before), f), f);
    }

    /// Each writer leaves the other fields as they were.
    function testFuzz_feed_writersTouchTheirFieldsAlone(Feed memory before, Feed memory f)
        public
        view
    {
        FeedWord w = _wordOf(before);
        _equal(_library.unpack(w), before);
        bool paused = f.paused;
        f.paused = before.paused;
        _equal(_library.accept(w, f), f);
        f.paused = paused;
        Feed memory expected = _library.unpack(w);
        expected.sequence = f.sequence;
        _equal(_library.withSequence(w, f.sequence), expected);
        expected.sequence = before.sequence;
        expected.acceptedAt = f.acceptedAt;
        _equal(_library.withAcceptedAt(w, f.acceptedAt), expected);
    }

    /// @dev In plain Solidity: the fields from the low end.
    function _wordOf(Feed memory f) private pure returns (FeedWord) {
        bytes memory packed =
            abi.encodePacked(f.paused, f.value, f.acceptedAt, f.observedAt, f.sequence);
        return FeedWord.wrap(uint256(bytes32(packed)));
    }

    function _equal(Feed memory a, Feed memory b) private pure {
        vm.assertEq(keccak256(abi.encode(a)), keccak256(abi.encode(b)));
    }
}
