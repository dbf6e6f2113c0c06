import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { algorithmDigest } from '../../../shared/sandbox/algorithmDigest'
import { ENGINE } from '../../../shared/sandbox/engineName'
import { DEFAULT_LIMITS } from '../../../shared/sandbox/limits'

const CODE = '(input) => input'
const digest = algorithmDigest(CODE, DEFAULT_LIMITS)

describe('algorithmDigest', () => {
  // It is what parties have approved: whoever changes it changes what they agreed to.
  it('is as it was', () => {
    expect(digest).toMatchInlineSnapshot(
      `"0xac80901371a9063356dbd4d11ae717383109558f4f0cd3ff259ffa0c0e9f3e10"`,
    )
  })

  it.each([
    ['code', () => algorithmDigest(`${CODE} `, DEFAULT_LIMITS)],
    ['fuel', () => algorithmDigest(CODE, { ...DEFAULT_LIMITS, fuel: 1 })],
    ['memory', () => algorithmDigest(CODE, { ...DEFAULT_LIMITS, memoryInBytes: 1 })],
    ['stack', () => algorithmDigest(CODE, { ...DEFAULT_LIMITS, stackInBytes: 1 })],
    ['output', () => algorithmDigest(CODE, { ...DEFAULT_LIMITS, outputInBytes: 1 })],
    ['input', () => algorithmDigest(CODE, { ...DEFAULT_LIMITS, inputInBytes: 1 })],
  ])('is another for another %s', (_, other) => {
    expect(other()).not.toBe(digest)
  })

  it('is the same for another deadline, which never makes a result', () => {
    expect(algorithmDigest(CODE, { ...DEFAULT_LIMITS, deadlineInMs: 1 })).toBe(digest)
  })

  it('names the engine that is there', () => {
    const path = require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')
    const { version } = JSON.parse(
      readFileSync(require.resolve('@jitl/quickjs-wasmfile-release-sync/package.json'), 'utf8'),
    ) as { version: string }
    expect(ENGINE).toEqual({
      name: `quickjs-wasmfile-release-sync@${version}`,
      wasm: createHash('sha256').update(readFileSync(path)).digest('hex'),
    })
  })
})
