// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim} from "../src/Claim.sol";
import {Feed, MODE_EACH, Outcome, Policy, Rail} from "../src/Policy.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev Random carriers, clocks, breakages, votes and retries against one consumer: a feed, a feed with a
/// callback, and commands with a callback. It keeps its own books.
contract Handler is Fixture {
    bytes32[3] public subs;
    uint256[4] public outcomes;
    uint256[4] public settled; // by retry or release
    uint256 public callbacks;
    bool public wentBack;
    bool public twice;
    bool public unverified;
    bool public otherwise;

    Claim[] private _seen;
    mapping(bytes32 digest => bool) private _applied;
    mapping(bytes32 digest => bool) private _verified;
    mapping(bytes32 subscription => Feed) private _last;

    constructor() {
        Fixture.setUp();
        subs[0] = consumer.subscribe(id, 1, policy(0, 7, 1), rail());
        Policy memory p = policy(Consumer.onTest.selector, 7, 1);
        p.minInterval = 5;
        subs[1] = consumer.subscribe(id, 2, p, rail());
        (p.flags, p.minInterval) = (MODE_EACH, 0);
        Rail[] memory r = rail();
        r[0].maxStepBps = 0;
        subs[2] = consumer.subscribe(id, 3, p, r);
    }

    function setUp() public override {}

    function deliver(uint256 which, uint256 value, uint256 back, uint256 nonce) external {
        bytes32 sub = subs[which % 3];
        int256 base = int256(consumer.feed(sub).value);
        if (base == 0) base = 1000;
        // an eighth down to an eighth up: sometimes more than the tenth of the rail
        int256 v = base + int256(value % uint256(base / 4 + 1)) - base / 8;
        if (value % 7 == 0) v = -v;
        Claim memory c = claimOf(sub, v);
        observe(c, c.observedAt - uint64(back % 700));
        if (which % 3 == 2) c.sequence = uint64(nonce % 600);
        bytes memory seals = sealed_(c);
        bool sealedRight = nonce % 11 != 0;
        if (!sealedRight) seals[0] ^= 0x01;
        vm.prank(STRANGER);
        try consumer.deliver(c, seals) returns (Outcome outcome) {
            _seen.push(c);
            if (sealedRight) _verified[digestOf(c)] = true;
            ++outcomes[uint256(outcome)];
            _note(c, outcome);
        } catch {}
    }

    function again(uint256 i) external {
        if (_seen.length == 0) return;
        Claim memory c = _seen[i % _seen.length];
        bytes memory seals = sealed_(c);
        try consumer.deliver(c, seals) {
            twice = true;
        } catch {}
    }

    function retry(uint256 i) external {
        if (_seen.length == 0) return;
        Claim memory c = _seen[i % _seen.length];
        bytes memory seals = sealed_(c);
        vm.prank(STRANGER);
        try consumer.retry(c, seals) returns (Outcome outcome) {
            ++settled[uint256(outcome)];
            _note(c, outcome);
        } catch {}
    }

    function release(uint256 i, uint256 approvers, bool drops) external {
        if (_seen.length == 0) return;
        Claim memory c = _seen[i % _seen.length];
        bytes32 digest = digestOf(c);
        for (uint160 j; j < 3; ++j) {
            if (approvers >> j & 1 == 0) continue;
            vm.prank(address(0xAA01 + j));
            if (drops) {
                try consumer.drop(digest) {} catch {}
            } else {
                try consumer.approve(digest) {} catch {}
            }
        }
        try consumer.release(c) returns (Outcome outcome) {
            ++settled[uint256(outcome)];
            _note(c, outcome);
        } catch {}
    }

    function breakCallback(bool broken) external {
        consumer.setBroken(broken);
    }

    function pass(uint256 seconds_) external {
        uint256 end = START + 20 hours; // the enclave's key lives a day
        uint256 next = time() + seconds_ % 200;
        vm.warp(next < end ? next : end);
    }

    function calls() external view returns (uint256) {
        return consumer.calls();
    }

    /// @dev Nothing changes but by an outcome that was noted.
    function booksAreRight() external view returns (bool) {
        for (uint256 i; i < 3; ++i) {
            bytes32 now_ = keccak256(abi.encode(consumer.feed(subs[i])));
            if (now_ != keccak256(abi.encode(_last[subs[i]]))) return false;
        }
        for (uint256 i; i < _seen.length; ++i) {
            bytes32 digest = digestOf(_seen[i]);
            bool isParked = consumer.parked(digest).outcome != Outcome.None;
            if (isParked && (!_verified[digest] || _applied[digest])) return false;
        }
        return true;
    }

    function _note(Claim memory c, Outcome outcome) private {
        bytes32 digest = digestOf(c);
        Feed memory before = _last[c.subscription];
        Feed memory f = consumer.feed(c.subscription);
        _last[c.subscription] = f;
        if (!_verified[digest]) unverified = true;
        bool each = c.subscription == subs[2];
        if (!each) {
            if (f.sequence < before.sequence || f.sequence < c.sequence) wentBack = true;
            if (f.observedAt < before.observedAt) wentBack = true;
        } else if (!consumer.isNonceUsed(c.subscription, c.sequence)) {
            wentBack = true;
        }
        if (outcome != Outcome.Applied) {
            if (f.value != before.value || f.acceptedAt != before.acceptedAt) otherwise = true;
            return;
        }
        if (_applied[digest]) twice = true;
        _applied[digest] = true;
        if (c.subscription != subs[0]) ++callbacks;
        if (!each && int256(f.value) != abi.decode(c.payload, (int256))) otherwise = true;
        if (!each && uint256(f.acceptedAt) != time()) otherwise = true;
    }
}

