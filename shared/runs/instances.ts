/** What became of a start. */
export type StartResult = 'started' | 'running'

/** The Durable engine, as far as runs need it; only triggers know its client. */
export type Instances = {
  /** Starts the workflow of a run; an instance of that id that has not ended is left alone. */
  readonly start: (id: string, input: { readonly wakeId: string }) => Promise<StartResult>
  /** Raises an event; an instance that has ended or never was is no error: the rows are the truth. */
  readonly raise: (id: string, event: string, data: object) => Promise<void>
}
