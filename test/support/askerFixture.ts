import type { Log, TransactionReceipt } from 'ethers'
import { AbiCoder, id, ZeroHash } from 'ethers'
import { localAccount } from '../../cli/deploy/accounts'
import { transact } from '../../cli/deploy/chain'
import type { Consumer } from '../../cli/deploy/contracts'
import { deploy, PRICE_ASKER_ABI, planPriceAsker } from '../../cli/deploy/contracts'
import type { Address, Hex } from '../../shared/core/hex'
import { priceOnRequest } from '../../shared/cryplets/priceOnRequest'
import { crypletId } from '../../shared/envelope/identifiers'
import type { Fixture } from './deployFixture'
import { fixtureClaim, sealFixture, signer } from './deployFixture'

/** A PriceAsker on a fixture's chain, and its Cryplet in good standing there. */
export type AskerFixture = Consumer & {
  readonly subscription: Hex
  /** Block in which it was deployed. */
  readonly deployedIn: number
  /** What was asked so far, oldest first. */
  readonly questions: () => Promise<readonly Log[]>
  /** Answers a question as the fabric would: three tiers, a nonce, resting on the question's block. */
  readonly answer: (question: Log, answer: Answer) => Promise<TransactionReceipt>
}

export type Answer = { readonly priceE8: bigint; readonly nonce: bigint }

const CRYPLET_ID = crypletId(localAccount('publisher').address as Address, 'priceOnRequest')
const KEY = signer('c2')
const CODE = id('code of priceOnRequest') as Hex
const FOR_EVER = 2 ** 40 - 1

/**
 * Deploys a PriceAsker and registers its Cryplet.
 *
 * @param fixture - Where; its enclave and host seal the answers, and a key of their own tier 1.
 * @returns Nothing has been asked yet.
 */
export async function askerFixture(fixture: Fixture): Promise<AskerFixture> {
  const { chain, provider, registry } = fixture
  await register(fixture)
  const planned = planPriceAsker(registry, CRYPLET_ID)
  await deploy(chain, planned)
  const { address } = planned
  const at = { to: address, data: PRICE_ASKER_ABI.encodeFunctionData('subscription') }
  const subscription = (await provider.call(at)) as Hex
  const topics = PRICE_ASKER_ABI.encodeFilterTopics('CrypletRequested', [subscription])
  return {
    ...planned,
    ...{ contract: 'PriceAsker', abi: PRICE_ASKER_ABI, subscription },
    cryplet: { definition: priceOnRequest, crypletId: CRYPLET_ID, codeHash: CODE, sources: {} },
    deployedIn: await provider.getBlockNumber(),
    questions: () => provider.getLogs({ address, topics, fromBlock: 0 }),
    answer: (question, given) => answer(fixture, { question, subscription, ...given }),
  }
}

async function register({ act, ...fixture }: Fixture): Promise<void> {
  const ref = CRYPLET_ID
  const registration = {
    name: 'priceOnRequest',
    manifestHash: ZeroHash,
    manifestUri: '',
    key: KEY.address,
    notAfter: FOR_EVER,
    possession: await fixture.possession(KEY, { role: 1, ref, sponsor: 'publisher' }),
    codeHash: CODE,
    admitted: [fixture.measurementId, fixture.operatorId],
  }
  const on = 'registry'
  await act({ on, by: 'publisher', method: 'registerCryplet', args: [registration] })
}

type Answering = Answer & { readonly question: Log; readonly subscription: Hex }

async function answer(
  fixture: Fixture,
  { question, subscription, priceE8, nonce }: Answering,
): Promise<TransactionReceipt> {
  const { chain, provider } = fixture
  const address = question.address as Address
  const asked = await provider.getBlock(question.blockNumber)
  const payload = AbiCoder.defaultAbiCoder().encode(
    ['bytes32', 'int256'],
    [question.topics[2], priceE8],
  )
  const claim = await fixtureClaim(fixture, {
    ...{
      crypletId: CRYPLET_ID,
      subscription,
      sequence: nonce,
      observedAt: BigInt(asked?.timestamp ?? 0),
    },
    ...{ anchorBlock: BigInt(question.blockNumber), anchorHash: question.blockHash as Hex },
    ...{ codeHash: CODE, payload: payload as Hex },
  })
  const domain = { chainId: chain.chainId, verifyingContract: address }
  const { seals } = await sealFixture(fixture, claim, { cryplet: KEY, domain })
  const on = { chain, address, abi: PRICE_ASKER_ABI }
  const account = localAccount('sender')
  return transact(on, { account, method: 'deliver', args: [claim, seals] })
}
