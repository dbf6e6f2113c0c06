import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addAsk } from '../../cli/commands/ask'
import { addAttest } from '../../cli/commands/attest'
import { calendarCommand } from '../../cli/commands/calendar'
import { addEvents } from '../../cli/commands/events'
import { addHash } from '../../cli/commands/hash'
import { addInvoke } from '../../cli/commands/invoke'
import { addLanes } from '../../cli/commands/lanes'
import { addQuarantine } from '../../cli/commands/quarantine'
import { addReplay } from '../../cli/commands/replay'
import { addSimulate } from '../../cli/commands/simulate'
import { addVerify } from '../../cli/commands/verify'
import { addWatch } from '../../cli/commands/watch'
import { run } from '../../cli/run'
import { startTimeOf } from '../../local/stack/processTable'
import { writeState } from '../../local/stack/state'
import type { Address } from '../../shared/core/hex'
import type { Fixture } from './deployFixture'

export type CliAnswer = { readonly exitCode: number; readonly out: string; readonly err: string }

// Runs one command in this process, as a shell would.
export async function cryplet(args: readonly string[], root = tmpdir()): Promise<CliAnswer> {
  const answer = { exitCode: 0, out: '', err: '' }
  await run(
    ['node', 'cryplet', ...args],
    {
      out: (text) => {
        answer.out += text
      },
      err: (text) => {
        answer.err += text
      },
      isTerminal: false,
      env: {},
      root,
      setExitCode: (code) => {
        answer.exitCode = code
      },
    },
    [
      addVerify,
      addAttest,
      addInvoke,
      addAsk,
      addQuarantine,
      addLanes,
      addWatch,
      addEvents,
      calendarCommand,
      addHash,
      addReplay,
      addSimulate,
    ],
  )
  return answer
}

// The state folder of a stack whose processes are all this one.
export type StateFolder = { readonly folder: string; readonly remove: () => void }

export function stackState(
  fixture: Pick<Fixture, 'registry' | 'goldNote'> & { readonly priceAsker?: Address },
  chainUrl: string,
  fabricPort = 1,
): StateFolder {
  const folder = mkdtempSync(join(tmpdir(), 'cryplet-stack-'))
  const { pid } = process
  const own = { pid, startedAt: startTimeOf(pid) ?? '', fingerprint: '' }
  const chain = Number(new URL(chainUrl).port)
  const ports = {
    fabric: fabricPort,
    enclave: 1,
    chain,
    blob: 1,
    queue: 1,
    table: 1,
    samples: 1,
    bus: 1,
  }
  writeState(folder, {
    version: 2,
    ports,
    processes: [
      { ...own, kind: 'chain', port: chain },
      { ...own, kind: 'fabric', port: fabricPort },
    ],
    deployment: {
      chainId: 31_337,
      registry: fixture.registry,
      goldNote: fixture.goldNote,
      publisher: fixture.goldNote,
      ...(fixture.priceAsker !== undefined && { priceAsker: fixture.priceAsker }),
    },
  })
  mkdirSync(join(folder, 'fabric'))
  writeFileSync(
    join(folder, 'fabric/keys.json'),
    JSON.stringify({ function: 'the key', master: 'the master key' }),
  )
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}
