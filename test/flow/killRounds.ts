// `npm run kill -- --rounds 10`: kills each host at each named point so many times, and prints one JSON document.
import { parseArgs } from 'node:util'
import type { Round, Victim } from './killRig'
import { openKillRig, POINTS } from './killRig'

const VICTIMS: readonly Victim[] = ['fabric', 'enclave']

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number.')
  const all = Array.from({ length: rounds }, (_, index) =>
    VICTIMS.flatMap((victim) => POINTS.map((point) => ({ number: index + 1, victim, point }))),
  ).flat()
  const rig = await openKillRig()
  const done: Round[] = []
  try {
    for (const { number, victim, point } of all) {
      const round = await rig.round(point, victim)
      done.push(round)
      const where = `${String(number)}/${String(rounds)} ${victim} at ${point}`
      process.stderr.write(`${where}: ${describe(round)}\n`)
    }
  } finally {
    await rig.close()
  }
  const wrong = done.filter((round) => !isRight(round))
  process.stdout.write(`${JSON.stringify({ rounds: done.length, wrong }, null, 2)}\n`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}

function isRight({ delivered, transactions, outcomes }: Round): boolean {
  return delivered === 1 && transactions === 1 && outcomes.join() === 'applied'
}

function describe(round: Round): string {
  const { delivered, transactions, outcomes, elapsedInMs } = round
  const said = `${String(delivered)} delivered, ${String(transactions)} sent, ${outcomes.join()}`
  return `${said} (${(elapsedInMs / 1000).toFixed(1)} s)${isRight(round) ? '' : ' WRONG'}`
}

void main()
