import { currencyExponent, parseCurrency, type Rational, rational } from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';

/** What a unit written after a number means. Calendar periods have no fixed length. */
export type Unit =
  | { readonly kind: 'percent' }
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'duration'; readonly name: string; readonly seconds: Rational }
  | { readonly kind: 'period'; readonly name: string };

const durations: readonly (readonly [name: string, seconds: bigint, words: readonly string[]])[] = [
  ['second', 1n, ['second', 'seconds', 'sec', 's', '초']],
  ['minute', 60n, ['minute', 'minutes', 'min', '분']],
  ['hour', 3_600n, ['hour', 'hours', 'h', '시간']],
  ['day', 86_400n, ['day', 'days', '일']],
  ['week', 604_800n, ['week', 'weeks', '주']],
];

const units = new Map<string, Unit>([['%', { kind: 'percent' }]]);
for (const [name, seconds, words] of durations) {
  const unit: Unit = { kind: 'duration', name, seconds: rational(seconds) };
  for (const word of words) units.set(word, unit);
}
for (const word of ['month', 'months', '개월']) units.set(word, { kind: 'period', name: 'month' });
for (const word of ['year', 'years', '년']) units.set(word, { kind: 'period', name: 'year' });

/** Gives the meaning of a unit word, or undefined when no unit is so called. */
export function findUnit(word: string): Unit | undefined {
  const unit = units.get(word);
  if (unit) return unit;
  const currency = /^[A-Z]{3}$/.test(word) ? parseCurrency(word) : undefined;
  return currency === undefined ? undefined : { kind: 'money', currency };
}

/** Gives the smallest amount of a currency in its major unit: 1 for KRW, 1/100 for EUR. */
export function minorUnit(currency: string): Rational {
  return rational(1n, 10n ** BigInt(currencyExponent(currency)));
}

/** Gives the unit an amount is written in, when it is a plain number with a unit. */
export function unitWritten(expression: Expression): Unit | undefined {
  if (expression.kind !== 'number' || expression.unit === undefined) return undefined;
  return findUnit(expression.unit);
}
