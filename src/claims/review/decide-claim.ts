import { accept, type Instant, type JsonValue, type Outcome, refuse } from '../../kernel/index.ts';
import type { AppealAnswer, Claim, ClaimEvent } from '../claim.ts';
import { type AwardLine, findUnitClash, outstandingAwards, type UnitClash } from './award-line.ts';
import { type DecisionOutcome, findReason } from './reason-code.ts';

/** What a reviewer answers; without `awards` an award grants what the assessment suggests. */
export interface DecisionInput {
  readonly decisionId: string;
  readonly claimId: string;
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  readonly awards?: readonly AwardLine[];
  readonly note?: string;
  /** Facts that the answer to an appeal sets right. */
  readonly correction?: Correction;
}

/** Facts of one policy's finding that were not right, each with its right value. */
export interface Correction {
  readonly policyHash: string;
  readonly facts: Readonly<Record<string, JsonValue>>;
}

export type DecideRefusal =
  | { readonly code: 'claim_not_found'; readonly claimId: string }
  | { readonly code: 'claim_erased' }
  | { readonly code: 'claim_not_decidable'; readonly state: string }
  | { readonly code: 'own_claim' }
  | { readonly code: 'appeal_same_person' }
  | { readonly code: 'reason_unknown'; readonly found: string }
  | { readonly code: 'reason_not_for_outcome'; readonly reason: string; readonly outcome: string }
  | { readonly code: 'award_missing' }
  | { readonly code: 'award_not_expected' }
  | { readonly code: 'award_amount_malformed'; readonly found: string }
  | { readonly code: 'award_policy_unknown'; readonly policyHash: string }
  | { readonly code: 'award_clause_unknown'; readonly found: string; readonly clauses: string }
  | ({ readonly code: 'appeal_units_differ' } & UnitClash)
  | { readonly code: 'appeal_lowers_award' }
  | { readonly code: 'award_differs_without_note' };

/** A decision that an appeal is about, as far as its answer is measured by it. */
export interface AppealedDecision {
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  readonly awards: readonly AwardLine[];
}

/** What is known when a decision is made. */
export interface DecisionFacts {
  readonly decidedBy: string;
  /** Who of the staff entered the claim for somebody else; absent when its claimant filed it. */
  readonly enteredBy?: string | undefined;
  /** What the published policies give, before a person looks at it. */
  readonly suggested: readonly AwardLine[];
  /** The clauses with rules of each policy version published for the incident, by its hash. */
  readonly policyClauses: ReadonlyMap<string, readonly string[]>;
  /** People of the decisions up to the one appealed; they may not decide its appeal. */
  readonly earlierPeople: readonly string[];
  /** The approved decision that the appeal is about; absent without an appeal. */
  readonly appealed?: AppealedDecision;
}

/** The awards a decision grants, with the events to record. */
export interface DecisionMade {
  readonly awards: readonly AwardLine[];
  readonly events: readonly ClaimEvent[];
}

/**
 * Decides whether a reviewer's answer stands, pending the approval of another person.
 *
 * Refusals are checked in the order of {@link DecideRefusal}, and the first that holds is
 * returned. An award that differs from what the policies give needs a note saying why, and names
 * the clause of a published policy all the same.
 *
 * @source ARCHITECTURE.md, "What is promised", 3 and 4
 */
export function decideOutcome(
  claim: Claim,
  input: DecisionInput,
  facts: DecisionFacts,
): Outcome<DecisionMade, DecideRefusal> {
  if (claim.isErased) return refuse({ code: 'claim_erased' });
  if (!['assessed', 'in_review', 'awaiting_evidence'].includes(claim.state)) {
    return refuse({ code: 'claim_not_decidable', state: claim.state });
  }
  if (facts.enteredBy === facts.decidedBy) return refuse({ code: 'own_claim' });
  if (claim.isAppealed && facts.earlierPeople.includes(facts.decidedBy)) {
    return refuse({ code: 'appeal_same_person' });
  }
  const reason = findReason(input.reasonCode);
  if (reason === undefined) return refuse({ code: 'reason_unknown', found: input.reasonCode });
  if (!reason.outcomes.includes(input.outcome)) {
    return refuse({ code: 'reason_not_for_outcome', reason: reason.code, outcome: input.outcome });
  }
  const awards = input.outcome === 'award' ? (input.awards ?? facts.suggested) : [];
  const fault = findAwardFault(awards, { input, facts });
  if (fault !== undefined) return refuse(fault);
  const { decisionId, outcome } = input;
  const version = claim.decisionCount + 1;
  const { decidedBy, appealed } = facts;
  const made = { type: 'decision_made', decisionId, version, outcome, decidedBy } as const;
  if (!claim.isAppealed || appealed === undefined) return accept({ awards, events: [made] });
  const answer = answerOf(appealed, { outcome, awards });
  return accept({ awards, events: [made, { type: 'appeal_decided', decisionId, answer }] });
}

