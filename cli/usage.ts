import { FabricError } from '../shared/core/errors'

/** What is wrong with one option or argument. */
export type UsageFault = {
  readonly name: string
  /** What came. */
  readonly received: string
  readonly expected: string
}

/** A command line that asks for what cannot be; nothing was begun, and the command ends with 2. */
export class UsageError extends FabricError {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
  readonly retryable = false

  constructor(readonly faults: readonly UsageFault[]) {
    const said = faults.map(
      ({ name, received, expected }) => `${name}: expected ${expected}, got ${received}`,
    )
    super(`${said.join('; ')}. "cryplet <command> --help" lists what there is`)
  }
}
