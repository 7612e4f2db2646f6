import { z } from '@hono/zod-openapi';
import { isUuid, renderInstant } from '../../kernel/index.ts';
import { claimStates } from '../claim.ts';
import { awardLine } from '../schemas.ts';
import {
  awardLineSchema,
  claimStateSchema,
  outcomeSchema,
  personSchema,
  secondReviewSchema,
} from '../wire/claim-schemas.ts';
import { optional } from '../wire/optional.ts';
import { renderAwards, renderPerson, renderSecondReview } from '../wire/render-claim.ts';
import type { ApproveOutcome } from './approval-commands.ts';
import { decisionOutcomes } from './reason-code.ts';
import { type AppealRow, cursorShape, type WaitingDecision } from './review-queries.ts';

const code = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a code such as loss_not_shown');
const uuid = z.string().refine(isUuid, 'a UUID');
const instant = z.string().openapi({ format: 'date-time' });
const note = z.string().trim().min(1, 'a sentence or two').max(4000);
const page = {
  incidentId: uuid,
  after: optional(z.string().regex(cursorShape, 'the `next` of the page before')),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** POST /api/v1/claims/{claimId}/requests. */
export const askSchema = z.strictObject({
  reasonCode: code,
  /** kinds of documents; those that cure the reason when none are named */
  evidence: optional(z.array(code).max(20)),
});

/** POST /api/v1/decisions/{decisionId}/return. */
export const sendBackSchema = z.strictObject({ note });

/** POST /api/v1/decisions/approvals. */
export const approvalsSchema = z.strictObject({ decisionIds: z.array(uuid).min(1).max(500) });

/** POST /api/v1/claims/{claimId}/appeals; staff need no token. */
export const openAppealSchema = z.strictObject({
  appealId: uuid,
  statement: z.string().trim().min(1, 'what the claimant objects to').max(10_000),
  token: optional(z.string().max(64)),
});

const policyHash = z.string().regex(/^[0-9a-f]{64}$/, 'the hash of a policy version');
const facts = z.record(z.string().max(64), z.union([z.string().max(200), z.boolean()]));
const correction = z.strictObject({
  policyHash,
  facts: facts.refine((given) => Object.keys(given).length > 0, 'one fact or more'),
});

/** POST /api/v1/appeals/{appealId}/previews. */
export const previewAnswerSchema = z.strictObject({
  correction: z.strictObject({ policyHash, facts }),
});
export const answerPreviewSchema = z
  .strictObject({
    /** what the policies give with the facts set right; none where they leave it to a person */
    awards: z.array(awardLineSchema),
  })
  .openapi('AppealAnswerPreview');

/** POST /api/v1/appeals/{appealId}/decisions. */
export const answerAppealSchema = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('stands'), decisionId: uuid, note }),
  z.strictObject({
    answer: z.literal('changed'),
    decisionId: uuid,
    note,
    outcome: z.enum(decisionOutcomes),
    reasonCode: code,
    awards: optional(z.array(awardLine).max(20)),
    /** facts of one policy's finding that were not right, each with its right value */
    correction: optional(correction),
  }),
]);

export const appealPathSchema = z.object({ appealId: uuid });

/** GET /api/v1/decisions/pending. */
export const waitingQuerySchema = z.object({
  ...page,
  outcome: optional(z.enum(decisionOutcomes)),
  service: optional(code),
});

/** GET /api/v1/appeals. */
export const appealsQuerySchema = z.object(page);

export const decisionReferenceSchema = z
  .strictObject({
    decisionId: z.string(),
    claimId: z.string(),
    state: claimStateSchema,
    isRepeat: z.boolean(),
  })
  .openapi('DecisionReference');

export const askReferenceSchema = z
  .strictObject({ claimId: z.string(), state: claimStateSchema, askedAt: instant })
  .openapi('ClaimRequest');

export const openedAppealSchema = z
  .strictObject({ appealId: z.string(), state: z.enum(claimStates) })
  .openapi('OpenedAppeal');

export const approvalsResultSchema = z
  .strictObject({
    approvedCount: z.number().int(),
    refusedCount: z.number().int(),
    results: z.array(
      z
        .strictObject({
          decisionId: z.string(),
          isApproved: z.boolean(),
          claimId: z.string().optional(),
          /** why it was not approved, as docs and messages name it */
          code: z.string().optional(),
        })
        .openapi('ApprovalResult'),
    ),
  })
  .openapi('ApprovalResults');

