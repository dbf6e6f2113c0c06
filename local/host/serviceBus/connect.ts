import type { ServiceBusClient } from '@azure/service-bus'

/** What comes of waiting for a next session; a host that stops may have to wait for so long. */
const ACCEPT_TIMEOUT_IN_MS = 1000
const SETTLE_TIMEOUT_IN_MS = 10_000

/**
 * Makes a client, which connects on its first use. The SDK is loaded by the first one: no other app pays for it.
 *
 * @param connection - String with a key.
 * @param isSessionsEnabled - What it is for.
 * @returns The client; it never tries anything twice, because whoever has it does.
 */
export async function connect(
  connection: string,
  isSessionsEnabled: boolean,
): Promise<ServiceBusClient> {
  const sdk = await import('@azure/service-bus')
  return new sdk.ServiceBusClient(connection, {
    retryOptions: {
      maxRetries: 0,
      timeoutInMs: isSessionsEnabled ? ACCEPT_TIMEOUT_IN_MS : SETTLE_TIMEOUT_IN_MS,
    },
  })
}
