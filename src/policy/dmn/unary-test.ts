import {
  addRational,
  compareRational,
  negateRational,
  parseRational,
  type Rational,
  rational,
} from '../../kernel/index.ts';
import { NotConvertible } from './decision-table.ts';

/** One end of a range; without one the range has no end there. */
export interface End {
  readonly value: Rational;
  readonly isInclusive: boolean;
}

/** What a unary test of FEEL holds for. */
export type UnaryTest =
  | { readonly kind: 'any' }
  | {
      readonly kind: 'ranges';
      readonly ranges: readonly { readonly low?: End; readonly high?: End }[];
    }
  | { readonly kind: 'words'; readonly words: readonly string[] };

const write = '-, 5, < 5, [0..5], "a", true, or several parted by commas';

/**
 * Reads a unary test of FEEL as far as decision tables use it.
 *
 * @source DMN 1.3, clause 10.3.1.2, grammar rules 7 to 17
 */
export function parseUnaryTest(text: string): UnaryTest {
  const trimmed = text.trim();
  if (trimmed === '-' || trimmed === '') return { kind: 'any' };
  const parts = splitOutside(trimmed);
  const words = parts.map(wordOf);
  if (words.every((word) => word !== undefined)) return { kind: 'words', words };
  return { kind: 'ranges', ranges: parts.map(rangeOf) };
}

/** Parts a text at the commas outside of quotes, in one pass. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (text[at] !== ',' || isQuoted) continue;
    parts.push(text.slice(from, at).trim());
    from = at + 1;
  }
  return [...parts, text.slice(from).trim()];
}

function wordOf(text: string): string | undefined {
  if (text === 'true' || text === 'false') return text;
  return /^"([^"]*)"$/.exec(text)?.[1];
}

// No number or range is longer.
const longestRange = 400;

function rangeOf(text: string): { readonly low?: End; readonly high?: End } {
  if (text.length > longestRange) {
    throw new NotConvertible(`${text.slice(0, 40)} … (${text.length} characters)`, write);
  }
  const sign = /^[<>]=?/.exec(text)?.[0];
  if (sign !== undefined) {
    const end = { value: numberOf(text.slice(sign.length)), isInclusive: sign.length === 2 };
    return sign.startsWith('<') ? { high: end } : { low: end };
  }
  const range = partRange(text);
  if (!range) {
    const end = { value: numberOf(text), isInclusive: true };
    return { low: end, high: end };
  }
  return {
    low: { value: numberOf(range.low), isInclusive: text.startsWith('[') },
    high: { value: numberOf(range.high), isInclusive: text.endsWith(']') },
  };
}

/** Gives what stands before and behind the first `..` between two brackets, in one pass. */
function partRange(text: string): { readonly low: string; readonly high: string } | undefined {
  if (text.length < 2 || !'[]('.includes(text.charAt(0)) || !'[])'.includes(text.slice(-1))) {
    return undefined;
  }
  const inside = text.slice(1, -1).trim();
  // An end may itself begin with a point: the first character is never one of the two.
  const dots = inside.indexOf('..', 1);
  if (dots < 0 || dots + 2 === inside.length) return undefined;
  return { low: inside.slice(0, dots), high: inside.slice(dots + 2) };
}

/** Reads a number of FEEL, or a duration as its seconds. */
export function numberOf(text: string): Rational {
  const iso =
    /^(?:duration\(\s*)?@?"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"\s*\)?$/.exec(
      text.trim(),
    );
  if (iso) {
    const [sign, days, hours, minutes, seconds] = iso.slice(1);
    const [whole, part] = [BigInt(days ?? 0) * 24n + BigInt(hours ?? 0), BigInt(minutes ?? 0)];
    const rest = parseRational(seconds ?? '0') ?? rational(0n);
    const size = addRational(rational((whole * 60n + part) * 60n), rest);
    return sign === '-' ? negateRational(size) : size;
  }
  // A division is worked out in FEEL, in decimals that may not end.
  const value = text.includes('/') ? undefined : parseRational(text.trim());
  if (!value) throw new NotConvertible(text, write);
  return value;
}

/** Says whether a test holds for a value. */
export function holdsFor(test: UnaryTest, value: Rational | string): boolean {
  if (test.kind === 'any') return true;
  if (test.kind === 'words') return typeof value === 'string' && test.words.includes(value);
  if (typeof value === 'string') return false;
  return test.ranges.some(({ low, high }) => isAbove(value, low) && isBelow(value, high));
}

function isAbove(value: Rational, low: End | undefined): boolean {
  if (!low) return true;
  const order = compareRational(value, low.value);
  return order > 0 || (order === 0 && low.isInclusive);
}

function isBelow(value: Rational, high: End | undefined): boolean {
  if (!high) return true;
  const order = compareRational(value, high.value);
  return order < 0 || (order === 0 && high.isInclusive);
}
