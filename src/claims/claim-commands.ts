import { timingSafeEqual } from 'node:crypto';
import { loadIncident } from '../incident/index.ts';
import {
  accept,
  addMs,
  canonicalJson,
  type Instant,
  instantFromEpochMs,
  type JsonValue,
  type Outcome,
  refuse,
  renderInstant,
} from '../kernel/index.ts';
import {
  type Context,
  hasPermission,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
  sql,
  type Tx,
} from '../platform/index.ts';
import { assessByIds } from './assess-commands.ts';
import { evolve, statesBefore } from './claim.ts';
import { examineForTaking } from './evidence/upload-commands.ts';
import { detectMediaType } from './media-type.ts';
import type { EvidenceInput } from './prepare-submission.ts';
import { listEvidence, loadQuestionnaire } from './queries.ts';
import { claimToken } from './receipt.ts';
import { type AppealRefusal, decideAppeal } from './review/decide-claim.ts';
import { loadDecisionsOf } from './review/decision-store.ts';
import { loadRules } from './review/queue/rules-store.ts';
import { testLossOf } from './sales/beside/read-beside.ts';
import {
  type ClaimRow,
  eraseStoredClaim,
  lockClaims,
  recordClaimEvents,
  recordEvidence,
  toClaim,
} from './store.ts';
import { type EvidencePart, type EvidenceRefusal, findEvidenceFault } from './submit-claim.ts';
import { parseQuestionnaire, type QuestionnaireRefusal } from './wire/parse-questionnaire.ts';

type PublishFormRefusal =
  | QuestionnaireRefusal
  | { readonly code: 'incident_not_found'; readonly incidentId: string }
  | { readonly code: 'questionnaire_version_exists'; readonly version: number };

/**
 * Publishes a questionnaire version of an incident; the same document again changes nothing.
 *
 * A published version is never changed: another document under its number is refused.
 */
export async function publishQuestionnaire(
  ctx: Context,
  input: { readonly incidentId: string; readonly questionnaire: JsonValue },
): Promise<Outcome<{ readonly version: number; readonly hash: string }, PublishFormRefusal>> {
  requirePermission(ctx, 'incident:write');
  const { incidentId } = input;
  const parsed = parseQuestionnaire(input.questionnaire);
  if (!parsed.ok) return parsed;
  const { version } = parsed.value;
  const hash = sha256(canonicalJson(input.questionnaire));
  const hex = Buffer.from(hash).toString('hex');
  type Answer = Outcome<{ version: number; hash: string }, PublishFormRefusal>;
  return ctx.transact(async (tx): Promise<Answer> => {
    const incident = await loadIncident(tx, incidentId);
    if (incident === undefined) return refuse({ code: 'incident_not_found', incidentId });
    const document = JSON.stringify({ source: input.questionnaire, parsed: parsed.value });
    await sql`insert into claims.questionnaire (incident_id, version, incident_slug, document, hash,
        published_by, published_at)
      values (${incidentId}, ${version}, ${incident.slug}, ${document}::jsonb,
        ${Buffer.from(hash)}, ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz)
      on conflict do nothing`.execute(tx);
    const stored = await loadQuestionnaire(tx, { incidentId, version });
    if (stored?.hash !== hex) return refuse({ code: 'questionnaire_version_exists', version });
    const details = { version, hash: hex };
    await recordAudit(tx, { ctx, action: 'questionnaire_published', subject: incidentId, details });
    return accept({ version, hash: hex });
  });
}

type NotFound = { readonly code: 'claim_not_found'; readonly claimId: string };

/** Tells whether the actor may act for a claim: staff by permission, a claimant by its token. */
export function mayActFor(
  ctx: Context,
  { row, token }: { row: Pick<ClaimRow, 'key_salt'>; token: string | undefined },
): boolean {
  if (hasPermission(ctx.actor, 'claim:read')) return true;
  if (row.key_salt === null || token === undefined) return false;
  // Digests have one length, and comparing them tells nothing of where they differ.
  return timingSafeEqual(sha256(token), sha256(claimToken(row.key_salt)));
}

