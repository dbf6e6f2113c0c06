/** At least three characters, so that `%C3%A9`, an encoded letter, names no setting. */
const SETTING = /%([A-Z][A-Z0-9_]{2,})%/g
const SLOT = '{slot}'
const SLOT_DATE = '{slot:date}'

/**
 * Checks the placeholders of a URL template.
 *
 * @param template - As an author wrote it, or with its settings filled in.
 * @returns What is wrong; undefined when nothing is.
 */
export function placeholderFault(template: string): string | undefined {
  const rest = template.replaceAll(SLOT, '').replaceAll(SLOT_DATE, '')
  return /[{}]/.test(rest)
    ? `${template}: only {slot} and {slot:date} can stand in braces`
    : undefined
}

/**
 * Tells whether a URL can ask about a past instant.
 *
 * @param template - With its settings filled in.
 * @returns Whether the slot stands in it.
 */
export function asksForSlot(template: string): boolean {
  return template.includes(SLOT) || template.includes(SLOT_DATE)
}

/**
 * Lists the settings that a URL template names.
 *
 * @param template - As in `%GOLD_URL%`.
 * @returns Names.
 */
export function settingsOf(template: string): readonly string[] {
  return [...template.matchAll(SETTING)].flatMap(([, name]) => name ?? [])
}

/**
 * Fills the settings into a URL template.
 *
 * @param template - As in `%GOLD_URL%`.
 * @param settings - A name that is not among them becomes nothing.
 * @returns The template; `{slot}` still stands in it.
 */
export function fillSettings(
  template: string,
  settings: Readonly<Record<string, string | undefined>>,
): string {
  return template.replaceAll(SETTING, (_, name: string) => settings[name] ?? '')
}
