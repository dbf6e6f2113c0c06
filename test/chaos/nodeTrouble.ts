import type { FaultKind } from './rates'
import type { World } from './world'

/** A node, as far as it can be out of reach. */
export type Reachable = {
  readonly index: number
  /** Until then it learns nothing new. */
  laggingUntilInMs: number
  deadUntilInMs: number
}

/** Who lies, and about what: one endpoint at a time, since a quorum of two among three bears no more. */
export type Liar<L extends FaultKind> = {
  current: { readonly node: number; readonly lie: L } | undefined
}

// One second of what befalls nodes by themselves.
export function trouble(world: World, nodes: readonly Reachable[]): void {
  const { random, faults } = world
  const now = world.nowInMs()
  for (const node of nodes) {
    if (faults.strikes('rpcLag')) node.laggingUntilInMs = now + random.between(3_000, 40_000)
    if (faults.strikes('rpcDead')) node.deadUntilInMs = now + random.between(3_000, 40_000)
  }
}

// Lets one of so many nodes begin to lie, or end.
export function lie<L extends FaultKind>(
  { random, faults }: World,
  liar: Liar<L>,
  { nodes, lies }: { readonly nodes: number; readonly lies: readonly L[] },
): void {
  if (liar.current !== undefined) {
    if (random.chance(0.06)) liar.current = undefined
    return
  }
  const wanted = lies.filter((each) => faults.draws(each))
  if (wanted.length > 0)
    liar.current = { node: random.between(0, nodes - 1), lie: random.pick(wanted) }
}
