import type { ChainRead } from './chainReadType'
import type { HttpJson } from './httpJson'
import type { Unit } from './unit'

/** What a Cryplet can read. */
export type Source<U extends Unit = Unit, D extends number = number> =
  | HttpJson<U, D>
  | ChainRead<U, D>

/** What a Cryplet reads, by name. */
export type Sources = Readonly<Record<string, Source>>
