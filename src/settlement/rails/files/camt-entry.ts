import { type CurrencyCode, type Instant, parseInstant } from '../../../kernel/index.ts';
import type { StatementLine } from '../rail.ts';
import type { FileProblem } from './file-format.ts';
import { readAmount } from './read-amount.ts';

/** Thrown inside the parser to stop it at the first thing that cannot be. */
export class Stop extends Error {
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** What an entry of a statement was read to: the texts of the elements that matter, by path. */
export type Fields = Map<string, string>;

export interface Balance {
  readonly kind: string;
  readonly minor: bigint;
}

/** What the reader of a file expects it to be about. */
export type Expected = { readonly currency: CurrencyCode; readonly account?: string };

/** Stops reading a file at the first thing that cannot be. */
export function stop(problem: FileProblem): never {
  throw new Stop(problem);
}

/** Gives the text of an element that has to be there. */
export function must(fields: Fields, path: string, place: string): string {
  return fields.get(path) ?? stop({ code: 'file_field_missing', place, expected: path });
}

/** Reads an amount with its currency. */
export function amountOf(
  fields: Fields,
  at: { path: string; place: string; expected: Expected },
): bigint {
  const { path, place, expected } = at;
  const found = must(fields, `${path}@Ccy`, place);
  const { currency } = expected;
  if (found !== currency) stop({ code: 'file_currency_differs', place, found, expected: currency });
  const read = readAmount(must(fields, path, place), { currency, place });
  return read.ok ? read.value : stop(read.refusal);
}

/** Reads a balance; it may be nothing, and its sign stands apart. */
export function balanceOf(fields: Fields, place: string, expected: Expected): bigint {
  const text = must(fields, 'Amt', place);
  const isNothing = /^0+(\.0+)?$/.test(text.trim());
  const minor = isNothing ? 0n : amountOf(fields, { path: 'Amt', place, expected });
  return must(fields, 'CdtDbtInd', place) === 'DBIT' ? -minor : minor;
}

let lastMoment: { readonly text: string; readonly at: Instant } | undefined;

function momentOf(fields: Fields, path: string, place: string): Instant {
  const day = fields.get(`${path}/Dt`);
  const text = fields.get(`${path}/DtTm`) ?? (day === undefined ? undefined : `${day}T00:00:00Z`);
  const missing = { code: 'file_field_missing' as const, place, expected: path };
  if (text === undefined) return stop(missing);
  // Most entries of a statement are of one day.
  if (lastMoment?.text === text) return lastMoment.at;
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
  const at = parseInstant(zoned) ?? stop({ code: 'file_date_malformed', place, found: text });
  lastMoment = { text, at };
  return at;
}

const isNothing = (text: string | undefined): boolean =>
  text === undefined || /^0+(\.0+)?$/.test(text.trim());

/** An entry of a statement: what it moved, which way, and the lines it comes to. */
export interface ReadEntry {
  readonly sumMinor: bigint;
  readonly isDebit: boolean;
  readonly lines: readonly StatementLine[];
}

interface EntryParts {
  readonly entry: Fields;
  readonly details: readonly Fields[];
  readonly place: string;
  readonly expected: Expected;
}

function feeOf(part: Fields, { place, expected }: EntryParts): bigint {
  const path = 'Chrgs/TtlChrgsAndTaxAmt';
  return isNothing(part.get(path)) ? 0n : amountOf(part, { path, place, expected });
}

function lineIdOf(part: Fields, { entry, place }: EntryParts, number: number): string {
  const own = part.get('Refs/AcctSvcrRef') ?? part.get('Refs/TxId');
  const ofEntry = entry.get('AcctSvcrRef') ?? entry.get('NtryRef');
  const named = own ?? (ofEntry === undefined ? undefined : `${ofEntry}/${number}`);
  return named ?? stop({ code: 'file_field_missing', place, expected: 'AcctSvcrRef or NtryRef' });
}

/** Refuses an entry whose transactions, with their charges, do not add up to it. */
function checkParts(parts: EntryParts, sumMinor: bigint): void {
  const { details, place, expected } = parts;
  if (details.length === 0 || !details.every((part) => part.has('Amt'))) return;
  const total = details.reduce(
    (before, part) =>
      before + amountOf(part, { path: 'Amt', place, expected }) + feeOf(part, parts),
    0n,
  );
  if (total === sumMinor) return;
  stop({ code: 'file_totals_differ', place, found: `${total}`, expected: `${sumMinor}` });
}

/** Reads an entry: a line for each of its transactions, or one for itself; none unless booked. */
export function readEntry(parts: EntryParts): ReadEntry {
  const { entry, place, expected } = parts;
  const sumMinor = amountOf(entry, { path: 'Amt', place, expected });
  const isDebit = must(entry, 'CdtDbtInd', place) === 'DBIT';
  const status = entry.get('Sts/Cd') ?? entry.get('Sts') ?? 'BOOK';
  if (status !== 'BOOK') return { sumMinor: 0n, isDebit, lines: [] };
  checkParts(parts, sumMinor);
  const bookedAt = momentOf(entry, 'BookgDt', place);
  const details = parts.details.length === 0 ? [new Map<string, string>()] : parts.details;
  const lines = details.map((part, index): StatementLine => {
    const has = part.has('Amt');
    const feeMinor = feeOf(part, parts);
    return {
      lineId: lineIdOf(part, parts, index + 1),
      reference: part.get('Refs/EndToEndId') ?? part.get('Refs/InstrId') ?? '',
      direction: isDebit ? 'paid' : 'returned',
      amountMinor: has ? amountOf(part, { path: 'Amt', place, expected }) : sumMinor,
      ...(feeMinor > 0n ? { feeMinor } : {}),
      currency: expected.currency,
      bookedAt,
    };
  });
  return { sumMinor, isDebit, lines };
}
