import { signTransaction } from '../../shared/chain/lanes/transaction'
import type { Hex } from '../../shared/core/hex'
import type { ChainModel } from './chain/chainModel'
import type { Lie } from './chain/lies'
import { LIES } from './chain/lies'
import type { Tx } from './chain/transactions'
import { readTransaction } from './chain/transactions'
import type { Host } from './host'
import type { Liar } from './nodeTrouble'
import { lie, trouble } from './nodeTrouble'
import { CHAIN_ID, sender, stranger } from './scenario'
import type { World } from './world'

/** What goes wrong by itself, as time goes by. */
export type Sky = {
  readonly world: World
  readonly model: ChainModel
  readonly liar: Liar<Lie>
  readonly hosts: () => readonly Host[]
  readonly setBrokerDownUntil: (inMs: number) => void
  readonly setContainerDownUntil: (inMs: number) => void
  readonly raiseEpoch: () => void
}

// One second of it.
export function blow(sky: Sky): void {
  const { world, liar } = sky
  if (world.faults.isOver()) {
    liar.current = undefined
    return
  }
  trouble(world, sky.model.nodes)
  pools(sky)
  lie(world, liar, { nodes: sky.model.nodes.length, lies: LIES })
  surroundings(sky)
  accounts(sky)
}

function pools({ world, model }: Sky): void {
  const { random, faults } = world
  const known = model.nodes.flatMap(({ pool }) => pool.all())
  if (known.length > 0 && faults.strikes('evicted')) {
    const lost = random.pick(known)
    for (const node of model.nodes) if (random.chance(0.8)) node.pool.remove(lost)
  }
}

function surroundings({ world, model, hosts, ...sky }: Sky): void {
  const { random, faults } = world
  const soon = (): number => world.nowInMs() + random.between(3_000, 25_000)
  if (faults.strikes('brokerDown')) sky.setBrokerDownUntil(soon())
  if (faults.strikes('containerDown')) sky.setContainerDownUntil(soon())
  if (faults.strikes('gasRises')) {
    model.contracts.extraGas = random.between(0, 50_000)
    sky.raiseEpoch()
  }
  for (const host of hosts()) {
    if (faults.strikes('clockJump')) host.offsetInMs += random.between(-10_000, 10_000)
  }
}

function accounts({ world, model }: Sky): void {
  const { random, faults } = world
  const account = sender.address.toLowerCase()
  const { state } = model.head()
  if (faults.strikes('lowBalance')) {
    const most = ((state.balances.get(account) ?? 0n) * 99n) / 100n
    model.give(account, -most)
    world.at(random.between(10_000, 60_000), () => {
      model.give(account, most)
    })
  }
  if (faults.strikes('nonceUsedOutside')) {
    const nonce = (state.nonces.get(account) ?? 0) + random.pick([0, 0, 0, 1, 2])
    void sendAs(model, sender, { nonce, to: sender.address, data: '0x' }).then((tx) => {
      // Some are not there to stay: their nonce is free again, and nobody sends them anew.
      if (!random.chance(0.5)) return
      world.at(random.between(8_000, 40_000), () => {
        if (!faults.isOver()) model.undo(tx)
      })
    })
  }
  const claims = model.nodes.flatMap(({ pool }) => pool.all()).filter(({ data }) => data !== '0x')
  if (claims.length > 0 && faults.strikes('carriedByOther')) {
    const { data, to } = random.pick(claims)
    const receiver = model.contracts.receivers.get(to) ?? stranger.address
    const nonce = state.nonces.get(stranger.address.toLowerCase()) ?? 0
    void sendAs(model, stranger, { nonce, to: receiver, data })
  }
}

type Outside = { readonly nonce: number; readonly to: `0x${string}`; readonly data: Hex }

// Not through an endpoint of ours, and at a price that is taken at once.
async function sendAs(model: ChainModel, who: typeof sender, order: Outside): Promise<Tx> {
  const fees = { maxFeePerGas: 90n * 10n ** 9n, maxPriorityFeePerGas: 3n * 10n ** 9n }
  const fields = { ...order, chainId: CHAIN_ID, gasLimit: 300_000n, fees }
  const { raw } = await signTransaction(fields, who)
  const tx: Tx = readTransaction(raw)
  for (const node of model.nodes) model.send(node, tx)
  return tx
}
