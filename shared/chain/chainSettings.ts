import type { Address } from '../core/hex'
import type { Setting } from '../core/settings'
import { parseAddress, parseUrl } from '../core/settings'

const CONFIRMATIONS = 12
const IN_FLIGHT = 16
const MOST_IN_FLIGHT = 1_000

/** One chain that a fabric serves. */
export type ChainSettings = {
  readonly chainId: number
  /** At least one. */
  readonly rpcUrls: readonly [string, ...string[]]
  /** How many endpoints must say the same before it is believed: more than half of them. */
  readonly quorum: number
  readonly registry: Address
  /** Whether it makes no empty blocks, as a development chain does: then no later block comes to confirm a refusal. */
  readonly minesOnDemand: boolean
  /** Whether its headers vouch for all receipts that its nodes show; where not, events rest on the endpoints' word. */
  readonly provesByReceipts: boolean
  /** How many blocks must follow before what a block says is final. */
  readonly confirmations: number
  /** How many transactions of one sender may be in flight. */
  readonly inFlight: number
}

/**
 * Takes the chains as JSON.
 *
 * @returns A setting; secret, since endpoints often carry a key.
 */
export function chainsSetting(): Setting<readonly ChainSettings[]> {
  return {
    about:
      'The chains to deliver to, each with its endpoints and its TrustRegistry. `quorum`: how many endpoints must say the same (more than half; that is what it is when left out). `confirmations`: how many blocks make an outcome final (12 when left out). `inFlight`: how many transactions of one sender may be on their way (16). `minesOnDemand`: for a development chain that makes no empty blocks; its outcomes are final at once. `provesByReceipts`: false for a chain whose headers do not vouch for all receipts; its events rest on what the endpoints agree on.',
    expected:
      'JSON: [{ "chainId": 1, "rpcUrls": ["https://…"], "registry": "0x…", "quorum"?: 1, "confirmations"?: 12, "inFlight"?: 16, "minesOnDemand"?: false, "provesByReceipts"?: true }], each chain once, quorum more than half of its endpoints',
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
  const { chainId, rpcUrls, registry } = value as Record<string, unknown>
  const [first, ...others] = urlsOf(rpcUrls)
  const trusted = parseAddress(registry)
  const limits = parseLimits(value as Record<string, unknown>, others.length + 1)
  const flags = parseFlags(value as Record<string, unknown>)
  const fits = isWhole(chainId, 1)
  if (!fits || first === undefined || trusted === undefined) return undefined
  if (flags === undefined || limits === undefined) return undefined
  return { chainId, rpcUrls: [first, ...others], registry: trusted, ...flags, ...limits }
}

type Flags = Pick<ChainSettings, 'minesOnDemand' | 'provesByReceipts'>

function parseFlags(chain: Readonly<Record<string, unknown>>): Flags | undefined {
  const { minesOnDemand = false, provesByReceipts = true } = chain
  const areFlags = typeof minesOnDemand === 'boolean' && typeof provesByReceipts === 'boolean'
  return areFlags ? { minesOnDemand, provesByReceipts } : undefined
}

type Limits = Pick<ChainSettings, 'quorum' | 'confirmations' | 'inFlight'>

function parseLimits(
  chain: Readonly<Record<string, unknown>>,
  endpoints: number,
): Limits | undefined {
  const majority = Math.floor(endpoints / 2) + 1
  const { quorum = majority, inFlight = IN_FLIGHT } = chain
  const { confirmations = chain['minesOnDemand'] === true ? 0 : CONFIRMATIONS } = chain
  const fits = isWhole(quorum, majority) && quorum <= endpoints
  if (!fits || !isWhole(confirmations, 0) || !isWhole(inFlight, 1)) return undefined
  return inFlight <= MOST_IN_FLIGHT ? { quorum, confirmations, inFlight } : undefined
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least
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
