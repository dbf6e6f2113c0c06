import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InterfaceAbi } from 'ethers'
import { foundryBinary } from '../support/foundry'
import { withProcessLock } from './processLock'

const root = join(__dirname, '../..')

/** ABI and creation code of a compiled contract. */
export type Artifact = { readonly abi: InterfaceAbi; readonly bytecode: string }

/**
 * Runs forge alone: two test files need what it compiles, and two compilations at a time would each take
 * twice as long; the second finds the first one's result.
 *
 * @param args - Its command line.
 * @returns What it printed; its exit status is the caller's to judge from that.
 */
export async function runForge(args: readonly string[]): Promise<string> {
  mkdirSync(join(root, 'dist'), { recursive: true })
  return withProcessLock(join(root, 'dist/forge.lock'), () => run(args))
}

/**
 * Reads what forge compiled.
 *
 * @param file - Name of the Solidity file.
 * @param contract - Name of the contract in it.
 * @returns Its ABI and creation code.
 */
export function readArtifact(file: string, contract: string): Artifact {
  const path = join(root, 'dist/contracts/out', `${file}.sol`, `${contract}.json`)
  const { abi, bytecode } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly abi: InterfaceAbi
    readonly bytecode: { readonly object: string }
  }
  return { abi, bytecode: bytecode.object }
}

function run(args: readonly string[]): Promise<string> {
  const child = spawn(foundryBinary('forge'), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      if (out === '') reject(new Error(`forge ${args.join(' ')}: ${err}`))
      else resolve(out)
    })
  })
}
