import {
  addRational,
  compareRational,
  type Instant,
  type Interval,
  intervalSet,
  multiplyRational,
  parseInstant,
  parseLocalDate,
  parseRational,
  type Rational,
  rational,
  renderRational,
} from '../../kernel/index.ts';
import { findUnit, minorUnit } from '../check/unit.ts';
import type {
  FactType,
  FactValue,
  FieldType,
  ListEntry,
  ListedType,
  RecordType,
  SingleType,
  SingleValue,
} from '../fact.ts';

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

function parseList(json: unknown, of: ListedType): ValueResult {
  const expected = `a list of at most ${mostEntries} values, or of { "times": 3, "value": … }`;
  if (!Array.isArray(json) || json.length > mostEntries) {
    return { ok: false, issues: [{ path: '', found: showJson(json), expected }] };
  }
  const issues: ValueIssue[] = [];
  const entries: ListEntry[] = [];
  for (const [index, one] of json.entries()) {
    const { times, value } = entryOf(one);
    const parsed = of.kind === 'record' ? parseRecord(value, of) : parseSingle(value, of);
    if (times === undefined) issues.push({ path: `[${index}]`, found: showJson(one), expected });
    else if (parsed.ok) entries.push({ value: parsed.value as SingleValue, times });
    else {
      const place = (path: string) => `[${index}]${path === '' ? '' : `.${path}`}`;
      issues.push(...parsed.issues.map((issue) => ({ ...issue, path: place(issue.path) })));
    }
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { kind: 'list', entries } };
}

/** Reads one record; a field that is null or absent is not known. */
function parseRecord(json: unknown, { fields }: RecordType): ValueResult {
  const names = fields.map(({ name }) => name).join(', ');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const expected = `an object with ${names}`;
    return { ok: false, issues: [{ path: '', found: showJson(json), expected }] };
  }
  const values = new Map<string, SingleValue>();
  const issues = Object.entries(json).flatMap(([name, value]): readonly ValueIssue[] => {
    if (value === null || value === undefined) return [];
    const field = fields.find((one) => one.name === name);
    if (!field) return [{ path: name, found: name, expected: `one of its fields: ${names}` }];
    const parsed = parseField(value, field);
    if (parsed.ok) values.set(name, parsed.value as SingleValue);
    return parsed.ok
      ? []
      : parsed.issues.map((issue) => ({ ...issue, path: `${name}${issue.path}` }));
  });
  return issues.length > 0
    ? { ok: false, issues }
    : { ok: true, value: { kind: 'record', fields: values } };
}

