import type { Address } from '../core/hex'
import type { Setting } from '../core/settings'
import { parseAddress, parseUrl } from '../core/settings'

/** One chain that a fabric serves. */
export type ChainSettings = {
  readonly chainId: number
  /** At least one; the first is used until there is a quorum of them. */
  readonly rpcUrls: readonly [string, ...string[]]
  readonly registry: Address
  /** Whether it makes no empty blocks, as a development chain does: then no later block comes to confirm a refusal. */
  readonly minesOnDemand: boolean
}

/**
 * Takes the chains as JSON.
 *
 * @returns A setting; secret, since endpoints often carry a key.
 */
export function chainsSetting(): Setting<readonly ChainSettings[]> {
  return {
    about:
      'The chains to deliver to, each with its endpoints and its TrustRegistry; `minesOnDemand` for a development chain that makes no empty blocks.',
    expected:
      'JSON: [{ "chainId": 1, "rpcUrls": ["https://…"], "registry": "0x…", "minesOnDemand": false }], each chain once',
    secret: true,
    parse: parseChains,
  }
}

function parseChains(text: string): readonly ChainSettings[] | undefined {
  const value = parseJson(text)
  if (!Array.isArray(value) || value.length === 0) return undefined
  const chains = value.flatMap((each) => parseChain(each) ?? [])
  const ids = new Set(chains.map(({ chainId }) => chainId))
  return ids.size === value.length ? chains : undefined
}

function parseChain(value: unknown): ChainSettings | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { chainId, rpcUrls, registry, minesOnDemand = false } = value as Record<string, unknown>
  const [first, ...others] = urlsOf(rpcUrls)
  const trusted = parseAddress(registry)
  const fits = typeof chainId === 'number' && Number.isSafeInteger(chainId) && chainId > 0
  if (!fits || first === undefined || trusted === undefined) return undefined
  if (typeof minesOnDemand !== 'boolean') return undefined
  return { chainId, rpcUrls: [first, ...others], registry: trusted, minesOnDemand }
}

// One wrong URL makes all wrong: nobody should learn later that a chain has fewer endpoints than it seems.
function urlsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  const urls = value.flatMap((each) => parseUrl(each) ?? [])
  return urls.length === value.length ? urls : []
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the setting's fault says what is expected
  }
}
