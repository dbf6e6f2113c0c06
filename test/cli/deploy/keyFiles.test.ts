import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureKeyFile, makeKeyFile, readPrivateKey } from '../../../cli/deploy/keyFiles'
import { localSigner } from '../../../shared/signing/localSigner'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
  path = join(folder, 'deeper', 'tier1.key')
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('makeKeyFile', () => {
  it('writes a key that only its owner may read, and gives its address', async () => {
    const address = await makeKeyFile(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(localSigner(await readPrivateKey(path)).address).toBe(address)
  })

  it('never writes over a file, because a key that is written over is lost', async () => {
    await makeKeyFile(path)
    const before = readFileSync(path, 'utf8')
    await expect(makeKeyFile(path)).rejects.toMatchObject({ code: 'KEY_FILE_EXISTS', path })
    expect(readFileSync(path, 'utf8')).toBe(before)
  })
})

describe('makeKeyFile, where it cannot write', () => {
  it('leaves nothing behind, neither beside a new key nor after a refusal', async () => {
    await makeKeyFile(path)
    await expect(makeKeyFile(path)).rejects.toMatchObject({ code: 'KEY_FILE_EXISTS' })
    expect(readdirSync(join(folder, 'deeper'))).toEqual(['tier1.key'])
  })

  it('says so with a code', async () => {
    writeFileSync(join(folder, 'file'), '')
    const inside = join(folder, 'file', 'tier1.key')
    await expect(makeKeyFile(inside)).rejects.toMatchObject({ code: 'KEY_FILE_UNWRITABLE' })
  })

  it('makes the key although an earlier try was cut short', async () => {
    mkdirSync(join(folder, 'deeper'))
    writeFileSync(`${path}.00000000.part`, '0x12', { mode: 0o600 })
    expect(await ensureKeyFile(path)).toMatch(/^0x/)
  })
})

describe('ensureKeyFile', () => {
  it('keeps the key that is there', async () => {
    const address = await ensureKeyFile(path)
    expect(await ensureKeyFile(path, `0x${'11'.repeat(32)}`)).toBe(address)
  })
})

describe('readPrivateKey', () => {
  it('refuses a file that others may read', async () => {
    await makeKeyFile(path)
    chmodSync(path, 0o644)
    await expect(readPrivateKey(path)).rejects.toMatchObject({ code: 'KEY_FILE_EXPOSED' })
  })

  it('does not show what the file holds when that is no key', async () => {
    const secret = 'correct horse battery staple'
    writeFileSync(join(folder, 'words'), secret, { mode: 0o600 })
    const refusal = await readPrivateKey(join(folder, 'words')).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'PRIVATE_KEY_INVALID' })
    expect(String(refusal)).not.toContain('horse')
  })
})
