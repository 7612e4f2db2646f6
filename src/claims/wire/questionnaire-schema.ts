import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { PublishedQuestionnaire } from '../queries.ts';
import { simpleKinds } from './parse-questionnaire.ts';

const words = z.strictObject({ ko: z.string(), en: z.string() });
const choice = z.strictObject({ code: z.string(), ko: z.string(), en: z.string() });
const condition = z.strictObject({
  partyClasses: z.array(z.string()).optional(),
  kinds: z.array(z.string()).optional(),
  services: z.array(z.string()).optional(),
  categories: z.array(z.string()).optional(),
  functions: z.array(z.string()).optional(),
  answers: z.record(z.string(), z.array(z.string())).optional(),
});
const repeat = z.strictObject({
  item: words,
  more: words,
  countMax: z.number().int(),
  questions: z.array(
    z.strictObject({
      ...choice.shape,
      kind: z.enum(simpleKinds),
      choices: z.array(choice),
      isRequired: z.boolean(),
      hint: words.optional(),
    }),
  ),
});
const gives = z.strictObject({
  amountMinor: z.string().optional(),
  quantity: z.string().optional(),
  unit: words.optional(),
});

/** A questionnaire as everybody may read it: what a form asks, not how policies read it. */
export const questionnaireSchema = z
  .strictObject({
    incidentId: z.string(),
    incident: z.string(),
    version: z.number().int(),
    hash: z.string(),
    opensAt: z.string().openapi({ format: 'date-time' }),
    closesAt: z.string().openapi({ format: 'date-time' }),
    currency: z.string(),
    partyClasses: z.array(choice),
    categories: z.array(choice),
    kinds: z.array(z.strictObject({ ...choice.shape, hasAmount: z.boolean().optional() })),
    services: z.array(
      z.strictObject({
        ...choice.shape,
        functions: z.array(choice),
        category: z.string().optional(),
        covered: z
          .strictObject({
            ...words.shape,
            partyClasses: z.array(z.string()).optional(),
            gives: gives.optional(),
          })
          .optional(),
      }),
    ),
    questions: z.array(
      z
        .strictObject({
          ...choice.shape,
          kind: z.enum([...simpleKinds, 'repeat']),
          choices: z.array(choice),
          isRequired: z.boolean(),
          hint: words.optional(),
          partyClasses: z.array(z.string()).optional(),
          when: condition.optional(),
          repeat: repeat.optional(),
        })
        .openapi('QuestionnaireQuestion'),
    ),
    evidenceKinds: z.array(
      z.strictObject({ ...choice.shape, hint: words.optional(), when: condition.optional() }),
    ),
    lossTest: z
      .strictObject({
        evidenceKind: z.string(),
        weekStartsOn: z.number().int(),
        comparedFrom: z.string(),
        comparedUntil: z.string(),
        outageWeekFrom: z.string(),
      })
      .optional(),
    promises: z
      .strictObject({
        decideWithinDays: z.number().int().optional(),
        payWithinDays: z.number().int().optional(),
        appealWithinDays: z.number().int().optional(),
      })
      .optional(),
  })
  .openapi('Questionnaire');

/** Renders a published questionnaire; what a policy maps from it stays inside. */
export function renderQuestionnaire(
  form: PublishedQuestionnaire,
): z.output<typeof questionnaireSchema> {
  const { version, opensAt, closesAt, currency, lossTest, promises, ...rest } = form.questionnaire;
  const { partyClasses, categories, kinds, services, questions, evidenceKinds } = rest;
  // Stored as JSON, so members that are absent are absent: a copy is what the schema says.
  return JSON.parse(
    JSON.stringify({
      incidentId: form.incidentId,
      incident: form.incidentSlug,
      version,
      hash: form.hash,
      opensAt: renderInstant(opensAt),
      closesAt: renderInstant(closesAt),
      currency,
      partyClasses,
      categories,
      kinds,
      services,
      questions,
      evidenceKinds,
      lossTest,
      promises,
    }),
  );
}
