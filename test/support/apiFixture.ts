import { id } from 'ethers'
import type { ApiPorts } from '../../shared/api/ports'
import { routes } from '../../shared/api/routes'
import { statusOf } from '../../shared/api/status'
import { openEvidence } from '../../shared/attestation/openEvidence'
import type { Chain } from '../../shared/chain/chain'
import { openEventJournal } from '../../shared/chain/events/eventJournal'
import { leaseHolder } from '../../shared/chain/events/pumpLease'
import type { Journal } from '../../shared/chain/lanes/journal'
import { openJournal } from '../../shared/chain/lanes/journal'
import { openOperations } from '../../shared/chain/lanes/openOperations'
import type { Hex } from '../../shared/core/hex'
import type { HttpAnswer, HttpCall } from '../../shared/core/http'
import { deliveryId, wakeId } from '../../shared/core/ids'
import type { Log } from '../../shared/core/log'
import { problemOf } from '../../shared/core/problem'
import { marketClose } from '../../shared/cryplets/marketClose'
import { claimDigest } from '../../shared/envelope/claimDigest'
import { recordDigest } from '../../shared/envelope/record'
import { sealedEnvelopeToJson } from '../../shared/envelope/sealedEnvelope'
import { openRuns, type Runs } from '../../shared/runs/openRuns'
import type { Delivery, DeliveryEnd, Subscription, WakeRow } from '../../shared/runs/rows'
import { openTables } from '../../shared/store/openTables'
import type { OpenTable } from '../../shared/store/table'
import { type Fixture, fixtureClaim, fixtureRun, sealFixture } from './deployFixture'

// Friday, 20 November 2026, 16:00 in New York.
export const FRIDAY_CLOSE = 1_795_208_400
export const SATURDAY_NOON = FRIDAY_CLOSE + 15 * 3600

// What rows need of a deployed note.
export type NoteIds = Pick<Fixture, 'crypletId' | 'codeHash' | 'goldNote' | 'subscription'>

// A note that is nowhere, for tests that ask no chain.
export const NO_NOTE: NoteIds = {
  crypletId: id('cryplet') as Hex,
  codeHash: id('code') as Hex,
  goldNote: '0x996f08da90E3202ba81a812E0aD3A91892026631',
  subscription: id('subscription') as Hex,
}

const silent: Log = { debug: drop, info: drop, warn: drop, error: drop }

function drop(): void {
  // what is logged is another test's matter
}

