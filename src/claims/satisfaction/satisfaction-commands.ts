import { accept, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import { type Context, requirePermission, sql, type Tx } from '../../platform/index.ts';
import { mayActFor } from '../claim-commands.ts';
import { loadClaim } from '../queries.ts';

/** What a claimant says of how the claim was handled. */
export interface SatisfactionInput {
  readonly claimId: string;
  readonly token?: string;
  /** 1 very bad to 5 very good */
  readonly rating: number;
  /** whether the reasons of the decision could be understood */
  readonly isClear?: boolean;
  readonly remark?: string;
}

export type SatisfactionRefusal =
  | { readonly code: 'claim_not_found' }
  | { readonly code: 'decision_not_final' };

async function findFinalDecision(tx: Tx, claimId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from claims.decision
    where claim_id = ${claimId} and approved_by is not null order by version desc limit 1`.execute(
    tx,
  );
  return rows[0]?.id;
}

/** Records what a claimant says after a decision; saying it again takes the place of the first. */
export async function answerSatisfaction(
  ctx: Context,
  input: SatisfactionInput,
): Promise<Outcome<true, SatisfactionRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { claimId, token, rating, isClear, remark = '' } = input;
  return ctx.transact(async (tx): Promise<Outcome<true, SatisfactionRefusal>> => {
    const row = await loadClaim(tx, claimId);
    const mayAct = row !== undefined && mayActFor(ctx, { row, token });
    if (!mayAct || row.key_salt === null) return refuse({ code: 'claim_not_found' });
    const decisionId = await findFinalDecision(tx, claimId);
    if (decisionId === undefined) return refuse({ code: 'decision_not_final' });
    const sealed =
      remark === ''
        ? null
        : Buffer.from(ctx.vault.encrypt({ salt: row.key_salt, plaintext: Buffer.from(remark) }));
    await sql`insert into claims.satisfaction
        (claim_id, decision_id, rating, is_clear, remark, answered_at)
      values (${claimId}, ${decisionId}, ${rating}, ${isClear ?? null}, ${sealed},
        ${renderInstant(ctx.now)}::timestamptz)
      on conflict (claim_id, decision_id) do update set rating = excluded.rating,
        is_clear = excluded.is_clear, remark = excluded.remark, answered_at = excluded.answered_at`.execute(
      tx,
    );
    return accept(true);
  });
}

/** Tells whether a claimant can still be asked about the last decision: it is final and unanswered. */
export async function isSatisfactionOpen(
  ctx: Context,
  asked: { readonly claimId: string },
): Promise<boolean> {
  requirePermission(ctx, 'claim:submit');
  return ctx.read(async (tx) => {
    const decisionId = await findFinalDecision(tx, asked.claimId);
    if (decisionId === undefined) return false;
    const { rows } = await sql`select 1 from claims.satisfaction
      where claim_id = ${asked.claimId} and decision_id = ${decisionId}`.execute(tx);
    return rows.length === 0;
  });
}

/** How many claimants said what, by how the decision came out; nothing personal. */
export interface SatisfactionCount {
  readonly outcome: string;
  readonly rating: number;
  readonly count: number;
  readonly clearCount: number;
  readonly unclearCount: number;
}

/** Counts what claimants of an incident say, by outcome and rating. */
export async function countSatisfaction(
  tx: Tx,
  asked: { readonly incidentId: string },
): Promise<readonly SatisfactionCount[]> {
  const { rows } = await sql<SatisfactionCount>`
    select d.outcome, s.rating::integer as rating, count(*)::integer as count,
      (count(*) filter (where s.is_clear))::integer as "clearCount",
      (count(*) filter (where not s.is_clear))::integer as "unclearCount"
    from claims.satisfaction s join claims.decision d on d.id = s.decision_id
    join claims.claim c on c.id = s.claim_id
    where c.incident_id = ${asked.incidentId} group by 1, 2 order by 1, 2`.execute(tx);
  return rows;
}
