import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectFolder, makeFolder } from '../../../local/stack/inspectFolder'
import { thrownBy } from '../../support/thrownBy'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

describe('inspectFolder', () => {
  it('takes a missing folder, an empty one and one with a lock alone as nothing', () => {
    expect(inspectFolder(join(folder, 'missing'))).toBe('nothing')
    expect(inspectFolder(folder)).toBe('nothing')
    write('lock', '')
    write('stack.json.part', '{')
    expect(inspectFolder(folder)).toBe('nothing')
  })

  it.each(['', '{', '{\n  "version": 1,\n  "por', '{"version":1}'])(
    'knows a list of ours that is damaged: %j',
    (text) => {
      write('stack.json', text)
      expect(inspectFolder(folder)).toBe('damaged')
    },
  )

  it.each(['{"services":[]}', 'null', '[]', 'stack'])(
    'refuses a stack.json of others: %s',
    (text) => {
      write('stack.json', text)
      expect(thrownBy(() => inspectFolder(folder))).toMatchObject({ code: 'STACK_STATE_FOREIGN' })
    },
  )

  it('refuses a folder whose names are like ours, while no list says that they are', () => {
    mkdirSync(join(folder, 'keys'))
    mkdirSync(join(folder, 'logs'))
    expect(thrownBy(() => inspectFolder(folder))).toMatchObject({
      fault: 'it holds keys, logs, and no stack has started there',
    })
  })

  it('refuses a file', () => {
    write('file', '')
    const path = join(folder, 'file')
    expect(thrownBy(() => inspectFolder(path))).toMatchObject({ fault: 'it is no folder' })
  })
})

describe('makeFolder', () => {
  it('says with a code that a folder cannot be made', () => {
    write('file', '')
    const path = join(folder, 'file', 'state')
    expect(
      thrownBy(() => {
        makeFolder(path)
      }),
    ).toMatchObject({ code: 'STACK_STATE_FOREIGN', fault: 'it cannot be written to (ENOTDIR)' })
  })
})
