import { renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { UnclaimedTerms } from './decide-unclaimed.ts';

/** Loads the terms on record of an incident's unclaimed awards; undefined when there are none. */
export async function loadTerms(tx: Tx, incidentId: string): Promise<UnclaimedTerms | undefined> {
  interface Row {
    readonly reminderDays: number[];
    readonly setApartDays: number;
    readonly giveDays: number | null;
    readonly place: string | null;
  }
  const { rows } = await sql<Row>`select reminder_days as "reminderDays",
      set_apart_days as "setApartDays", give_days as "giveDays", place
    from settlement.unclaimed_term where incident_id = ${incidentId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { reminderDays, setApartDays, giveDays, place } = row;
  const given = giveDays === null || place === null ? {} : { giveDays, place };
  return { reminderDays, setApartDays, ...given };
}

/** Records the terms of an incident's unclaimed awards; those before are in the audit. */
export async function recordTerms(
  tx: Tx,
  ctx: Context,
  terms: UnclaimedTerms & { readonly incidentId: string },
): Promise<void> {
  await sql`insert into settlement.unclaimed_term (incident_id, reminder_days, set_apart_days,
      give_days, place, set_by, set_at)
    values (${terms.incidentId}, ${[...terms.reminderDays]}::integer[], ${terms.setApartDays},
      ${terms.giveDays ?? null}, ${terms.place ?? null}, ${ctx.actor.id},
      ${renderInstant(ctx.now)}::timestamptz)
    on conflict (incident_id) do update set reminder_days = excluded.reminder_days,
      set_apart_days = excluded.set_apart_days, give_days = excluded.give_days,
      place = excluded.place, set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx);
}