function parseField(json: unknown, { type, low, high }: FieldType): ValueResult {
  const parsed = parseSingle(json, type);
  if (!parsed.ok || !('value' in parsed.value) || typeof parsed.value.value !== 'object') {
    return parsed;
  }
  const { value } = parsed.value;
  const outside = (expected: string): ValueResult => ({
    ok: false,
    issues: [{ path: '', found: showJson(json), expected }],
  });
  if (low && compareRational(value, low) < 0) return outside(`at least ${renderRational(low)}`);
  if (high && compareRational(value, high) > 0) return outside(`at most ${renderRational(high)}`);
  return parsed;
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
      return orIssue({ json, expected: instantForm }, textThrough(json, instantOf), (at) => ({
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
const durationForms =
  'a duration, as "72 hours", "7 hours 59 min", "PT72H" or a whole number of seconds';
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
    if (Number.isSafeInteger(json)) return rational(BigInt(json));
    // A larger one was rounded when the JSON was read: what was written is not known any more.
    const isExact = Math.abs(json) <= Number.MAX_SAFE_INTEGER;
    return isExact ? parseRational(plainText(json)) : undefined;
  }
  if (typeof json !== 'string') return undefined;
  const text = json.trim();
  if (!text.endsWith('%')) return parseRational(text);
  const value = parseRational(text.slice(0, -1).trimEnd());
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
  const isWhole =
    value?.denominator === 1n ||
    (value && multiplyRational(value, inverse(minorUnit(currency))).denominator === 1n);
  const expected =
    `an amount in ${currency}: a text such as "${exampleOf(currency)}", a number, or ` +
    `{ "amountMinor": "300000", "currency": "${currency}" }`;
  return orIssue({ json, expected }, isWhole ? value : undefined, (amount) => ({
    kind: 'money',
    value: amount,
    currency,
  }));
}

function exampleOf(currency: string): string {
  const { denominator } = minorUnit(currency);
  return denominator === 1n ? '300000' : `300.${'0'.repeat(String(denominator).length - 2)}5`;
}

function inverse(value: Rational): Rational {
  return rational(value.denominator, value.numerator);
}

function moneyOf(json: unknown, currency: string): Rational | undefined {
  if (typeof json === 'number') return parseNumber(json);
  if (typeof json === 'string') return textThrough(json, (text) => moneyOfText(text, currency));
  return typeof json === 'object' && json !== null ? moneyOfObject(json, currency) : undefined;
}

function moneyOfText(text: string, currency: string): Rational | undefined {
  const match = /^(-?[\d_]+(?:\.\d+)?)(?:\s*([A-Z]{3}))?$/.exec(text);
  const isOwn = match && (match[2] === undefined || match[2] === currency);
  return isOwn ? parseRational(match[1] ?? '') : undefined;
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
  const iso = isoDurationOf(text);
  if (iso) return iso;
  // `7 hours 59 min`: one part after another, each of a smaller unit than the one before.
  const parts = [...text.matchAll(/\s*([\d_]+(?:\.\d+|\/\d+)?)\s*(\p{L}+)/guy)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return undefined;
  let total = rational(0n);
  let before: Rational | undefined;
  for (const [, digits = '', word = ''] of parts) {
    const unit = findUnit(word);
    const value = parseRational(digits);
    if (unit?.kind !== 'duration' || !value) return undefined;
    if (before && compareRational(unit.seconds, before) >= 0) return undefined;
    before = unit.seconds;
    total = addRational(total, multiplyRational(value, unit.seconds));
  }
  return total;
}

const isoSeconds = [604_800n, 86_400n, 3_600n, 60n, 1n];

// ISO 8601: weeks, days, hours, minutes, seconds, the last with decimals; months have no length.
function isoDurationOf(text: string): Rational | undefined {
  const part = '(\\d+(?:\\.\\d+)?)';
  const pattern = `^P(?:${part}W)?(?:${part}D)?(?:T(?:${part}H)?(?:${part}M)?(?:${part}S)?)?$`;
  const iso = new RegExp(pattern).exec(text);
  if (!iso || text === 'P' || text.endsWith('T')) return undefined;
  return iso.slice(1).reduce((total, digits, index) => {
    const value = parseRational(digits ?? '0') ?? rational(0n);
    return addRational(total, multiplyRational(value, rational(isoSeconds[index] ?? 0n)));
  }, rational(0n));
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
    else issues.push(issueOfRun(one, { path: `[${index}]`, expected }));
  }
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value: { kind: 'interval_set', set: intervalSet(runs) } };
}

/** Tells which end of a stretch of time is no instant, or that the ends are the wrong way round. */
function issueOfRun(json: unknown, whole: Omit<ValueIssue, 'found'>): ValueIssue {
  const { from, until } = endsOf(json);
  if (typeof from !== 'string' || typeof until !== 'string') {
    return { ...whole, found: showJson(json) };
  }
  for (const [name, text] of Object.entries({ from, until })) {
    if (textThrough(text, instantOf) !== undefined) continue;
    const isDayEnd = /T24:00/.test(text);
    const expected = isDayEnd ? `${instantForm}; midnight is 00:00 of the next day` : instantForm;
    return { path: `${whole.path}.${name}`, found: showJson(text), expected };
  }
  return {
    path: whole.path,
    found: showJson(`${from}/${until}`),
    expected: '`from` before `until`',
  };
}

// An instant may leave its seconds out, as in a document.
function instantOf(text: string): Instant | undefined {
  return parseInstant(text.replace(/^(.{10}T\d\d:\d\d)(?!:)/, '$1:00'));
}

/** Gives both ends of `{ "from": …, "until": … }` or `FROM/UNTIL`, as far as they are there. */
function endsOf(json: unknown): { readonly from?: unknown; readonly until?: unknown } {
  if (typeof json === 'string') {
    const [from, until, more] = json.split('/');
    return more === undefined ? { from, until } : {};
  }
  return typeof json === 'object' && json !== null ? json : {};
}

function parseRun(json: unknown): Interval | undefined {
  const { from: first, until: last } = endsOf(json);
  const from = textThrough(first, instantOf);
  const until = textThrough(last, instantOf);
  if (from === undefined || until === undefined || from >= until) return undefined;
  return { from, until };
}
