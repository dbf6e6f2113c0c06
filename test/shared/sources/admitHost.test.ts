import { admitHost, pointsInward, resolveHost } from '../../../shared/sources/admitHost'

const admit = (url: string, addresses: readonly string[] = ['93.184.215.14']) =>
  admitHost(new URL(url), {
    allowedPrivateOrigins: ['http://127.0.0.1:7077', 'https://inside.example'],
    resolveHost: async () => addresses,
  })

// Only what DNS said may be otherwise when it is asked again.
const isNamed = (why: string): boolean => why === 'is not public'

describe('admitHost', () => {
  it('admits a public host by the addresses that its name has now', async () => {
    expect(await admit('https://gold.example/v1', ['93.184.215.14', '2606:4700::1111'])).toEqual({
      ok: true,
      value: ['93.184.215.14', '2606:4700::1111'],
    })
  })

  it.each([
    ['https://localhost/', ['127.0.0.1'], 'is not public'],
    ['https://localhost/', ['::1'], 'is not public'],
    ['https://127.0.0.1/', [], 'is not public'],
    ['https://[::1]/', [], 'is not public'],
    ['https://[::ffff:127.0.0.1]/', [], 'is not public'],
    ['https://0.0.0.0/', [], 'is not public'],
    ['https://169.254.169.254/metadata/instance', [], 'is not public'],
    ['https://168.63.129.16/', [], 'is not public'],
    ['https://2130706433/', [], 'is not public'],
    ['https://0x7f.1/', [], 'is not public'],
    ['https://0177.0.0.1/', [], 'is not public'],
    ['https://127.1/', [], 'is not public'],
    ['https://[fd00::1]/', [], 'is not public'],
    ['https://[fe80::1]/', [], 'is not public'],
    ['https://inward.example/', ['10.0.0.5'], 'is not public'],
    ['https://inward.example/', ['fc00::5'], 'is not public'],
    ['https://half-inward.example/', ['93.184.215.14', '10.0.0.5'], 'is not public'],
    ['http://gold.example/', ['93.184.215.14'], 'is not https'],
    ['http://127.0.0.1:7078/', [], 'is not https'],
    ['https://127.0.0.1:7077/', [], 'is not public'],
    ['https://user:secret@gold.example/', ['93.184.215.14'], 'holds credentials'],
    ['http://user@127.0.0.1:7077/', [], 'holds credentials'],
    ['ftp://gold.example/', ['93.184.215.14'], 'is not https'],
  ])('refuses %s at %j: it %s', async (url, addresses, why) => {
    const { host } = new URL(url)
    const outcome = await admit(url, addresses)

    expect(outcome).toMatchObject({
      ok: false,
      fault: { code: 'SOURCE_ADDRESS_REFUSED', retryable: addresses.length > 0 && isNamed(why) },
    })
    expect(outcome.ok ? '' : outcome.fault.detail).toContain(`${host} ${why}`)
  })

  it('calls a name without any address unreachable', async () => {
    expect(await admit('https://nowhere.example/', [])).toEqual({
      ok: false,
      fault: {
        code: 'SOURCE_UNREACHABLE',
        detail: 'https://nowhere.example has no address',
        retryable: true,
      },
    })
  })

  it('shows no credentials in its detail', async () => {
    const outcome = await admit('https://user:secret@gold.example/')

    expect(JSON.stringify(outcome)).not.toContain('secret')
  })

  it.each([
    ['http://127.0.0.1:7077/sample/gold', []],
    ['https://inside.example/', ['10.0.0.5']],
  ])('admits %s, whose origin was allowed', async (url, addresses) => {
    expect((await admit(url, addresses)).ok).toBe(true)
  })
})

describe('pointsInward', () => {
  it.each([
    'http://127.0.0.1/',
    'https://[::1]/',
    'https://localhost:8080/',
    'https://a.localhost./',
  ])('sees it of %s', (url) => {
    expect(pointsInward(new URL(url))).toBe(true)
  })

  it.each(['https://gold.example/', 'https://8.8.8.8/', 'https://notlocalhost/'])(
    'does not say it of %s',
    (url) => {
      expect(pointsInward(new URL(url))).toBe(false)
    },
  )
})

describe('resolveHost', () => {
  it('asks the system', async () => {
    const addresses = await resolveHost('localhost')

    expect(addresses.some((address) => ['127.0.0.1', '::1'].includes(address))).toBe(true)
  })
})
