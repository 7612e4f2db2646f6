import { timingSafeEqual } from 'node:crypto';
import { accept, type Instant, type JsonValue, type Outcome, refuse } from '../kernel/index.ts';
import {
  type Context,
  recordAudits,
  requirePermission,
  type Signer,
  sha256,
  type Tx,
} from '../platform/index.ts';
import type { AwardName } from '../policy/award-names/index.ts';
import { describeClauses } from '../policy/describe/index.ts';
import { type Assessment, suggestedAwards } from './assess-claim.ts';
import type { ClaimState } from './claim.ts';
import { appealUntil, mayActFor } from './claim-commands.ts';
import { plainContact } from './drafts/index.ts';
import { type Explained, explainFindings, explainShortfalls } from './lookup/explain-findings.ts';
import type { LookupTooOften } from './lookup/limit-lookup.ts';
import { limitLookup } from './lookup/limited-lookup.ts';
import { loadAwardNames } from './policies/award-name-queries.ts';
import { loadPolicyByHash, toPublishedPolicy } from './policies/policy-queries.ts';
import { openAnswers, openPersonal, sealSaid } from './privacy/sealed-claim.ts';
import { listSealed } from './privacy/sealed-queries.ts';
import {
  findClaimId,
  listClaimEvents,
  listEvidence,
  loadClaimByNumber,
  loadSubmissions,
} from './queries.ts';
import type { Sorting } from './questionnaire.ts';
import { claimToken, type Receipt, renderReceipt } from './receipt.ts';
import type { AwardLine } from './review/award-line.ts';
import { sameLines } from './review/decide-claim.ts';
import { type DecisionRow, loadDecisionsOf } from './review/decision-store.ts';
import { listTold } from './review/many/reply-store.ts';
import { findReason } from './review/reason-code.ts';
import type { ClaimRow } from './store.ts';
import type { PersonalPart } from './submit-claim.ts';

type NotFound = { readonly code: 'claim_not_found' };
const notFound = refuse({ code: 'claim_not_found' } as const);

/** A clause that an award rests on, with its text as published. */
export interface RestingClause {
  readonly policyHash: string;
  readonly clause: string;
  readonly policyTitle: { readonly ko: string; readonly en: string };
  readonly version: string;
  /** the heading, number and all */
  readonly title: string;
  /** in the languages of the document, one after the other */
  readonly paragraphs: readonly string[];
}

/** What a claimant sees of the claim. */
export interface ClaimStatus {
  readonly claimId: string;
  readonly incidentId: string;
  readonly claimNumber: string;
  /** What the conditions of the questionnaire look at. */
  readonly sorting: Sorting;
  readonly state: ClaimState;
  readonly submittedAt: Instant;
  readonly stages: readonly { readonly type: string; readonly at: Instant }[];
  readonly askedFor: readonly string[];
  /** Why documents are waited for, as whoever asked gave it. */
  readonly askedReasonCode?: string;
  /** Shown by whoever proved to be the claimant; it opens the receipt, evidence and appeals. */
  readonly token: string;
  /** The loss test as it was recorded, with the weeks it used, or why there is none. */
  readonly lossTest?: JsonValue;
  /** Replies to the group the claim belongs to, the earliest first. */
  readonly replies: readonly {
    readonly ko: string;
    readonly en: string;
    readonly toldAt: Instant;
  }[];
  /** The documents that were received, the earliest first. */
  readonly documents: readonly {
    readonly kind: string;
    readonly filename: string;
    readonly byteCount: number;
    readonly addedAt: Instant;
  }[];
  /** The end, exclusive, of the time for an appeal; absent while there is nothing to appeal. */
  readonly appealUntil?: Instant;
  readonly decision?: {
    readonly outcome: string;
    readonly reasonCode: string;
    readonly curedBy: readonly string[];
    readonly approvedAt: Instant;
    readonly awards: readonly AwardLine[];
    /** Of the policies whose awards are granted as worked out; none of what a person set instead. */
    readonly explanations: readonly Explained[];
    /** Of the policies that gave nothing, when the claim is denied: what stood in the way. */
    readonly shortfalls: readonly Explained[];
    readonly clauses: readonly RestingClause[];
    /** What the policies that decided call the things they award. */
    readonly awardNames: readonly AwardName[];
  };
}

type Decoy = Pick<ClaimRow, 'personal' | 'key_salt'>;
const decoys = new WeakMap<Signer, Decoy>();

