import { createHash } from 'node:crypto'
import type { Check } from './result'
import { affirmed, refused } from './result'

/**
 * Digests of published container policies that allow everything: a report with one of them says nothing of what runs.
 *
 * Source: microsoft/confidential-sidecar-containers, Azure's samples of Secure Key Release, and the tests of microsoft/CCF.
 */
export const ALLOW_EVERYTHING: readonly string[] = [
  'cadd74f71ebb8fbf9782baab649612520f3c416bc5ce9ac768808ddc8d9b031c',
  '73973b78d70cc68353426de188db5dfc57e5b766e399935fb73a61127ea26d20',
  '4f4448c67f3c8dfc8de8a5e37125d807dadcc41f06cf23f615dbd52eec777d10',
]

/** What a container group was launched with. */
export type HostData = {
  /** 32 bytes, hex without 0x. */
  readonly digest: string
  /** The container policy whose digest it is said to be, as text. */
  readonly policy?: string | undefined
}

/**
 * Holds host data against the builds that may run.
 *
 * @param hostData - As the evidence has it.
 * @param allowed - Digests of container policies, hex without 0x.
 * @returns The check: a policy that allows everything is refused though it be listed.
 */
export function checkHostData(hostData: HostData, allowed: readonly string[]): Check {
  const { digest, policy } = hostData
  const refuse = (reason: string): Check => refused('host data', reason)
  if (/^0+$/.test(digest)) return refuse('HOST_DATA is zero: not on any allow-list')
  if (policy !== undefined && sha256(policy) !== digest) {
    return refuse('HOST_DATA is not the digest of the container policy that came with it')
  }
  if (ALLOW_EVERYTHING.includes(digest) || (policy !== undefined && allowsAnyContainer(policy))) {
    return refuse('HOST_DATA is the digest of an allow-everything container policy')
  }
  if (!allowed.includes(digest)) return refuse(`HOST_DATA ${digest} is not on the allow-list`)
  return affirmed('host data', `HOST_DATA ${digest} is on the allow-list`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

// Generated policies name their containers; one that allows any, or any process in one, names none.
function allowsAnyContainer(policy: string): boolean {
  return /^\s*(?:create_container|exec_in_container|exec_external)\s*:=\s*\{\s*"allowed"\s*:\s*true\b/m.test(
    policy,
  )
}
