import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Assessment } from '../assess-claim.ts';
import { type AwardLine, grantedInTurn, renderAwardLine } from '../review/award-line.ts';
import type { DecisionOutcome } from '../review/reason-code.ts';
import { toHex } from '../store.ts';
import type { AlikeClaim, DecidedClaim } from './alike.ts';

/** Sums of what members would be given beyond what they have, by remedy and currency. */
export interface RedecisionSum {
  readonly remedy: string;
  readonly currency?: string;
  readonly amountMinor: string;
  readonly claimCount: number;
}

/** A run that decides again claims alike one whose appeal was upheld. */
export interface RedecisionRun {
  readonly runId: string;
  readonly incidentId: string;
  readonly appealId: string;
  /** The claim whose appeal was upheld. */
  readonly claimId: string;
  readonly claimNumber: string;
  readonly decisionId: string;
  readonly memberCount: number;
  readonly decidedCount: number;
  /** Left to a person, because the claim changed between the proposal and its turn. */
  readonly leftCount: number;
  readonly sums: readonly RedecisionSum[];
  readonly digest: string;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
}

interface CandidateRow {
  readonly id: string;
  readonly number: string;
  readonly eventCount: number;
  readonly assessment: Assessment;
  readonly decisions: readonly {
    readonly outcome: DecisionOutcome;
    readonly reasonCode: string;
    readonly awards: readonly AwardLine[];
  }[];
}

/** A decided claim with its number and how many events it had when it was read. */
export interface Candidate extends DecidedClaim {
  readonly claimNumber: string;
  readonly eventCount: number;
}

function toCandidate(row: CandidateRow): Candidate | undefined {
  const latest = row.decisions.at(-1);
  if (latest === undefined) return undefined;
  return {
    claimId: row.id,
    claimNumber: row.number,
    eventCount: row.eventCount,
    ...latest,
    granted: grantedInTurn(row.decisions.map(({ awards }) => awards)),
    findings: row.assessment.findings,
  };
}

/**
 * Reads decided claims of an incident that rest on one of the policies, a page at a time by id.
 * Claims under appeal are not among them: their own answer is on its way.
 */
export async function listCandidates(
  tx: Tx,
  asked: {
    incidentId: string;
    policyHashes: readonly string[];
    after: string | undefined;
    limit: number;
  },
): Promise<{ readonly candidates: readonly Candidate[]; readonly next: string | undefined }> {
  const { incidentId, policyHashes, after, limit } = asked;
  const { rows } = await sql<CandidateRow>`
    select c.id, c.number, c.event_count as "eventCount", c.assessment,
      (select jsonb_agg(jsonb_build_object('outcome', d.outcome, 'reasonCode', d.reason_code,
          'awards', d.awards) order by d.version)
        from claims.decision d where d.claim_id = c.id and d.approved_by is not null) as decisions
    from claims.claim c
    where c.incident_id = ${incidentId} and c.state in ('approved', 'closed')
      and c.erased_at is null and c.assessment is not null
      and exists (select 1 from jsonb_array_elements(c.assessment->'findings') f
        where f->>'policyHash' = any(${[...policyHashes]}::text[]))
      and (${after ?? null}::uuid is null or c.id > ${after ?? null}::uuid)
    order by c.id limit ${limit}`.execute(tx);
  const candidates = rows.flatMap((row) => toCandidate(row) ?? []);
  return { candidates, next: rows.length === limit ? rows.at(-1)?.id : undefined };
}

/** A member of a run with the claim as it was shown. */
export type NewMember = AlikeClaim & { readonly eventCount: number };

/** Records a proposed run with its members; false when the upheld decision was carried over before. */
export async function recordRun(
  tx: Tx,
  options: {
    ctx: Context;
    run: Pick<
      RedecisionRun,
      'runId' | 'incidentId' | 'appealId' | 'decisionId' | 'sums' | 'digest'
    >;
    members: readonly NewMember[];
  },
): Promise<boolean> {
  const { ctx, run, members } = options;
  const { numAffectedRows } = await sql`insert into claims.redecision_run (id, incident_id,
      appeal_id, decision_id, member_count, sums, digest, proposed_by, proposed_at)
    values (${run.runId}, ${run.incidentId}, ${run.appealId}, ${run.decisionId},
      ${members.length}, ${JSON.stringify(run.sums)}::jsonb,
      ${toHex(Buffer.from(run.digest, 'hex'))}::bytea, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz) on conflict do nothing`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  const rows = members.map((member) => ({
    claim_id: member.claimId,
    awards_before: member.before.map(renderAwardLine),
    awards: member.awards.map(renderAwardLine),
    difference: member.difference.map(renderAwardLine),
    event_count: member.eventCount,
  }));
  await sql`insert into claims.redecision_member (run_id, claim_id, awards_before, awards,
      difference, event_count)
    select ${run.runId}::uuid, claim_id, awards_before, awards, difference, event_count
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(claim_id uuid,
      awards_before jsonb, awards jsonb, difference jsonb, event_count integer)`.execute(tx);
  return true;
}

