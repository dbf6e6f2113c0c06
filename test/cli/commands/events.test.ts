import { cryplet } from '../../support/cliRig'
import type { JsonServer } from '../../support/jsonServer'
import { startServer } from '../../support/jsonServer'

const TX = `0x${'ab'.repeat(32)}`
const asker = '0x057ef64E23666F000b34aE31332854aCBd1c8544'
const stream = {
  ...{ chainId: 31_337, address: asker, topic: `0x${'11'.repeat(32)}` },
  position: { blockNumber: 9, blockHash: `0x${'22'.repeat(32)}` },
  ...{ head: 10, lagInBlocks: 1, completeness: 'receipts' },
  counts: { undone: 2, mismatches: 1, faults: 0 },
  lastFault: { reason: 'node3 does not answer' },
  leaseHolder: { holder: 'host-a' },
  listeners: [
    {
      ...{ chainId: 1, receiver: asker, subscription: `0x${'33'.repeat(32)}` },
      ...{ depth: 'safe', unconsumed: 4, isAnchored: false, fromBlock: 5, toldFrom: 90 },
    },
  ],
}

let server: JsonServer

afterEach(() => server.stop())

async function told(
  answers: Readonly<Record<string, unknown>>,
  ...more: readonly string[]
): Promise<{ readonly exitCode: number; readonly out: string; readonly err: string }> {
  server = await startServer((request, response) => {
    const answer = answers[`${String(request.method)} ${String(request.url)}`]
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  return cryplet(['events', 'asks', '--url', server.origin, '--key', 'k', ...more])
}

const shown = { 'GET /api/cryplets/asks/events': { cryplet: 'asks', streams: [stream] } }
const answers = {
  ...shown,
  'POST /api/cryplets/asks/hints': {
    transaction: TX,
    streams: [
      { chainId: 1, address: asker, status: 'found', blockNumber: 7 },
      { chainId: 2, address: asker, status: 'notFound' },
      { chainId: 3, address: asker, status: 'undecided', reason: 'they differ' },
    ],
  },
  'POST /api/cryplets/asks/events/replay': { streams: [{ address: asker, appended: 3 }] },
}

describe('cryplet events', () => {
  it('says how far a chain is read, what stopped it, and who waits', async () => {
    expect((await told(shown)).out).toMatchInlineSnapshot(`
"  0x057ef64E23666F000b34aE31332854aCBd1c8544 on chain 31337: read to 9 of 10, 1 behind, complete by receipts
    2 blocks undone, 1 answers did not match, 0 faults
    stopped: node3 does not answer
    for 0x057ef64E23666F000b34aE31332854aCBd1c8544 on chain 1, safe: 4 entries wait, no on-chain anchor: its event is of another chain
      came late: --replay 5-89 tells of blocks 5-89
"
`)
  })

  it('says what there is in a hint', async () => {
    expect((await told(answers, '--hint', TX)).out).toMatchInlineSnapshot(`
"  0x057ef64E23666F000b34aE31332854aCBd1c8544 on chain 1: found in block 7
  0x057ef64E23666F000b34aE31332854aCBd1c8544 on chain 2: no such event
  0x057ef64E23666F000b34aE31332854aCBd1c8544 on chain 3: undecided: they differ
"
`)
  })

  it('replays a range, some blocks at a time, on the one chain that there is', async () => {
    const { out, exitCode } = await told(answers, '--replay', '5-2004')
    expect({ out, exitCode }).toEqual({ out: '  blocks 5 to 2004: 6 events\n', exitCode: 0 })
    expect(server.asked.filter((path) => path.endsWith('replay'))).toHaveLength(2)
  })

  it.each([
    [['--replay', '9-5'], '--replay'],
    [['--replay', 'all'], '--replay'],
    [['--replay', '1-2', '--chain', '5'], '--chain'],
  ])('refuses %j, naming %s', async (args, name) => {
    const { exitCode, err } = await told(answers, ...args)
    expect(exitCode).toBe(2)
    expect(err).toContain(name)
  })
})