type AddRefusal =
  | NotFound
  | { readonly code: 'claim_not_open'; readonly state: string }
  | EvidenceRefusal;

/**
 * Adds evidence to an open claim, runs the loss test when it is a sales file, and assesses again.
 *
 * A document that the claim already has for the same purpose is passed over.
 */
export async function addEvidence(
  ctx: Context,
  input: { claimId: string; token?: string; evidence: readonly EvidenceInput[] },
): Promise<Outcome<{ readonly state: string; readonly addedCount: number }, AddRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { claimId, evidence } = input;
  type Answer = Outcome<{ state: string; addedCount: number }, AddRefusal>;
  for (const document of evidence) {
    const examined = await examineForTaking(ctx, document);
    if (!examined.ok) return examined;
  }
  return ctx.transact(async (tx): Promise<Answer> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined || !mayActFor(ctx, { row, token: input.token })) {
      return refuse({ code: 'claim_not_found', claimId });
    }
    if (!statesBefore.evidence_added.includes(row.state) || row.key_salt === null) {
      return refuse({ code: 'claim_not_open', state: row.state });
    }
    const form = await loadQuestionnaire(tx, {
      incidentId: row.incident_id,
      version: row.questionnaire_version,
    });
    if (form === undefined) return refuse({ code: 'claim_not_found', claimId });
    const { questionnaire } = form;
    const storedCount = (await listEvidence(tx, [claimId])).length;
    const fault = findEvidenceFault(evidence.map(toPart), { questionnaire, storedCount });
    if (fault !== undefined) return refuse(fault);
    const sealed = sealEvidence(ctx, { evidence, keySalt: row.key_salt });
    const addedCount = await recordEvidence(
      tx,
      sealed.map((item) => ({ ...item, claimId, at: ctx.now })),
    );
    const lossTest = await testLossOf(evidence, questionnaire);
    if (lossTest !== undefined) {
      await sql`update claims.claim set loss_test = ${JSON.stringify(lossTest)}::jsonb
        where id = ${claimId}`.execute(tx);
    }
    const event = { type: 'evidence_added', kinds: evidence.map(({ kind }) => kind) } as const;
    const next = evolve(toClaim(row), event);
    await recordClaimEvents(tx, { ctx, changes: [{ claimId, events: [event], next }] });
    await assessByIds(tx, { ctx, claimIds: [claimId] });
    const arrived = { incidentId: row.incident_id, claimIds: [claimId] };
    await publishEvents(tx, [
      { type: 'claims_arrived', subject: row.incident_id, payload: arrived, occurredAt: ctx.now },
    ]);
    return accept({ state: next.state, addedCount });
  });
}

function toPart({ kind, filename, bytes }: EvidenceInput): EvidencePart {
  return {
    kind,
    filename,
    mediaType: detectMediaType(bytes),
    byteCount: bytes.length,
    sha256: Buffer.from(sha256(bytes)).toString('hex'),
  };
}

function sealEvidence(
  ctx: Context,
  { evidence, keySalt }: { evidence: readonly EvidenceInput[]; keySalt: Uint8Array },
) {
  const seal = (plaintext: Uint8Array) => ctx.vault.encrypt({ salt: keySalt, plaintext });
  return evidence.map((document) => {
    const { kind, mediaType, byteCount } = toPart(document);
    return {
      id: ctx.newId(),
      kind,
      filename: seal(Buffer.from(document.filename)),
      mediaType,
      byteCount,
      sha256: sha256(document.bytes),
      content: seal(document.bytes),
    };
  });
}

/**
 * Gives the end, exclusive, of the time in which the latest decision of a claim may be appealed: as
 * many days as the rules give now or as the claim's own questionnaire promised, whichever is more.
 */
