import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { Claim, ClaimEvent } from '../claim.ts';
import type { AwardLine } from './award-line.ts';
import { type DecisionOutcome, findReason } from './reason-code.ts';

/** What a reviewer answers; without `awards` an award grants what the assessment suggests. */
export interface DecisionInput {
  readonly decisionId: string;
  readonly claimId: string;
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  readonly awards?: readonly AwardLine[];
  readonly note?: string;
}

export type DecideRefusal =
  | { readonly code: 'claim_not_found'; readonly claimId: string }
  | { readonly code: 'claim_erased' }
  | { readonly code: 'claim_not_decidable'; readonly state: string }
  | { readonly code: 'appeal_same_person' }
  | { readonly code: 'reason_unknown'; readonly found: string }
  | { readonly code: 'reason_not_for_outcome'; readonly reason: string; readonly outcome: string }
  | { readonly code: 'award_missing' }
  | { readonly code: 'award_not_expected' }
  | { readonly code: 'award_amount_malformed'; readonly found: string }
  | { readonly code: 'award_policy_unknown'; readonly policyHash: string }
  | { readonly code: 'award_differs_without_note' };

/** What is known when a decision is made. */
export interface DecisionFacts {
  readonly decidedBy: string;
  /** What the published policies give, before a person looks at it. */
  readonly suggested: readonly AwardLine[];
  /** Hashes of the policy versions published for the incident. */
  readonly policyHashes: ReadonlySet<string>;
  /** People of earlier decisions of this claim; they may not decide its appeal. */
  readonly earlierPeople: readonly string[];
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
  const { decidedBy } = facts;
  return accept({
    awards,
    events: [{ type: 'decision_made', decisionId, version, outcome, decidedBy }],
  });
}

function findAwardFault(
  awards: readonly AwardLine[],
  { input, facts }: { input: DecisionInput; facts: DecisionFacts },
): DecideRefusal | undefined {
  if (input.outcome !== 'award') {
    return (input.awards ?? []).length > 0 ? { code: 'award_not_expected' } : undefined;
  }
  if (awards.length === 0) return { code: 'award_missing' };
  const malformed = awards.find((award) => !isAmountRight(award));
  if (malformed !== undefined) {
    return { code: 'award_amount_malformed', found: malformed.amountMinor ?? '' };
  }
  const unknown = awards.find(({ policyHash }) => !facts.policyHashes.has(policyHash));
  if (unknown !== undefined) {
    return { code: 'award_policy_unknown', policyHash: unknown.policyHash };
  }
  const isSuggested = sameLines(awards, facts.suggested);
  return isSuggested || hasText(input.note) ? undefined : { code: 'award_differs_without_note' };
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

function sameLines(left: readonly AwardLine[], right: readonly AwardLine[]): boolean {
  const keys = (lines: readonly AwardLine[]) => lines.map(lineKey).toSorted().join('\n');
  return keys(left) === keys(right);
}

export type ApproveRefusal =
  | { readonly code: 'decision_not_found'; readonly decisionId: string }
  | { readonly code: 'decision_not_pending'; readonly state: string }
  | { readonly code: 'own_decision' };

/**
 * Decides whether a person may approve, or send back, the decision that waits on a claim.
 *
 * @returns the event, or `own_decision` when the decision is the person's own
 * @source ARCHITECTURE.md, "What is promised", 4: no person decides and approves their own
 */
export function decideApproval(
  claim: Claim,
  by: { decisionId: string; personId: string; answer: 'approve' | 'send_back' },
): Outcome<readonly ClaimEvent[], ApproveRefusal> {
  const { decisionId, personId } = by;
  const { decision, state } = claim;
  if (decision === undefined) return refuse({ code: 'decision_not_found', decisionId });
  if (state !== 'decided' || decision.decisionId !== decisionId) {
    return refuse({ code: 'decision_not_pending', state });
  }
  if (decision.decidedBy === personId) return refuse({ code: 'own_decision' });
  return by.answer === 'approve'
    ? accept([{ type: 'decision_approved', decisionId, approvedBy: personId }])
    : accept([{ type: 'decision_sent_back', decisionId, by: personId }]);
}

export type AskRefusal =
  | { readonly code: 'claim_not_found'; readonly claimId: string }
  | { readonly code: 'claim_not_decidable'; readonly state: string }
  | { readonly code: 'reason_unknown'; readonly found: string };

/** Decides whether more may be asked of the claimant, for a reason of the list meant for asking. */
export function decideAsk(
  claim: Claim,
  reasonCode: string,
): Outcome<readonly ClaimEvent[], AskRefusal> {
  if (!['submitted', 'assessed', 'in_review'].includes(claim.state)) {
    return refuse({ code: 'claim_not_decidable', state: claim.state });
  }
  if (findReason(reasonCode)?.outcomes.includes('ask') !== true) {
    return refuse({ code: 'reason_unknown', found: reasonCode });
  }
  return accept([{ type: 'evidence_asked', reasonCode }]);
}

export type AppealRefusal =
  | { readonly code: 'claim_not_found'; readonly claimId: string }
  | { readonly code: 'claim_erased' }
  | { readonly code: 'appeal_too_early'; readonly state: string }
  | { readonly code: 'appeal_already_open' };

/** Decides whether an appeal may be opened: once, against a decision that was approved. */
export function decideAppeal(
  claim: Claim,
  appealId: string,
): Outcome<readonly ClaimEvent[], AppealRefusal> {
  if (claim.isErased) return refuse({ code: 'claim_erased' });
  if (claim.isAppealed) return refuse({ code: 'appeal_already_open' });
  const { decision, state } = claim;
  if (decision === undefined || (state !== 'approved' && state !== 'closed')) {
    return refuse({ code: 'appeal_too_early', state });
  }
  return accept([{ type: 'appeal_opened', appealId, decisionId: decision.decisionId }]);
}
