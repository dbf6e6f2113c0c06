import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AbiCoder, concat } from 'ethers'
import { localAccount } from '../../../cli/deploy/accounts'
import { REGISTRY_ABI } from '../../../cli/deploy/contracts'
import { makeKeyFile } from '../../../cli/deploy/keyFiles'
import { attestationToJson } from '../../../shared/attestation/attestation'
import { measurementOf } from '../../../shared/attestation/measurementOf'
import { PRODUCTION_POLICY } from '../../../shared/attestation/policy'
import { simulatedEvidence } from '../../../shared/attestation/simulatedEvidence'
import { attesterQuorum } from '../../../shared/chain/contracts.generated'
import type { Address, Hex } from '../../../shared/core/hex'
import { measurementId } from '../../../shared/envelope/identifiers'
import { possessionDigest } from '../../../shared/envelope/possessionDigest'
import type { CliAnswer } from '../../support/cliRig'
import { cryplet } from '../../support/cliRig'
import type { Fixture } from '../../support/deployFixture'
import { deployFixture, signer } from '../../support/deployFixture'
import type { Anvil } from '../../support/foundry'
import { startAnvil } from '../../support/foundry'

// Processes start, and others may be busy on this machine.
jest.setTimeout(60_000)

const FOR_EVER = 2 ** 40 - 1
const nonce: Hex = `0x${'07'.repeat(32)}`
const attesters = ['a1', 'a2', 'a3'].map((each) => signer(each))
const enclave = signer('e2')
const operator = signer('41').address

let anvil: Anvil
let fixture: Fixture
let quorum: Address
let folder: string
let attestation: string
let policy: string

beforeAll(async () => {
  anvil = await startAnvil()
  fixture = await deployFixture(anvil.url)
  quorum = await deployQuorum()
  await fixture.act({
    ...{ on: 'registry', by: 'owner', method: 'allowRegistrar', args: [quorum, FOR_EVER] },
  })
  folder = mkdtempSync(join(tmpdir(), 'attesters-'))
  attestation = await writeAttestation()
  policy = write('policy.json', {
    ...{ allowSimulated: true, referenceValues: [hostDataOf(fixture)] },
  })
  for (const each of ['a1', 'a2', 'a3']) {
    await makeKeyFile(join(folder, `${each}.key`), `0x${each.repeat(32)}`)
  }
  await makeKeyFile(join(folder, 'payer.key'), localAccount('issuer').privateKey)
})

afterAll(async () => {
  fixture.provider.destroy()
  rmSync(folder, { recursive: true })
  await anvil.stop()
})

function write(name: string, value: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}

function hostDataOf({ evidence }: Fixture): Hex {
  if (evidence.type !== 'simulated') throw new Error('it is simulated')
  return evidence.hostData
}

async function deployQuorum(): Promise<Address> {
  const addresses = attesters.map(({ address }) => address)
  const ordered = addresses.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const args = AbiCoder.defaultAbiCoder().encode(
    ['address', 'address[]', 'uint256'],
    [fixture.registry, ordered, 2],
  )
  const wallet = localAccount('issuer').connect(fixture.provider)
  const sent = await wallet.sendTransaction({ data: concat([attesterQuorum.bytecode, args]) })
  return (await sent.wait())?.contractAddress as Address
}

// As the enclave app answers, whose sponsor the quorum is.
async function writeAttestation(): Promise<string> {
  const coordinate = 'A'.repeat(43)
  const encryptionKey = { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate } as const
  const evidence = simulatedEvidence({
    ...{ hostData: hostDataOf(fixture), operator, publisher: operator },
    ...{ allowedPrivateOrigins: [], nonce },
    keys: { enclave: enclave.address, encryption: encryptionKey },
  })
  const measurement = measurementOf(evidence, PRODUCTION_POLICY.uvm)
  if (measurement === undefined) throw new Error('it can be measured')
  const ref = measurementId(measurement)
  const { chainId } = fixture.domain
  const key = enclave.address
  const possession = await enclave.sign(
    possessionDigest({
      ...{ chainId, registry: fixture.registry, key, role: 2, ref, sponsor: quorum },
    }),
  )
  const parts = { addresses: { enclave: key }, encryptionKey, measurement, evidence, possession }
  return write('attestation.json', attestationToJson(parts))
}

