import {
  accept,
  addRational,
  assert,
  divideRational,
  type Outcome,
  type Rational,
  refuse,
  renderRational,
} from '../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import { measureOf } from '../../policy/index.ts';
import { differencesBetween, kindOf } from './difference.ts';
import { isReckonedFrom } from './earlier-runs.ts';
import type { DueLine } from './party-due.ts';
import type { AwardTotal } from './population.ts';
import {
  type DeterminationRun,
  listEarlierRuns,
  loadDeterminationRun,
  loadReplaceable,
  loadReplaced,
  type UnfitRefusal,
} from './run-queries.ts';

/** Why a run does not take the place of an earlier one. */
export type ReplaceRefusal =
  | UnfitRefusal
  | { readonly code: 'determination_due_outdated'; readonly runId: string }
  | { readonly code: 'determination_run_decided'; readonly runId: string };

/**
 * What one class gets of one remedy by a run, beside what earlier runs granted. Money is in minor
 * units; quantities are exact fractions in `unit`, of all parties together.
 */
export interface RunDifference
  extends Pick<AwardTotal, 'partyClass' | 'remedy' | 'name' | 'currency' | 'unit'> {
  /** the clauses of the run, or of the earlier one where the run has none */
  readonly clause: string;
  readonly beforeMinor: bigint | null;
  readonly afterMinor: bigint | null;
  /** what approval would post: never below 0, for nothing is taken back */
  readonly postedMinor: bigint | null;
  readonly beforeQuantity: string | null;
  readonly afterQuantity: string | null;
  readonly postedQuantity: string | null;
  readonly beforeCount: number;
  readonly afterCount: number;
  /** `units_differ`: nothing is granted of it, for it cannot be subtracted from what was */
  readonly reason: 'less_than_granted' | 'units_differ' | null;
  /** parties that get less than they were granted; null where that is reckoned by class */
  readonly lessCount: number | null;
  /** parties that something is held back from; null where that is reckoned by class */
  readonly heldCount: number | null;
}

interface Pair {
  readonly runId: string;
  readonly replacesRunId: string;
}

/**
 * Says that a proposed run determines an earlier one anew, so that its approval pays the difference
 * only. Both are of one incident and one policy, and the earlier is approved.
 *
 * Refusals in order: not found; not fit to be replaced; decided already; replaced already; what is
 * due was reckoned from other runs. Again changes nothing.
 */
export async function replaceRun(
  ctx: Context,
  { runId, replacesRunId }: Pair,
): Promise<Outcome<DeterminationRun, ReplaceRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  return ctx.transact(async (tx): Promise<Outcome<DeterminationRun, ReplaceRefusal>> => {
    await sql`select id from settlement.determination_run where id = ${runId} for update`.execute(
      tx,
    );
    const run = await loadDeterminationRun(tx, runId);
    if (run === undefined) return refuse({ code: 'determination_run_not_found', runId });
    const found = await loadReplaced(tx, { run, replacesRunId });
    if (!found.ok) return found;
    if (run.state !== 'proposed') return refuse({ code: 'determination_run_decided', runId });
    if (run.replacesRunId === replacesRunId) return accept(run);
    const replaceable = await loadReckoned(tx, { run, replacesRunId });
    if (!replaceable.ok) return replaceable;
    // Whoever says what a run replaces has prepared it: another person approves the whole.
    await sql`update settlement.determination_run set replaces_run_id = ${replacesRunId},
      prepared_by = ${ctx.actor.id} where id = ${runId}`.execute(tx);
    const action = 'settlement.determination_run_replaces';
    await recordAudit(tx, { ctx, action, subject: runId, details: { replacesRunId } });
    return accept({ ...run, replacesRunId, preparedBy: ctx.actor.id });
  });
}

/** Loads the run whose place one is to take, and refuses it where what is due leaves it out. */
async function loadReckoned(
  tx: Tx,
  { run, replacesRunId }: { readonly run: DeterminationRun; readonly replacesRunId: string },
): Promise<Outcome<DeterminationRun, ReplaceRefusal>> {
  const replaceable = await loadReplaceable(tx, { run, replacesRunId });
  if (!replaceable.ok || run.due === null) return replaceable;
  const earlier = await listEarlierRuns(tx, { ...run, replacesRunId });
  if (isReckonedFrom(run.due, earlier)) return replaceable;
  return refuse({ code: 'determination_due_outdated', runId: run.id });
}

