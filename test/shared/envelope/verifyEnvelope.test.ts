import { hashJson } from '../../../shared/core/ids'
import { parseProofBundle } from '../../../shared/envelope/proofBundle'
import { verifyBundle } from '../../../shared/envelope/verify'
import { type LinkName, verifyEnvelope } from '../../../shared/envelope/verifyEnvelope'
import { recover } from '../../../shared/signing/recover'
import { addresses, golden } from './golden'
import { asEvidence, bundle, evidence } from './goldenBundle'

const one = golden.cases[0]
const other = golden.cases[1]
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
const simulated = asEvidence(evidence, 0)
const verify = (changes: object, check = {}) =>
  verifyEnvelope(parseProofBundle({ ...bundle, ...changes }), { recover, ...check })
const verdictOf = (link: LinkName, changes: object, check = {}): string => {
  const found = verify(changes, check).find((verdict) => verdict.link === link)
  return `${String(found?.verdict)}: ${String(found?.detail)}`
}

describe('verifyEnvelope', () => {
  it('says of each link what can be said without a chain', () => {
    expect(verify({})).toEqual([
      { link: 'claim', verdict: 'valid', detail: `digest ${String(one?.claimDigest)}` },
      {
        link: 'cryplet',
        verdict: 'not checked',
        detail: `sealed by ${addresses.cryplet}, who is compared with nobody`,
      },
      {
        link: 'enclave',
        verdict: 'warning',
        detail: `sealed by ${addresses.enclave}; simulated, no hardware`,
      },
      {
        link: 'host',
        verdict: 'not checked',
        detail: `sealed by ${addresses.host}, who is compared with nobody`,
      },
      { link: 'registry', verdict: 'not checked', detail: 'it needs the chain' },
      { link: 'anchor', verdict: 'not checked', detail: 'the claim rests on no block' },
      {
        link: 'provenance',
        verdict: 'valid',
        detail: `2 observations, hash ${golden.preimages.provenance.hash}`,
      },
      { link: 'outcome', verdict: 'not checked', detail: 'it needs the chain' },
    ])
  })

  it('names the block of what was read on a chain', () => {
    const [first, ...rest] = bundle.run.observations
    const block = { chainId: 1, number: 7, hash: `0x${'ab'.repeat(32)}` }
    const run = { ...bundle.run, observations: [{ ...first, block }, ...rest] }
    const claim = { ...one?.claim, provenance: hashJson(run) }
    expect(verdictOf('provenance', { run, claim })).toBe(
      `valid: 2 observations, ${String(first?.source)} at block 7 (${block.hash}) of chain 1, hash ${hashJson(run)}`,
    )
  })

  it('says valid of a seal whose signer is the one that the reader knows', () => {
    const check = { signers: addresses }
    expect(verdictOf('cryplet', {}, check)).toBe(`valid: sealed by ${addresses.cryplet}`)
    expect(verdictOf('host', {}, check)).toBe(`valid: sealed by ${addresses.host}`)
  })

  it('says valid of no seal of an altered claim: somebody has signed almost any bytes', () => {
    const altered = { claim: { ...one?.claim, payload: '0x' } }
    for (const tier of ['cryplet', 'host'] as const) {
      expect(verdictOf(tier, altered)).toMatch(/^not checked: sealed by 0x/)
    }
  })

  it('finds a changed claim by who must have sealed it', () => {
    const claim = { ...one?.claim, payload: '0x' }
    const check = { signers: addresses }
    for (const tier of ['cryplet', 'enclave', 'host'] as const) {
      const verdict = verdictOf(tier, { claim }, check)
      expect(verdict).toMatch(/^invalid: signer mismatch: sealed by 0x/)
      expect(verdict).toContain(`expected ${addresses[tier]}`)
    }
  })

  it('finds a changed claim by the evidence alone, where the keys are not known', () => {
    const claim = { ...one?.claim, payload: '0x' }
    expect(verdictOf('enclave', { claim })).toMatch(
      new RegExp(`^invalid: sealed by 0x.*, but the evidence is of ${addresses.enclave}$`),
    )
  })

  it('says which seals cannot be anybody', () => {
    expect(verdictOf('host', { seals: '0x' })).toBe('invalid: wrong length')
    expect(verdictOf('cryplet', { seals: `0x${'00'.repeat(192)}` })).toBe('invalid: nobody')
    const high = `${'11'.repeat(32)}7f${'ff'.repeat(31)}`
    expect(verdictOf('enclave', { seals: `0x${high.repeat(3)}` })).toBe('invalid: high s')
  })

  it('says which seals are not there', () => {
    const without = { tiers: 5, seals: one?.crypletAndHost.seals }
    expect(verdictOf('enclave', without)).toBe('not checked: the envelope has no such seal')
    expect(verdictOf('host', without, { signers: addresses })).toBe(
      `valid: sealed by ${addresses.host}`,
    )
  })

  it('never says valid of an enclave without appraised hardware', () => {
    const sealed = `sealed by ${addresses.enclave}`
    const check = { signers: addresses }
    for (const none of [[], undefined]) {
      expect(verdictOf('enclave', { evidence: none }, check)).toBe(
        `warning: ${sealed}; no evidence was given`,
      )
      expect(verdictOf('enclave', { evidence: none })).toBe(
        `not checked: ${sealed}, who is compared with nobody; no evidence was given`,
      )
    }
    const hardware = { ...evidence, type: 'snp' }
    expect(verdictOf('enclave', { evidence: [asEvidence(hardware, 1)] })).toBe(
      `warning: ${sealed}; its hardware evidence was not appraised`,
    )
    const hashAlone = { ...asEvidence(hardware, 1), evidence: undefined }
    expect(verdictOf('enclave', { evidence: [hashAlone] })).toBe(
      `warning: ${sealed}; hardware by the word of the bundle alone, which lacks the evidence`,
    )
  })

  it.each([
    { type: 'simulated', teeType: 1 },
    { type: 'snp', teeType: 0 },
  ])('refuses evidence of type $type beside teeType $teeType', ({ type, teeType }) => {
    const given = asEvidence({ ...evidence, type }, teeType)
    expect(verdictOf('enclave', { evidence: [given] })).toBe(
      `invalid: sealed by ${addresses.enclave}, but its evidence is of type "${type}", which is not what teeType ${String(teeType)} says`,
    )
  })

  it('refuses evidence that speaks for another enclave, or for none', () => {
    const keys = { enclave: addresses.host }
    expect(verdictOf('enclave', { evidence: [asEvidence({ ...evidence, keys }, 0)] })).toContain(
      `, but its evidence speaks for "${addresses.host}"`,
    )
    expect(verdictOf('enclave', { evidence: [asEvidence({ type: 'simulated' }, 0)] })).toContain(
      ', but its evidence is malformed: evidence.keys: expected an object, got undefined.',
    )
  })

  it('looks at all evidence of a key, so that good evidence hides no other', () => {
    const lie = asEvidence(evidence, 1)
    expect(verdictOf('enclave', { evidence: [simulated, lie] })).toMatch(/^invalid: /)
  })

  it('refuses evidence that is not what its hash says', () => {
    const changed = { ...simulated, evidence: { type: 'simulated' } }
    expect(verdictOf('enclave', { evidence: [changed] })).toContain(
      `, but its evidence has the hash ${hashJson({ type: 'simulated' })}, not ${hashJson(evidence)}`,
    )
  })

  it.each<{ what: string; malformed: unknown; reason: string }>([
    { what: 'an integer beyond JSON', malformed: { a: 2 ** 60 }, reason: 'JSON number: expected' },
    { what: '20,000 levels', malformed: nested(20_000), reason: 'JSON of at most 32 levels' },
    { what: 'no object', malformed: 'simulated', reason: 'evidence: expected an object' },
    { what: 'no type', malformed: { keys: evidence.keys }, reason: 'evidence.type: expected' },
  ])('finds the enclave alone invalid for evidence of $what', ({ malformed, reason }) => {
    const hashes = [hashJson('simulated'), hashJson({ keys: evidence.keys })]
    const evidenceHash = typeof malformed === 'string' ? hashes[0] : hashes[1]
    const given = { ...simulated, evidenceHash, evidence: malformed }
    const links = verifyBundle({ ...bundle, evidence: [given] })
    const [enclave, ...others] = [...links].sort((a) => (a.link === 'enclave' ? -1 : 1))
    expect(enclave?.verdict).toBe('invalid')
    expect(enclave?.detail).toContain(`, but its evidence is malformed: `)
    expect(enclave?.detail).toContain(reason)
    expect(others).toEqual(verify({}).filter(({ link }) => link !== 'enclave'))
  })

  it('refuses a run that the claim does not name', () => {
    const run = { ...bundle.run, calendar: 'XNYS@2' }
    expect(verdictOf('provenance', { run })).toBe(
      `invalid: the run hashes to ${hashJson(run)}, the claim says ${golden.preimages.provenance.hash}`,
    )
  })

  it('refuses the run of another Cryplet', () => {
    const wake = { ...bundle.run.wake, crypletId: golden.ids.subscription }
    const run = { ...bundle.run, wake }
    const claim = { ...one?.claim, provenance: hashJson(run) }
    expect(verdictOf('provenance', { run, claim })).toMatch(
      /^invalid: the run is of Cryplet 0x7fff/,
    )
  })

  it('refuses a claim that speaks for an instant before the slot of its wake', () => {
    const { slot } = bundle.run.wake
    expect(
      verdictOf('provenance', { claim: { ...one?.claim, observedAt: String(slot - 1) } }),
    ).toBe(
      `invalid: the claim speaks for ${String(slot - 1)}, before the slot ${String(slot)} that woke its run`,
    )
    // A source that only knows the latest speaks for the instant of asking.
    const later = { ...one?.claim, observedAt: String(slot + 60) }
    expect(verdictOf('provenance', { claim: later })).toMatch(/^valid: /)
  })

  it('refuses a claim that expires before it speaks', () => {
    expect(verdictOf('claim', { claim: { ...one?.claim, expiresAt: '1' } })).toBe(
      'invalid: it expires before the instant that it speaks for',
    )
  })

  it('leaves an anchor to the chain', () => {
    expect(verdictOf('anchor', { claim: other?.claim })).toBe('not checked: it needs the chain')
  })
})

describe('verifyBundle', () => {
  it('is verifyEnvelope with a recovery of its own', () => {
    expect(verifyBundle(bundle, addresses)).toEqual(verify({}, { signers: addresses }))
  })

  it('says why of what is no bundle, and of every other link that it was not checked', () => {
    const [claim, ...others] = verifyBundle('hello')
    expect(claim).toEqual({
      link: 'claim',
      verdict: 'invalid',
      detail: 'bundle: expected an object, got "hello".',
    })
    expect(others).toEqual(
      verify({})
        .slice(1)
        .map(({ link }) => ({
          link,
          verdict: 'not checked',
          detail: 'the bundle is malformed',
        })),
    )
  })
})
