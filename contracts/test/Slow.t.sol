// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Measurement, Registration, TrustRegistry} from "../src/TrustRegistry.sol";
import {Grants} from "../src/registry/Grants.sol";
import {Keys, Role} from "../src/registry/Keys.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev One thing that an owner or a publisher gives, and a call that works only once it is given.
struct Gift {
    address by;
    uint40 delay;
    bytes act;
    address user;
    bytes use;
    bytes refusal; // of `use` before `delay` has passed
}

/// @dev All that is given is given by one, and slowly; and what was lost waits again.
contract SlowTest is Fixture {
    uint40 private constant _GIVEN = START + 1 hours; // genesis is over

    // publishers

    function test_publisher_grantCode_waits() public {
        bytes32 code = keccak256("code 2");
        _waits(
            Gift(
                PUBLISHER,
                1 days,
                abi.encodeCall(registry.grantCode, (id, code, FAR)),
                STRANGER,
                _checkOf(code, CRYPLET, 0),
                _early(registry.grantIdOf(registry.CODE(), id, code), 1 days)
            )
        );
    }

    function test_publisher_admit_waits() public {
        bytes32 operator = keccak256("operator 2");
        bytes memory possession = possess(0x42, Role.Host, operator, address(this));
        registry.enrolHost(vm.addr(0x42), operator, FAR, possession);
        _waits(
            Gift(
                PUBLISHER,
                1 days,
                abi.encodeCall(registry.admit, (id, operator, FAR)),
                STRANGER,
                _checkOf(CODE, CRYPLET, 0x42),
                _early(registry.grantIdOf(registry.ADMISSION(), id, operator), 1 days)
            )
        );
    }

    function test_publisher_enrolCrypletKey_waits() public {
        bytes memory possession = possess(0xC9, Role.Cryplet, id, PUBLISHER);
        _waits(
            Gift(
                PUBLISHER,
                1 days,
                abi.encodeCall(registry.enrolCrypletKey, (id, vm.addr(0xC9), FAR, possession)),
                STRANGER,
                _checkOf(CODE, 0xC9, 0),
                _early(vm.addr(0xC9), Role.Cryplet, 1 days)
            )
        );
    }

    // the owner

    function test_owner_allowMeasurement_waits() public {
        Measurement memory m = simulated();
        m.hostData = keccak256("image 2");
        bytes32 ref = registry.measurementIdOf(m);
        _waits(
            Gift(
                address(this),
                2 days,
                abi.encodeCall(registry.allowMeasurement, (m, FAR)),
                address(this),
                _enrolmentOf(ref, address(this)),
                _early(registry.grantIdOf(registry.MEASUREMENT(), ref, 0), 2 days)
            )
        );
    }

    function test_owner_allowRegistrar_waits() public {
        address registrar = address(0x4E6);
        _waits(
            Gift(
                address(this),
                2 days,
                abi.encodeCall(registry.allowRegistrar, (registrar, FAR)),
                registrar,
                _enrolmentOf(measurement, registrar),
                abi.encodeWithSelector(TrustRegistry.NotRegistrar.selector, registrar)
            )
        );
    }

    function test_owner_licensePublisher_waits() public {
        Registration memory r = registration("his", 0xC7, STRANGER);
        vm.prank(STRANGER);
        bytes32 his = registry.registerCryplet(r);
        bytes32 publisher = bytes32(uint256(uint160(STRANGER)));
        _waits(
            Gift(
                address(this),
                2 days,
                abi.encodeCall(registry.licensePublisher, (STRANGER, FAR)),
                STRANGER,
                abi.encodeCall(registry.warm, (his, CODE, vm.addr(0xC7), address(0), address(0))),
                _early(registry.grantIdOf(registry.PUBLISHER(), publisher, 0), 2 days)
            )
        );
    }

    function test_owner_enrolHost_waits() public {
        bytes memory possession = possess(0x42, Role.Host, OPERATOR, address(this));
        _waits(
            Gift(
                address(this),
                2 days,
                abi.encodeCall(registry.enrolHost, (vm.addr(0x42), OPERATOR, FAR, possession)),
                STRANGER,
                _checkOf(CODE, CRYPLET, 0x42),
                _early(vm.addr(0x42), Role.Host, 2 days)
            )
        );
    }

    function test_owner_appointGuardian_waits() public {
        address guardian = address(0x6A4E);
        _waits(
            Gift(
                address(this),
                2 days,
                abi.encodeCall(registry.appointGuardian, (guardian)),
                guardian,
                abi.encodeCall(registry.pause, ()),
                abi.encodeWithSelector(Grants.NotGuardian.selector, guardian)
            )
        );
    }

    /// @dev Refused from a stranger; without effect until the second in which the delay has passed.
    function _waits(Gift memory g) private {
        vm.warp(_GIVEN);
        bytes memory foreign = g.by == PUBLISHER
            ? abi.encodeWithSelector(TrustRegistry.NotPublisher.selector, STRANGER, PUBLISHER)
            : abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", STRANGER);
        _refuses(STRANGER, g.act, foreign);
        _takes(g.by, g.act);
        _refuses(g.user, g.use, g.refusal);
        vm.warp(_GIVEN + g.delay - 1);
        _refuses(g.user, g.use, g.refusal);
        vm.warp(_GIVEN + g.delay);
        _takes(g.user, g.use);
    }

    function _takes(address by, bytes memory data) private {
        vm.prank(by);
        (bool ok,) = address(registry).call(data);
        vm.assertTrue(ok);
    }

    function _refuses(address by, bytes memory data, bytes memory error) private {
        vm.prank(by);
        (bool ok, bytes memory reason) = address(registry).call(data);
        vm.assertFalse(ok);
        vm.assertEq(reason, error);
    }

    function _checkOf(bytes32 code, uint256 cryplet, uint256 host)
        private
        view
        returns (bytes memory)
    {
        address third = host == 0 ? address(0) : vm.addr(host);
        return abi.encodeCall(registry.check, (id, code, vm.addr(cryplet), address(0), third));
    }

    function _enrolmentOf(bytes32 ref, address registrar) private view returns (bytes memory) {
        bytes memory possession = possess(0xE2, Role.Enclave, ref, registrar);
        uint40 notAfter = _GIVEN + 3 days;
        return abi.encodeCall(registry.enrolEnclave, (vm.addr(0xE2), ref, notAfter, 0, possession));
    }

    function _early(bytes32 grantId, uint40 delay) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                Grants.GrantInactive.selector, grantId, _GIVEN + delay, FAR, false
            );
    }

    function _early(address key, Role role, uint40 delay) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            Keys.KeyUntrusted.selector, key, role, role, _GIVEN + delay, FAR, false
        );
    }

    // what was lost waits again

    function test_grant_afterLapse_waits() public {
        bytes32 code = keccak256("code 2");
        vm.prank(PUBLISHER);
        registry.grantCode(id, code, START + 2 hours);
        bytes32 grantId = registry.grantIdOf(registry.CODE(), id, code);
        vm.warp(START + 2 hours + 1);
        _grantsAgain(grantId, code);
    }

    /// Whoever revoked may lift it; not at once.
    function test_grant_afterItsMakersRevocation_waits() public {
        vm.warp(_GIVEN);
        bytes32 grantId = registry.grantIdOf(registry.CODE(), id, CODE);
        vm.expectEmit();
        emit Grants.GrantRevoked(grantId, PUBLISHER, registry.epoch() + 1);
        vm.prank(PUBLISHER);
        registry.revokeGrant(grantId);
        _grantsAgain(grantId, CODE);
    }

    function _grantsAgain(bytes32 grantId, bytes32 code) private {
        uint40 start = now40() + 1 days;
        vm.prank(PUBLISHER);
        registry.grantCode(id, code, FAR);
        bytes memory error =
            abi.encodeWithSelector(Grants.GrantInactive.selector, grantId, start, FAR, false);
        _refuses(STRANGER, _checkOf(code, CRYPLET, 0), error);
        vm.warp(start);
        _takes(STRANGER, _checkOf(code, CRYPLET, 0));
    }

    /// The owner may lift a guardian's; not at once either.
    function test_grant_afterAGuardiansRevocation_waitsForTheOwner() public {
        vm.warp(_GIVEN);
        bytes32 grantId = registry.grantIdOf(registry.MEASUREMENT(), measurement, 0);
        vm.prank(GUARDIAN);
        registry.revokeGrant(grantId);
        registry.allowMeasurement(simulated(), FAR);
        bytes memory use = _enrolmentOf(measurement, address(this));
        _refuses(address(this), use, _early(grantId, 2 days));
        vm.warp(_GIVEN + 2 days - 1);
        _refuses(address(this), use, _early(grantId, 2 days));
        vm.warp(_GIVEN + 2 days);
        _takes(address(this), use);
    }

    /// Nobody but the publisher grants code and admissions, so that nobody lifts a guardian's revocation of one.
    function test_grant_ofAPublisher_afterAGuardiansRevocation_isGone() public {
        bytes32 grantId = registry.grantIdOf(registry.ADMISSION(), id, OPERATOR);
        vm.prank(GUARDIAN);
        registry.revokeGrant(grantId);
        bytes memory again = abi.encodeCall(registry.admit, (id, OPERATOR, FAR));
        address[2] memory others = [GUARDIAN, address(this)];
        for (uint256 i; i < 2; ++i) {
            bytes memory error =
                abi.encodeWithSelector(TrustRegistry.NotPublisher.selector, others[i], PUBLISHER);
            _refuses(others[i], again, error);
        }
        bytes memory notTheirs =
            abi.encodeWithSelector(Grants.NotIssuer.selector, PUBLISHER, GUARDIAN);
        _refuses(PUBLISHER, again, notTheirs);
    }

    // guardians leave slowly

    function test_dismissGuardian_takesTwiceTheDelay() public {
        vm.warp(_GIVEN);
        uint40 last = _GIVEN + 4 days;
        vm.expectEmit();
        emit Grants.GuardianSet(GUARDIAN, START, last);
        registry.dismissGuardian(GUARDIAN);
        vm.warp(last);
        vm.expectEmit();
        emit Grants.PauseSet(true, GUARDIAN);
        vm.prank(GUARDIAN);
        registry.pause();
        vm.warp(last + 1);
        _refuses(
            GUARDIAN,
            abi.encodeCall(registry.pause, ()),
            abi.encodeWithSelector(Grants.NotGuardian.selector, GUARDIAN)
        );
    }

    function test_resignGuardian_byAStranger_reverts() public {
        _refuses(
            STRANGER,
            abi.encodeCall(registry.resignGuardian, ()),
            abi.encodeWithSelector(Grants.NotGuardian.selector, STRANGER)
        );
        // but one whose time has not come may go
        vm.warp(_GIVEN);
        registry.appointGuardian(STRANGER);
        vm.expectEmit();
        emit Grants.GuardianSet(STRANGER, 0, 0);
        vm.prank(STRANGER);
        registry.resignGuardian();
    }

    // what is said

    function test_registerCryplet_emits() public {
        Registration memory r = registration("x", 0xC7, STRANGER);
        bytes32 his = keccak256(abi.encode(STRANGER, "x"));
        vm.expectEmit();
        emit TrustRegistry.CrypletRegistered(his, STRANGER, "x", r.manifestHash, r.manifestUri);
        vm.prank(STRANGER);
        registry.registerCryplet(r);
    }

    function test_suspendAndResume_emit() public {
        vm.startPrank(PUBLISHER);
        vm.expectEmit();
        emit TrustRegistry.CrypletSuspensionSet(id, true, PUBLISHER);
        registry.suspend(id);
        vm.expectEmit();
        emit TrustRegistry.CrypletSuspensionSet(id, false, PUBLISHER);
        registry.resume(id);
        vm.stopPrank();
    }

    function test_unpause_emits() public {
        registry.pause();
        vm.expectEmit();
        emit Grants.PauseSet(false, address(this));
        registry.unpause();
    }
}
