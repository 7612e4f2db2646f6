import { type Instant, type JsonValue, renderInstant } from '../kernel/index.ts';
import { type Actor, type Context, prepared, publishing, sql, type Tx } from '../platform/index.ts';
import type { Assessment } from './assess-claim.ts';
import type { Claim, ClaimDecision, ClaimEvent, ClaimState, Suggestion } from './claim.ts';
import type { Priority } from './review/queue/clock.ts';

/** A claim as stored, without its personal part. */
export interface ClaimRow {
  readonly id: string;
  readonly number: string;
  readonly incident_id: string;
  readonly questionnaire_version: number;
  readonly channel: string;
  readonly party_class: string;
  readonly party_id: string | null;
  readonly category: string;
  readonly kind: string;
  readonly service: string;
  readonly function_name: string;
  readonly stated_loss_minor: bigint | null;
  readonly currency: string;
  /** Empty, but for what an earlier version stored in clear; read by `openAnswers`. */
  readonly answers: Readonly<Record<string, JsonValue>>;
  readonly state: ClaimState;
  readonly submitted_at: Instant;
  readonly recorded_at: Instant;
  readonly event_count: number;
  readonly commitment: Buffer;
  readonly content_hash: Buffer | null;
  readonly salt: Buffer | null;
  readonly key_salt: Buffer | null;
  readonly personal: Buffer | null;
  readonly erased_at: Instant | null;
  readonly loss_test: JsonValue;
  readonly assessment: Assessment | null;
  readonly suggestion: Suggestion | null;
  readonly assessed_under: string | null;
  readonly is_appealed: boolean;
  readonly priority: Priority;
  readonly assigned_to: string | null;
  readonly paused_at: Instant | null;
  readonly clock_from_ms: bigint;
  readonly decision: (Omit<ClaimDecision, 'approvedBy'> & { approvedBy: string | null }) | null;
  readonly decision_count: number;
  readonly appeal_count: number;
}

/** The columns of {@link ClaimRow}, from `claims.claim c`; sub-selects for the latest decision. */
export const claimColumns = sql`c.id, c.number, c.incident_id, c.questionnaire_version, c.channel,
  c.party_class, c.party_id, c.category, c.kind, c.service, c.function_name, c.stated_loss_minor,
  c.currency, c.answers, c.state, c.submitted_at, c.recorded_at, c.event_count, c.commitment,
  c.content_hash, c.salt, c.key_salt, c.personal, c.erased_at, c.loss_test, c.assessment,
  c.suggestion, c.assessed_under, c.is_appealed, c.priority, c.assigned_to, c.paused_at,
  c.clock_from_ms,
  (select count(*)::integer from claims.decision d where d.claim_id = c.id) as decision_count,
  (select count(*)::integer from claims.appeal a where a.claim_id = c.id) as appeal_count,
  (select jsonb_build_object('decisionId', d.id, 'version', d.version, 'outcome', d.outcome,
      'decidedBy', d.decided_by, 'approvedBy', d.approved_by)
    from claims.decision d where d.claim_id = c.id order by d.version desc limit 1) as decision`;

/** Gives what decisions need to know of a stored claim. */
export function toClaim(row: ClaimRow): Claim {
  const { decision } = row;
  return {
    state: row.state,
    decisionCount: row.decision_count,
    isAppealed: row.is_appealed,
    appealCount: row.appeal_count,
    isErased: row.erased_at !== null,
    ...(row.suggestion === null ? {} : { suggestion: row.suggestion }),
    ...(decision === null ? {} : { decision: toDecision(decision) }),
  };
}

function toDecision(decision: NonNullable<ClaimRow['decision']>): ClaimDecision {
  const { approvedBy, ...rest } = decision;
  return approvedBy === null ? rest : { ...rest, approvedBy };
}

