import { BlockList, isIP } from 'node:net';

/** What is not the public internet. @source IANA special-purpose address registries (RFC 6890) */
function listInside(): BlockList {
  const inside = new BlockList();
  const ranges: readonly (readonly [string, number])[] = [
    ...([
      ['0.0.0.0', 8],
      ['10.0.0.0', 8],
      ['100.64.0.0', 10],
      ['127.0.0.0', 8],
    ] as const),
    ...([
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
      ['192.0.0.0', 24],
      ['192.0.2.0', 24],
    ] as const),
    ...([
      ['192.88.99.0', 24],
      ['192.168.0.0', 16],
      ['198.18.0.0', 15],
    ] as const),
    ...([
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
    ] as const),
  ];
  for (const [net, bits] of ranges) inside.addSubnet(net, bits, 'ipv4');
  const special = [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const;
  for (const [net, bits] of special) inside.addSubnet(net, bits, 'ipv6');
  return inside;
}

const inside = listInside();
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

/** Tells whether an IP address is one of the public internet, and no other. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, 'ipv4');
  // Whatever embeds an IPv4 address (mapped, NAT64) lies outside of 2000::/3.
  return family === 6 && publicV6.check(address, 'ipv6') && !inside.check(address, 'ipv6');
}
