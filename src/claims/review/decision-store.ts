import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import { toHex } from '../store.ts';
import { type AwardLine, renderAwardLine } from './award-line.ts';
import type { Correction } from './decide-claim.ts';
import type { DecisionOutcome } from './reason-code.ts';

/** A decision to be inserted, waiting for approval. */
export interface NewDecision {
  readonly id: string;
  readonly claimId: string;
  readonly version: number;
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  readonly awards: readonly AwardLine[];
  readonly note: string | undefined;
  readonly isAppeal: boolean;
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  readonly correction?: Correction | undefined;
}

/** Records decisions in one statement. */
export async function recordDecisions(tx: Tx, decisions: readonly NewDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  const rows = decisions.map((decision) => ({
    id: decision.id,
    claim_id: decision.claimId,
    version: decision.version,
    outcome: decision.outcome,
    reason_code: decision.reasonCode,
    awards: decision.awards.map(renderAwardLine),
    note: decision.note,
    is_appeal: decision.isAppeal,
    salt: toHex(decision.salt),
    commitment: toHex(decision.commitment),
    decided_by: decision.decidedBy,
    decided_at: renderInstant(decision.decidedAt),
    correction: decision.correction,
  }));
  await sql`insert into claims.decision (id, claim_id, version, outcome, reason_code, awards, note,
      is_appeal, salt, commitment, decided_by, decided_at, correction)
    select id, claim_id, version, outcome, reason_code, awards, note, is_appeal, salt, commitment,
      decided_by, decided_at, correction
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, claim_id uuid,
      version integer, outcome text, reason_code text, awards jsonb, note text, is_appeal boolean,
      salt bytea, commitment bytea, decided_by text, decided_at timestamptz,
      correction jsonb)`.execute(tx);
}

/** Settles waiting decisions: approved, or sent back, by the acting person. */
export async function settleDecisions(
  tx: Tx,
  options: { ctx: Context; decisionIds: readonly string[]; answer: 'approve' | 'send_back' },
): Promise<void> {
  const { ctx, decisionIds, answer } = options;
  const at = renderInstant(ctx.now);
  const columns =
    answer === 'approve'
      ? sql`approved_by = ${ctx.actor.id}, approved_at = ${at}::timestamptz`
      : sql`sent_back_by = ${ctx.actor.id}, sent_back_at = ${at}::timestamptz`;
  await sql`update claims.decision set ${columns}
    where id = any(${[...decisionIds]}::uuid[])`.execute(tx);
}

/** A decision as stored. */
export interface DecisionRow {
  readonly id: string;
  readonly claim_id: string;
  readonly version: number;
  readonly outcome: DecisionOutcome;
  readonly reason_code: string;
  readonly awards: readonly AwardLine[];
  readonly note: string | null;
  readonly is_appeal: boolean;
  readonly commitment: Buffer;
  readonly decided_by: string;
  readonly decided_at: Instant;
  readonly approved_by: string | null;
  readonly approved_at: Instant | null;
  readonly sent_back_by: string | null;
  /** Who looked at it a second time; null while nobody has. */
  readonly looked_by: string | null;
  readonly sent_back_at: Instant | null;
  readonly correction: Correction | null;
}

/** Who looked a second time at a decision of `claims.decision`. */
const lookedBy = sql`(select answered_by from claims.second_review where decision_id = decision.id)`;

/** Loads every decision of the given claims, in the order they were made. */
export async function loadDecisionsOf(
  tx: Tx,
  claimIds: readonly string[],
): Promise<readonly DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select id, claim_id, version, outcome, reason_code, awards, note, is_appeal, commitment,
      decided_by, decided_at, approved_by, approved_at, sent_back_by, sent_back_at,
      correction, ${lookedBy} as looked_by
    from claims.decision where claim_id = any(${[...claimIds]}::uuid[])
    order by claim_id, version`.execute(tx);
  return rows;
}

/** Loads decisions by their ids. */
export async function loadDecisions(
  tx: Tx,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, DecisionRow>> {
  const { rows } = await sql<DecisionRow>`
    select id, claim_id, version, outcome, reason_code, awards, note, is_appeal, commitment,
      decided_by, decided_at, approved_by, approved_at, sent_back_by, sent_back_at,
      correction, ${lookedBy} as looked_by
    from claims.decision where id = any(${[...decisionIds]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}