contract InvariantTest {
    bool public constant IS_TEST = true;

    Handler private _handler;

    function setUp() public {
        _handler = new Handler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_sequenceAndTimeNeverDecrease() public view {
        vm.assertFalse(_handler.wentBack());
    }

    function invariant_noClaimIsAcceptedTwice() public view {
        vm.assertFalse(_handler.twice());
    }

    function invariant_callbackRunsOnceForEachAppliedClaim() public view {
        vm.assertEq(_handler.calls(), _handler.callbacks());
    }

    function invariant_nothingChangesButThroughAVerifiedClaim() public view {
        vm.assertFalse(_handler.unverified());
        vm.assertFalse(_handler.otherwise());
        vm.assertTrue(_handler.booksAreRight());
    }

    /// The invariants say something: the handler gets to every outcome, at once and by retry or release.
    function test_handler_reachesEveryOutcome() public {
        for (uint256 i; i < 1500; ++i) {
            uint256 r = uint256(keccak256(abi.encode(i)));
            uint256 op = r % 8;
            if (op < 3) _handler.deliver(r >> 8, r >> 16, (r >> 64) % 40, r >> 96);
            else if (op == 3) _handler.again(r >> 8);
            else if (op == 4) _handler.retry(r >> 8);
            else if (op == 5) _handler.release(r >> 8, r >> 16, r >> 24 & 7 == 0);
            else if (op == 6) _handler.breakCallback(r >> 8 & 3 == 0);
            else _handler.pass((r >> 8) % 30);
        }
        for (uint256 outcome = 1; outcome < 4; ++outcome) {
            vm.assertGt(_handler.outcomes(outcome), 5);
        }
        vm.assertGt(_handler.settled(uint256(Outcome.Applied)), 3);
        vm.assertGt(_handler.settled(uint256(Outcome.Failed)), 0);
        invariant_sequenceAndTimeNeverDecrease();
        invariant_noClaimIsAcceptedTwice();
        invariant_callbackRunsOnceForEachAppliedClaim();
        invariant_nothingChangesButThroughAVerifiedClaim();
    }
}
