import { join } from 'node:path'
import { composeEnclave } from '../../enclave/enclave'
import { SettingsError } from '../../shared/core/settings'
import {
  BUNDLE,
  clock,
  enclaveFolder,
  manifest,
  operator,
  settingsFor,
} from '../support/enclaveFixture'

const ORIGIN = 'http://127.0.0.1:7077'

function compose(changes: Record<string, string>, built = manifest) {
  const env = { ...settingsFor(ORIGIN), ...changes }
  return composeEnclave({
    env,
    bundlePath: join(enclaveFolder(), 'main.js'),
    manifest: built,
    clock,
  })
}

function faultsOf(start: () => unknown): readonly string[] {
  try {
    start()
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name }) => name)
    throw error
  }
  return []
}

describe('composeEnclave', () => {
  it('starts with settings that are whole', () => {
    expect(compose({}).requests.operator).toBe(operator.address)
  })

  it('makes tier 2 and the encryption key anew at each start', () => {
    const [one, two] = [compose({}).identity, compose({}).identity]
    expect(one.signer.address).not.toBe(two.signer.address)
    expect(one.encryptionKey).not.toEqual(two.encryptionKey)
  })

  it('tells every fault in one message, and fails at the start', () => {
    const changes = {
      PUBLISHER: 'me',
      ENCLAVE_OPERATOR: '',
      ALLOWED_PRIVATE_ORIGINS: 'http://127.0.0.1:7077/path',
      GOLD_URL: '',
    }
    const names = faultsOf(() => compose(changes))
    // While the list of allowed origins is malformed, no private one is allowed.
    const urls = ['SOFR_URL', 'GOLD_SPOT_URL']
    expect([...new Set(names)].sort()).toEqual([...Object.keys(changes), ...urls].sort())
  })

  it('refuses to be simulated in production, and a sidecar that is elsewhere', () => {
    expect(faultsOf(() => compose({ NODE_ENV: 'production' }))).toEqual(['ATTESTATION'])
    const sidecar = { ATTESTATION: 'http://localhost:8080' }
    expect(faultsOf(() => compose({ NODE_ENV: 'production', ...sidecar }))).toEqual([])
    for (const ATTESTATION of ['http://sidecar.example:8080', 'https://localhost', 'hardware']) {
      expect(faultsOf(() => compose({ ATTESTATION }))).toEqual(['ATTESTATION'])
    }
  })

  it('never shows the URL of a source, which may hold a key', () => {
    const start = () => compose({ GOLD_URL: 'https://me:sekret@gold.example/?asOf={slot}' })
    expect(new Set(faultsOf(start))).toEqual(new Set(['GOLD_URL']))
    expect(start).toThrow(SettingsError)
    expect(start).not.toThrow(/sekret/)
  })

  it('refuses a manifest of another build', () => {
    const cryplets = [{ name: 'marketClose', version: '0.9.0', bundle: BUNDLE }]
    expect(() => compose({}, { version: 1, cryplets })).toThrow(
      'marketClose: the manifest has 0.9.0, the app 1.0.0',
    )
  })
})
