import {
  accept,
  type Instant,
  type JsonValue,
  type Outcome,
  refuse,
} from '../../../kernel/index.ts';
import {
  type Context,
  hasPermission,
  loadStaffNames,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../../platform/index.ts';
import { type Explained, explainFindings } from '../../lookup/explain-findings.ts';
import {
  type Answers,
  openAnswers,
  openPersonal,
  withoutWords,
} from '../../privacy/sealed-claim.ts';
import { openNote } from '../../privacy/sealed-note.ts';
import {
  type EvidenceRow,
  listClaimEvents,
  listEvidence,
  loadClaim,
  loadEvidenceContent,
  loadQuestionnaire,
} from '../../queries.ts';
import type { ClaimRow } from '../../store.ts';
import type { PersonalPart } from '../../submit-claim.ts';
import { type DecisionRow, loadDecisionsOf } from '../decision-store.ts';
import { type AppealRow, listAppealsOf } from '../review-queries.ts';
import { type ClaimDesk, loadDesk } from './desk-queries.ts';
import { isDocumentMasked, listMasks, type MaskRow } from './desk-store.ts';
import { type MaskedPart, maskText } from './mask-text.ts';
import type { ReadPurpose } from './read-purpose.ts';

type NotFound = { readonly code: 'claim_not_found' };
const notFound = refuse({ code: 'claim_not_found' } as const);

/** Everything a reviewer works with; `personal` only for those permitted to read it. */
export interface ClaimDetail {
  readonly claim: Omit<ClaimRow, 'personal' | 'salt' | 'key_salt' | 'content_hash' | 'commitment'>;
  readonly commitment: string;
  readonly isPersonalShown: boolean;
  readonly personal?: PersonalPart;
  readonly evidence: readonly {
    readonly evidenceId: string;
    readonly kind: string;
    readonly filename?: string;
    readonly mediaType: string;
    readonly byteCount: number;
    /** Absent once the claim is erased. */
    readonly sha256?: string;
    readonly addedAt: Instant;
    readonly isMasked: boolean;
  }[];
  readonly events: readonly {
    readonly type: string;
    readonly payload: JsonValue;
    readonly at: Instant;
    readonly actorKind: string;
    readonly actorId: string;
  }[];
  readonly decisions: readonly Omit<DecisionRow, 'commitment'>[];
  readonly appeals: readonly {
    readonly appealId: string;
    readonly decisionId: string;
    readonly openedAt: Instant;
    readonly statement?: string;
  }[];
  readonly explanations: readonly Explained[];
  readonly desk: ClaimDesk;
  /** Names of the members of staff who appear in it, by id. */
  readonly people: ReadonlyMap<string, string>;
}

function masksOf(masks: readonly MaskRow[], part: MaskedPart, partId: string | null) {
  return masks.filter((mask) => mask.part === part && mask.partId === partId);
}

/** Gives a text with what is masked of it blacked out; a mask without a stretch takes it all. */
function shownText(text: string, masks: readonly MaskRow[]): string {
  const stretches = masks.map(({ fromCharacter, untilCharacter }) => ({
    fromCharacter: fromCharacter ?? 0,
    untilCharacter: untilCharacter ?? text.length,
  }));
  return maskText(text, stretches);
}

function showPersonal(
  personal: PersonalPart | undefined,
  masks: readonly MaskRow[],
): PersonalPart | undefined {
  if (personal === undefined) return undefined;
  // What a browser is recognised by is compared, and shown to nobody.
  const { device: _device, freeText, ...shown } = personal;
  if (freeText === undefined) return shown;
  return { ...shown, freeText: shownText(freeText, masksOf(masks, 'free_text', null)) };
}

interface Showing {
  readonly keySalt: Buffer | null;
  readonly masks: readonly MaskRow[];
}

function toDocument(
  ctx: Context,
  { document, keySalt, masks }: Showing & { document: EvidenceRow },
): ClaimDetail['evidence'][number] {
  const { evidenceId, kind, mediaType, byteCount, addedAt } = document;
  const digest = document.sha256?.toString('hex');
  const isMasked = masksOf(masks, 'evidence', evidenceId).length > 0;
  const base = {
    ...{ evidenceId, kind, mediaType, byteCount, addedAt, isMasked },
    ...(digest === undefined ? {} : { sha256: digest }),
  };
  if (isMasked || keySalt === null || document.filename.length === 0) return base;
  const name = ctx.vault.decrypt({ salt: keySalt, ciphertext: document.filename });
  return { ...base, filename: Buffer.from(name).toString('utf8') };
}

function toAppeal(
  ctx: Context,
  { appeal, keySalt, masks }: Showing & { appeal: AppealRow },
): ClaimDetail['appeals'][number] {
  const { appealId, decisionId, openedAt } = appeal;
  if (keySalt === null) return { appealId, decisionId, openedAt };
  const bytes = ctx.vault.decrypt({ salt: keySalt, ciphertext: appeal.statement });
  const text = Buffer.from(bytes).toString('utf8');
  const statement = shownText(text, masksOf(masks, 'statement', appealId));
  return { appealId, decisionId, openedAt, statement };
}

/** Opens the note in the payload of an event; one that cannot be opened any more is left out. */
function openPayload(
  payload: JsonValue,
  open: (note: string | undefined) => string | undefined,
): JsonValue {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  const { note, ...rest } = payload as Readonly<Record<string, JsonValue>>;
  const text = typeof note === 'string' ? open(note) : undefined;
  return text === undefined ? rest : { ...rest, note: text };
}

/** Lists everybody who acted on a claim. */
function peopleOf(
  events: ClaimDetail['events'],
  decisions: readonly DecisionRow[],
): readonly string[] {
  const deciders = decisions.flatMap((decision) => [
    decision.decided_by,
    decision.approved_by ?? [],
    decision.sent_back_by ?? [],
  ]);
  return [...events.map(({ actorId }) => actorId), ...deciders.flat()];
}

/** Loads the answers; what was written in one's own words only where what is personal is read. */
async function loadAnswers(
  tx: Tx,
  { ctx, row, isPersonal }: { ctx: Context; row: ClaimRow; isPersonal: boolean },
): Promise<Answers> {
  const answers = openAnswers(ctx, row);
  if (isPersonal) return answers;
  const { incident_id: incidentId, questionnaire_version: version } = row;
  const form = await loadQuestionnaire(tx, { incidentId, version });
  return form === undefined ? {} : withoutWords(answers, form.questionnaire);
}

/**
 * Shows a claim to staff. What is personal is shown to whoever may read it and says why; that is
 * audited, with the purpose, in the same transaction. What is masked is blacked out for everybody.
 */
export async function showClaim(
  ctx: Context,
  asked: { readonly claimId: string; readonly purpose?: ReadPurpose },
): Promise<Outcome<ClaimDetail, NotFound>> {
  requirePermission(ctx, 'claim:read');
  const { purpose } = asked;
  const isPersonal = purpose !== undefined && hasPermission(ctx.actor, 'claim:read_personal');
  return ctx.transact(async (tx): Promise<Outcome<ClaimDetail, NotFound>> => {
    const row = await loadClaim(tx, asked.claimId);
    if (row === undefined) return notFound;
    if (isPersonal) {
      const details = { purpose };
      await recordAudit(tx, { ctx, action: 'personal_data_read', subject: asked.claimId, details });
    }
    const {
      personal: _sealed,
      salt: _salt,
      key_salt: keySalt,
      content_hash: _hash,
      commitment,
      ...claim
    } = row;
    const masks = await listMasks(tx, row.id);
    const personal = isPersonal ? showPersonal(openPersonal(ctx, row), masks) : undefined;
    const shownSalt = isPersonal ? keySalt : null;
    const showing = { keySalt: shownSalt, masks };
    const evidence = await listEvidence(tx, [row.id]);
    const open = (note: string | null | undefined) => openNote(ctx.vault, { note, salt: keySalt });
    const decisions = (await loadDecisionsOf(tx, [row.id])).map((decision) => ({
      ...decision,
      note: open(decision.note) ?? null,
    }));
    const events = (await listClaimEvents(tx, row.id)).map((event) => ({
      ...event,
      payload: openPayload(event.payload, open),
    }));
    const hashes = new Set(row.assessment?.findings.map(({ policyHash }) => policyHash));
    const desk = await loadDesk(tx, { ctx, row, decisions, ...showing });
    const answers = await loadAnswers(tx, { ctx, row, isPersonal });
    return accept({
      claim: { ...claim, answers },
      commitment: commitment.toString('base64'),
      isPersonalShown: isPersonal,
      ...(personal === undefined ? {} : { personal }),
      evidence: evidence.map((document) => toDocument(ctx, { document, ...showing })),
      events,
      decisions: decisions.map(({ commitment: _bytes, ...decision }) => decision),
      appeals: (await listAppealsOf(tx, row.id)).map((appeal) =>
        toAppeal(ctx, { appeal, ...showing }),
      ),
      desk,
      people: await loadStaffNames(tx, [
        ...peopleOf(events, decisions),
        ...desk.notes.map(({ writtenBy }) => writtenBy),
        ...[...desk.secondReviews.values()].flatMap(({ answeredBy }) => answeredBy ?? []),
        ...(desk.assignedTo === undefined ? [] : [desk.assignedTo]),
      ]),
      explanations: await explainFindings(tx, { assessment: row.assessment, hashes }),
    });
  });
}

/** Gives the content of a document to staff permitted to read personal data; audited with why. */
export async function loadEvidence(
  ctx: Context,
  asked: {
    readonly evidenceId: string;
    readonly claimId?: string;
    readonly purpose?: ReadPurpose;
  },
): Promise<
  Outcome<
    { readonly filename: string; readonly mediaType: string; readonly bytes: Uint8Array },
    { readonly code: 'evidence_not_found' } | { readonly code: 'evidence_masked' }
  >
> {
  requirePermission(ctx, 'claim:read_personal');
  return ctx.transact(async (tx) => {
    const document = await loadEvidenceContent(tx, asked.evidenceId);
    const { content, keySalt: salt } = document ?? { content: null, keySalt: null };
    const isAsked = document?.claimId === (asked.claimId ?? document?.claimId);
    if (document === undefined || !isAsked || content === null || salt === null) {
      return refuse({ code: 'evidence_not_found' } as const);
    }
    if (await isDocumentMasked(tx, asked.evidenceId)) {
      return refuse({ code: 'evidence_masked' } as const);
    }
    const { evidenceId, purpose = 'review' } = asked;
    const details = { evidenceId, purpose };
    const subject = document.claimId;
    await recordAudit(tx, { ctx, action: 'evidence_read', subject, details });
    const name = ctx.vault.decrypt({ salt, ciphertext: document.filename });
    return accept({
      filename: Buffer.from(name).toString('utf8'),
      mediaType: document.mediaType,
      bytes: ctx.vault.decrypt({ salt, ciphertext: content }),
    });
  });
}
