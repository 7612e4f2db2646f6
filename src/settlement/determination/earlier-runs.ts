import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { PartyDue } from './party-due.ts';
import {
  type DeterminationRun,
  listDeterminationRuns,
  listEarlierRuns,
  loadReplaced,
  storedTotals,
} from './run-queries.ts';

/** Why awards files are not those that a difference is reckoned from. */
export type EarlierRefusal =
  | { readonly code: 'determination_earlier_unknown'; readonly hash: string }
  | {
      readonly code: 'determination_earlier_missing';
      readonly runId: string;
      readonly hash: string;
    }
  | { readonly code: 'determination_replacement_unfit'; readonly runId: string }
  | { readonly code: 'determination_due_outdated'; readonly runId: string };

/** A run whose earlier awards files are given, by their SHA-256, in any order. */
export interface Given {
  readonly run: Pick<DeterminationRun, 'id' | 'incidentId' | 'policyHash' | 'populationHash'>;
  readonly hashes: readonly string[];
}

/**
 * Finds the approved runs that some awards files are of, which are all that determined the same
 * parties before. The last of them is the one whose place the run takes.
 *
 * Refusals in order: a file of no approved run of the incident; one of another policy; a run of the
 * same parties whose file is not given; a file of other parties.
 *
 * @returns the runs in the order of their approval
 */
export async function listGivenRuns(
  tx: Tx,
  { run, hashes }: Given,
): Promise<Outcome<readonly DeterminationRun[], EarlierRefusal>> {
  const all = await listDeterminationRuns(tx, run.incidentId);
  const approved = all.filter(({ state }) => state === 'approved');
  for (const hash of hashes) {
    const isKnown = approved.some(({ awardsHash }) => awardsHash === hash);
    if (!isKnown) return refuse({ code: 'determination_earlier_unknown', hash });
  }
  const given = approved
    .filter(({ awardsHash }) => hashes.includes(awardsHash))
    .sort((one, other) => (one.approvedAt ?? 0) - (other.approvedAt ?? 0));
  for (const { id: replacesRunId } of given) {
    const fit = await loadReplaced(tx, { run, replacesRunId });
    if (!fit.ok) return refuse({ code: 'determination_replacement_unfit', runId: replacesRunId });
  }
  const replacesRunId = given.at(-1)?.id ?? null;
  const earlier = await listEarlierRuns(tx, { ...run, replacesRunId, approvedAt: null });
  const missing = earlier.find(({ awardsHash }) => !hashes.includes(awardsHash));
  if (missing !== undefined) {
    const { id: runId, awardsHash: hash } = missing;
    return refuse({ code: 'determination_earlier_missing', runId, hash });
  }
  const other = given.find(
    ({ awardsHash }) => !earlier.some((one) => one.awardsHash === awardsHash),
  );
  if (other === undefined) return accept(earlier);
  return refuse({ code: 'determination_replacement_unfit', runId: other.id });
}

/** Says whether what is due was reckoned from exactly these runs, in their order. */
export function isReckonedFrom(due: PartyDue, earlier: readonly DeterminationRun[]): boolean {
  const hashes = earlier.map(({ awardsHash }) => awardsHash);
  return JSON.stringify(due.earlier) === JSON.stringify(hashes);
}

/** Records what a proposed run gives each party beyond earlier ones, once and for all. */
export async function recordDue(
  tx: Tx,
  record: { readonly runId: string; readonly due: PartyDue },
): Promise<void> {
  const document = JSON.stringify({ ...record.due, totals: storedTotals(record.due.totals) });
  await sql`insert into settlement.determination_due (run_id, document)
    values (${record.runId}, ${document}::jsonb)`.execute(tx);
}
