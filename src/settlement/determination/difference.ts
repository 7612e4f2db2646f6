import {
  addRational,
  compareRational,
  multiplyRational,
  parseRational,
  type Rational,
  rational,
  subtractRational,
} from '../../kernel/index.ts';
import { measureOf } from '../../policy/index.ts';
import type { Totalled } from './party-due.ts';
import type { AwardTotal } from './population.ts';

/** What two totals have in common that can be subtracted from one another. */
export interface Kind {
  readonly remedy: string;
  readonly name: string | null;
  /** money by its currency, lengths of time by `second`, calendar periods by `month`, else the unit */
  readonly measure: string;
}

/** What one class gets of one kind, by whatever clauses. */
export interface ClassTotal extends Kind {
  readonly partyClass: string;
  /** in minor units, seconds, months or things, of all parties of the class together */
  readonly count: Rational;
  /** the totals that it is the sum of, in the order of the run */
  readonly rows: readonly AwardTotal[];
}

/** What became of a kind in one determination: what was granted before, what is now, what is due. */
export interface ClassDifference extends ClassTotal {
  readonly granted: Rational;
  readonly due: Rational;
  /** what is left of an earlier run's classes that this run no longer has, and is counted for it */
  readonly moved: Rational;
  /** why not all of it is due that a plain subtraction gives */
  readonly reason: 'less_than_granted' | 'units_differ' | null;
  /** of the earlier run that granted most, to tell which rows are the difference */
  readonly rowsBefore: readonly AwardTotal[];
}

interface Holding extends ClassTotal {
  readonly granted: Rational;
}

const zero = rational(0n);
const isAbove = (left: Rational, right: Rational): boolean => compareRational(left, right) > 0;
const least = (left: Rational, right: Rational): Rational => (isAbove(left, right) ? right : left);

/** Gives the kind of a total. */
export function kindOf({ remedy, name, currency, unit }: AwardTotal): Kind {
  return { remedy, name, measure: currency ?? measureOf(unit).of };
}

/** Gives how much of its kind a total is, of all its parties together. */
export function countOf({ amountMinor, quantity, unit, partyCount }: AwardTotal): Rational {
  if (amountMinor !== null) return rational(amountMinor);
  const each = (quantity === null ? undefined : parseRational(quantity)) ?? rational(1n);
  const ofAll = multiplyRational(each, rational(BigInt(partyCount)));
  return multiplyRational(ofAll, measureOf(unit).each);
}

const keyOf = ({ partyClass, ...kind }: Kind & { readonly partyClass: string }): string =>
  JSON.stringify([partyClass, kind.remedy, kind.name, kind.measure]);

function sumTotals(totals: readonly AwardTotal[]): ReadonlyMap<string, ClassTotal> {
  const sums = new Map<string, ClassTotal>();
  for (const total of totals) {
    const of = { partyClass: total.partyClass, ...kindOf(total) };
    const before = sums.get(keyOf(of));
    sums.set(keyOf(of), {
      ...of,
      count: addRational(before?.count ?? zero, countOf(total)),
      rows: [...(before?.rows ?? []), total],
    });
  }
  return sums;
}

/** What every class holds by the runs so far. */
class Holdings {
  readonly #held = new Map<string, Holding>();

  grantedOf(of: ClassTotal): Rational {
    return this.#held.get(keyOf(of))?.granted ?? zero;
  }

  rowsOf(of: ClassTotal): readonly AwardTotal[] {
    return this.#held.get(keyOf(of))?.rows ?? [];
  }

