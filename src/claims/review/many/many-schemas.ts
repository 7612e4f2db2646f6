import { z } from '@hono/zod-openapi';
import { isUuid, renderInstant } from '../../../kernel/index.ts';
import { awardLine, claimPart } from '../../schemas.ts';
import { awardLineSchema, personSchema } from '../../wire/claim-schemas.ts';
import { optional } from '../../wire/optional.ts';
import { renderAwards, renderPerson } from '../../wire/render-claim.ts';
import { secondReviewCauses } from '../queue/review-rules.ts';
import { decisionOutcomes } from '../reason-code.ts';
import type { Preview } from './answer-many-commands.ts';
import type { GroupReply } from './reply-store.ts';

const uuid = z.string().refine(isUuid, 'a UUID');
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a code such as loss_not_shown');
const claimIds = z.array(uuid).min(1).max(500);
const part = z.strictObject(claimPart);

const manyAnswer = z.strictObject({
  outcome: z.enum(decisionOutcomes),
  reasonCode: code,
  awards: optional(z.array(awardLine).max(20)),
  note: optional(z.string().max(4000)),
});

/** POST /api/v1/decisions/previews. */
export const previewManySchema = z.strictObject({
  runId: uuid,
  choice: z.union([
    z.strictObject({ claimIds }),
    z.strictObject({
      incidentId: uuid,
      part,
      limit: z.number().int().min(1).max(500).default(500),
    }),
  ]),
  answer: manyAnswer,
});

/** POST /api/v1/decisions. */
export const decideManySchema = z.strictObject({
  runId: uuid,
  claimIds,
  answer: manyAnswer,
  /** of the preview, so that what was seen is what is done */
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'the digest of a preview'),
});

export const previewSchema = z
  .strictObject({
    digest: z.string(),
    sums: z.array(
      z.strictObject({
        remedy: z.string(),
        currency: z.string().optional(),
        amountMinor: z.string(),
        claimCount: z.number().int(),
      }),
    ),
    lines: z.array(
      z.strictObject({
        claimId: z.string(),
        claimNumber: z.string(),
        awards: z.array(awardLineSchema),
        secondReview: z.enum(secondReviewCauses).optional(),
        /** why the answer does not fit this claim */
        refusalCode: z.string().optional(),
      }),
    ),
  })
  .openapi('DecisionsPreview');

export const manyDecidedSchema = z
  .strictObject({
    decidedCount: z.number().int(),
    refused: z.array(z.strictObject({ claimId: z.string(), code: z.string() })),
  })
  .openapi('DecidedClaims');

/** Renders what an answer would do to many claims. */
export function renderPreview(preview: Preview): z.input<typeof previewSchema> {
  return {
    digest: preview.digest,
    sums: [...preview.sums],
    lines: preview.lines.map(({ awards, ...line }) => ({ ...line, awards: renderAwards(awards) })),
  };
}

const text = z.string().trim().min(1, 'what every claimant of the group is told').max(5000);

/** POST /api/v1/replies. */
export const replySchema = z.strictObject({
  replyId: uuid,
  incidentId: uuid,
  part,
  textKo: text,
  textEn: text,
  isKeptOpen: z.boolean(),
});
/** POST /api/v1/replies/previews. */
export const previewReplySchema = z.strictObject({ incidentId: uuid, part });
export const replyPreviewSchema = z
  .strictObject({
    /** shown the reply on the page of the claim */
    claimCount: z.number().int(),
    /** of them, without a contact: only with the receipt can they open the page */
    withoutContactCount: z.number().int(),
    /** belonged to the group and are erased: nobody is told */
    erasedCount: z.number().int(),
  })
  .openapi('GroupReplyPreview');
export const repliedSchema = z
  .strictObject({ replyId: z.string(), claimCount: z.number().int() })
  .openapi('GroupReplied');
export const repliesSchema = z
  .strictObject({
    replies: z.array(
      z
        .strictObject({
          replyId: z.string(),
          part,
          textKo: z.string(),
          textEn: z.string(),
          isKeptOpen: z.boolean(),
          writtenBy: personSchema,
          writtenAt: z.string().openapi({ format: 'date-time' }),
          toldCount: z.number().int(),
        })
        .openapi('GroupReply'),
    ),
  })
  .openapi('GroupReplies');

/** Renders a reply to a group with how many were told. */
export function renderReply(
  reply: GroupReply & { readonly toldCount: number },
  names: ReadonlyMap<string, string>,
): z.input<typeof repliesSchema>['replies'][number] {
  const { incidentId: _incident, part: group, writtenBy, writtenAt, ...rest } = reply;
  return {
    ...rest,
    part: group as z.input<typeof part>,
    writtenBy: renderPerson(writtenBy, names),
    writtenAt: renderInstant(writtenAt),
  };
}
