import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findLocalStack, requireLocalStack, untilUp } from '../../cli/localStack'
import { takeLock, tellUp } from '../../local/stack/lock'
import { portsFrom } from '../../local/stack/ports'
import { startTimeOf } from '../../local/stack/processTable'
import type { StackProcess } from '../../local/stack/state'
import { readState, writeState } from '../../local/stack/state'
import { stackState } from '../support/cliRig'
import { startServer } from '../support/jsonServer'
import { thrownBy } from '../support/thrownBy'

const addresses = { registry: '0x00', goldNote: '0x01' } as const

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-stack-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function listed(kind: StackProcess['kind'], startedAt: string): StackProcess {
  return { kind, pid: process.pid, port: 1, startedAt, fingerprint: '' }
}

function write(...processes: readonly StackProcess[]): void {
  writeState(folder, { version: 2, ports: portsFrom(7070), processes })
}

describe('requireLocalStack', () => {
  it('says that a stack is starting while its command has not got that far', () => {
    const release = takeLock(folder, false, 'a start')
    expect(thrownBy(() => requireLocalStack(folder))).toMatchObject({ code: 'STACK_STARTING' })
    write(listed('chain', startTimeOf(process.pid) ?? ''))
    expect(thrownBy(() => requireLocalStack(folder))).toMatchObject({
      code: 'STACK_STARTING',
      pid: process.pid,
    })
    expect(findLocalStack(folder)).toBeUndefined()
    release()
    expect(thrownBy(() => requireLocalStack(folder))).toMatchObject({
      code: 'STACK_NOT_RUNNING',
      fault: 'its fabric process has ended',
    })
  })

  it('says of a process that has died once all was up, not that it is starting', () => {
    const release = takeLock(folder, false, 'a start')
    write(listed('chain', startTimeOf(process.pid) ?? ''), listed('fabric', 'long ago'))
    // Until then the list is of an earlier start, as after the machine went down.
    expect(thrownBy(() => requireLocalStack(folder))).toMatchObject({ code: 'STACK_STARTING' })
    tellUp(folder)
    expect(thrownBy(() => requireLocalStack(folder))).toMatchObject({ code: 'STACK_NOT_RUNNING' })
    release()
  })
})

describe('untilUp', () => {
  it('waits for a fabric that is still to come', async () => {
    const server = await startServer((_request, response) => response.writeHead(200).end('{}'))
    const stack = stackState(addresses, 'http://127.0.0.1:1', Number(new URL(server.origin).port))
    const release = takeLock(stack.folder, false, 'a start')
    const keys = join(stack.folder, 'fabric/keys.json')
    const written = readFileSync(keys, 'utf8')
    rmSync(keys)
    const up = untilUp(stack.folder)
    writeFileSync(keys, written)
    // It answers, and may be of an earlier start that is about to be replaced.
    expect(
      await Promise.race([up, new Promise((resolve) => setImmediate(resolve))]),
    ).toBeUndefined()
    tellUp(stack.folder)
    expect(await up).toMatchObject({ fabricUrl: server.origin, functionKey: 'the key' })
    expect(server.asked).toEqual(['/api/health'])
    release()
    await server.stop()
    stack.remove()
  })

  it('ends as soon as the command that was starting it has ended', async () => {
    const release = takeLock(folder, false, 'a start')
    const up = untilUp(folder)
    release()
    await expect(up).rejects.toMatchObject({ code: 'STACK_NOT_RUNNING' })
    expect(readState(folder)).toBeUndefined()
  })
})
