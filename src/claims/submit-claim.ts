import {
  accept,
  type CurrencyCode,
  type Instant,
  isUuid,
  type JsonValue,
  type Outcome,
  refuse,
} from '../kernel/index.ts';
import type { ClaimEvent } from './claim.ts';
import type { DocumentRefusal } from './evidence/examine-document.ts';
import type { TicketRefusal } from './filing/ticket.ts';
import { findAnswerFault, isAsked, type Question, type Questionnaire } from './questionnaire.ts';

/** The ways a claim arrives; all end in the same claim. */
export const channels = ['portal', 'api', 'phone', 'csv', 'paper'] as const;
export type Channel = (typeof channels)[number];

/** The ways a claim that comes by the API may say it came; only the pages themselves say `portal`. */
export const apiChannels = ['api', 'phone', 'csv', 'paper'] as const satisfies readonly Channel[];

/** What identifies and pays the claimant; stored only encrypted. */
export interface PersonalPart {
  readonly name?: string;
  readonly contact?: string;
  readonly payee?: { readonly bank: string; readonly account: string; readonly holder: string };
  readonly freeText?: string;
  /** What the claimant's browser is recognised by, as the portal gave it. */
  readonly device?: string;
  readonly locale?: 'ko' | 'en';
  /** Who was hurt, when somebody else files, and by what authority. */
  readonly onBehalfOf?: {
    readonly name: string;
    readonly relation: string;
    readonly authority: string;
  };
  /** What the company's own app vouched for; nobody else can set it. */
  readonly vouched?: { readonly account: string; readonly plan?: string; readonly usage?: string };
  /** What the claimant says where the loss test read something else; minor units as text. */
  readonly lossCorrection?: {
    readonly bestWeekMinor?: string;
    readonly outageWeekMinor?: string;
    readonly note?: string;
  };
}

/** One document of a claim by its digest; `sha256` is in lower-case hex, of the plain bytes. */
export interface EvidencePart {
  readonly kind: string;
  readonly filename: string;
  readonly mediaType: string;
  readonly byteCount: number;
  readonly sha256: string;
}

/** Everything a claimant says in one claim; its canonical form is what the receipt is about. */
export interface ClaimContent {
  readonly claimId: string;
  readonly incidentId: string;
  readonly questionnaireVersion: number;
  readonly channel: Channel;
  readonly partyClass: string;
  readonly partyId?: string;
  readonly category: string;
  readonly kind: string;
  readonly service: string;
  readonly functionName: string;
  /** Minor units, zero or more; absent when no loss of money is stated. */
  readonly statedLossMinor?: bigint;
  readonly currency: CurrencyCode;
  readonly answers: Readonly<Record<string, JsonValue>>;
  readonly personal?: PersonalPart;
  readonly evidence: readonly EvidencePart[];
}

export type SubmitRefusal =
  | { readonly code: 'claim_id_malformed'; readonly claimId: string }
  | { readonly code: 'claim_id_reused'; readonly claimId: string }
  | TicketRefusal
  | { readonly code: 'questionnaire_unknown'; readonly version: number }
  | { readonly code: 'received_in_future' }
  | { readonly code: 'window_not_open'; readonly opensAt: Instant }
  | { readonly code: 'window_closed'; readonly closedAt: Instant }
  | { readonly code: 'party_class_unknown'; readonly found: string }
  | { readonly code: 'category_unknown'; readonly found: string }
  | { readonly code: 'kind_unknown'; readonly found: string }
  | { readonly code: 'service_unknown'; readonly found: string }
  | { readonly code: 'function_unknown'; readonly found: string }
  | { readonly code: 'currency_differs'; readonly found: string; readonly right: string }
  | { readonly code: 'stated_loss_negative' }
  | { readonly code: 'category_not_of_service'; readonly found: string; readonly right: string }
  | { readonly code: 'answer_missing'; readonly question: string }
  | { readonly code: 'answer_unknown'; readonly question: string }
  | { readonly code: 'answer_malformed'; readonly question: string; readonly right: string }
  | EvidenceRefusal;

export type EvidenceRefusal =
  | { readonly code: 'evidence_too_many'; readonly countMax: number }
  | { readonly code: 'evidence_kind_unknown'; readonly found: string }
  | DocumentRefusal;

/** What is known when a claim arrives. `existingHash` is the stored content hash of its id. */
export interface SubmissionFacts {
  readonly questionnaire: Questionnaire | undefined;
  readonly existing: { readonly contentHash: string | undefined } | undefined;
  readonly contentHash: string;
  /** When the claim counts as filed: now, or when the letter or file was received. */
  readonly filedAt: Instant;
  /** Why the ticket that came with the claim does not count. */
  readonly ticketFault?: TicketRefusal | undefined;
  /** The claims of a case stand under the category they were counted in, whatever service is assumed. */
  readonly isCounted?: boolean | undefined;
  readonly now: Instant;
}

export const evidenceCountMax = 20;
export const evidenceBytesMax = 20 * 1024 * 1024;

