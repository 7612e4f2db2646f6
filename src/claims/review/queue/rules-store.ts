import { renderInstant } from '../../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../../platform/index.ts';
import type { NewDecision } from '../decision-store.ts';
import { type ReviewRules, type SecondReviewCause, usualRules } from './review-rules.ts';

/** The newest rules of an incident; version 0 when it has none of its own. */
export async function loadVersionedRules(
  tx: Tx,
  incidentId: string,
): Promise<{ readonly version: number; readonly rules: ReviewRules }> {
  const { rows } = await sql<{ version: number; document: ReviewRules }>`
    select version, document from claims.review_rules where incident_id = ${incidentId}
    order by version desc limit 1`.execute(tx);
  const [newest] = rows;
  return newest === undefined
    ? { version: 0, rules: usualRules }
    : { version: newest.version, rules: newest.document };
}

/** Loads the rules that hold for an incident now. */
export async function loadRules(tx: Tx, incidentId: string): Promise<ReviewRules> {
  return (await loadVersionedRules(tx, incidentId)).rules;
}

/** Lets one publication of an incident's rules at a time through, until the transaction ends. */
export async function lockRules(tx: Tx, incidentId: string): Promise<void> {
  const key = `review rules ${incidentId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

/** Records the next version of an incident's rules. */
export async function recordRules(
  tx: Tx,
  options: { ctx: Context; incidentId: string; version: number; rules: ReviewRules },
): Promise<void> {
  const { ctx, incidentId, version, rules } = options;
  await sql`insert into claims.review_rules
      (incident_id, version, document, published_by, published_at)
    values (${incidentId}, ${version}, ${JSON.stringify(rules)}::jsonb, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

/** A decision drawn for a second look, and what the look came to. */
export interface SecondReview {
  readonly decisionId: string;
  readonly cause: SecondReviewCause;
  readonly decidedBy: string;
  readonly answer: 'agrees' | 'differs' | null;
  readonly answeredBy: string | null;
  /** As stored; see openNote. */
  readonly note?: string | null;
}

/** Records which decisions are looked at again. */
export async function recordSecondReviews(
  tx: Tx,
  drawn: readonly { readonly decision: NewDecision; readonly cause: SecondReviewCause }[],
): Promise<void> {
  if (drawn.length === 0) return;
  const rows = drawn.map(({ decision, cause }) => ({
    decision_id: decision.id,
    cause,
    decided_by: decision.decidedBy,
    drawn_at: renderInstant(decision.decidedAt),
  }));
  await sql`insert into claims.second_review (decision_id, cause, decided_by, drawn_at)
    select decision_id, cause, decided_by, drawn_at
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(decision_id uuid, cause text, decided_by text, drawn_at timestamptz)`.execute(tx);
}

/** Loads the second looks of decisions, by decision. */
export async function loadSecondReviews(
  tx: Tx,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, SecondReview>> {
  const { rows } = await sql<SecondReview>`
    select decision_id as "decisionId", cause, decided_by as "decidedBy", answer,
      answered_by as "answeredBy", note
    from claims.second_review where decision_id = any(${[...decisionIds]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.decisionId, row]));
}

/** Loads and locks the second looks of decisions, always in the order of their ids. */
export async function lockSecondReviews(
  tx: Tx,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, SecondReview>> {
  const { rows } = await sql<SecondReview>`
    select decision_id as "decisionId", cause, decided_by as "decidedBy", answer,
      answered_by as "answeredBy"
    from claims.second_review where decision_id = any(${[...decisionIds]}::uuid[])
    order by decision_id for update`.execute(tx);
  return new Map(rows.map((row) => [row.decisionId, row]));
}

/** Loads the key salt of the claim a decision is about; null once it is erased. */
export async function loadDecisionSalt(tx: Tx, decisionId: string): Promise<Buffer | null> {
  const { rows } = await sql<{ keySalt: Buffer | null }>`select c.key_salt as "keySalt"
    from claims.decision d join claims.claim c on c.id = d.claim_id
    where d.id = ${decisionId}`.execute(tx);
  return rows[0]?.keySalt ?? null;
}

/** Records what a second look came to. */
export async function answerStoredReview(
  tx: Tx,
  options: { ctx: Context; decisionId: string; answer: 'agrees' | 'differs'; note?: string },
): Promise<void> {
  const { ctx, decisionId, answer, note } = options;
  await sql`update claims.second_review set answer = ${answer}, answered_by = ${ctx.actor.id},
      answered_at = ${renderInstant(ctx.now)}::timestamptz, note = ${note ?? null}
    where decision_id = ${decisionId}`.execute(tx);
}
