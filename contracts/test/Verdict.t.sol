// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Measurement, Registration, TrustRegistry} from "../src/TrustRegistry.sol";
import {Grant} from "../src/registry/Grants.sol";
import {Keys, Role} from "../src/registry/Keys.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev What `check` is asked.
struct Question {
    bytes32 id;
    bytes32 code;
    address cryplet;
    address enclave;
    address host;
}

/// @dev What the registry answers, under what it keeps the answer, and what voids it.
contract VerdictTest is Fixture {
    function _asked() private view returns (Question memory) {
        return Question(id, CODE, vm.addr(CRYPLET), vm.addr(ENCLAVE), vm.addr(HOST));
    }

    function _check(Question memory q) private view returns (uint256) {
        return registry.check(q.id, q.code, q.cryplet, q.enclave, q.host);
    }

    function _audit(Question memory q) private view returns (uint256) {
        return registry.audit(q.id, q.code, q.cryplet, q.enclave, q.host);
    }

    function _warm(Question memory q) private {
        registry.warm(q.id, q.code, q.cryplet, q.enclave, q.host);
    }

    /// @dev Refused with the same words from the cache and without it.
    function _refused(Question memory q, bytes memory error) private {
        vm.expectRevert(error);
        _audit(q);
        vm.expectRevert(error);
        _check(q);
    }

    // under what it is kept

    function test_warm_isKeptUnderAllFiveArguments() public {
        bytes32 other = register("other", 0xC2);
        _warm(_asked());
        Question memory q = _asked();
        q.id = other;
        _refused(q, abi.encodeWithSelector(Keys.KeyForeign.selector, q.cryplet, id, other));
        q = _asked();
        q.code = keccak256("code 2");
        _refused(q, inactive(registry.grantIdOf(registry.CODE(), id, q.code)));
        q = _asked();
        q.cryplet = vm.addr(0xC2);
        _refused(q, abi.encodeWithSelector(Keys.KeyForeign.selector, q.cryplet, other, id));
        q = _asked();
        q.enclave = vm.addr(0x22);
        _refused(q, untrusted(q.enclave, Role.Enclave));
        q = _asked();
        q.host = vm.addr(0x33);
        _refused(q, untrusted(q.host, Role.Host));
    }

    /// The assembly against plain `abi.encode`.
    function test_warm_storesUnderTheHashOfAllFive() public {
        _warm(_asked());
        bytes32 verdictId = keccak256(abi.encode(_asked()));
        uint256 verdict = uint256(START + 1 days) << 64 | registry.epoch();
        for (uint256 slot; slot < 32; ++slot) {
            bytes32 place = keccak256(abi.encode(verdictId, slot));
            if (uint256(vm.load(address(registry), place)) == verdict) return;
        }
        vm.assertTrue(false); // in none of the registry's mappings
    }

    // until when

    /// Each of the seven records in turn is the first to end.
    function test_check_endsWithTheFirstOfSevenRecords() public {
        uint40 end = START + 1 days;
        for (uint256 which; which < 7; ++which) {
            setUp();
            Question memory q = _ending(which, end);
            vm.assertEq(_audit(q), uint256(end));
            vm.assertEq(_check(q), uint256(end));
            _warm(q);
            vm.warp(end); // its last second
            vm.assertEq(_check(q), uint256(end));
            vm.warp(end + 1);
            _refused(q, _endedBy(which, q));
        }
    }

    /// @dev Key, code, enclave key, measurement, its admission, host key and its admission, in this order.
    function _ending(uint256 which, uint40 end) private returns (Question memory q) {
        uint40[7] memory ends = [FAR, FAR, START + 7 days, FAR, FAR, FAR, FAR];
        ends[which] = end;
        q = Question(0, keccak256("code 2"), vm.addr(0xC5), vm.addr(0xE5), vm.addr(0x45));
        Registration memory r = registration("ending", 0xC5, PUBLISHER);
        (r.notAfter, r.admitted) = (ends[0], new bytes32[](0));
        bytes32 ref = registry.allowMeasurement(_image(), ends[3]);
        vm.startPrank(PUBLISHER);
        q.id = registry.registerCryplet(r);
        registry.grantCode(q.id, q.code, ends[1]);
        registry.admit(q.id, ref, ends[4]);
        registry.admit(q.id, _operator(), ends[6]);
        vm.stopPrank();
        bytes memory possession = possess(0xE5, Role.Enclave, ref, address(this));
        registry.enrolEnclave(q.enclave, ref, ends[2], 0, possession);
        possession = possess(0x45, Role.Host, _operator(), address(this));
        registry.enrolHost(q.host, _operator(), ends[5], possession);
    }

    function _endedBy(uint256 which, Question memory q) private view returns (bytes memory) {
        bytes32 ref = registry.measurementIdOf(_image());
        if (which == 0) return untrusted(q.cryplet, Role.Cryplet);
        if (which == 1) return inactive(registry.grantIdOf(registry.CODE(), q.id, q.code));
        if (which == 2) return untrusted(q.enclave, Role.Enclave);
        if (which == 3) return inactive(registry.grantIdOf(registry.MEASUREMENT(), ref, 0));
        if (which == 4) return inactive(registry.grantIdOf(registry.ADMISSION(), q.id, ref));
        if (which == 5) return untrusted(q.host, Role.Host);
        return inactive(registry.grantIdOf(registry.ADMISSION(), q.id, _operator()));
    }

    function _image() private pure returns (Measurement memory m) {
        m = simulated();
        m.hostData = keccak256("image 2");
    }

    function _operator() private pure returns (bytes32) {
        return keccak256("operator 2");
    }

    // what voids it

    /// Of an unlicensed publisher's as well: they are heard in any case.
    function test_epoch_whatGuardianOrOwnerWithdraws_movesIt() public {
        address[2] memory who = [GUARDIAN, address(this)];
        uint256 epoch = registry.epoch();
        for (uint256 i; i < 2; ++i) {
            uint256 key = 0xC7 + i;
            Registration memory r = registration(i == 0 ? "x" : "y", key, STRANGER);
            vm.prank(STRANGER);
            bytes32 his = registry.registerCryplet(r);
            bytes32 grantId = registry.grantIdOf(registry.CODE(), his, CODE);
            vm.startPrank(who[i]);
            registry.suspend(his);
            vm.assertEq(registry.epoch(), ++epoch);
            vm.expectEmit();
            emit Keys.KeyRevoked(vm.addr(key), who[i], epoch + 1);
            registry.revokeKey(vm.addr(key));
            vm.assertEq(registry.epoch(), ++epoch);
            registry.revokeGrant(grantId);
            vm.assertEq(registry.epoch(), ++epoch);
            vm.stopPrank();
        }
    }

    /// What an owner granted stands behind others' verdicts, whoever the owner is now.
    function test_epoch_whatAFormerOwnerWithdraws_movesIt() public {
        _warm(_asked());
        registry.transferOwnership(STRANGER);
        vm.prank(STRANGER);
        registry.acceptOwnership();
        bytes32 grantId = registry.grantIdOf(registry.MEASUREMENT(), measurement, 0);
        uint256 epoch = registry.epoch();
        registry.revokeGrant(grantId);
        vm.assertEq(registry.epoch(), epoch + 1);
        _refused(_asked(), inactive(grantId));
    }

    /// Once is enough: nothing can have been cached on it since.
    function test_epoch_whatIsRevokedAlready_movesItNoMore() public {
        bytes32 grantId = registry.grantIdOf(registry.CODE(), id, CODE);
        vm.prank(PUBLISHER);
        registry.revokeGrant(grantId);
        uint256 epoch = registry.epoch();
        vm.prank(PUBLISHER);
        registry.revokeGrant(grantId);
        vm.prank(GUARDIAN);
        registry.revokeGrant(grantId); // takes it over
        vm.assertEq(registry.epoch(), epoch);
        Grant memory g = registry.grants(grantId);
        vm.assertEq(g.issuer, GUARDIAN);
        _refused(_asked(), inactive(grantId));
    }

    function test_resume_notSuspended_reverts() public {
        vm.warp(START + 3 days); // later than the owner would have to wait
        bytes32[2] memory ids = [id, keccak256("no such Cryplet")];
        for (uint256 i; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(TrustRegistry.CrypletNotSuspended.selector, ids[i])
            );
            registry.resume(ids[i]);
        }
    }
}
