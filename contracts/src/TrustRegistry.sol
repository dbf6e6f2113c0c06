// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ITrustRegistry} from "./ITrustRegistry.sol";
import {Grants} from "./registry/Grants.sol";
import {Keys, Role} from "./registry/Keys.sol";

/// @notice A Cryplet as its publisher registered it.
struct Cryplet {
    address publisher; // 0 = unknown
    address suspendedBy; // 0 = not suspended
    uint40 suspendedAt;
    bytes32 manifestHash;
    string manifestUri;
}

/// @notice What an enclave's evidence must say of the code in it.
struct Measurement {
    uint8 teeType; // 0 = simulated
    bytes32 hostData;
    bytes32 issuer;
    bytes32 feed;
    uint64 minSvn;
    bytes32 algorithmDigest;
}

/// @notice A Cryplet with its first key, code and admissions.
struct Registration {
    string name;
    bytes32 manifestHash;
    string manifestUri;
    address key; // tier 1
    uint40 notAfter; // of the key
    bytes possession; // 64 bytes over possessionDigest(key, Role.Cryplet, crypletId, publisher)
    bytes32 codeHash;
    bytes32[] admitted; // measurementIds and operatorIds
}

/// @title TrustRegistry: which keys may seal the claims of which Cryplet
/// @dev One contract for all of it, because a delivery asks about all of it and each further contract costs 2,600
/// gas. Anyone may publish; only a licensed publisher's verdicts are cached, and only theirs can be voided.
contract TrustRegistry is ITrustRegistry, Keys {
    /// @notice Simulated enclaves are for test chains, and must have been allowed at deployment.
    error SimulatedNotAllowed(uint256 chainId);
    /// @notice The Cryplet is another's, or nobody's.
    error NotPublisher(address caller, address publisher);
    /// @notice The publisher has a Cryplet of that name.
    error CrypletRegisteredBefore(bytes32 crypletId, address publisher);
    /// @notice The caller may not enrol enclave keys.
    error NotRegistrar(address caller);
    /// @notice An enclave key lives for 7 days at most.
    error EnclaveLifeTooLong(uint256 notAfter, uint256 latest);
    /// @notice The Cryplet is suspended.
    error CrypletSuspended(bytes32 crypletId, address by);
    /// @notice The Cryplet is unknown, or not suspended.
    error CrypletNotSuspended(bytes32 crypletId);

    /// @notice A Cryplet was registered.
    event CrypletRegistered(
        bytes32 indexed crypletId,
        address indexed publisher,
        string name,
        bytes32 manifestHash,
        string manifestUri
    );
    /// @notice A Cryplet was suspended or resumed.
    event CrypletSuspensionSet(bytes32 indexed crypletId, bool suspended, address indexed by);

    /// @notice Seconds that an enclave key lives at most.
    uint40 public constant MAX_ENCLAVE_LIFE = 7 days;

    /// @notice Whether simulated enclaves (teeType 0) may be allowed. Never on a chain where something is at stake.
    bool public immutable allowSimulated;

    mapping(bytes32 crypletId => Cryplet) private _cryplets;
    /// @dev validUntil above 64 bits of epoch.
    mapping(bytes32 verdictId => uint256) private _verdicts;

    /// @param owner_ Governs measurements, registrars, licences, hosts and guardians.
    /// @param grantDelay_ Seconds until what the owner grants takes effect.
    /// @param publisherDelay_ Seconds until what a publisher grants takes effect.
    /// @param genesisWindow Seconds from now in which grants take effect at once.
    /// @param allowSimulated_ Refused on every chain that is not a known test chain.
    constructor(
        address owner_,
        uint40 grantDelay_,
        uint40 publisherDelay_,
        uint40 genesisWindow,
        bool allowSimulated_
    ) Grants(owner_, grantDelay_, publisherDelay_, genesisWindow) EIP712("CrypletTrust", "1") {
        if (allowSimulated_ && !_isTestChain(block.chainid)) {
            revert SimulatedNotAllowed(block.chainid);
        }
        allowSimulated = allowSimulated_;
    }

    modifier onlyPublisher(bytes32 crypletId) {
        address publisher = _cryplets[crypletId].publisher;
        if (msg.sender != publisher) revert NotPublisher(msg.sender, publisher);
        _;
    }

    /// @inheritdoc ITrustRegistry
    function check(
        bytes32 crypletId,
        bytes32 codeHash,
        address cryplet,
        address enclave,
        address host
    ) external view returns (uint256) {
        uint256 current = _requireRunning();
        uint256 verdict = _verdicts[_verdictId(crypletId, codeHash, cryplet, enclave, host)];
        uint256 validUntil = verdict >> 64;
        if (uint64(verdict) == current && block.timestamp <= validUntil) return validUntil;
        return _audit(crypletId, codeHash, cryplet, enclave, host);
    }

    /// @notice `check` without the cache.
    /// @param crypletId See `check`; likewise the others.
    /// @return validUntil Unix second until which the keys may seal if nothing is withdrawn.
    function audit(
        bytes32 crypletId,
        bytes32 codeHash,
        address cryplet,
        address enclave,
        address host
    ) external view returns (uint256 validUntil) {
        _requireRunning();
        return _audit(crypletId, codeHash, cryplet, enclave, host);
    }

    /// @notice Caches the verdict on these keys. Open to anyone: it stores what the audit says, nothing else. The
    /// publisher must be licensed.
    /// @param crypletId See `check`; likewise the others.
    function warm(
        bytes32 crypletId,
        bytes32 codeHash,
        address cryplet,
        address enclave,
        address host
    ) external {
        uint256 validUntil = _audit(crypletId, codeHash, cryplet, enclave, host);
        // with the licence their withdrawals would no longer move the epoch
        validUntil =
            _min(validUntil, _requireGrant(PUBLISHER, _word(_cryplets[crypletId].publisher), 0));
        _verdicts[_verdictId(crypletId, codeHash, cryplet, enclave, host)] =
            validUntil << 64 | _epoch();
    }

    /// @notice A counter that moves whenever trust that a cached verdict may rest on is withdrawn.
    /// @return The count, below 2^64.
    function epoch() external view returns (uint256) {
        return _epoch();
    }

    /// @notice A Cryplet as it stands.
    /// @param crypletId keccak256(abi.encode(publisher, name)).
    /// @return All zero when unknown.
    function cryplets(bytes32 crypletId) external view returns (Cryplet memory) {
        return _cryplets[crypletId];
    }

    /// @notice The id of what an enclave's evidence must say.
    /// @param m teeType 0 = simulated.
    /// @return keccak256 of the abi.encode of its members.
    function measurementIdOf(Measurement calldata m) public pure returns (bytes32) {
        return
            keccak256(
                abi.encode(m.teeType, m.hostData, m.issuer, m.feed, m.minSvn, m.algorithmDigest)
            );
    }

    /// @notice Registers a Cryplet under an id that only the caller can form. Nobody relies on it yet, so its
    /// first key, code and admissions take effect at once.
    /// @param r Name, manifest, key, code and admissions.
    /// @return crypletId keccak256(abi.encode(caller, name)).
    function registerCryplet(Registration calldata r) external returns (bytes32 crypletId) {
        crypletId = keccak256(abi.encode(msg.sender, r.name));
        Cryplet storage c = _cryplets[crypletId];
        if (c.publisher != address(0)) revert CrypletRegisteredBefore(crypletId, c.publisher);
        (c.publisher, c.manifestHash, c.manifestUri) = (msg.sender, r.manifestHash, r.manifestUri);
        emit CrypletRegistered(crypletId, msg.sender, r.name, r.manifestHash, r.manifestUri);
        uint40 from = uint40(block.timestamp);
        _enrol(r.key, Role.Cryplet, crypletId, from, r.notAfter, 0, r.possession);
        _grant(CODE, crypletId, r.codeHash, from, type(uint40).max);
        for (uint256 i; i < r.admitted.length; ++i) {
            _grant(ADMISSION, crypletId, r.admitted[i], from, type(uint40).max);
        }
    }

    /// @notice Enrols, or renews, a tier-1 key. By the publisher; a new one takes effect after the publisher's delay.
    /// @param crypletId Theirs.
    /// @param key Tier 1.
    /// @param notAfter Unix second, the key's last.
    /// @param possession 64 bytes over possessionDigest(key, Role.Cryplet, crypletId, publisher).
    function enrolCrypletKey(
        bytes32 crypletId,
        address key,
        uint40 notAfter,
        bytes calldata possession
    ) external onlyPublisher(crypletId) {
        _enrol(key, Role.Cryplet, crypletId, _publisherStart(), notAfter, 0, possession);
    }

    /// @notice Adds code to a Cryplet's lineage. By the publisher, after their delay.
    /// @param crypletId Theirs.
    /// @param codeHash Hash of bundle and origins.
    /// @param notAfter Unix second, the grant's last.
    function grantCode(bytes32 crypletId, bytes32 codeHash, uint40 notAfter)
        external
        onlyPublisher(crypletId)
    {
        _grant(CODE, crypletId, codeHash, _publisherStart(), notAfter);
    }

    /// @notice Lets a measurement or an operator run a Cryplet. By the publisher, after their delay.
    /// @param crypletId Theirs.
    /// @param ref measurementId or operatorId.
    /// @param notAfter Unix second, the grant's last.
    function admit(bytes32 crypletId, bytes32 ref, uint40 notAfter)
        external
        onlyPublisher(crypletId)
    {
        _grant(ADMISSION, crypletId, ref, _publisherStart(), notAfter);
    }

    /// @notice Stops a Cryplet at once. By its publisher, a guardian or the owner; only a guardian takes over
    /// another's suspension.
    /// @param crypletId Any that is registered.
    function suspend(bytes32 crypletId) external {
        Cryplet storage c = _cryplets[crypletId];
        if (msg.sender != c.publisher) _requireGuardian();
        if (c.suspendedBy != address(0) && !_isGuardian(msg.sender)) {
            revert CrypletSuspended(crypletId, c.suspendedBy);
        }
        (c.suspendedBy, c.suspendedAt) = (msg.sender, uint40(block.timestamp));
        _moveEpochFor(c.publisher);
        emit CrypletSuspensionSet(crypletId, true, msg.sender);
    }

    /// @notice Ends a suspension. By whoever suspended; by the owner after the delay of a grant.
    /// @param crypletId One that is suspended.
    function resume(bytes32 crypletId) external {
        Cryplet storage c = _cryplets[crypletId];
        if (c.suspendedBy == address(0)) revert CrypletNotSuspended(crypletId);
        _requireLifter(c.suspendedBy, c.suspendedAt);
        c.suspendedBy = address(0);
        emit CrypletSuspensionSet(crypletId, false, msg.sender);
    }

    /// @notice Allows enclaves of a measurement. By the owner, after the delay.
    /// @param m What their evidence must say.
    /// @param notAfter Unix second, the grant's last.
    /// @return measurementId See `measurementIdOf`.
    function allowMeasurement(Measurement calldata m, uint40 notAfter)
        external
        onlyOwner
        returns (bytes32 measurementId)
    {
        if (m.teeType == 0 && !allowSimulated) revert SimulatedNotAllowed(block.chainid);
        measurementId = measurementIdOf(m);
        _grant(MEASUREMENT, measurementId, 0, _ownerStart(), notAfter);
    }

    /// @notice Lets an address enrol enclave keys, whose evidence it has to appraise. By the owner, after the delay.
    /// @param registrar An attester, or a contract.
    /// @param notAfter Unix second, the grant's last.
    function allowRegistrar(address registrar, uint40 notAfter) external onlyOwner {
        _grant(REGISTRAR, _word(registrar), 0, _ownerStart(), notAfter);
    }

    /// @notice Lets the verdicts on a publisher's Cryplets be cached. By the owner, after the delay.
    /// @param publisher Their address.
    /// @param notAfter Unix second, the grant's last.
    function licensePublisher(address publisher, uint40 notAfter) external onlyOwner {
        _grant(PUBLISHER, _word(publisher), 0, _ownerStart(), notAfter);
    }

    /// @notice Enrols, or renews, the tier-3 key of a fabric. By the owner; a new one takes effect after the delay.
    /// @param key Tier 3.
    /// @param operatorId Who runs the fabric.
    /// @param notAfter Unix second, the key's last.
    /// @param possession 64 bytes over possessionDigest(key, Role.Host, operatorId, owner).
    function enrolHost(address key, bytes32 operatorId, uint40 notAfter, bytes calldata possession)
        external
        onlyOwner
    {
        _enrol(key, Role.Host, operatorId, _ownerStart(), notAfter, 0, possession);
    }

    /// @notice Enrols, or renews, the tier-2 key of an enclave, at once. By a registrar who has appraised its evidence.
    /// @param key Tier 2.
    /// @param measurementId One that is allowed.
    /// @param notAfter Unix second, the key's last; at most 7 days ahead.
    /// @param evidenceHash keccak256 of the evidence.
    /// @param possession 64 bytes over possessionDigest(key, Role.Enclave, measurementId, registrar).
    function enrolEnclave(
        address key,
        bytes32 measurementId,
        uint40 notAfter,
        bytes32 evidenceHash,
        bytes calldata possession
    ) external {
        if (!_isGranted(REGISTRAR, _word(msg.sender))) {
            revert NotRegistrar(msg.sender);
        }
        uint256 latest = block.timestamp + MAX_ENCLAVE_LIFE;
        if (notAfter > latest) revert EnclaveLifeTooLong(notAfter, latest);
        _requireGrant(MEASUREMENT, measurementId, 0);
        uint40 from = uint40(block.timestamp);
        _enrol(key, Role.Enclave, measurementId, from, notAfter, evidenceHash, possession);
    }

    /// @notice Withdraws a key for ever. By whoever enrolled it, the key itself, a guardian or the owner.
    /// @param key One that is enrolled.
    function revokeKey(address key) external {
        (Role role, bytes32 ref) = _revokeKey(key);
        if (role == Role.Cryplet) _moveEpochFor(_cryplets[ref].publisher);
        else _moveEpoch();
        emit KeyRevoked(key, msg.sender, _epoch());
    }

    function _audit(
        bytes32 crypletId,
        bytes32 codeHash,
        address cryplet,
        address enclave,
        address host
    ) private view returns (uint256 validUntil) {
        address by = _cryplets[crypletId].suspendedBy;
        if (by != address(0)) revert CrypletSuspended(crypletId, by);
        validUntil = _requireGrant(CODE, crypletId, codeHash);
        (bytes32 ref, uint256 notAfter) = _requireKey(cryplet, Role.Cryplet);
        if (ref != crypletId) revert KeyForeign(cryplet, ref, crypletId);
        validUntil = _min(validUntil, notAfter);
        if (enclave != address(0)) {
            (ref, notAfter) = _requireKey(enclave, Role.Enclave);
            validUntil = _min(validUntil, notAfter);
            validUntil = _min(validUntil, _requireGrant(MEASUREMENT, ref, 0));
            validUntil = _min(validUntil, _requireGrant(ADMISSION, crypletId, ref));
        }
        if (host != address(0)) {
            (ref, notAfter) = _requireKey(host, Role.Host);
            validUntil = _min(validUntil, notAfter);
            validUntil = _min(validUntil, _requireGrant(ADMISSION, crypletId, ref));
        }
    }

    /// @dev keccak256 of the abi.encode of all five.
    function _verdictId(
        bytes32 crypletId,
        bytes32 codeHash,
        address cryplet,
        address enclave,
        address host
    ) private pure returns (bytes32 id) {
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore(m, crypletId)
            mstore(add(m, 0x20), codeHash)
            mstore(add(m, 0x40), cryplet)
            mstore(add(m, 0x60), enclave)
            mstore(add(m, 0x80), host)
            id := keccak256(m, 0xa0)
        }
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    /// @dev A list of test chains, not of main networks: an unknown chain counts as real. Local development,
    /// Sepolia, Hoodi, and the Sepolias of Base, Arbitrum, Optimism and Polygon's Amoy.
    function _isTestChain(uint256 id) private pure returns (bool) {
        return id == 31_337 || id == 1_337 || id == 11_155_111 || id == 560_048 || id == 84_532
            || id == 421_614 || id == 11_155_420 || id == 80_002;
    }
}
