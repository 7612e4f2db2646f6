import { assert } from './outcome.ts';

const largestUuidMs = 2 ** 48 - 1;

/**
 * Makes a version 7 UUID: 48 bits of time, then 74 random bits; later milliseconds sort later.
 *
 * @param options.atMs epoch milliseconds, whole, 0 to 2^48 − 1
 * @param options.random at least 10 random bytes; the first 10 are used
 * @source RFC 9562, section 5.7
 */
export function uuidV7(options: { atMs: number; random: Uint8Array }): string {
  const { atMs, random } = options;
  assert(
    Number.isSafeInteger(atMs) && atMs >= 0 && atMs <= largestUuidMs,
    'uuid: whole epoch milliseconds that fit 48 bits',
    { atMs },
  );
  assert(random.length >= 10, 'uuid: at least 10 random bytes', { length: random.length });
  const tail = random.slice(0, 10);
  tail[0] = 0x70 | (byteAt(tail, 0) & 0x0f);
  tail[2] = 0x80 | (byteAt(tail, 2) & 0x3f);
  const time = atMs.toString(16).padStart(12, '0');
  let rest = '';
  for (const byte of tail) rest += hexPairs[byte];
  const [first, second] = [time.slice(0, 8), time.slice(8)];
  return `${first}-${second}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`;
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Tells whether the text is a UUID of the RFC's own variant, versions 1 to 8, in any case. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text);
}

// Crockford's base 32: no I, L, O (read as digits) and no U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomCharacters = 9;
const numberLength = randomCharacters + 1;

/**
 * Makes a claim number from random bytes: '7K4M-Q2XD-9F', 45 random bits and a check character.
 *
 * Nothing in it tells the order or the number of claims. The check character makes every single
 * wrong character and every exchange of two characters, neighbours or not, detectable.
 *
 * @param random at least 6 random bytes; the first 45 bits are used
 * @source Crockford, "Base 32"; the check is a weighted sum in GF(32), see checkSum below
 */
export function claimNumber(random: Uint8Array): string {
  assert(random.length >= 6, 'claim number: at least 6 random bytes', { length: random.length });
  let bits = 0n;
  for (let index = 0; index < 6; index += 1) bits = (bits << 8n) | BigInt(byteAt(random, index));
  const digits: number[] = [];
  for (let index = 0; index < randomCharacters; index += 1) {
    digits.push(Number((bits >> BigInt(43 - 5 * index)) & 31n));
  }
  return renderDigits([...digits, timesAlpha(checkSum(digits))]);
}

/**
 * Reads a claim number as people type it and gives its written form, or undefined.
 *
 * Any case; spaces and dashes anywhere or nowhere; O is read as 0, I and L as 1. Undefined when a
 * character is not of the alphabet, the length is not 10, or the check character does not agree.
 */
export function parseClaimNumber(text: string): string | undefined {
  if (text.length > 64) return undefined;
  const plain = text
    .replace(/[\s\p{Dash}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (plain.length !== numberLength) return undefined;
  const digits = Array.from(plain, (character) => alphabet.indexOf(character));
  if (digits.includes(-1) || checkSum(digits) !== 0) return undefined;
  return renderDigits(digits);
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  assert(byte !== undefined, 'ids: the byte exists', { index });
  return byte;
}

// GF(32) over x^5 + x^2 + 1, a primitive polynomial, so the powers α^0 … α^30 all differ.
function timesAlpha(element: number): number {
  const shifted = element << 1;
  return shifted > 31 ? shifted ^ 0b100101 : shifted;
}

// Sums digit × α^(places to its right). One wrong digit changes the sum by a non-zero product; an
// exchange of digits a and b at weights v and w by (v − w)(a − b), which is zero only when a = b.
// The sum starts at 1, so that ten equal zeros are no claim number.
function checkSum(digits: readonly number[]): number {
  return digits.reduce((sum, digit) => timesAlpha(sum) ^ digit, 1);
}

function renderDigits(digits: readonly number[]): string {
  const text = digits.map((digit) => alphabet.charAt(digit)).join('');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
