import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * Tells when a process started, so that a pid that the system has given away again is not taken for ours.
 *
 * @param pid - Of any process.
 * @returns A text that differs between two processes of one pid; undefined when none runs (a zombie does not).
 */
export function startTimeOf(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${String(pid)}/stat`)
  // The second field, the name in parentheses, may hold spaces and parentheses itself.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

function fromPs(pid: number): string | undefined {
  try {
    const [state, ...started] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/)
    return state === undefined || state === '' || state.startsWith('Z')
      ? undefined
      : started.join(' ')
  } catch {
    return undefined
  }
}

/**
 * Finds a process by a variable of its environment.
 *
 * @param name - Of the variable.
 * @param value - Its value; nobody else's.
 * @returns The pid of the oldest; undefined when none runs, or the system does not tell (not Linux).
 */
export function findByVariable(name: string, value: string): number | undefined {
  if (process.platform !== 'linux') return undefined
  const wanted = `${name}=${value}`
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .sort((a, b) => a - b)
    .find((pid) =>
      readOrUndefined(`/proc/${String(pid)}/environ`)
        ?.split('\0')
        .includes(wanted),
    )
}

/** A process as its neighbours see it. */
export type Listener = { readonly pid: number; readonly command: string }

/**
 * Finds who listens on a port of this machine.
 *
 * @param port - TCP.
 * @returns Undefined when the system does not tell (another user's process, or not Linux).
 */
export function listenerOn(port: number): Listener | undefined {
  if (process.platform !== 'linux') return undefined
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => listeningInodes(path, port))
  if (inodes.length === 0) return undefined
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`))
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsOne(name, sockets))
  if (pid === undefined) return undefined
  const command = readOrUndefined(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? ''
  return { pid: Number(pid), command: command.length > 60 ? `${command.slice(0, 59)}…` : command }
}

const LISTENING = '0A'

function listeningInodes(path: string, port: number): readonly string[] {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return (readOrUndefined(path) ?? '').split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const inode = fields[9]
    const matches = fields[1]?.endsWith(ending) === true && fields[3] === LISTENING
    return matches && inode !== undefined ? [inode] : []
  })
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
      } catch {
        return false // closed meanwhile
      }
    })
  } catch {
    return false // ended meanwhile, or not ours to read
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
