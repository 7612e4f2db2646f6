import { accept, type JsonValue, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import { type Context, hasPermission, recordAudit, sql, type Tx } from '../../platform/index.ts';
import { mayActFor } from '../claim-commands.ts';
import { listClaimEvents, listEvidence, loadClaim } from '../queries.ts';
import { loadDecisionsOf } from '../review/decision-store.ts';
import { listTold } from '../review/many/reply-store.ts';
import { listAppealsOf } from '../review/review-queries.ts';
import type { ClaimRow } from '../store.ts';
import { openAnswers, openPersonal } from './sealed-claim.ts';

type NotFound = { readonly code: 'claim_not_found' };

/** Everything kept about the person of one claim, in one document. */
export interface ClaimExport {
  readonly format: 'amends-claim-export/1';
  readonly exportedAt: string;
  readonly claim: JsonValue;
  readonly personal: JsonValue;
  readonly documents: JsonValue;
  readonly decisions: JsonValue;
  readonly appeals: JsonValue;
  readonly history: JsonValue;
  readonly replies: JsonValue;
}

function openText(ctx: Context, row: ClaimRow, sealed: Buffer | null): string | null {
  if (row.key_salt === null || sealed === null || sealed.length === 0) return null;
  const bytes = ctx.vault.decrypt({ salt: row.key_salt, ciphertext: sealed });
  return Buffer.from(bytes).toString('utf8');
}

async function exportDocuments(tx: Tx, ctx: Context, row: ClaimRow): Promise<JsonValue> {
  const listed = await listEvidence(tx, [row.id]);
  const { rows: contents } = await sql<{ id: string; content: Buffer | null }>`
    select id, content from claims.evidence where claim_id = ${row.id}`.execute(tx);
  return listed.map(({ evidenceId, kind, filename, mediaType, sha256, addedAt }) => {
    const sealed = contents.find(({ id }) => id === evidenceId)?.content ?? null;
    const content =
      sealed === null || row.key_salt === null
        ? null
        : ctx.vault.decrypt({ salt: row.key_salt, ciphertext: sealed });
    return {
      kind,
      filename: openText(ctx, row, filename),
      mediaType,
      sha256: sha256?.toString('hex') ?? null,
      addedAt: renderInstant(addedAt),
      contentBase64: content === null ? null : Buffer.from(content).toString('base64'),
    };
  });
}

function exportClaim(ctx: Context, row: ClaimRow): JsonValue {
  return {
    number: row.number,
    channel: row.channel,
    partyClass: row.party_class,
    partyId: row.party_id,
    category: row.category,
    kind: row.kind,
    service: row.service,
    functionName: row.function_name,
    statedLossMinor: row.stated_loss_minor === null ? null : String(row.stated_loss_minor),
    currency: row.currency,
    answers: openAnswers(ctx, row),
    lossTest: row.loss_test,
    submittedAt: renderInstant(row.submitted_at),
    state: row.state,
    commitment: row.commitment.toString('base64'),
    salt: row.salt?.toString('base64') ?? null,
  };
}

async function gather(tx: Tx, ctx: Context, row: ClaimRow): Promise<ClaimExport> {
  const decisions = await loadDecisionsOf(tx, [row.id]);
  const appeals = await listAppealsOf(tx, row.id);
  const events = await listClaimEvents(tx, row.id);
  const told = await listTold(tx, row.id);
  return {
    format: 'amends-claim-export/1',
    exportedAt: renderInstant(ctx.now),
    claim: exportClaim(ctx, row),
    personal: (openPersonal(ctx, row) ?? {}) as unknown as JsonValue,
    documents: await exportDocuments(tx, ctx, row),
    decisions: decisions.map((decision) => ({
      outcome: decision.outcome,
      reasonCode: decision.reason_code,
      awards: decision.awards as unknown as JsonValue,
      decidedAt: renderInstant(decision.decided_at),
      isFinal: decision.approved_by !== null,
    })),
    appeals: appeals.map(({ openedAt, statement }) => ({
      openedAt: renderInstant(openedAt),
      statement: openText(ctx, row, statement),
    })),
    history: events.map(({ type, at }) => ({ type, at: renderInstant(at) })),
    replies: told.map(({ ko, en, toldAt }) => ({ ko, en, toldAt: renderInstant(toldAt) })),
  };
}

/**
 * Gives everything kept about the person of a claim: to whoever holds its token, or to staff who may
 * read personal data, for the person. Every export is audited in the same transaction.
 */
export async function exportPerson(
  ctx: Context,
  asked: { readonly claimId: string; readonly token?: string },
): Promise<Outcome<ClaimExport, NotFound>> {
  const { claimId, token } = asked;
  return ctx.transact(async (tx): Promise<Outcome<ClaimExport, NotFound>> => {
    const row = await loadClaim(tx, claimId);
    const isStaff = hasPermission(ctx.actor, 'claim:read_personal');
    const isClaimant =
      row !== undefined && ctx.actor.kind !== 'staff' && mayActFor(ctx, { row, token });
    if (row === undefined || !(isStaff || isClaimant)) return refuse({ code: 'claim_not_found' });
    const details = { purpose: 'request_of_person' };
    await recordAudit(tx, { ctx, action: 'claim_exported', subject: claimId, details });
    return accept(await gather(tx, ctx, row));
  });
}
