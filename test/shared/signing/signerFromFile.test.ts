import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { signerFromFile } from '../../../shared/signing/signerFromFile'

const key = `0x${'41'.repeat(32)}`

describe('signerFromFile', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cryplet-keys-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const aFile = async (text: string, mode: number): Promise<string> => {
    const path = join(folder, 'host.key')
    await writeFile(path, text)
    await chmod(path, mode)
    return path
  }

  it.each([0o600, 0o400])('signs with the key in a file of mode %o', async (mode) => {
    const signer = await signerFromFile(await aFile(`${key}\n`, mode))
    expect(signer.address).toBe('0xa267E4f15c979289993a95E22cA9cDf077B708Ba')
  })

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])(
    'refuses mode %o, with which others may use the key',
    async (mode) => {
      const path = await aFile(key, mode)
      await expect(signerFromFile(path)).rejects.toMatchObject({
        code: 'KEY_FILE_EXPOSED',
        path,
        mode,
        message: expect.stringContaining(`expected mode 600, got ${mode.toString(8)}`) as string,
      })
    },
  )

  it('says which file is not there', async () => {
    const path = join(folder, 'none.key')
    await expect(signerFromFile(path)).rejects.toMatchObject({
      code: 'KEY_FILE_UNREADABLE',
      path,
      cause: { code: 'ENOENT' },
    })
  })

  it('says which file holds no key, and not what it holds', async () => {
    const path = await aFile('41'.repeat(32), 0o600)
    const error: unknown = await signerFromFile(path).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'PRIVATE_KEY_INVALID', source: path })
    expect(inspect(error, { depth: Infinity })).not.toMatch(/4141/)
  })
})
