import { setTimeout as waitMs } from 'node:timers/promises';
import {
  accept,
  assert,
  canonicalJson,
  claimNumber,
  currencyExponent,
  type Instant,
  type JsonValue,
  type Outcome,
  refuse,
} from '../kernel/index.ts';
import {
  type Context,
  PlatformError,
  recordAudit,
  requirePermission,
  sha256,
  type Tx,
} from '../platform/index.ts';
import { detectMediaType } from './media-type.ts';
import { loadQuestionnaires, loadSubmissions, type StoredSubmission } from './queries.ts';
import type { Questionnaire } from './questionnaire.ts';
import { claimToken, commitTo, hashContent, type Receipt, renderReceipt } from './receipt.ts';
import { assessLoss } from './sales/assess-loss.ts';
import { parseSales } from './sales/parse-sales.ts';
import { type NewClaim, recordClaims } from './store.ts';
import { createGate, type Gate } from './submission-gate.ts';
import { type ClaimContent, decideSubmission, type SubmitRefusal } from './submit-claim.ts';

/** A document as it arrives. */
export interface EvidenceInput {
  readonly kind: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** A claim as it arrives; `receivedAt` is for letters, files and the case, by staff only. */
export interface SubmitClaimInput extends Omit<ClaimContent, 'evidence'> {
  readonly evidence: readonly EvidenceInput[];
  readonly receivedAt?: Instant;
}

/** What a claimant gets once the claim is committed; the token looks the claim up. */
export interface Submission {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly token: string;
  readonly submittedAt: Instant;
  readonly state: string;
  readonly receipt: Receipt;
  readonly isRepeat: boolean;
}

/** One submission with the context of whoever sends it. */
export interface SubmissionEntry {
  readonly ctx: Context;
  readonly input: SubmitClaimInput;
}

interface Prepared extends SubmissionEntry {
  readonly content: ClaimContent;
  readonly contentHash: Uint8Array;
  readonly filedAt: Instant;
}

const toHexText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function prepare({ ctx, input }: SubmissionEntry): Prepared {
  requirePermission(ctx, 'claim:submit');
  if (input.receivedAt !== undefined) requirePermission(ctx, 'claim:enter');
  const { receivedAt, evidence, ...said } = input;
  const content: ClaimContent = {
    ...said,
    evidence: evidence.map(({ kind, filename, bytes }) => ({
      kind,
      filename,
      mediaType: detectMediaType(bytes),
      byteCount: bytes.length,
      sha256: toHexText(sha256(bytes)),
    })),
  };
  return { ctx, input, content, contentHash: hashContent(content), filedAt: receivedAt ?? ctx.now };
}

/**
 * Runs the loss test on the sales file among the evidence, if the questionnaire has one.
 *
 * @returns the result with the weeks used, or why there is none; undefined without a sales file
 */
export function testLoss(
  evidence: readonly EvidenceInput[],
  questionnaire: Questionnaire,
): JsonValue | undefined {
  const { lossTest, currency } = questionnaire;
  const file = evidence.find(({ kind }) => kind === lossTest?.evidenceKind);
  if (lossTest === undefined || file === undefined) return undefined;
  const sales = parseSales(file.bytes, { exponent: currencyExponent(currency) });
  if (!sales.ok) return { ok: false, refusal: JSON.parse(JSON.stringify(sales.refusal)) };
  const { findings, rowCount, encoding, days } = sales.value;
  const read = {
    rowCount,
    encoding,
    findings: findings.slice(0, 50).map((finding) => ({ ...finding })),
  };
  const loss = assessLoss(days, lossTest);
  if (!loss.ok) return { ok: false, refusal: { ...loss.refusal }, ...read };
  const week = (value: typeof loss.value.bestWeek) => ({
    ...value,
    amountMinor: String(value.amountMinor),
  });
  return {
    ok: true,
    lossMinor: String(loss.value.lossMinor),
    bestWeek: week(loss.value.bestWeek),
    outageWeek: week(loss.value.outageWeek),
    ...read,
  };
}

function toNewClaim(prepared: Prepared, questionnaire: Questionnaire): NewClaim {
  const { ctx, input, content, contentHash, filedAt } = prepared;
  const salt = ctx.randomBytes(32);
  const keySalt = ctx.randomBytes(32);
  const seal = (plaintext: Uint8Array) => ctx.vault.encrypt({ salt: keySalt, plaintext });
  const { claimId: id, personal } = content;
  return {
    ...content,
    id,
    number: claimNumber(ctx.randomBytes(6)),
    partyId: content.partyId,
    statedLossMinor: content.statedLossMinor,
    submittedAt: filedAt,
    recordedAt: ctx.now,
    contentHash,
    salt,
    keySalt,
    commitment: commitTo({ salt, contentHash }),
    personal:
      personal === undefined
        ? undefined
        : seal(Buffer.from(canonicalJson(JSON.parse(JSON.stringify(personal))))),
    lossTest: testLoss(input.evidence, questionnaire),
    evidence: input.evidence.map(({ kind, filename, bytes }) => ({
      id: ctx.newId(),
      kind,
      filename: seal(Buffer.from(filename)),
      mediaType: detectMediaType(bytes),
      byteCount: bytes.length,
      sha256: sha256(bytes),
      content: seal(bytes),
    })),
    actor: ctx.actor,
  };
}

function toSubmission(
  ctx: Context,
  { stored, isRepeat }: { stored: StoredSubmission; isRepeat: boolean },
): Submission {
  const { contentHash, salt, keySalt } = stored;
  assert(
    contentHash !== null && salt !== null && keySalt !== null,
    'claim: a receipt has its salt',
  );
  const facts = { ...stored, contentHash, salt };
  return {
    claimId: stored.claimId,
    claimNumber: stored.claimNumber,
    token: claimToken(keySalt),
    submittedAt: stored.submittedAt,
    state: stored.state,
    receipt: renderReceipt(facts, ctx.signer),
    isRepeat,
  };
}

function toStored(claim: NewClaim, incident: string): StoredSubmission {
  return { ...claim, claimId: claim.id, claimNumber: claim.number, incident, state: 'submitted' };
}

type SubmitOutcome = Outcome<Submission, SubmitRefusal>;

// An id or a number taken by another transaction between the look and the insert: look again.
class SubmissionCollision extends Error {}

async function recordPrepared(tx: Tx, entries: readonly Prepared[]): Promise<SubmitOutcome[]> {
  const forms = await loadQuestionnaires(
    tx,
    entries.map(({ content }) => content),
  );
  const stored = new Map(
    await loadSubmissions(
      tx,
      entries.map(({ content }) => content.claimId),
    ),
  );
  const fresh: NewClaim[] = [];
  const outcomes = entries.map((entry): SubmitOutcome => {
    const { ctx, content, contentHash, filedAt } = entry;
    const form = forms.get(`${content.incidentId}/${content.questionnaireVersion}`);
    const existing = stored.get(content.claimId);
    const existingHash = existing?.contentHash;
    const decision = decideSubmission(content, {
      questionnaire: form?.questionnaire,
      existing:
        existing === undefined
          ? undefined
          : { contentHash: existingHash ? toHexText(existingHash) : undefined },
      contentHash: toHexText(contentHash),
      filedAt,
      now: ctx.now,
    });
    if (!decision.ok) return refuse(decision.refusal);
    if (existing !== undefined) {
      return accept(toSubmission(ctx, { stored: existing, isRepeat: true }));
    }
    assert(form !== undefined, 'claim: accepted under a questionnaire');
    const claim = toNewClaim(entry, form.questionnaire);
    const written = toStored(claim, form.incidentSlug);
    fresh.push(claim);
    stored.set(claim.id, written);
    return accept(toSubmission(ctx, { stored: written, isRepeat: false }));
  });
  const recorded = await recordClaims(tx, fresh);
  if (recorded.size < fresh.length) throw new SubmissionCollision();
  await auditEntered(tx, { entries, fresh });
  return outcomes;
}

async function auditEntered(
  tx: Tx,
  { entries, fresh }: { entries: readonly Prepared[]; fresh: readonly NewClaim[] },
): Promise<void> {
  const ctx = entries.find(({ ctx: sender }) => sender.actor.kind === 'staff')?.ctx;
  if (ctx === undefined || fresh.length === 0) return;
  const claimIds = fresh.filter(({ actor }) => actor.id === ctx.actor.id).map(({ id }) => id);
  await recordAudit(tx, {
    ctx,
    action: 'claims_entered',
    subject: claimIds[0] ?? '',
    details: { claimIds },
  });
}

/**
 * Records submissions of any number of senders in one transaction; each is decided by itself.
 *
 * @returns one answer for each entry, in order
 */
export async function submitTogether(
  entries: readonly SubmissionEntry[],
): Promise<readonly SubmitOutcome[]> {
  const prepared = entries.map(prepare);
  const first = prepared[0];
  if (first === undefined) return [];
  for (let tries = 1; ; tries += 1) {
    try {
      return await first.ctx.transact((tx) => recordPrepared(tx, prepared));
    } catch (error) {
      if (!(error instanceof SubmissionCollision) || tries === 5) throw error;
    }
  }
}

/** Records one claim; a repeat with the same content gets the same answer. */
export async function submitClaim(ctx: Context, input: SubmitClaimInput): Promise<SubmitOutcome> {
  const [outcome] = await submitTogether([{ ctx, input }]);
  assert(outcome !== undefined, 'claim: one answer for one submission');
  return outcome;
}

/** Records many claims of one sender in one transaction; one answer for each, in order. */
export function submitClaims(
  ctx: Context,
  inputs: readonly SubmitClaimInput[],
): Promise<readonly SubmitOutcome[]> {
  return submitTogether(inputs.map((input) => ({ ctx, input })));
}

/** The gate through which claims are filed; one for each process. */
export interface ClaimGate {
  submit(ctx: Context, input: SubmitClaimInput): Promise<SubmitOutcome>;
}

/** Opens the gate that gathers concurrent filings into few transactions. */
export function openClaimGate(
  options: { gatherMs?: number; batchMax?: number; inFlightMax?: number; waitingMax?: number } = {},
): ClaimGate {
  const gate: Gate<SubmissionEntry, SubmitOutcome> = createGate({
    record: submitTogether,
    wait: (delayMs) => waitMs(delayMs),
    gatherMs: options.gatherMs ?? 3,
    batchMax: options.batchMax ?? 200,
    inFlightMax: options.inFlightMax ?? 2,
    waitingMax: options.waitingMax ?? 5000,
    refuseOverload: () =>
      new PlatformError('overloaded', {
        message:
          'More claims are waiting than can be recorded in time; the claim can be sent again.',
        retryable: true,
      }),
  });
  return {
    submit(ctx, input) {
      requirePermission(ctx, 'claim:submit');
      return gate.submit({ ctx, input });
    },
  };
}
