import { listPolicyVersions } from '../../claims/index.ts';
import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { PartyDue } from './party-due.ts';
import type { AwardTotal, StatusTotal } from './population.ts';

/** A determination run on record: hashes and totals, never the parties. */
export interface DeterminationRun {
  readonly id: string;
  readonly incidentId: string;
  readonly policyHash: string;
  readonly populationHash: string;
  readonly awardsHash: string;
  readonly partyCount: bigint;
  readonly totals: readonly AwardTotal[];
  readonly statuses: readonly StatusTotal[];
  readonly state: 'proposed' | 'approved';
  readonly preparedBy: string;
  readonly preparedAt: Instant;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
  /** the run whose parties it determines anew: only what is due beyond it is posted */
  readonly replacesRunId: string | null;
  /** 32 bytes that open what the log committed to about the totals; null before, and in old runs */
  readonly totalsSalt: Uint8Array | null;
  /** what each party gets beyond earlier runs, summed; null where that is reckoned by class */
  readonly due: PartyDue | null;
}

interface RunRow extends Omit<DeterminationRun, 'totals' | 'statuses' | 'due'> {
  readonly due: (Omit<PartyDue, 'totals'> & { readonly totals: StoredTotal[] }) | null;
  readonly document: { awards: StoredTotal[]; statuses: StatusTotal[] };
}

/** A total as it is stored. */
export type StoredTotal = Omit<AwardTotal, 'amountMinor'> & { readonly amountMinor: string | null };

const columns = sql`id, incident_id as "incidentId", policy_hash as "policyHash",
  population_hash as "populationHash", awards_hash as "awardsHash", party_count as "partyCount",
  totals as document, state, prepared_by as "preparedBy", prepared_at as "preparedAt",
  approved_by as "approvedBy", approved_at as "approvedAt", replaces_run_id as "replacesRunId", totals_salt as "totalsSalt",
  (select document from settlement.determination_due where run_id = id) as due`;

function runOf({ document, due, ...row }: RunRow): DeterminationRun {
  const totals = document.awards.map(totalOf);
  const own = due === null ? null : { ...due, totals: due.totals.map(totalOf) };
  return { ...row, totals, statuses: document.statuses, due: own };
}

function totalOf({ amountMinor, ...total }: StoredTotal): AwardTotal {
  return { ...total, amountMinor: amountMinor === null ? null : BigInt(amountMinor) };
}

/** Gives totals as they are stored: amounts as text. */
export function storedTotals(totals: readonly AwardTotal[]): StoredTotal[] {
  return totals.map((total) => ({ ...total, amountMinor: total.amountMinor?.toString() ?? null }));
}

/** Lists an incident's determination runs, the first prepared first. */
export async function listDeterminationRuns(
  tx: Tx,
  incidentId: string,
): Promise<DeterminationRun[]> {
  const { rows } = await sql<RunRow>`select ${columns} from settlement.determination_run
    where incident_id = ${incidentId} order by prepared_at, id`.execute(tx);
  return rows.map(runOf);
}

/** Loads a determination run without locking it. */
export async function loadDeterminationRun(
  tx: Tx,
  runId: string,
): Promise<DeterminationRun | undefined> {
  const { rows } = await sql<RunRow>`select ${columns} from settlement.determination_run
    where id = ${runId}`.execute(tx);
  return rows.map(runOf)[0];
}

/** Loads a determination run and locks it. */
export async function lockDetermination(
  tx: Tx,
  runId: string,
): Promise<DeterminationRun | undefined> {
  const { rows } = await sql<RunRow>`select ${columns} from settlement.determination_run
    where id = ${runId} for update`.execute(tx);
  return rows.map(runOf)[0];
}

/**
 * Gives the approved runs that a run determines anew: those it says it replaces, those of another
 * version of its policy over the same population, and whatever these replaced or were replaced by:
 * two that replace one run determine the same parties. Of a run that is not approved yet it is all
 * of them; of one that is, those approved before it. In the order of their approval.
 */
