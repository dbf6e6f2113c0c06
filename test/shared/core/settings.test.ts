import {
  addressSetting,
  parseSettings,
  SettingsError,
  urlSetting,
} from '../../../shared/core/settings'

const spec = {
  ENCLAVE_URL: urlSetting(),
  PUBLISHER: addressSetting(),
  HOST_KEY_FILE: { expected: 'the path of a key file', parse: (path: string) => path },
  CONNECTION: { expected: 'a connection string', parse: noText, secret: true },
}

function noText(text: string): string | undefined {
  return text.includes('=') ? text : undefined
}

function faultsOf(env: Record<string, string>): SettingsError {
  try {
    parseSettings(env, spec)
  } catch (error) {
    if (error instanceof SettingsError) return error
  }
  throw new Error('expected SettingsError')
}

describe('parseSettings', () => {
  it('gives each setting as its own type', () => {
    const settings = parseSettings(
      {
        ENCLAVE_URL: 'http://127.0.0.1:7072/',
        PUBLISHER: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
        HOST_KEY_FILE: 'host.key',
        CONNECTION: 'a=b',
      },
      spec,
    )
    expect(settings).toEqual({
      ENCLAVE_URL: 'http://127.0.0.1:7072',
      PUBLISHER: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      HOST_KEY_FILE: 'host.key',
      CONNECTION: 'a=b',
    })
  })

  it('names every fault at once, so that one look mends them', () => {
    const error = faultsOf({ ENCLAVE_URL: 'ftp://x', PUBLISHER: '0x12', CONNECTION: 'a=b' })
    expect(error.message).toMatchInlineSnapshot(`
     "3 setting(s) are wrong. Mend them in local.settings.json or in the app's settings:
       ENCLAVE_URL: expected a URL with http or https, without credentials, got "ftp://x"
       PUBLISHER: expected an address: 0x and 40 hexadecimal digits, got "0x12"
       HOST_KEY_FILE: expected the path of a key file, got nothing"
    `)
  })

  it('never shows a secret', () => {
    expect(faultsOf({ CONNECTION: 'hunter2' }).message).not.toContain('hunter2')
  })

  it('refuses an address whose checksum is wrong', () => {
    const error = faultsOf({
      ENCLAVE_URL: 'http://x',
      HOST_KEY_FILE: 'f',
      CONNECTION: 'a=b',
      PUBLISHER: '0x70997970C51812dc3A010C7d01b50e0d17dc79c8',
    })
    expect(error.faults.map(({ name }) => name)).toEqual(['PUBLISHER'])
  })

  it('refuses a URL that carries credentials', () => {
    expect(faultsOf({ ENCLAVE_URL: 'http://u:p@x' }).faults[0]?.name).toBe('ENCLAVE_URL')
  })

  it('takes the fallback when the setting is left out or empty', () => {
    const settings = { NAME: { expected: 'a name', parse: (text: string) => text, fallback: 'x' } }
    expect(parseSettings({}, settings)).toEqual({ NAME: 'x' })
    expect(parseSettings({ NAME: '' }, settings)).toEqual({ NAME: 'x' })
  })
})