// By the chain's clock, which need not be ours.
async function times(): Promise<readonly string[]> {
  const now = await fixture.now()
  const text = (seconds: number): string => new Date(1000 * seconds).toISOString()
  return ['--stated', text(now - 60), '--until', text(now + 86_400)]
}

async function sign(
  attester: string,
  at: readonly string[],
  changes: readonly string[] = [],
): Promise<CliAnswer> {
  return cryplet([
    ...['attest', 'sign', attestation, '--policy', policy],
    ...['--chain', '31337', '--registry', fixture.registry, '--quorum', quorum],
    ...['--operator', operator, '--nonce', nonce, '--key', join(folder, `${attester}.key`)],
    ...[...at, ...changes],
  ])
}

async function signedBy(attester: string, at: readonly string[]): Promise<string> {
  return write(`${attester}.json`, (await sign(attester, at)).out)
}

function enrol(...statements: readonly string[]): Promise<CliAnswer> {
  const rest = ['--rpc', anvil.url, '--key', join(folder, 'payer.key'), '--json']
  return cryplet(['attest', 'enrol', attestation, ...statements, ...rest])
}

describe('attesters', () => {
  it('enrol an enclave key, two of three, each having appraised by itself', async () => {
    const at = await times()
    const told = await enrol(await signedBy('a3', at), await signedBy('a1', at))
    expect(told).toMatchObject({ exitCode: 0, err: '' })
    expect(JSON.parse(told.out)).toMatchObject({ key: enclave.address })
    const answer = await fixture.provider.call({
      to: fixture.registry,
      data: REGISTRY_ABI.encodeFunctionData('keys', [enclave.address]),
    })
    const [{ issuer, revoked }] = REGISTRY_ABI.decodeFunctionResult('keys', answer) as unknown as [
      { readonly issuer: string; readonly revoked: boolean },
    ]
    expect({ issuer, revoked }).toEqual({ issuer: quorum, revoked: false })
  })

  it('are not enough alone', async () => {
    const told = await enrol(await signedBy('a1', await times()))
    expect(told.exitCode).toBe(1)
    expect(told.err).toContain('SignaturesTooFew')
  })

  it('say the same, each once', async () => {
    const at = await times()
    const first = await signedBy('a1', at)
    const [stated = '', time = ''] = at
    const other = await signedBy('a2', [stated, time])
    expect((await enrol(first, first)).err).toContain(
      'has signed twice. (STATEMENTS_APART)'.slice(0, 16),
    )
    expect((await enrol(first, other)).err).toContain('say different things')
  })

  it.each<[string, readonly string[], RegExp]>([
    ['another challenge', ['--nonce', `0x${'08'.repeat(32)}`], /the nonce is not the one/],
    ['another operator', ['--operator', attesters[0]?.address ?? ''], /it obeys/],
    ['another quorum', ['--quorum', attesters[0]?.address ?? ''], /possession was signed by/],
    ['a nonce that is none', ['--nonce', '0x01'], /--nonce: "0x01" is not 0x and 64 digits/],
    ['a chain that is none', ['--chain', 'main'], /--chain: "main" is no chain id/],
  ])('sign nothing with %s', async (_, changes, says) => {
    const { exitCode, err, out } = await sign('a1', await times(), changes)
    expect([exitCode, out]).toEqual([1, ''])
    expect(err).toMatch(says)
  })

  it('sign nothing of simulated evidence by the policy for production', async () => {
    const production = write('production.json', { referenceValues: [hostDataOf(fixture)] })
    const { err } = await sign('a1', await times(), ['--policy', production])
    expect(err).toContain('the own policy refuses: simulated, no hardware')
  })

  it('send no statement that somebody has changed', async () => {
    const { out } = await sign('a1', await times())
    const signed = JSON.parse(out) as { readonly statement: object }
    const changed = { ...signed, statement: { ...signed.statement, notAfter: FOR_EVER } }
    const told = await enrol(write('changed.json', changed))
    expect(told.err).toMatch(/signature: expected "?one of|STATEMENT_UNREADABLE/)
  })
})
