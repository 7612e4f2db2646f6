import { renderInstant } from '../kernel/index.ts';
import { type Context, sql, type Tx } from '../platform/index.ts';
import { type ApprovedAward, issueId } from './award.ts';

/** Records approved awards; one recorded before stays as it was. Gives the new ones. */
export async function recordAwards(
  tx: Tx,
  ctx: Context,
  awards: readonly ApprovedAward[],
): Promise<ApprovedAward[]> {
  const at = renderInstant(ctx.now);
  const rows = JSON.stringify(
    awards.map((award) => ({ ...award, amountMinor: award.amountMinor?.toString() ?? null })),
  );
  const { rows: recorded } = await sql<{ id: string }>`
    insert into settlement.award (id, incident_id, claim_id, decision_id, party_id, party_class,
      remedy, name, amount_minor, currency, quantity, unit, clause, policy_hash, payee_ref,
      approved_at)
    select "awardId", "incidentId", "claimId", "decisionId", "partyId", "partyClass", remedy, name,
      "amountMinor", currency, quantity, unit, clause, "policyHash", "payeeRef", ${at}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as row("awardId" uuid, "incidentId" uuid,
      "claimId" uuid, "decisionId" uuid, "partyId" text, "partyClass" text, remedy text, name text,
      "amountMinor" bigint, currency text, quantity text, unit text, clause text,
      "policyHash" text, "payeeRef" text)
    on conflict (id) do nothing returning id`.execute(tx);
  const newIds = new Set(recorded.map(({ id }) => id));
  return awards.filter(({ awardId }) => newIds.delete(awardId));
}

/** Records what awards in kind issued, one issue each. */
export async function recordAwardIssues(
  tx: Tx,
  ctx: Context,
  awards: readonly ApprovedAward[],
): Promise<void> {
  const rows = JSON.stringify(
    awards.map((award) => ({
      ...award,
      id: issueId(award.awardId),
      amountMinor: award.amountMinor?.toString() ?? null,
    })),
  );
  await sql`insert into settlement.issue (id, incident_id, award_id, remedy, name, clause,
      party_count, quantity, unit, amount_minor, currency, issued_at)
    select id, "incidentId", "awardId", remedy, name, clause, 1, quantity, unit, "amountMinor",
      currency, ${renderInstant(ctx.now)}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as row(id uuid, "incidentId" uuid, "awardId" uuid,
      remedy text, name text, clause text, quantity text, unit text, "amountMinor" bigint,
      currency text)
    on conflict (id) do nothing`.execute(tx);
}
