import type { SharedKey } from './auth/sas'

/**
 * The connection string of an emulator on this machine.
 *
 * @param port - Where it listens.
 * @param shared - The key that it asks for.
 * @returns As `@azure/service-bus` takes it.
 */
export function emulatorConnection(port: number, shared: SharedKey): string {
  const { keyName, key } = shared
  return `Endpoint=sb://127.0.0.1:${String(port)};SharedAccessKeyName=${keyName};SharedAccessKey=${key};UseDevelopmentEmulator=true;`
}
