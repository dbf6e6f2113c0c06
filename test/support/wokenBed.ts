import { id } from 'ethers'
import { openProvider } from '../../cli/openProvider'
import { startSamples } from '../../local/samples/startSamples'
import type { ActivityPorts } from '../../shared/activities/ports'
import type { Address, Hex } from '../../shared/core/hex'
import { wakeId } from '../../shared/core/ids'
import type { Delivery, EnvelopeRow, WakeRow } from '../../shared/runs/rows'
import { storeWake } from '../../shared/runs/wakeUp'
import { startAzurite } from './azurite'
import { signer } from './deployFixture'
import type { Engine } from './engine'
import { startEngine } from './engine'
import type { VirtualClock } from './virtualClock'
import { virtualClock } from './virtualClock'

/** Friday, 20 November 2026, 16:00 in New York, in Unix seconds. */
export const SLOT = Date.UTC(2026, 10, 20, 21) / 1000

const NOTE: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** A run that has just been woken; there is no chain behind it. */
export type WokenBed = {
  readonly engine: Engine
  readonly ports: ActivityPorts
  readonly clock: VirtualClock
  readonly id: Hex
  readonly owed: () => Promise<readonly Delivery[]>
  readonly envelopesOf: (delivery?: Delivery) => Promise<readonly EnvelopeRow[]>
}

/** What a test replaces: parts of the ports, the sources, or what the wake keeps of the operator's overrides. */
export type Replaced = Partial<ActivityPorts> &
  Pick<WakeRow, 'overrides'> & { readonly sources?: 'down' }

/** Storage and sample sources, and how to wake a run on them. */
export type WokenBeds = {
  /** Of the storage. */
  readonly connection: string
  readonly wake: (replaced?: Replaced) => Promise<WokenBed>
  readonly stop: () => Promise<unknown>
}

/**
 * Starts storage and sample sources.
 *
 * @returns How to wake: a Cryplet of its own each time, two seconds after its slot, in front of a registry that trusts
 * everything.
 */
export async function startWokenBeds(): Promise<WokenBeds> {
  const [azurite, samples] = await Promise.all([startAzurite(), startSamples(0)])
  const samplesUrl = `http://127.0.0.1:${String(samples.port)}`
  let count = 0
  return {
    connection: azurite.connection,
    wake: (replaced) =>
      wokenBed({ connection: azurite.connection, samplesUrl, count: count++ }, replaced),
    stop: () => Promise.all([azurite.stop(), samples.stop()]),
  }
}

type Base = { readonly connection: string; readonly samplesUrl: string; readonly count: number }

async function wokenBed(base: Base, given: Replaced = {}): Promise<WokenBed> {
  const { sources, overrides, ...replaced } = given
  const clock = virtualClock((SLOT + 2) * 1000)
  const down = 'http://127.0.0.1:9'
  const engine = startEngine({
    connection: base.connection,
    chainUrl: down,
    clock,
    samplesUrl: sources === 'down' ? down : base.samplesUrl,
    fixture: {
      crypletId: id(`a Cryplet ${String(base.count)}`) as Hex,
      codeHash: id('its code') as Hex,
      domain: { chainId: 31_337, verifyingContract: NOTE },
      provider: openProvider({ rpcUrl: down, chainId: 31_337 }),
      registry: NOTE,
      goldNote: NOTE,
      subscription: id('a subscription') as Hex,
      signers: { cryplet: signer('c1'), enclave: signer('e1'), host: signer('41') },
    },
  })
  const askTrust: ActivityPorts['askTrust'] = async () => ({ trusted: true, validUntil: 2 ** 40 })
  const ports = { ...engine.ports, askTrust, ...replaced }
  const { runs } = ports
  await runs.subscriptions.admit(engine.subscription)
  const { crypletId } = engine.cryplet
  const wake = wakeId('schedule', crypletId, SLOT)
  await storeWake(
    {
      ...{ wakeId: wake, cryplet: 'marketClose', kind: 'schedule', crypletId, slot: SLOT },
      ...{ explicit: false, wokenAtInMs: clock.nowInMs(), retryUntil: SLOT + 900 },
      ...(overrides !== undefined && { overrides }),
    },
    { wakes: runs.wakes, log: engine.log },
  )
  const owed = async (): Promise<readonly Delivery[]> => (await runs.deliveries.ofRun(wake)) ?? []
  return {
    ...{ engine, ports, clock, id: wake, owed },
    envelopesOf: async (delivery) => {
      const wanted = delivery ?? (await owed())[0]
      return wanted === undefined ? [] : runs.envelopes.list(wanted.deliveryId)
    },
  }
}
