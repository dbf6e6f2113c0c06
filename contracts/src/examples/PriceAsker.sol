// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CryptoDelegate} from "../CryptoDelegate.sol";
import {ITrustRegistry} from "../ITrustRegistry.sol";
import {ANCHORED, MODE_EACH, Policy, Rail} from "../Policy.sol";

/// @title PriceAsker: asks what an amount of gold costs, and remembers the answers
/// @notice One log wakes the Cryplet priceOnRequest; its answer comes back once, and only while the block that asked
/// is canonical. An example.
contract PriceAsker is CryptoDelegate {
    /// @notice Only the asker may ask: every answer costs the fabric more than asking costs.
    error NotAsker(address caller, address asker);
    /// @notice Nobody asked, or it was answered before.
    error NotAsked(bytes32 requestId);

    /// @notice An amount has its price, in 1/10^8 USD.
    event PriceAnswered(bytes32 indexed requestId, uint64 amountE3, int256 priceE8);

    /// @notice Who may ask.
    address public immutable asker;
    /// @notice The standing order for answers: class 1, member 1.
    bytes32 public immutable subscription;

    uint256 private _count;
    mapping(bytes32 requestId => uint64 amountE3) private _asked;
    mapping(bytes32 requestId => int256 priceE8) private _answers;

    /// @param trust_ The registry that is asked about the keys behind a claim.
    /// @param crypletId priceOnRequest of the publisher that the asker trusts.
    /// @param asker_ Who may ask.
    constructor(ITrustRegistry trust_, bytes32 crypletId, address asker_) CryptoDelegate(trust_) {
        asker = asker_;
        subscription = _subscribe(crypletId, 1, _policy(), new Rail[](0));
    }

    /// @notice Asks for the price of an amount.
    /// @param amountE3 1/1000 troy ounce, more than zero.
    /// @return requestId What the answer will name.
    function ask(uint64 amountE3) external returns (bytes32 requestId) {
        if (msg.sender != asker) revert NotAsker(msg.sender, asker);
        requestId = keccak256(abi.encode(address(this), ++_count));
        if (amountE3 == 0) revert NotAsked(requestId);
        _asked[requestId] = amountE3;
        _request(subscription, requestId, abi.encode(amountE3));
    }

    /// @notice Takes an answer.
    /// @param requestId Of the question.
    /// @param priceE8 1/10^8 USD for the whole amount.
    function answer(bytes32 requestId, int256 priceE8) external onlyCryplet {
        uint64 amountE3 = _asked[requestId];
        if (amountE3 == 0) revert NotAsked(requestId);
        delete _asked[requestId];
        _answers[requestId] = priceE8;
        emit PriceAnswered(requestId, amountE3, priceE8);
    }

    /// @notice The answer to a question.
    /// @param requestId Of the question.
    /// @return priceE8 1/10^8 USD; 0 while there is none.
    function answerOf(bytes32 requestId) external view returns (int256 priceE8) {
        return _answers[requestId];
    }

    function _policy() private pure returns (Policy memory p) {
        p.selector = PriceAsker.answer.selector;
        // four times what an answer costs (about 30,000: a fresh slot, a freed one, a log), so that repricings of
        // fresh slots that are proposed do not make it fail
        p.gasCap = 120_000;
        // an answer that comes after an hour is about another market
        p.maxAge = 1 hours;
        p.tiers = 7;
        // each question once, in any order; and none whose block is gone
        p.flags = MODE_EACH | ANCHORED;
        p.maxSkew = 15;
        p.members = 1;
    }
}
