import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { localSigner } from '../../../shared/signing/localSigner'

describe('loadCurve in a bundle without the addon beside it', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cryplet-curve-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('says so aloud, and signs the same bytes in JavaScript', async () => {
    const outfile = join(folder, 'main.js')
    buildSync({
      stdin: {
        contents: `
          import { loadCurve } from './curve'
          import { localSigner } from './localSigner'
          const signer = localSigner('0x' + '41'.repeat(32))
          void signer.sign('0x' + '11'.repeat(32)).then((signature) => {
            console.log(JSON.stringify([loadCurve().backend, signer.address, signature]))
          })`,
        resolveDir: join(__dirname, '../../../shared/signing'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      target: 'node20',
      outfile,
    })
    const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' })
    const native = localSigner(`0x${'41'.repeat(32)}`)
    expect(JSON.parse(stdout)).toEqual([
      'JavaScript',
      native.address,
      await native.sign(`0x${'11'.repeat(32)}`),
    ])
    expect(stderr).toContain("[CRYPLET_CURVE_SLOW] Warning: secp256k1's native addon is not there")
    expect(stderr).not.toMatch(/4141/)
  })
})
