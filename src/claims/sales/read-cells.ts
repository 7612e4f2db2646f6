import { addDays, type LocalDate, parseLocalDate } from '../../kernel/index.ts';

// Files of one incident name the same few hundred days over and over.
const knownDates = new Map<string, LocalDate | undefined>();
const knownDatesMax = 10_000;

function knownDate(text: string): LocalDate | undefined {
  if (knownDates.has(text)) return knownDates.get(text);
  if (knownDates.size >= knownDatesMax) knownDates.clear();
  const on = parseLocalDate(text);
  knownDates.set(text, on);
  return on;
}

/** No date, with its time and the name of its day, is longer. */
const dateLengthMax = 100;
const writtenDate =
  /^'?((?:\d\d)?\d\d)\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?(?:[\sT(].*)?$/;

/** Days since 30 December 1899, from 2000 to 2099: how Excel keeps a date. @source ECMA-376 18.17.4.1 */
function parseSerialDate(text: string): LocalDate | undefined {
  const days = /^(\d{5})(?:\.\d+)?$/.exec(text)?.[1];
  const epoch = parseLocalDate('1899-12-30');
  if (days === undefined || epoch === undefined) return undefined;
  const serial = Number(days);
  return serial >= 36_526 && serial <= 73_050 ? addDays(epoch, serial) : undefined;
}

/**
 * Reads a date as sales files have it: 2022-10-15, 2022.10.15, 2022/10/15, 2022년 10월 15일 (토),
 * 20221015, 22.10.15 (the year first, as in Korea), each with or without a time, and Excel's serial
 * number of a day. Undefined when it is none of these or there is no such day.
 */
export function parseSalesDate(text: string): LocalDate | undefined {
  if (text.length > dateLengthMax) return undefined;
  const match = writtenDate.exec(text) ?? /^(\d{4})(\d{2})(\d{2})(?:\d{6})?$/.exec(text);
  if (match === null) return parseSerialDate(text);
  const [, year = '', month = '', day = ''] = match;
  return knownDate(`${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** How one currency's amounts are written in a column: its decimals, and the unit of the heading. */
export interface AmountColumn {
  /** decimals of the currency: 0 for the won */
  readonly exponent: number;
  /** what one unit of the column is worth in major units: 1, or 1000 for 천원 */
  readonly unit: bigint;
}

/**
 * Reads an amount as sales files have it: 1,234,000, ₩1234000, ￦1,234,000, 1234000원, \1,234,000
 * (the won sign of Korean Windows), refunds with a minus, △ or brackets, and a lone dash for nothing.
 *
 * @returns minor units, or undefined when it is no whole number of them
 */
export function parseSalesAmount(text: string, column: AmountColumn): bigint | undefined {
  const plain = text.normalize('NFKC').replace(/[\s₩\\원]|KRW/gi, '');
  if (/^[-−–]$/.test(plain)) return 0n;
  const isNegative = /^[-−–△▲]/.test(plain) || /^\(.*\)$/.test(plain);
  const digits = plain.replace(/^[-−–△▲(]/, '').replace(/\)$/, '');
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(digits);
  if (match === null) return undefined;
  const fraction = withoutZeroes(match[2] ?? '');
  const whole = (match[1] ?? '').replaceAll(',', '');
  if (whole.length > 15 || fraction.length > 9) return undefined;
  const scaled = BigInt(whole + fraction) * column.unit * 10n ** BigInt(column.exponent);
  const divisor = 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) return undefined;
  return isNegative ? -(scaled / divisor) : scaled / divisor;
}

// A pattern for the zeroes at the end would begin again at every zero before it.
function withoutZeroes(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end -= 1;
  return fraction.slice(0, end);
}

/**
 * Gives the text of a number as a workbook keeps it; sums of a spreadsheet carry noise far below
 * any coin (1234000.0000000002), which is taken away, and large ones an exponent (1.234E6).
 */
export function plainNumber(text: string): string {
  if (!/[.eE]/.test(text)) return text;
  const value = Number(text);
  const rounded = Math.round(value * 10_000) / 10_000;
  return Math.abs(value - rounded) < 1e-6 && Number.isSafeInteger(Math.round(value))
    ? String(rounded)
    : text;
}
