import { assert, compareRational, type Rational, rational } from '../../../kernel/index.ts';
import type { Case, ClaimsFile } from '../read/case.ts';
import { type Permutation, permutationOf } from './permutation.ts';
import { apportion, type Scale, scaledCount } from './scale.ts';
import { seedOf } from './seeded.ts';

export type ClaimKind = ClaimsFile['cells'][number]['kind'];
export type ClaimCategory = ClaimsFile['cells'][number]['category'];

/** Claims of one cell about one service function, and from whom they come. */
export interface PlannedService {
  readonly service: string;
  readonly function: string;
  readonly flag?: string;
  /** Where this group begins among all claims drawn from the same pool of parties. */
  readonly poolStart: number;
  readonly count: number;
  readonly start: number;
}

/** A band of stated losses: amounts above `above`, up to and including `upTo`, in steps. */
export interface PlannedBand {
  readonly above: number;
  readonly step: number;
  readonly levelCount: number;
  /** The band holds the shuffled positions before this one. */
  readonly end: number;
}

/** The claims of one category, kind and class. */
export interface PlannedCell {
  readonly category: ClaimCategory;
  readonly kind: ClaimKind;
  readonly partyClass: string;
  readonly count: number;
  readonly start: number;
  readonly services: readonly PlannedService[];
  readonly bands: readonly PlannedBand[];
  readonly bandRanks: Permutation;
  /** How many carry each kind of evidence, and the shuffle that says which. */
  readonly evidence: readonly { code: string; count: number; ranks: Permutation }[];
  /** How many of the sales files show a smaller loss than was stated. */
  readonly overstatedCount: number;
}

/** One day of the arrival curve. */
export interface PlannedDay {
  readonly position: number;
  readonly start: number;
  readonly count: number;
}

/** Everything the claims at one scale follow from. */
export interface ClaimPlan {
  readonly claimCount: number;
  readonly seed: number;
  readonly cellRanks: Permutation;
  readonly cells: readonly PlannedCell[];
  readonly days: readonly PlannedDay[];
}

/** What the plan of claims is made from. */
export type ClaimCase = Pick<Case, 'claims' | 'case'>;

/**
 * Plans the claims of a case at a scale: exact counts per category, kind, class, service, loss band
 * and evidence, each by largest remainder, so that the parts sum to the whole at every scale.
 *
 * Category and kind counts are exact first; class counts are then made exact within the kinds.
 */
export function planClaims(source: ClaimCase, scale: Scale): ClaimPlan {
  const { claims } = source;
  const seed = seedOf(`${source.case.seed}/claims`);
  const claimCount = Math.max(1, scaledCount(claims.total.count, scale));
  const counts = apportionCells(claims, claimCount);
  const pools = new Map<string, number>();
  let start = 0;
  const cells = claims.cells.map((cell, position) => {
    const count = counts[position] ?? 0;
    const planned = planCell(cell, { claims, count, start, seed, position, pools });
    start += count;
    return planned;
  });
  const days = planDays(claims.arrival.days, { claimCount, scale });
  const cellRanks = permutationOf({ size: claimCount, purpose: 0, seed });
  return { claimCount, seed, cellRanks, cells, days };
}

/** Divides the claims over the days; every first so many days together are rounded half up. */
function planDays(
  days: readonly number[],
  at: { readonly claimCount: number; readonly scale: Scale },
): PlannedDay[] {
  let published = 0;
  let start = 0;
  return days.map((count, position) => {
    published += count;
    const isLast = position === days.length - 1;
    const end = isLast ? at.claimCount : scaledCount(published, at.scale);
    const day = { position, start, count: end - start };
    start = end;
    return day;
  });
}

type Cell = ClaimsFile['cells'][number];

/** Divides the claims over the cells: exact per category and kind, then moved to be exact per class. */
function apportionCells(claims: ClaimsFile, claimCount: number): number[] {
  const groups = [...new Set(claims.cells.map(groupOf))];
  const sumOf = (keep: (cell: Cell) => boolean): number =>
    claims.cells.reduce((sum, cell) => (keep(cell) ? sum + cell.count : sum), 0);
  const counts = claims.cells.map(() => 0);
  const categories = [...new Set(claims.cells.map(({ category }) => category))];
  const perCategory = apportion(
    claimCount,
    categories.map((category) => sumOf((cell) => cell.category === category)),
  );
  for (const [n, category] of categories.entries()) {
    const own = groups.filter((group) => group.startsWith(`${category}/`));
    const perKind = apportion(
      perCategory[n] ?? 0,
      own.map((group) => sumOf((cell) => groupOf(cell) === group)),
    );
    for (const [position, group] of own.entries()) {
      const members = positionsOf(claims.cells, (cell) => groupOf(cell) === group);
      const parts = apportion(
        perKind[position] ?? 0,
        members.map((member) => claims.cells[member]?.count ?? 0),
      );
      for (const [part, member] of members.entries()) counts[member] = parts[part] ?? 0;
    }
    moveToClasses(claims.cells, { counts, category, total: perCategory[n] ?? 0 });
  }
  return counts;
}

