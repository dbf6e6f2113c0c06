/** A wave of straight lines between zero and its height. */
export type TriangleWave = {
  readonly periodInSeconds: number
  readonly height: number
}

/**
 * Gives the height of a wave at an instant, in integers: the same on every machine.
 *
 * @param instant - Unix seconds, not negative.
 * @param wave - Its period and height.
 * @returns 0 to `height`, rounded down.
 */
export function triangleWave(instant: number, wave: TriangleWave): number {
  const { periodInSeconds, height } = wave
  const phase = instant % periodInSeconds
  const risen = Math.min(phase, periodInSeconds - phase)
  return Math.floor((2 * height * risen) / periodInSeconds)
}
