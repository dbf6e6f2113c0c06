import { makeFolder } from '../../local/stack/inspectFolder'
import { lockHolder, takeLock, tellUp } from '../../local/stack/lock'
import type { Stack } from '../../local/stack/stack'
import type { FabricError } from '../../shared/core/errors'
import { SettingsError } from '../../shared/core/settings'
import type { Io } from '../io'
import { untilUp } from '../localStack'
import { bringUp } from './bringUp'
import { deliverAndTell } from './deliverAndTell'
import { ensureKeys, requireFunc } from './func'
import { DeliveryLateError } from './lastDelivery'
import { assertStateFolder, openStack } from './openStack'
import type { StartOptions } from './options'
import { planStack } from './plan'
import { openProgress } from './progress'
import { readSourceUrls } from './sourceUrls'
import type { Start } from './start'
import type { Interruption } from './watch'
import { listenForEnd, watch } from './watch'

/**
 * Starts the local stack and delivers the last due slot; goes on until it is asked to end, unless it is to run once.
 *
 * @param options - What is asked for.
 * @param io - Its surroundings; gets the exit code.
 * @throws FabricError for everything that keeps it from starting; then nothing of it is left running.
 */
export async function startStack(options: StartOptions, io: Io): Promise<void> {
  const { faults } = readSourceUrls(io, ANY_PORT)
  if (faults.length > 0) throw new SettingsError(faults)
  assertStateFolder(options)
  const progress = openProgress(io, Date.now)
  const func = options.isFunc ? { func: requireFunc(io.env) } : {}
  const isLent = runsAlready(options)
  const start: Start = { options, io, progress, isLent, begunInMs: Date.now(), ...func }
  if (isLent) {
    const { folder } = options
    await progress.step(
      'stack',
      () => untilUp(folder),
      () => 'of another command, up',
    )
    await deliverAndTell(start)
    return
  }
  const wanted = options.isFresh ? 'a start with --fresh' : 'another start'
  makeFolder(options.folder)
  const release = takeLock(options.folder, options.isOnce, wanted)
  const interruption = listenForEnd()
  try {
    await runStack(start, interruption)
  } finally {
    interruption.dispose()
    release()
  }
}

// The settings are checked before it is known where the samples will listen.
const ANY_PORT = 1

// A stack that ends with its own one job cannot be lent.
function runsAlready({ folder, isOnce, isFresh }: StartOptions): boolean {
  const holder = lockHolder(folder)
  return isOnce && !isFresh && holder !== undefined && !holder.isOnce
}

async function runStack(start: Start, interruption: Interruption): Promise<void> {
  const { options, io, progress } = start
  const stack = await openStack(options, io)
  try {
    const work = bringUpAll(start, stack)
    // After an interruption nobody waits for it any more, and the stack's end makes it fail.
    work.catch(() => undefined)
    const came = await Promise.race([work, interruption.asked])
    if (came === 'asked') io.setExitCode(1)
    else {
      tellUp(options.folder)
      await serve(start, stack, interruption)
    }
  } finally {
    progress.hush()
    if (!options.isOnce) progress.note('\n  Stopping …')
    await stack.stop()
  }
}

async function bringUpAll({ options, io, progress, func }: Start, stack: Stack): Promise<void> {
  const { folder } = options
  const { ports } = stack.current
  const { urls: sourceUrls } = readSourceUrls(io, ports.samples)
  const tools = func === undefined ? {} : { func }
  if (func !== undefined) ensureKeys(folder)
  const plan = await planStack({ root: io.root, folder, ports, sourceUrls, ...tools })
  const environment = io.env['NODE_ENV']
  await bringUp({ stack, plan, progress, environment, clock: { nowInMs: Date.now } })
}

async function serve(start: Start, stack: Stack, interruption: Interruption): Promise<void> {
  const { options, io, progress } = start
  const { fault, explain, dispose } = watch(stack)
  try {
    const delivered = deliver(start).catch(explain)
    // After an interruption nobody waits for it any more.
    delivered.catch(() => undefined)
    const came = await Promise.race([delivered, fault, interruption.asked])
    if (came === 'asked') io.setExitCode(1)
    if (came === 'asked' || options.isOnce) return
    progress.note('\n  The stack goes on. Ctrl-C ends it; its state stays.')
    await Promise.race([fault, interruption.asked])
  } finally {
    dispose()
  }
}

async function deliver(start: Start): Promise<void> {
  try {
    await deliverAndTell(start)
  } catch (error) {
    if (start.options.isOnce || !(error instanceof DeliveryLateError)) throw error
    start.progress.note(`\n  ${lateText(error)}`)
  }
}

// The stack is up, and whoever develops wants to look: what is late may still come.
function lateText(error: FabricError): string {
  return `${error.message} (${error.code})`
}
