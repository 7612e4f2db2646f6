import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimNumber, InvariantError, isUuid, parseClaimNumber, uuidV7 } from './index.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randoms = fc.uint8Array({ minLength: 6, maxLength: 12 });
const plainOf = (written: string) => written.replaceAll('-', '');

const others = (character: string) => [...alphabet].filter((other) => other !== character);

/** Gives the one claim number that differs from the characters at most at the spare place. */
function completed(characters: readonly string[], spare: number): string[] {
  const fitting = [...alphabet]
    .map((character) => characters.with(spare, character))
    .filter((plain) => parseClaimNumber(plain.join('')));
  const [only] = fitting;
  if (!only || fitting.length > 1) throw new Error(`${fitting.length} numbers fit`);
  return only;
}

describe('version 7 UUIDs', () => {
  test('the example of RFC 9562, appendix A.6', () => {
    // Version and variant bits are overwritten, whatever the random bytes hold there.
    const random = Uint8Array.from([0xfc, 0xc3, 0xd8, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7({ atMs: 0x017f22e279b0, random })).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('every one is a UUID of version 7, and later milliseconds sort later', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 16 });
    const times = fc.integer({ min: 0, max: 2 ** 48 - 2 });
    fc.assert(
      fc.property(times, bytes, bytes, (atMs, first, second) => {
        const earlier = uuidV7({ atMs, random: first });
        expect(isUuid(earlier)).toBe(true);
        expect(earlier[14]).toBe('7');
        expect(earlier < uuidV7({ atMs: atMs + 1, random: second })).toBe(true);
      }),
    );
  });

  test('the caller’s random bytes are not changed', () => {
    const random = new Uint8Array(10).fill(255);
    uuidV7({ atMs: 0, random });
    expect(random).toEqual(new Uint8Array(10).fill(255));
  });

  test('too little randomness and impossible times are faults', () => {
    expect(() => uuidV7({ atMs: 0, random: new Uint8Array(9) })).toThrow(InvariantError);
    for (const atMs of [-1, 0.5, 2 ** 48, Number.NaN]) {
      expect(() => uuidV7({ atMs, random: new Uint8Array(10) })).toThrow(InvariantError);
    }
  });

  test.each([
    ['017F22E2-79B0-7CC3-98C4-DC0C0C07398F', true],
    ['c232ab00-9414-41ec-b3c8-9f6bdeced846', true],
    ['00000000-0000-0000-0000-000000000000', false],
    ['017f22e2-79b0-7cc3-c8c4-dc0c0c07398f', false],
    ['017f22e279b07cc398c4dc0c0c07398f', false],
    ['017f22e2-79b0-7cc3-98c4-dc0c0c07398f ', false],
    ['', false],
  ])('%j is a UUID: %s', (text, expected) => {
    expect(isUuid(text)).toBe(expected);
  });
});

describe('claim numbers', () => {
  test('one is written 4-4-2 in Crockford’s alphabet and read back', () => {
    expect(claimNumber(Uint8Array.from([1, 2, 3, 4, 5, 6]))).toBe('0410-6105-0E');
    fc.assert(
      fc.property(randoms, (random) => {
        const written = claimNumber(random);
        expect(written).toMatch(
          /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/,
        );
        expect(parseClaimNumber(written)).toBe(written);
      }),
    );
  });

  test('each of the first 45 bits changes the number', () => {
    const numbers = Array.from({ length: 45 }, (_, bit) => {
      const random = new Uint8Array(6);
      random[Math.floor(bit / 8)] = 128 >> (bit % 8);
      return claimNumber(random);
    });
    expect(new Set([claimNumber(new Uint8Array(6)), ...numbers]).size).toBe(46);
  });

  test('it is read as people type it', () => {
    // 0410-6105-0E has zeros and ones, which people hear and type as letters.
    for (const typed of [
      '041061050E',
      'o41o-61o5-oe',
      'O4lO 6iO5 Oe',
      ' 0410–6105–0e ',
      '04-10 61-05 0-E',
      '04I0-6I05-0E',
    ]) {
      expect(parseClaimNumber(typed)).toBe('0410-6105-0E');
    }
  });

  test.each([
    '',
    '0410-6105-0',
    '0410-6105-0EE',
    '0410-6105-0F',
    '0410-6105-0U',
    '0410_6105_0E',
  ])('%j is refused', (text) => {
    expect(parseClaimNumber(text)).toBeUndefined();
  });

  test('ten zeros, what a tester types first, are no claim number', () => {
    expect(parseClaimNumber('0000-0000-00')).toBeUndefined();
  });

  test('every single wrong character is detected, exhaustively for each number tried', () => {
    fc.assert(
      fc.property(randoms, (random) => {
        const plain = [...plainOf(claimNumber(random))];
        const wrong = plain.flatMap((right, place) =>
          others(right).map((character) => plain.with(place, character).join('')),
        );
        expect(wrong).toHaveLength(310);
        expect(wrong.filter((text) => parseClaimNumber(text))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('every exchange of two different characters is detected, neighbours or not', () => {
    fc.assert(
      fc.property(randoms, (random) => {
        const plain = [...plainOf(claimNumber(random))];
        const swapped = plain.flatMap((first, a) =>
          plain
            .map((second, b) => ({ second, text: plain.with(a, second).with(b, first).join('') }))
            .filter(({ second }) => second !== first),
        );
        expect(swapped.filter(({ text }) => parseClaimNumber(text))).toEqual([]);
      }),
    );
  });

  // The check is linear: whether an exchange is seen depends on the two characters and their places
  // alone. So every pair at every place, in one number each, proves it for all numbers.
  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('every exchange at %i is detected', (place) => {
    const spare = place === 8 ? 0 : 9;
    for (const first of alphabet) {
      for (const second of others(first)) {
        const plain = completed(
          [...'0000000000'].with(place, first).with(place + 1, second),
          spare,
        );
        const swapped = plain
          .with(place, second)
          .with(place + 1, first)
          .join('');
        expect(parseClaimNumber(swapped)).toBeUndefined();
      }
    }
  });

  test('too little randomness is a fault', () => {
    expect(() => claimNumber(new Uint8Array(5))).toThrow(InvariantError);
  });
});
