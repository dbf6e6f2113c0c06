// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim, Envelope} from "../src/Claim.sol";
import {TrustRegistry} from "../src/TrustRegistry.sol";
import {Role} from "../src/registry/Keys.sol";
import {Consumer} from "./support/Consumers.sol";
import {Fixture} from "./support/Fixture.sol";
import {Library} from "./support/Library.sol";
import {vm} from "./support/Vm.sol";

contract EnvelopeTest is Fixture {
    Library private _library;
    string private _json;

    function setUp() public override {
        _library = Library(deploy("Library", "Library", ""));
        _json = vm.readFile("test/vectors/golden.json");
    }

    // assembly against plain Solidity

    function testFuzz_hash_equalsAbiEncode(Claim memory c) public view {
        vm.assertEq(_library.hash(c), structHashOf(c));
    }

    function testFuzz_typed_equalsAbiEncodePacked(bytes32 domain, bytes32 structHash) public view {
        vm.assertEq(_library.typed(domain, structHash), typed(domain, structHash));
    }

    function testFuzz_wrap_equalsAbiEncode(
        bytes32 domain,
        uint8 tier,
        bytes32 inner,
        bytes32[6] memory words,
        uint8 i
    ) public view {
        i %= 3;
        bytes memory own = abi.encodePacked(words[2 * i], words[2 * i + 1]);
        vm.assertEq(
            _library.wrap(domain, tier, inner, abi.encodePacked(words), i),
            wrap(domain, tier, inner, own)
        );
    }

    function testFuzz_open_givesTheSigners(
        bytes32 domain,
        bytes32 digest,
        uint128 a,
        uint128 b,
        uint128 c
    ) public view {
        uint256[3] memory keys = [1 + uint256(a), 1 + uint256(b), 1 + uint256(c)];
        _opens(domain, digest, 1, [keys[0], 0, 0]);
        _opens(domain, digest, 3, [keys[0], keys[1], 0]);
        _opens(domain, digest, 5, [keys[0], 0, keys[2]]);
        _opens(domain, digest, 7, keys);
    }

    function _opens(bytes32 domain, bytes32 digest, uint256 tiers, uint256[3] memory keys)
        private
        view
    {
        bytes memory seals = onion(domain, digest, keys);
        (address x, address y, address z) = _library.open(domain, digest, seals, tiers);
        vm.assertEq(x, vm.addr(keys[0]));
        vm.assertEq(y, keys[1] == 0 ? address(0) : vm.addr(keys[1]));
        vm.assertEq(z, keys[2] == 0 ? address(0) : vm.addr(keys[2]));
    }

    // the vectors that TypeScript reads as well

    function test_golden_typeHashes() public view {
        vm.assertEq(Envelope.CLAIM_TYPEHASH, _bytes32(".typeHashes.Claim"));
        vm.assertEq(Envelope.SEAL_TYPEHASH, _bytes32(".typeHashes.Seal"));
    }

    function test_golden_latest() public {
        _golden(".cases[0]", "latest");
    }

    function test_golden_eachAnchored() public {
        _golden(".cases[1]", "eachAnchored");
    }

    function test_golden_subscription() public {
        Consumer golden = deployConsumer();
        bytes32 crypletId = keccak256(
            abi.encode(
                vm.parseJsonAddress(_json, ".ids.publisher"), vm.parseJsonString(_json, ".ids.name")
            )
        );
        vm.assertEq(crypletId, _bytes32(".ids.crypletId"));
        bytes4 selector = bytes4(keccak256(bytes(vm.parseJsonString(_json, ".ids.callback"))));
        bytes32 subscription = golden.subscriptionId(
            crypletId,
            selector,
            uint32(vm.parseJsonUint(_json, ".ids.index.class")),
            uint32(vm.parseJsonUint(_json, ".ids.index.member"))
        );
        vm.assertEq(subscription, _bytes32(".ids.subscription"));
    }

    function test_golden_possession() public {
        vm.chainId(31337);
        TrustRegistry at = TrustRegistry(vm.parseJsonAddress(_json, ".possession.registry"));
        vm.etch(address(at), address(deployRegistry(0, 0, 0, true)).code);
        bytes32 digest = at.possessionDigest(
            vm.parseJsonAddress(_json, ".possession.key"),
            Role(vm.parseJsonUint(_json, ".possession.role")),
            _bytes32(".possession.ref"),
            vm.parseJsonAddress(_json, ".possession.sponsor")
        );
        vm.assertEq(digest, _bytes32(".possession.digest"));
    }

    function _golden(string memory at, string memory name) private {
        vm.assertEq(bytes(_string(at, ".name")), bytes(name));
        vm.chainId(vm.parseJsonUint(_json, ".domain.chainId"));
        address receiver = vm.parseJsonAddress(_json, ".domain.verifyingContract");
        bytes32 domain = domainOf(receiver);
        vm.assertEq(domain, _bytes32(".domainSeparator"));
        Claim memory c = _claim(at);
        bytes32 digest = _bytes32(string.concat(at, ".claimDigest"));
        vm.assertEq(_library.typed(domain, _library.hash(c)), digest);
        vm.assertEq(typed(domain, structHashOf(c)), digest);
        // and the receiver itself says so
        vm.etch(receiver, address(deployConsumer()).code);
        vm.assertEq(Consumer(receiver).digestOf(c), digest);
        _goldenSeals(domain, digest, string.concat(at, ".threeTiers.seals"), 7);
        _goldenSeals(domain, digest, string.concat(at, ".crypletAndHost.seals"), 5);
        _goldenSeals(domain, digest, string.concat(at, ".crypletOnly.seals"), 1);
        _goldenDigests(domain, digest, string.concat(at, ".threeTiers"));
    }

    function _goldenSeals(bytes32 domain, bytes32 digest, string memory path, uint256 tiers)
        private
        view
    {
        bytes memory seals = vm.parseJsonBytes(_json, path);
        (address a, address b, address h) = _library.open(domain, digest, seals, tiers);
        vm.assertEq(a, vm.parseJsonAddress(_json, ".signers.cryplet"));
        vm.assertEq(b, tiers & 2 == 0 ? address(0) : _address(".signers.enclave"));
        vm.assertEq(h, tiers & 4 == 0 ? address(0) : _address(".signers.host"));
        // RFC 6979: signing again gives the same bytes
        uint256 k2 = tiers & 2 == 0 ? 0 : uint256(_bytes32(".keys.enclave"));
        uint256 k3 = tiers & 4 == 0 ? 0 : uint256(_bytes32(".keys.host"));
        uint256 k1 = uint256(_bytes32(".keys.cryplet"));
        vm.assertEq(onion(domain, digest, [k1, k2, k3]), seals);
    }

    function _goldenDigests(bytes32 domain, bytes32 digest, string memory path) private view {
        bytes memory seals = vm.parseJsonBytes(_json, string.concat(path, ".seals"));
        bytes32 second = _library.wrap(domain, 2, digest, seals, 0);
        vm.assertEq(second, _bytes32(string.concat(path, ".tiers[1].digest")));
        bytes32 third = _library.wrap(domain, 3, second, seals, 1);
        vm.assertEq(third, _bytes32(string.concat(path, ".tiers[2].digest")));
    }

    function _claim(string memory at) private view returns (Claim memory c) {
        at = string.concat(at, ".claim");
        c.crypletId = _bytes32(string.concat(at, ".crypletId"));
        c.subscription = _bytes32(string.concat(at, ".subscription"));
        c.sequence = uint64(vm.parseJsonUint(_json, string.concat(at, ".sequence")));
        c.observedAt = uint64(vm.parseJsonUint(_json, string.concat(at, ".observedAt")));
        c.expiresAt = uint64(vm.parseJsonUint(_json, string.concat(at, ".expiresAt")));
        c.provenance = _bytes32(string.concat(at, ".provenance"));
        c.anchorBlock = uint64(vm.parseJsonUint(_json, string.concat(at, ".anchorBlock")));
        c.anchorHash = _bytes32(string.concat(at, ".anchorHash"));
        c.codeHash = _bytes32(string.concat(at, ".codeHash"));
        c.payload = vm.parseJsonBytes(_json, string.concat(at, ".payload"));
    }

    function _bytes32(string memory path) private view returns (bytes32) {
        return vm.parseJsonBytes32(_json, path);
    }

    function _address(string memory path) private view returns (address) {
        return vm.parseJsonAddress(_json, path);
    }

    function _string(string memory at, string memory field) private view returns (string memory) {
        return vm.parseJsonString(_json, string.concat(at, field));
    }
}