/** Tells what a run would post beyond an earlier one, class by class, before it is approved. */
export async function compareRun(
  ctx: Context,
  pair: Pair,
): Promise<Outcome<readonly RunDifference[], ReplaceRefusal>> {
  requirePermission(ctx, 'settlement:read');
  return ctx.read(async (tx): Promise<Outcome<readonly RunDifference[], ReplaceRefusal>> => {
    const { runId, replacesRunId } = pair;
    const run = await loadDeterminationRun(tx, runId);
    if (run === undefined) return refuse({ code: 'determination_run_not_found', runId });
    const found = await loadReplaced(tx, { run, replacesRunId });
    if (!found.ok) return found;
    const earlier = await listEarlierRuns(tx, { ...run, replacesRunId });
    return accept(differencesOf(run, earlier));
  });
}

/** Gives every class and remedy of a run and of those before it, in the order of the run. */
export function differencesOf(
  run: DeterminationRun,
  earlier: readonly DeterminationRun[],
): readonly RunDifference[] {
  const { due } = run;
  if (due !== null) return due.lines.map((line) => partyDifferenceOf(line, run, earlier));
  return differencesBetween(run, earlier).map((line) => {
    const { partyClass, remedy, name, rows, rowsBefore, reason } = line;
    const about = rows[0] ?? rowsBefore[0];
    assert(about, 'determination: a difference is of some total', { partyClass, remedy });
    const isMoney = about.amountMinor !== null;
    const inUnit = (count: Rational): string =>
      renderRational(divideRational(count, measureOf(about.unit).each));
    const minor = (count: Rational) => (isMoney ? count.numerator : null);
    const quantity = (count: Rational) => (isMoney ? null : inUnit(count));
    const before = addRational(line.granted, line.moved);
    return {
      ...{ partyClass, remedy, name, currency: about.currency, unit: about.unit, reason },
      ...{ lessCount: null, heldCount: null },
      clause: clausesOf(rows.length > 0 ? rows : rowsBefore),
      ...{ beforeMinor: minor(before), beforeQuantity: quantity(before) },
      ...{ afterMinor: minor(line.count), afterQuantity: quantity(line.count) },
      ...{ postedMinor: minor(line.due), postedQuantity: quantity(line.due) },
      beforeCount: partiesOf(rowsBefore),
      afterCount: partiesOf(rows),
    };
  });
}

/** Gives what a class is due of a kind by what was reckoned for each of its parties. */
function partyDifferenceOf(
  line: DueLine,
  run: DeterminationRun,
  earlier: readonly DeterminationRun[],
): RunDifference {
  const { partyClass, remedy, name, currency, unit, lessParties, heldParties } = line;
  const kind = JSON.stringify({ remedy, name, measure: currency ?? measureOf(unit).of });
  const ofKind = (rows: readonly AwardTotal[]) =>
    rows.filter((row) => JSON.stringify(kindOf(row)) === kind);
  const own = ofKind(run.totals).filter((row) => row.partyClass === partyClass);
  const before = earlier.flatMap(({ totals }) => ofKind(totals));
  const minor = (count: string) => (currency === null ? null : BigInt(count));
  const quantity = (count: string) => (currency === null ? count : null);
  const isLess = lessParties > 0 ? 'less_than_granted' : null;
  return {
    ...{ partyClass, remedy, name, currency, unit },
    clause: clausesOf(own.length > 0 ? own : before),
    ...{ beforeMinor: minor(line.granted), beforeQuantity: quantity(line.granted) },
    ...{ afterMinor: minor(line.now), afterQuantity: quantity(line.now) },
    ...{ postedMinor: minor(line.due), postedQuantity: quantity(line.due) },
    ...{ beforeCount: line.grantedParties, afterCount: line.nowParties },
    reason: heldParties > 0 ? 'units_differ' : isLess,
    ...{ lessCount: lessParties, heldCount: heldParties },
  };
}

const clausesOf = (rows: readonly AwardTotal[]): string =>
  [...new Set(rows.map(({ clause }) => clause))].join(', ');

/** Gives of how many parties there are at least: a party may have an award by each clause. */
function partiesOf(rows: readonly AwardTotal[]): number {
  const byClause = new Map<string, number>();
  for (const { clause, partyCount } of rows) {
    byClause.set(clause, (byClause.get(clause) ?? 0) + partyCount);
  }
  return Math.max(0, ...byClause.values());
}
