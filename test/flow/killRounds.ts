// `npm run kill -- --rounds 10`: kills each host at each named point, and the broker at some, so many times, and prints one JSON document.
import { parseArgs } from 'node:util'
import type { Round } from './killRig'
import { KILLS, openKillRig } from './killRig'

async function main(): Promise<void> {
  const rounds = roundsOf(process.argv.slice(2))
  if (rounds === undefined) {
    process.stderr.write('kill: --rounds takes a whole number from 1.\n')
    process.exitCode = 2
    return
  }
  const all = Array.from({ length: rounds }, (_, index) =>
    KILLS.map((kill) => ({ number: index + 1, ...kill })),
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

function roundsOf(args: readonly string[]): number | undefined {
  const options = { rounds: { type: 'string', default: '10' } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false })
  const isKnown = positionals.length === 0 && Object.keys(values).every((name) => name === 'rounds')
  const rounds = Number(values.rounds)
  return isKnown && Number.isInteger(rounds) && rounds >= 1 ? rounds : undefined
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