  all(): readonly Holding[] {
    return [...this.#held.values()];
  }

  /** Adds to what a class holds; the rows of the most are kept. */
  add(of: ClassTotal, more: Rational): void {
    const before = this.#held.get(keyOf(of));
    const granted = addRational(before?.granted ?? zero, more);
    const most = before === undefined || isAbove(of.count, before.count) ? of : before;
    this.#held.set(keyOf(of), { ...most, granted });
  }
}

const isSameThing = (left: Kind, right: Kind): boolean =>
  left.remedy === right.remedy && left.name === right.name;

/** A run that is being compared: its sums, the classes it has, and what was granted before it. */
interface Granting {
  readonly now: ReadonlyMap<string, ClassTotal>;
  readonly present: ReadonlySet<string>;
  readonly holdings: Holdings;
}

type Before = Pick<ClassDifference, 'granted' | 'moved' | 'rowsBefore'>;

/** Gives what counts as granted: the class's own, and what is moved from classes that are gone. */
function takeBefore(total: ClassTotal, { present, holdings }: Granting): Before {
  const granted = holdings.grantedOf(total);
  const rowsBefore = [...holdings.rowsOf(total)];
  let moved = zero;
  for (const one of holdings.all()) {
    const short = subtractRational(total.count, addRational(granted, moved));
    const isSameKind = isSameThing(one, total) && one.measure === total.measure;
    if (!isSameKind || present.has(one.partyClass)) continue;
    const taken = least(one.granted, short);
    if (!isAbove(taken, zero)) continue;
    holdings.add({ ...one, count: zero }, subtractRational(zero, taken));
    moved = addRational(moved, taken);
    rowsBefore.push(...one.rows);
  }
  if (isAbove(moved, zero)) holdings.add({ ...total, count: moved }, moved);
  return { granted, moved, rowsBefore };
}

/** Says whether more was granted in another measure than the run gives: it may be the same thing. */
function isLeftElsewhere(kind: ClassTotal, { now, present, holdings }: Granting): boolean {
  return holdings
    .all()
    .some(
      (one) =>
        isSameThing(one, kind) &&
        one.measure !== kind.measure &&
        (one.partyClass === kind.partyClass || !present.has(one.partyClass)) &&
        isAbove(one.granted, now.get(keyOf(one))?.count ?? zero),
    );
}

/** Books what an earlier run granted: what it found due party by party, or else its difference. */
function bookRun(run: Totalled, holdings: Holdings): void {
  if (!run.due) grantRun(run, holdings);
  else for (const due of sumTotals(run.due.totals).values()) holdings.add(due, due.count);
}

/** Gives what one run adds to what is held, and books it. */
function grantRun(run: Totalled, holdings: Holdings): readonly ClassDifference[] {
  const now = sumTotals(run.totals);
  const present = new Set([...run.totals, ...run.statuses].map(({ partyClass }) => partyClass));
  const granting = { now, present, holdings };
  const totals = [...now.values()].map((total) => ({ total, before: takeBefore(total, granting) }));
  return totals.map(({ total, before }) => {
    const beyond = subtractRational(total.count, addRational(before.granted, before.moved));
    const isDue = isAbove(beyond, zero);
    const isHeld = isDue && isLeftElsewhere(total, granting);
    const due = isDue && !isHeld ? beyond : zero;
    if (isAbove(due, zero)) holdings.add(total, due);
    const isLess = compareRational(beyond, zero) < 0;
    const reason = isHeld ? 'units_differ' : isLess ? 'less_than_granted' : null;
    return { ...total, ...before, due, reason };
  });
}

/**
 * Gives what a determination grants each class beyond what earlier ones of the same parties granted.
 *
 * What is compared is all that a class gets of one kind, so that neither the names of clauses nor
 * how many of them there are matters. What a class was granted that the run no longer has (it was
 * renamed, or its parties belong to another now) counts for the classes that get more. Each class
 * then has been granted the most that any of the determinations gives it; nothing is taken back.
 * Where a class was granted days and now gets fewer of them and months instead, the months are not
 * due: no subtraction tells how many of them were granted (`units_differ`).
 *
 * @param earlier in the order of their approval
 * @returns a line for each class and kind of the run, then those that it no longer grants
 * @source ARCHITECTURE.md, Settlement ("pays the difference, never twice")
 */
export function differencesBetween(
  run: Totalled,
  earlier: readonly Totalled[],
): readonly ClassDifference[] {
  const holdings = new Holdings();
  for (const one of earlier) bookRun(one, holdings);
  const before = new Set(
    holdings.all().flatMap((one) => (isAbove(one.granted, zero) ? [keyOf(one)] : [])),
  );
  const lines = grantRun(run, holdings);
  const own = new Set(lines.map(keyOf));
  const ended = holdings
    .all()
    .filter((one) => before.has(keyOf(one)) && !own.has(keyOf(one)) && isAbove(one.granted, zero));
  return [
    ...lines,
    ...ended.map((one): ClassDifference => {
      const nothing = { count: zero, due: zero, moved: zero, rows: [] };
      return { ...one, ...nothing, rowsBefore: one.rows, reason: 'less_than_granted' };
    }),
  ];
}