export const waitingPageSchema = z
  .strictObject({
    decisions: z.array(
      z
        .strictObject({
          decisionId: z.string(),
          claimId: z.string(),
          claimNumber: z.string(),
          partyClass: z.string(),
          service: z.string(),
          kind: z.string(),
          outcome: outcomeSchema,
          reasonCode: z.string(),
          awards: z.array(awardLineSchema),
          note: z.string().optional(),
          isAppeal: z.boolean(),
          decidedBy: personSchema,
          decidedAt: instant,
          waitingMinutes: z.number().int(),
          secondReview: secondReviewSchema.optional(),
        })
        .openapi('WaitingDecision'),
    ),
    next: z.string().optional(),
  })
  .openapi('WaitingDecisions');

export const appealPageSchema = z
  .strictObject({
    appeals: z.array(
      z
        .strictObject({
          appealId: z.string(),
          claimId: z.string(),
          claimNumber: z.string(),
          partyClass: z.string(),
          service: z.string(),
          kind: z.string(),
          state: claimStateSchema,
          openedAt: instant,
          waitingMinutes: z.number().int(),
          appealed: z.strictObject({
            decisionId: z.string(),
            outcome: outcomeSchema,
            reasonCode: z.string(),
            awards: z.array(awardLineSchema),
            decidedBy: personSchema,
            lookedAtBy: personSchema.optional(),
            approvedBy: personSchema.optional(),
          }),
        })
        .openapi('OpenAppeal'),
    ),
    next: z.string().optional(),
  })
  .openapi('OpenAppeals');

interface Rendering {
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
}

const minuteMs = 60_000;

/** Renders a decision that waits, with how long it has waited. */
export function renderWaiting(
  waiting: WaitingDecision,
  { names, now, said }: Rendering & { readonly said: string | undefined },
): z.input<typeof waitingPageSchema>['decisions'][number] {
  const { note: _sealed, keySalt: _salt, awards, decidedBy, decidedAt, ...more } = waiting;
  const { secondReview, ...rest } = more;
  return {
    ...rest,
    secondReview: renderSecondReview(secondReview ?? undefined, names),
    awards: renderAwards(awards),
    note: said,
    decidedBy: renderPerson(decidedBy, names),
    decidedAt: renderInstant(decidedAt),
    waitingMinutes: Math.max(0, Math.floor((now - decidedAt) / minuteMs)),
  };
}

/** Renders an open appeal with the decision it is about; its statement stays with the claim. */
export function renderAppeal(
  appeal: AppealRow,
  { names, now }: Rendering,
): z.input<typeof appealPageSchema>['appeals'][number] {
  const { decisionId, outcome, reasonCode, awards, decidedBy, approvedBy, statement, ...more } =
    appeal;
  const { lookedAtBy, ...rest } = more;
  const { openedAt } = rest;
  const approver = approvedBy === null ? undefined : renderPerson(approvedBy, names);
  return {
    ...rest,
    openedAt: renderInstant(openedAt),
    waitingMinutes: Math.max(0, Math.floor((now - openedAt) / minuteMs)),
    appealed: {
      decisionId,
      outcome,
      reasonCode,
      awards: renderAwards(awards),
      decidedBy: renderPerson(decidedBy, names),
      lookedAtBy: lookedAtBy === null ? undefined : renderPerson(lookedAtBy, names),
      approvedBy: approver,
    },
  };
}

/** Renders what a batch of approvals came to, one result for each decision asked for. */
export function renderApprovals(
  decisionIds: readonly string[],
  outcomes: readonly ApproveOutcome[],
): z.input<typeof approvalsResultSchema> {
  const results = outcomes.map((outcome, index) => {
    const decisionId = decisionIds[index] ?? '';
    return outcome.ok
      ? { decisionId, isApproved: true, claimId: outcome.value.claimId }
      : { decisionId, isApproved: false, code: outcome.refusal.code };
  });
  const approvedCount = results.filter(({ isApproved }) => isApproved).length;
  return { approvedCount, refusedCount: results.length - approvedCount, results };
}
