import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hexlify, keccak256, randomBytes } from 'ethers'
import { parseAttestation } from '../../shared/attestation/parseAttestation'
import type { Hex } from '../../shared/core/hex'
import type { BuildManifest } from '../../shared/execution/buildManifest'
import { parseBuildManifest } from '../../shared/execution/buildManifest'
import { postToEnclave } from '../../shared/execution/postToEnclave'
import { BUNDLE, operator, PUBLISHER, settingsFor } from '../support/enclaveFixture'
import { startHost } from '../support/hostProcess'

const appDir = join(__dirname, '../../dist/enclave')
const root = join(__dirname, '../..')
const stateDir = () => mkdtempSync(join(tmpdir(), 'cryplet-enclave-host-'))

// The script is no module that jest can load.
function measureWith(manifest: BuildManifest): string {
  const script = `import { enclaveMain } from './scripts/build.mjs'
    import { keccak256 } from 'ethers'
    console.log(keccak256(await enclaveMain(${JSON.stringify(manifest)})))`
  const args = ['--input-type=module', '--eval', script]
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).trim()
}

describe("the enclave app's bundle", () => {
  const built = parseBuildManifest(JSON.parse(readFileSync(join(appDir, 'manifest.json'), 'utf8')))

  it('holds the manifest: another manifest is another bundle, and so another measurement', () => {
    const main = readFileSync(join(appDir, 'main.js'))
    expect(measureWith(built)).toBe(keccak256(main))
    const cryplets = built.cryplets.map((each) => ({ ...each, bundle: BUNDLE }))
    expect(measureWith({ ...built, cryplets })).not.toBe(keccak256(main))
    for (const { bundle } of built.cryplets) expect(main.toString()).toContain(bundle)
  }, 30_000)
})

describe('the deployable enclave app, on a Functions host that asks for keys', () => {
  it('measures its own bundle, and answers without a function key', async () => {
    const env = settingsFor('http://127.0.0.1:7077')
    const host = await startHost({ appDir, stateDir: stateDir(), env })
    try {
      const line = { url: host.url, operator, clock: { nowInMs: Date.now } }
      const post = async (name: string, body: { readonly [name: string]: string | number }) =>
        postToEnclave(line, { path: `/api/enclave/${name}`, body, timeoutInMs: 10_000 })
      const nonce = hexlify(randomBytes(32)) as Hex
      const asked = { chainId: 31337, registry: PUBLISHER, sponsor: PUBLISHER, nonce }
      const { evidence } = parseAttestation(await post('attest', asked))
      expect(evidence).toMatchObject({
        ...{ type: 'simulated', hostData: keccak256(readFileSync(join(appDir, 'main.js'))) },
      })
      const refusals = {
        keys: 'SEALED_KEY_INVALID',
        observe: 'INVALID_VALUE',
        execute: 'INVALID_VALUE',
      }
      for (const [name, code] of Object.entries(refusals)) {
        await expect(post(name, {})).rejects.toMatchObject({ problem: { code } })
      }
    } finally {
      await host.stop()
    }
  }, 30_000)

  it('does not start on wrong settings, and says all that is wrong', async () => {
    const env = { ...settingsFor('http://127.0.0.1:7077'), PUBLISHER: 'me', GOLD_URL: 'gold' }
    await expect(startHost({ appDir, stateDir: stateDir(), env })).rejects.toThrow(
      /PUBLISHER: expected .* got "me".*GOLD_URL: expected/s,
    )
  }, 30_000)
})