/** Locks claims by id, always in the order of ids, so that two batches never wait in a circle. */
export async function lockClaims(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, ClaimRow>> {
  await sql`select 1 from claims.claim where id = any(${[...claimIds]}::uuid[])
    order by id for update`.execute(tx);
  const { rows } = await sql<ClaimRow>`select ${claimColumns} from claims.claim c
    where c.id = any(${[...claimIds]}::uuid[]) order by c.id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** A claim to be inserted; bytes are written as they are. */
export interface NewClaim {
  readonly id: string;
  readonly number: string;
  readonly incidentId: string;
  readonly questionnaireVersion: number;
  readonly channel: string;
  readonly partyClass: string;
  readonly partyId: string | undefined;
  readonly category: string;
  readonly kind: string;
  readonly service: string;
  readonly functionName: string;
  readonly statedLossMinor: bigint | undefined;
  readonly currency: string;
  readonly submittedAt: Instant;
  readonly recordedAt: Instant;
  readonly contentHash: Uint8Array;
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
  readonly keySalt: Uint8Array;
  /** What is personal and the answers, sealed together. */
  readonly personal: Uint8Array | undefined;
  readonly lossTest: JsonValue | undefined;
  readonly evidence: readonly NewEvidence[];
  readonly actor: Actor;
  /** The time on the ticket that came with the claim; it is the filing time then. */
  readonly ticketIssuedAt: Instant | undefined;
}

/** Evidence to be inserted; file name and content already encrypted. */
export interface NewEvidence {
  readonly id: string;
  readonly kind: string;
  readonly filename: Uint8Array;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly sha256: Uint8Array;
  readonly content: Uint8Array;
}

/** Writes bytes as PostgreSQL reads them in JSON. */
export const toHex = (bytes: Uint8Array | undefined): string | null =>
  bytes === undefined ? null : `\\x${Buffer.from(bytes).toString('hex')}`;

/** The parts of a claim of 32 bytes each, which stand before its personal part. */
const fixedBytes = 4 * 32;

/** Gives the bytes of a claim in the order in which {@link recordClaims} takes them apart. */
const bytesOf = (claim: NewClaim): readonly Uint8Array[] => [
  claim.contentHash,
  claim.salt,
  claim.commitment,
  claim.keySalt,
  claim.personal ?? new Uint8Array(),
];

function toInsertRow(claim: NewClaim, bytesFrom: number) {
  return {
    id: claim.id,
    number: claim.number,
    incident_id: claim.incidentId,
    questionnaire_version: claim.questionnaireVersion,
    channel: claim.channel,
    party_class: claim.partyClass,
    party_id: claim.partyId,
    category: claim.category,
    kind: claim.kind,
    service: claim.service,
    function_name: claim.functionName,
    stated_loss_minor: claim.statedLossMinor?.toString(),
    currency: claim.currency,
    submitted_at: renderInstant(claim.submittedAt),
    recorded_at: renderInstant(claim.recordedAt),
    bytes_from: bytesFrom,
    personal_length: claim.personal?.length,
    loss_test: claim.lossTest,
    actor_kind: claim.actor.kind,
    actor_id: claim.actor.id,
    said:
      claim.ticketIssuedAt === undefined
        ? {}
        : { ticketIssuedAt: renderInstant(claim.ticketIssuedAt) },
  };
}

/**
 * Records new claims, their first events and their outbox events: one statement, however many
 * claims. Their evidence is recorded by a second one, when there is any.
 *
 * @returns the ids recorded; an id is missing when it, or its number, was taken meanwhile
 */
export async function recordClaims(tx: Tx, claims: readonly NewClaim[]): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  // Bytes go as they are, all in one: written as text among the rows they would be half of the work.
  let bytesFrom = 1;
  const rows = JSON.stringify(
    claims.map((claim) => {
      const row = toInsertRow(claim, bytesFrom);
      bytesFrom += fixedBytes + (row.personal_length ?? 0);
      return row;
    }),
  );
  const bytes = Buffer.concat(claims.flatMap(bytesOf));
  const { rows: recorded } = await sql<{ id: string }>`
    ${prepared('record_claims')}
    with given as (select ${bytes}::bytea as bytes),
    r as (select row.*, substring(bytes from bytes_from for 32) as content_hash,
        substring(bytes from bytes_from + 32 for 32) as salt,
        substring(bytes from bytes_from + 64 for 32) as commitment,
        substring(bytes from bytes_from + 96 for 32) as key_salt,
        substring(bytes from bytes_from + 128 for personal_length) as personal
      from given, json_to_recordset(${rows}::json) as row(id uuid, number text,
        incident_id uuid, questionnaire_version integer, channel text, party_class text,
        party_id text, category text, kind text, service text, function_name text,
        stated_loss_minor bigint, currency text, submitted_at timestamptz,
        recorded_at timestamptz, bytes_from integer, personal_length integer, loss_test jsonb,
        actor_kind text, actor_id text, said jsonb)),
    inserted as (
      insert into claims.claim (id, number, incident_id, questionnaire_version, channel,
        party_class, party_id, category, kind, service, function_name, stated_loss_minor, currency,
        state, submitted_at, recorded_at, event_count, commitment, content_hash, salt,
        key_salt, personal, loss_test)
      select id, number, incident_id, questionnaire_version, channel, party_class, party_id,
        category, kind, service, function_name, stated_loss_minor, currency, 'submitted',
        submitted_at, recorded_at, 1, commitment, content_hash, salt, key_salt, personal, loss_test
      from r order by id on conflict do nothing
      returning id, incident_id, recorded_at, commitment),
    events as (
      insert into claims.claim_event (claim_id, position, type, payload, actor_kind, actor_id, at)
      select r.id, 1, 'claim_submitted', r.said, r.actor_kind, r.actor_id, r.recorded_at
      from r join inserted on inserted.id = r.id),
    ${publishing(sql`select 'claim_submitted', id::text,
      jsonb_build_object('claimId', id, 'incidentId', incident_id,
        'commitment', encode(commitment, 'base64')), recorded_at
      from inserted order by id`)}
    select id from inserted`.execute(tx);
  const ids = new Set(recorded.map(({ id }) => id));
  await recordEvidence(
    tx,
    claims.flatMap(({ id: claimId, recordedAt: at, evidence }) =>
      ids.has(claimId) ? evidence.map((item) => ({ ...item, claimId, at })) : [],
    ),
  );
  return ids;
}

/**
 * Records evidence in one statement; a document that its claim has already is passed over.
 *
 * @returns how many documents were new
 */
export async function recordEvidence(
  tx: Tx,
  evidence: readonly (NewEvidence & { readonly claimId: string; readonly at: Instant })[],
): Promise<number> {
  if (evidence.length === 0) return 0;
  const rows = evidence.map((item) => ({
    id: item.id,
    claim_id: item.claimId,
    kind: item.kind,
    filename: toHex(item.filename),
    media_type: item.mediaType,
    byte_count: item.byteCount,
    sha256: toHex(item.sha256),
    added_at: renderInstant(item.at),
  }));
  const contents = evidence.map(({ content }) => Buffer.from(content));
  const { numAffectedRows } = await sql`
    insert into claims.evidence (id, claim_id, kind, filename, media_type, byte_count, sha256,
      content, added_at)
    select r.id, r.claim_id, r.kind, r.filename, r.media_type, r.byte_count, r.sha256, r.content,
      r.added_at
    from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (id uuid, claim_id uuid,
        kind text, filename bytea, media_type text, byte_count integer, sha256 bytea,
        added_at timestamptz), unnest(${contents}::bytea[]))
      as r(id, claim_id, kind, filename, media_type, byte_count, sha256, added_at, content)
    on conflict (claim_id, kind, sha256) do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** A claim's change: the events decided, and the claim they lead to. */
export interface ClaimChange {
  readonly claimId: string;
  readonly events: readonly ClaimEvent[];
  readonly next: Claim;
  readonly assessment?: { readonly value: Assessment; readonly under: string };
  readonly reviewerId?: string;
  readonly priority?: Priority;
  /** Whose the claim is now; `null` when it is nobody's any more. */
  readonly assignedTo?: string | null;
}

// While the claimant is asked for more the clock stands still; an appeal, or taking a decided claim
// up again, starts it anew.
const clockColumns = (now: Instant) => sql`
        paused_at = case when r.state = 'awaiting_evidence'
          then coalesce(c.paused_at, ${renderInstant(now)}::timestamptz) end,
        paused_ms = c.paused_ms + greatest(0, case
          when c.state in ('approved', 'closed') and r.state = 'in_review'
            then ${now}::bigint - c.clock_from_ms
          when c.paused_at is not null and r.state <> 'awaiting_evidence'
            then ${now}::bigint - floor(extract(epoch from c.paused_at) * 1000)::bigint
          else 0 end)`;

/** Records the events of changed claims and their new state: one statement for any number. */
export async function recordClaimEvents(
  tx: Tx,
  { ctx, changes }: { ctx: Context; changes: readonly ClaimChange[] },
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ claimId, events, next, assessment, ...change }) => ({
    id: claimId,
    state: next.state,
    is_appealed: next.isAppealed,
    event_count: events.length,
    assessment: assessment?.value,
    suggestion: assessment?.value.suggestion,
    assessed_under: assessment?.under,
    reviewer_id: change.reviewerId,
    priority: change.priority,
    is_assigned: change.assignedTo !== undefined,
    assigned_to: change.assignedTo,
  }));
  const events = changes.flatMap(({ claimId, events: happened }) =>
    happened.map(({ type, ...payload }, offset) => ({ claim_id: claimId, offset, type, payload })),
  );
  await sql`with r as (select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(
      id uuid, state text, is_appealed boolean, event_count integer, assessment jsonb,
      suggestion text, assessed_under text, reviewer_id text, priority smallint,
      is_assigned boolean, assigned_to text)),
    changed as (
      update claims.claim c set state = r.state, is_appealed = r.is_appealed,
        event_count = c.event_count + r.event_count,
        assessment = coalesce(r.assessment, c.assessment),
        suggestion = coalesce(r.suggestion, c.suggestion),
        assessed_under = coalesce(r.assessed_under, c.assessed_under),
        reviewer_id = coalesce(r.reviewer_id, c.reviewer_id),
        priority = coalesce(r.priority, c.priority),
        assigned_to = case when r.is_assigned then r.assigned_to else c.assigned_to end,
        ${clockColumns(ctx.now)}
      from r where r.id = c.id returning c.id, c.event_count - r.event_count as before)
    insert into claims.claim_event (claim_id, position, type, payload, actor_kind, actor_id, at)
    select e.claim_id, changed.before + 1 + e."offset", e.type, e.payload, ${ctx.actor.kind}::text,
      ${ctx.actor.id}::text, ${renderInstant(ctx.now)}::timestamptz
    from json_to_recordset(${JSON.stringify(events)}::json)
      as e(claim_id uuid, "offset" integer, type text, payload jsonb)
    join changed on changed.id = e.claim_id`.execute(tx);
}

/** Destroys what links a claim's commitment to a person, and every document with it. */
export async function eraseStoredClaim(
  tx: Tx,
  options: { claimId: string; at: Instant },
): Promise<void> {
  await sql`update claims.claim set salt = null, key_salt = null, content_hash = null,
      personal = null, party_id = null, answers = '{}', loss_test = null,
      erased_at = ${renderInstant(options.at)}::timestamptz
    where id = ${options.claimId}`.execute(tx);
  await sql`update claims.evidence set content = null, filename = '', sha256 = null
    where claim_id = ${options.claimId}`.execute(tx);
  await sql`delete from claims.evidence_picture where claim_id = ${options.claimId}`.execute(tx);
  await sql`delete from claims.cluster_key where claim_id = ${options.claimId}`.execute(tx);
  await sql`update claims.cluster set note = null, note_salt = null where id in (
    select cluster_id from claims.cluster_member where claim_id = ${options.claimId})`.execute(tx);
  await sql`delete from claims.cluster_member where claim_id = ${options.claimId}`.execute(tx);
}
