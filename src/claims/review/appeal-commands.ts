import { type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, requirePermission, type Tx } from '../../platform/index.ts';
import { lockClaims } from '../store.ts';
import type { AwardLine } from './award-line.ts';
import type { DecisionInput } from './decide-claim.ts';
import { loadDecisionsOf } from './decision-store.ts';
import type { DecisionOutcome } from './reason-code.ts';
import {
  type DecideAnswerRefusal,
  type DecisionReference,
  findAppealed,
  recordAnswers,
} from './review-commands.ts';
import { loadAppeal } from './review-queries.ts';

type AppealNotFound = { readonly code: 'appeal_not_found'; readonly appealId: string };

/**
 * What a reviewer answers to an appeal: the decision appealed stands, or another one takes its
 * place. The note tells the claimant's next reader what was looked at, and is always given.
 */
export type AppealInput = {
  readonly appealId: string;
  readonly decisionId: string;
  readonly note: string;
} & (
  | { readonly answer: 'stands' }
  | {
      readonly answer: 'changed';
      readonly outcome: DecisionOutcome;
      readonly reasonCode: string;
      readonly awards?: readonly AwardLine[];
    }
);

type AppealOutcome = Outcome<DecisionReference, DecideAnswerRefusal | AppealNotFound>;

async function composeDecision(
  tx: Tx,
  { input, claimId }: { input: AppealInput; claimId: string },
): Promise<DecisionInput | undefined> {
  const { decisionId, note } = input;
  if (input.answer === 'changed') {
    const { outcome, reasonCode, awards } = input;
    const base = { decisionId, claimId, note, outcome, reasonCode };
    return awards === undefined ? base : { ...base, awards };
  }
  const appealed = findAppealed(await loadDecisionsOf(tx, [claimId]), claimId);
  if (appealed === undefined) return undefined;
  const { outcome, reasonCode, awards } = appealed;
  const base = { decisionId, claimId, note, outcome, reasonCode };
  return outcome === 'award' ? { ...base, awards } : base;
}

/**
 * Answers an open appeal, pending the approval of another person.
 *
 * Nobody who made or approved the decision appealed may answer it. What the claimant was granted
 * is never lowered; once approved, only what exceeds it is granted anew.
 *
 * @source ARCHITECTURE.md, Settlement ("pays the difference, never twice")
 */
export async function answerAppeal(ctx: Context, input: AppealInput): Promise<AppealOutcome> {
  requirePermission(ctx, 'claim:review');
  const { appealId } = input;
  const notFound = refuse({ code: 'appeal_not_found', appealId } as const);
  return ctx.transact(async (tx): Promise<AppealOutcome> => {
    const appeal = await loadAppeal(tx, appealId);
    if (appeal === undefined) return notFound;
    const { claimId } = appeal;
    await lockClaims(tx, [claimId]);
    const decision = await composeDecision(tx, { input, claimId });
    if (decision === undefined) return notFound;
    const [outcome] = await recordAnswers(tx, { ctx, inputs: [decision] });
    return outcome ?? notFound;
  });
}
