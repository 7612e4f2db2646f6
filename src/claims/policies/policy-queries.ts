import { assert, type Instant, type LocalDate } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { type PolicyDocument, parsePolicy } from '../../policy/index.ts';
import type { PublishedPolicy } from '../assess-claim.ts';
import { statesBefore } from '../claim.ts';

/** A policy version as stored; `approverId` and `publishedAt` are null while it is a draft. */
export interface PolicyVersion {
  readonly policyVersionId: string;
  readonly incidentId: string;
  readonly policyId: string;
  readonly version: string;
  readonly hash: string;
  readonly titleKo: string;
  readonly titleEn: string;
  readonly text: string;
  readonly applies: 'automatic' | 'on_claim' | 'on_acceptance';
  readonly effectiveFrom: LocalDate | null;
  readonly effectiveUntil: LocalDate | null;
  readonly authorId: string;
  readonly draftedAt: Instant;
  readonly approverId: string | null;
  readonly publishedAt: Instant | null;
  readonly publication: number | null;
}

const listed = sql`id as "policyVersionId", incident_id as "incidentId",
  policy_id as "policyId", version, hash, title_ko as "titleKo", title_en as "titleEn",
  applies, effective_from as "effectiveFrom", effective_until as "effectiveUntil",
  author_id as "authorId", drafted_at as "draftedAt", approver_id as "approverId",
  published_at as "publishedAt", publication`;

/** The columns of a stored version, by the names of {@link PolicyVersion}. */
export const versionColumns = sql`${listed}, text`;

/** A policy version without its text; `isCurrent` marks the newest published one of its policy. */
export interface ListedPolicy extends Omit<PolicyVersion, 'text'> {
  readonly isCurrent: boolean;
}

/** Lists policy versions of an incident a page at a time, the one drafted last first. */
export async function listPolicies(
  tx: Tx,
  asked: {
    readonly incidentId: string;
    readonly state?: 'draft' | 'published' | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<{ readonly policies: readonly ListedPolicy[]; readonly next?: string }> {
  const { incidentId, state, after = null, limit } = asked;
  const wanted =
    state === undefined ? sql`true` : sql`("publishedAt" is null) = ${state === 'draft'}`;
  const { rows } = await sql<ListedPolicy>`
    select * from (
      select ${listed}, coalesce(publication =
        max(publication) over (partition by policy_id), false) as "isCurrent"
      from claims.policy_version where incident_id = ${incidentId}
    ) as version
    where ${wanted}
      and (${after}::uuid is null or ("draftedAt", "policyVersionId") <
        (select drafted_at, id from claims.policy_version where id = ${after}::uuid))
    order by "draftedAt" desc, "policyVersionId" desc limit ${limit}`.execute(tx);
  const last = rows.length === limit ? rows.at(-1)?.policyVersionId : undefined;
  return { policies: rows, ...(last === undefined ? {} : { next: last }) };
}

/** Counts the open claims of an incident: what a publication assesses again. */
export async function countOpenClaims(tx: Tx, incidentId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from claims.claim
    where incident_id = ${incidentId} and erased_at is null
      and state = any(${[...statesBefore.claim_assessed]}::text[])`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Lists every policy version of an incident, drafts and older ones too, the newest first. */
export async function listPolicyVersions(
  tx: Tx,
  incidentId: string,
): Promise<readonly PolicyVersion[]> {
  const { rows } = await sql<PolicyVersion>`select ${versionColumns} from claims.policy_version
    where incident_id = ${incidentId}
    order by publication desc nulls first, drafted_at desc, id`.execute(tx);
  return rows;
}

/**
 * Lists the version of each policy of an incident that was published last, whether it has begun or
 * not, by policy id.
 */
export async function listPublishedPolicies(
  tx: Tx,
  incidentId: string,
): Promise<readonly PolicyVersion[]> {
  const { rows } = await sql<PolicyVersion>`
    select distinct on (policy_id) ${versionColumns} from claims.policy_version
    where incident_id = ${incidentId} and published_at is not null
    order by policy_id, publication desc`.execute(tx);
  return rows;
}

/** Loads a policy version by its id, locked when it is about to be published. */
export async function loadPolicyVersion(
  tx: Tx,
  asked: { policyVersionId: string; isLocked?: boolean },
): Promise<PolicyVersion | undefined> {
  const lock = asked.isLocked === true ? sql`for update` : sql``;
  const { rows } = await sql<PolicyVersion>`select ${versionColumns} from claims.policy_version
    where id = ${asked.policyVersionId} ${lock}`.execute(tx);
  return rows[0];
}

/** Loads a published policy version by its hash. */
export async function loadPolicyByHash(tx: Tx, hash: string): Promise<PolicyVersion | undefined> {
  const { rows } = await sql<PolicyVersion>`select ${versionColumns} from claims.policy_version
    where hash = ${hash} and published_at is not null`.execute(tx);
  return rows[0];
}

// Clauses by hash: a hash names one text for ever, so an entry is never wrong.
const clausesByHash = new Map<string, readonly string[]>();
const clausesMax = 4_096;

/** Gives the clauses with rules of every version ever published for an incident, by its hash. */
export async function listPolicyClauses(
  tx: Tx,
  incidentId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ hash: string }>`select hash from claims.policy_version
    where incident_id = ${incidentId} and published_at is not null`.execute(tx);
  const found = new Map<string, readonly string[]>();
  for (const { hash } of rows) found.set(hash, await loadClauses(tx, hash));
  return found;
}

async function loadClauses(tx: Tx, hash: string): Promise<readonly string[]> {
  const known = clausesByHash.get(hash);
  if (known !== undefined) return known;
  const row = await loadPolicyByHash(tx, hash);
  const { rules } = row === undefined ? { rules: [] } : toPublishedPolicy(row).document;
  const clauses = [...new Set(rules.map(({ clause }) => clause))];
  if (clausesByHash.size >= clausesMax) clausesByHash.clear();
  clausesByHash.set(hash, clauses);
  return clauses;
}

// Parsed documents by hash: a hash names one text for ever, so an entry is never wrong.
const parsedByHash = new Map<string, PolicyDocument>();
const parsedMax = 64;

/** Gives the parsed document of a stored version. */
export function toPublishedPolicy(row: PolicyVersion): PublishedPolicy {
  const { policyId, version, hash } = row;
  const known = parsedByHash.get(hash);
  if (known !== undefined) return { policyId, version, hash, document: known };
  const parsed = parsePolicy(row.text);
  assert(parsed.ok, 'policy: a stored version parses', { policyId, version });
  if (parsedByHash.size >= parsedMax) parsedByHash.clear();
  parsedByHash.set(hash, parsed.value);
  return { policyId, version, hash, document: parsed.value };
}
