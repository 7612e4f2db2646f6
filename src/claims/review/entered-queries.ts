import { sql, type Tx } from '../../platform/index.ts';

/** Finds which member of staff entered each claim for somebody else; the others are left out. */
export async function listEnteredBy(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ claimId: string; by: string }>`
    select claim_id as "claimId", actor_id as by from claims.claim_event
    where claim_id = any(${[...claimIds]}::uuid[]) and position = 1
      and actor_kind = 'staff'`.execute(tx);
  return new Map(rows.map(({ claimId, by }) => [claimId, by]));
}