/** A claim nobody filed, opened in place of one that is not there, so that both cost the same. */
function findDecoy({ vault, signer }: Context): Decoy {
  const known = decoys.get(signer);
  if (known !== undefined) return known;
  const keySalt = Buffer.alloc(32);
  const said = { personal: { contact: 'nobody' }, answers: {} };
  const decoy = {
    personal: Buffer.from(sealSaid(vault, { ...said, keySalt }) ?? []),
    key_salt: keySalt,
  };
  decoys.set(signer, decoy);
  return decoy;
}

/**
 * Tells whether who asks is the claimant of the row. An absent claim and a wrong proof take the same
 * steps: one statement, the same digests, one opening.
 */
function isClaimant(
  ctx: Context,
  asked: { row: ClaimRow | undefined; contact?: string; token?: string },
): boolean {
  const row = asked.row ?? findDecoy(ctx);
  const { contact, token } = asked;
  if (mayActFor(ctx, { row, token })) return asked.row !== undefined;
  if (contact === undefined) return false;
  const known = plainContact(openPersonal(ctx, row)?.contact ?? '');
  const isSame = timingSafeEqual(sha256(plainContact(contact)), sha256(known));
  return isSame && known !== '' && asked.row !== undefined;
}

async function loadDocuments(
  tx: Tx,
  { ctx, row }: { ctx: Context; row: ClaimRow },
): Promise<ClaimStatus['documents']> {
  const { key_salt: salt } = row;
  const rows = await listEvidence(tx, [row.id]);
  return rows.map(({ kind, filename, byteCount, addedAt }) => {
    const isOpen = salt !== null && filename.length > 0;
    const name = isOpen ? ctx.vault.decrypt({ salt, ciphertext: filename }) : [];
    return { kind, filename: Buffer.from(name).toString('utf8'), byteCount, addedAt };
  });
}

async function toStatus(
  tx: Tx,
  { ctx, row }: { ctx: Context; row: ClaimRow },
): Promise<ClaimStatus> {
  const events = await listClaimEvents(tx, row.id);
  const decisions = await loadDecisionsOf(tx, [row.id]);
  const final = decisions.findLast((decision) => decision.approved_by !== null);
  const asked = events.findLast(({ type }) => type === 'evidence_asked')?.payload as
    | { readonly reasonCode?: string; readonly evidence?: readonly string[] }
    | undefined;
  const isWaiting = row.state === 'awaiting_evidence';
  return {
    claimId: row.id,
    incidentId: row.incident_id,
    claimNumber: row.number,
    sorting: {
      partyClass: row.party_class,
      kind: row.kind,
      service: row.service,
      category: row.category,
      functionName: row.function_name,
      answers: openAnswers(ctx, row),
    },
    state: row.state,
    submittedAt: row.submitted_at,
    stages: events.map(({ type, at }) => ({ type, at })),
    token: row.key_salt === null ? '' : claimToken(row.key_salt),
    ...(row.loss_test === null ? {} : { lossTest: row.loss_test }),
    replies: await listTold(tx, row.id),
    documents: await loadDocuments(tx, { ctx, row }),
    ...(final === undefined ? {} : { appealUntil: await appealUntil(tx, row) }),
    askedFor: isWaiting
      ? (asked?.evidence ?? findReason(asked?.reasonCode ?? '')?.curedBy ?? [])
      : [],
    ...(isWaiting && asked?.reasonCode !== undefined ? { askedReasonCode: asked.reasonCode } : {}),
    ...(final === undefined ? {} : { decision: await toDecision(tx, { row, final }) }),
  };
}

/** Gives the policies whose awards stand as the policy gives them; a person set the others. */
export function findWorkedOut(
  assessment: Assessment | null,
  awards: readonly AwardLine[],
): ReadonlySet<string> {
  const suggested = suggestedAwards(assessment ?? undefined);
  const hashes = new Set(awards.map(({ policyHash }) => policyHash));
  const linesOf = (lines: readonly AwardLine[], hash: string): readonly AwardLine[] =>
    lines.filter(({ policyHash }) => policyHash === hash);
  const isAsWorkedOut = (hash: string): boolean =>
    sameLines(linesOf(awards, hash), linesOf(suggested, hash));
  return new Set([...hashes].filter(isAsWorkedOut));
}

