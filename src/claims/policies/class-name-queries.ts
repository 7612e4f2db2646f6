import { sql, type Tx } from '../../platform/index.ts';
import { type ClassName, namesOfClasses } from '../../policy/class-names/index.ts';
import { loadPolicyByHash, toPublishedPolicy } from './policy-queries.ts';

// By hash: a hash names one text for ever, so an entry is never wrong.
const namesByHash = new Map<string, readonly ClassName[]>();
const namesMax = 1_024;

async function loadNames(tx: Tx, hash: string): Promise<readonly ClassName[]> {
  const known = namesByHash.get(hash);
  if (known !== undefined) return known;
  const row = await loadPolicyByHash(tx, hash);
  if (row === undefined) return [];
  const names = namesOfClasses(toPublishedPolicy(row).document);
  if (namesByHash.size >= namesMax) namesByHash.clear();
  namesByHash.set(hash, names);
  return names;
}

/**
 * Gives what the policies published for an incident call classes of parties, each code once, by the
 * label of the version published last.
 */
export async function listClassNames(tx: Tx, incidentId: string): Promise<readonly ClassName[]> {
  const { rows } = await sql<{ hash: string }>`select hash from claims.policy_version
    where incident_id = ${incidentId} and published_at is not null
    order by publication`.execute(tx);
  const byCode = new Map<string, ClassName>();
  for (const { hash } of rows) {
    for (const name of await loadNames(tx, hash)) byCode.set(name.code, name);
  }
  return [...byCode.values()];
}
