// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CryptoDelegate} from "../../src/CryptoDelegate.sol";
import {ITrustRegistry} from "../../src/ITrustRegistry.sol";
import {Head} from "../../src/Claim.sol";
import {FeedWord, Policy, PolicyWord, Rail, RailWord, Words} from "../../src/Policy.sol";
import {Quarantine} from "../../src/delegate/Quarantine.sol";

/// @dev An ordinary consumer: policies in storage, callbacks that can be made to fail in each way.
contract Consumer is Quarantine {
    error Broken();

    int256 public price;
    uint256 public calls;
    bool public broken;
    address public poke;
    bytes32 public seen;

    constructor(ITrustRegistry trust_) CryptoDelegate(trust_) {}

    function subscribe(bytes32 crypletId, uint32 class, Policy calldata p, Rail[] calldata rails)
        external
        returns (bytes32)
    {
        return _subscribe(crypletId, class, p, rails);
    }

    function setApprovers(address[] calldata approvers, uint256 threshold) external {
        _setApprovers(approvers, threshold);
    }

    function resume(bytes32 subscription) external {
        _resumeSubscription(subscription);
    }

    function ask(bytes32 subscription, bytes32 requestId, bytes calldata args) external {
        _request(subscription, requestId, args);
    }

    function setBroken(bool broken_) external {
        broken = broken_;
    }

    function setPoke(address poke_) external {
        poke = poke_;
    }

    /// @dev One slot more than the feed.
    function onPrice(int256 value) external onlyCryplet {
        price = value;
    }

    function onTest(int256 value) external onlyCryplet {
        if (broken) revert Broken();
        (price, seen) = (value, _subscription());
        ++calls;
        if (poke != address(0)) {
            (bool ok, bytes memory reason) = poke.call("");
            if (!ok) {
                assembly ("memory-safe") {
                    revert(add(reason, 0x20), mload(reason))
                }
            }
        }
    }

    function onBurn(int256) external onlyCryplet {
        while (true) ++calls;
    }

    function onBomb(int256) external view onlyCryplet {
        assembly ("memory-safe") {
            revert(0, 50000)
        }
    }

    /// @dev Needs about three million gas.
    function onHeavy(int256 value) external onlyCryplet {
        uint256 start = gasleft();
        while (start - gasleft() < 3_000_000) {}
        price = value;
        ++calls;
    }
}

/// @dev The least consumer, to which the figures of gas refer.
contract Reference is CryptoDelegate {
    int256 public price;

    constructor(ITrustRegistry trust_) CryptoDelegate(trust_) {}

    function subscribe(bytes32 crypletId, uint32 class, Policy calldata p, Rail[] calldata rails)
        external
        returns (bytes32)
    {
        return _subscribe(crypletId, class, p, rails);
    }

    function ask(bytes32 subscription, bytes32 requestId, bytes calldata args) external {
        _request(subscription, requestId, args);
    }

    /// @dev Gas from arguments in memory to the emitted log: what a request adds to the asker's transaction.
    function costOfRequest(bytes32 subscription, bytes32 requestId, bytes memory args)
        external
        returns (uint256 gas)
    {
        gas = gasleft();
        _request(subscription, requestId, args);
        gas -= gasleft();
    }

    function onPrice(int256 value) external onlyCryplet {
        price = value;
    }
}

/// @dev Policy and rail in code, the same for every class.
contract Immutable is CryptoDelegate {
    PolicyWord private immutable _policy;
    RailWord private immutable _rail;

    constructor(ITrustRegistry trust_, Policy memory p, Rail memory rail) CryptoDelegate(trust_) {
        (_policy, _rail) = (Words.pack(p), Words.pack(rail));
    }

    function _policyOf(bytes32) internal view override returns (PolicyWord) {
        return _policy;
    }

    function _railOf(bytes32, uint256) internal view override returns (RailWord) {
        return _rail;
    }
}

/// @dev Keeps what `_accepted` is told.
contract Ring is Quarantine {
    error Full();

    bytes32 public digest;
    int256 public value;
    uint256 public sequence;
    bool public full;

    constructor(ITrustRegistry trust_) CryptoDelegate(trust_) {}

    function subscribe(bytes32 crypletId, Policy calldata p, Rail[] calldata rails) external {
        _subscribe(crypletId, 1, p, rails);
    }

    function setFull(bool full_) external {
        full = full_;
    }

    function onBad(int256) external view onlyCryplet {
        revert Full();
    }

    function _accepted(Head memory h, FeedWord f, bytes32 digest_) internal override {
        if (full) revert Full();
        (digest, value, sequence) = (digest_, f.value(), h.sequence);
    }
}

/// @dev Calls back with prepared data, as what a callback calls might.
contract Caller {
    address private _target;
    bytes private _data;

    function arm(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    fallback() external {
        (bool ok, bytes memory reason) = _target.call(_data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }
}

/// @dev Stands in for the EIP-2935 history contract: knows block 9000 alone.
contract History {
    fallback() external {
        bytes32 hash =
            abi.decode(msg.data, (uint256)) == 9000 ? keccak256("block 9000") : bytes32(0);
        assembly ("memory-safe") {
            mstore(0, hash)
            return(0, 32)
        }
    }
}
