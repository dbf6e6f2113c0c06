import { AppStartError } from '../errors'

const NEEDED =
  'Endpoint=sb://<host>/ with SharedAccessKeyName and SharedAccessKey, or with SharedAccessSignature'

/** Parts of a connection string whose names may be shown; their values may not. */
const KNOWN_PARTS = [
  'Endpoint',
  'SharedAccessKeyName',
  'SharedAccessKey',
  'SharedAccessSignature',
  'EntityPath',
  'UseDevelopmentEmulator',
]

/**
 * Finds the connection string that a trigger's `connection` names, where the real host looks for it.
 *
 * @param where - The function, for the error.
 * @param connection - The name of an app setting; `ServiceBus` when there is none.
 * @param env - App settings.
 * @returns The string, which holds a key.
 * @throws AppStartError that names function and setting, and what came, but no value of it.
 */
export function requireConnection(
  where: string,
  connection: unknown,
  env: NodeJS.ProcessEnv,
): string {
  const setting = typeof connection === 'string' && connection !== '' ? connection : 'ServiceBus'
  const text = (env[`AzureWebJobs${setting}`] ?? env[setting] ?? '').trim()
  if (text === '') {
    const isIdentity = env[`${setting}__fullyQualifiedNamespace`] !== undefined
    const came = isIdentity
      ? `only '${setting}__fullyQualifiedNamespace' is set, and the embedded host does not connect by an identity`
      : 'it is not set'
    throw new AppStartError(
      `${where}: its connection is the app setting '${setting}', but ${came}. Set it, in the environment or in local.settings.json, to a Service Bus connection string: ${NEEDED}.`,
    )
  }
  if (isConnectionString(parseParts(text))) return text
  throw new AppStartError(
    `${where}: its connection is the app setting '${setting}', which is no Service Bus connection string: expected ${NEEDED}; got ${describe(text)}.`,
  )
}

/**
 * Tells where a connection string leads to.
 *
 * @param connection - As requireConnection gave it.
 * @returns Host and port, without a key.
 */
export function hostOf(connection: string): string {
  return hostIn(parseParts(connection)) ?? ''
}

type Parts = ReadonlyMap<string, string>

function parseParts(text: string): Parts {
  const parts = text.split(';').map((part) => {
    const at = part.indexOf('=')
    return at < 0
      ? (['', part] as const)
      : ([part.slice(0, at).trim(), part.slice(at + 1)] as const)
  })
  return new Map(parts)
}

function isConnectionString(parts: Parts): boolean {
  const has = (name: string) => (parts.get(name) ?? '').trim() !== ''
  const hasKey = has('SharedAccessKeyName') && has('SharedAccessKey')
  return hostIn(parts) !== undefined && hasKey !== has('SharedAccessSignature')
}

function hostIn(parts: Parts): string | undefined {
  return /^sb:\/\/([^/\s]+)\/?$/.exec(parts.get('Endpoint')?.trim() ?? '')?.[1]
}

function describe(text: string): string {
  const parts = parseParts(text)
  const names = KNOWN_PARTS.filter((name) => parts.has(name))
  const length = `${String(text.length)} characters`
  if (names.length === 0) return `${length} with none of these`
  const host =
    names.includes('Endpoint') && hostIn(parts) === undefined ? ', Endpoint without a host' : ''
  return `${length} with ${names.join(', ')}${host}`
}
