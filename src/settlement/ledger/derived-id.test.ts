import { describe, expect, it } from 'vitest';
import { isUuid } from '../../kernel/index.ts';
import { canonicalHash, derivedId, derivedIdBeside } from './derived-id.ts';

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

describe('an id derived beside another', () => {
  const of = '019a1b2c-3d4e-7abc-8def-0123456789ab';

  it('has the time of a UUIDv7 it is made for, and the parts decide the rest', () => {
    const id = derivedIdBeside(of, ['payout', of, '1']);
    const hex = canonicalHash(['payout', of, '1']);
    expect(id.slice(0, 15)).toBe('019a1b2c-3d4e-7');
    expect(id.slice(15, 18)).toBe(hex.slice(13, 16));
    expect(id.slice(24)).toBe(hex.slice(20, 32));
    expect(isUuid(id)).toBe(true);
    expect(derivedIdBeside(of, ['payout', of, '1'])).toBe(id);
    expect(derivedIdBeside(of, ['payout', of, '2'])).not.toBe(id);
  });

  it('stands where the other stands', () => {
    const earlier = derivedIdBeside('019a1b2c-3d4d-7fff-bfff-ffffffffffff', ['b']);
    const later = derivedIdBeside('019a1b2c-3d4f-7000-8000-000000000000', ['a']);
    expect(earlier < of && of < later).toBe(true);
  });

  it('is as it always was for an id without a time: what is on record keeps its transfers', () => {
    const old = '0f0e0d0c-0b0a-8abc-9def-0123456789ab';
    expect(derivedIdBeside(old, ['payout', old, 'take'])).toBe(derivedId(['payout', old, 'take']));
  });
});
