import { sql, type Tx } from '../../platform/index.ts';
import { type AwardName, namesOfAwards } from '../../policy/award-names/index.ts';
import { loadPolicyByHash, toPublishedPolicy } from './policy-queries.ts';

// Names by hash: a hash names one text for ever, so an entry is never wrong.
const namesByHash = new Map<string, readonly AwardName[]>();
const namesMax = 4_096;

async function loadNames(tx: Tx, hash: string): Promise<readonly AwardName[]> {
  const known = namesByHash.get(hash);
  if (known !== undefined) return known;
  const row = await loadPolicyByHash(tx, hash);
  if (row === undefined) return [];
  const names = namesOfAwards(toPublishedPolicy(row).document);
  if (namesByHash.size >= namesMax) namesByHash.clear();
  namesByHash.set(hash, names);
  return names;
}

/**
 * Gives what the policy versions with these hashes call the things they award. A version that is not
 * published here is left out.
 */
export async function loadAwardNames(
  tx: Tx,
  hashes: Iterable<string>,
): Promise<readonly AwardName[]> {
  const names: AwardName[] = [];
  for (const hash of new Set(hashes)) names.push(...(await loadNames(tx, hash)));
  return names;
}

/** Gives what every version ever published for an incident calls the things it awards. */
export async function listAwardNames(tx: Tx, incidentId: string): Promise<readonly AwardName[]> {
  const { rows } = await sql<{ hash: string }>`select hash from claims.policy_version
    where incident_id = ${incidentId} and published_at is not null
    order by publication`.execute(tx);
  return loadAwardNames(
    tx,
    rows.map(({ hash }) => hash),
  );
}
