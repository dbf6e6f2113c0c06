import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Emulator } from '../../../../local/emulators/serviceBus/startEmulator'
import { startEmulator } from '../../../../local/emulators/serviceBus/startEmulator'
import { parseTopology } from '../../../../shared/bus/topology'
import type { HostProcess } from '../../../support/hostProcess'
import { startHost } from '../../../support/hostProcess'
import { openClient } from '../../emulators/serviceBus/contract/support'
import { buildApp, buildHost, makeFolder } from '../build'

// Processes start slowly on a machine that has much to do.
jest.setTimeout(60_000)

const folder = makeFolder()
const hostFile = buildHost(folder.path)
const tellLoaded = join(folder.path, 'tellLoaded.cjs')
let emulator: Emulator

beforeAll(async () => {
  const queues = [{ name: 'lanes', requiresSession: true }]
  emulator = await startEmulator({ topology: parseTopology({ queues }) })
  writeFileSync(
    tellLoaded,
    `process.on('exit', () => {
      const isLoaded = Object.keys(require.cache).some((path) => path.includes('@azure/service-bus'))
      console.error('SDK loaded: ' + isLoaded)
    })`,
  )
})

afterAll(async () => {
  await emulator.stop()
  folder.remove()
})

const start = (name: string, values: Readonly<Record<string, string>>): Promise<HostProcess> =>
  startHost({
    appDir: buildApp(folder.path, name, { 'local.settings.json': { Values: values } }),
    stateDir: join(folder.path, `${name}-state`),
    hostFile,
    env: { NODE_OPTIONS: `--require ${tellLoaded}` },
  })

describe('the host as a process', () => {
  it('serves a trigger whose queue and connection are app settings, and ends on SIGTERM', async () => {
    const host = await start('serviceBus', { LANES: 'lanes', BUS: emulator.connection })
    const client = openClient(emulator.connection)
    await client.createSender('lanes').sendMessages({ body: 'wake', sessionId: 's' })
    await client.close()
    await host.waitForLine('info lane wake of s')
    expect(await host.stop()).toBe(0)
    expect(host.lines).toContain('SDK loaded: true')
  })

  it('does not load the SDK for an app without such a trigger', async () => {
    const host = await start('programs', { EVERY_MINUTE: '0 * * * * *' })
    expect(await host.stop()).toBe(0)
    expect(host.lines).toContain('SDK loaded: false')
  })

  it('does not start without the connection', async () => {
    await expect(start('serviceBus', { LANES: 'lanes' })).rejects.toThrow(
      "Function 'lane': its connection is the app setting 'BUS', but it is not set",
    )
  })
})
