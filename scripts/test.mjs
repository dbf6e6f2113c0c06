// `npm test`: everything that must hold, from types to whole stories; ends with "N passed, N failed" alone on a line.
// Each check counts one; jest's and forge's tests count each.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { forge } from './forge.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = randomUUID()
const limitInMs = 14 * 60_000
const started = Date.now()

const bin = (path) => [process.execPath, `node_modules/${path}`]
const folders = ['functions', 'enclave', 'shared', 'local', 'cli', 'bench', 'test']
const checks = [
  ['types', ...bin('typescript/bin/tsc'), '-p', '.'],
  ['format', ...bin('@biomejs/biome/bin/biome'), 'ci', '--log-level=error', '.'],
  ['contracts format', forge, 'fmt', '--check'],
  ['lint', ...bin('eslint/bin/eslint.js'), '.'],
  ['borders', ...bin('dependency-cruiser/bin/dependency-cruise.mjs'), ...folders],
  ['unused code', ...bin('knip/bin/knip.js')],
  ['contracts are those committed', process.execPath, 'scripts/contracts.mjs', '--check'],
  ['reference is up to date', process.execPath, 'scripts/reference.mjs', '--check'],
]

let passed = 0
let failed = 0

/** Runs one command to its end; its output is shown only when it fails, unless `live`. */
function execute([name, command, ...args], { live = false } = {}) {
  return new Promise((resolve) => {
    const begun = Date.now()
    // The mark is inherited by whatever is started below, so that nothing can be left behind unseen.
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, CRYPLET_TEST_RUN: run, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), limitInMs - (Date.now() - started))
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
        if (live) process.stderr.write(chunk)
      })
    }
    child.once('error', (error) => (output += String(error)))
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      const seconds = ((Date.now() - begun) / 1000).toFixed(1)
      const ok = code === 0
      process.stderr.write(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`)
      if (!ok && !live) process.stderr.write(`${output}\n`)
      if (signal !== null) process.stderr.write(`${name} was ended by ${signal}\n`)
      resolve({ ok, output })
    })
  })
}

async function check(entry) {
  const { ok } = await execute(entry)
  if (ok) passed += 1
  else failed += 1
}

/** Two at a time: what CI has. */
async function inPairs(entries) {
  const waiting = [...entries]
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await check(next)
  }
  await Promise.all([worker(), worker()])
}

async function jest() {
  const { ok, output } = await execute(['jest', ...bin('jest/bin/jest.js')], { live: true })
  const counts = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
  passed += Number(counts?.[1] ?? 0)
  const reported = Number(counts?.[2] ?? 0)
  // A run that ends without its count, or fails beside its tests, has failed all the same.
  failed += ok ? reported : Math.max(1, reported)
}

/** Processes that carry our mark and still run: Linux tells, other systems do not. */
function leftBehind() {
  if (process.platform !== 'linux') return undefined
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`CRYPLET_TEST_RUN=${run}`)
      } catch {
        return false // ended meanwhile, or not ours to read
      }
    })
}

function checkNothingLeft() {
  const pids = leftBehind()
  if (pids === undefined) {
    process.stderr.write('not run: no process is left behind (needs Linux)\n')
    return
  }
  if (pids.length === 0) {
    passed += 1
    process.stderr.write('ok   no process is left behind\n')
    return
  }
  failed += 1
  for (const pid of pids) {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    process.stderr.write(`FAIL left behind: ${pid} ${command}\n`)
    process.kill(Number(pid), 'SIGKILL')
  }
}

await inPairs(checks)
await jest()
checkNothingLeft()
process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
