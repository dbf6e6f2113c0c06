import { InvalidValueError } from '../core/errors'
import type { Hex } from '../core/hex'
import { parseHex } from '../core/hex'
import { parseFields, parseList, parseText } from '../envelope/fields'

/** What the build says of the Cryplets in the app: built into it, and written beside it for people and tools. */
export type BuildManifest = {
  readonly version: 1
  readonly cryplets: readonly BuiltCryplet[]
}

/** One Cryplet as it was built. */
export type BuiltCryplet = {
  readonly name: string
  readonly version: string
  /** keccak256 of its own minified bundle, 32 bytes. */
  readonly bundle: Hex
}

/**
 * Parses the manifest that the build makes.
 *
 * @param value - JSON.
 * @returns The same, checked.
 * @throws InvalidValueError when it is anything else.
 */
export function parseBuildManifest(value: unknown): BuildManifest {
  const { version, cryplets } = parseFields(value, 'manifest', ['version', 'cryplets'])
  if (version !== 1) throw new InvalidValueError('manifest.version', '1', version)
  return { version, cryplets: parseList(cryplets, 'manifest.cryplets', parseBuiltCryplet) }
}

function parseBuiltCryplet(value: unknown, argument: string): BuiltCryplet {
  const { name, version, bundle } = parseFields(value, argument, ['name', 'version', 'bundle'])
  return {
    name: parseText(name, `${argument}.name`),
    version: parseText(version, `${argument}.version`),
    bundle: parseHex(bundle, `${argument}.bundle`, 32),
  }
}
