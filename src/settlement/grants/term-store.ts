import { type CurrencyCode, type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { CostTerm } from './expected-cost.ts';

/** How long a remedy of an incident is good, and what it is estimated to cost. */
export interface RemedyTerm extends CostTerm {
  readonly remedy: string;
  /** Of one thing by name; empty of every thing of the remedy that has no term of its own. */
  readonly name: string;
  /** Only of a term without a name: a run gives all things of a remedy. */
  readonly validDays: number | null;
  readonly currency: CurrencyCode | null;
  /** Who says so, or where it is from. */
  readonly source: string;
  readonly setBy: string;
  readonly setAt: Instant;
}

/** Lists the terms of an incident's remedies. */
export async function listRemedyTerms(tx: Tx, incidentId: string): Promise<RemedyTerm[]> {
  const { rows } = await sql<RemedyTerm>`select remedy, name, valid_days as "validDays",
      cost_millionths as "costMillionths", unit_cost_minor as "unitCostMinor", currency, source,
      set_by as "setBy", set_at as "setAt"
    from settlement.remedy_term where incident_id = ${incidentId}
    order by remedy, name`.execute(tx);
  return rows;
}

/** Gives how many days a remedy of an incident is good; null is for ever. */
export async function loadValidDays(
  tx: Tx,
  of: { incidentId: string; remedy: string },
): Promise<number | null> {
  const { rows } = await sql<{ days: number | null }>`select valid_days as days
    from settlement.remedy_term
    where incident_id = ${of.incidentId} and remedy = ${of.remedy} and name = ''`.execute(tx);
  return rows[0]?.days ?? null;
}

/** Sets a term; the one before is in the audit. */
export async function recordRemedyTerm(
  tx: Tx,
  ctx: Context,
  term: Omit<RemedyTerm, 'setBy' | 'setAt'> & { readonly incidentId: string },
): Promise<void> {
  await sql`insert into settlement.remedy_term (incident_id, remedy, name, valid_days,
      cost_millionths, unit_cost_minor, currency, source, set_by, set_at)
    values (${term.incidentId}, ${term.remedy}, ${term.name}, ${term.validDays},
      ${term.costMillionths}, ${term.unitCostMinor}, ${term.currency}, ${term.source},
      ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz)
    on conflict (incident_id, remedy, name) do update set valid_days = excluded.valid_days,
      cost_millionths = excluded.cost_millionths, unit_cost_minor = excluded.unit_cost_minor,
      currency = excluded.currency, source = excluded.source, set_by = excluded.set_by,
      set_at = excluded.set_at`.execute(tx);
}
