import type { Emulator } from '../../../../local/emulators/serviceBus/startEmulator'
import { startEmulator } from '../../../../local/emulators/serviceBus/startEmulator'
import { parseTopology } from '../../../../shared/bus/topology'
import { links } from './contract/links'
import { sending } from './contract/sending'
import { sessions } from './contract/sessions'
import { settling } from './contract/settling'
import type { Namespace } from './contract/support'
import { topics } from './contract/topics'
import topology from './contract/topology.json'

jest.setTimeout(30_000)

const SETTING = 'SERVICE_BUS_CONTRACT_CONNECTION'
const real = process.env[SETTING]

const contract = (namespace: Namespace) => {
  for (const part of [settling, sending, sessions, topics, links]) part(namespace)
}

describe('the Service Bus contract on the emulator', () => {
  let emulator: Emulator | undefined
  beforeAll(async () => {
    emulator = await startEmulator({ topology: parseTopology(topology) })
  })
  afterAll(async () => {
    await emulator?.stop()
  })
  contract(() => emulator?.connection ?? '')
})

if (real === undefined || real === '') {
  process.stderr.write(
    `not run: the Service Bus contract on a real namespace (set ${SETTING} to its connection string; entities as in contract/topology.json)\n`,
  )
} else {
  describe('the Service Bus contract on a real namespace', () => {
    contract(() => real)
  })
}
