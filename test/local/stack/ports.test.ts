import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { freePorts, isFree, MAX_PORT_BASE, portNames, portsFrom } from '../../../local/stack/ports'
import { listenerOn } from '../../../local/stack/processTable'

describe('portsFrom', () => {
  it('counts every port from the base, and leaves the base itself for the console', () => {
    expect(portsFrom(7070)).toEqual({
      fabric: 7071,
      enclave: 7072,
      chain: 7073,
      blob: 7074,
      queue: 7075,
      table: 7076,
      samples: 7077,
      bus: 7078,
    })
  })

  it('stays below 65536 at the highest base', () => {
    expect(Math.max(...Object.values(portsFrom(MAX_PORT_BASE)))).toBe(65_535)
  })
})

describe('freePorts', () => {
  it('gives a different free port to each', async () => {
    const ports = Object.values(await freePorts())
    expect(new Set(ports).size).toBe(portNames().length)
    expect(await Promise.all(ports.map(isFree))).not.toContain(false)
  })
})

describe('isFree', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('sees a listener on %s', async (address) => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, address, resolve))
    const { port } = server.address() as AddressInfo
    expect(await isFree(port)).toBe(false)
    if (process.platform === 'linux') expect(listenerOn(port)?.pid).toBe(process.pid)
    await new Promise((resolve) => server.close(resolve))
    expect(await isFree(port)).toBe(true)
    expect(listenerOn(port)).toBeUndefined()
  })
})
