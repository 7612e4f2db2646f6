import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, requirePermission, type Tx } from '../../platform/index.ts';
import { awardsCorrected } from '../appeals/alike.ts';
import type { FactsRefusal } from '../assess-claim.ts';
import { loadPolicyByHash, toPublishedPolicy } from '../policies/policy-queries.ts';
import { loadClaim } from '../queries.ts';
import { type ClaimRow, lockClaims } from '../store.ts';
import type { AwardLine } from './award-line.ts';
import type { Correction, DecisionInput } from './decide-claim.ts';
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
      /** Facts that were not right; without `awards` the policy is applied to them anew. */
      readonly correction?: Correction;
    }
);

type AppealOutcome = Outcome<
  DecisionReference,
  DecideAnswerRefusal | AppealNotFound | FactsRefusal
>;
type Composed = Outcome<DecisionInput, AppealNotFound | FactsRefusal | DecideAnswerRefusal>;

/** Applies the policy that a correction names to the right facts. */
async function awardsFor(
  tx: Tx,
  { row, correction }: { row: ClaimRow; correction: Correction },
): Promise<Outcome<readonly AwardLine[], FactsRefusal | DecideAnswerRefusal>> {
  const { policyHash } = correction;
  const findings = row.assessment?.findings ?? [];
  const stored = await loadPolicyByHash(tx, policyHash);
  const isFound = findings.some((finding) => finding.policyHash === policyHash);
  if (stored === undefined || !isFound) return refuse({ code: 'award_policy_unknown', policyHash });
  return awardsCorrected(findings, correction, toPublishedPolicy(stored));
}

/** Composes an answer that corrects facts: with the awards the policy gives for the right ones. */
async function correctDecision(
  tx: Tx,
  { base, row, correction }: { base: DecisionInput; row: ClaimRow; correction: Correction },
): Promise<Composed> {
  const corrected = await awardsFor(tx, { row, correction });
  if (!corrected.ok) return corrected;
  const awards = base.awards ?? corrected.value;
  return accept({ ...base, correction, ...(base.outcome === 'award' ? { awards } : {}) });
}

/** Shows what an answer that corrects facts would grant by the policy; records nothing. */
export async function previewCorrection(
  ctx: Context,
  input: { readonly appealId: string; readonly correction: Correction },
): Promise<Outcome<readonly AwardLine[], AppealNotFound | FactsRefusal | DecideAnswerRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { appealId, correction } = input;
  type Given = Outcome<readonly AwardLine[], AppealNotFound | FactsRefusal | DecideAnswerRefusal>;
  return ctx.read(async (tx): Promise<Given> => {
    const appeal = await loadAppeal(tx, appealId);
    const row = appeal === undefined ? undefined : await loadClaim(tx, appeal.claimId);
    if (row === undefined) return refuse({ code: 'appeal_not_found', appealId });
    return awardsFor(tx, { row, correction });
  });
}

async function composeDecision(
  tx: Tx,
  { input, row }: { input: AppealInput; row: ClaimRow },
): Promise<Composed> {
  const { decisionId, note, appealId } = input;
  const { id: claimId } = row;
  if (input.answer === 'changed') {
    const { outcome, reasonCode, awards, correction } = input;
    const plain = { decisionId, claimId, note, outcome, reasonCode };
    const base = awards === undefined ? plain : { ...plain, awards };
    return correction === undefined
      ? accept(base)
      : await correctDecision(tx, { base, row, correction });
  }
  const appealed = findAppealed(await loadDecisionsOf(tx, [claimId]), claimId);
  if (appealed === undefined) return refuse({ code: 'appeal_not_found', appealId });
  const { outcome, reasonCode, awards } = appealed;
  const base = { decisionId, claimId, note, outcome, reasonCode };
  return accept(outcome === 'award' ? { ...base, awards } : base);
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
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined) return notFound;
    const decision = await composeDecision(tx, { input, row });
    if (!decision.ok) return decision;
    const [outcome] = await recordAnswers(tx, { ctx, inputs: [decision.value] });
    return outcome ?? notFound;
  });
}
