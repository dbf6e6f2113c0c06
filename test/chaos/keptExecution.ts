import { id } from 'ethers'
import type { Hex } from '../../shared/core/hex'
import type { SignedRecord } from '../../shared/envelope/record'
import { recordDigest } from '../../shared/envelope/record'
import type { ExecuteResult, Execution } from '../../shared/execution/execution'
import { localExecution } from '../../shared/execution/localExecution'
import { recover } from '../../shared/signing/recover'
import type { Signer } from '../../shared/signing/signer'
import { signer } from '../support/deployFixture'
import { noChain } from '../support/noChain'
import { kept } from './kept'
import { cryplet, FETCHED_AFTER, wakeOf } from './scenario'

const keys = { cryplet: signer('c1'), enclave: signer('e1') }

// Signing is deterministic and slots are the same in every run: what was signed once is signed.
const records = new Map<number, Promise<SignedRecord>>()
const executed = new Map<string, Promise<ExecuteResult>>()
const seals = new Map<Hex, Promise<Hex>>()
const signersOf = new Map<string, ReturnType<typeof recover>>()

const real = localExecution({
  cryplets: [cryplet],
  crypletKeys: () => ({ signer: keys.cryplet, addresses: [keys.cryplet.address] }),
  enclaveSigner: keys.enclave,
  recover: keptRecover,
  clock: { nowInMs: () => 0 },
  readChain: noChain,
  network: { get: () => Promise.reject(new Error('there is no network here')) } as never, // observe is not asked
})

/** Observes what the chaos made up, and executes for real: each content once. */
export const keptExecution: Execution = {
  observe: async ({ wake: { slot } }) => {
    return { status: 'observed', record: await kept(records, slot, () => observe(slot)) }
  },
  execute: (request) => {
    const key = JSON.stringify([request.record.runId, request.deliveries])
    return kept(executed, key, () => real.execute(request))
  },
}

const host = signer('41')

/** Tier 3. */
export const keptHostSigner: Signer = {
  address: host.address,
  sign: (digest) => kept(seals, digest, () => host.sign(digest)),
}

export function keptRecover(digest: Hex, signature: Hex): ReturnType<typeof recover> {
  return kept(signersOf, digest + signature, () => recover(digest, signature))
}

async function observe(slot: number): Promise<SignedRecord> {
  const seen = {
    origin: 'https://sources.example',
    responseHash: id('response') as Hex,
    providerTime: slot,
  }
  const record = {
    runId: wakeOf(slot),
    facts: {
      wake: { kind: 'schedule', crypletId: cryplet.crypletId, slot },
      observations: [
        { ...seen, source: 'gold', value: '265000000000' },
        { ...seen, source: 'sofr', value: '4300000' },
      ],
      calendar: 'XNYS@1',
    },
    fetchedAt: slot + FETCHED_AFTER,
    codeHash: cryplet.codeHash,
  } as const
  return { ...record, signature: await keys.cryplet.sign(recordDigest(record)) }
}
