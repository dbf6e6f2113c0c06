import type { Life, World } from './world'

/** A process of the fabric, whose clock is off by so much. */
export type Process = { readonly life: Life; offsetInMs: number }

/** Where processes live: those that are there, and how one begins. */
export type Place<P extends Process> = {
  readonly world: World
  readonly processes: P[]
  readonly boot: (life: Life) => P
}

// A process, and the next one after it.
export function live<P extends Process>(
  place: Place<P>,
  born: { readonly name: string; readonly generation: number },
): void {
  const { world, processes } = place
  const { random, faults } = world
  const { name, generation } = born
  const life: Life = {
    name: `${name}${String(generation)}`,
    isOver: false,
    end: (why) => {
      if (life.isOver) return
      life.isOver = true
      world.trace(() => `${life.name} ends ${why}`)
      processes.splice(
        processes.findIndex((process) => process.life === life),
        1,
      )
      world.at(random.between(500, 20_000), () => {
        live(place, { name, generation: generation + 1 })
      })
    },
  }
  const process = place.boot(life)
  if (faults.strikes('clockSkew')) process.offsetInMs = random.between(-30_000, 30_000)
  processes.push(process)
}

export function every(world: World, inMs: number, run: () => void): void {
  world.at(inMs, () => {
    run()
    every(world, inMs, run)
  })
}
