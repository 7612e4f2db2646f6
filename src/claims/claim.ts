import { assert } from '../kernel/index.ts';
import type { DecisionOutcome } from './review/reason-code.ts';

/** The states of a claim; `approved` and `closed` are final unless an appeal is opened. */
export const claimStates = [
  'submitted',
  'assessed',
  'in_review',
  'awaiting_evidence',
  'decided',
  'approved',
  'closed',
] as const;
export type ClaimState = (typeof claimStates)[number];

/** What the assessment under the published policies comes to. */
export const suggestions = ['award', 'none', 'review', 'evidence_required', 'undecidable'] as const;
export type Suggestion = (typeof suggestions)[number];

/** What an appeal comes to: the decision appealed stands, or another one takes its place. */
export const appealAnswers = ['stands', 'changed'] as const;
export type AppealAnswer = (typeof appealAnswers)[number];

/** What happened to a claim; kept for ever, in order, with who and when. */
export type ClaimEvent =
  | { readonly type: 'claim_submitted' }
  | { readonly type: 'claim_assessed'; readonly suggestion: Suggestion; readonly under: string }
  | { readonly type: 'review_taken'; readonly reviewerId: string }
  | {
      readonly type: 'evidence_asked';
      readonly reasonCode: string;
      /** What the claimant is asked for; older events name the reason only. */
      readonly evidence?: readonly string[];
    }
  | { readonly type: 'evidence_added'; readonly kinds: readonly string[] }
  | {
      readonly type: 'decision_made';
      readonly decisionId: string;
      readonly version: number;
      readonly outcome: DecisionOutcome;
      readonly decidedBy: string;
    }
  | { readonly type: 'decision_approved'; readonly decisionId: string; readonly approvedBy: string }
  | {
      readonly type: 'decision_sent_back';
      readonly decisionId: string;
      readonly by: string;
      readonly note?: string;
    }
  | { readonly type: 'appeal_opened'; readonly appealId: string; readonly decisionId: string }
  | {
      readonly type: 'appeal_decided';
      readonly decisionId: string;
      readonly answer: AppealAnswer;
    }
  /** More urgent, by its waiting or because a person says so. */
  | {
      readonly type: 'priority_set';
      readonly priority: number;
      readonly because: 'waiting' | 'person' | 'cluster';
    }
  /** A reply to the whole group that the claim belongs to; each claim is told once. */
  | { readonly type: 'reply_sent'; readonly replyId: string }
  /** A decided claim is alike one whose appeal was upheld, and is decided again in one run. */
  | { readonly type: 'claim_reopened'; readonly runId: string }
  | { readonly type: 'claim_erased' };

/** The latest decision of a claim; `approvedBy` is absent while it waits for the second person. */
export interface ClaimDecision {
  readonly decisionId: string;
  readonly version: number;
  readonly outcome: DecisionOutcome;
  readonly decidedBy: string;
  readonly approvedBy?: string;
}

/** What decisions about a claim need to know of it. */
export interface Claim {
  readonly state: ClaimState;
  readonly suggestion?: Suggestion;
  readonly decision?: ClaimDecision;
  readonly decisionCount: number;
  readonly isAppealed: boolean;
  /** How often it was appealed; each time another level looks at it. */
  readonly appealCount?: number;
  readonly isErased: boolean;
}

/**
 * Gives the claim after an event.
 *
 * Throws an InvariantError when the event cannot follow: decisions only make events that can.
 */
export function evolve(claim: Claim | undefined, event: ClaimEvent): Claim {
  if (event.type === 'claim_submitted') {
    assert(claim === undefined, 'claim: submitted once');
    return { state: 'submitted', decisionCount: 0, isAppealed: false, isErased: false };
  }
  assert(claim !== undefined, 'claim: submitted first', { event: event.type });
  const allowed = statesBefore[event.type];
  assert(allowed.includes(claim.state), 'claim: the event can follow this state', {
    state: claim.state,
    event: event.type,
  });
  return apply(claim, event);
}

/** The states in which each later event may happen. */
export const statesBefore: Readonly<
  Record<Exclude<ClaimEvent['type'], 'claim_submitted'>, readonly ClaimState[]>
> = {
  claim_assessed: ['submitted', 'assessed', 'in_review', 'awaiting_evidence'],
  review_taken: ['submitted', 'assessed', 'in_review'],
  evidence_asked: ['submitted', 'assessed', 'in_review'],
  evidence_added: ['submitted', 'assessed', 'in_review', 'awaiting_evidence'],
  decision_made: ['assessed', 'in_review', 'awaiting_evidence'],
  decision_approved: ['decided'],
  decision_sent_back: ['decided'],
  appeal_decided: ['decided'],
  appeal_opened: ['approved', 'closed'],
  priority_set: claimStates,
  reply_sent: claimStates,
  claim_reopened: ['approved', 'closed'],
  claim_erased: claimStates,
};

type LaterEvent = Exclude<ClaimEvent, { type: 'claim_submitted' }>;

function apply(claim: Claim, event: LaterEvent): Claim {
  switch (event.type) {
    case 'claim_assessed':
      return {
        ...claim,
        suggestion: event.suggestion,
        state: claim.state === 'submitted' ? 'assessed' : claim.state,
      };
    case 'review_taken':
      return { ...claim, state: 'in_review' };
    case 'evidence_asked':
      return { ...claim, state: 'awaiting_evidence' };
    case 'evidence_added':
      return { ...claim, state: claim.state === 'awaiting_evidence' ? 'in_review' : claim.state };
    case 'appeal_opened':
      return {
        ...claim,
        state: 'in_review',
        isAppealed: true,
        appealCount: (claim.appealCount ?? 0) + 1,
      };
    case 'appeal_decided':
      assert(claim.isAppealed, 'claim: an appeal is open', event);
      return claim;
    case 'claim_reopened':
      return { ...claim, state: 'in_review' };
    case 'priority_set':
    case 'reply_sent':
      return claim;
    case 'claim_erased':
      return { ...claim, isErased: true };
    default:
      return applyDecision(claim, event);
  }
}

function applyDecision(claim: Claim, event: Extract<LaterEvent, { decisionId: string }>): Claim {
  if (event.type === 'decision_made') {
    const { decisionId, version, outcome, decidedBy } = event;
    const decision = { decisionId, version, outcome, decidedBy };
    return { ...claim, state: 'decided', decision, decisionCount: claim.decisionCount + 1 };
  }
  const { decision } = claim;
  assert(decision?.decisionId === event.decisionId, 'claim: the decision is its latest', event);
  if (event.type === 'decision_approved') {
    const state = decision.outcome === 'close' ? 'closed' : 'approved';
    return { ...claim, state, decision: { ...decision, approvedBy: event.approvedBy } };
  }
  return { ...claim, state: 'in_review' };
}
