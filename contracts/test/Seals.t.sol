// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim, Envelope} from "../src/Claim.sol";
import {Outcome} from "../src/Policy.sol";
import {TrustRegistry} from "../src/TrustRegistry.sol";
import {Grants} from "../src/registry/Grants.sol";
import {Role} from "../src/registry/Keys.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev Whose signatures, over what, in which order; and what the registry thinks of their keys.
contract SealsTest is Fixture {
    uint256 private constant _ORDER =
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    bytes32 private _sub;

    function setUp() public override {
        super.setUp();
        _sub = consumer.subscribe(id, 1, policy(0, 7, 0), noRails());
    }

    // place

    function test_deliver_otherChain_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        vm.chainId(1);
        refusedSigner(c, seals);
    }

    /// The chain split after the deployment: the domain is built anew.
    function test_deliver_afterAFork_followsTheChainId() public {
        vm.chainId(7777);
        applied(claimOf(_sub, 100));
    }

    function test_deliver_otherReceiver_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        consumer = deployConsumer();
        vm.assertEq(consumer.subscribe(id, 1, policy(0, 7, 0), noRails()), _sub);
        refusedSigner(c, seals);
    }

    function test_deliver_otherSubscriptionOrCallback_reverts() public {
        bytes32 otherClass = consumer.subscribe(id, 2, policy(0, 7, 0), noRails());
        bytes32 otherCallback =
            consumer.subscribe(id, 1, policy(Consumer.onPrice.selector, 7, 0), noRails());
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        c.subscription = otherClass;
        refusedSigner(c, seals);
        c.subscription = otherCallback;
        refusedSigner(c, seals);
    }

    // content

    function testFuzz_deliver_anyFieldAltered_reverts(uint8 field, uint64 noise) public {
        Claim memory c = claimOf(_sub, 100);
        observe(c, c.observedAt - 300);
        bytes memory seals = sealed_(c);
        bytes32 before = digestOf(c);
        field %= 6;
        if (field == 0) observe(c, uint64(time() - noise % 600));
        if (field == 1) c.sequence += noise % 1000;
        if (field == 2) c.expiresAt += noise % 1000;
        if (field == 3) c.provenance = keccak256(abi.encode(noise));
        if (field == 4) c.payload = abi.encode(noise);
        if (field == 5) c.payload = bytes.concat(c.payload, abi.encode(noise));
        vm.assume(digestOf(c) != before);
        refusedSigner(c, seals);
    }

    function testFuzz_deliver_anyBitOfSeals_reverts(uint16 bit) public {
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        bit %= 1536;
        seals[bit / 8] = bytes1(uint8(seals[bit / 8]) ^ uint8(1 << (bit % 8)));
        // s of 255 bits: a set bit 254 is above half the order unless the rest is small
        uint256 s = uint256(_word(seals, bit / 512 * 64 + 32)) << 1 >> 1;
        if (s > _ORDER / 2) {
            refused(c, seals, abi.encodeWithSelector(Envelope.SealHighS.selector, s, _ORDER / 2));
        } else {
            refusedSigner(c, seals);
        }
    }

    // shape

    function test_deliver_wrongLength_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        uint256[5] memory lengths = [uint256(0), 64, 128, 191, 193];
        for (uint256 i; i < lengths.length; ++i) {
            bytes memory cut = slice(bytes.concat(seals, hex"00"), 0, lengths[i]);
            refused(c, cut, abi.encodeWithSelector(Envelope.SealLength.selector, lengths[i], 192));
        }
    }

    function test_deliver_eachLegalSetOfTiers() public {
        for (uint8 tiers = 1; tiers <= 7; tiers += 2) {
            bytes32 own = consumer.subscribe(id, 10 + tiers, policy(0, tiers, 0), noRails());
            Claim memory c = claimOf(own, 100);
            uint256 enclave = tiers & 2 == 0 ? 0 : ENCLAVE;
            uint256 host = tiers & 4 == 0 ? 0 : HOST;
            bytes memory seals = sealBy(c, CRYPLET, enclave, host);
            uint256 expected = seals.length;
            if (tiers != 7) {
                bytes memory all = sealed_(c);
                refused(c, all, abi.encodeWithSelector(Envelope.SealLength.selector, 192, expected));
            }
            vm.assertTrue(consumer.deliver(c, seals) == Outcome.Applied);
        }
    }

    /// Cryplet and enclave are not cryplet and host, though both are two seals.
    function test_deliver_tierMissing_otherInItsPlace_reverts() public {
        bytes32 withHost = consumer.subscribe(id, 2, policy(0, 5, 0), noRails());
        Claim memory c = claimOf(withHost, 100);
        bytes32 outer =
            wrap(domainOf(address(consumer)), 3, digestOf(c), seal(CRYPLET, digestOf(c)));
        bytes memory byEnclave = bytes.concat(seal(CRYPLET, digestOf(c)), seal(ENCLAVE, outer));
        refused(c, byEnclave, untrusted(vm.addr(ENCLAVE), Role.Host));
        // and a seal by the host, but as tier 2
        bytes32 asTier2 =
            wrap(domainOf(address(consumer)), 2, digestOf(c), seal(CRYPLET, digestOf(c)));
        bytes memory sig = seal(HOST, asTier2);
        refused(
            c,
            bytes.concat(seal(CRYPLET, digestOf(c)), sig),
            untrusted(signerOf(outer, sig), Role.Host)
        );
    }

    /// The right keys, each having signed a well-formed onion, in every wrong order.
    function test_deliver_wrongOrderOrDoubled_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        refusedSigner(c, sealBy(c, ENCLAVE, CRYPLET, HOST));
        refusedSigner(c, sealBy(c, CRYPLET, HOST, ENCLAVE));
        refusedSigner(c, sealBy(c, HOST, ENCLAVE, CRYPLET));
        refusedSigner(c, sealBy(c, CRYPLET, CRYPLET, CRYPLET));
        refusedSigner(c, sealBy(c, CRYPLET, ENCLAVE, ENCLAVE));
        bytes memory seals = sealed_(c);
        bytes memory second = slice(seals, 64, 128);
        refusedSigner(c, bytes.concat(second, slice(seals, 0, 64), slice(seals, 128, 192)));
        refusedSigner(c, bytes.concat(slice(seals, 0, 128), second));
    }

    function test_deliver_sealsOfTwoClaims_reverts() public {
        Claim memory a = claimOf(_sub, 100);
        Claim memory b = claimOf(_sub, 105);
        bytes memory sealsOfA = sealed_(a);
        bytes memory sealsOfB = sealed_(b);
        for (uint256 mask = 1; mask < 7; ++mask) {
            bytes memory mixed = new bytes(192);
            for (uint256 i; i < 192; ++i) {
                mixed[i] = mask >> (i / 64) & 1 == 1 ? sealsOfB[i] : sealsOfA[i];
            }
            refusedSigner(a, mixed);
            refusedSigner(b, mixed);
        }
    }

    /// The host vouches for that very inner signature: another valid one by the same key will not do.
    function test_deliver_outerOverAnotherInnerSignature_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        bytes32 domain = domainOf(address(consumer));
        bytes memory first = seal(CRYPLET, digestOf(c));
        bytes32 second = wrap(domain, 2, digestOf(c), first);
        bytes memory foreign = seal(ENCLAVE, keccak256("another digest"));
        bytes memory outer = seal(HOST, wrap(domain, 3, second, foreign));
        refusedSigner(c, bytes.concat(first, seal(ENCLAVE, second), outer));
    }

    /// Three signatures over one digest are not an onion.
    function test_deliver_flat_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        bytes32 digest = digestOf(c);
        refusedSigner(
            c, bytes.concat(seal(CRYPLET, digest), seal(ENCLAVE, digest), seal(HOST, digest))
        );
    }

    function test_deliver_highS_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        for (uint256 i; i < 3; ++i) {
            bytes memory seals = sealed_(c);
            uint256 high = _ORDER / 2 + 1;
            assembly ("memory-safe") {
                let at := add(seals, add(0x40, mul(i, 0x40)))
                mstore(at, or(and(mload(at), shl(255, 1)), high))
            }
            refused(c, seals, abi.encodeWithSelector(Envelope.SealHighS.selector, high, _ORDER / 2));
        }
    }

    /// The other half of malleability has no room in 64 bytes: the negated s has its top bit set.
    function testFuzz_malleatedTwin_hasNoEncoding(uint128 key, bytes32 digest) public pure {
        (,, bytes32 s) = vm.sign(1 + uint256(key), digest);
        vm.assertTrue((_ORDER - uint256(s)) >> 255 == 1);
    }

    function test_deliver_signatureByNobody_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        refused(
            c, new bytes(192), abi.encodeWithSelector(Envelope.SealInvalid.selector, digestOf(c), 0)
        );
    }

    // trust

    function test_deliver_unknownKey_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        refused(c, sealBy(c, 0x11, ENCLAVE, HOST), untrusted(vm.addr(0x11), Role.Cryplet));
        refused(c, sealBy(c, CRYPLET, 0x22, HOST), untrusted(vm.addr(0x22), Role.Enclave));
        refused(c, sealBy(c, CRYPLET, ENCLAVE, 0x33), untrusted(vm.addr(0x33), Role.Host));
    }

    function test_deliver_unknownCode_reverts() public {
        Claim memory c = claimOf(_sub, 100);
        c.codeHash = keccak256("code 2");
        refused(c, inactive(registry.grantIdOf(registry.CODE(), id, c.codeHash)));
    }

    /// In flight when the key was withdrawn, with a verdict cached or not.
    function test_deliver_revokedKey_reverts() public {
        uint256[3] memory keys = [CRYPLET, ENCLAVE, HOST];
        for (uint256 i; i < 6; ++i) {
            setUp();
            if (i < 3) warm();
            Claim memory c = claimOf(_sub, 100);
            bytes memory seals = sealed_(c);
            address key = vm.addr(keys[i % 3]);
            vm.prank(GUARDIAN);
            registry.revokeKey(key);
            refused(c, seals, untrusted(key, Role(i % 3 + 1)));
        }
    }

    /// Code, measurement, and the admissions of measurement and operator.
    function test_deliver_revokedGrant_reverts() public {
        for (uint256 i; i < 4; ++i) {
            setUp();
            bytes32[4] memory grants = [
                registry.grantIdOf(registry.CODE(), id, CODE),
                registry.grantIdOf(registry.MEASUREMENT(), measurement, 0),
                registry.grantIdOf(registry.ADMISSION(), id, measurement),
                registry.grantIdOf(registry.ADMISSION(), id, OPERATOR)
            ];
            warm();
            Claim memory c = claimOf(_sub, 100);
            bytes memory seals = sealed_(c);
            vm.prank(GUARDIAN);
            registry.revokeGrant(grants[i]);
            refused(c, seals, inactive(grants[i]));
        }
    }

    function test_deliver_expiredKey_reverts() public {
        warm();
        vm.warp(START + 1 days); // its last second
        applied(claimOf(_sub, 100));
        vm.warp(START + 1 days + 1);
        Claim memory c = claimOf(_sub, 100);
        refused(c, untrusted(vm.addr(ENCLAVE), Role.Enclave));
    }

    function test_deliver_keyNotYetValid_reverts() public {
        vm.warp(START + 1 hours); // genesis is over
        bytes memory possession = possess(0xC9, Role.Cryplet, id, PUBLISHER);
        vm.prank(PUBLISHER);
        registry.enrolCrypletKey(id, vm.addr(0xC9), FAR, possession);
        Claim memory c = claimOf(_sub, 100);
        refused(c, sealBy(c, 0xC9, ENCLAVE, HOST), untrusted(vm.addr(0xC9), Role.Cryplet));
        vm.warp(START + 1 hours + 1 days - 1);
        c = claimOf(_sub, 100);
        refused(c, sealBy(c, 0xC9, ENCLAVE, HOST), untrusted(vm.addr(0xC9), Role.Cryplet));
        enrolEnclave(ENCLAVE, now40() + 1 days);
        vm.warp(START + 1 hours + 1 days);
        c = claimOf(_sub, 100);
        vm.assertTrue(consumer.deliver(c, sealBy(c, 0xC9, ENCLAVE, HOST)) == Outcome.Applied);
    }

    function test_deliver_registryPausedOrCrypletSuspended_reverts() public {
        warm();
        Claim memory c = claimOf(_sub, 100);
        bytes memory seals = sealed_(c);
        vm.prank(GUARDIAN);
        registry.pause();
        refused(c, seals, abi.encodeWithSelector(Grants.RegistryPaused.selector));
        vm.prank(GUARDIAN);
        registry.unpause();
        vm.prank(PUBLISHER);
        registry.suspend(id);
        refused(
            c, seals, abi.encodeWithSelector(TrustRegistry.CrypletSuspended.selector, id, PUBLISHER)
        );
        vm.prank(PUBLISHER);
        registry.resume(id);
        applied(c);
    }

    function _word(bytes memory data, uint256 at) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 0x20), at))
        }
    }
}
