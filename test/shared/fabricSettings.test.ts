import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SettingsError } from '../../shared/core/settings'
import { BUILT_IN_CRYPLETS } from '../../shared/cryplets/builtIn'
import { readFabricSettings } from '../../shared/fabricSettings'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabric-settings-'))
  writeFileSync(join(folder, 'host.key'), 'x')
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

const registry = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const chain = { chainId: 1, rpcUrls: ['https://rpc.example/key'], registry }
const whole = {
  AzureWebJobsStorage: 'AccountName=a;AccountKey=hunter2',
  SERVICE_BUS: 'Endpoint=sb://bus.example;SharedAccessKeyName=k;SharedAccessKey=hunter2',
  CHAINS: JSON.stringify([chain]),
  ENCLAVE_URL: 'http://127.0.0.1:7072',
  HOST_KEY_FILE: 'host.key',
  SENDER_KEY_FILES: 'host.key',
  PUBLISHER: registry,
  GOLD_URL: 'https://gold.example/?asOf={slot}',
  GOLD_SPOT_URL: 'https://spot.example/?asOf={slot}',
  SOFR_URL: 'https://sofr.example/?date={slot:date}',
}

const FOUR = ['https://a', 'https://b', 'https://c', 'https://d']

function read(env: Record<string, string>): ReturnType<typeof readFabricSettings> {
  return readFabricSettings({ env, folder, definitions: BUILT_IN_CRYPLETS })
}

function faultsOf(env: Record<string, string>): SettingsError {
  try {
    read(env)
  } catch (error) {
    if (error instanceof SettingsError) return error
  }
  throw new Error('expected SettingsError')
}

