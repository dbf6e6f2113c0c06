import type { ChainBlock, Fees } from '../chain'
import type { Attempt } from './rows'

/** Prices as a row keeps them. */
export type Price = Attempt['price']

/**
 * Prices a transaction as others pay now, within a cap.
 *
 * @param fees - What others pay.
 * @param block - The newest one.
 * @param cap - Most for a unit of gas, in wei; undefined for none.
 * @returns The price; undefined when what the next block asks for is above the cap.
 */
export function marketPrice(
  fees: Fees,
  block: ChainBlock,
  cap: bigint | undefined,
): Fees | undefined {
  if ('gasPrice' in fees) return cap !== undefined && fees.gasPrice > cap ? undefined : fees
  const { maxPriorityFeePerGas: tip } = fees
  if (cap === undefined || fees.maxFeePerGas <= cap) return fees
  if (cap < (block.baseFeePerGas ?? 0n) + 1n) return undefined
  return { maxFeePerGas: cap, maxPriorityFeePerGas: tip < cap ? tip : cap }
}

/**
 * Prices a replacement: as the market, but at least an eighth more than the last attempt, since nodes take nothing less
 * than a tenth more for the same nonce.
 *
 * @param market - What others pay.
 * @param last - Of the attempt that is to be replaced.
 * @param cap - Most for a unit of gas, in wei; undefined for none.
 * @returns The price; undefined when a replacement would be above the cap.
 */
export function raisedPrice(market: Fees, last: Price, cap: bigint | undefined): Fees | undefined {
  const floor = raised('gasPrice' in last ? last.gasPrice : last.maxFeePerGas)
  if (cap !== undefined && floor > cap) return undefined
  const ceiling = within(ceilingOf(market), floor, cap)
  if ('gasPrice' in last) return { gasPrice: ceiling }
  const tipFloor = raised(last.maxPriorityFeePerGas)
  const wanted = 'gasPrice' in market ? tipFloor : market.maxPriorityFeePerGas
  return { maxFeePerGas: ceiling, maxPriorityFeePerGas: within(wanted, tipFloor, ceiling) }
}

/**
 * Gives the most that a unit of gas may cost at a price.
 *
 * @param price - As kept or as offered.
 * @returns In wei.
 */
export function ceilingOf(price: Fees | Price): bigint {
  return BigInt('gasPrice' in price ? price.gasPrice : price.maxFeePerGas)
}

/**
 * Writes a price down.
 *
 * @param fees - In wei.
 * @returns As a row keeps it.
 */
export function keptPrice(fees: Fees): Price {
  if ('gasPrice' in fees) return { gasPrice: String(fees.gasPrice) }
  const { maxFeePerGas, maxPriorityFeePerGas } = fees
  return { maxFeePerGas: String(maxFeePerGas), maxPriorityFeePerGas: String(maxPriorityFeePerGas) }
}

function raised(fee: string): bigint {
  return (BigInt(fee) * 9n) / 8n + 1n
}

function within(wanted: bigint, floor: bigint, cap: bigint | undefined): bigint {
  const atLeast = wanted > floor ? wanted : floor
  return cap !== undefined && atLeast > cap ? cap : atLeast
}

/**
 * Says a price, for a history.
 *
 * @param price - As kept.
 * @returns The most for a unit of gas.
 */
export function priceText(price: Price): string {
  return `at most ${String(ceilingOf(price))} wei for a unit of gas`
}
