import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * IPv4 that leads elsewhere than to a host of the public Internet.
 *
 * Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890 and its updates).
 */
const SPECIAL_IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by a carrier's customers
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, and the clouds' metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
  // Not special to IANA: Azure's platform answers here, to virtual machines and containers only.
  ['168.63.129.16', 32],
]

/**
 * Within 2000::/3, which is all that IPv6 has given out to hosts.
 *
 * Source: IANA IPv6 Special-Purpose Address Registry.
 */
const SPECIAL_IPV6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23], // protocol assignments, among them Teredo, which carries an IPv4 address
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which carries an IPv4 address
  ['3fff::', 20], // documentation
]

const special = new BlockList()
for (const [network, prefix] of SPECIAL_IPV4) special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of SPECIAL_IPV6) special.addSubnet(network, prefix, 'ipv6')

const unicast = new BlockList()
unicast.addSubnet('2000::', 3, 'ipv6')

/**
 * Tells whether an address belongs to a host of the public Internet.
 *
 * IPv6 outside 2000::/3 is refused whole: loopback, link-local, unique local, and every form that carries an IPv4
 * address (mapped, translated).
 *
 * @param address - As a resolver gives it, without brackets or zone.
 * @returns False for whatever is special, and for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  return isIPv6(address) && unicast.check(address, 'ipv6') && !special.check(address, 'ipv6')
}