/** Tells whether a decision repeats the one appealed, or takes its place. */
function answerOf(
  appealed: AppealedDecision,
  made: Pick<AppealedDecision, 'outcome' | 'awards'>,
): AppealAnswer {
  const isSame = appealed.outcome === made.outcome && sameLines(appealed.awards, made.awards);
  return isSame ? 'stands' : 'changed';
}

// An appeal takes nothing back: what was granted may be paid already, and decisions must go on
// to say what the ledger says.
function isLowered(awards: readonly AwardLine[], facts: DecisionFacts): boolean {
  const { appealed } = facts;
  return appealed !== undefined && outstandingAwards(appealed.awards, awards).length > 0;
}

function findAwardFault(
  awards: readonly AwardLine[],
  { input, facts }: { input: DecisionInput; facts: DecisionFacts },
): DecideRefusal | undefined {
  if (input.outcome !== 'award') {
    if ((input.awards ?? []).length > 0) return { code: 'award_not_expected' };
    return isLowered(awards, facts) ? { code: 'appeal_lowers_award' } : undefined;
  }
  const fault = findLineFault(awards, facts);
  if (fault !== undefined) return fault;
  const clash = findUnitClash(awards, facts.appealed?.awards ?? []);
  if (clash !== undefined) return { code: 'appeal_units_differ', ...clash };
  if (isLowered(awards, facts)) return { code: 'appeal_lowers_award' };
  const isSuggested = sameLines(awards, facts.suggested);
  return isSuggested || hasText(input.note) ? undefined : { code: 'award_differs_without_note' };
}

function findLineFault(
  awards: readonly AwardLine[],
  facts: DecisionFacts,
): DecideRefusal | undefined {
  if (awards.length === 0) return { code: 'award_missing' };
  const malformed = awards.find((award) => !isAmountRight(award));
  if (malformed !== undefined) {
    return { code: 'award_amount_malformed', found: malformed.amountMinor ?? '' };
  }
  const unknown = awards.find(({ policyHash }) => !facts.policyClauses.has(policyHash));
  if (unknown) return { code: 'award_policy_unknown', policyHash: unknown.policyHash };
  return findClauseFault(awards, facts);
}

function findClauseFault(
  awards: readonly AwardLine[],
  { policyClauses }: DecisionFacts,
): DecideRefusal | undefined {
  for (const { clause, policyHash } of awards) {
    const clauses = policyClauses.get(policyHash) ?? [];
    if (clauses.includes(clause)) continue;
    return { code: 'award_clause_unknown', found: clause, clauses: clauses.join(', ') };
  }
  return undefined;
}

const hasText = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';

function isAmountRight({ remedy, amountMinor, currency }: AwardLine): boolean {
  if (amountMinor === undefined) return currency === undefined && remedy !== 'cash';
  return currency !== undefined && /^[1-9]\d{0,17}$/.test(amountMinor);
}

const lineKey = ({
  remedy,
  name,
  amountMinor,
  currency,
  quantity,
  unit,
  clause,
  policyHash,
}: AwardLine) =>
  JSON.stringify([remedy, name, amountMinor, currency, quantity, unit, clause, policyHash]);

/** Tells whether two lists grant the same under the same clauses, in whatever order. */
export function sameLines(left: readonly AwardLine[], right: readonly AwardLine[]): boolean {
  const keys = (lines: readonly AwardLine[]) => lines.map(lineKey).toSorted().join('\n');
  return keys(left) === keys(right);
}

export type ApproveRefusal =
  | { readonly code: 'decision_not_found'; readonly decisionId: string }
  | { readonly code: 'decision_not_pending'; readonly state: string }
  | { readonly code: 'own_claim' }
  | { readonly code: 'own_decision' }
  | { readonly code: 'appeal_same_person' }
  | { readonly code: 'second_review_due' }
  | { readonly code: 'second_review_differs' };

/**
 * Decides whether a person may approve, or send back, the decision that waits on a claim.
 *
 * A decision drawn for a second look waits for it, and is sent back when the look differs; whoever
 * looked does not approve.
 *
 * @param by.earlierReviewers who decided before or looked at it; they do not approve the answer to an appeal
 * @returns the event, or `own_decision` when the decision is the person's own, `own_claim` when they
 *   entered the claim
 * @source ARCHITECTURE.md, "What is promised", 4: no person decides and approves their own
 */
