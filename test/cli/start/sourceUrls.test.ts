import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processIo } from '../../../cli/io'
import type { SourceUrls } from '../../../cli/start/sourceUrls'
import { readSourceUrls } from '../../../cli/start/sourceUrls'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cryplet-urls-'))
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

const read = (env: Record<string, string> = {}, samples = 7073): SourceUrls =>
  readSourceUrls({ ...processIo(root), env }, samples)

describe('readSourceUrls', () => {
  it('names the sample sources, and allows their origin alone', () => {
    const { urls, faults } = read()
    expect(faults).toEqual([])
    expect(urls).toEqual({
      GOLD_URL: 'http://127.0.0.1:7073/sample/gold?asOf={slot}',
      GOLD_SPOT_URL: 'http://127.0.0.1:7073/sample/spot?asOf={slot}',
      SOFR_URL: 'http://127.0.0.1:7073/sample/sofr?date={slot:date}',
      ALLOWED_PRIVATE_ORIGINS: 'http://127.0.0.1:7073',
    })
  })

  it('tells every fault of the URLs that the apps would tell', () => {
    writeFileSync(
      join(root, 'local.settings.json'),
      JSON.stringify({ Values: { GOLD_URL: 'http://10.0.0.1/{slot}' } }),
    )
    const { faults } = read({ SOFR_URL: 'https://sofr.example/' })
    expect(faults.map(({ name, received }) => `${name}: ${received}`)).toEqual([
      'GOLD_URL: marketClose, source gold: %GOLD_URL% is not https, and ALLOWED_PRIVATE_ORIGINS does not list its origin',
      'SOFR_URL: marketClose, source sofr: %SOFR_URL% has neither {slot} nor {slot:date}',
      'GOLD_URL: priceOnRequest, source gold: %GOLD_URL% is not https, and ALLOWED_PRIVATE_ORIGINS does not list its origin',
    ])
    expect(read({ SOFR_URL: '', ALLOWED_PRIVATE_ORIGINS: 'http://10.0.0.1' }).faults).toEqual([])
  })

  it('takes the example of the settings as it stands, and the sample sources with it', () => {
    copyFileSync(
      join(__dirname, '../../../local.settings.example.json'),
      join(root, 'local.settings.json'),
    )
    expect(read({}, 1)).toMatchObject({
      urls: { GOLD_URL: 'http://127.0.0.1:1/sample/gold?asOf={slot}' },
      faults: [],
    })
  })

  it('takes a source from the file, and rather from the environment', () => {
    const [file, env] = ['https://file.example/{slot}', 'https://env.example/{slot}']
    write(JSON.stringify({ Values: { GOLD_URL: file, OTHER: 'x' } }))
    expect(read()).toMatchObject({ urls: { GOLD_URL: file }, faults: [] })
    expect(read({ GOLD_URL: env }).urls['GOLD_URL']).toBe(env)
    expect(read({ GOLD_URL: '' }).urls['GOLD_URL']).toBe(file)
  })

  it.each([
    ['{"Values":{"GOLD_URL":5}}', 'GOLD_URL', '5'],
    ['{"Values":{"OTHER":null}}', 'OTHER', 'null'],
    ['{"Values":[]}', 'local.settings.json', 'another Values'],
    ['{"Values":null}', 'local.settings.json', 'another Values'],
    ['[]', 'local.settings.json', 'an array of 0'],
    ['null', 'local.settings.json', 'null'],
    ['{"Values":', 'local.settings.json', 'what is not JSON'],
  ])('tells what is wrong in %s, once, under its own name', (text, name, received) => {
    write(text)
    expect(read().faults).toMatchObject([{ name, received }])
  })
})

function write(text: string): void {
  writeFileSync(join(root, 'local.settings.json'), text)
}
