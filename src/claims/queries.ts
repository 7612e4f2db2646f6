import { type Instant, type JsonValue, parseClaimNumber } from '../kernel/index.ts';
import { sql, type Tx } from '../platform/index.ts';
import type { ClaimState, Suggestion } from './claim.ts';
import type { Questionnaire } from './questionnaire.ts';
import { type ClaimRow, claimColumns } from './store.ts';

/** A published questionnaire with the incident's slug; `hash` is lower-case hex. */
export interface PublishedQuestionnaire {
  readonly incidentId: string;
  readonly incidentSlug: string;
  readonly hash: string;
  readonly document: JsonValue;
  readonly questionnaire: Questionnaire;
}

interface QuestionnaireRow {
  incident_id: string;
  version: number;
  incident_slug: string;
  hash: Buffer;
  document: { source: JsonValue; parsed: Questionnaire };
}

function toPublished(row: QuestionnaireRow): PublishedQuestionnaire {
  return {
    incidentId: row.incident_id,
    incidentSlug: row.incident_slug,
    hash: row.hash.toString('hex'),
    document: row.document.source,
    questionnaire: row.document.parsed,
  };
}

/** Loads a questionnaire of an incident; the newest when no version is named. */
export async function loadQuestionnaire(
  tx: Tx,
  asked: { incidentId: string; version?: number },
): Promise<PublishedQuestionnaire | undefined> {
  const { rows } = await sql<QuestionnaireRow>`
    select incident_id, version, incident_slug, hash, document from claims.questionnaire
    where incident_id = ${asked.incidentId}
      and version = coalesce(${asked.version ?? null}::integer, version)
    order by version desc limit 1`.execute(tx);
  return rows[0] === undefined ? undefined : toPublished(rows[0]);
}

/** Loads the questionnaires that several claims name, by `incidentId/version`. */
export async function loadQuestionnaires(
  tx: Tx,
  named: readonly { readonly incidentId: string; readonly questionnaireVersion: number }[],
): Promise<ReadonlyMap<string, PublishedQuestionnaire>> {
  const keys = [...new Set(named.map((n) => `${n.incidentId}/${n.questionnaireVersion}`))];
  const pairs = keys.map((key) => key.split('/'));
  const { rows } = await sql<QuestionnaireRow>`
    select q.incident_id, q.version, q.incident_slug, q.hash, q.document
    from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, v]) => v)}::integer[])
      as named(incident_id, version)
    join claims.questionnaire q using (incident_id, version)`.execute(tx);
  return new Map(rows.map((row) => [`${row.incident_id}/${row.version}`, toPublished(row)]));
}

/** What answering a repeat needs of a stored claim. */
export interface StoredSubmission {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly incident: string;
  readonly state: ClaimState;
  readonly submittedAt: Instant;
  readonly recordedAt: Instant;
  readonly contentHash: Uint8Array | null;
  readonly salt: Uint8Array | null;
  readonly keySalt: Uint8Array | null;
  /** Known without being loaded when the claim is made just now. */
  readonly commitment?: Uint8Array;
}

