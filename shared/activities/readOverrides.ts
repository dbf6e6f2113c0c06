import type { Timing } from '../calendar/dueSlots'
import type { CalendarOverrides } from '../calendar/overrides'
import { parseCalendarOverrides } from '../calendar/parseCalendarOverrides'
import { FabricError } from '../core/errors'
import type { Runs } from '../runs/openRuns'
import { OverridesUnusableError } from './errors'

/**
 * Reads what the operator knows better than the calendar that a Cryplet wakes by.
 *
 * @param runs - Where it is kept.
 * @param timing - Its schedule; an interval and no clock at all have no calendar.
 * @returns Undefined when there is nothing.
 * @throws OverridesUnusableError when what is stored does not fit the calendar, as after a change by hand or a new version.
 */
export async function readOverrides(
  runs: Pick<Runs, 'checkpoints'>,
  timing: Timing | undefined,
): Promise<CalendarOverrides | undefined> {
  if (timing?.kind !== 'schedule') return undefined
  const { calendar } = timing
  const stored = await runs.checkpoints.getOverrides(calendar)
  if (stored === undefined) return undefined
  try {
    const overrides = parseCalendarOverrides(calendar, stored)
    return Object.keys(overrides).length === 0 ? undefined : overrides
  } catch (error) {
    if (error instanceof FabricError) throw new OverridesUnusableError(calendar, error)
    throw error
  }
}
