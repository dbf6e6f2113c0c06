import { join } from 'node:path'
import { addAsk } from './commands/ask'
import { addAttest } from './commands/attest'
import { calendarCommand } from './commands/calendar'
import { addEvents } from './commands/events'
import { addHash } from './commands/hash'
import { addInvoke } from './commands/invoke'
import { addKeys } from './commands/keys'
import { addLanes } from './commands/lanes'
import { addQuarantine } from './commands/quarantine'
import { addReplay } from './commands/replay'
import { addSimulate } from './commands/simulate'
import { addStart } from './commands/start'
import { addVerify } from './commands/verify'
import { addWatch } from './commands/watch'
import { endQuietlyWithoutReader, processIo } from './io'
import { run } from './run'

// Bundled as dist/cli.js.
const root = join(__dirname, '..')

endQuietlyWithoutReader()
void run(process.argv, processIo(root), [
  addStart,
  addVerify,
  addAttest,
  addInvoke,
  addAsk,
  addQuarantine,
  addLanes,
  addEvents,
  addWatch,
  addReplay,
  addSimulate,
  calendarCommand,
  addHash,
  addKeys,
])