describe('readFabricSettings', () => {
  it('reads every setting; paths are relative to the bundle', () => {
    expect(read(whole)).toMatchObject({
      CHAINS: [{ ...chain, minesOnDemand: false, provesByReceipts: true }],
      HOST_KEY_FILE: join(folder, 'host.key'),
    })
  })

  it("names every fault at once, those of the Cryplets' sources too", () => {
    const names = new Set(faultsOf({}).faults.map(({ name }) => name))
    expect([...names]).toEqual([
      ...['AzureWebJobsStorage', 'SERVICE_BUS', 'CHAINS', 'ENCLAVE_URL', 'HOST_KEY_FILE'],
      ...['SENDER_KEY_FILES', 'PUBLISHER', 'GOLD_URL', 'SOFR_URL', 'GOLD_SPOT_URL'],
    ])
  })

  it('keeps response bodies for 30 days unless it is told otherwise', () => {
    expect(read(whole)).toMatchObject({ BODY_RETENTION_DAYS: 30 })
    expect(read({ ...whole, BODY_RETENTION_DAYS: '0' })).toMatchObject({ BODY_RETENTION_DAYS: 0 })
    for (const text of ['-1', '1.5', '3651', 'ever']) {
      expect(faultsOf({ ...whole, BODY_RETENTION_DAYS: text }).faults).toMatchObject([
        { name: 'BODY_RETENTION_DAYS', received: expect.stringContaining(text) as string },
      ])
    }
  })

  it('keeps posts for 30 days unless it is told otherwise, and for one at least', () => {
    expect(read(whole)).toMatchObject({ POST_RETENTION_DAYS: 30 })
    expect(read({ ...whole, POST_RETENTION_DAYS: '1' })).toMatchObject({ POST_RETENTION_DAYS: 1 })
    expect(faultsOf({ ...whole, POST_RETENTION_DAYS: '0' }).faults).toMatchObject([
      { name: 'POST_RETENTION_DAYS', expected: 'a whole number of days, 1 to 3650' },
    ])
  })

  it("checks the sources' URLs as the enclave does", () => {
    const urls = { GOLD_URL: 'http://127.0.0.1:7073/{slot}', SOFR_URL: 'https://sofr.example/' }
    const told = faultsOf({ ...whole, ...urls }).faults
    expect(told.map(({ name, received }) => `${name}: ${received}`)).toEqual([
      'GOLD_URL: marketClose, source gold: %GOLD_URL% is not https, and ALLOWED_PRIVATE_ORIGINS does not list its origin',
      'SOFR_URL: marketClose, source sofr: %SOFR_URL% has neither {slot} nor {slot:date}',
      'GOLD_URL: priceOnRequest, source gold: %GOLD_URL% is not https, and ALLOWED_PRIVATE_ORIGINS does not list its origin',
    ])
    const allowed = { ...whole, ...urls, SOFR_URL: whole.SOFR_URL }
    const ALLOWED_PRIVATE_ORIGINS = 'http://127.0.0.1:7073'
    expect(read({ ...allowed, ALLOWED_PRIVATE_ORIGINS })).toMatchObject({
      ALLOWED_PRIVATE_ORIGINS: [ALLOWED_PRIVATE_ORIGINS],
    })
  })

  it('shows neither keys of storage nor URLs that may carry one', () => {
    const { message } = faultsOf({
      ...whole,
      AzureWebJobsStorage: 'hunter2',
      SERVICE_BUS: 'SharedAccessKey=hunter2',
      CHAINS: '[{"rpcUrls":["https://hunter2"]}]',
      GOLD_URL: 'hunter2',
    })
    expect(message).toContain('4 setting(s)')
    expect(message).not.toContain('hunter2')
  })

  it.each([
    ['no JSON', '{'],
    ['no chain', '[]'],
    ['a chain twice', JSON.stringify([chain, chain])],
    ['no endpoint', JSON.stringify([{ ...chain, rpcUrls: [] }])],
    ['one endpoint that is no URL', JSON.stringify([{ ...chain, rpcUrls: ['https://a', 'b'] }])],
    ['a registry that is no address', JSON.stringify([{ ...chain, registry: '0x12' }])],
    ['a chain id that is no number', JSON.stringify([{ ...chain, chainId: '1' }])],
    ['a quorum that is no majority', JSON.stringify([{ ...chain, rpcUrls: FOUR, quorum: 2 }])],
    ['a quorum above its endpoints', JSON.stringify([{ ...chain, rpcUrls: FOUR, quorum: 5 }])],
    ['a depth below zero', JSON.stringify([{ ...chain, confirmations: -1 }])],
    ['nothing in flight', JSON.stringify([{ ...chain, inFlight: 0 }])],
    ['too much in flight', JSON.stringify([{ ...chain, inFlight: 1001 }])],
    ['a word for a flag', JSON.stringify([{ ...chain, minesOnDemand: 'yes' }])],
    ['a number for a flag', JSON.stringify([{ ...chain, provesByReceipts: 0 }])],
  ])('refuses chains with %s', (_what, CHAINS) => {
    expect(faultsOf({ ...whole, CHAINS }).faults.map(({ name }) => name)).toEqual(['CHAINS'])
  })

  it('takes a majority of the endpoints, and twelve blocks for final, where nothing is said', () => {
    const [four] = read({ ...whole, CHAINS: JSON.stringify([{ ...chain, rpcUrls: FOUR }]) }).CHAINS
    expect(four).toMatchObject({ quorum: 3, confirmations: 12, inFlight: 16 })
    const told = { quorum: 4, confirmations: 0, inFlight: 1000, rpcUrls: FOUR }
    const [own] = read({ ...whole, CHAINS: JSON.stringify([{ ...chain, ...told }]) }).CHAINS
    expect(own).toMatchObject(told)
    const onDemand = { ...chain, minesOnDemand: true }
    const [local] = read({ ...whole, CHAINS: JSON.stringify([onDemand]) }).CHAINS
    expect(local).toMatchObject({ quorum: 1, confirmations: 0 })
  })

  it('refuses a key file that is not there', () => {
    const { faults } = faultsOf({ ...whole, HOST_KEY_FILE: 'none.key' })
    expect(faults.map(({ name }) => name)).toEqual(['HOST_KEY_FILE'])
  })
})
