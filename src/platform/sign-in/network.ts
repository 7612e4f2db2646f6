/**
 * Gives the network that an address stands for: an IPv4 address as it is, of IPv6 the first 64
 * bits, because one subscriber holds all addresses below them.
 *
 * @source RFC 6177, section 2
 */
export function networkOf(address: string): string {
  const [zoneless = ''] = address.split('%', 1);
  const plain = zoneless.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const gap = plain.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
