/**
 * What verification costs: `npm run bench -- verify --json`.
 *
 * Real evidence of a container group is appraised, warm, with its utility machine; and envelopes of three tiers, which came
 * as JSON, are verified against known keys: with the native library, in plain JavaScript, and by ethers, which recovers
 * three signatures over ready digests and so does less. All by turns in one run.
 */
import { recoverAddress, Signature } from 'ethers'
import { PRODUCTION_POLICY } from '../shared/attestation/policy'
import { appraiseReport } from '../shared/attestation/snp/appraiseReport'
import { hashJson } from '../shared/core/ids'
import type { Claim } from '../shared/envelope/claim'
import type { Layer } from '../shared/envelope/onion'
import { layersOf } from '../shared/envelope/onion'
import type { Recover } from '../shared/envelope/recover'
import { sealClaim } from '../shared/envelope/sealClaim'
import type { SealedEnvelopeJson, SealSigners } from '../shared/envelope/sealedEnvelope'
import { parseSealedEnvelope, sealedEnvelopeToJson } from '../shared/envelope/sealedEnvelope'
import { loadCurve, portableCurve } from '../shared/signing/curve'
import { useFastKeccak } from '../shared/signing/fastKeccak'
import { localSigner } from '../shared/signing/localSigner'
import { snpVector } from '../test/support/attestationVectors'
import type { Report } from './measure'
import { median, perSecond, round, runBench, timed } from './measure'

const ENVELOPES = 64
const TURNS = 9
const APPRAISALS = 500
const AT = Date.UTC(2023, 5, 1)
const MOST_MS_AN_APPRAISAL = 5
const LEAST_NATIVE = 1_000
const LEAST_PORTABLE = 150

runBench(async (): Promise<Report> => {
  await useFastKeccak()
  const appraisal = measureAppraisal()
  const envelopes = await measureEnvelopes()
  const figures = { ...appraisal, ...envelopes.figures }
  return { figures, ratios: envelopes.ratios, faults: faultsOf(figures) }
})

function measureAppraisal(): Readonly<Record<string, number>> {
  const { evidence } = snpVector('milan-vcek-aci-uvm22')
  const samples: number[] = []
  for (let n = 0; n < APPRAISALS + 20; n++) {
    const begin = performance.now()
    const { report } = appraiseReport(evidence, { policy: PRODUCTION_POLICY, atInMs: AT })
    if (report === undefined) throw new Error('the evidence is authentic')
    if (n >= 20) samples.push(performance.now() - begin)
  }
  return {
    'ms an SNP appraisal, p50': round(median(samples)),
    'ms an SNP appraisal, p99': round(samples.toSorted((a, b) => a - b)[0.99 * APPRAISALS] ?? 0),
  }
}

type Side = { readonly verify: () => void; readonly samples: number[] }

async function measureEnvelopes(): Promise<Report> {
  const { envelopes, signers } = await sealedOnes()
  const curve = loadCurve()
  if (curve.backend !== 'libsecp256k1') throw new Error('the native library is not there')
  const all = (recover: Recover) => () => {
    for (const each of envelopes) parseSealedEnvelope(each, { recover, signers })
  }
  const seals = envelopes.flatMap((each) =>
    layersOf(parseSealedEnvelope(each, { recover: curve.recover, signers })),
  )
  const native: Side = { verify: all(curve.recover), samples: [] }
  const portable: Side = { verify: all(portableCurve.recover), samples: [] }
  const ethers: Side = {
    verify: () => {
      recoverEach(seals)
    },
    samples: [],
  }
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const side of [native, portable, ethers]) {
      const elapsed = await timed(async () => {
        side.verify()
      })
      if (turn > 0) side.samples.push(elapsed)
    }
  }
  const [ours, plain, theirs] = [native, portable, ethers].map(({ samples }) => median(samples))
  return {
    figures: {
      'envelopes a second, native': perSecond(ENVELOPES, ours ?? 0),
      'envelopes a second, JavaScript': perSecond(ENVELOPES, plain ?? 0),
      'envelopes a second, ethers, signatures alone': perSecond(ENVELOPES, theirs ?? 0),
    },
    ratios: { verify: round((theirs ?? 0) / (ours ?? 1)) },
  }
}

async function sealedOnes(): Promise<{
  readonly envelopes: readonly SealedEnvelopeJson[]
  readonly signers: SealSigners
}> {
  const [cryplet, enclave, host] = ['a key', 'another', 'a third'].map((name) =>
    localSigner(hashJson(name)),
  )
  if (cryplet === undefined || enclave === undefined || host === undefined) throw new Error('three')
  const domain = { chainId: 1, verifyingContract: cryplet.address }
  const keys = { cryplet: cryplet.sign, enclave: enclave.sign, host: host.sign }
  const envelopes = await Promise.all(
    Array.from({ length: ENVELOPES }, async (_, index) =>
      sealedEnvelopeToJson(await sealClaim(claimOf(index), domain, keys)),
    ),
  )
  const signers = {
    ...{ cryplet: cryplet.address, enclave: enclave.address, host: host.address },
  }
  return { envelopes, signers }
}

function claimOf(index: number): Claim {
  const word = hashJson(index)
  return {
    ...{ crypletId: word, subscription: word, sequence: BigInt(index + 1) },
    ...{ observedAt: 1_795_208_400n, expiresAt: 1_795_209_000n, provenance: word },
    ...{ anchorBlock: 7n, anchorHash: word, codeHash: word, payload: `0x${'ab'.repeat(64)}` },
  }
}

function recoverEach(seals: readonly Layer[]): void {
  for (const { digest, signature } of seals) recoverAddress(digest, Signature.from(signature))
}

function faultsOf(figures: Readonly<Record<string, number>>): readonly string[] {
  const of = (name: string): number => figures[name] ?? 0
  return [
    ...(of('ms an SNP appraisal, p50') > MOST_MS_AN_APPRAISAL
      ? ['an appraisal takes too long']
      : []),
    ...(of('envelopes a second, native') < LEAST_NATIVE ? ['too few envelopes, natively'] : []),
    ...(of('envelopes a second, JavaScript') < LEAST_PORTABLE
      ? ['too few envelopes in JavaScript']
      : []),
  ]
}