export function decideApproval(
  claim: Claim,
  by: {
    decisionId: string;
    personId: string;
    answer: 'approve' | 'send_back';
    note?: string;
    /** Who of the staff entered the claim for somebody else. */
    enteredBy?: string | undefined;
    earlierReviewers?: readonly string[];
    /** Absent unless the decision was drawn for a second look. */
    secondReview?: {
      readonly answer: 'agrees' | 'differs' | null;
      readonly answeredBy: string | null;
    };
  },
): Outcome<readonly ClaimEvent[], ApproveRefusal> {
  const { decisionId, personId, note } = by;
  const { decision, state } = claim;
  if (decision === undefined) return refuse({ code: 'decision_not_found', decisionId });
  if (state !== 'decided' || decision.decisionId !== decisionId) {
    return refuse({ code: 'decision_not_pending', state });
  }
  if (by.enteredBy === personId) return refuse({ code: 'own_claim' });
  if (decision.decidedBy === personId) return refuse({ code: 'own_decision' });
  if (claim.isAppealed && by.earlierReviewers?.includes(personId) === true) {
    return refuse({ code: 'appeal_same_person' });
  }
  const fault = by.answer === 'approve' ? findSecondLookFault(by) : undefined;
  if (fault !== undefined) return refuse(fault);
  if (by.answer === 'approve') {
    return accept([{ type: 'decision_approved', decisionId, approvedBy: personId }]);
  }
  const sentBack = { type: 'decision_sent_back', decisionId, by: personId } as const;
  return accept([note === undefined ? sentBack : { ...sentBack, note }]);
}

function findSecondLookFault(by: {
  readonly personId: string;
  readonly secondReview?: { readonly answer: string | null; readonly answeredBy: string | null };
}): ApproveRefusal | undefined {
  if (by.secondReview === undefined) return undefined;
  const { answer, answeredBy } = by.secondReview;
  if (answer === null) return { code: 'second_review_due' };
  if (answer === 'differs') return { code: 'second_review_differs' };
  return answeredBy === by.personId ? { code: 'own_decision' } : undefined;
}

export type AskRefusal =
  | { readonly code: 'claim_not_found'; readonly claimId: string }
  | { readonly code: 'claim_not_decidable'; readonly state: string }
  | { readonly code: 'reason_unknown'; readonly found: string }
  | { readonly code: 'evidence_kind_unknown'; readonly found: string };

/**
 * Decides whether more may be asked of the claimant, for a reason of the list meant for asking.
 *
 * @param asked.evidence kinds asked for; those that cure the reason when none are named
 * @param asked.known kinds that the claim’s questionnaire takes; those that cure the reason are too
 */
export function decideAsk(
  claim: Claim,
  asked: {
    readonly reasonCode: string;
    readonly evidence?: readonly string[];
    readonly known: ReadonlySet<string>;
  },
): Outcome<readonly ClaimEvent[], AskRefusal> {
  const { reasonCode } = asked;
  if (!['submitted', 'assessed', 'in_review'].includes(claim.state)) {
    return refuse({ code: 'claim_not_decidable', state: claim.state });
  }
  const reason = findReason(reasonCode);
  if (reason?.outcomes.includes('ask') !== true) {
    return refuse({ code: 'reason_unknown', found: reasonCode });
  }
  const evidence = (asked.evidence ?? []).length > 0 ? (asked.evidence ?? []) : reason.curedBy;
  const unknown = evidence.find((kind) => !asked.known.has(kind) && !reason.curedBy.includes(kind));
  if (unknown !== undefined) return refuse({ code: 'evidence_kind_unknown', found: unknown });
  return accept([{ type: 'evidence_asked', reasonCode, evidence }]);
}

export type AppealRefusal =
  | { readonly code: 'claim_not_found'; readonly claimId: string }
  | { readonly code: 'claim_erased' }
  | { readonly code: 'appeal_already_open' }
  | { readonly code: 'appeal_too_early'; readonly state: string }
  | { readonly code: 'appeal_exhausted' }
  | { readonly code: 'appeal_too_late'; readonly until: Instant };

/** How often a claim may be appealed: the decision, and the answer to that appeal. */
export const appealLevels = 2;

/**
 * Decides whether an appeal may be opened: against a decision that was approved, in time, and once
 * more against the answer. Refusals are checked in the order of {@link AppealRefusal}.
 *
 * @param options.until end of the time to appeal the latest decision, exclusive
 */
export function decideAppeal(
  claim: Claim,
  options: { readonly appealId: string; readonly now: Instant; readonly until: Instant },
): Outcome<readonly ClaimEvent[], AppealRefusal> {
  const { appealId, now, until } = options;
  if (claim.isErased) return refuse({ code: 'claim_erased' });
  const { decision, state } = claim;
  const isFinal = decision !== undefined && (state === 'approved' || state === 'closed');
  if (claim.isAppealed && !isFinal) return refuse({ code: 'appeal_already_open' });
  if (!isFinal) return refuse({ code: 'appeal_too_early', state });
  if ((claim.appealCount ?? 0) >= appealLevels) return refuse({ code: 'appeal_exhausted' });
  if (now >= until) return refuse({ code: 'appeal_too_late', until });
  return accept([{ type: 'appeal_opened', appealId, decisionId: decision.decisionId }]);
}
