import { listPolicyVersions } from '../../claims/index.ts';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import {
  type DeterminationRun,
  grantedBy,
  listEarlierRuns,
  loadDeterminationRun,
  totalKey,
  totalsBeyond,
} from './commands.ts';
import type { AwardTotal } from './population.ts';

/** Why a run does not take the place of an earlier one. */
export type ReplaceRefusal =
  | { readonly code: 'determination_run_not_found'; readonly runId: string }
  | { readonly code: 'determination_run_decided'; readonly runId: string }
  | { readonly code: 'determination_replacement_unfit'; readonly runId: string };

/** One class, clause and remedy of a run beside what earlier runs granted. */
export interface RunDifference extends Omit<AwardTotal, 'amountMinor' | 'partyCount'> {
  readonly beforeMinor: bigint | null;
  readonly afterMinor: bigint | null;
  /** what approval would post: never below 0, for nothing is taken back */
  readonly postedMinor: bigint | null;
  readonly beforeCount: number;
  readonly afterCount: number;
}

interface Pair {
  readonly runId: string;
  readonly replacesRunId: string;
}

/**
 * Says that a proposed run determines an earlier one anew, so that its approval pays the difference
 * only. Both are of one incident and one policy, and the earlier is approved.
 *
 * Refusals in order: not found; decided already; not fit to be replaced. Again changes nothing.
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
    const found = await loadPair(tx, { runId, replacesRunId });
    if (!found.ok) return found;
    const { run } = found.value;
    if (run.state !== 'proposed') return refuse({ code: 'determination_run_decided', runId });
    if (run.replacesRunId === replacesRunId) return accept(run);
    // Whoever says what a run replaces has prepared it: another person approves the whole.
    await sql`update settlement.determination_run set replaces_run_id = ${replacesRunId},
      prepared_by = ${ctx.actor.id} where id = ${runId}`.execute(tx);
    const action = 'settlement.determination_run_replaces';
    await recordAudit(tx, { ctx, action, subject: runId, details: { replacesRunId } });
    return accept({ ...run, replacesRunId, preparedBy: ctx.actor.id });
  });
}

/** Tells what a run would post beyond an earlier one, class by class, before it is approved. */
export async function compareRun(
  ctx: Context,
  pair: Pair,
): Promise<Outcome<readonly RunDifference[], ReplaceRefusal>> {
  requirePermission(ctx, 'settlement:read');
  return ctx.read(async (tx): Promise<Outcome<readonly RunDifference[], ReplaceRefusal>> => {
    const found = await loadPair(tx, pair);
    if (!found.ok) return found;
    const { run } = found.value;
    const earlier = await listEarlierRuns(tx, { ...run, replacesRunId: pair.replacesRunId });
    return accept(differencesOf(run, earlier));
  });
}

async function loadPair(
  tx: Tx,
  { runId, replacesRunId }: Pair,
): Promise<Outcome<{ readonly run: DeterminationRun }, ReplaceRefusal>> {
  const run = await loadDeterminationRun(tx, runId);
  if (run === undefined) return refuse({ code: 'determination_run_not_found', runId });
  const earlier = await loadDeterminationRun(tx, replacesRunId);
  if (earlier === undefined) {
    return refuse({ code: 'determination_run_not_found', runId: replacesRunId });
  }
  const versions = await listPolicyVersions(tx, run.incidentId);
  const policyOf = ({ policyHash }: DeterminationRun) =>
    versions.find(({ hash }) => hash === policyHash)?.policyId ?? policyHash;
  const isFit =
    earlier.id !== run.id &&
    earlier.incidentId === run.incidentId &&
    earlier.state === 'approved' &&
    policyOf(earlier) === policyOf(run);
  return isFit
    ? accept({ run })
    : refuse({ code: 'determination_replacement_unfit', runId: replacesRunId });
}

/** Gives every class, clause and remedy of a run and of those before it, in the order of the run. */
export function differencesOf(
  run: DeterminationRun,
  earlier: readonly DeterminationRun[],
): readonly RunDifference[] {
  const granted = grantedBy(earlier);
  const beyond = new Map(totalsBeyond(run, earlier).map((total) => [totalKey(total), total]));
  const after = new Map(run.totals.map((total) => [totalKey(total), total]));
  return [...new Map([...after, ...granted]).keys()].flatMap((key): RunDifference[] => {
    const [before, now] = [granted.get(key), after.get(key)];
    const about = now ?? before;
    if (!about) return [];
    const { amountMinor: _amount, partyCount: _count, ...rest } = about;
    const isMoney = about.amountMinor !== null;
    const sum = (total: AwardTotal | undefined) => (isMoney ? (total?.amountMinor ?? 0n) : null);
    return [
      {
        ...rest,
        beforeMinor: sum(before),
        afterMinor: sum(now),
        postedMinor: sum(beyond.get(key)),
        beforeCount: before?.partyCount ?? 0,
        afterCount: now?.partyCount ?? 0,
      },
    ];
  });
}