const runColumns = sql`r.id as "runId", r.incident_id as "incidentId", r.appeal_id as "appealId",
  (select a.claim_id from claims.appeal a where a.id = r.appeal_id) as "claimId",
  (select c.number from claims.appeal a join claims.claim c on c.id = a.claim_id
    where a.id = r.appeal_id) as "claimNumber",
  r.decision_id as "decisionId", r.member_count as "memberCount", r.sums,
  encode(r.digest, 'hex') as digest, r.proposed_by as "proposedBy",
  r.proposed_at as "proposedAt", r.approved_by as "approvedBy", r.approved_at as "approvedAt",
  (select count(*)::integer from claims.redecision_member m
    where m.run_id = r.id and m.outcome = 'decided') as "decidedCount",
  (select count(*)::integer from claims.redecision_member m
    where m.run_id = r.id and m.outcome = 'changed_meanwhile') as "leftCount"`;

/** Loads a run; locks it when it is to be changed. */
export async function loadRun(
  tx: Tx,
  asked: { runId: string; isLocked?: boolean },
): Promise<RedecisionRun | undefined> {
  if (asked.isLocked === true) {
    await sql`select 1 from claims.redecision_run where id = ${asked.runId} for update`.execute(tx);
  }
  const { rows } = await sql<RedecisionRun>`select ${runColumns} from claims.redecision_run r
    where r.id = ${asked.runId}`.execute(tx);
  return rows[0];
}

/** Loads the run that carries an upheld decision over, if there is one. */
export async function loadRunOf(tx: Tx, decisionId: string): Promise<RedecisionRun | undefined> {
  const { rows } = await sql<RedecisionRun>`select ${runColumns} from claims.redecision_run r
    where r.decision_id = ${decisionId}`.execute(tx);
  return rows[0];
}

/** Lists the runs of an incident, the newest first. */
export async function listRuns(tx: Tx, incidentId: string): Promise<readonly RedecisionRun[]> {
  const { rows } = await sql<RedecisionRun>`select ${runColumns} from claims.redecision_run r
    where r.incident_id = ${incidentId} order by r.proposed_at desc, r.id limit 200`.execute(tx);
  return rows;
}

/** Tells whether a person entered one of a run's claims for somebody else. */
export async function hasEntered(
  tx: Tx,
  { runId, personId }: { runId: string; personId: string },
): Promise<boolean> {
  const { rows } = await sql`select 1 from claims.redecision_member m
    join claims.claim_event e on e.claim_id = m.claim_id and e.position = 1
    where m.run_id = ${runId} and e.actor_kind = 'staff' and e.actor_id = ${personId}
    limit 1`.execute(tx);
  return rows.length > 0;
}

/** Records that a second person approved a run. */
export async function approveStoredRun(
  tx: Tx,
  { ctx, runId }: { ctx: Context; runId: string },
): Promise<void> {
  await sql`update claims.redecision_run set approved_by = ${ctx.actor.id},
      approved_at = ${renderInstant(ctx.now)}::timestamptz where id = ${runId}`.execute(tx);
}

/** A member that waits for its turn. */
export interface WaitingMember {
  readonly claimId: string;
  readonly awards: readonly AwardLine[];
  readonly eventCount: number;
}

/** Lists members of a run that wait for their turn, by id. */
export async function listWaitingMembers(
  tx: Tx,
  asked: { runId: string; limit: number },
): Promise<readonly WaitingMember[]> {
  const { rows } = await sql<WaitingMember>`
    select claim_id as "claimId", awards, event_count as "eventCount"
    from claims.redecision_member where run_id = ${asked.runId} and outcome is null
    order by claim_id limit ${asked.limit}`.execute(tx);
  return rows;
}

/** Records what became of members. */
export async function settleMembers(
  tx: Tx,
  options: {
    runId: string;
    claimIds: readonly string[];
    outcome: 'decided' | 'changed_meanwhile';
  },
): Promise<void> {
  await sql`update claims.redecision_member set outcome = ${options.outcome}
    where run_id = ${options.runId}
      and claim_id = any(${[...options.claimIds]}::uuid[])`.execute(tx);
}

/** Settles the decisions of a run: approved by whoever approved the run. */
export async function approveRunDecisions(
  tx: Tx,
  options: { decisionIds: readonly string[]; approvedBy: string; at: Instant },
): Promise<void> {
  await sql`update claims.decision set approved_by = ${options.approvedBy},
      approved_at = ${renderInstant(options.at)}::timestamptz
    where id = any(${[...options.decisionIds]}::uuid[])`.execute(tx);
}
