import type { LocalDate } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';

/**
 * Where a stored version stands on a day: `checked` and `simulated` are drafts; `future` is
 * approved and begins later; `ended` is over by its own date, `superseded` by a later version that
 * has begun.
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
  { ids, today }: { readonly ids: readonly string[]; readonly today: LocalDate },
): Promise<ReadonlyMap<string, PolicyStage>> {
  const { rows } = await sql<{ id: string; stage: PolicyStage }>`
    select version.id, case
      when version.published_at is null and exists(select 1 from claims.policy_simulation
        where policy_version_id = version.id) then 'simulated'
      when version.published_at is null then 'checked'
      when exists(select 1 from claims.policy_version as later
        where later.incident_id = version.incident_id and later.policy_id = version.policy_id
          and later.publication > version.publication
          and coalesce(later.effective_from, '-infinity'::date) <= ${today}::date)
        then 'superseded'
      when version.effective_until <= ${today}::date then 'ended'
      when version.effective_from > ${today}::date then 'future'
      else 'in_force' end as stage
    from claims.policy_version as version where version.id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, stage }) => [id, stage]));
}
