import { describe, expect, it } from 'vitest';
import { canonicalHash, derivedId } from './derived-id.ts';

/** The same id from the general form of the canonical bytes. */
function general(parts: readonly string[]): string {
  const hex = canonicalHash(parts);
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

describe('a derived id', () => {
  const lists = [
    ['payout', '01900000-0000-7000-8000-000000000001', 'reserve'],
    [''],
    ['a"b', 'c'],
    ['a","b'],
    ['back\\slash', 'new\nline', '이름', '~', '\u007f'],
  ];
  it.each(lists)('of %j is that of its canonical JSON', (...parts) => {
    expect(derivedId(parts)).toBe(general(parts));
  });

  it('tells one part from two', () => {
    expect(derivedId(['a","b'])).not.toBe(derivedId(['a', 'b']));
  });
});
