/** A field that came out otherwise. */
export type Difference = {
  /** As in `observations[0].value`. */
  readonly field: string
  /** What it belongs to, for people, as in `gold`. */
  readonly of?: string
  readonly recorded: string
  readonly replayed: string
}

/** Holds what came out against what was recorded, and counts. */
export class Comparison {
  private readonly found: Difference[] = []
  private count = 0

  /**
   * Compares one field.
   *
   * @param field - Its name.
   * @param values - What was recorded and what came out, and for people what it belongs to.
   */
  see(field: string, values: Omit<Difference, 'field'>): void {
    this.count += 1
    if (values.recorded !== values.replayed) this.found.push({ field, ...values })
  }

  /**
   * Sums up.
   *
   * @returns How many fields were compared, and those that differ, in their order.
   */
  result(): { readonly compared: number; readonly differences: readonly Difference[] } {
    return { compared: this.count, differences: this.found }
  }
}
