import {
  absRational,
  compareRational,
  daysBetween,
  type LocalDate,
  negateRational,
  parseInstant,
  parseRational,
  type Rational,
  rational,
  renderRational,
  subtractRational,
} from '../../kernel/index.ts';
import type { Alternative, AwardSummary, Determination, Shown } from '../determination.ts';
import {
  inLocale,
  renderAwardAmount,
  renderAwardWords,
  renderShare,
  renderShown,
} from './render-shown.ts';
import { type Locale, words } from './words.ts';

/**
 * Gives a line for each alternative: how far it is from what is, the bound, and what would be due
 * then, with the difference. Values of a choice that lead to the same share a line.
 */
export function renderAlternatives(
  { alternatives, ...determination }: Determination,
  locale: Locale,
): string[] {
  const lines = new Map<string, { readonly alternative: Alternative; values: string[] }>();
  for (const alternative of alternatives) {
    const { name, item, direction } = alternative;
    const place = item ? `${item.position} ${item.field ?? ''}` : '';
    const key = [name, place, direction, renderResult(alternative, { determination, locale })].join(
      ' ',
    );
    const line = lines.get(key) ?? { alternative, values: [] };
    line.values.push(renderWanted(alternative, locale));
    lines.set(key, line);
  }
  return [...lines.values()].map(({ alternative, values }) => {
    const subject = subjectOf(alternative, locale);
    const result = renderResult(alternative, { determination, locale });
    if (locale === 'en')
      return `It would change if ${subject} were ${values.join(' or ')}: ${result}`;
    const isValue = alternative.direction === 'is';
    const wanted = isValue
      ? `${values.map((one) => `「${one}」`).join(' 또는 ')}이면`
      : values.join(', ');
    return `달라지는 경우: ${withSubjectMark(subject)} ${wanted} → ${result}`;
  });
}

/** Puts 이 or 가 after a Korean text, as its last syllable asks; both where that is not heard. */
function withSubjectMark(text: string): string {
  const last = text.charCodeAt(text.length - 1) - 0xac00;
  if (last < 0 || last >= 11_172) return `${text}이(가)`;
  return `${text}${last % 28 === 0 ? '가' : '이'}`;
}

/** Gives what would have to be another: a fact by its text, and which value of it in a list. */
function subjectOf({ name, label, item }: Alternative, locale: Locale): string {
  const whole = label ? inLocale(label, locale) : name;
  if (!item) return whole;
  const { position, field, fieldLabel } = item;
  const own = fieldLabel ? inLocale(fieldLabel, locale) : field;
  if (locale === 'ko') return `${whole} ${position}번째${own === undefined ? '' : `의 ${own}`}`;
  return `${own === undefined ? '' : `${own} in `}${whole}, no. ${position},`;
}

/** Tells which facts were not looked at value by value, so that silence is not taken for an answer. */
export function renderUnsearched({ unsearched = [] }: Determination, locale: Locale): string[] {
  const said = {
    ko: {
      passed: '무엇이 달라지면 바뀌는지 값마다 살피지 않은 사실',
      ended: '살필 값이 너무 많아 무엇이 달라지면 바뀌는지 끝까지 살피지 못한 것',
    },
    en: {
      passed: 'Not looked at value by value for what would change it',
      ended: 'Not looked at to the end for what would change it, as there is too much to try',
    },
  }[locale];
  const named = (wanted: boolean) =>
    unsearched
      .filter(({ isEnded = false }) => isEnded === wanted)
      .map(({ name, label }) => (label ? inLocale(label, locale) : name));
  const [passed, ended] = [named(false), named(true)];
  return [
    ...(passed.length > 0 ? [`${said.passed}: ${passed.join(', ')}`] : []),
    ...(ended.length > 0 ? [`${said.ended}: ${ended.join(', ')}`] : []),
  ];
}

type Measure = 'amount' | 'duration' | 'time';

function measureOf({ type }: Shown): Measure {
  if (type === 'duration') return 'duration';
  return type === 'date' || type === 'instant' ? 'time' : 'amount';
}

const moved = {
  ko: {
    at_least: { amount: '더 많으면', duration: '더 길면', time: '더 늦으면' },
    at_most: { amount: '더 적으면', duration: '더 짧으면', time: '더 이르면' },
  },
  en: {
    at_least: { amount: 'more', duration: 'longer', time: 'later' },
    at_most: { amount: 'less', duration: 'shorter', time: 'earlier' },
  },
} as const;

/** Gives what would have to be: `6 minutes longer (6 hours or more)`, or another choice. */
function renderWanted(alternative: Alternative, locale: Locale): string {
  const { current, value, beyond, direction } = alternative;
  if (direction === 'is') return renderShown(value, locale);
  const word = moved[locale][direction][measureOf(value)];
  const distance = differenceOf(current, beyond ?? value);
  return `${renderDistance(distance, { word, isPassed: beyond !== undefined, locale })} (${renderBound(alternative, locale)})`;
}

function renderDistance(
  distance: Shown | undefined,
  {
    word,
    isPassed,
    locale,
  }: { readonly word: string; readonly isPassed: boolean; readonly locale: Locale },
): string {
  if (!distance) return locale === 'ko' ? `조금이라도 ${word}` : `any ${word}`;
  const size = renderSize(distance, locale);
  if (locale === 'ko') return isPassed ? `${size}보다 ${word}` : `${size} ${word}`;
  return isPassed ? `more than ${size} ${word}` : `${size} ${word}`;
}

