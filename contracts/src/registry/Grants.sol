// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @notice A permission for a time. One slot.
struct Grant {
    address issuer; // who granted it; once revoked, who revoked it
    uint40 notBefore; // first second
    uint40 notAfter; // last second
    bool revoked;
    bool byOwner; // granted by whoever owned the registry then
}

/// @title Grants: slow to give, at once to withdraw
/// @dev A grant takes effect after a delay. It is withdrawn at once, by whoever granted it, a guardian or the
/// owner. Guardians alone leave slowly, so that a stolen owner key cannot first silence them. What a guardian or
/// the owner withdraws always moves `epoch`, and so does what a cached verdict may rest on; the withdrawals of
/// others do not, or anyone could void all verdicts.
abstract contract Grants is Ownable2Step {
    /// @notice Neither a guardian nor somebody else who may do this.
    error NotGuardian(address caller);
    /// @notice The revocation belongs to `issuer`, who alone, or the owner, may lift it.
    error NotIssuer(address caller, address issuer);
    /// @notice The grant is unknown (all zero), not yet valid, expired or revoked.
    error GrantInactive(bytes32 grantId, uint40 notBefore, uint40 notAfter, bool revoked);
    /// @notice A renewal only extends; to shorten, revoke.
    error RenewalShortens(uint40 notAfter, uint40 current);
    /// @notice The registry is paused.
    error RegistryPaused();
    /// @notice The owner may lift a guardian's brake only after the delay of a grant.
    error TooEarly(uint256 timestamp, uint256 earliest);
    /// @notice A registry without an owner could not be mended.
    error RenounceDisabled();

    /// @notice A permission was granted or renewed.
    event Granted(
        bytes32 indexed grantId,
        bytes32 indexed kind,
        bytes32 subject,
        bytes32 object,
        uint40 notBefore,
        uint40 notAfter
    );
    /// @notice A permission was withdrawn.
    event GrantRevoked(bytes32 indexed grantId, address indexed by, uint256 epoch);
    /// @notice A guardian was appointed, or leaves at `notAfter`.
    event GuardianSet(address indexed guardian, uint40 notBefore, uint40 notAfter);
    /// @notice The registry was paused or went on.
    event PauseSet(bool paused, address indexed by);

    /// @notice Kind of the grants that let code into a Cryplet's lineage: subject crypletId, object codeHash. Only
    /// the publisher grants them, so that one which a guardian or the owner revoked is gone for good.
    bytes32 public constant CODE = keccak256("cryplet.grant.code");
    /// @notice Kind of the grants that let a measurement or operator run a Cryplet: subject crypletId, object
    /// measurementId or operatorId. As with code, one which a guardian or the owner revoked is gone for good; what
    /// may come back is stopped by `suspend`.
    bytes32 public constant ADMISSION = keccak256("cryplet.grant.admission");
    /// @notice Kind of the grants for measurements: subject measurementId, object 0.
    bytes32 public constant MEASUREMENT = keccak256("cryplet.grant.measurement");
    /// @notice Kind of the grants for those who enrol enclave keys: subject address, object 0.
    bytes32 public constant REGISTRAR = keccak256("cryplet.grant.registrar");
    /// @notice Kind of the grants for publishers whose verdicts are cached: subject address, object 0.
    bytes32 public constant PUBLISHER = keccak256("cryplet.grant.publisher");

    /// @notice Seconds until what the owner grants takes effect.
    uint40 public immutable grantDelay;
    /// @notice Seconds until what a publisher grants takes effect.
    uint40 public immutable publisherDelay;
    /// @notice Unix second before which grants take effect at once.
    uint40 public immutable genesisEnd;

    uint256 private constant _PAUSED = 1 << 255;

    /// @dev Paused (bit 255) and epoch: with a verdict, all that a delivery reads.
    uint256 private _brakeAndEpoch = 1;
    address private _pausedBy;
    uint40 private _pausedAt;
    mapping(address account => Grant) private _guardians;
    mapping(bytes32 grantId => Grant) private _grants;

    constructor(address owner_, uint40 grantDelay_, uint40 publisherDelay_, uint40 genesisWindow)
        Ownable(owner_)
    {
        grantDelay = grantDelay_;
        publisherDelay = publisherDelay_;
        genesisEnd = uint40(block.timestamp) + genesisWindow;
    }

    /// @notice Withdraws a grant. By whoever granted it, a guardian or the owner. May also forbid one in advance.
    /// A guardian or the owner takes over another's revocation; of CODE and ADMISSION that is final.
    /// @param grantId See `grantIdOf`.
    function revokeGrant(bytes32 grantId) external {
        Grant storage g = _grants[grantId];
        if (msg.sender != g.issuer) _requireGuardian();
        bool before = g.revoked;
        (g.issuer, g.revoked) = (msg.sender, true);
        // once: no verdict can have been cached since
        if (!before) {
            // by a former owner as well: any verdict may rest on what was granted for all
            if (g.byOwner) _moveEpoch();
            else _moveEpochFor(msg.sender);
        }
        emit GrantRevoked(grantId, msg.sender, _epoch());
    }

    /// @notice Stops every check. By a guardian or the owner; only a guardian takes over another's pause.
    function pause() external {
        _requireGuardian();
        if (_isPaused() && !_isGuardian(msg.sender)) revert RegistryPaused();
        _brakeAndEpoch |= _PAUSED;
        (_pausedBy, _pausedAt) = (msg.sender, uint40(block.timestamp));
        emit PauseSet(true, msg.sender);
    }

    /// @notice Ends a pause. By whoever paused; by the owner after the delay of a grant.
    function unpause() external {
        _requireLifter(_pausedBy, _pausedAt);
        _brakeAndEpoch &= ~_PAUSED;
        emit PauseSet(false, msg.sender);
    }

    /// @notice Appoints a guardian, or one who was dismissed anew. By the owner, effective as a grant.
    /// @param guardian Their address.
    function appointGuardian(address guardian) external onlyOwner {
        Grant memory g = _guardians[guardian];
        // a second appointment must not suspend the first
        bool standing = g.notAfter >= block.timestamp;
        _setGuardian(guardian, standing ? g.notBefore : _ownerStart(), type(uint40).max);
    }

    /// @notice Dismisses a guardian, after twice the delay of a grant: they outlive whatever a thief granted.
    /// @param guardian Their address.
    function dismissGuardian(address guardian) external onlyOwner {
        Grant memory g = _guardians[guardian];
        if (g.notAfter < block.timestamp) revert NotGuardian(guardian);
        uint40 notAfter = uint40(block.timestamp) + 2 * grantDelay;
        _setGuardian(guardian, g.notBefore, notAfter < g.notAfter ? notAfter : g.notAfter);
    }

    /// @notice Ends the caller's own guardianship at once.
    function resignGuardian() external {
        if (_guardians[msg.sender].notAfter < block.timestamp) revert NotGuardian(msg.sender);
        _setGuardian(msg.sender, 0, 0);
    }

    /// @notice Is off.
    function renounceOwnership() public pure override {
        revert RenounceDisabled();
    }

    /// @notice A grant as it stands.
    /// @param grantId See `grantIdOf`.
    /// @return All zero when unknown.
    function grants(bytes32 grantId) external view returns (Grant memory) {
        return _grants[grantId];
    }

    /// @notice A guardian as they stand.
    /// @param account Any address.
    /// @return All zero when never appointed, or resigned.
    function guardians(address account) external view returns (Grant memory) {
        return _guardians[account];
    }

    /// @notice Whether every check is stopped.
    /// @return True while it is.
    function paused() external view returns (bool) {
        return _isPaused();
    }

    /// @notice The key of a grant.
    /// @param kind One of the constants.
    /// @param subject As the constant says; an address is left-padded with zeros.
    /// @param object As the constant says.
    /// @return keccak256(abi.encode(kind, subject, object)).
    function grantIdOf(bytes32 kind, bytes32 subject, bytes32 object)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(kind, subject, object));
    }

    function _grant(bytes32 kind, bytes32 subject, bytes32 object, uint40 from, uint40 notAfter)
        internal
    {
        bytes32 id = grantIdOf(kind, subject, object);
        Grant storage g = _grants[id];
        if (g.revoked) {
            if (g.issuer != msg.sender && msg.sender != owner()) {
                revert NotIssuer(msg.sender, g.issuer);
            }
        } else if (g.issuer != address(0) && block.timestamp <= g.notAfter) {
            if (notAfter < g.notAfter) revert RenewalShortens(notAfter, g.notAfter);
            from = g.notBefore; // neither restarts nor shortens the waiting time
        }
        bool byOwner = msg.sender == owner();
        (g.issuer, g.notBefore, g.notAfter, g.revoked, g.byOwner) =
        (msg.sender, from, notAfter, false, byOwner);
        emit Granted(id, kind, subject, object, from, notAfter);
    }

    function _requireGrant(bytes32 kind, bytes32 subject, bytes32 object)
        internal
        view
        returns (uint256 notAfter)
    {
        bytes32 id = grantIdOf(kind, subject, object);
        Grant storage g = _grants[id];
        if (!_isActive(g)) revert GrantInactive(id, g.notBefore, g.notAfter, g.revoked);
        return g.notAfter;
    }

    function _isGranted(bytes32 kind, bytes32 subject) internal view returns (bool) {
        return _isActive(_grants[grantIdOf(kind, subject, 0)]);
    }

    /// @dev By a guardian or the owner.
    function _requireGuardian() internal view {
        if (msg.sender != owner() && !_isGuardian(msg.sender)) revert NotGuardian(msg.sender);
    }

    function _isGuardian(address account) internal view returns (bool) {
        return _isActive(_guardians[account]);
    }

    /// @dev By `by`, who set the brake at `since`; by the owner after the delay.
    function _requireLifter(address by, uint40 since) internal view {
        if (msg.sender == by) return;
        _checkOwner();
        if (block.timestamp < since + grantDelay) {
            revert TooEarly(block.timestamp, since + grantDelay);
        }
    }

    function _moveEpoch() internal {
        ++_brakeAndEpoch;
    }

    /// @dev For what is withdrawn of `publisher`'s: without a licence no verdict of theirs is cached, and they
    /// could withdraw over and over; a guardian or the owner is heard in any case.
    function _moveEpochFor(address publisher) internal {
        bool heard = msg.sender == owner() || _isGuardian(msg.sender);
        if (heard || _isGranted(PUBLISHER, _word(publisher))) _moveEpoch();
    }

    function _epoch() internal view returns (uint256) {
        return uint64(_brakeAndEpoch);
    }

    /// @dev The epoch; reverts while paused. One read for both.
    function _requireRunning() internal view returns (uint256) {
        uint256 word = _brakeAndEpoch;
        if (word & _PAUSED != 0) revert RegistryPaused();
        return word;
    }

    function _ownerStart() internal view returns (uint40) {
        return _start(grantDelay);
    }

    function _publisherStart() internal view returns (uint40) {
        return _start(publisherDelay);
    }

    function _within(uint40 notBefore, uint40 notAfter) internal view returns (bool) {
        return block.timestamp >= notBefore && block.timestamp <= notAfter;
    }

    function _word(address account) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _isActive(Grant storage g) private view returns (bool) {
        return !g.revoked && _within(g.notBefore, g.notAfter);
    }

    function _isPaused() private view returns (bool) {
        return _brakeAndEpoch & _PAUSED != 0;
    }

    function _start(uint40 delay) private view returns (uint40) {
        return uint40(block.timestamp) + (block.timestamp < genesisEnd ? 0 : delay);
    }

    function _setGuardian(address guardian, uint40 notBefore, uint40 notAfter) private {
        _guardians[guardian] = Grant(msg.sender, notBefore, notAfter, false, true);
        emit GuardianSet(guardian, notBefore, notAfter);
    }
}
