import { sql, type Tx } from '../../platform/index.ts';
import { beginsOn, type LegalDay } from './in-force-queries.ts';

/**
 * Where a stored version stands on a day: `checked` and `simulated` are drafts; `future` is
 * approved and begins later; `ended` is over by its own date, `superseded` by one that began after
 * it, or on the same day and was published later.
 */
export const policyStages = [
  'checked',
  'simulated',
  'future',
  'in_force',
  'superseded',
  'ended',
] as const;

export type PolicyStage = (typeof policyStages)[number];

/** Gives the stage of policy versions on a day, by id. */
export async function loadStages(
  tx: Tx,
  { ids, zone, today }: LegalDay & { readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, PolicyStage>> {
  const { rows } = await sql<{ id: string; stage: PolicyStage }>`
    with version as (
      select *, ${beginsOn(zone)} as begins_on from claims.policy_version
      where incident_id in (
        select incident_id from claims.policy_version where id = any(${[...ids]}::uuid[]))
    )
    select id, case
      when published_at is null and exists(select 1 from claims.policy_simulation
        where policy_version_id = version.id) then 'simulated'
      when published_at is null then 'checked'
      when effective_from > ${today}::date then 'future'
      when exists(select 1 from version as later
        where later.incident_id = version.incident_id and later.policy_id = version.policy_id
          and (later.begins_on, later.publication) > (version.begins_on, version.publication)
          and coalesce(later.effective_from, '-infinity'::date) <= ${today}::date)
        then 'superseded'
      when effective_until <= ${today}::date then 'ended'
      else 'in_force' end as stage
    from version where id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, stage }) => [id, stage]));
}