export async function listEarlierRuns(
  tx: Tx,
  run: Pick<
    DeterminationRun,
    'id' | 'incidentId' | 'policyHash' | 'populationHash' | 'replacesRunId' | 'approvedAt'
  >,
): Promise<DeterminationRun[]> {
  const versions = await listPolicyVersions(tx, run.incidentId);
  const policyOf = new Map(versions.map(({ hash, policyId }) => [hash, policyId]));
  type Replaced = Pick<DeterminationRun, 'id' | 'policyHash' | 'populationHash' | 'replacesRunId'>;
  const nameOf = ({ policyHash }: Replaced) => policyOf.get(policyHash) ?? policyHash;
  const all = await listDeterminationRuns(tx, run.incidentId);
  const found = new Map<string, DeterminationRun>();
  const follow = (one: Replaced): void => {
    const before = all.filter(
      (other) =>
        other.id !== run.id &&
        other.state === 'approved' &&
        (other.id === one.replacesRunId ||
          other.replacesRunId === one.id ||
          (other.populationHash === one.populationHash && nameOf(other) === nameOf(one))),
    );
    for (const other of before) {
      if (found.has(other.id)) continue;
      found.set(other.id, other);
      follow(other);
    }
  };
  follow(run);
  const { approvedAt } = run;
  return [...found.values()]
    .filter(
      (one) => one.approvedAt !== null && (approvedAt === null || one.approvedAt <= approvedAt),
    )
    .sort((one, other) => (one.approvedAt ?? 0) - (other.approvedAt ?? 0));
}

/** Why a run cannot take the place of another. */
export type UnfitRefusal =
  | { readonly code: 'determination_run_not_found'; readonly runId: string }
  | { readonly code: 'determination_replacement_unfit'; readonly runId: string }
  | {
      readonly code: 'determination_run_replaced';
      readonly runId: string;
      readonly replacedBy: string;
    };

/** A run and the one whose place it is to take. */
export interface Replacing {
  readonly run: Pick<DeterminationRun, 'id' | 'incidentId' | 'policyHash'>;
  readonly replacesRunId: string;
}

/**
 * Loads the run whose place another one takes: of the same incident and policy, and approved.
 *
 * Refusals in order: not found; not fit.
 */
export async function loadReplaced(
  tx: Tx,
  { run, replacesRunId }: Replacing,
): Promise<Outcome<DeterminationRun, UnfitRefusal>> {
  const earlier = await loadDeterminationRun(tx, replacesRunId);
  if (earlier === undefined) {
    return refuse({ code: 'determination_run_not_found', runId: replacesRunId });
  }
  const versions = await listPolicyVersions(tx, run.incidentId);
  const policyOf = ({ policyHash }: Pick<DeterminationRun, 'policyHash'>) =>
    versions.find(({ hash }) => hash === policyHash)?.policyId ?? policyHash;
  const isFit =
    earlier.id !== run.id &&
    earlier.incidentId === run.incidentId &&
    earlier.state === 'approved' &&
    policyOf(earlier) === policyOf(run);
  return isFit
    ? accept(earlier)
    : refuse({ code: 'determination_replacement_unfit', runId: replacesRunId });
}

/**
 * Loads the run whose place a proposed one is to take, as `loadReplaced`, and refuses one whose
 * place an approved run has taken: that one is to be named, or what it granted is overlooked by
 * whoever compares the two.
 */
export async function loadReplaceable(
  tx: Tx,
  replacing: Replacing,
): Promise<Outcome<DeterminationRun, UnfitRefusal>> {
  const found = await loadReplaced(tx, replacing);
  if (!found.ok) return found;
  const { run, replacesRunId: runId } = replacing;
  const all = await listDeterminationRuns(tx, run.incidentId);
  const taken = all.find(
    (other) => other.id !== run.id && other.replacesRunId === runId && other.state === 'approved',
  );
  if (taken === undefined) return found;
  return refuse({ code: 'determination_run_replaced', runId, replacedBy: taken.id });
}
