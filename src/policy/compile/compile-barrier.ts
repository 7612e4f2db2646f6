import type { PolicyDocument, Rule } from '../document.ts';
import type { GuardStatement } from '../statement.ts';
import type { Compilation } from './compilation.ts';
import { compileExpression } from './compile-expression.ts';
import {
  bindValue,
  type CompiledValue,
  chooseStop,
  gatherStops,
  holds,
  type Stop,
} from './compiled-value.ts';
import { type Cell, depthOf } from './sql/layers.ts';

/**
 * What stands before a rule's awards: 0 nothing, above 0 the bits of what is missing to know it,
 * below 0 minus the number of an end (`none` for an exclusion, `review`).
 */
export type Barrier = Stop;

/** Gives the yes/no of a rule's audience; absent for everyone. */
export function compileAudience(rule: Rule, compilation: Compilation): CompiledValue | undefined {
  const condition = rule.audience?.condition;
  if (!condition) return undefined;
  return bindValue(compileExpression(condition, compilation), compilation.layers);
}

/** Gives the first exclusion that holds, else what is missing, else the first review that holds. */
export function compileGuards(
  guards: readonly GuardStatement[],
  compilation: Compilation,
): Barrier | undefined {
  if (guards.length === 0) return undefined;
  const { layers, stops } = compilation;
  const compiled = guards.map((guard) => {
    const value = bindValue(compileExpression(guard.condition, compilation), layers);
    const status = guard.kind === 'exclude' ? ('none' as const) : ('review' as const);
    const number = -stops.haltOf({ status, reason: guard.because });
    return { status, number, when: layers.bind(holds(value)), open: onlyMissing(value) };
  });
  const rows = (status: 'none' | 'review') =>
    compiled
      .filter((one) => one.status === status)
      .map(({ when, number }) => ({ when, gives: endOf(number) }));
  const review = chooseStop(rows('review'), undefined);
  const open = gatherStops(
    layers,
    compiled.map((one) => one.open),
  );
  return chooseStop(rows('none'), open ? chooseOpen(open, review, compilation) : review);
}

function endOf(number: bigint): Stop {
  return { cell: { sql: `(${number}::bigint)`, depth: 0 }, canMiss: false, canHalt: true };
}

function chooseOpen(
  open: Stop,
  review: Stop | undefined,
  { layers }: Compilation,
): Stop | undefined {
  const cell = layers.bind(open.cell);
  const when = { sql: `(${cell.sql} > 0)`, depth: cell.depth };
  return chooseStop([{ when, gives: { ...open, cell } }], review);
}

/** Gives what is missing of a condition; an end of a table in it is no hindrance. */
function onlyMissing({ stop }: CompiledValue): Stop | undefined {
  if (!stop?.canMiss) return undefined;
  if (!stop.canHalt) return stop;
  const sql = `greatest(${stop.cell.sql}, 0::bigint)`;
  return { cell: { sql, depth: stop.cell.depth }, canMiss: true, canHalt: false };
}

/** Gives the barrier of the whole document: guards of rules that award nothing. */
export function compileDocumentBarrier(
  { rules }: PolicyDocument,
  compilation: Compilation,
): Barrier | undefined {
  const guarding = rules.filter(({ awards, guards }) => awards.length === 0 && guards.length > 0);
  const rows = guarding.flatMap((rule) => barrierRows(rule, compilation));
  return rows.length === 0 ? undefined : chooseStop(rows, undefined);
}

interface BarrierRow {
  readonly when: Cell;
  readonly gives: Stop;
}

function barrierRows(rule: Rule, compilation: Compilation): BarrierRow[] {
  const audience = compileAudience(rule, compilation);
  const open = audience && onlyMissing(audience);
  const unknown = open ? [{ when: isSet(open), gives: open }] : [];
  const own = compileGuards(rule.guards, compilation);
  if (!own) return unknown;
  const barrier = { ...own, cell: compilation.layers.bind(own.cell) };
  const set = isSet(barrier);
  if (!audience) return [{ when: set, gives: barrier }];
  const held = holds(audience);
  const when = { sql: `(${held.sql} and ${set.sql})`, depth: depthOf(held, set) };
  return [...unknown, { when, gives: barrier }];
}

/** Says where a stop or barrier stands. */
export function isSet({ cell }: Stop): Cell {
  return { sql: `(${cell.sql} <> 0)`, depth: cell.depth };
}