function renderSize(distance: Shown, locale: Locale): string {
  if (distance.type === 'date') return renderDays(distance.value, locale);
  if (distance.type !== 'number' || !distance.isShare) return renderShown(distance, locale);
  // Five percent more than 10 % could be taken for 10.5 %.
  const points = { ko: '%포인트', en: 'percentage points' }[locale];
  return renderShare(parseRational(distance.value) ?? rational(0n), locale, points);
}

function renderDays(count: string, locale: Locale): string {
  if (locale === 'ko') return `${count}일`;
  return `${count} day${count === '1' ? '' : 's'}`;
}

const bounds: Readonly<Record<Locale, Readonly<Record<string, (value: string) => string>>>> = {
  ko: {
    at_least: (value) => `${value} 이상`,
    at_most: (value) => `${value} 이하`,
    above: (value) => `${value} 초과`,
    below: (value) => `${value} 미만`,
    from: (value) => `${value}부터`,
    until: (value) => `${value}까지`,
    after: (value) => `${value} 뒤`,
    before: (value) => `${value} 전`,
  },
  en: {
    at_least: (value) => `${value} or more`,
    at_most: (value) => `${value} or less`,
    above: (value) => `more than ${value}`,
    below: (value) => `less than ${value}`,
    from: (value) => `on or after ${value}`,
    until: (value) => `on or before ${value}`,
    after: (value) => `after ${value}`,
    before: (value) => `before ${value}`,
  },
};

function renderBound({ value, beyond, direction }: Alternative, locale: Locale): string {
  const isUp = direction === 'at_least';
  const isTime = measureOf(value) === 'time';
  const beyondIt = isTime ? ['after', 'before'] : ['above', 'below'];
  const reached = isTime ? ['from', 'until'] : ['at_least', 'at_most'];
  const [up, down] = beyond ? beyondIt : reached;
  const render = bounds[locale][(isUp ? up : down) ?? ''];
  return render?.(renderShown(beyond ?? value, locale)) ?? '';
}

/** Gives how far two values are apart, a date in days under the type date; undefined for nothing. */
function differenceOf(from: Shown, until: Shown): Shown | undefined {
  if (from.type === 'date' && until.type === 'date') {
    const days = daysBetween({ from: from.value as LocalDate, until: until.value as LocalDate });
    return days === 0 ? undefined : { type: 'date', value: String(Math.abs(days)) };
  }
  if (from.type === 'instant' && until.type === 'instant') {
    const [start = 0, end = 0] = [parseInstant(from.value), parseInstant(until.value)];
    return apart(rational(BigInt(Math.round(end - start)), 1_000n), { type: 'duration' });
  }
  const [start, end] = [from, until].map((shown) => parseRational(String(shown.value)));
  if (!start || !end) return undefined;
  const difference = subtractRational(end, start);
  if (until.type === 'money') return apart(difference, { type: 'money', currency: until.currency });
  if (until.type === 'duration') return apart(difference, { type: 'duration' });
  const isShare = until.type === 'number' && until.isShare === true;
  return apart(difference, { type: 'number', ...(isShare ? { isShare } : {}) });
}

type Kind =
  | { readonly type: 'duration' }
  | { readonly type: 'number'; readonly isShare?: true }
  | { readonly type: 'money'; readonly currency: string };

function apart(difference: Rational, kind: Kind): Shown | undefined {
  if (difference.numerator === 0n) return undefined;
  return { ...kind, value: renderRational(absRational(difference)) };
}

interface Before {
  readonly determination: Pick<Determination, 'status' | 'awards'>;
  readonly locale: Locale;
}

/** Gives what would be due then: the awards that are not what they are now, each with the difference. */
function renderResult({ awards, status }: Alternative, { determination, locale }: Before): string {
  const sentence = words[locale].statuses[status];
  if (awards.length === 0) return sentence;
  const left = [...determination.awards] as AwardSummary[];
  const told = awards.flatMap((award) => {
    const index = left.findIndex((one) => isAlike(one, award));
    const [before] = index < 0 ? [] : left.splice(index, 1);
    const change = before && changeOf(before, award);
    if (before && !change) return [];
    const amount = renderAwardWords(award, locale);
    return [change ? `${amount} (${renderChange(award, { change, locale })})` : amount];
  });
  const gone = left.map((award) => renderGone(award, locale));
  const isOther = status !== determination.status && status !== 'award';
  return [...(isOther ? [sentence] : []), ...told, ...gone].join(', ') || sentence;
}

function isAlike(one: AwardSummary, other: AwardSummary): boolean {
  const isNamedAlike = one.remedy === other.remedy && one.label?.ko === other.label?.ko;
  return isNamedAlike && one.currency === other.currency && one.unit === other.unit;
}

function sizeOf({ amountMinor, quantity }: AwardSummary): Rational {
  return quantity ?? rational(amountMinor ?? 0n);
}

function changeOf(before: AwardSummary, after: AwardSummary): Rational | undefined {
  const change = subtractRational(sizeOf(after), sizeOf(before));
  return change.numerator === 0n ? undefined : change;
}

function renderChange(
  award: AwardSummary,
  { change, locale }: { readonly change: Rational; readonly locale: Locale },
): string {
  const isMore = compareRational(change, rational(0n)) > 0;
  const size = isMore ? change : negateRational(change);
  const amount = renderAwardAmount(
    award.quantity ? { ...award, quantity: size } : { ...award, amountMinor: size.numerator },
    locale,
  );
  if (locale === 'ko') return `${amount} ${isMore ? '많음' : '적음'}`;
  return `${amount} ${isMore ? 'more' : 'less'}`;
}

function renderGone(award: AwardSummary, locale: Locale): string {
  const amount = renderAwardWords(award, locale);
  return locale === 'ko' ? `${amount} 없음` : `no ${amount}`;
}
