import { z } from '@hono/zod-openapi';
import { isUuid } from '../../../kernel/index.ts';
import { claimPart } from '../../schemas.ts';
import { prioritySchema } from '../../wire/claim-schemas.ts';
import { optional } from '../../wire/optional.ts';
import { maskedParts, maskReasons } from './mask-text.ts';

const uuid = z.string().refine(isUuid, 'a UUID');
const staff = z.string().min(1).max(100);

/** POST /api/v1/claims/assignments; `to: null` gives the claims back to everybody. */
export const assignSchema = z.strictObject({
  claimIds: z.array(uuid).min(1).max(500),
  to: z.union([staff, z.null()]),
});

/** POST /api/v1/claims/assignments/next. */
export const takeNextSchema = z.strictObject({
  incidentId: uuid,
  part: z.strictObject(claimPart).default({}),
  count: z.number().int().min(1).max(50).default(10),
});

export const assignedSchema = z
  .strictObject({ claimIds: z.array(z.string()) })
  .openapi('AssignedClaims');

/** PUT /api/v1/claims/{claimId}/priority. */
export const setPrioritySchema = z.strictObject({ priority: prioritySchema });
export const prioritySetSchema = z
  .strictObject({ claimId: z.string(), priority: prioritySchema })
  .openapi('ClaimPrioritySet');

/** POST /api/v1/claims/{claimId}/notes. */
export const writeNoteSchema = z.strictObject({
  noteId: uuid,
  text: z.string().trim().min(1, 'what colleagues should know').max(4000),
});
export const noteWrittenSchema = z.strictObject({ noteId: z.string() }).openapi('NoteWritten');

const character = z.number().int().min(0).max(100_000);

/** POST /api/v1/claims/{claimId}/masks; without a stretch the whole part. */
export const maskSchema = z
  .strictObject({
    maskId: uuid,
    part: z.enum(maskedParts),
    /** the appeal or the document; absent for the free text */
    partId: optional(uuid),
    fromCharacter: optional(character),
    untilCharacter: optional(character),
    reason: z.enum(maskReasons),
  })
  .refine(
    ({ fromCharacter: from, untilCharacter: until }) =>
      from === undefined ? until === undefined : until !== undefined && until > from,
    {
      path: ['untilCharacter'],
      message: 'both ends of the stretch, the second after the first, or neither',
    },
  );
export const maskedSchema = z.strictObject({ maskId: z.string() }).openapi('MaskedPart');
export const maskPathSchema = z.object({ claimId: uuid, maskId: uuid });

/** POST /api/v1/decisions/{decisionId}/second-review; one that differs says why. */
export const secondReviewAnswerSchema = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('agrees'), note: optional(z.string().max(4000)) }),
  z.strictObject({
    answer: z.literal('differs'),
    note: z.string().trim().min(1, 'what differs').max(4000),
  }),
]);
export const secondReviewAnsweredSchema = z
  .strictObject({ decisionId: z.string(), answer: z.enum(['agrees', 'differs']) })
  .openapi('SecondReviewAnswered');

const hours = z
  .number()
  .int()
  .min(1)
  .max(24 * 365);

/** PUT /api/v1/incidents/{incidentId}/review-rules. */
export const rulesSchema = z
  .strictObject({
    targetHours: hours,
    raiseHours: hours,
    sample: z.strictObject({
      perThousand: z.number().int().min(0).max(1000),
      seed: z.string().max(200),
    }),
    secondReviewFrom: z
      .array(
        z.strictObject({
          currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as KRW'),
          amountMinor: z.string().regex(/^[1-9]\d{0,17}$/, 'minor units in digits'),
        }),
      )
      .max(20),
    appealDays: z.number().int().min(1).max(3650),
  })
  .refine(({ raiseHours, targetHours }) => raiseHours < targetHours, {
    path: ['raiseHours'],
    message: 'fewer hours than the target',
  })
  .openapi('ReviewRules');
export const publishedRulesSchema = z
  .strictObject({ version: z.number().int(), rules: rulesSchema })
  .openapi('PublishedReviewRules');
export const rulesVersionSchema = z
  .strictObject({ version: z.number().int() })
  .openapi('ReviewRulesVersion');
