// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {TrustRegistry} from "../src/TrustRegistry.sol";
import {Appraisal, AttesterQuorum} from "../src/registry/AttesterQuorum.sol";
import {Key, Keys, Role} from "../src/registry/Keys.sol";
import {Fixture} from "./support/Fixture.sol";
import {vm} from "./support/Vm.sol";

/// @dev Two of three attesters enrol; one alone revokes.
contract AttestersTest is Fixture {
    uint256 private constant NEW_ENCLAVE = 0xE7;

    AttesterQuorum private quorum;
    /// @dev Private keys in the order of their addresses.
    uint256[] private attesters;

    function setUp() public override {
        super.setUp();
        for (uint256 key = 0xA1; key <= 0xA3; ++key) {
            attesters.push(key);
        }
        _sort();
        quorum = _deploy(_addresses(), 2);
        registry.allowRegistrar(address(quorum), FAR);
    }

    function _sort() private {
        for (uint256 i; i < 3; ++i) {
            for (uint256 j = i + 1; j < 3; ++j) {
                if (vm.addr(attesters[j]) < vm.addr(attesters[i])) {
                    (attesters[i], attesters[j]) = (attesters[j], attesters[i]);
                }
            }
        }
    }

    function _addresses() private view returns (address[] memory list) {
        list = new address[](3);
        for (uint256 i; i < 3; ++i) {
            list[i] = vm.addr(attesters[i]);
        }
    }

    function _deploy(address[] memory list, uint256 needed) private returns (AttesterQuorum) {
        bytes memory args = abi.encode(registry, list, needed);
        return AttesterQuorum(deploy("AttesterQuorum", "AttesterQuorum", args));
    }

    function _appraisal() private view returns (Appraisal memory) {
        return Appraisal(
            vm.addr(NEW_ENCLAVE), measurement, now40() + 1 days, keccak256("evidence"), now40()
        );
    }

    function _possession() private view returns (bytes memory) {
        return possess(NEW_ENCLAVE, Role.Enclave, measurement, address(quorum));
    }

    function _by(Appraisal memory a, uint256 attester) private view returns (bytes memory) {
        return seal(attester, quorum.digestOf(a));
    }

    function _refused(Appraisal memory a, bytes memory signatures, bytes memory error) private {
        bytes memory possession = _possession();
        vm.expectRevert(error);
        quorum.enrol(a, possession, signatures);
    }

    function _unordered(uint256 before, uint256 next) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            AttesterQuorum.AttestersUnordered.selector, vm.addr(before), vm.addr(next)
        );
    }

    function test_enrol_byTwoOfThree() public {
        Appraisal memory a = _appraisal();
        bytes memory signatures = bytes.concat(_by(a, attesters[0]), _by(a, attesters[2]));
        vm.prank(STRANGER);
        quorum.enrol(a, _possession(), signatures);
        Key memory k = registry.keys(a.key);
        vm.assertEq(k.issuer, address(quorum));
        vm.assertEq(uint256(k.notAfter), a.notAfter);
    }

    function test_enrol_renewsByAll() public {
        Appraisal memory a = _appraisal();
        bytes memory possession = _possession();
        quorum.enrol(a, possession, bytes.concat(_by(a, attesters[0]), _by(a, attesters[1])));
        vm.warp(START + 12 hours);
        a.notAfter = now40() + 1 days;
        a.statedAt = now40();
        bytes memory all =
            bytes.concat(_by(a, attesters[0]), _by(a, attesters[1]), _by(a, attesters[2]));
        quorum.enrol(a, possession, all);
        vm.assertEq(uint256(registry.keys(a.key).notAfter), a.notAfter);
    }

    function test_enrol_byOne_reverts() public {
        Appraisal memory a = _appraisal();
        bytes memory one = _by(a, attesters[0]);
        _refused(a, one, abi.encodeWithSelector(AttesterQuorum.SignaturesTooFew.selector, 64, 2));
        _refused(a, bytes.concat(one, one), _unordered(attesters[0], attesters[0]));
        bytes memory odd = bytes.concat(one, one, hex"00");
        _refused(a, odd, abi.encodeWithSelector(AttesterQuorum.SignaturesTooFew.selector, 129, 2));
    }

    function test_enrol_outOfOrder_reverts() public {
        Appraisal memory a = _appraisal();
        bytes memory signatures = bytes.concat(_by(a, attesters[1]), _by(a, attesters[0]));
        _refused(a, signatures, _unordered(attesters[1], attesters[0]));
    }

    function test_enrol_byAStranger_reverts() public {
        Appraisal memory a = _appraisal();
        bytes memory signatures = bytes.concat(_by(a, attesters[0]), _by(a, CRYPLET));
        bytes4 error = AttesterQuorum.NotAttester.selector;
        _refused(a, signatures, abi.encodeWithSelector(error, vm.addr(CRYPLET)));
    }

    function test_enrol_ofOtherWords_reverts() public {
        Appraisal memory signed = _appraisal();
        bytes memory signatures = bytes.concat(_by(signed, attesters[0]), _by(signed, attesters[1]));
        Appraisal memory a = _appraisal();
        a.notAfter += 1;
        bytes memory possession = _possession();
        vm.expectRevert();
        quorum.enrol(a, possession, signatures);
        a = _appraisal();
        a.evidenceHash = keccak256("other evidence");
        vm.expectRevert();
        quorum.enrol(a, possession, signatures);
    }

    function test_enrol_ofAnotherQuorum_reverts() public {
        Appraisal memory a = _appraisal();
        AttesterQuorum other = _deploy(_addresses(), 2);
        registry.allowRegistrar(address(other), FAR);
        bytes memory signatures = bytes.concat(_by(a, attesters[0]), _by(a, attesters[1]));
        bytes memory possession = possess(NEW_ENCLAVE, Role.Enclave, measurement, address(other));
        vm.expectRevert();
        other.enrol(a, possession, signatures);
    }

    function test_enrol_ofAnOldStatement_reverts() public {
        Appraisal memory a = _appraisal();
        bytes memory signatures = bytes.concat(_by(a, attesters[0]), _by(a, attesters[1]));
        vm.warp(START + 1 hours + 1);
        bytes4 error = AttesterQuorum.StatementStale.selector;
        _refused(a, signatures, abi.encodeWithSelector(error, START, START + 1, time()));
        vm.warp(START - 1);
        _refused(a, signatures, abi.encodeWithSelector(error, START, START - 1 - 1 hours, time()));
    }

    function test_enrol_whenNoRegistrar_reverts() public {
        AttesterQuorum other = _deploy(_addresses(), 2);
        Appraisal memory a = _appraisal();
        bytes32 digest = other.digestOf(a);
        bytes memory signatures =
            bytes.concat(seal(attesters[0], digest), seal(attesters[1], digest));
        bytes memory possession = possess(NEW_ENCLAVE, Role.Enclave, measurement, address(other));
        vm.expectRevert(abi.encodeWithSelector(TrustRegistry.NotRegistrar.selector, address(other)));
        other.enrol(a, possession, signatures);
    }

    function test_revoke_byOneAttester_isForEver() public {
        Appraisal memory a = _appraisal();
        bytes memory signatures = bytes.concat(_by(a, attesters[0]), _by(a, attesters[1]));
        quorum.enrol(a, _possession(), signatures);
        vm.expectRevert(abi.encodeWithSelector(AttesterQuorum.NotAttester.selector, STRANGER));
        vm.prank(STRANGER);
        quorum.revoke(a.key);
        vm.prank(vm.addr(attesters[2]));
        quorum.revoke(a.key);
        vm.assertTrue(registry.keys(a.key).revoked);
        bytes memory taken =
            abi.encodeWithSelector(Keys.KeyTaken.selector, a.key, Role.Enclave, Role.Enclave);
        _refused(a, signatures, taken);
    }

    function test_constructor_refusesWhatIsNoQuorum() public {
        address[] memory list = _addresses();
        bytes4 impossible = AttesterQuorum.QuorumImpossible.selector;
        vm.expectRevert(abi.encodeWithSelector(impossible, 4, 3));
        _deploy(list, 4);
        vm.expectRevert(abi.encodeWithSelector(impossible, 1, 3));
        _deploy(list, 1);
        (list[0], list[1]) = (list[1], list[0]);
        vm.expectRevert(_unordered(attesters[1], attesters[0]));
        _deploy(list, 2);
    }
}
