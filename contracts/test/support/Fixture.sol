// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Claim, Envelope} from "../../src/Claim.sol";
import {Outcome, Policy, Rail} from "../../src/Policy.sol";
import {Measurement, Registration, TrustRegistry} from "../../src/TrustRegistry.sol";
import {Grant, Grants} from "../../src/registry/Grants.sol";
import {Key, Keys, Role} from "../../src/registry/Keys.sol";
import {Consumer} from "./Consumers.sol";
import {vm} from "./Vm.sol";

/// @dev One Cryplet, enclave and host in good standing, one consumer, and digests in plain Solidity.
abstract contract Fixture {
    uint256 internal constant CRYPLET = 0xC1;
    uint256 internal constant ENCLAVE = 0xE1;
    uint256 internal constant HOST = 0x41;
    bytes32 internal constant CODE = keccak256("code 1");
    bytes32 internal constant OPERATOR = keccak256("operator 1");
    uint40 internal constant FAR = 4_000_000_000;
    uint40 internal constant START = 1_800_000_000;
    address internal constant PUBLISHER = address(0xA11CE);
    address internal constant GUARDIAN = address(0x6A4D);
    address internal constant STRANGER = address(0x5717);
    address internal constant APPROVER1 = address(0xAA01);
    address internal constant APPROVER2 = address(0xAA02);
    address internal constant APPROVER3 = address(0xAA03);

    TrustRegistry internal registry;
    Consumer internal consumer;
    bytes32 internal id;
    bytes32 internal measurement;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1000);
        registry = deployRegistry(2 days, 1 days, 1 hours, true);
        registry.appointGuardian(GUARDIAN);
        registry.licensePublisher(PUBLISHER, FAR);
        registry.allowRegistrar(address(this), FAR);
        measurement = registry.allowMeasurement(simulated(), FAR);
        registry.enrolHost(
            vm.addr(HOST), OPERATOR, FAR, possess(HOST, Role.Host, OPERATOR, address(this))
        );
        enrolEnclave(ENCLAVE, now40() + 1 days);
        id = register("price", CRYPLET);
        consumer = deployConsumer();
        address[] memory approvers = new address[](3);
        (approvers[0], approvers[1], approvers[2]) = (APPROVER1, APPROVER2, APPROVER3);
        consumer.setApprovers(approvers, 2);
    }

    // trust

    function deployRegistry(uint40 grantDelay, uint40 publisherDelay, uint40 genesis, bool fake)
        internal
        returns (TrustRegistry)
    {
        bytes memory args = abi.encode(address(this), grantDelay, publisherDelay, genesis, fake);
        return TrustRegistry(deploy("TrustRegistry", "TrustRegistry", args));
    }

    function deployConsumer() internal returns (Consumer) {
        return Consumer(deploy("Consumers", "Consumer", abi.encode(registry)));
    }

    /// @dev Deploys what is deployed in earnest: by file, because what a test imports is compiled as the test is.
    function deploy(string memory file, string memory contract_, bytes memory args)
        internal
        returns (address)
    {
        string memory path = string.concat("dist/contracts/out/", file, ".sol/", contract_, ".json");
        return vm.deployCode(path, args);
    }

    function simulated() internal pure returns (Measurement memory) {
        return Measurement(
            0, keccak256("host data"), keccak256("issuer"), keccak256("feed"), 100, keccak256("x")
        );
    }

    function possess(uint256 key, Role role, bytes32 ref, address sponsor)
        internal
        view
        returns (bytes memory)
    {
        return seal(key, registry.possessionDigest(vm.addr(key), role, ref, sponsor));
    }

    function enrolEnclave(uint256 key, uint40 notAfter) internal {
        bytes memory possession = possess(key, Role.Enclave, measurement, address(this));
        registry.enrolEnclave(
            vm.addr(key), measurement, notAfter, keccak256("evidence"), possession
        );
    }

    function registration(string memory name, uint256 key, address publisher)
        internal
        view
        returns (Registration memory r)
    {
        r.name = name;
        r.manifestHash = keccak256("manifest");
        r.manifestUri = "ipfs://manifest";
        r.key = vm.addr(key);
        r.notAfter = FAR;
        r.possession = possess(key, Role.Cryplet, keccak256(abi.encode(publisher, name)), publisher);
        r.codeHash = CODE;
        r.admitted = new bytes32[](2);
        (r.admitted[0], r.admitted[1]) = (measurement, OPERATOR);
    }

    function register(string memory name, uint256 key) internal returns (bytes32) {
        Registration memory r = registration(name, key, PUBLISHER);
        vm.prank(PUBLISHER);
        return registry.registerCryplet(r);
    }

    function warm() internal {
        registry.warm(id, CODE, vm.addr(CRYPLET), vm.addr(ENCLAVE), vm.addr(HOST));
    }

    /// @dev The error by which the registry refuses `key` in `asked`, from what it knows of the key.
    function untrusted(address key, Role asked) internal view returns (bytes memory) {
        Key memory k = registry.keys(key);
        return abi.encodeWithSelector(
            Keys.KeyUntrusted.selector, key, asked, k.role, k.notBefore, k.notAfter, k.revoked
        );
    }

    /// @dev The error by which the registry misses a grant, from what it knows of it.
    function inactive(bytes32 grantId) internal view returns (bytes memory) {
        Grant memory g = registry.grants(grantId);
        return abi.encodeWithSelector(
            Grants.GrantInactive.selector, grantId, g.notBefore, g.notAfter, g.revoked
        );
    }

    function time() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    function now40() internal view returns (uint40) {
        return uint40(time());
    }

    // subscriptions and claims

    function policy(bytes4 selector, uint8 tiers, uint8 rails)
        internal
        pure
        returns (Policy memory p)
    {
        p.selector = selector;
        p.gasCap = selector == 0 ? 0 : 200_000;
        p.maxAge = 600;
        p.minInterval = rails == 0 ? 0 : 1; // which a step limit asks for
        p.tiers = tiers;
        p.rails = rails;
        p.maxSkew = 15;
        p.members = 1;
    }

    /// @dev 1 to 1,000,000, a tenth a step.
    function rail() internal pure returns (Rail[] memory r) {
        r = new Rail[](1);
        r[0] = Rail({min: 1, max: 1_000_000, maxStepBps: 1_000, word: 0});
    }

    function noRails() internal pure returns (Rail[] memory) {
        return new Rail[](0);
    }

    /// @dev A claim of now, good for 300 seconds.
    function claimOf(bytes32 subscription, int256 value) internal view returns (Claim memory c) {
        c.crypletId = id;
        c.subscription = subscription;
        c.expiresAt = uint64(time() + 300);
        c.provenance = keccak256("record");
        c.codeHash = CODE;
        c.payload = abi.encode(value);
        observe(c, uint64(time()));
    }

    function observe(Claim memory c, uint64 observedAt) internal pure {
        (c.observedAt, c.sequence) = (observedAt, observedAt * 1000);
    }

    // digests and seals

    function domainOf(address receiver) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Cryplet"),
                keccak256("1"),
                vm.getChainId(),
                receiver
            )
        );
    }

    function structHashOf(Claim memory c) internal pure returns (bytes32) {
        bytes memory head = abi.encode(
            Envelope.CLAIM_TYPEHASH,
            c.crypletId,
            c.subscription,
            c.sequence,
            c.observedAt,
            c.expiresAt
        );
        bytes memory tail =
            abi.encode(c.provenance, c.anchorBlock, c.anchorHash, c.codeHash, keccak256(c.payload));
        return keccak256(bytes.concat(head, tail));
    }

    function typed(bytes32 domain, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function wrap(bytes32 domain, uint256 tier, bytes32 inner, bytes memory innerSeal)
        internal
        pure
        returns (bytes32)
    {
        return typed(
            domain, keccak256(abi.encode(Envelope.SEAL_TYPEHASH, tier, inner, keccak256(innerSeal)))
        );
    }

    function digestOf(Claim memory c) internal view returns (bytes32) {
        return typed(domainOf(address(consumer)), structHashOf(c));
    }

    /// @dev 64 bytes, as EIP-2098 packs them.
    function seal(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, uint256(s) | uint256(v - 27) << 255);
    }

    /// @dev Seals by three keys, or by those that are not 0, over `digest`.
    function onion(bytes32 domain, bytes32 digest, uint256[3] memory keys)
        internal
        pure
        returns (bytes memory seals)
    {
        bytes memory inner = seal(keys[0], digest);
        seals = inner;
        for (uint256 tier = 2; tier <= 3; ++tier) {
            if (keys[tier - 1] == 0) continue;
            digest = wrap(domain, tier, digest, inner);
            inner = seal(keys[tier - 1], digest);
            seals = bytes.concat(seals, inner);
        }
    }

    function sealBy(Claim memory c, uint256 k1, uint256 k2, uint256 k3)
        internal
        view
        returns (bytes memory)
    {
        return onion(domainOf(address(consumer)), digestOf(c), [k1, k2, k3]);
    }

    function sealed_(Claim memory c) internal view returns (bytes memory) {
        return sealBy(c, CRYPLET, ENCLAVE, HOST);
    }

    function slice(bytes memory data, uint256 from, uint256 to)
        internal
        pure
        returns (bytes memory part)
    {
        part = new bytes(to - from);
        for (uint256 i = from; i < to; ++i) {
            part[i - from] = data[i];
        }
    }

    function signerOf(bytes32 digest, bytes memory sig) internal pure returns (address) {
        (bytes32 r, uint256 vs) = abi.decode(sig, (bytes32, uint256));
        return ecrecover(digest, uint8(vs >> 255) + 27, r, bytes32(vs << 1 >> 1));
    }

    // delivering

    function deliver(Claim memory c) internal returns (Outcome) {
        return consumer.deliver(c, sealed_(c));
    }

    function applied(Claim memory c) internal {
        vm.assertTrue(deliver(c) == Outcome.Applied);
    }

    /// @dev One second on, a claim whose callback fails.
    function failed(bytes32 subscription, int256 value) internal returns (Claim memory c) {
        vm.warp(time() + 1);
        c = claimOf(subscription, value);
        consumer.setBroken(true);
        vm.assertTrue(deliver(c) == Outcome.Failed);
        consumer.setBroken(false);
    }

    function approveTwice(bytes32 digest) internal {
        vm.prank(APPROVER1);
        consumer.approve(digest);
        vm.prank(APPROVER2);
        consumer.approve(digest);
    }

    function refused(Claim memory c, bytes memory seals, bytes memory error) internal {
        vm.expectRevert(error);
        consumer.deliver(c, seals);
    }

    function refused(Claim memory c, bytes memory error) internal {
        refused(c, sealed_(c), error);
    }

    /// @dev Refused because the first wrong signer of three, as plain Solidity recovers them, has no such role.
    function refusedSigner(Claim memory c, bytes memory seals) internal {
        bytes32 domain = domainOf(address(consumer));
        bytes32 digest = digestOf(c);
        uint256[3] memory keys = [CRYPLET, ENCLAVE, HOST];
        for (uint256 i; i < 3; ++i) {
            bytes memory own = slice(seals, 64 * i, 64 * i + 64);
            address signer = signerOf(digest, own);
            if (signer == address(0)) {
                refused(c, seals, abi.encodeWithSelector(Envelope.SealInvalid.selector, digest, i));
                return;
            }
            if (signer != vm.addr(keys[i])) {
                refused(c, seals, untrusted(signer, Role(i + 1)));
                return;
            }
            digest = wrap(domain, i + 2, digest, own);
        }
        vm.assertTrue(false); // all three are right: not a negative twin
    }
}
