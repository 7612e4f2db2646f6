import {
  divideRational,
  multiplyRational,
  parseRational,
  type Rational,
  rational,
  renderDecimal,
  renderRational,
} from '../../kernel/index.ts';
import type { Knowledge } from '../check/quantity.ts';
import { findUnit } from '../check/unit.ts';
import type { Value } from './value.ts';

/**
 * Says whether a value is what a cell of a case expects, written as a case writes it: `10 %`,
 * `72 hours`, `2_500/9 USD`, `yes`, a date, or a value of a choice. Compared exactly.
 */
export function isValueAsExpected(value: Value, text: string): boolean {
  switch (value.kind) {
    case 'number':
    case 'period': {
      const expected = numberOf(text);
      return expected !== undefined && renderRational(value.value) === renderRational(expected);
    }
    case 'missing':
      return text === 'undecidable';
    default:
      return renderValue(value) === text;
  }
}

function numberOf(text: string) {
  const match = /^(-?[\d_]+(?:\.\d+)?(?:\/[\d_]+)?)\s*(%|\p{L}+)?$/u.exec(text);
  const value = match ? parseRational(match[1] ?? '') : undefined;
  if (!match || !value) return undefined;
  const unit = match[2] === undefined ? undefined : findUnit(match[2]);
  if (unit?.kind === 'percent') return multiplyRational(value, rational(1n, 100n));
  if (unit?.kind === 'duration') return multiplyRational(value, unit.seconds);
  return match[2] === undefined || unit ? value : undefined;
}

/**
 * Writes a value the way a cell beside it is written: in its unit where that comes out even, else
 * as people write a quantity of its kind.
 */
function renderQuantity(value: Rational, text: string, known: Knowledge | undefined): string {
  const word = /(%|\p{L}+)$/u.exec(text)?.[1];
  const unit = word === undefined ? undefined : findUnit(word);
  const like = known?.kind === 'quantity' ? known : undefined;
  if (unit?.kind === 'percent') return `${inDecimals(value, rational(1n, 100n))} %`;
  if (unit?.kind === 'duration') return `${inDecimals(value, unit.seconds)} ${word}`;
  if (like?.time === 1 && like.money === 0) return renderHours(value);
  if (like?.money === 1 && like.time === 0)
    return `${inDecimals(value, rational(1n))} ${like.currency ?? ''}`.trim();
  return renderRational(value);
}

function inDecimals(value: Rational, unit: Rational): string {
  const inUnit = divideRational(value, unit);
  const text = renderDecimal(inUnit, { maxDigits: 6 });
  return text.includes('…') ? renderRational(inUnit) : text;
}

function renderHours(seconds: Rational): string {
  const hours = divideRational(seconds, rational(3_600n));
  if (hours.denominator === 1n) return `${renderRational(hours)} hours`;
  const minutes = divideRational(seconds, rational(60n));
  if (minutes.denominator === 1n) return `${renderRational(minutes)} min`;
  return `${renderRational(seconds)} seconds`;
}

/** Writes a value for the message of a case that failed, in the unit of the cell beside it. */
export function renderBeside(value: Value, text: string, known: Knowledge | undefined): string {
  return value.kind === 'number' ? renderQuantity(value.value, text, known) : renderValue(value);
}

/** Writes a value exactly, without a unit; a duration is in seconds. */
export function renderValue(value: Value): string {
  switch (value.kind) {
    case 'number':
    case 'period':
      return renderRational(value.value);
    case 'yes_no':
      return value.value ? 'yes' : 'no';
    case 'choice':
      return value.choice;
    case 'date':
      return value.on;
    case 'missing':
      return `undecidable (${value.names.join(', ')})`;
    case 'halt':
      return value.status;
    case 'list':
      return value.entries.map((entry) => renderValue(entry.value)).join(', ');
    default:
      return value.kind;
  }
}
