import type { Io } from '../../../cli/io'
import { parseOptions } from '../../../cli/start/options'

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
      options: {
        isOnce: false,
        isJson: false,
        isFresh: false,
        isFunc: false,
        folder: '/repository/.fabric',
      },
      faults: [],
    })
  })

  it.each(['80', '65529', '7070.5', '-1', 'many', ''])('refuses %j as a base of ports', (text) => {
    const { options, faults } = parseOptions({ portBase: text }, io)
    expect(options.portBase).toBeUndefined()
    expect(faults).toMatchObject([{ name: '--port-base', received: JSON.stringify(text) }])
  })

  it('takes 1024 to 65528, so that the highest offset is a port', () => {
    for (const base of [1024, 65_528]) {
      expect(parseOptions({ portBase: String(base) }, io).options.portBase).toBe(base)
    }
  })

  it('refuses --json for a stack that goes on, and tells every fault at once', () => {
    const { faults } = parseOptions({ json: true, portBase: 'x' }, io)
    expect(faults.map(({ name }) => name)).toEqual(['--port-base', '--json'])
  })
})
