// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim, Envelope} from "../src/Claim.sol";
import {CryptoDelegate} from "../src/CryptoDelegate.sol";
import {ANCHORED, Feed, MODE_EACH, Outcome, Policy} from "../src/Policy.sol";
import {Subscriptions} from "../src/delegate/Subscriptions.sol";
import {Keys} from "../src/registry/Keys.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev What can be told without a signature, in the order in which it is asked.
contract DeliverTest is Fixture {
    bytes32 private _sub;
    bytes32 private _each;

    function setUp() public override {
        super.setUp();
        _sub = consumer.subscribe(id, 1, policy(0, 7, 0), noRails());
        Policy memory p = policy(0, 7, 0);
        p.flags = MODE_EACH;
        _each = consumer.subscribe(id, 2, p, noRails());
    }

    function _next(bytes32 subscription) private returns (Claim memory) {
        vm.warp(time() + 1);
        return claimOf(subscription, 100);
    }

    // that it works

    function test_deliver_valid_applies() public {
        Claim memory c = claimOf(_sub, 100);
        vm.expectEmit();
        emit CryptoDelegate.Delivered(_sub, digestOf(c), c.sequence, c.observedAt);
        applied(c);
        Feed memory f = consumer.feed(_sub);
        vm.assertEq(f.sequence, uint256(c.sequence));
        vm.assertEq(f.observedAt, uint256(c.observedAt));
        vm.assertEq(f.acceptedAt, time());
        applied(_next(_sub));
    }

    function test_deliver_byAnyone_applies() public {
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        vm.prank(STRANGER);
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Applied);
    }

    function test_digestOf_equalsPlainSolidity() public view {
        Claim memory c = claimOf(_sub, 100);
        vm.assertEq(consumer.digestOf(c), digestOf(c));
    }

    function test_deliver_withinOneSecond_applies() public {
        Claim memory c = claimOf(_sub, 100);
        for (uint64 ms; ms < 3; ++ms) {
            c.sequence = c.observedAt * 1000 + 499 * ms;
            applied(c);
        }
    }

    // subscription

    function test_deliver_unknownClass_reverts() public {
        bytes32 none = consumer.subscriptionId(id, 0, 99, 1);
        refused(
            claimOf(none, 100),
            abi.encodeWithSelector(CryptoDelegate.SubscriptionUnknown.selector, none)
        );
    }

    function test_deliver_otherMember_reverts() public {
        for (uint32 member; member < 3; ++member) {
            if (member == 1) continue;
            bytes32 other = consumer.subscriptionId(id, 0, 1, member);
            refused(
                claimOf(other, 100),
                abi.encodeWithSelector(CryptoDelegate.SubscriptionUnknown.selector, other)
            );
        }
    }

    function test_deliver_membersOfAClass_haveTheirOwnFeeds() public {
        Policy memory p = policy(0, 7, 0);
        p.members = 2;
        bytes32 first = consumer.subscribe(id, 3, p, noRails());
        bytes32 second = consumer.subscriptionId(id, 0, 3, 2);
        applied(claimOf(first, 100));
        vm.assertEq(consumer.feed(second).sequence, uint256(0));
        applied(claimOf(second, 100));
    }

    function test_deliver_otherCryplet_reverts() public {
        bytes32 other = register("other", 0xC2);
        Claim memory c = claimOf(_sub, 100);
        c.crypletId = other;
        refused(
            c,
            sealBy(c, 0xC2, ENCLAVE, HOST),
            abi.encodeWithSelector(
                CryptoDelegate.SubscriptionForeign.selector,
                _sub,
                consumer.subscriptionId(other, 0, 1, 1)
            )
        );
    }

    function test_deliver_keyOfOtherCryplet_reverts() public {
        bytes32 other = register("other", 0xC2);
        Claim memory c = claimOf(_sub, 100);
        refused(
            c,
            sealBy(c, 0xC2, ENCLAVE, HOST),
            abi.encodeWithSelector(Keys.KeyForeign.selector, vm.addr(0xC2), other, id)
        );
    }

    // sequence, mode latest

    function test_deliver_replay_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        applied(c);
        refused(
            c,
            abi.encodeWithSelector(CryptoDelegate.ClaimOvertaken.selector, c.sequence, c.sequence)
        );
    }

    function test_deliver_oldSequence_reverts() public {
        Claim memory old = claimOf(_sub, 100);
        Claim memory c = _next(_sub);
        applied(c);
        refused(
            old,
            abi.encodeWithSelector(CryptoDelegate.ClaimOvertaken.selector, old.sequence, c.sequence)
        );
        old.sequence = c.sequence - 1; // one millisecond
        refused(
            old,
            abi.encodeWithSelector(CryptoDelegate.ClaimOvertaken.selector, old.sequence, c.sequence)
        );
    }

    function testFuzz_deliver_inOrder_succeeds(uint16[8] memory gaps) public {
        uint256 last;
        for (uint256 i; i < gaps.length; ++i) {
            vm.warp(time() + gaps[i] / 256);
            Claim memory c = claimOf(_sub, 100);
            c.sequence += uint64(gaps[i] % 1000);
            if (c.sequence > last) {
                applied(c);
                last = c.sequence;
            } else {
                refused(
                    c,
                    abi.encodeWithSelector(CryptoDelegate.ClaimOvertaken.selector, c.sequence, last)
                );
            }
            vm.assertEq(consumer.feed(_sub).sequence, last);
        }
    }

    function test_deliver_sequenceNotObservedAt_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        uint64[4] memory bad = [
            c.observedAt * 1000 - 1,
            c.observedAt * 1000 + 1000,
            c.observedAt, // seconds
            type(uint64).max // would use up the future
        ];
        for (uint256 i; i < bad.length; ++i) {
            c.sequence = bad[i];
            refused(
                c,
                abi.encodeWithSelector(
                    CryptoDelegate.SequenceMismatch.selector, c.sequence, c.observedAt
                )
            );
        }
    }

    // sequence, mode each

    function testFuzz_deliver_each_onceInAnyOrder(uint64 a, uint64 b) public {
        vm.assume(a != b);
        Claim memory first = claimOf(_each, 100);
        Claim memory second = claimOf(_each, 100);
        (first.sequence, second.sequence) = (a, b);
        applied(first);
        vm.assertFalse(consumer.isNonceUsed(_each, b));
        applied(second);
        vm.assertTrue(consumer.isNonceUsed(_each, a) && consumer.isNonceUsed(_each, b));
        uint256 word = 1 << (a & 255);
        if (a >> 8 == b >> 8) word |= 1 << (b & 255);
        refused(first, abi.encodeWithSelector(CryptoDelegate.NonceUsed.selector, a, word));
    }

    function test_deliver_each_writesNoFeed() public {
        Claim memory c = claimOf(_each, 100);
        c.sequence = 7;
        applied(c);
        vm.assertEq(keccak256(abi.encode(consumer.feed(_each))), keccak256(new bytes(160)));
    }

    function test_deliver_each_ofOtherSubscription_isItsOwn() public {
        Policy memory p = policy(0, 7, 0);
        p.flags = MODE_EACH;
        bytes32 other = consumer.subscribe(id, 3, p, noRails());
        Claim memory c = claimOf(_each, 100);
        c.sequence = 7;
        applied(c);
        vm.assertFalse(consumer.isNonceUsed(other, 7));
    }

    // time

    function test_deliver_expired_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        vm.warp(c.expiresAt + 1);
        refused(
            c, abi.encodeWithSelector(CryptoDelegate.ClaimExpired.selector, c.expiresAt, time())
        );
        vm.warp(c.expiresAt); // the last second counts
        applied(c);
    }

    function test_deliver_tooOld_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        observe(c, uint64(time() - 601));
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.ObservedTooOld.selector, c.observedAt, time() - 600
            )
        );
        observe(c, uint64(time() - 600));
        applied(c);
    }

    function test_deliver_inFuture_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        observe(c, uint64(time() + 16));
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.ObservedInFuture.selector, c.observedAt, time() + 15
            )
        );
        observe(c, uint64(time() + 15));
        applied(c);
    }

    function test_deliver_each_inFutureOrTooOld_reverts() public {
        Claim memory c = claimOf(_each, 100);
        c.observedAt = uint64(time() + 16);
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.ObservedInFuture.selector, c.observedAt, time() + 15
            )
        );
        c.observedAt = uint64(time() - 601);
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.ObservedTooOld.selector, c.observedAt, time() - 600
            )
        );
    }

    /// A thief's ladder: observations well apart in the past, delivered in one block.
    function test_deliver_tooSoon_reverts() public {
        Policy memory p = policy(0, 7, 0);
        p.minInterval = 60;
        bytes32 slow = consumer.subscribe(id, 3, p, noRails());
        p.flags = MODE_EACH;
        bytes32 slowEach = consumer.subscribe(id, 4, p, noRails());
        bytes32[2] memory both = [slow, slowEach];
        for (uint256 i; i < 2; ++i) {
            Claim memory c = claimOf(both[i], 100);
            observe(c, uint64(time() - 500));
            applied(c);
            observe(c, uint64(time() - 400));
            uint256 earliest = time() + 60;
            vm.warp(earliest - 1);
            refused(
                c,
                abi.encodeWithSelector(CryptoDelegate.DeliveredTooSoon.selector, time(), earliest)
            );
            vm.warp(earliest);
            applied(c);
        }
    }

    // anchor

    function test_deliver_reorgedAnchor_reverts() public {
        vm.roll(1300);
        bytes32 hash = keccak256("block 1299");
        vm.setBlockhash(1299, hash);
        Claim memory c = claimOf(_sub, 100);
        (c.anchorBlock, c.anchorHash) = (1299, hash);
        bytes memory seals = sealed_(c);
        bytes32 other = keccak256("another block 1299");
        vm.setBlockhash(1299, other);
        refused(
            c,
            seals,
            abi.encodeWithSelector(CryptoDelegate.AnchorNotCanonical.selector, 1299, hash, other)
        );
        vm.setBlockhash(1299, hash); // the reorg is undone
        vm.assertTrue(consumer.deliver(c, seals) == Outcome.Applied);
    }

    function test_deliver_anchorTooOldToKnow_reverts() public {
        vm.roll(20_000);
        Claim memory c = claimOf(_sub, 100);
        (c.anchorBlock, c.anchorHash) = (5, 0); // zero equals zero, which must not do
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.AnchorNotCanonical.selector, 5, bytes32(0), bytes32(0)
            )
        );
        (c.anchorBlock, c.anchorHash) = (20_000, keccak256("the block itself"));
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.AnchorNotCanonical.selector, 20_000, c.anchorHash, bytes32(0)
            )
        );
    }

    function test_deliver_anchorFromHistory_applies() public {
        vm.roll(10_000);
        address history = deploy("Consumers", "History", "");
        vm.etch(0x0000F90827F1C53a10cb7A02335B175320002935, history.code);
        Claim memory c = claimOf(_sub, 100);
        (c.anchorBlock, c.anchorHash) = (9001, keccak256("block 9000"));
        refused(
            c,
            abi.encodeWithSelector(
                CryptoDelegate.AnchorNotCanonical.selector, 9001, c.anchorHash, bytes32(0)
            )
        );
        c.anchorBlock = 9000;
        applied(c);
    }

    function test_deliver_anchorMissing_reverts() public {
        Policy memory p = policy(0, 7, 0);
        p.flags = ANCHORED;
        bytes32 anchored = consumer.subscribe(id, 3, p, noRails());
        refused(
            claimOf(anchored, 100),
            abi.encodeWithSelector(CryptoDelegate.AnchorMissing.selector, anchored, bytes32(0))
        );
        Claim memory c = claimOf(_sub, 100);
        c.anchorHash = keccak256("a hash without a block");
        refused(
            c, abi.encodeWithSelector(CryptoDelegate.AnchorMissing.selector, _sub, c.anchorHash)
        );
    }

    // fields that the decoder does not look at

    function test_deliver_wideInteger_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        bytes memory good = abi.encodeCall(consumer.deliver, (c, sealed_(c)));
        uint256[4] memory places = [uint256(2), 3, 4, 6];
        for (uint256 i; i < 4; ++i) {
            bytes memory bad = bytes.concat(good);
            bad[4 + 64 + 32 * places[i] + 23] = 0x01; // bit 64
            (bool ok, bytes memory reason) = address(consumer).call(bad);
            vm.assertFalse(ok);
            vm.assertEq(bytes32(bytes4(reason)), bytes32(Envelope.FieldTooWide.selector));
        }
    }

    /// Nor when a signer, who can sign any digest, has signed the wide form.
    function test_deliver_wideIntegerSigned_reverts() public {
        bytes32 one = consumer.subscribe(id, 3, policy(0, 1, 0), noRails());
        Claim memory c = claimOf(one, 100);
        uint256 wide = uint256(c.expiresAt) | 1 << 64;
        bytes memory head = abi.encode(
            Envelope.CLAIM_TYPEHASH, c.crypletId, c.subscription, c.sequence, c.observedAt, wide
        );
        bytes memory tail =
            abi.encode(c.provenance, c.anchorBlock, c.anchorHash, c.codeHash, keccak256(c.payload));
        bytes32 digest = typed(domainOf(address(consumer)), keccak256(bytes.concat(head, tail)));
        bytes memory data = abi.encodeCall(consumer.deliver, (c, seal(CRYPLET, digest)));
        data[4 + 64 + 32 * 4 + 23] = 0x01;
        (, bytes memory reason) = address(consumer).call(data);
        uint256 fields = wide | c.sequence | c.observedAt;
        vm.assertEq(
            reason, abi.encodeWithSelector(Envelope.FieldTooWide.selector, fields, type(uint64).max)
        );
    }

    // policies

    function test_subscribe_illegalPolicy_reverts() public {
        _illegal(1, policy(0, 7, 0), 1); // another policy is another class
        Policy memory p = policy(0, 7, 0);
        p.maxAge = 0;
        _illegal(9, p, 2);
        p = policy(0, 7, 0);
        p.members = 0;
        _illegal(9, p, 2);
        uint8[6] memory illegal = [0, 2, 4, 6, 8, 9];
        for (uint256 i; i < illegal.length; ++i) {
            _illegal(9, policy(0, illegal[i], 0), 3);
        }
        _illegal(9, policy(0, 7, 1), 4);
    }

    function test_subscribe_emitsThePolicy() public {
        Policy memory p = policy(0, 5, 1);
        bytes32 subscription = consumer.subscriptionId(id, 0, 9, 1);
        vm.expectEmit();
        emit Subscriptions.Subscribed(subscription, id, p, rail());
        consumer.subscribe(id, 9, p, rail());
        vm.assertEq(
            keccak256(abi.encode(consumer.policyOf(subscription))), keccak256(abi.encode(p))
        );
    }

    /// An onion must not do for a quorum that nobody counts.
    function test_deliver_quorum_reverts() public {
        Policy memory p = policy(0, 7, 0);
        p.quorum = 3;
        Claim memory c = claimOf(consumer.subscribe(id, 9, p, noRails()), 100);
        refused(c, abi.encodeWithSelector(CryptoDelegate.QuorumUnsupported.selector, 3));
    }

    function _illegal(uint32 class, Policy memory p, uint256 rule) private {
        bytes32 subscription = consumer.subscriptionId(id, 0, class, 1);
        vm.expectRevert(
            abi.encodeWithSelector(Subscriptions.PolicyInvalid.selector, subscription, rule)
        );
        consumer.subscribe(id, class, p, noRails());
    }

    // requests

    function test_request_emits() public {
        vm.expectEmit();
        emit Subscriptions.CrypletRequested(_each, keccak256("request"), abi.encode(uint256(7)));
        consumer.ask(_each, keccak256("request"), abi.encode(uint256(7)));
    }
}
