import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { addresses } from './golden'
import { bundle } from './goldenBundle'

const source = readFileSync(join(__dirname, '../../../dist/verify.js'), 'utf8')

type Verdicts = readonly { readonly link: string; readonly verdict: string }[]

describe('dist/verify.js', () => {
  it('loads nothing, so that it runs in a browser too', () => {
    expect(source).not.toMatch(/\brequire\(|\bimport\(/)
  })

  it('verifies a bundle with the language alone, and text encoding', () => {
    const module = { exports: {} as { verifyBundle?: (...args: unknown[]) => Verdicts } }
    runInContext(
      source,
      createContext({ module, exports: module.exports, TextEncoder, TextDecoder }),
    )
    const links = module.exports.verifyBundle?.(JSON.parse(JSON.stringify(bundle)), addresses)
    const verdicts = links?.map(({ link, verdict }) => `${link} ${verdict}`)
    expect(verdicts).toEqual([
      'claim valid',
      'cryplet valid',
      'enclave warning',
      'host valid',
      'registry not checked',
      'anchor not checked',
      'provenance valid',
      'outcome not checked',
    ])
  })
})
