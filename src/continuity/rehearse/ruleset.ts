/** Addresses that stand for declared names inside the rehearsal. */
export const DECLARED_NET = '127.77';
/** Addresses that stand for every other name that is asked for. */
export const UNDECLARED_NET = '127.88';

/** An address and port inside the rehearsal. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Gives the address that stands for the n-th name of a net, n from 0 to 65,023. */
export function standIn(net: string, index: number): string {
  return `${net}.${Math.floor(index / 254)}.${(index % 254) + 1}`;
}

/**
 * Gives the nftables rules of the rehearsal's network namespace.
 *
 * Everything is delivered to the namespace itself, so nothing leaves it. Declared endpoints and what the
 * script starts on its own loopback are let through; whatever else is tried is written into a set and refused at
 * once. A loopback port on which nothing listens is written down too: it answers with a reset of sequence 0.
 */
export function renderRuleset(declared: readonly Endpoint[]): string {
  const elements = declared.map(({ address, port }) => `${address} . ${port}`).join(', ');
  const filled = declared.length === 0 ? '' : ` elements = { ${elements} };`;
  const dynamic = 'flags dynamic; size 65535;';
  return `table inet amends {
  set declared { type ipv4_addr . inet_service;${filled} }
  set refused { type ipv4_addr . inet_service; ${dynamic} }
  set refused_udp { type ipv4_addr . inet_service; ${dynamic} }
  set refused6 { type ipv6_addr . inet_service; ${dynamic} }
  set closed { type ipv4_addr . inet_service; ${dynamic} }
  chain output {
    type filter hook output priority 0; policy drop;
    ip saddr 127.0.0.0/16 tcp flags & (syn | rst) == rst tcp sequence 0 update @closed { ip saddr . tcp sport } accept
    ct state established,related accept
    ip daddr . tcp dport @declared accept
    ip daddr 127.0.0.0/16 accept
    ip6 daddr ::1 accept
    meta l4proto tcp ip daddr 0.0.0.0/0 update @refused { ip daddr . tcp dport } reject with tcp reset
    meta l4proto udp ip daddr 0.0.0.0/0 update @refused_udp { ip daddr . udp dport } reject
    meta l4proto tcp ip6 daddr ::/0 update @refused6 { ip6 daddr . tcp dport } reject with tcp reset
  }
}
`;
}

/** Reads from \`nft -j list table\` the endpoints that were written into a set. */
export function readSet(listing: unknown, name: string): Endpoint[] {
  const entries = (listing as { nftables?: readonly { set?: NftSet }[] }).nftables ?? [];
  const set = entries.find((entry) => entry.set?.name === name)?.set;
  return (set?.elem ?? []).flatMap((element) => {
    const [address, port] = element.concat ?? element.elem?.val?.concat ?? [];
    return typeof address === 'string' && typeof port === 'number' ? [{ address, port }] : [];
  });
}

interface NftSet {
  readonly name: string;
  readonly elem?: readonly {
    readonly concat?: readonly unknown[];
    readonly elem?: { readonly val?: { readonly concat?: readonly unknown[] } };
  }[];
}
