import type { Io } from '../../../cli/io'
import { parseOptions } from '../../../cli/start/options'
import { thrownBy } from '../../support/thrownBy'

const nothing = (): void => undefined
const io: Io = {
  out: nothing,
  err: nothing,
  isTerminal: false,
  env: {},
  root: '/repository',
  setExitCode: nothing,
}

describe('parseOptions', () => {
  it('keeps the state in .fabric and takes the usual ports unless told otherwise', () => {
    expect(parseOptions({}, io)).toEqual({
      isOnce: false,
      isJson: false,
      isFresh: false,
      isFunc: false,
      folder: '/repository/.fabric',
    })
  })

  it.each(['80', '65529', '7070.5', '-1', 'many', ''])('refuses %j as a base of ports', (text) => {
    expect(thrownBy(() => parseOptions({ portBase: text }, io))).toMatchObject({
      code: 'USAGE',
      faults: [{ name: '--port-base', received: JSON.stringify(text) }],
    })
  })

  it('takes 1024 to 65527, so that the highest offset is a port', () => {
    for (const base of [1024, 65_527]) {
      expect(parseOptions({ portBase: String(base) }, io).portBase).toBe(base)
    }
  })

  it('refuses --json for a stack that goes on, and tells every fault at once', () => {
    expect(thrownBy(() => parseOptions({ json: true, portBase: 'x' }, io))).toMatchObject({
      faults: [{ name: '--port-base' }, { name: '--json' }],
    })
  })

  it.each(['', ' '])('refuses %j as a folder, which would be whatever folder this is', (state) => {
    expect(thrownBy(() => parseOptions({ state }, io))).toMatchObject({
      code: 'USAGE',
      faults: [{ name: '--state' }],
    })
  })
})
