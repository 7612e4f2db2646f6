import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import { type Context, recordAudit, requirePermission, type Tx } from '../../../platform/index.ts';
import { sealNote } from '../../privacy/sealed-note.ts';
import { loadDecisions, loadDecisionsOf } from '../decision-store.ts';
import { listEnteredBy } from '../entered-queries.ts';
import { earlierPeople } from '../review-commands.ts';
import type { ReviewRules } from './review-rules.ts';
import {
  answerStoredReview,
  loadDecisionSalt,
  loadVersionedRules,
  lockRules,
  lockSecondReviews,
  recordRules,
  type SecondReview,
} from './rules-store.ts';

export type SecondReviewRefusal =
  | { readonly code: 'second_review_not_found'; readonly decisionId: string }
  | { readonly code: 'second_review_answered' }
  | { readonly code: 'own_claim' }
  | { readonly code: 'own_decision' }
  | { readonly code: 'appeal_same_person' };

/**
 * Answers a second look: it agrees with the decision, or differs and says why.
 *
 * Whoever made the decision does not look at it again, and whoever looked does not approve it. Nobody
 * of a decision that was appealed looks at the answer.
 */
export async function answerSecondReview(
  ctx: Context,
  input: {
    readonly decisionId: string;
    readonly answer: 'agrees' | 'differs';
    readonly note?: string;
  },
): Promise<Outcome<{ readonly decisionId: string; readonly answer: string }, SecondReviewRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { decisionId, answer } = input;
  type Answer = Outcome<{ decisionId: string; answer: string }, SecondReviewRefusal>;
  return ctx.transact(async (tx): Promise<Answer> => {
    const found = (await lockSecondReviews(tx, [decisionId])).get(decisionId);
    if (found === undefined) return refuse({ code: 'second_review_not_found', decisionId });
    const refusal = await findPartIn(tx, { review: found, personId: ctx.actor.id });
    if (refusal !== undefined) return refuse(refusal);
    if (found.answer !== null) {
      const isRepeat = found.answer === answer && found.answeredBy === ctx.actor.id;
      return isRepeat ? accept({ decisionId, answer }) : refuse({ code: 'second_review_answered' });
    }
    const sealed = await sealAnswerNote(tx, { ctx, decisionId, note: input.note });
    await answerStoredReview(tx, { ctx, decisionId, answer, ...sealed });
    const details = { answer, cause: found.cause };
    await recordAudit(tx, { ctx, action: 'second_review', subject: decisionId, details });
    return accept({ decisionId, answer });
  });
}

/** Tells what part a person had already, for which they do not look at a decision a second time. */
async function findPartIn(
  tx: Tx,
  { review, personId }: { review: SecondReview; personId: string },
): Promise<SecondReviewRefusal | undefined> {
  const decision = (await loadDecisions(tx, [review.decisionId])).get(review.decisionId);
  if (decision === undefined) return undefined;
  const { claim_id: claimId } = decision;
  if ((await listEnteredBy(tx, [claimId])).get(claimId) === personId) return { code: 'own_claim' };
  if (review.decidedBy === personId) return { code: 'own_decision' };
  if (!decision.is_appeal) return undefined;
  const earlier = (await loadDecisionsOf(tx, [claimId])).filter(
    ({ version }) => version < decision.version,
  );
  return earlierPeople(earlier).includes(personId) ? { code: 'appeal_same_person' } : undefined;
}

/** Seals the note under the key of the decision's claim; nothing when there is none, or no key. */
async function sealAnswerNote(
  tx: Tx,
  about: { ctx: Context; decisionId: string; note: string | undefined },
) {
  const { ctx, decisionId, note } = about;
  const salt = await loadDecisionSalt(tx, decisionId);
  return note === undefined || salt === null ? {} : { note: sealNote(ctx.vault, { note, salt }) };
}

/** Somebody else published since the version that was read; `version` is the newest. */
export interface RulesChanged {
  readonly code: 'rules_changed';
  readonly version: number;
}

/**
 * Publishes the next version of an incident's review rules; they hold from the next decision on.
 *
 * @param input `baseVersion` is the version the rules were read at, where the caller says so; when
 *   it is no longer the newest, nothing is changed
 */
export async function publishRules(
  ctx: Context,
  input: {
    readonly incidentId: string;
    readonly rules: ReviewRules;
    readonly baseVersion?: number;
  },
): Promise<Outcome<{ readonly version: number }, RulesChanged>> {
  requirePermission(ctx, 'claim:approve');
  const { incidentId, rules, baseVersion } = input;
  return ctx.transact(async (tx): Promise<Outcome<{ version: number }, RulesChanged>> => {
    await lockRules(tx, incidentId);
    const newest = (await loadVersionedRules(tx, incidentId)).version;
    if (baseVersion !== undefined && baseVersion !== newest) {
      return refuse({ code: 'rules_changed', version: newest });
    }
    const version = newest + 1;
    await recordRules(tx, { ctx, incidentId, version, rules });
    const { sample: _seed, ...plain } = rules;
    const details = { version, ...plain, perThousand: rules.sample.perThousand } as never;
    await recordAudit(tx, { ctx, action: 'review_rules_published', subject: incidentId, details });
    return accept({ version });
  });
}
