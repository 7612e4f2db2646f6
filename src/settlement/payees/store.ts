import { renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { HolderAnswer } from './judge-payees.ts';

/** A cash payment of a run with the token of its payee and what the bank said of the holder. */
export interface RunPayee {
  readonly payoutId: string;
  readonly awardId: string;
  readonly claimId: string;
  readonly payeeRef: string;
  readonly holder: HolderAnswer | null;
}

/** Lists the cash payments of a run that are not over, by award, a page after one. */
export async function listRunPayees(
  tx: Tx,
  page: { runId: string; afterAwardId: string; limit: number },
): Promise<RunPayee[]> {
  const { rows } = await sql<RunPayee>`select payout.id as "payoutId",
      payout.award_id as "awardId", payout.claim_id as "claimId",
      payout.payee_ref as "payeeRef", checked.answer as holder
    from settlement.payout
      left join settlement.holder_check as checked on checked.reference = payout.rail_reference
    where payout.run_id = ${page.runId} and payout.award_id > ${page.afterAwardId}::uuid
      and payout.remedy = 'cash'
      and payout.state in ('proposed', 'approved', 'sent', 'unknown', 'accepted')
    order by payout.award_id limit ${page.limit}`.execute(tx);
  return rows;
}

/** Records what a bank said of the holders of accounts; its latest word on each counts. */
export async function recordHolderAnswers(
  tx: Tx,
  ctx: Context,
  told: { rail: string; answers: readonly { reference: string; answer: HolderAnswer }[] },
): Promise<void> {
  await sql`insert into settlement.holder_check (reference, answer, checked_at)
    select payment.reference, answer, ${renderInstant(ctx.now)}::timestamptz
    from json_to_recordset(${JSON.stringify(told.answers)}::json)
        as row(reference text, answer text)
      join settlement.rail_payment as payment on payment.reference = row.reference
        and payment.rail = ${told.rail}
    on conflict (reference) do update set answer = excluded.answer,
      checked_at = excluded.checked_at`.execute(tx);
}
