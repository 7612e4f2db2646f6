import type { Instant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { ClaimState } from '../claim.ts';
import type { AwardLine } from './award-line.ts';
import { unlessErasedOpen } from './queue/queue-queries.ts';
import type { SecondReview } from './queue/rules-store.ts';
import type { DecisionOutcome } from './reason-code.ts';

/** A page of a list of an incident: `after` is the cursor that the page before gave. */
export interface PageOfIncident {
  readonly incidentId: string;
  readonly after?: string;
  readonly limit: number;
}

/** How a cursor is written: an instant in milliseconds and an id. */
export const cursorShape = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Narrows a list that is ordered by an instant, of whole milliseconds, and an id to what follows. */
function following(after: string | undefined, columns: { at: string; id: string }) {
  const [, atMs, id] = cursorShape.exec(after ?? '') ?? [];
  return atMs === undefined || id === undefined
    ? sql`true`
    : sql`(${sql.ref(columns.at)}, ${sql.ref(columns.id)}) >
        (to_timestamp(${atMs}::numeric / 1000), ${id}::uuid)`;
}

/** Cuts a page out of rows of which one more than asked for was read. */
function cutPage<T>(
  rows: readonly T[],
  { limit, cursorOf }: { limit: number; cursorOf: (row: T) => string },
): { readonly items: readonly T[]; readonly next?: string } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: cursorOf(last) } : { items };
}

/** A decision that waits for the second person, as an approver reads it; nothing personal. */
export interface WaitingDecision {
  readonly decisionId: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly partyClass: string;
  readonly service: string;
  readonly kind: string;
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  readonly awards: readonly AwardLine[];
  /** As stored; see openNote. */
  readonly note: string | null;
  readonly keySalt: Buffer | null;
  readonly isAppeal: boolean;
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  readonly secondReview: SecondReview | null;
}

/** Lists decisions that wait for approval, the longest waiting first. */
export async function listWaitingDecisions(
  tx: Tx,
  asked: PageOfIncident & { readonly outcome?: string; readonly service?: string },
): Promise<{ readonly items: readonly WaitingDecision[]; readonly next?: string }> {
  const { rows } = await sql<WaitingDecision>`
    select d.id as "decisionId", d.claim_id as "claimId", c.number as "claimNumber",
      c.party_class as "partyClass", c.service, c.kind, d.outcome,
      d.reason_code as "reasonCode", d.awards, d.note, c.key_salt as "keySalt",
      d.is_appeal as "isAppeal", d.decided_by as "decidedBy", d.decided_at as "decidedAt",
      (select jsonb_build_object('decisionId', s.decision_id, 'cause', s.cause,
          'decidedBy', s.decided_by, 'answer', s.answer, 'answeredBy', s.answered_by)
        from claims.second_review s where s.decision_id = d.id) as "secondReview"
    from claims.decision d join claims.claim c on c.id = d.claim_id
    where c.incident_id = ${asked.incidentId} and d.approved_by is null
      and d.sent_back_by is null
      and d.outcome = coalesce(${asked.outcome ?? null}::text, d.outcome)
      and c.service = coalesce(${asked.service ?? null}::text, c.service)
      and ${following(asked.after, { at: 'd.decided_at', id: 'd.id' })}
    order by d.decided_at, d.id limit ${asked.limit + 1}`.execute(tx);
  return cutPage(rows, {
    limit: asked.limit,
    cursorOf: ({ decidedAt, decisionId }) => `${decidedAt}_${decisionId}`,
  });
}

/** An appeal with the decision it is about; the statement is personal and stays sealed. */
export interface AppealRow {
  readonly appealId: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly partyClass: string;
  readonly service: string;
  readonly kind: string;
  readonly state: ClaimState;
  readonly openedAt: Instant;
  readonly decisionId: string;
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  readonly awards: readonly AwardLine[];
  readonly decidedBy: string;
  readonly approvedBy: string | null;
  /** Who looked at it a second time. */
  readonly lookedAtBy: string | null;
  readonly statement: Buffer;
}

const appealColumns = sql`a.id as "appealId", a.claim_id as "claimId", c.number as "claimNumber",
  c.party_class as "partyClass", c.service, c.kind, c.state, a.opened_at as "openedAt",
  d.id as "decisionId", d.outcome, d.reason_code as "reasonCode", d.awards,
  d.decided_by as "decidedBy", d.approved_by as "approvedBy",
  (select s.answered_by from claims.second_review s where s.decision_id = d.id) as "lookedAtBy",
  a.statement`;

