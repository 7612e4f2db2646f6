import {
  compareRational,
  type Interval,
  intervalSet,
  multiplyRational,
  parseInstant,
  parseLocalDate,
  parseRational,
  type Rational,
  rational,
} from '../../kernel/index.ts';
import { findUnit, minorUnit } from '../check/unit.ts';
import type { FactType, FactValue, ListEntry, SingleType, SingleValue } from '../fact.ts';

/** A value that could not be read: where in the fact, what was found, what would be right. */
export interface ValueIssue {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** A value of a fact, or every reason why it could not be read. */
export type ValueResult =
  | { readonly ok: true; readonly value: FactValue }
  | { readonly ok: false; readonly issues: readonly ValueIssue[] };

/** Reads one JSON value as a fact of the declared type. Never guesses: what does not fit is told. */
export function parseFactValue(json: unknown, type: FactType): ValueResult {
  return type.kind === 'list' ? parseList(json, type.of) : parseSingle(json, type);
}

// Longer records are gathered before they become facts; also the bound on the evaluator's time.
const mostEntries = 10_000;
const mostTimes = 10_000_000;

function parseList(json: unknown, of: SingleType): ValueResult {
  const expected = `a list of at most ${mostEntries} values, or of { "times": 3, "value": … }`;
  if (!Array.isArray(json) || json.length > mostEntries) {
    return { ok: false, issues: [{ path: '', found: showJson(json), expected }] };
  }
  const issues: ValueIssue[] = [];
  const entries: ListEntry[] = [];
  for (const [index, one] of json.entries()) {
    const { times, value } = entryOf(one);
    const parsed = parseSingle(value, of);
    if (times === undefined) issues.push({ path: `[${index}]`, found: showJson(one), expected });
    else if (parsed.ok) entries.push({ value: parsed.value as SingleValue, times });
    else issues.push(...parsed.issues.map((issue) => ({ ...issue, path: `[${index}]` })));
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { kind: 'list', entries } };
}

/** Gives a value and how often it stands there: `{ times, value }`, or the value alone. */
function entryOf(json: unknown): { readonly times: bigint | undefined; readonly value: unknown } {
  if (typeof json !== 'object' || json === null || !('times' in json)) {
    return { times: 1n, value: json };
  }
  const { times, value } = json as { times: unknown; value?: unknown };
  const isWhole = typeof times === 'number' && Number.isInteger(times);
  const isRight = isWhole && times >= 1 && times <= mostTimes;
  return { times: isRight ? BigInt(times) : undefined, value };
}

function parseSingle(json: unknown, type: SingleType): ValueResult {
  switch (type.kind) {
    case 'money':
      return parseMoney(json, type.currency);
    case 'ratio':
      return orIssue({ json, expected: ratioForms }, parseNumber(json), (value) => ({
        kind: 'ratio',
        value,
      }));
    case 'count':
      return orIssue({ json, expected: countForm }, wholeOf(parseNumber(json)), (value) => ({
        kind: 'count',
        value,
      }));
    case 'duration':
      return orIssue({ json, expected: durationForms }, parseDuration(json), (value) => ({
        kind: 'duration',
        value,
      }));
    case 'instant':
      return orIssue({ json, expected: instantForm }, textThrough(json, parseInstant), (at) => ({
        kind: 'instant',
        at,
      }));
    case 'date':
      return orIssue({ json, expected: dateForm }, textThrough(json, parseLocalDate), (on) => ({
        kind: 'date',
        on,
      }));
    case 'interval_set':
      return parseIntervalSet(json);
    case 'choice':
      return parseChoice(json, type.choices);
    default:
      return orIssue({ json, expected: 'true or false' }, parseYesNo(json), (value) => ({
        kind: 'yes_no',
        value,
      }));
  }
}

function parseChoice(json: unknown, choices: readonly string[]): ValueResult {
  const expected = `one of: ${choices.join(', ')}`;
  const found = choices.find((one) => one === json);
  return orIssue({ json, expected }, found, (choice) => ({ kind: 'choice', choice }));
}

const ratioForms = 'a number, as "0.125", "12.5 %" or "6/31"';
const countForm = 'a whole number, 0 or more';
const dateForm = 'a date, as "2022-10-15"';
const durationForms = 'a duration, as "72 hours", "90 min", "PT72H" or a whole number of seconds';
const instantForm = 'an instant with its offset, as "2022-10-15T15:30:00+09:00"';

function orIssue<T>(
  { json, expected }: { readonly json: unknown; readonly expected: string },
  parsed: T | undefined,
  make: (value: T) => FactValue,
): ValueResult {
  if (parsed !== undefined) return { ok: true, value: make(parsed) };
  return { ok: false, issues: [{ path: '', found: showJson(json), expected }] };
}

/** Gives a JSON value as text of at most 80 characters, for messages. */
export function showJson(json: unknown): string {
  const text = JSON.stringify(json) ?? String(json);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

// No value of a fact is longer, and reading a number takes time that grows with its length.
const maxTextLength = 100;

function textThrough<T>(json: unknown, parse: (text: string) => T | undefined): T | undefined {
  if (typeof json !== 'string' || json.length > maxTextLength) return undefined;
  return parse(json.trim());
}

function parseNumber(json: unknown): Rational | undefined {
  if (typeof json === 'number') {
    return Number.isFinite(json) ? parseRational(plainText(json)) : undefined;
  }
  if (typeof json !== 'string') return undefined;
  const percent = /^(.*?)\s*%$/.exec(json.trim())?.[1];
  if (percent === undefined) return parseRational(json.trim());
  const value = parseRational(percent);
  return value && multiplyRational(value, rational(1n, 100n));
}

// A number in JSON means its shortest decimal; one written with an exponent is not a figure.
function plainText(value: number): string {
  const text = String(value);
  return text.includes('e') ? '' : text;
}

function wholeOf(value: Rational | undefined): Rational | undefined {
  return value && value.denominator === 1n && value.numerator >= 0n ? value : undefined;
}

function parseMoney(json: unknown, currency: string): ValueResult {
  const value = moneyOf(json, currency);
  const isWhole = value && multiplyRational(value, inverse(minorUnit(currency))).denominator === 1n;
  const expected =
    `an amount in ${currency}: a text such as "300000", a whole number, or ` +
    `{ "amountMinor": "300000", "currency": "${currency}" }`;
  return orIssue({ json, expected }, isWhole ? value : undefined, (amount) => ({
    kind: 'money',
    value: amount,
    currency,
  }));
}

function inverse(value: Rational): Rational {
  return rational(value.denominator, value.numerator);
}

function moneyOf(json: unknown, currency: string): Rational | undefined {
  if (typeof json === 'number') {
    return Number.isSafeInteger(json) ? rational(BigInt(json)) : undefined;
  }
  if (typeof json === 'string') {
    const match = /^(-?[\d_]+(?:\.\d+)?)(?:\s*([A-Z]{3}))?$/.exec(json.trim());
    const isOwn = match && (match[2] === undefined || match[2] === currency);
    return isOwn ? parseRational(match[1] ?? '') : undefined;
  }
  return typeof json === 'object' && json !== null ? moneyOfObject(json, currency) : undefined;
}

function moneyOfObject(json: object, currency: string): Rational | undefined {
  const { amountMinor, currency: own } = json as { amountMinor?: unknown; currency?: unknown };
  if (own !== currency || typeof amountMinor !== 'string') return undefined;
  if (!/^-?\d{1,40}$/.test(amountMinor)) return undefined;
  return multiplyRational(rational(BigInt(amountMinor)), minorUnit(currency));
}

function parseDuration(json: unknown): Rational | undefined {
  const value = typeof json === 'number' ? parseNumber(json) : textThrough(json, durationOf);
  if (!value || compareRational(value, rational(0n)) < 0) return undefined;
  return typeof json === 'number' && value.denominator !== 1n ? undefined : value;
}

function durationOf(text: string): Rational | undefined {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (iso && text !== 'P' && !text.endsWith('T')) {
    const [days, hours, minutes, seconds] = iso.slice(1).map((part) => BigInt(part ?? 0));
    const total = (days ?? 0n) * 86_400n + (hours ?? 0n) * 3_600n + (minutes ?? 0n) * 60n;
    return rational(total + (seconds ?? 0n));
  }
  const match = /^([\d_]+(?:\.\d+|\/\d+)?)\s*(\p{L}+)$/u.exec(text);
  const unit = match ? findUnit(match[2] ?? '') : undefined;
  const value = match ? parseRational(match[1] ?? '') : undefined;
  return unit?.kind === 'duration' && value ? multiplyRational(value, unit.seconds) : undefined;
}

function parseYesNo(json: unknown): boolean | undefined {
  if (typeof json === 'boolean') return json;
  if (json === 'yes' || json === '예') return true;
  return json === 'no' || json === '아니요' || json === '아니오' ? false : undefined;
}

function parseIntervalSet(json: unknown): ValueResult {
  const expected = '[{ "from": INSTANT, "until": INSTANT }, …], each `from` before its `until`';
  if (!Array.isArray(json)) {
    return { ok: false, issues: [{ path: '', found: showJson(json), expected }] };
  }
  const issues: ValueIssue[] = [];
  const runs: Interval[] = [];
  for (const [index, one] of json.entries()) {
    const run = parseRun(one);
    if (run) runs.push(run);
    else issues.push({ path: `[${index}]`, found: showJson(one), expected });
  }
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value: { kind: 'interval_set', set: intervalSet(runs) } };
}

function parseRun(json: unknown): Interval | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { from: first, until: last } = json as { from?: unknown; until?: unknown };
  const from = textThrough(first, parseInstant);
  const until = textThrough(last, parseInstant);
  if (from === undefined || until === undefined || from >= until) return undefined;
  return { from, until };
}
