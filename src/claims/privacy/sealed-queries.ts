import { sql, type Tx } from '../../platform/index.ts';
import type { SealedSaid } from './sealed-claim.ts';

/** Lists what several claims keep sealed of what was said, by claim id. */
export async function listSealed(
  tx: Tx,
  claimIds: readonly string[],
): Promise<(SealedSaid & { readonly claimId: string })[]> {
  const { rows } = await sql<SealedSaid & { readonly claimId: string }>`
    select id as "claimId", personal, key_salt from claims.claim
    where id = any(${[...claimIds]}::uuid[]) order by id`.execute(tx);
  return rows;
}
