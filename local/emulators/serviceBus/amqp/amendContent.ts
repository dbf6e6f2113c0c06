import { types } from 'rhea'
import type { Content } from '../broker/message'
import { encodeSection, mapOf, plain, readSections } from './rhea'
import { pairsOf, SECTION } from './sections'

/**
 * Sets application properties, as settling a message may.
 *
 * @param content - Of the message.
 * @param properties - What is null or undefined changes nothing.
 * @returns The new content.
 */
export function amendContent(
  content: Content,
  properties: Readonly<Record<string, unknown>>,
): Content {
  const changes = Object.entries(properties).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  if (changes.length === 0) return content
  const [section] = readSections(content.sections.applicationProperties)
  const kept = pairsOf(section?.value).filter(
    ([key]) => !changes.some(([name]) => name === plain(key)),
  )
  const changed = changes.map(([name, value]) => [types.wrap_string(name), types.wrap(value)])
  const map = mapOf([...kept, ...changed].flat())
  return {
    ...content,
    properties: { ...content.properties, ...Object.fromEntries(changes) },
    sections: {
      ...content.sections,
      applicationProperties: encodeSection(SECTION.applicationProperties, map),
    },
  }
}