export async function appealUntil(
  tx: Tx,
  row: Pick<ClaimRow, 'id' | 'incident_id' | 'questionnaire_version'>,
): Promise<Instant> {
  const rules = await loadRules(tx, row.incident_id);
  const form = await loadQuestionnaire(tx, {
    incidentId: row.incident_id,
    version: row.questionnaire_version,
  });
  const promised = form?.questionnaire.promises?.appealWithinDays ?? 0;
  const appealDays = Math.max(rules.appealDays, promised);
  const decisions = await loadDecisionsOf(tx, [row.id]);
  const approvedAt = decisions.findLast(({ approved_at: at }) => at !== null)?.approved_at;
  return addMs(approvedAt ?? instantFromEpochMs(0), appealDays * dayMs);
}

const dayMs = 86_400_000;

/**
 * Opens an appeal against an approved decision; people of that decision may not decide it.
 *
 * The same appeal id again gets the same answer.
 */
export async function openAppeal(
  ctx: Context,
  input: { appealId: string; claimId: string; token?: string; statement: string },
): Promise<Outcome<{ readonly appealId: string; readonly state: string }, AppealRefusal>> {
  requirePermission(ctx, 'claim:appeal');
  const { appealId, claimId } = input;
  type Answer = Outcome<{ appealId: string; state: string }, AppealRefusal>;
  return ctx.transact(async (tx): Promise<Answer> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined || !mayActFor(ctx, { row, token: input.token })) {
      return refuse({ code: 'claim_not_found', claimId });
    }
    const { rows: known } = await sql`select 1 from claims.appeal
      where id = ${appealId} and claim_id = ${claimId}`.execute(tx);
    if (known.length > 0) return accept({ appealId, state: row.state });
    const claim = toClaim(row);
    const until = await appealUntil(tx, row);
    const decided = decideAppeal(claim, { appealId, now: ctx.now, until });
    if (!decided.ok) return decided;
    const [event] = decided.value;
    if (event?.type !== 'appeal_opened' || row.key_salt === null) {
      return refuse({ code: 'claim_erased' });
    }
    const plaintext = Buffer.from(input.statement);
    const statement = ctx.vault.encrypt({ salt: row.key_salt, plaintext });
    await sql`insert into claims.appeal (id, claim_id, decision_id, statement, opened_at)
      values (${appealId}, ${claimId}, ${event.decisionId}, ${Buffer.from(statement)},
        ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
    const next = evolve(claim, event);
    await recordClaimEvents(tx, { ctx, changes: [{ claimId, events: [event], next }] });
    await recordAudit(tx, {
      ctx,
      action: 'appeal_opened',
      subject: claimId,
      details: { appealId },
    });
    return accept({ appealId, state: next.state });
  });
}

/**
 * Erases the person from a claim: salt, key salt, content hash, personal part and documents go.
 *
 * The commitment stays, so every proof over it holds; nobody can tell any more whose it was. What
 * was decided and paid stays in the decisions and the ledger, under the claim number. Erasing what
 * is erased changes nothing.
 *
 * @source ARCHITECTURE.md, Disclosure ("erasing a claim destroys its salt and keys and breaks no proof")
 */
export async function eraseClaim(
  ctx: Context,
  input: { readonly claimId: string },
): Promise<Outcome<{ readonly claimId: string }, NotFound>> {
  requirePermission(ctx, 'claim:erase');
  const { claimId } = input;
  return ctx.transact(async (tx): Promise<Outcome<{ claimId: string }, NotFound>> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined) return refuse({ code: 'claim_not_found', claimId });
    if (row.erased_at !== null) return accept({ claimId });
    const event = { type: 'claim_erased' } as const;
    const next = evolve(toClaim(row), event);
    await recordClaimEvents(tx, { ctx, changes: [{ claimId, events: [event], next }] });
    await eraseStoredClaim(tx, { claimId, at: ctx.now });
    await recordAudit(tx, { ctx, action: 'claim_erased', subject: claimId });
    return accept({ claimId });
  });
}
