// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Blockhash} from "@openzeppelin/contracts/utils/Blockhash.sol";
import {Claim, Envelope, Head} from "./Claim.sol";
import {FeedWord, Outcome, PolicyWord, RailWord} from "./Policy.sol";
import {ITrustRegistry} from "./ITrustRegistry.sol";
import {Parked, Subscriptions} from "./delegate/Subscriptions.sol";

/// @title CryptoDelegate: by which a contract takes in the claims of Cryplets
/// @notice Inherit it, subscribe in the constructor, and write one callback with `onlyCryplet`. Anyone may
/// deliver: the claim is trusted, not its carrier. So callbacks should store, not trade, and never pay
/// `tx.origin` or the carrier back.
/// @dev Inherit `Quarantine` as well, or claims that break a rail or whose callback fails have no way out.
abstract contract CryptoDelegate is Subscriptions, EIP712 {
    /// @notice No policy covers this subscription, or its member is not among those of the class.
    error SubscriptionUnknown(bytes32 subscription);
    /// @notice An approver has paused the subscription.
    error SubscriptionPaused(bytes32 subscription);
    /// @notice The subscription is not one of the claimed Cryplet, which in its place would have `expected`.
    error SubscriptionForeign(bytes32 subscription, bytes32 expected);
    /// @notice Mode latest: a claim with sequence `last` came first.
    error ClaimOvertaken(uint256 sequence, uint256 last);
    /// @notice Mode latest: the sequence, in milliseconds, is not within the second `observedAt`.
    error SequenceMismatch(uint256 sequence, uint256 observedAt);
    /// @notice Mode each: the nonce is consumed; `word` is the bitmap in which its bit is set.
    error NonceUsed(uint256 nonce, uint256 word);
    /// @notice `expiresAt` has passed.
    error ClaimExpired(uint256 expiresAt, uint256 timestamp);
    /// @notice The observation is older than the policy's maxAge allows.
    error ObservedTooOld(uint256 observedAt, uint256 oldest);
    /// @notice The observation lies further ahead of the block than the policy's maxSkew allows.
    error ObservedInFuture(uint256 observedAt, uint256 latest);
    /// @notice The policy's minInterval has not passed since the last acceptance.
    error DeliveredTooSoon(uint256 timestamp, uint256 earliest);
    /// @notice The anchor is not a block of this chain, or is too old to tell (`canonical` 0).
    error AnchorNotCanonical(uint256 anchorBlock, bytes32 claimed, bytes32 canonical);
    /// @notice The policy asks for an anchor and there is none, or there is a hash without a block.
    error AnchorMissing(bytes32 subscription, bytes32 anchorHash);
    /// @notice The policy asks for a quorum, and the contract has no module that counts one.
    error QuorumUnsupported(uint256 quorum);
    /// @notice The payload ends before an argument that has a rail.
    error PayloadTooShort(uint256 length, uint256 needed);
    /// @notice The carrier's gas would not let the callback have its gasCap.
    error CallbackGas(uint256 available, uint256 needed);
    /// @notice gasCap is 0, and the callback reverted with `reason` (its first 256 bytes).
    error CallbackFailed(bytes reason);
    /// @notice A callback was called by other means than a delivery.
    error NotCryplet(address caller);
    /// @notice A callback is running: that of `subscription`.
    error Reentered(bytes32 subscription);

    /// @notice A claim had its effect.
    event Delivered(
        bytes32 indexed subscription, bytes32 indexed digest, uint256 sequence, uint256 observedAt
    );
    /// @notice The callback reverted with `reason` (its first 256 bytes). The claim is consumed and parked.
    event DeliveryFailed(
        bytes32 indexed subscription, bytes32 indexed digest, uint256 sequence, bytes reason
    );
    /// @notice The argument of rail number `rail` is not within `low` to `high`. The claim is consumed and parked.
    event Quarantined(
        bytes32 indexed subscription,
        bytes32 indexed digest,
        uint256 sequence,
        uint256 rail,
        int256 value,
        int256 low,
        int256 high
    );

    uint256 private constant _REASON_BYTES = 256;

    /// @notice The registry that is asked about the keys behind a claim.
    ITrustRegistry public immutable trust;

    /// @dev The subscription whose callback is running: the lock, and the callback's context.
    bytes32 private transient _running;

    constructor(ITrustRegistry trust_) EIP712("Cryplet", "1") {
        trust = trust_;
    }

    /// @dev For callbacks: only a delivery gets through.
    modifier onlyCryplet() {
        if (msg.sender != address(this) || _running == 0) revert NotCryplet(msg.sender);
        _;
    }

    modifier whenNoCallbackRuns() {
        if (_running != 0) revert Reentered(_running);
        _;
    }

    /// @notice Takes in a claim that was sealed for this contract. Open to anyone.
    /// @param claim The claim.
    /// @param seals 64 bytes (EIP-2098) for each tier that the policy asks for, innermost first.
    /// @return How it ended; whatever is not an outcome reverts.
    function deliver(Claim calldata claim, bytes calldata seals)
        external
        whenNoCallbackRuns
        returns (Outcome)
    {
        Head memory h = Envelope.load(claim);
        PolicyWord p = _policyOf(h.subscription);
        FeedWord f = _store().feeds[h.subscription];
        _requireDeliverable(h, p, f);
        bytes32 domain = _domainSeparatorV4();
        bytes32 digest = Envelope.typed(domain, Envelope.hash(h));
        _authenticate(h, p, domain, digest, seals);
        return _settle(h, claim.payload, p, f, digest);
    }

    /// @notice What tier 1 signs.
    /// @param claim The claim.
    /// @return Its EIP-712 digest in the domain of this contract on this chain.
    function digestOf(Claim calldata claim) external view returns (bytes32) {
        return Envelope.typed(_domainSeparatorV4(), Envelope.hash(Envelope.load(claim)));
    }

    /// @dev Reverts unless `seals` are what the policy asks for over `digest`, by keys in good standing.
    function _authenticate(
        Head memory h,
        PolicyWord p,
        bytes32 domain,
        bytes32 digest,
        bytes calldata seals
    ) internal view virtual {
        if (p.quorum() != 0) revert QuorumUnsupported(p.quorum());
        (address cryplet, address enclave, address host) =
            Envelope.open(domain, digest, seals, p.tiers());
        trust.check(h.crypletId, h.codeHash, cryplet, enclave, host);
    }

    /// @dev Runs at the end of each delivery that had its effect, after the callback. Its revert is the delivery's.
    function _accepted(Head memory h, FeedWord f, bytes32 digest) internal virtual {}

    /// @dev The hash of a block of this chain, 0 if that cannot be told. Override on a chain whose BLOCKHASH
    /// speaks of another chain.
    function _blockHashOf(uint256 number) internal view virtual returns (bytes32) {
        return Blockhash.blockHash(number);
    }

    /// @dev For callbacks: the subscription whose claim is being applied.
    function _subscription() internal view returns (bytes32) {
        return _running;
    }

    /// @dev Everything that can be told without a signature, cheapest first.
    function _requireDeliverable(Head memory h, PolicyWord p, FeedWord f) private view {
        // member 0 wraps around to more than any policy has, which makes it unknown
        unchecked {
            if (uint256(uint32(uint256(h.subscription))) - 1 >= p.members()) {
                revert SubscriptionUnknown(h.subscription);
            }
        }
        _requireSequence(h, p, f);
        _requireTimely(h, p);
        _requireInterval(p, f);
        if (f.isPaused()) revert SubscriptionPaused(h.subscription);
        bytes32 own = _family(h.crypletId, p.selector())
            | (h.subscription & bytes32(uint256(type(uint64).max)));
        if (own != h.subscription) revert SubscriptionForeign(h.subscription, own);
        _requireAnchor(h, p);
    }

    /// @dev Neither expired nor observed too long ago, nor in the future.
    function _requireTimely(Head memory h, PolicyWord p) internal view {
        // cannot overflow: fields of claim and policy have at most 64 bits
        unchecked {
            if (block.timestamp > h.expiresAt) revert ClaimExpired(h.expiresAt, block.timestamp);
            if (h.observedAt + p.maxAge() < block.timestamp) {
                revert ObservedTooOld(h.observedAt, block.timestamp - p.maxAge());
            }
            // with the order of sequences this also bounds the sequence: no signer can use up the future
            if (h.observedAt > block.timestamp + p.maxSkew()) {
                revert ObservedInFuture(h.observedAt, block.timestamp + p.maxSkew());
            }
        }
    }

    /// @dev In mode latest an observation before the last accepted one would have a lower sequence, too.
    function _requireSequence(Head memory h, PolicyWord p, FeedWord f) private view {
        if (p.isEach()) {
            uint256 word = _store().nonces[h.subscription][h.sequence >> 8];
            if (word & _nonceBit(h.sequence) != 0) revert NonceUsed(h.sequence, word);
            return;
        }
        if (h.sequence <= f.sequence()) revert ClaimOvertaken(h.sequence, f.sequence());
        if (h.sequence / 1000 != h.observedAt) revert SequenceMismatch(h.sequence, h.observedAt);
    }

    /// @dev Chain time, not observed time: a thief of keys could date observations as he likes.
    function _requireInterval(PolicyWord p, FeedWord f) internal view {
        // cannot overflow: 40 and 32 bits
        unchecked {
            uint256 earliest = f.acceptedAt() + p.minInterval();
            if (block.timestamp < earliest) revert DeliveredTooSoon(block.timestamp, earliest);
        }
    }

    function _requireAnchor(Head memory h, PolicyWord p) private view {
        if (h.anchorBlock != 0) {
            bytes32 canonical = _blockHashOf(h.anchorBlock);
            if (canonical != h.anchorHash || canonical == 0) {
                revert AnchorNotCanonical(h.anchorBlock, h.anchorHash, canonical);
            }
        } else if (p.isAnchored() || h.anchorHash != 0) {
            revert AnchorMissing(h.subscription, h.anchorHash);
        }
    }

    /// @dev Consumes the sequence, whatever happens next, then asks the rails and applies the claim.
    function _settle(
        Head memory h,
        bytes calldata payload,
        PolicyWord p,
        FeedWord f,
        bytes32 digest
    ) private returns (Outcome outcome) {
        if (p.isEach()) {
            _store().nonces[h.subscription][h.sequence >> 8] |= _nonceBit(h.sequence);
        }
        (uint256 broken, int256 value) = _askRails(h, payload, p, f);
        bool within = broken == p.rails();
        outcome = within ? _apply(h, payload, p, f, value, digest) : Outcome.Quarantined;
        if (outcome == Outcome.Applied) return outcome;
        if (!p.isEach()) _store().feeds[h.subscription] = f.withSequence(h.sequence);
        _store().parked[digest] = Parked(outcome, uint40(block.timestamp), 0, 0);
        if (within) return outcome;
        RailWord r = _railOf(h.subscription, broken);
        (int256 low, int256 high) = _bounds(h.subscription, broken, r, f);
        value = _argument(payload, r);
        emit Quarantined(h.subscription, digest, h.sequence, broken, value, low, high);
    }

    /// @return broken Number of the first rail that is broken; the count of rails if none is.
    /// @return first The first rail's argument.
    function _askRails(Head memory h, bytes calldata payload, PolicyWord p, FeedWord f)
        private
        view
        returns (uint256 broken, int256 first)
    {
        uint256 count = p.rails();
        for (; broken < count; ++broken) {
            RailWord r = _railOf(h.subscription, broken);
            int256 value = _argument(payload, r);
            (int256 low, int256 high) = _bounds(h.subscription, broken, r, f);
            if (value < low || value > high) break;
            if (broken == 0) first = value;
        }
    }

    /// @dev The first value of a subscription has no step limit: there is nothing to step from.
    function _bounds(bytes32 subscription, uint256 i, RailWord r, FeedWord f)
        private
        view
        returns (int256 low, int256 high)
    {
        (low, high) = (r.min(), r.max());
        if (r.maxStepBps() == 0 || f.acceptedAt() == 0) return (low, high);
        int256 last = i == 0 ? f.value() : _store().lasts[subscription][i];
        // cannot overflow: `last` has 112 bits, the step limit 16
        unchecked {
            int256 step = (last < 0 ? -last : last) * int256(r.maxStepBps()) / 10_000;
            if (last - step > low) low = last - step;
            if (last + step < high) high = last + step;
        }
    }

    /// @dev Feed, callback, event. On failure the feed is `f` again: nobody may read what was not applied.
    /// @param value The first rail's argument, at most 112 bits wide.
    function _apply(
        Head memory h,
        bytes calldata payload,
        PolicyWord p,
        FeedWord f,
        int256 value,
        bytes32 digest
    ) internal returns (Outcome) {
        FeedWord next = _next(h, p, f, value);
        if (FeedWord.unwrap(next) != FeedWord.unwrap(f)) _store().feeds[h.subscription] = next;
        if (p.selector() != 0) {
            (bool ok, bytes memory reason) = _callback(h.subscription, p, payload);
            if (!ok) {
                if (p.gasCap() == 0) revert CallbackFailed(reason);
                _store().feeds[h.subscription] = f;
                emit DeliveryFailed(h.subscription, digest, h.sequence, reason);
                return Outcome.Failed;
            }
        }
        uint256 count = p.rails();
        for (uint256 i = 1; i < count; ++i) {
            RailWord r = _railOf(h.subscription, i);
            if (r.maxStepBps() != 0) _store().lasts[h.subscription][i] = _argument(payload, r);
        }
        emit Delivered(h.subscription, digest, h.sequence, h.observedAt);
        _accepted(h, next, digest);
        return Outcome.Applied;
    }

    /// @dev A claim released from quarantine may have been passed by the sequence of later ones.
    function _next(Head memory h, PolicyWord p, FeedWord f, int256 value)
        private
        view
        returns (FeedWord)
    {
        if (p.isEach()) {
            return p.minInterval() == 0 ? f : f.withAcceptedAt(block.timestamp);
        }
        uint256 sequence = h.sequence > f.sequence() ? h.sequence : f.sequence();
        return f.accept(sequence, h.observedAt, block.timestamp, value);
    }

    function _argument(bytes calldata payload, RailWord r) internal pure returns (int256 value) {
        uint256 offset = 32 * r.word();
        if (payload.length < offset + 32) revert PayloadTooShort(payload.length, offset + 32);
        assembly ("memory-safe") {
            value := calldataload(add(payload.offset, offset))
        }
    }

    /// @dev The callback's gas does not depend on the carrier: it is `gasCap`, or the delivery reverts. Otherwise
    /// a carrier could starve the callback and have the claim consumed.
    function _callback(bytes32 subscription, PolicyWord p, bytes calldata payload)
        private
        returns (bool ok, bytes memory reason)
    {
        bytes4 selector = p.selector();
        uint256 cap = p.gasCap();
        if (cap == 0) {
            cap = gasleft();
        } else {
            // a 64th stays behind (EIP-150); then the copy of the payload, and the call itself
            uint256 needed = cap + cap / 63 + 5_000 + 8 * payload.length;
            if (gasleft() < needed) revert CallbackGas(gasleft(), needed);
        }
        _running = subscription;
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore(m, selector)
            calldatacopy(add(m, 4), payload.offset, payload.length)
            ok := call(cap, address(), 0, m, add(4, payload.length), 0, 0)
            if iszero(ok) {
                let size := returndatasize()
                // the callback must not choose the carrier's bill
                if gt(size, _REASON_BYTES) { size := _REASON_BYTES }
                reason := m
                mstore(reason, size)
                returndatacopy(add(reason, 0x20), 0, size)
                mstore(0x40, and(add(add(reason, 0x3f), size), not(0x1f)))
            }
        }
        _running = 0;
    }
}
