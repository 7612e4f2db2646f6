import {
  divideRational,
  groupDigits,
  multiplyRational,
  parseInstant,
  parseRational,
  type Rational,
  rational,
  renderDecimal,
  renderLocal,
  renderMoney,
  renderRational,
  subtractRational,
} from '../../kernel/index.ts';
import { minorUnit } from '../check/unit.ts';
import type { AwardSummary, Shown } from '../determination.ts';
import type { Label } from '../statement.ts';
import { type Locale, words } from './words.ts';

/** Gives a label in one language. */
export function inLocale(label: Label, locale: Locale): string {
  return label[locale];
}

/** Gives a value of the trace for people. */
export function renderShown(shown: Shown, locale: Locale): string {
  switch (shown.type) {
    case 'money':
      return renderMajor(rationalOf(shown.value), shown.currency, locale);
    case 'duration':
      return renderDuration(rationalOf(shown.value), locale);
    case 'number':
      return shown.isShare
        ? renderShare(rationalOf(shown.value), locale)
        : renderNumber(rationalOf(shown.value));
    case 'yes_no':
      return shown.value ? words[locale].yes : words[locale].no;
    case 'choice':
      return shown.label ? inLocale(shown.label, locale) : shown.value;
    case 'instant': {
      const at = parseInstant(shown.value);
      const precision = at !== undefined && at % 60_000 !== 0 ? 'second' : 'minute';
      if (at === undefined) return shown.value;
      return renderLocal(at, { zone: shown.zone, locale, precision });
    }
    case 'interval_set':
      return renderRuns(shown, locale);
    case 'record': {
      const parts = shown.value.map(
        ({ name, label, shown: one }) =>
          `${label ? inLocale(label, locale) : name} ${renderShown(one, locale)}`,
      );
      return `(${parts.join(', ')})`;
    }
    case 'list':
      return renderList(shown, locale);
    default:
      return shown.value;
  }
}

/** Gives an amount less another one of the same type. */
export function differenceOf(from: Shown, less: Shown): Shown {
  const [one, other] = [from, less].map((shown) => rationalOf(String(shown.value)));
  if (from.type !== 'money' && from.type !== 'duration' && from.type !== 'number') return from;
  return { ...from, value: renderRational(subtractRational(one ?? zero, other ?? zero)) };
}

const zero = rational(0n);

function renderRest(count: bigint, locale: Locale): string {
  const number = groupWhole(count.toString());
  return locale === 'ko' ? `… 외 ${number}개` : `… and ${number} more`;
}

function renderList(
  { value, more }: Extract<Shown, { readonly type: 'list' }>,
  locale: Locale,
): string {
  const texts = value.map(({ shown, times }) => {
    const text = renderShown(shown, locale);
    return times === '1' ? text : `${times} × ${text}`;
  });
  if (more !== undefined) texts.push(renderRest(BigInt(more), locale));
  return texts.length === 0 ? '–' : texts.join(', ');
}

// A person is told the first stretches of time; the trace keeps a hundred.
const mostRuns = 20;

/** Gives stretches of time in the zone of the policy, from and until. */
function renderRuns(
  { value, zone, more = '0' }: Extract<Shown, { readonly type: 'interval_set' }>,
  locale: Locale,
): string {
  const texts = value.slice(0, mostRuns).map((run) =>
    run
      .split('/')
      .map((text) => renderShown({ type: 'instant', value: text, zone }, locale))
      .join(' – '),
  );
  const rest = BigInt(value.length - texts.length) + BigInt(more);
  if (rest > 0n) texts.push(renderRest(rest, locale));
  return texts.length === 0 ? '–' : texts.join('; ');
}

function rationalOf(text: string): Rational {
  return parseRational(text) ?? rational(0n);
}

/** Gives an amount in major units; one that is no whole minor unit is shown with its fraction. */
function renderMajor(value: Rational, currency: string, locale: Locale): string {
  const minor = divideRational(value, minorUnit(currency));
  if (minor.denominator === 1n) {
    return renderMoney({ amountMinor: minor.numerator, currency }, locale);
  }
  const number = groupWhole(renderDecimal(value, { maxDigits: 4 }));
  if (locale === 'ko' && currency === 'KRW') return `${number}원`;
  return `${currency} ${number}`;
}

function renderNumber(value: Rational): string {
  return groupWhole(renderDecimal(value, { maxDigits: 6 }));
}

/** Gives a share in percent; one that is no short decimal also as the fraction that it is. */
export function renderShare(share: Rational, locale: Locale, unit = '%'): string {
  const text = renderNumber(multiplyRational(share, rational(100n)));
  const percent = `${text}${locale === 'ko' ? '' : ' '}${unit}`;
  const fraction = renderRational(share);
  const isShort = !text.includes('…') || fraction.length > longestFraction;
  return isShort ? percent : `${percent} (${fraction})`;
}

const longestFraction = 24;

function groupWhole(text: string): string {
  const [whole = '', ...rest] = text.split('.');
  return [groupDigits(whole), ...rest].join('.');
}

const dayLength = 86_400n;
const clockUnits: readonly (readonly [name: string, seconds: bigint])[] = [
  ['hour', 3_600n],
  ['minute', 60n],
];

/** Gives a duration in days when it is two whole days or more, else in hours, minutes, seconds. */
function renderDuration(seconds: Rational, locale: Locale): string {
  const days = divideRational(seconds, rational(dayLength));
  if (days.denominator === 1n && days.numerator > 1n) return renderCount(days, 'day', locale);
  let rest = seconds;
  const parts: string[] = [];
  for (const [name, length] of clockUnits) {
    const count = rest.numerator / (rest.denominator * length);
    if (count <= 0n) continue;
    parts.push(renderCount(rational(count), name, locale));
    rest = subtractRational(rest, rational(count * length));
  }
  if (rest.numerator !== 0n || parts.length === 0) parts.push(renderCount(rest, 'second', locale));
  return parts.join(' ');
}

function renderCount(count: Rational, unit: string, locale: Locale): string {
  const number = renderNumber(count);
  const word = words[locale].units[unit] ?? unit;
  if (locale === 'ko') return `${number}${word}`;
  return `${number} ${word}${number === '1' ? '' : 's'}`;
}

/** Gives the amount of an award for people, such as `30,000원` or `3 days`. */
export function renderAwardAmount(award: AwardSummary, locale: Locale): string {
  const { amountMinor, currency, quantity, unit } = award;
  return amountMinor !== undefined && currency !== undefined
    ? renderMoney({ amountMinor, currency }, locale)
    : renderCount(quantity ?? rational(0n), unit ?? '', locale);
}

/** Gives an award for people, such as `현금 30,000원` or `extension of 3 days (Melon pass)`. */
export function renderAwardWords(award: AwardSummary, locale: Locale): string {
  const remedy = words[locale].remedies[award.remedy];
  const name = award.label ? ` (${inLocale(award.label, locale)})` : '';
  const amount = renderAwardAmount(award, locale);
  // In English the unit of points and items already names the remedy.
  const isNamed = locale === 'en' && (award.remedy === 'points' || award.remedy === 'item');
  return `${isNamed ? '' : `${remedy} `}${amount}${name}`;
}

/** Gives the exact figure of an award before rounding, as a decimal and, if need be, a fraction. */
export function renderExact(exact: Rational, currency: string | undefined, locale: Locale): string {
  const major = currency === undefined ? exact : multiplyRational(exact, minorUnit(currency));
  const text = currency === undefined ? renderNumber(major) : renderMajor(major, currency, locale);
  return text.includes('…') ? `${text} (${renderRational(major)})` : text;
}
