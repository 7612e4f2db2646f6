/** What a decision can come to; each needs the approval of a second person. */
export const decisionOutcomes = ['award', 'deny', 'close'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/**
 * One entry of the closed list of reasons. `curedBy` names the evidence kinds that would change
 * the answer, in the words policies use under `needs`; no denial is without one.
 */
export interface ReasonCode {
  readonly code: string;
  readonly outcomes: readonly (DecisionOutcome | 'ask')[];
  readonly curedBy: readonly string[];
}

/**
 * The closed list of reasons a decision or a request for more can give.
 *
 * @source ARCHITECTURE.md, "What is promised", 4; the four documents are those of the January 2023 support plan
 */
export const reasonCodes: readonly ReasonCode[] = [
  { code: 'policy_met', outcomes: ['award'], curedBy: [] },
  { code: 'individual_review', outcomes: ['award'], curedBy: [] },
  { code: 'appeal_upheld', outcomes: ['award'], curedBy: [] },
  { code: 'alike_appeal_upheld', outcomes: ['award'], curedBy: [] },
  { code: 'loss_not_shown', outcomes: ['deny', 'ask'], curedBy: ['sales-records'] },
  { code: 'no_loss_found', outcomes: ['deny'], curedBy: ['sales-records'] },
  { code: 'business_not_shown', outcomes: ['deny', 'ask'], curedBy: ['business-certificate'] },
  { code: 'use_not_shown', outcomes: ['deny', 'ask'], curedBy: ['proof-of-use'] },
  { code: 'account_not_shown', outcomes: ['deny', 'ask'], curedBy: ['bank-account'] },
  { code: 'service_not_affected', outcomes: ['deny'], curedBy: ['proof-of-use'] },
  { code: 'outside_outage', outcomes: ['deny'], curedBy: ['proof-of-use'] },
  { code: 'no_rule_applies', outcomes: ['deny'], curedBy: ['sales-records', 'proof-of-use'] },
  { code: 'paid_automatically', outcomes: ['close'], curedBy: ['proof-of-use'] },
  { code: 'duplicate_claim', outcomes: ['close'], curedBy: ['proof-of-use'] },
  { code: 'withdrawn', outcomes: ['close'], curedBy: [] },
];

const byCode = new Map(reasonCodes.map((reason) => [reason.code, reason]));

/** Gives the reason of a code, or undefined when the code is not of the closed list. */
export function findReason(code: string): ReasonCode | undefined {
  return byCode.get(code);
}
