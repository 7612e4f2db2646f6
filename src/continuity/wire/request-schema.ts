import { z } from '@hono/zod-openapi';
import { optionalField } from '../../platform/index.ts';

const domainId = z.string().min(1).max(64);

/** Query of the list: whose, from which assessment on, how many. */
export const listQuerySchema = z.object({
  incidentId: z.uuid().optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Path of one assessment. */
export const assessmentPathSchema = z.object({
  assessmentId: z.uuid().openapi({ param: { name: 'assessmentId', in: 'path' } }),
});

/** Path of one loss of an assessment, counted from 0. */
export const lossPathSchema = assessmentPathSchema.extend({
  loss: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .openapi({ param: { name: 'loss', in: 'path' }, type: 'integer' }),
});

const locale = z.enum(['ko', 'en']).default('ko');

/** Query of the diagram. */
export const diagramQuerySchema = z.object({ locale });

/** Query of the explanation: of which node, in which language. */
export const explanationQuerySchema = z.object({ locale, node: z.string().min(1).max(64) });

/**
 * Body of POST /api/v1/continuity/assessments: the files of an inventory, and which losses to
 * assess; without losses every single site is lost in turn.
 */
export const assessFilesSchema = z.object({
  files: z
    .array(z.object({ path: z.string().min(1).max(300), text: z.string().max(4_000_000) }))
    .min(1)
    .max(200),
  losses: z
    .array(
      z.object({
        domains: z.array(domainId).min(1).max(50),
        returnsAfterMinutes: optionalField(z.int().min(0).max(10_000_000)),
      }),
    )
    .min(1)
    .max(200)
    .optional(),
  incidentId: z.uuid().optional(),
});
