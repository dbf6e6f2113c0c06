import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseUnits } from 'ethers'
import { connectChain } from '../../cli/deploy/chain'
import { sampleGold } from '../../local/samples/sampleGold'
import { Stack } from '../../local/stack/stack'
import type { StackState } from '../../local/stack/state'
import { readState } from '../../local/stack/state'
import { freePortBase } from '../support/freePortBase'
import type { CliProcess } from './cli'
import { runCli, startCli } from './cli'

// Real processes all the way.
jest.setTimeout(120_000)

let folder: string
let running: CliProcess

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cryplet-ask-'))
  running = startCli(['start', '--state', folder, '--port-base', String(await freePortBase())])
  await running.says('The stack goes on')
})

afterAll(async () => {
  running.child.kill('SIGINT')
  await running.ended
  await new Stack(folder, stateOf(folder), { env: {} }).stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('cryplet ask, on a stack as it starts', () => {
  it('gets the answer of the fabric: enrolled, admitted, sealed, anchored and applied', async () => {
    const asked = await runCli(['ask', '--amount', '2.5', '--json', '--state', folder])
    const { status, stdout, stderr } = asked
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const told = JSON.parse(stdout) as { readonly question: { readonly blockNumber: number } }
    const askedAt = await timeOf(told.question.blockNumber)
    const ounce = parseUnits(String(sampleGold(String(askedAt))?.price), 8)
    expect(told).toMatchObject({
      amountE3: '2500',
      priceE8: String((ounce * 2_500n) / 1_000n),
    })
    const { answer } = JSON.parse(stdout) as { readonly answer: { readonly transaction: string } }
    const verified = await runCli(['verify', answer.transaction, '--state', folder])
    expect({ status: verified.status, stderr: verified.stderr }).toEqual({ status: 0, stderr: '' })
    expect(verified.stdout).toMatch(/anchor +valid/)
    expect(verified.stdout).toMatch(/provenance +valid/)
  })
})

function stateOf(of: string): StackState {
  const state = readState(of)
  if (state === undefined) throw new Error('No stack has started.')
  return state
}

async function timeOf(block: number): Promise<number> {
  const { ports } = stateOf(folder)
  const { provider } = connectChain(`http://127.0.0.1:${String(ports.chain)}`, 31_337)
  try {
    return (await provider.getBlock(block))?.timestamp ?? 0
  } finally {
    provider.destroy()
  }
}
