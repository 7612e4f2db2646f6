import { createHash } from 'node:crypto';
import type { AwardLine } from '../award-line.ts';

/** How an incident's claims are reviewed, as versioned data. */
export interface ReviewRules {
  /** From filing to decision, without the time the claimant was asked for more. */
  readonly targetHours: number;
  /** From here on a claim that waits is raised; less than the target. */
  readonly raiseHours: number;
  /** Of a thousand decisions, so many are drawn for a second look; the seed makes it repeatable. */
  readonly sample: { readonly perThousand: number; readonly seed: string };
  /** A decision that grants so much or more of a currency is always looked at again. */
  readonly secondReviewFrom: readonly {
    readonly currency: string;
    readonly amountMinor: string;
  }[];
  /** Days from the approval of a decision within which it may be appealed. */
  readonly appealDays: number;
}

/** What holds for an incident without rules of its own: no drawing, ninety days to appeal. */
export const usualRules: ReviewRules = {
  targetHours: 240,
  raiseHours: 168,
  sample: { perThousand: 0, seed: '' },
  secondReviewFrom: [],
  appealDays: 90,
};

export const secondReviewCauses = ['amount', 'cluster', 'sample'] as const;
export type SecondReviewCause = (typeof secondReviewCauses)[number];

const space = 2 ** 32;

/**
 * Gives a claim's place in the drawing, from 0 (inclusive) to 1000 (exclusive).
 *
 * It follows from the seed, the claim and the number of the decision only, never from the id that a
 * reviewer's browser chose: nobody can choose not to be drawn, and an auditor draws the same again.
 */
export function drawingPlace(
  seed: string,
  decision: { readonly claimId: string; readonly version: number },
): number {
  const text = `amends sample 1\n${seed}\n${decision.claimId}\n${decision.version}`;
  const digest = createHash('sha256').update(text).digest();
  return (digest.readUInt32BE(0) / space) * 1000;
}

function isLarge(awards: readonly AwardLine[], rules: ReviewRules): boolean {
  return rules.secondReviewFrom.some(({ currency, amountMinor }) => {
    const granted = awards.filter((award) => award.currency === currency);
    if (granted.length === 0) return false;
    const sum = granted.reduce((total, award) => total + BigInt(award.amountMinor ?? '0'), 0n);
    return sum >= BigInt(amountMinor);
  });
}

/**
 * Tells why a decision is looked at by a further person before it may be approved, if it is.
 *
 * The first of these holds: it grants much; its claim is alike another one; it is drawn.
 */
export function findSecondReview(
  decision: {
    readonly claimId: string;
    readonly version: number;
    readonly awards: readonly AwardLine[];
    readonly isClustered: boolean;
  },
  rules: ReviewRules,
): SecondReviewCause | undefined {
  if (isLarge(decision.awards, rules)) return 'amount';
  if (decision.isClustered && decision.awards.length > 0) return 'cluster';
  const { perThousand, seed } = rules.sample;
  return drawingPlace(seed, decision) < perThousand ? 'sample' : undefined;
}
