import { join } from 'node:path'
import { addHash } from './commands/hash'
import { addKeys } from './commands/keys'
import { addStart } from './commands/start'
import { processIo } from './io'
import { run } from './run'

// Bundled as dist/cli.js.
const root = join(__dirname, '..')

void run(process.argv, processIo(root), [addStart, addHash, addKeys])
