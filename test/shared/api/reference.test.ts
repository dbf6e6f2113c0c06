import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { outcomeMeanings, sourceFaultMeanings } from '../../../shared/api/recordedReasons'
import { routes } from '../../../shared/api/routes'
import { statusOf } from '../../../shared/api/status'

const reference = (name: string): string =>
  readFileSync(join(__dirname, '../../../docs/reference', name), 'utf8')

describe('the reference', () => {
  it('has one line for each error: no two classes share a code', () => {
    const codes = [...reference('errors.md').matchAll(/^\| `([A-Z_]+)` \| (\d+|–) \|/gm)]
    expect(codes.length).toBeGreaterThan(40)
    expect(codes.length).toBe(new Set(codes.map(([, code]) => code)).size)
    for (const [, code = '', status] of codes) {
      const listed = statusOf(code)
      if (listed !== undefined) expect([code, status]).toEqual([code, String(listed)])
    }
  })

  it('explains every outcome and every fault of a source', () => {
    const page = reference('errors.md')
    for (const [code, meaning] of Object.entries({ ...outcomeMeanings, ...sourceFaultMeanings })) {
      expect(page).toContain(`| \`${code}\` | ${meaning} |`)
    }
  })

  it('has a section for each route', () => {
    const headings = [...reference('api.md').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(routes.map(({ method, path }) => `${method} /api/${path}`))
  })
})
