import type { Compilation } from '../compilation.ts';
import type { CompiledValue } from '../compiled-value.ts';
import { floorDivide } from '../sql/integer-arithmetic.ts';
import { type IntegerCell, integerLiteral, NotCompiled } from '../sql/layers.ts';
import { calendarDays, dateOf, dateOfDay, dayNumber } from './day-number.ts';
import { clockPieces, floorDay, offsetPieces, writePieces } from './zone-table.ts';

const dayMs = 86_400_000n;

/** Gives the local date of an instant, whose range must be known to be a century or less. */
export function compileDateOf(
  at: CompiledValue | undefined,
  compilation: Compilation,
): CompiledValue {
  if (at?.kind !== 'instant') throw new NotCompiled('an instant is worked out for each party');
  return dateOfDay(localDay(at.cell, compilation), compilation);
}

/** Gives the first instant of a local date, whose range must be known to be a century or less. */
export function compileStartOf(
  on: CompiledValue | undefined,
  { document, layers }: Compilation,
): CompiledValue {
  if (on?.kind !== 'date' || !on.days) {
    throw new NotCompiled('the beginning of a date whose range is not known');
  }
  const day = { ...dayNumber(dateOf(on, layers), layers), bounds: on.days };
  return { kind: 'instant', cell: dayStart(day, { zone: document.header.zone }) };
}

/** Gives the local day of an instant, counted from 1970-01-01. */
export function localDay(cell: IntegerCell, { document, layers }: Compilation): IntegerCell {
  const at = layers.bind(cell);
  const pieces = offsetPieces(document.header.zone, at.bounds);
  const offsets = pieces.map(({ value }) => value);
  const least = offsets.reduce((a, b) => (a < b ? a : b));
  const most = offsets.reduce((a, b) => (a > b ? a : b));
  const local: IntegerCell = layers.bind({
    sql: `(${at.sql} + ${writePieces(at.sql, pieces)})`,
    depth: at.depth,
    bounds: { low: at.bounds.low + least, high: at.bounds.high + most },
    isWide: false,
  });
  const day = floorDivide(layers, local, integerLiteral(dayMs, layers.dialect));
  const bounds = { low: floorDay(local.bounds.low), high: floorDay(local.bounds.high) };
  return layers.bind({ ...day, bounds });
}

/**
 * Gives the first instant of a local day, in milliseconds, or that of a time of its clock in whole
 * seconds after midnight, 0 to 86,400; the day is a column.
 */
export function dayStart(
  day: IntegerCell,
  { zone, seconds = 0 }: { readonly zone: string; readonly seconds?: number },
): IntegerCell {
  const { low, high } = day.bounds;
  if (low <= calendarDays.low || high >= calendarDays.high) {
    throw new NotCompiled('the beginning of a date that the calendar does not have');
  }
  const pieces = clockPieces({ zone, seconds }, day.bounds);
  const most = pieces.reduce((a, { value }) => (value > a ? value : a), -2n * dayMs);
  const least = pieces.reduce((a, { value }) => (value < a ? value : a), dayMs);
  return {
    sql: `(${day.sql} * ${dayMs} - ${writePieces(day.sql, pieces)})`,
    depth: day.depth,
    bounds: { low: low * dayMs - most, high: high * dayMs - least },
    isWide: false,
  };
}