/** Moves single claims between classes of the same kind until each class has its exact count. */
function moveToClasses(
  cells: readonly Cell[],
  at: { counts: number[]; category: ClaimCategory; total: number },
): void {
  const own = positionsOf(cells, (cell) => cell.category === at.category);
  const classes = [...new Set(own.map((position) => cells[position]?.partyClass ?? ''))];
  const members = (name: string): number[] =>
    own.filter((position) => cells[position]?.partyClass === name);
  const sumAt = (positions: readonly number[], of: (position: number) => number): number =>
    positions.reduce((sum, position) => sum + of(position), 0);
  const wanted = apportion(
    at.total,
    classes.map((name) => sumAt(members(name), (position) => cells[position]?.count ?? 0)),
  );
  const surplusOf = (name: string): number =>
    sumAt(members(name), (position) => at.counts[position] ?? 0) -
    (wanted[classes.indexOf(name)] ?? 0);
  for (;;) {
    const over = classes.find((name) => surplusOf(name) > 0);
    const under = classes.find((name) => surplusOf(name) < 0);
    if (over === undefined || under === undefined) return;
    const from = members(over)
      .filter((position) => kindmate(cells, members(under), position) !== undefined)
      .toSorted((left, right) => (at.counts[right] ?? 0) - (at.counts[left] ?? 0))[0];
    const to = from === undefined ? undefined : kindmate(cells, members(under), from);
    assert(from !== undefined && to !== undefined, 'case: classes share a kind', { over, under });
    at.counts[from] = (at.counts[from] ?? 0) - 1;
    at.counts[to] = (at.counts[to] ?? 0) + 1;
  }
}

function kindmate(
  cells: readonly Cell[],
  among: readonly number[],
  position: number,
): number | undefined {
  return among.find((other) => cells[other]?.kind === cells[position]?.kind);
}

function positionsOf(cells: readonly Cell[], keep: (cell: Cell) => boolean): number[] {
  return cells.flatMap((cell, position) => (keep(cell) ? [position] : []));
}

function groupOf(cell: Cell): string {
  return `${cell.category}/${cell.kind}`;
}

interface CellPlace {
  readonly claims: ClaimsFile;
  readonly count: number;
  readonly start: number;
  readonly seed: number;
  readonly position: number;
  readonly pools: Map<string, number>;
}

function planCell(cell: Cell, place: CellPlace): PlannedCell {
  const { claims, count, start, seed, position } = place;
  const size = Math.max(1, count);
  const shuffle = (purpose: number): Permutation =>
    permutationOf({ size, purpose, seed: seedOf(`${seed}/${position}/${purpose}`) });
  const hasEvidence = selects(claims.evidence.for, cell);
  const shares = hasEvidence ? Object.entries(claims.evidence.shares) : [];
  const evidence = shares.map(([code, share], n) => ({
    code,
    count: shareOf(count, share),
    ranks: shuffle(n + 2),
  }));
  const salesCount = evidence.find(({ code }) => code === 'sales-records')?.count ?? 0;
  return {
    category: cell.category,
    kind: cell.kind,
    partyClass: cell.partyClass,
    count,
    start,
    services: planServices(cell, place),
    bands: planBands(cell, place),
    bandRanks: shuffle(1),
    evidence,
    overstatedCount: shareOf(salesCount, claims.evidence.overstated),
  };
}

function planServices(cell: Cell, { claims, count, pools }: CellPlace): PlannedService[] {
  const weights = mostSpecific(claims.services, cell)?.weights;
  assert(weights !== undefined, 'case: every cell of claims has services', cell);
  const counts = apportion(
    count,
    weights.map(({ weight }) => weight),
  );
  let start = 0;
  return weights.map(({ of, flag }, position) => {
    const own = counts[position] ?? 0;
    const pool = flag ?? cell.partyClass;
    const poolStart = pools.get(pool) ?? 0;
    pools.set(pool, poolStart + own);
    const planned = {
      ...of,
      ...(flag === undefined ? {} : { flag }),
      poolStart,
      count: own,
      start,
    };
    start += own;
    return planned;
  });
}

function planBands(cell: Cell, { claims, count }: CellPlace): PlannedBand[] {
  const bands = mostSpecific(claims.losses, cell)?.bands ?? [];
  const common = bands.reduce((product, { share }) => product * Number(share.denominator), 1);
  const counts = apportion(
    count,
    bands.map(({ share }) => (Number(share.numerator) * common) / Number(share.denominator)),
  );
  let end = 0;
  return bands.map(({ above, upTo, step }, position) => {
    end += counts[position] ?? 0;
    return { above, step, levelCount: (upTo - above) / step, end };
  });
}

function shareOf(count: number, share: Rational): number {
  assert(compareRational(share, rational(1n)) <= 0, 'case: a share is at most one');
  return Number(
    (BigInt(count) * share.numerator * 2n + share.denominator) / (2n * share.denominator),
  );
}

type Selection = ClaimsFile['evidence']['for'];

function selects(selection: Selection, cell: Cell): boolean {
  return (
    selection.kind === cell.kind &&
    (selection.category === undefined || selection.category === cell.category) &&
    (selection.partyClass === undefined || selection.partyClass === cell.partyClass)
  );
}

/** The entry that names the class wins over one that does not. */
function mostSpecific<T extends { readonly for: Selection }>(
  entries: readonly T[],
  cell: Cell,
): T | undefined {
  const matching = entries.filter((entry) => selects(entry.for, cell));
  return matching.find((entry) => entry.for.partyClass !== undefined) ?? matching[0];
}
