import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  type Instant,
  instantFromEpochMs,
  moneyFromMajor,
  parseLocalDate,
  parseRational,
  startOfLocalDay,
} from '../../kernel/index.ts';
import type { FieldProblem } from '../components/error-summary/error-summary.tsx';
import type { Locale } from '../layout.tsx';
import { claimantMessages } from '../messages/claimant.ts';
import { portalMessages } from '../messages/portal.ts';
import type { Field, Step } from './question.ts';
import { wholeGroups } from './question-steps.ts';

/** What reading needs to know beside the field itself. */
export interface Reading {
  readonly locale: Locale;
  readonly zone: string;
  readonly currency: string;
  readonly now: Instant;
}

/** The longest answers, in UTF-16 units: one line, and a story. @source messages, storyHint */
export const lineLength = 200;
export const storyLength = 2000;

/** Leaves out what nobody sees and copying brings along: zero-width characters, direction marks. */
const withoutHidden = (text: string): string => text.replace(/\p{Cf}/gu, '');

const koreanUnits = /^(?:(\d{1,4})(천)?억)?(?:(\d{1,4})(천)?만)?(?:(\d{1,4})(천)?)?$/;

/** Writes 억, 만 and 천 out as digits; a text without them, or of another shape, stays as it is. */
function withoutUnits(bare: string): string {
  const parts = /[억만천]/.test(bare) ? koreanUnits.exec(bare) : null;
  if (parts === null) return bare;
  const part = (at: number, unit: bigint): bigint =>
    BigInt(parts[at] ?? 0) * (parts[at + 1] === undefined ? 1n : 1000n) * unit;
  return String(part(1, 100_000_000n) + part(3, 10_000n) + part(5, 1n));
}

/**
 * Reads an amount as people write it ('1,200,000', '1 200 000원', '₩30000', '120만원') into minor units.
 *
 * Undefined when it is not a non-negative amount of whole minor units below 10^15.
 */
export function parseAmount(text: string, currency: string): bigint | undefined {
  const bare = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[₩￦\\]|원|krw/gi, '')
    .replace(/[\s,_']/g, '');
  const figures = withoutUnits(bare);
  if (!/^\d{1,15}(\.\d{1,4})?$/.test(figures)) return undefined;
  const exact = parseRational(figures);
  try {
    return exact === undefined ? undefined : moneyFromMajor(exact, currency).amountMinor;
  } catch {
    return undefined;
  }
}

/** Reads 'YYYY-MM-DD HH:MM' on the clocks of a zone; undefined when there is no such date or time. */
export function parseLocalMinute(text: string, zone: string): Instant | undefined {
  const shape = /^(\d{4}-\d\d-\d\d) (\d{1,2}:\d\d)$/.exec(text);
  const [, on = '', time = ''] = shape ?? [];
  if (parseLocalDate(on) === undefined) return undefined;
  try {
    const local = Temporal.PlainDateTime.from(`${on}T${time.padStart(5, '0')}`);
    return instantFromEpochMs(local.toZonedDateTime(zone).epochMilliseconds);
  } catch {
    return undefined;
  }
}

/**
 * Reads an e-mail address or a telephone number; gives it in one spelling, or undefined.
 *
 * Addresses become lower case; numbers keep their digits and a leading plus.
 */
export function parseContact(text: string): string | undefined {
  const bare = withoutHidden(text.normalize('NFKC')).trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(bare)) return bare.toLowerCase();
  const digits = bare.replace(/[\s().\p{Pd}\u2212]/gu, '');
  return /^\+?\d{8,15}$/.test(digits) ? digits : undefined;
}

/**
 * Reads when something was, as written: a minute, or a day when only the day is remembered.
 *
 * @returns from when until when it may have been; undefined when there is no such date or time
 */
function readMoment(
  text: string,
  zone: string,
): { readonly from: Instant; readonly until: Instant; readonly isDay: boolean } | undefined {
  const on = parseLocalDate(text);
  if (on !== undefined) {
    const until = startOfLocalDay(addDays(on, 1), zone);
    return { from: startOfLocalDay(on, zone), until, isDay: true };
  }
  const at = parseLocalMinute(text, zone);
  return at === undefined ? undefined : { from: at, until: at, isDay: false };
}

/** Tells whether the end of something, as written, lies before its beginning as written. */
function isBackwards(began: string, ended: string, zone: string): boolean {
  const from = readMoment(began, zone);
  const until = readMoment(ended, zone);
  return from !== undefined && until !== undefined && until.until < from.from;
}

/**
 * Names the end that cannot be: a question `x_until` answered with a time before that of `x_from`.
 * Days without a time are taken to fit wherever they may.
 */
export function findOrderProblem(
  steps: readonly Step[],
  answers: Readonly<Record<string, string>>,
  { locale, zone }: Reading,
): { readonly step: Step; readonly problem: FieldProblem } | undefined {
  const ends = steps.flatMap((step) =>
    step.fields
      .filter(({ name, kind }) => kind === 'instant' && name.endsWith('_until'))
      .map(({ name }) => ({ step, name })),
  );
  const wrong = ends.find(({ name }) => {
    const began = answers[name.replace(/_until$/, '_from')] ?? '';
    return isBackwards(began, answers[name] ?? '', zone);
  });
  if (wrong === undefined) return undefined;
  const text = portalMessages(locale).problem.endsFirst;
  return { step: wrong.step, problem: { fieldId: `${wrong.name}-date`, text } };
}

type Check = (text: string, field: Field, reading: Reading) => string | undefined;

const lengthCheck =
  (limit: number): Check =>
  (text, _field, { locale }) =>
    text.length <= limit
      ? undefined
      : portalMessages(locale).problem.tooLong(limit.toLocaleString('en-US'));

