/**
 * Names an account on its chain.
 *
 * Source: CAIP-10.
 *
 * @param chainId - As in 1.
 * @param address - 20 bytes as hexadecimal digits, in either case.
 * @returns As in `eip155:1:0x…`, in lower case.
 */
export function accountId(chainId: number, address: string): string {
  return `eip155:${String(chainId)}:${address.toLowerCase()}`
}
