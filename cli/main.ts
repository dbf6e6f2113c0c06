import { join } from 'node:path'
import { processIo } from './io'
import { run } from './run'

// Bundled as dist/cli.js.
const root = join(__dirname, '..')

void run(process.argv, processIo(root), [])
