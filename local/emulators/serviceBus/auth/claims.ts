import type { HostClock } from '../../../host/clock'

/** What the tokens of one connection allow. */
export class Claims {
  readonly #expiries = new Map<string, number>()

  constructor(private readonly clock: HostClock) {}

  // Takes up what a verified token allows, for a resource as in `sb://host/queue`.
  add(resource: string, expiresAtInMs: number): void {
    this.#expiries.set(pathOf(resource), expiresAtInMs)
  }

  // Tells whether a token covers an address as in `queue/$management`: by itself, or through what it lies under.
  covers(address: string): boolean {
    const nowInMs = this.clock.nowInMs()
    const path = pathOf(address)
    return [...this.#expiries].some(
      ([resource, expiresAtInMs]) =>
        expiresAtInMs > nowInMs &&
        (resource === '' || path === resource || path.startsWith(`${resource}/`)),
    )
  }
}

/**
 * Gives the path of an address without scheme and host; case does not count.
 *
 * @param address - As in `sb://127.0.0.1:5672/Queue` or `queue`.
 * @returns As in `queue`.
 */
export function pathOf(address: string): string {
  return address
    .replace(/^\w+:\/\/[^/]+/, '')
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase()
}