/** Loads the clauses that awards rest on, each once. A policy that is not stored is left out. */
async function loadRestingClauses(
  tx: Tx,
  awards: readonly AwardLine[],
): Promise<readonly RestingClause[]> {
  const clauses: RestingClause[] = [];
  for (const { policyHash, clause } of awards) {
    if (clauses.some((one) => one.policyHash === policyHash && one.clause === clause)) continue;
    const row = await loadPolicyByHash(tx, policyHash);
    if (row === undefined) continue;
    const described = describeClauses(toPublishedPolicy(row).document);
    const found = described.find(({ label }) => label === clause);
    const prose = found?.parts.filter(({ kind }) => kind === 'prose') ?? [];
    const { titleKo: ko, titleEn: en, version } = row;
    const paragraphs = prose.flatMap(({ text }) => text.split(/\n\s*\n/));
    const title = found?.title ?? clause;
    clauses.push({ policyHash, clause, policyTitle: { ko, en }, version, title, paragraphs });
  }
  return clauses;
}

async function toDecision(tx: Tx, { row, final }: { row: ClaimRow; final: DecisionRow }) {
  const hashes = findWorkedOut(row.assessment, final.awards);
  return {
    outcome: final.outcome,
    reasonCode: final.reason_code,
    curedBy: findReason(final.reason_code)?.curedBy ?? [],
    approvedAt: final.approved_at ?? final.decided_at,
    awards: final.awards,
    explanations: await explainFindings(tx, { assessment: row.assessment, hashes }),
    shortfalls: final.outcome === 'deny' ? await explainShortfalls(tx, row.assessment) : [],
    clauses: await loadRestingClauses(tx, final.awards),
    awardNames: await loadAwardNames(
      tx,
      final.awards.map(({ policyHash }) => policyHash),
    ),
  };
}

/**
 * Finds a claim by its number for the claimant, who shows the token or the contact given in it.
 *
 * An unknown number, a wrong contact and an erased claim get one and the same answer. After a few
 * failed look-ups with a contact, an address waits longer and longer before the next one, and so
 * does the number; when too many fail everywhere, look-ups with a contact wait for the next minute.
 */
export async function findClaimByNumber(
  ctx: Context,
  asked: { number: string; contact?: string; token?: string },
): Promise<Outcome<ClaimStatus, NotFound | LookupTooOften>> {
  const find = async (tx: Tx): Promise<Outcome<ClaimStatus, NotFound>> => {
    const row = await loadClaimByNumber(tx, asked.number);
    if (!isClaimant(ctx, { ...asked, row }) || row === undefined) return notFound;
    return accept(await toStatus(tx, { ctx, row }));
  };
  const { address } = ctx;
  // A token has 144 bits: nobody comes upon one by trying. A telephone number is soon tried out.
  if (asked.contact === undefined || address === undefined) return ctx.read(find);
  return limitLookup(ctx, { address, number: asked.number, find });
}

/** Gives a claim's receipt again: to staff, or to whoever shows the token. */
export async function getReceipt(
  ctx: Context,
  asked: { claimNumber: string; token?: string },
): Promise<Outcome<Receipt, NotFound>> {
  return ctx.read(async (tx): Promise<Outcome<Receipt, NotFound>> => {
    const claimId = await findClaimId(tx, asked.claimNumber);
    if (claimId === undefined) return notFound;
    const stored = (await loadSubmissions(tx, [claimId])).get(claimId);
    if (stored === undefined) return notFound;
    const row = { key_salt: stored.keySalt === null ? null : Buffer.from(stored.keySalt) };
    if (!mayActFor(ctx, { row, token: asked.token })) return notFound;
    const { contentHash, salt } = stored;
    if (contentHash === null || salt === null) return notFound;
    return accept(renderReceipt({ ...stored, contentHash, salt }, ctx.signer));
  });
}

/**
 * Gives where to pay claimants, by claim, for payouts being prepared; a claim without a payee, or
 * one that is erased, is left out. Each reading is in the audit. One round trip, however many.
 */
export async function loadPayees(
  ctx: Context,
  asked: { readonly claimIds: readonly string[] },
): Promise<ReadonlyMap<string, NonNullable<PersonalPart['payee']>>> {
  requirePermission(ctx, 'payout:prepare');
  if (asked.claimIds.length === 0) return new Map();
  return ctx.transact(async (tx) => {
    const payees = new Map<string, NonNullable<PersonalPart['payee']>>();
    for (const row of await listSealed(tx, asked.claimIds)) {
      const payee = openPersonal(ctx, row)?.payee;
      if (payee !== undefined) payees.set(row.claimId, payee);
    }
    await recordAudits(tx, { ctx, action: 'payee_read', subjects: [...payees.keys()] });
    return payees;
  });
}