const choiceCheck: Check = (text, { choices }, { locale }) =>
  choices.some(({ code }) => code === text)
    ? undefined
    : portalMessages(locale).problem.unknownOption;

// A pattern for the spaces before the sign would begin again at every space.
const withoutPercent = (text: string): string =>
  text.endsWith('%') ? text.slice(0, -1).trimEnd() : text;

const ratioPattern = /^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/;

const checks: Readonly<Record<Field['kind'], Check>> = {
  choice: choiceCheck,
  yes_no: (text, _field, { locale }) =>
    text === 'yes' || text === 'no' ? undefined : portalMessages(locale).problem.unknownOption,
  money: (text, _field, { locale, currency }) =>
    parseAmount(text, currency) === undefined ? portalMessages(locale).problem.money : undefined,
  count: (text, _field, { locale }) =>
    /^\d{1,9}$/.test(text.replaceAll(',', '')) ? undefined : portalMessages(locale).problem.count,
  ratio: (text, _field, { locale }) =>
    ratioPattern.test(withoutPercent(text)) ? undefined : portalMessages(locale).problem.ratio,
  date: (text, _field, { locale }) =>
    parseLocalDate(text) === undefined ? portalMessages(locale).problem.date : undefined,
  instant: (text, { isRequired }, { locale, zone, now }) => {
    const { date, time, timeMissing, tooSoon } = portalMessages(locale).problem;
    const { from, isDay } = readMoment(text, zone) ?? {};
    if (from === undefined) {
      return parseLocalDate(text.split(' ')[0] ?? '') === undefined ? date : time;
    }
    if (from > now) return tooSoon;
    return isDay === true && isRequired ? timeMissing : undefined;
  },
  text: lengthCheck(lineLength),
  long: lengthCheck(storyLength),
  contact: (text, _field, { locale }) =>
    parseContact(text) === undefined ? portalMessages(locale).problem.contact : undefined,
  account: (text, _field, { locale }) =>
    /^\d{6,20}$/.test(text.replace(/[\s-]/g, ''))
      ? undefined
      : portalMessages(locale).problem.account,
};

function missingSentence(field: Field, locale: Locale): string {
  const words = portalMessages(locale).problem;
  const sentences: Partial<Record<Field['kind'], string>> = {
    choice: words.required,
    yes_no: words.required,
    money: words.requiredMoney,
    date: words.requiredDate,
    instant: words.requiredDate,
    contact: words.requiredContact,
  };
  return sentences[field.kind] ?? words.requiredText;
}

/** Says what is wrong with one answer in the claimant's language, or undefined when it is fine. */
export function assessAnswer(field: Field, text: string, reading: Reading): string | undefined {
  if (text === '') return field.isRequired ? missingSentence(field, reading.locale) : undefined;
  return checks[field.kind](text, field, reading);
}

// Characters that turn the direction of what follows, that nobody sees, or that steer a terminal.
const steering = /[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]|(?![\n\r\t])\p{Cc}/gu;

/** Gives what people wrote in their own words, without characters that only deceive. */
const plainWords = (text: string): string => text.normalize('NFC').replace(steering, '').trim();

/** Gives digits, dates and contacts in one form, whatever keyboard or page they came from. */
const plainFigures = (text: string): string => withoutHidden(text.normalize('NFKC')).trim();

/** Takes what a form sent for one field as text: trimmed; date and time of an instant joined. */
export function readField(field: Field, form: FormData): string {
  const isWords = field.kind === 'text' || field.kind === 'long';
  const textOf = (name: string): string => {
    const value = form.get(name);
    if (typeof value !== 'string') return '';
    return isWords ? plainWords(value) : plainFigures(value);
  };
  if (field.kind !== 'instant') return textOf(field.name);
  return `${textOf(`${field.name}-date`)} ${textOf(`${field.name}-time`)}`.trim();
}

/** Says that a field is wanted because others of its group were filled in, and how to leave all out. */
function gapSentence({ name, label }: Field, locale: Locale): string {
  return name.startsWith('payee-')
    ? portalMessages(locale).problem.payeeGap(label)
    : claimantMessages(locale).behalf.required;
}

/**
 * Reads all fields of a page at once and names every problem, each with the id of its control.
 *
 * A payee is whole or absent, and so is whom one acts for: one filled field makes the others required.
 */
export function readStep(
  step: Step,
  form: FormData,
  reading: Reading,
): { readonly answers: Record<string, string>; readonly problems: readonly FieldProblem[] } {
  const answers = Object.fromEntries(
    step.fields.map((field) => [field.name, readField(field, form)] as const),
  );
  const begun = wholeGroups
    .filter((names) => names.some((name) => (answers[name] ?? '') !== ''))
    .flat();
  const problems = step.fields.flatMap((field): FieldProblem[] => {
    const isRequired = field.isRequired || begun.includes(field.name);
    const answer = answers[field.name] ?? '';
    const isGap = isRequired && !field.isRequired && answer === '';
    const text = isGap
      ? gapSentence(field, reading.locale)
      : assessAnswer({ ...field, isRequired }, answer, reading);
    if (text === undefined) return [];
    return [{ fieldId: field.kind === 'instant' ? `${field.name}-date` : field.name, text }];
  });
  return { answers, problems };
}

/** Finds the first page of which some answer is missing or no longer right; undefined when none. */
export function findOpenStep(
  steps: readonly Step[],
  answers: Readonly<Record<string, string>>,
  reading: Reading,
): Step | undefined {
  const open = steps.find((step) =>
    step.fields.some(
      (field) => assessAnswer(field, answers[field.name] ?? '', reading) !== undefined,
    ),
  );
  return open ?? findOrderProblem(steps, answers, reading)?.step;
}
