import type { PolicyDocument, Rule } from '../document.ts';
import type { GuardStatement } from '../statement.ts';
import type { Compilation } from './compilation.ts';
import { compileExpression } from './compile-expression.ts';
import {
  bindStop,
  bindValue,
  type CompiledValue,
  chooseStop,
  gatherStops,
  holds,
  type Stop,
} from './compiled-value.ts';
import type { Cell } from './sql/layers.ts';

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
  return firstBarrier(
    guarding.map((rule) => guardingBarrier(rule, compilation)),
    compilation,
  );
}

/** Gives the barrier that goes first: an exclusion, then what is not known, then a review. */
export function firstBarrier(
  barriers: readonly (Barrier | undefined)[],
  compilation: Compilation,
): Barrier | undefined {
  const { layers } = compilation;
  const bound = barriers.flatMap((one) => (one ? [bindStop(one, layers)] : []));
  if (bound.length <= 1) return bound[0];
  const rows = (when: (barrier: Barrier) => Cell | undefined) =>
    bound.flatMap((barrier) => {
      const cell = when(barrier);
      return cell ? [{ when: cell, gives: barrier }] : [];
    });
  const excludes = rows((barrier) => isExclusion(barrier, compilation));
  const opens = rows(({ cell, canMiss }) =>
    canMiss ? { sql: `(${cell.sql} > 0)`, depth: cell.depth } : undefined,
  );
  return chooseStop([...excludes, ...opens, ...rows(isSet)], undefined);
}

/** Says where a barrier is an exclusion; undefined where it cannot be one. */
function isExclusion({ cell, canHalt }: Barrier, { stops }: Compilation): Cell | undefined {
  const numbers = stops.halts.flatMap(({ status }, at) => (status === 'none' ? [-(at + 1)] : []));
  if (!canHalt || numbers.length === 0) return undefined;
  return { sql: `(${cell.sql} in (${numbers.join(', ')}))`, depth: cell.depth };
}

function guardingBarrier(rule: Rule, compilation: Compilation): Barrier | undefined {
  const audience = compileAudience(rule, compilation);
  const open = audience && onlyMissing(audience);
  const unknown = open ? [{ when: isSet(open), gives: open }] : [];
  const own = compileGuards(rule.guards, compilation);
  if (!audience || !own) return own;
  return chooseStop([...unknown, { when: holds(audience), gives: own }], undefined);
}

/** Says where a stop or barrier stands. */
export function isSet({ cell }: Stop): Cell {
  return { sql: `(${cell.sql} <> 0)`, depth: cell.depth };
}