/** Loads what is stored under the given claim ids. */
export async function loadSubmissions(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, StoredSubmission>> {
  const { rows } = await sql<StoredSubmission>`
    select c.id as "claimId", c.number as "claimNumber", q.incident_slug as incident, c.state,
      c.submitted_at as "submittedAt", c.recorded_at as "recordedAt",
      c.content_hash as "contentHash", c.salt, c.key_salt as "keySalt"
    from claims.claim c join claims.questionnaire q
      on q.incident_id = c.incident_id and q.version = c.questionnaire_version
    where c.id = any(${[...claimIds]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.claimId, row]));
}

/** Finds the id of a claim by its number as people type it. */
export async function findClaimId(tx: Tx, typed: string): Promise<string | undefined> {
  const number = parseClaimNumber(typed);
  if (number === undefined) return undefined;
  const { rows } = await sql<{ id: string }>`
    select id from claims.claim where number = ${number}`.execute(tx);
  return rows[0]?.id;
}

/** Loads a claim by its number as people type it, by one statement whatever was typed. */
export async function loadClaimByNumber(tx: Tx, typed: string): Promise<ClaimRow | undefined> {
  const { rows } = await sql<ClaimRow>`select ${claimColumns} from claims.claim c
    where c.number = ${parseClaimNumber(typed) ?? ''}`.execute(tx);
  return rows[0];
}

/** Loads one claim as stored. */
export async function loadClaim(tx: Tx, claimId: string): Promise<ClaimRow | undefined> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns} from claims.claim c where c.id = ${claimId}`.execute(tx);
  return rows[0];
}

/** One line of a claims list; nothing personal. */
export interface ClaimListItem {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly state: ClaimState;
  readonly suggestion: Suggestion | null;
  readonly channel: string;
  readonly partyClass: string;
  readonly category: string;
  readonly kind: string;
  readonly service: string;
  readonly functionName: string;
  readonly statedLossMinor: bigint | null;
  readonly currency: string;
  readonly submittedAt: Instant;
  readonly isAppealed: boolean;
  readonly evidenceCount: number;
}

/** What a list of claims is narrowed to; `after` is the cursor of the page before. */
export interface ClaimFilter {
  readonly incidentId: string;
  readonly state?: string;
  readonly service?: string;
  readonly partyClass?: string;
  readonly category?: string;
  readonly suggestion?: string;
  readonly channel?: string;
  /** A claim number as people type it, or its beginning. */
  readonly number?: string;
  readonly after?: string;
  readonly limit: number;
}

// Typed with spaces, in small letters or with O for 0: a beginning is compared without dashes.
function startOfNumber(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  return plain.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function numberCondition(typed: string) {
  const number = parseClaimNumber(typed);
  return number === undefined
    ? sql`starts_with(replace(c.number, '-', ''), ${startOfNumber(typed)})`
    : sql`c.number = ${number}`;
}

const filterColumns = {
  state: 'c.state',
  service: 'c.service',
  partyClass: 'c.party_class',
  category: 'c.category',
  suggestion: 'c.suggestion',
  channel: 'c.channel',
} as const;

const cursorShape = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function filterConditions(filter: ClaimFilter) {
  const [, afterMs, afterId] = cursorShape.exec(filter.after ?? '') ?? [];
  const isPaged = afterMs !== undefined && afterId !== undefined;
  const named = Object.entries(filterColumns).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof filterColumns];
    return value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`];
  });
  return [
    sql`c.incident_id = ${filter.incidentId}`,
    ...named,
    ...(filter.number === undefined ? [] : [numberCondition(filter.number)]),
    ...(isPaged
      ? [
          sql`(date_trunc('milliseconds', c.submitted_at), c.id) >
          (to_timestamp(${afterMs}::numeric / 1000), ${afterId}::uuid)`,
        ]
      : []),
  ];
}

/** Lists claims, the longest waiting first, a page at a time; `next` is the following cursor. */
export async function listClaims(
  tx: Tx,
  filter: ClaimFilter,
): Promise<{ readonly claims: readonly ClaimListItem[]; readonly next?: string }> {
  const conditions = filterConditions(filter);
  const { rows } = await sql<ClaimListItem>`
    select c.id as "claimId", c.number as "claimNumber", c.state, c.suggestion, c.channel,
      c.party_class as "partyClass", c.category, c.kind, c.service,
      c.function_name as "functionName", c.stated_loss_minor as "statedLossMinor", c.currency,
      c.submitted_at as "submittedAt", c.is_appealed as "isAppealed",
      (select count(*)::integer from claims.evidence e where e.claim_id = c.id) as "evidenceCount"
    from claims.claim c where ${sql.join(conditions, sql` and `)}
    order by c.submitted_at, c.id limit ${filter.limit + 1}`.execute(tx);
  const claims = rows.slice(0, filter.limit);
  const last = claims.at(-1);
  return rows.length > filter.limit && last !== undefined
    ? { claims, next: `${last.submittedAt}_${last.claimId}` }
    : { claims };
}

/** Counts the claims of an incident by what queues are cut by. */
export async function countClaims(
  tx: Tx,
  asked: { incidentId: string },
): Promise<
  readonly {
    readonly state: ClaimState;
    readonly partyClass: string;
    readonly service: string;
    readonly category: string;
    readonly suggestion: Suggestion | null;
    readonly count: number;
  }[]
> {
  const { rows } = await sql<{
    state: ClaimState;
    partyClass: string;
    service: string;
    category: string;
    suggestion: Suggestion | null;
    count: number;
  }>`select state, party_class as "partyClass", service, category, suggestion,
      count(*)::integer as count
    from claims.claim where incident_id = ${asked.incidentId}
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(tx);
  return rows;
}

/** A decision that waits for the second person. */
export interface PendingDecision {
  readonly decisionId: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly partyClass: string;
  readonly service: string;
  readonly outcome: string;
  readonly reasonCode: string;
  readonly awards: JsonValue;
  readonly note: string | null;
  readonly isAppeal: boolean;
  readonly decidedBy: string;
  readonly decidedAt: Instant;
}

/** Lists decisions that wait for approval, by decision id after the given one. */
export async function listPendingDecisions(
  tx: Tx,
  asked: { incidentId: string; limit: number; after?: string },
): Promise<readonly PendingDecision[]> {
  const { rows } = await sql<PendingDecision>`
    select d.id as "decisionId", d.claim_id as "claimId", c.number as "claimNumber",
      c.party_class as "partyClass", c.service, d.outcome, d.reason_code as "reasonCode",
      d.awards, d.note, d.is_appeal as "isAppeal", d.decided_by as "decidedBy",
      d.decided_at as "decidedAt"
    from claims.decision d join claims.claim c on c.id = d.claim_id
    where c.incident_id = ${asked.incidentId} and d.approved_by is null
      and d.sent_back_by is null
      and (${asked.after ?? null}::uuid is null or d.id > ${asked.after ?? null}::uuid)
    order by d.id limit ${asked.limit}`.execute(tx);
  return rows;
}

/** Lists what happened to a claim, in order. */
export async function listClaimEvents(
  tx: Tx,
  claimId: string,
): Promise<
  readonly {
    readonly type: string;
    readonly payload: JsonValue;
    readonly at: Instant;
    readonly actorKind: string;
    readonly actorId: string;
  }[]
> {
  const { rows } = await sql<{
    type: string;
    payload: JsonValue;
    at: Instant;
    actorKind: string;
    actorId: string;
  }>`select type, payload, at, actor_kind as "actorKind", actor_id as "actorId"
    from claims.claim_event where claim_id = ${claimId} order by position`.execute(tx);
  return rows;
}

/** A document of a claim; its name and content are encrypted. */
export interface EvidenceRow {
  readonly evidenceId: string;
  readonly claimId: string;
  readonly kind: string;
  readonly filename: Buffer;
  readonly mediaType: string;
  readonly byteCount: number;
  /** Null once the claim is erased. */
  readonly sha256: Buffer | null;
  readonly addedAt: Instant;
}

/** Lists the documents of claims without their content. */
export async function listEvidence(
  tx: Tx,
  claimIds: readonly string[],
): Promise<readonly EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`
    select id as "evidenceId", claim_id as "claimId", kind, filename, media_type as "mediaType",
      byte_count as "byteCount", sha256, added_at as "addedAt"
    from claims.evidence where claim_id = any(${[...claimIds]}::uuid[])
    order by claim_id, added_at, id`.execute(tx);
  return rows;
}

/** Loads one document with its encrypted content and the key salt of its claim. */
export async function loadEvidenceContent(
  tx: Tx,
  evidenceId: string,
): Promise<
  (EvidenceRow & { readonly content: Buffer | null; readonly keySalt: Buffer | null }) | undefined
> {
  const { rows } = await sql<EvidenceRow & { content: Buffer | null; keySalt: Buffer | null }>`
    select e.id as "evidenceId", e.claim_id as "claimId", e.kind, e.filename,
      e.media_type as "mediaType", e.byte_count as "byteCount", e.sha256, e.added_at as "addedAt",
      e.content, c.key_salt as "keySalt"
    from claims.evidence e join claims.claim c on c.id = e.claim_id
    where e.id = ${evidenceId}`.execute(tx);
  return rows[0];
}
