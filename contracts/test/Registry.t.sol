// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Envelope} from "../src/Claim.sol";
import {Measurement, Registration, TrustRegistry} from "../src/TrustRegistry.sol";
import {Grants} from "../src/registry/Grants.sol";
import {Keys, Role} from "../src/registry/Keys.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev Who may give and who may take trust, and how soon.
contract RegistryTest is Fixture {
    function _afterGenesis() private {
        vm.warp(START + 1 hours);
    }

    function _check() private view returns (uint256) {
        return registry.check(id, CODE, vm.addr(CRYPLET), vm.addr(ENCLAVE), vm.addr(HOST));
    }

    function _other(string memory what) private pure returns (Measurement memory m) {
        m = simulated();
        m.hostData = keccak256(bytes(what));
    }

    function _tryEnclave(uint256 key, bytes32 ref, bytes memory error) private {
        bytes memory possession = possess(key, Role.Enclave, ref, address(this));
        uint40 notAfter = now40() + 1 hours;
        if (error.length != 0) vm.expectRevert(error);
        registry.enrolEnclave(vm.addr(key), ref, notAfter, 0, possession);
    }

    // simulated enclaves

    function test_simulated_onMainNetworks_reverts() public {
        uint256[9] memory ids = [uint256(1), 10, 56, 100, 137, 8453, 42161, 43114, 999_999];
        for (uint256 i; i < ids.length; ++i) {
            vm.chainId(ids[i]);
            bytes memory error =
                abi.encodeWithSelector(TrustRegistry.SimulatedNotAllowed.selector, ids[i]);
            vm.expectRevert(error);
            deployRegistry(0, 0, 0, true);
            registry = deployRegistry(0, 0, 0, false);
            Measurement memory m = simulated();
            vm.expectRevert(error);
            registry.allowMeasurement(m, FAR);
            m.teeType = 1;
            registry.allowMeasurement(m, FAR);
        }
    }

    // giving is slow

    function test_allowMeasurement_waits() public {
        _afterGenesis();
        bytes32 ref = registry.allowMeasurement(_other("image"), FAR);
        bytes memory error = inactive(registry.grantIdOf(registry.MEASUREMENT(), ref, 0));
        _tryEnclave(0xE2, ref, error);
        vm.warp(START + 1 hours + 2 days - 1);
        _tryEnclave(0xE2, ref, error);
        vm.warp(START + 1 hours + 2 days);
        _tryEnclave(0xE2, ref, "");
    }

    function test_inGenesis_nothingWaits() public {
        bytes32 ref = registry.allowMeasurement(_other("image"), FAR);
        _tryEnclave(0xE2, ref, "");
        vm.prank(PUBLISHER);
        registry.grantCode(id, keccak256("code 2"), FAR);
        registry.check(id, keccak256("code 2"), vm.addr(CRYPLET), address(0), address(0));
    }

    function test_publisher_waits() public {
        _afterGenesis();
        bytes32 code2 = keccak256("code 2");
        vm.expectRevert(
            abi.encodeWithSelector(TrustRegistry.NotPublisher.selector, STRANGER, PUBLISHER)
        );
        vm.prank(STRANGER);
        registry.grantCode(id, code2, FAR);
        vm.prank(PUBLISHER);
        registry.grantCode(id, code2, FAR);
        vm.expectRevert(inactive(registry.grantIdOf(registry.CODE(), id, code2)));
        registry.check(id, code2, vm.addr(CRYPLET), address(0), address(0));
        vm.warp(START + 1 hours + 1 days);
        registry.check(id, code2, vm.addr(CRYPLET), address(0), address(0));
        registry.check(id, CODE, vm.addr(CRYPLET), address(0), address(0)); // both, until one is withdrawn
    }

    function test_compromisedOwner_isStoppedInTime() public {
        _afterGenesis();
        address evil = address(0xE111);
        registry.allowRegistrar(evil, FAR);
        bytes32 grantId =
            registry.grantIdOf(registry.REGISTRAR(), bytes32(uint256(uint160(evil))), 0);
        bytes memory possession = possess(0xE2, Role.Enclave, measurement, evil);
        bytes memory error = abi.encodeWithSelector(TrustRegistry.NotRegistrar.selector, evil);
        vm.expectRevert(error);
        vm.prank(evil);
        registry.enrolEnclave(vm.addr(0xE2), measurement, now40(), 0, possession);
        vm.prank(GUARDIAN);
        registry.revokeGrant(grantId);
        vm.warp(time() + 3 days);
        vm.expectRevert(error);
        vm.prank(evil);
        registry.enrolEnclave(vm.addr(0xE2), measurement, now40(), 0, possession);
    }

    function test_onlyOwner() public {
        bytes memory error =
            abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", STRANGER);
        vm.startPrank(STRANGER);
        vm.expectRevert(error);
        registry.allowMeasurement(simulated(), FAR);
        vm.expectRevert(error);
        registry.allowRegistrar(STRANGER, FAR);
        vm.expectRevert(error);
        registry.licensePublisher(STRANGER, FAR);
        vm.expectRevert(error);
        registry.appointGuardian(STRANGER);
        vm.expectRevert(error);
        registry.dismissGuardian(GUARDIAN);
        vm.expectRevert(error);
        registry.enrolHost(STRANGER, OPERATOR, FAR, "");
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(Grants.RenounceDisabled.selector));
        registry.renounceOwnership();
    }

    function test_ownership_passesInTwoSteps() public {
        registry.transferOwnership(STRANGER);
        vm.assertEq(registry.owner(), address(this));
        vm.prank(STRANGER);
        registry.acceptOwnership();
        vm.assertEq(registry.owner(), STRANGER);
    }

    // renewals

    function test_renewal_keepsService() public {
        _afterGenesis();
        registry.allowMeasurement(simulated(), FAR + 1);
        bytes memory host = possess(HOST, Role.Host, OPERATOR, address(this));
        registry.enrolHost(vm.addr(HOST), OPERATOR, FAR + 1, host);
        bytes memory cryplet = possess(CRYPLET, Role.Cryplet, id, PUBLISHER);
        vm.prank(PUBLISHER);
        registry.enrolCrypletKey(id, vm.addr(CRYPLET), FAR + 1, cryplet);
        _check();
        vm.assertEq(uint256(registry.keys(vm.addr(HOST)).notBefore), uint256(START));
        vm.assertEq(uint256(registry.keys(vm.addr(HOST)).notAfter), uint256(FAR + 1));
    }

    function test_renewal_neverShortensTheWaiting() public {
        _afterGenesis();
        bytes32 ref = registry.allowMeasurement(_other("image"), FAR);
        vm.warp(time() + 1 days);
        registry.allowMeasurement(_other("image"), FAR + 1);
        bytes32 grantId = registry.grantIdOf(registry.MEASUREMENT(), ref, 0);
        vm.assertEq(uint256(registry.grants(grantId).notBefore), uint256(START + 1 hours + 2 days));
    }

    /// An older statement about an enclave, sent once more, must not shorten what a newer one gave.
    function test_renewal_shorter_reverts() public {
        bytes memory possession = possess(ENCLAVE, Role.Enclave, measurement, address(this));
        uint40 current = START + 1 days;
        vm.expectRevert(
            abi.encodeWithSelector(Grants.RenewalShortens.selector, current - 1, current)
        );
        registry.enrolEnclave(vm.addr(ENCLAVE), measurement, current - 1, 0, possession);
        vm.expectRevert(abi.encodeWithSelector(Grants.RenewalShortens.selector, FAR - 1, FAR));
        registry.allowMeasurement(simulated(), FAR - 1);
        registry.allowMeasurement(simulated(), FAR); // the same again is none
    }

    /// What has lapsed waits again: its old proof of possession is public.
    function test_renewal_afterLapse_waits() public {
        bytes memory possession = possess(0x42, Role.Host, OPERATOR, address(this));
        registry.enrolHost(vm.addr(0x42), OPERATOR, START + 2 hours, possession);
        vm.warp(START + 2 hours + 1);
        registry.enrolHost(vm.addr(0x42), OPERATOR, FAR, possession);
        vm.assertEq(
            uint256(registry.keys(vm.addr(0x42)).notBefore), uint256(START + 2 hours + 1 + 2 days)
        );
    }

    // taking is at once

    function test_withdrawal_byWhom() public {
        bytes32 grantId = registry.grantIdOf(registry.CODE(), id, CODE);
        address host = vm.addr(HOST);
        bytes memory error = abi.encodeWithSelector(Grants.NotGuardian.selector, STRANGER);
        vm.startPrank(STRANGER);
        vm.expectRevert(error);
        registry.revokeKey(host);
        vm.expectRevert(error);
        registry.revokeGrant(grantId);
        vm.expectRevert(error);
        registry.pause();
        vm.expectRevert(error);
        registry.suspend(id);
        vm.stopPrank();
        vm.prank(host); // a key that knows it leaked may say so
        registry.revokeKey(host);
        // once: or it could move the epoch over and over
        vm.expectRevert(abi.encodeWithSelector(Keys.KeyRevokedBefore.selector, host));
        vm.prank(host);
        registry.revokeKey(host);
        vm.prank(PUBLISHER);
        registry.revokeGrant(grantId);
        vm.expectRevert(inactive(grantId));
        _check();
    }

    function test_revokeKey_neverEnrolled_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(Keys.KeyUnknown.selector, STRANGER));
        vm.prank(STRANGER);
        registry.revokeKey(STRANGER);
    }

    function test_revokedKey_staysRevoked() public {
        address key = vm.addr(ENCLAVE);
        vm.prank(GUARDIAN);
        registry.revokeKey(key);
        _tryEnclave(
            ENCLAVE,
            measurement,
            abi.encodeWithSelector(Keys.KeyTaken.selector, key, Role.Enclave, Role.Enclave)
        );
    }

    function test_revocation_belongsToWhoeverMadeIt() public {
        bytes32 grantId = registry.grantIdOf(registry.CODE(), id, CODE);
        vm.prank(GUARDIAN);
        registry.revokeGrant(grantId);
        vm.expectRevert(abi.encodeWithSelector(Grants.NotIssuer.selector, PUBLISHER, GUARDIAN));
        vm.prank(PUBLISHER);
        registry.grantCode(id, CODE, FAR);
        vm.expectRevert(abi.encodeWithSelector(Grants.NotGuardian.selector, PUBLISHER));
        vm.prank(PUBLISHER);
        registry.revokeGrant(grantId); // nor take it over
    }

    // guardians

    /// A stolen owner key cannot silence the guardians before its own grants take effect.
    function test_guardians_outliveAThiefsGrants() public {
        _afterGenesis();
        registry.dismissGuardian(GUARDIAN);
        bytes32 ref = registry.allowMeasurement(_other("thief's image"), FAR);
        vm.warp(time() + 2 days); // the grant has just become active
        registry.dismissGuardian(GUARDIAN); // once more changes nothing
        bytes32 grantId = registry.grantIdOf(registry.MEASUREMENT(), ref, 0);
        vm.prank(GUARDIAN);
        registry.revokeGrant(grantId);
        _tryEnclave(0xE2, ref, inactive(grantId));
        vm.warp(time() + 2 days + 1);
        vm.expectRevert(abi.encodeWithSelector(Grants.NotGuardian.selector, GUARDIAN));
        vm.prank(GUARDIAN);
        registry.pause();
    }

    /// Nor by appointing them anew, which would make them wait.
    function test_guardians_appointedAnew_doNotWait() public {
        _afterGenesis();
        registry.appointGuardian(GUARDIAN);
        vm.prank(GUARDIAN);
        registry.pause();
    }

    /// Nor make a guardian of an accomplice at once, by dismissing them.
    function test_dismissGuardian_whoIsNone_reverts() public {
        _afterGenesis();
        vm.expectRevert(abi.encodeWithSelector(Grants.NotGuardian.selector, STRANGER));
        registry.dismissGuardian(STRANGER);
        registry.appointGuardian(STRANGER);
        registry.dismissGuardian(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(Grants.NotGuardian.selector, STRANGER));
        vm.prank(STRANGER);
        registry.pause();
    }

    function test_resignGuardian_isAtOnce() public {
        vm.prank(GUARDIAN);
        registry.resignGuardian();
        vm.expectRevert(abi.encodeWithSelector(Grants.NotGuardian.selector, GUARDIAN));
        vm.prank(GUARDIAN);
        registry.pause();
    }

    // brakes

    function test_pause_isLiftedByWhoeverPaused_orLate() public {
        _afterGenesis();
        vm.prank(GUARDIAN);
        registry.pause();
        uint256 earliest = time() + 2 days;
        bytes memory early = abi.encodeWithSelector(Grants.TooEarly.selector, time(), earliest);
        vm.expectRevert(early);
        registry.unpause();
        // nor by pausing once more, to own the pause
        vm.expectRevert(abi.encodeWithSelector(Grants.RegistryPaused.selector));
        registry.pause();
        vm.expectRevert(abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", STRANGER));
        vm.prank(STRANGER);
        registry.unpause();
        vm.expectRevert(abi.encodeWithSelector(Grants.RegistryPaused.selector));
        _check();
        vm.expectRevert(abi.encodeWithSelector(Grants.RegistryPaused.selector));
        registry.audit(id, CODE, vm.addr(CRYPLET), address(0), address(0));
        vm.warp(earliest - 1);
        vm.expectRevert(abi.encodeWithSelector(Grants.TooEarly.selector, time(), earliest));
        registry.unpause();
        vm.warp(earliest);
        registry.unpause();
        vm.assertFalse(registry.paused());
    }

    /// A thief's own pause is a guardian's to take over.
    function test_pause_ofTheOwner_isTakenOverByAGuardian() public {
        registry.pause();
        vm.prank(GUARDIAN);
        registry.pause();
        vm.expectRevert(abi.encodeWithSelector(Grants.TooEarly.selector, time(), time() + 2 days));
        registry.unpause();
        vm.prank(GUARDIAN);
        registry.unpause();
        enrolEnclave(ENCLAVE, now40() + 1 days);
        _check();
    }

    function test_suspend_isLiftedByWhoeverSuspended_orLate() public {
        vm.prank(GUARDIAN);
        registry.suspend(id);
        bytes memory suspended =
            abi.encodeWithSelector(TrustRegistry.CrypletSuspended.selector, id, GUARDIAN);
        vm.expectRevert(suspended);
        _check();
        vm.expectRevert(abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", PUBLISHER));
        vm.prank(PUBLISHER);
        registry.resume(id);
        // nor by suspending once more, to own the suspension
        vm.expectRevert(suspended);
        vm.prank(PUBLISHER);
        registry.suspend(id);
        vm.expectRevert(abi.encodeWithSelector(Grants.TooEarly.selector, time(), time() + 2 days));
        registry.resume(id);
        vm.prank(GUARDIAN);
        registry.resume(id);
        _check();
    }

    // one key, one role, proven

    function test_enrol_withoutPossession_reverts() public {
        // a squatter names someone's key as his own Cryplet's, to keep it from its role
        Registration memory r = registration("x", 0xC7, STRANGER);
        bytes32 his = keccak256(abi.encode(STRANGER, "x"));
        _notPossessed(r, possess(0xBAD, Role.Cryplet, his, STRANGER));
        // or with the victim's signature for the victim's own registration
        _notPossessed(r, possess(0xC7, Role.Cryplet, his, PUBLISHER));
        // or for another role
        _notPossessed(r, possess(0xC7, Role.Host, his, STRANGER));
        r.possession = bytes.concat(r.possession, hex"00");
        vm.expectRevert(abi.encodeWithSelector(Envelope.SealLength.selector, 65, 64));
        vm.prank(STRANGER);
        registry.registerCryplet(r);
    }

    function _notPossessed(Registration memory r, bytes memory possession) private {
        bytes32 his = keccak256(abi.encode(STRANGER, "x"));
        bytes32 digest = registry.possessionDigest(r.key, Role.Cryplet, his, STRANGER);
        r.possession = possession;
        vm.expectRevert(
            abi.encodeWithSelector(
                Keys.KeyNotPossessed.selector, signerOf(digest, possession), r.key
            )
        );
        vm.prank(STRANGER);
        registry.registerCryplet(r);
    }

    function test_enrol_possessionOfEnclaveAndHost_isAskedFor() public {
        bytes memory stolen = possess(0xE2, Role.Enclave, measurement, STRANGER);
        bytes32 digest =
            registry.possessionDigest(vm.addr(0xE2), Role.Enclave, measurement, address(this));
        vm.expectRevert(
            abi.encodeWithSelector(
                Keys.KeyNotPossessed.selector, signerOf(digest, stolen), vm.addr(0xE2)
            )
        );
        registry.enrolEnclave(vm.addr(0xE2), measurement, now40(), 0, stolen);
        vm.expectRevert(abi.encodeWithSelector(Envelope.SealLength.selector, 0, 64));
        registry.enrolHost(vm.addr(0x42), OPERATOR, FAR, "");
    }

    function test_enrol_keyOfOtherRoleOrRef_reverts() public {
        bytes memory possession = possess(HOST, Role.Cryplet, id, PUBLISHER);
        vm.expectRevert(
            abi.encodeWithSelector(Keys.KeyTaken.selector, vm.addr(HOST), Role.Host, Role.Cryplet)
        );
        vm.prank(PUBLISHER);
        registry.enrolCrypletKey(id, vm.addr(HOST), FAR, possession);
        bytes32 ref = registry.allowMeasurement(_other("image"), FAR);
        _tryEnclave(
            ENCLAVE,
            ref,
            abi.encodeWithSelector(
                Keys.KeyTaken.selector, vm.addr(ENCLAVE), Role.Enclave, Role.Enclave
            )
        );
        register("other", 0xC2);
        possession = possess(0xC2, Role.Cryplet, id, PUBLISHER);
        vm.expectRevert(
            abi.encodeWithSelector(
                Keys.KeyTaken.selector, vm.addr(0xC2), Role.Cryplet, Role.Cryplet
            )
        );
        vm.prank(PUBLISHER);
        registry.enrolCrypletKey(id, vm.addr(0xC2), FAR, possession);
    }

    function test_registerCryplet_twice_reverts() public {
        Registration memory r = registration("price", 0xC3, PUBLISHER);
        vm.expectRevert(
            abi.encodeWithSelector(TrustRegistry.CrypletRegisteredBefore.selector, id, PUBLISHER)
        );
        vm.prank(PUBLISHER);
        registry.registerCryplet(r);
    }

    function test_enrolEnclave_forTooLong_reverts() public {
        bytes memory possession = possess(0xE2, Role.Enclave, measurement, address(this));
        uint40 latest = now40() + 7 days;
        vm.expectRevert(
            abi.encodeWithSelector(TrustRegistry.EnclaveLifeTooLong.selector, latest + 1, latest)
        );
        registry.enrolEnclave(vm.addr(0xE2), measurement, latest + 1, 0, possession);
        registry.enrolEnclave(vm.addr(0xE2), measurement, latest, 0, possession);
    }

    // check

    function test_check_foreignEnclaveOrOperator_reverts() public {
        // honest and attested, but running something that the publisher has not admitted
        bytes32 ref = registry.allowMeasurement(_other("another container"), FAR);
        _tryEnclave(0xE2, ref, "");
        vm.expectRevert(inactive(registry.grantIdOf(registry.ADMISSION(), id, ref)));
        registry.check(id, CODE, vm.addr(CRYPLET), vm.addr(0xE2), vm.addr(HOST));
        bytes32 operator2 = keccak256("operator 2");
        bytes memory possession = possess(0x42, Role.Host, operator2, address(this));
        registry.enrolHost(vm.addr(0x42), operator2, FAR, possession);
        vm.expectRevert(inactive(registry.grantIdOf(registry.ADMISSION(), id, operator2)));
        registry.check(id, CODE, vm.addr(CRYPLET), vm.addr(ENCLAVE), vm.addr(0x42));
        vm.prank(PUBLISHER);
        registry.admit(id, operator2, FAR);
        registry.check(id, CODE, vm.addr(CRYPLET), vm.addr(ENCLAVE), vm.addr(0x42));
    }

    function test_check_unknownCryplet_reverts() public {
        bytes32 none = keccak256("nothing");
        vm.expectRevert(inactive(registry.grantIdOf(registry.CODE(), none, CODE)));
        registry.check(none, CODE, vm.addr(CRYPLET), address(0), address(0));
    }

    function test_check_givesTheEarliestEnd() public {
        vm.assertEq(_check(), uint256(START + 1 days));
        vm.assertEq(
            registry.check(id, CODE, vm.addr(CRYPLET), address(0), vm.addr(HOST)), uint256(FAR)
        );
        warm();
        vm.assertEq(_check(), uint256(START + 1 days));
    }

    function test_check_rotation_overlaps() public {
        _afterGenesis();
        bytes memory possession = possess(0xC9, Role.Cryplet, id, PUBLISHER);
        vm.prank(PUBLISHER);
        registry.enrolCrypletKey(id, vm.addr(0xC9), FAR, possession);
        vm.warp(time() + 1 days);
        registry.check(id, CODE, vm.addr(0xC9), address(0), address(0));
        registry.check(id, CODE, vm.addr(CRYPLET), address(0), address(0));
        vm.prank(PUBLISHER);
        registry.revokeKey(vm.addr(CRYPLET));
        vm.expectRevert(untrusted(vm.addr(CRYPLET), Role.Cryplet));
        registry.check(id, CODE, vm.addr(CRYPLET), address(0), address(0));
    }

    // the cache is only a cache

    function test_warm_unlicensed_reverts() public {
        bytes32 his = _registerStranger("y", 0xC8);
        registry.check(his, CODE, vm.addr(0xC8), address(0), address(0));
        bytes32 licence =
            registry.grantIdOf(registry.PUBLISHER(), bytes32(uint256(uint160(STRANGER))), 0);
        vm.expectRevert(inactive(licence));
        registry.warm(his, CODE, vm.addr(0xC8), address(0), address(0));
    }

    /// Withdrawing over and over must not make others' deliveries dear.
    function test_epoch_unlicensedWithdrawals_doNotMoveIt() public {
        uint256 epoch = registry.epoch();
        bytes32 his = _registerStranger("x", 0xC7);
        bytes32 grantId = registry.grantIdOf(registry.CODE(), his, CODE);
        vm.startPrank(STRANGER);
        registry.suspend(his);
        registry.resume(his);
        registry.revokeGrant(grantId);
        registry.revokeKey(vm.addr(0xC7));
        vm.stopPrank();
        vm.assertEq(registry.epoch(), epoch);
    }

    function test_epoch_withdrawalsThatMatter_moveIt() public {
        uint256 epoch = registry.epoch();
        bytes32 code = registry.grantIdOf(registry.CODE(), id, CODE);
        vm.prank(PUBLISHER);
        registry.revokeGrant(code);
        vm.assertEq(registry.epoch(), ++epoch);
        vm.prank(PUBLISHER);
        registry.suspend(id);
        vm.assertEq(registry.epoch(), ++epoch);
        vm.prank(PUBLISHER);
        registry.revokeKey(vm.addr(CRYPLET));
        vm.assertEq(registry.epoch(), ++epoch);
        registry.revokeKey(vm.addr(ENCLAVE));
        vm.assertEq(registry.epoch(), ++epoch);
        registry.revokeGrant(registry.grantIdOf(registry.MEASUREMENT(), measurement, 0));
        vm.assertEq(registry.epoch(), ++epoch);
    }

    /// With the licence their withdrawals no longer move the epoch, so no verdict may outlive it.
    function test_warm_doesNotOutliveTheLicence() public {
        registry = deployRegistry(2 days, 1 days, 1 hours, true);
        registry.licensePublisher(PUBLISHER, START + 1 hours);
        register("price", CRYPLET);
        registry.warm(id, CODE, vm.addr(CRYPLET), address(0), address(0));
        vm.warp(START + 1 hours + 1);
        bytes32 grantId = registry.grantIdOf(registry.CODE(), id, CODE);
        uint256 epoch = registry.epoch();
        vm.prank(PUBLISHER);
        registry.revokeGrant(grantId);
        vm.assertEq(registry.epoch(), epoch);
        vm.expectRevert(inactive(grantId));
        registry.check(id, CODE, vm.addr(CRYPLET), address(0), address(0));
    }

    /// Random administration; after each step the cached answer is the audit's.
    function testFuzz_check_equalsAudit(uint256 seed) public {
        bytes32 other = register("other", 0xC2);
        enrolEnclave(0xE2, now40() + 2 days);
        vm.prank(PUBLISHER);
        registry.grantCode(id, keccak256("code 2"), FAR);
        _afterGenesis();
        for (uint256 i; i < 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed, i)));
            _administer(seed % 16, seed >> 8);
            // warmed and asked: mostly the same, each part sometimes another
            _warm(_question(other, seed >> 64));
            bytes memory question = _question(other, seed >> 128);
            (bool a, bytes memory cached) =
                address(registry).staticcall(bytes.concat(registry.check.selector, question));
            (bool b, bytes memory audited) =
                address(registry).staticcall(bytes.concat(registry.audit.selector, question));
            vm.assertTrue(a == b);
            // a cached verdict may end before records that were extended since, never after
            if (a) vm.assertLe(abi.decode(cached, (uint256)), abi.decode(audited, (uint256)));
            else vm.assertEq(cached, audited);
        }
    }

    function _administer(uint256 op, uint256 noise) private {
        uint40 until = now40() + uint40(noise % 4 days);
        if (op == 3) vm.warp(time() + noise % 2 days);
        if (op == 4) try this.tryEnclave(until) {} catch {}
        if (op == 5) {
            try registry.allowMeasurement(simulated(), FAR + uint40(noise % 8)) {} catch {}
        }
        if (op == 6) _asPublisher(abi.encodeCall(registry.grantCode, (id, CODE, until)));
        if (op == 7) _asPublisher(abi.encodeCall(registry.admit, (id, measurement, until)));
        if (op == 8) _asPublisher(abi.encodeCall(registry.suspend, (id)));
        if (op == 9) _asPublisher(abi.encodeCall(registry.resume, (id)));
        if (op == 10) try registry.licensePublisher(PUBLISHER, until) {} catch {}
        if (op == 11 && noise & 3 == 0) {
            uint256[3] memory keys = [CRYPLET, ENCLAVE, HOST];
            try registry.revokeKey(vm.addr(keys[(noise >> 8) % 3])) {} catch {}
        }
        if (op == 12) try registry.revokeGrant(_anyGrant(noise)) {} catch {}
        if (op == 13) _asPublisher(abi.encodeCall(registry.revokeGrant, (_anyGrant(noise))));
        if (op == 14 && noise & 3 == 0) try registry.pause() {} catch {}
        if (op == 15) try registry.unpause() {} catch {}
    }

    function _question(bytes32 other, uint256 noise) private view returns (bytes memory) {
        uint256 enclave = noise >> 16 & 7;
        return abi.encode(
            noise & 7 == 0 ? other : id,
            noise >> 4 & 7 == 0 ? keccak256("code 2") : CODE,
            vm.addr(noise >> 8 & 7 == 0 ? 0xC2 : CRYPLET),
            enclave == 1 ? address(0) : vm.addr(enclave == 0 ? 0xE2 : ENCLAVE),
            noise >> 24 & 7 == 0 ? address(0) : vm.addr(HOST)
        );
    }

    function _warm(bytes memory question) private {
        (bool ok,) = address(registry).call(bytes.concat(registry.warm.selector, question));
        ok; // refused is as good a step as any
    }

    function tryEnclave(uint40 notAfter) external {
        enrolEnclave(ENCLAVE, notAfter);
    }

    function _asPublisher(bytes memory data) private {
        vm.prank(PUBLISHER);
        (bool ok,) = address(registry).call(data);
        ok; // refused is as good a step as any
    }

    function _anyGrant(uint256 noise) private view returns (bytes32) {
        bytes32 publisher = bytes32(uint256(uint160(PUBLISHER)));
        return [
            registry.grantIdOf(registry.CODE(), id, CODE),
            registry.grantIdOf(registry.MEASUREMENT(), measurement, 0),
            registry.grantIdOf(registry.ADMISSION(), id, measurement),
            registry.grantIdOf(registry.ADMISSION(), id, OPERATOR),
            registry.grantIdOf(registry.PUBLISHER(), publisher, 0)
        ][noise % 5];
    }

    function _registerStranger(string memory name, uint256 key) private returns (bytes32) {
        Registration memory r = registration(name, key, STRANGER);
        vm.prank(STRANGER);
        return registry.registerCryplet(r);
    }
}