/** Lists appeals without an approved answer, the longest waiting first. */
export async function listOpenAppeals(
  tx: Tx,
  asked: PageOfIncident,
): Promise<{ readonly items: readonly AppealRow[]; readonly next?: string }> {
  const { rows } = await sql<AppealRow>`
    select ${appealColumns}
    from claims.appeal a join claims.claim c on c.id = a.claim_id
      join claims.decision d on d.id = a.decision_id
    where c.incident_id = ${asked.incidentId} and c.erased_at is null
      and not exists (select 1 from claims.decision answered
        where answered.claim_id = a.claim_id and answered.version > d.version
          and answered.approved_by is not null)
      and ${following(asked.after, { at: 'a.opened_at', id: 'a.id' })}
    order by a.opened_at, a.id limit ${asked.limit + 1}`.execute(tx);
  return cutPage(rows, {
    limit: asked.limit,
    cursorOf: ({ openedAt, appealId }) => `${openedAt}_${appealId}`,
  });
}

/** Lists the appeals of a claim, in the order they were opened. */
export async function listAppealsOf(tx: Tx, claimId: string): Promise<readonly AppealRow[]> {
  const { rows } = await sql<AppealRow>`
    select ${appealColumns}
    from claims.appeal a join claims.claim c on c.id = a.claim_id
      join claims.decision d on d.id = a.decision_id
    where a.claim_id = ${claimId} order by a.opened_at, a.id`.execute(tx);
  return rows;
}

/** Loads an appeal by its id. */
export async function loadAppeal(tx: Tx, appealId: string): Promise<AppealRow | undefined> {
  const { rows } = await sql<AppealRow>`
    select ${appealColumns}
    from claims.appeal a join claims.claim c on c.id = a.claim_id
      join claims.decision d on d.id = a.decision_id
    where a.id = ${appealId}`.execute(tx);
  return rows[0];
}

/** What waits in the queues of an incident. */
export interface QueueCounts {
  readonly claimCount: number;
  readonly states: Readonly<Record<ClaimState, number>>;
  readonly pendingDecisionCount: number;
  readonly openAppealCount: number;
  /** When the longest waiting claim was filed; absent when none waits for a reviewer. */
  readonly oldestWaitingAt?: Instant;
}

/** Counts what waits in the queues of an incident. */
export async function countQueues(tx: Tx, incidentId: string): Promise<QueueCounts> {
  const { rows } = await sql<{ state: ClaimState; all: number; count: number; oldest: Instant }>`
    select c.state, count(*)::integer as "all",
      (count(*) filter (where ${unlessErasedOpen}))::integer as count,
      coalesce(min(c.submitted_at) filter (where ${unlessErasedOpen}), now()) as oldest
    from claims.claim c where c.incident_id = ${incidentId} group by c.state`.execute(tx);
  const { rows: appeals } = await sql<{ count: number }>`
    select count(*)::integer as count from claims.appeal a join claims.claim c on c.id = a.claim_id
      join claims.decision d on d.id = a.decision_id
    where c.incident_id = ${incidentId} and c.erased_at is null
      and not exists (select 1 from claims.decision answered
        where answered.claim_id = a.claim_id and answered.version > d.version
          and answered.approved_by is not null)`.execute(tx);
  const countOf = (state: ClaimState) => rows.find((row) => row.state === state)?.count ?? 0;
  const waiting = rows.filter(
    ({ state, count }) => count > 0 && ['assessed', 'in_review'].includes(state),
  );
  const oldest = waiting.map((row) => row.oldest).toSorted((a, b) => a - b)[0];
  return {
    claimCount: rows.reduce((sum, { all }) => sum + all, 0),
    states: {
      submitted: countOf('submitted'),
      assessed: countOf('assessed'),
      in_review: countOf('in_review'),
      awaiting_evidence: countOf('awaiting_evidence'),
      decided: countOf('decided'),
      approved: countOf('approved'),
      closed: countOf('closed'),
    },
    pendingDecisionCount: countOf('decided'),
    openAppealCount: appeals[0]?.count ?? 0,
    ...(oldest === undefined ? {} : { oldestWaitingAt: oldest }),
  };
}
