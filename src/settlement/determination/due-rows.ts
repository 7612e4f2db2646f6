import {
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  type Rational,
  rational,
  renderRational,
  subtractRational,
} from '../../kernel/index.ts';
import { measureOf } from '../../policy/index.ts';
import { type ClassDifference, countOf, differencesBetween } from './difference.ts';
import type { Totalled } from './party-due.ts';
import type { AwardTotal } from './population.ts';

const zero = rational(0n);
const isAbove = (left: Rational, right: Rational): boolean => compareRational(left, right) > 0;

/**
 * Gives the rows of a run that are due, under the clauses of the run: together exactly what the
 * difference says. Which rows they are is told by those of the earlier run that granted most.
 */
export function dueRows(line: ClassDifference): readonly AwardTotal[] {
  if (!isAbove(line.due, zero)) return [];
  if (compareRational(line.due, line.count) === 0) {
    return line.rows.filter((row) => isAbove(countOf(row), zero));
  }
  return line.rows[0]?.amountMinor === null ? quantityRows(line) : moneyRows(line);
}

/** Money: first what a clause gives beyond the same clause before, then whatever is left. */
function moneyRows({ rows, rowsBefore, due }: ClassDifference): readonly AwardTotal[] {
  let left = due.numerator;
  const taken = rows.map(() => 0n);
  const before = (row: AwardTotal) => rowsBefore.filter(({ clause }) => clause === row.clause);
  const minorBefore = (row: AwardTotal): bigint =>
    before(row).reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0n), 0n);
  for (const beyond of [minorBefore, () => 0n]) {
    for (const [index, row] of rows.entries()) {
      const most = (row.amountMinor ?? 0n) - beyond(row) - (taken[index] ?? 0n);
      const part = most < left ? most : left;
      if (part <= 0n) continue;
      taken[index] = (taken[index] ?? 0n) + part;
      left -= part;
    }
  }
  return rows.flatMap((row, index): AwardTotal[] => {
    const amountMinor = taken[index] ?? 0n;
    if (amountMinor === 0n) return [];
    const more = row.partyCount - before(row).reduce((sum, one) => sum + one.partyCount, 0);
    // Where the same parties get more, they are still counted: each gets the difference.
    return [{ ...row, amountMinor, partyCount: more > 0 ? more : row.partyCount }];
  });
}

/** So many parties, each with so much in the unit of their measure. */
interface Step {
  readonly row: AwardTotal;
  readonly each: Rational;
  readonly parties: bigint;
}

function stepsOf(rows: readonly AwardTotal[]): Step[] {
  return rows
    .filter(({ partyCount }) => partyCount > 0)
    .map((row) => {
      const parties = BigInt(row.partyCount);
      return { row, parties, each: divideRational(countOf(row), rational(parties)) };
    })
    .sort((left, right) => compareRational(right.each, left.each));
}

/** A step with the ranks of its parties, counted from those who get most: `from` up to `until`. */
interface Ranked extends Step {
  readonly from: bigint;
  readonly until: bigint;
}

function rankSteps(steps: readonly Step[]): readonly Ranked[] {
  let until = 0n;
  return steps.map((step) => {
    const from = until;
    until += step.parties;
    return { ...step, from, until };
  });
}

/** Lays the parties of both side by side, those who get most first, and gives who gets more. */
function stepsBeyond(now: readonly Step[], before: readonly Step[]): readonly Step[] {
  const ranks = { now: rankSteps(now), before: rankSteps(before) };
  const ends = [...ranks.now, ...ranks.before].map(({ until }) => until);
  const cuts = [...new Set(ends)].sort((left, right) => (left < right ? -1 : 1));
  const at = (steps: readonly Ranked[], rank: bigint) =>
    steps.find(({ from, until }) => from <= rank && rank < until);
  return cuts.flatMap((until, index): Step[] => {
    const from = cuts[index - 1] ?? 0n;
    const step = at(ranks.now, from);
    if (!step) return [];
    const each = subtractRational(step.each, at(ranks.before, from)?.each ?? zero);
    return isAbove(each, zero) ? [{ row: step.row, each, parties: until - from }] : [];
  });
}

/** Things and times: as many rows beyond those before as make up what is due. */
function quantityRows({ rows, rowsBefore, due }: ClassDifference): readonly AwardTotal[] {
  const now = stepsOf(rows);
  const found: Step[] = [];
  let left = due;
  // Where classes were joined, the steps beyond may fall short: any of the run's own make it up.
  for (const step of [...stepsBeyond(now, stepsOf(rowsBefore)), ...now]) {
    const whole = floorRational(divideRational(left, step.each));
    const parties = whole < step.parties ? whole : step.parties;
    if (parties > 0n) found.push({ ...step, parties });
    left = subtractRational(left, multiplyRational(step.each, rational(parties)));
    if (parties < step.parties && isAbove(left, zero)) {
      found.push({ ...step, each: left, parties: 1n });
      left = zero;
    }
    if (!isAbove(left, zero)) break;
  }
  return joinSteps(found);
}

function joinSteps(steps: readonly Step[]): readonly AwardTotal[] {
  const joined = new Map<string, AwardTotal>();
  for (const { row, each, parties } of steps) {
    const inUnit = divideRational(each, measureOf(row.unit).each);
    const isPlain = row.quantity === null && compareRational(inUnit, rational(1n)) === 0;
    const quantity = isPlain ? null : renderRational(inUnit);
    const key = JSON.stringify([row.clause, row.unit, quantity]);
    const partyCount = (joined.get(key)?.partyCount ?? 0) + Number(parties);
    joined.set(key, { ...row, quantity, partyCount });
  }
  return [...joined.values()];
}

/**
 * Gives what a run grants beyond what earlier ones granted, under the clauses of the run: what was
 * reckoned party by party, or else the difference of the totals of each class.
 *
 * @param earlier in the order of their approval
 */
export function totalsBeyond(run: Totalled, earlier: readonly Totalled[]): readonly AwardTotal[] {
  return run.due?.totals ?? differencesBetween(run, earlier).flatMap(dueRows);
}