/**
 * Decides whether a claim is taken; an empty list of events means it was taken before.
 *
 * Refusals are checked in the order of {@link SubmitRefusal}, and the first that holds is
 * returned. A repeat is answered before the window is looked at: a retry after closing succeeds.
 *
 * @returns `claim_submitted`, or no event for a repeat of the same content
 * @source ARCHITECTURE.md, Claims ("Nobody is turned away, nobody types twice")
 */
export function decideSubmission(
  content: ClaimContent,
  facts: SubmissionFacts,
): Outcome<readonly ClaimEvent[], SubmitRefusal> {
  const { claimId } = content;
  if (!isUuid(claimId)) return refuse({ code: 'claim_id_malformed', claimId });
  if (facts.existing !== undefined) {
    return facts.existing.contentHash === facts.contentHash
      ? accept([])
      : refuse({ code: 'claim_id_reused', claimId });
  }
  const { questionnaire, ticketFault } = facts;
  if (ticketFault !== undefined) return refuse(ticketFault);
  if (questionnaire === undefined) {
    return refuse({ code: 'questionnaire_unknown', version: content.questionnaireVersion });
  }
  const refusal =
    findWindowFault(questionnaire, facts) ??
    findCodeFault(questionnaire, content) ??
    (facts.isCounted === true ? undefined : findFitFault(questionnaire, content)) ??
    findAnswersFault(questionnaire, content) ??
    findEvidenceFault(content.evidence, { questionnaire, storedCount: 0 });
  return refusal === undefined ? accept([{ type: 'claim_submitted' }]) : refuse(refusal);
}

function findWindowFault(
  questionnaire: Questionnaire,
  facts: SubmissionFacts,
): SubmitRefusal | undefined {
  const { opensAt, closesAt } = questionnaire;
  if (facts.filedAt > facts.now) return { code: 'received_in_future' };
  if (facts.filedAt < opensAt) return { code: 'window_not_open', opensAt };
  if (facts.filedAt >= closesAt) return { code: 'window_closed', closedAt: closesAt };
  return undefined;
}

const has = (choices: readonly { readonly code: string }[], code: string): boolean =>
  choices.some((choice) => choice.code === code);

function findCodeFault(form: Questionnaire, content: ClaimContent): SubmitRefusal | undefined {
  const { partyClass, category, kind, service, functionName, currency } = content;
  if (!has(form.partyClasses, partyClass))
    return { code: 'party_class_unknown', found: partyClass };
  if (!has(form.categories, category)) return { code: 'category_unknown', found: category };
  if (!has(form.kinds, kind)) return { code: 'kind_unknown', found: kind };
  const known = form.services.find(({ code }) => code === service);
  if (known === undefined) return { code: 'service_unknown', found: service };
  if (!has(known.functions, functionName)) return { code: 'function_unknown', found: functionName };
  if (currency !== form.currency) {
    return { code: 'currency_differs', found: currency, right: form.currency };
  }
  if ((content.statedLossMinor ?? 0n) < 0n) return { code: 'stated_loss_negative' };
  return undefined;
}

/** Nobody is asked for the category of a service that has one; whoever says another mistakes it. */
function findFitFault(
  form: Questionnaire,
  { service, category }: ClaimContent,
): SubmitRefusal | undefined {
  const right = form.services.find(({ code }) => code === service)?.category;
  return right === undefined || right === category
    ? undefined
    : { code: 'category_not_of_service', found: category, right };
}

function findAnswersFault(form: Questionnaire, content: ClaimContent): SubmitRefusal | undefined {
  const asked = new Map<string, Question>(
    form.questions.map((question) => [question.code, question]),
  );
  for (const question of form.questions) {
    const { code, isRequired } = question;
    if (isRequired && isAsked(question, content) && content.answers[code] === undefined) {
      return { code: 'answer_missing', question: code };
    }
  }
  for (const [code, answer] of Object.entries(content.answers)) {
    const question = asked.get(code);
    if (question === undefined) return { code: 'answer_unknown', question: code };
    const right = findAnswerFault(question, answer);
    if (right !== undefined) return { code: 'answer_malformed', question: code, right };
  }
  return undefined;
}

const acceptedMediaTypes: readonly string[] = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'application/zip',
  'text/csv',
];

/** Finds the first reason for which evidence is not taken; `storedCount` is what is there already. */
export function findEvidenceFault(
  evidence: readonly EvidencePart[],
  options: { questionnaire: Questionnaire; storedCount: number },
): EvidenceRefusal | undefined {
  if (evidence.length + options.storedCount > evidenceCountMax) {
    return { code: 'evidence_too_many', countMax: evidenceCountMax };
  }
  for (const { filename, kind, byteCount, mediaType } of evidence) {
    if (!has(options.questionnaire.evidenceKinds, kind)) {
      return { code: 'evidence_kind_unknown', found: kind };
    }
    if (byteCount === 0) return { code: 'evidence_empty', filename };
    if (byteCount > evidenceBytesMax) {
      return { code: 'evidence_too_large', filename, bytesMax: evidenceBytesMax };
    }
    if (!acceptedMediaTypes.includes(mediaType)) {
      return { code: 'evidence_type_refused', filename, found: mediaType };
    }
  }
  return undefined;
}
