import type { SignedRecord } from '../envelope/record'
import type { BodyLack, RunBody } from '../execution/replay/runDocument'
import type { BodyRow, WakeRow } from '../runs/rows'
import type { ApiPorts } from './ports'

const DAY_IN_MS = 86_400_000

/**
 * Reads the bodies that a run may still show. The declaration and the retention that hold now decide, not those of when it
 * ran: a body that has become private, or too old, is not shown though the hourly round has not removed it yet.
 *
 * @param ports - Rows, Cryplets, clock and retention.
 * @param wake - Of the run.
 * @param record - Of the run.
 * @returns One an observation, in their order: the bytes, or why they are not there.
 */
export async function readBodies(
  ports: Pick<ApiPorts, 'runs' | 'cryplets' | 'clock' | 'retention'>,
  wake: WakeRow,
  record: SignedRecord,
): Promise<readonly RunBody[]> {
  const cryplet = ports.cryplets.find(({ crypletId }) => crypletId === wake.crypletId)
  const rows = await ports.runs.bodies.ofRun(wake.wakeId)
  const ageInMs = ports.clock.nowInMs() - wake.wokenAtInMs
  const isOld = ageInMs > ports.retention.bodiesInDays * DAY_IN_MS
  return record.facts.observations.map(({ source, origin, responseHash }) => {
    const isPublic = cryplet?.definition.sources[source]?.body === 'public'
    const place = { source, origin, responseHash }
    const row = rows.find((each) => isOf(each, place))
    if (!isPublic) return { ...place, leftOut: 'not public' }
    if (row !== undefined && 'body' in row && !isOld) return { ...place, body: row.body }
    return { ...place, leftOut: lackOf(row) }
  })
}

function isOf(row: BodyRow, place: Pick<BodyRow, 'source' | 'origin' | 'responseHash'>): boolean {
  const { source, origin, responseHash } = place
  return row.source === source && row.origin === origin && row.responseHash === responseHash
}

function lackOf(row: BodyRow | undefined): BodyLack {
  if (row === undefined) return 'not kept'
  return 'leftOut' in row ? row.leftOut : 'removed by age'
}