export type Asking = {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

// As the adapter does it: what is thrown becomes a problem.
export async function ask(ports: ApiPorts, name: string, asking: Asking = {}): Promise<HttpAnswer> {
  const route = routes.find((candidate) => candidate.name === name)
  if (route === undefined) throw new Error(`no route ${name}`)
  const call: HttpCall = {
    method: route.method,
    url: `http://127.0.0.1/api/${route.path}`,
    params: asking.path ?? {},
    query: new URLSearchParams(asking.query),
    headers: new Headers(asking.headers),
    bodyText: async () => JSON.stringify(asking.body),
    log: silent,
  }
  try {
    return await route.handler(ports)(call)
  } catch (error) {
    const problem = problemOf(error, statusOf)
    return { status: problem.status, json: problem }
  }
}

// Ports with what lanes write behind them, and where they write it.
export type FixturePorts = ApiPorts & {
  readonly journal: Journal
  readonly openTable: OpenTable
}

let opened = 0

// Ports with tables of their own, on the day after the close.
export function openPorts(
  connection: string,
  ids: NoteIds,
  overrides: Partial<ApiPorts> = {},
): FixturePorts {
  opened += 1
  const prefix = `t${String(opened)}`
  const tables = openTables(connection)
  return portsOver((name) => tables(`${prefix}${name}`), ids, overrides)
}

// Ports over tables that others have written to as well.
export function portsOver(
  openTable: OpenTable,
  ids: NoteIds,
  overrides: Partial<ApiPorts> & { readonly chains?: readonly Chain[] } = {},
): FixturePorts {
  const { chains = [], ...parts } = overrides
  const { clock = { nowInMs: () => SATURDAY_NOON * 1000 } } = parts
  return {
    clock,
    ...{ journal: openJournal(openTable), openTable },
    runs: openRuns(openTable),
    lanes: openOperations({ openTable, chains: chains.map((chain) => ({ chain })), clock }),
    evidence: openEvidence(openTable),
    retention: { bodiesInDays: 30, postsInDays: 30 },
    events: {
      journal: openEventJournal(openTable),
      chainOf: () => undefined,
      holder: () => leaseHolder(openTable, clock),
    },
    cryplets: [loadedCryplet(ids)],
    registryOf: () => undefined,
    answer: async () => ({ status: 'fault', retryable: true, reasons: ['nobody answers here'] }),
    probes: { storage: async () => undefined },
    ...parts,
  }
}

function loadedCryplet({ crypletId, codeHash }: NoteIds): ApiPorts['cryplets'][number] {
  const { gold, sofr } = marketClose.sources
  if (gold === undefined || sofr === undefined) throw new Error('marketClose has two sources')
  const rates = 'https://provider.example/rates?key=secret&date={slot:date}'
  const sources = {
    gold: { ...gold, urls: ['http://127.0.0.1:9/sample/gold?asOf={slot}'] },
    sofr: { ...sofr, urls: [rates] },
  }
  return { definition: marketClose, crypletId, codeHash, sources }
}

// The note's standing order, as an operator admitted it.
export function admitted(ids: NoteIds): Subscription {
  const { crypletId, codeHash, goldNote, subscription } = ids
  return {
    cryplet: 'marketClose',
    crypletId,
    codeHash,
    chainId: 31_337,
    receiver: goldNote,
    subscription,
    callback: 'calculatePrice(int256,int256)',
    tiers: 7,
    mode: 'latest',
    maxAgeInSeconds: 432_000,
    timeToLiveInSeconds: 900,
    budgetInWei: '50000000000000000',
    activatedAt: FRIDAY_CLOSE,
  }
}

// One delivery of a day that is so many days after the Friday.
export async function insertDelivery(
  { runs, ids }: { readonly runs: Runs; readonly ids: NoteIds },
  day: number,
  ended?: Pick<DeliveryEnd, 'outcome'> & Partial<DeliveryEnd>,
): Promise<Delivery> {
  const slot = FRIDAY_CLOSE + day * 86_400
  const { activatedAt: wokenAt, ...terms } = { ...admitted(ids), activatedAt: slot }
  const wake = wakeId('schedule', ids.crypletId, slot)
  const row: WakeRow = {
    wakeId: wake,
    cryplet: 'marketClose',
    kind: 'schedule',
    crypletId: ids.crypletId,
    slot,
    explicit: false,
    wokenAtInMs: wokenAt * 1000,
    retryUntil: slot + 900,
  }
  await runs.wakes.insert(row)
  const { chainId, receiver } = terms
  const delivery: Delivery = {
    ...terms,
    sender: '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc',
    slot,
    wakeId: wake,
    deliveryId: deliveryId(wake, { chainId, receiver, subscription: terms.subscription }),
  }
  await runs.deliveries.insert(row, [delivery])
  if (ended !== undefined) {
    await runs.deliveries.insertEnd(delivery, {
      reasons: [],
      endedAt: slot + 60,
      ...ended,
    })
  }
  return delivery
}

// A record and an envelope of it, both as a run would have left them.
export async function insertEnvelope(
  runs: Runs,
  fixture: Fixture,
  delivery: Delivery,
): Promise<Hex> {
  const facts = fixtureRun(fixture, delivery.slot)
  const unsigned = {
    runId: delivery.wakeId,
    facts,
    fetchedAt: delivery.slot + 5,
    codeHash: fixture.codeHash,
  }
  const signature = await fixture.signers.cryplet.sign(recordDigest(unsigned))
  await runs.deliveries.insertRecord(delivery.wakeId, { ...unsigned, signature })
  const claim = await fixtureClaim(fixture, { observedAt: BigInt(delivery.slot) })
  const digest = claimDigest(claim, fixture.domain)
  await runs.envelopes.insert({
    deliveryId: delivery.deliveryId,
    generation: 0,
    digest,
    expiresAt: Number(claim.expiresAt),
    envelope: sealedEnvelopeToJson(await sealFixture(fixture, claim)),
  })
  return digest
}
