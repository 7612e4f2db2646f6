import { z } from '@hono/zod-openapi';

const label = z.strictObject({ ko: z.string(), en: z.string() });
const status = z.enum(['award', 'none', 'review', 'evidence_required', 'undecidable']);
const remedy = z.enum(['cash', 'credit', 'points', 'extension', 'voucher', 'item']);

const shownSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('money'), value: z.string(), currency: z.string() }),
    z.strictObject({ type: z.enum(['duration', 'date']), value: z.string() }),
    z.strictObject({
      type: z.literal('number'),
      value: z.string(),
      isShare: z.literal(true).optional(),
    }),
    z.strictObject({ type: z.literal('yes_no'), value: z.boolean() }),
    z.strictObject({ type: z.literal('choice'), value: z.string(), label: label.optional() }),
    z.strictObject({ type: z.literal('instant'), value: z.string(), zone: z.string() }),
    z.strictObject({
      type: z.literal('interval_set'),
      value: z.array(z.string()),
      zone: z.string(),
      more: z.string().optional(),
    }),
    // What a list or a record holds is shown values again.
    z.strictObject({
      type: z.literal('list'),
      value: z.array(z.strictObject({ shown: z.unknown(), times: z.string() })),
      more: z.string().optional(),
    }),
    z.strictObject({
      type: z.literal('record'),
      value: z.array(
        z.strictObject({ name: z.string(), label: label.optional(), shown: z.unknown() }),
      ),
    }),
  ])
  .openapi('ShownValue');
const edge = z.strictObject({ value: shownSchema, isInclusive: z.boolean() });

const workSchema = z.array(
  z.union([
    z.string(),
    z.strictObject({ kind: z.literal('value'), shown: shownSchema, name: z.string().optional() }),
    z.strictObject({ kind: z.literal('label'), label }),
    z.strictObject({ kind: z.literal('word'), word: z.enum(['and', 'or', 'not']) }),
  ]),
);

const stepSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('fact'),
      name: z.string(),
      label: label.optional(),
      value: shownSchema,
    }),
    z.strictObject({
      kind: z.literal('constant'),
      name: z.string(),
      label: label.optional(),
      value: shownSchema,
      from: z.string().optional(),
      cited: label.optional(),
    }),
    z.strictObject({
      kind: z.literal('let'),
      name: z.string(),
      label: label.optional(),
      value: shownSchema,
      work: workSchema.optional(),
    }),
    z.strictObject({ kind: z.literal('worked'), work: workSchema, value: shownSchema }),
    z.strictObject({
      kind: z.literal('condition'),
      text: z.string(),
      holds: z.boolean(),
      said: workSchema.optional(),
    }),
    z.strictObject({
      kind: z.literal('band'),
      key: z.string(),
      label: label.optional(),
      value: shownSchema,
      text: z.string(),
      low: edge.optional(),
      high: edge.optional(),
      choices: z.array(z.string()).optional(),
      choiceLabels: z.array(label).optional(),
    }),
    z.strictObject({
      kind: z.literal('counted'),
      rule: z.enum(['completed', 'begun', 'counted']),
      unit: shownSchema,
      total: shownSchema,
      count: z.string(),
    }),
    z.strictObject({ kind: z.literal('form'), text: z.string() }),
    z.strictObject({
      kind: z.literal('rounded'),
      mode: z.string(),
      increment: shownSchema,
      before: shownSchema,
      after: shownSchema,
    }),
    z.strictObject({
      kind: z.enum(['capped', 'raised', 'deducted', 'dropped', 'not_capped', 'not_raised']),
      limit: shownSchema,
      before: shownSchema,
      text: z.string(),
    }),
  ])
  .openapi('TraceStep');

const summary = {
  remedy,
  name: z.string().optional(),
  label: label.optional(),
  amountMinor: z.string().optional(),
  currency: z.string().optional(),
  quantity: z.string().optional(),
  unit: z.string().optional(),
  clause: z.string(),
};
const burdenKind = z.enum(['expires', 'requires', 'renews', 'first_come']);
const awardSchema = z
  .strictObject({
    ...summary,
    rule: z.string(),
    exact: z.string(),
    burdens: z.array(z.strictObject({ kind: burdenKind, text: z.string() })),
    choices: z.array(z.strictObject(summary)).optional(),
    applies: z.enum(['automatic', 'on_claim', 'on_acceptance']).optional(),
    spread: z.strictObject({ count: z.string(), unit: z.string() }).optional(),
    trace: z.array(stepSchema),
  })
  .openapi('DeterminedAward');
const alternativeSchema = z.strictObject({
  name: z.string(),
  item: z
    .strictObject({
      position: z.number().int(),
      field: z.string().optional(),
      fieldLabel: label.optional(),
    })
    .optional()
    .openapi({ description: 'Which value of the list, counted from 1' }),
  direction: z.enum(['at_least', 'at_most', 'is']),
  current: shownSchema,
  value: shownSchema,
  beyond: shownSchema.optional(),
  status,
  awards: z.array(z.strictObject(summary)),
});

/** One policy version applied to one party, with every step, as `renderDetermination` writes it. */
export const determinationSchema = z
  .strictObject({
    status,
    awards: z.array(awardSchema),
    clauses: z.array(z.string()),
    missing: z.array(z.string()),
    evidence: z.array(z.string()),
    reasons: z.array(
      z.strictObject({
        code: z.string(),
        clause: z.string(),
        /** the text that the policy gives for the reason */
        label: label.optional(),
      }),
    ),
    trace: z.strictObject({
      policy: z.string(),
      version: z.string(),
      hash: z.string(),
      title: label,
      rules: z.array(
        z.strictObject({
          rule: z.string(),
          clause: z.string(),
          title: z.string(),
          status,
          reason: z.string().optional(),
          reasonLabel: label.optional(),
          steps: z.array(stepSchema),
        }),
      ),
    }),
    alternatives: z.array(alternativeSchema),
    unsearched: z
      .array(
        z.strictObject({
          name: z.string(),
          label: label.optional(),
          isEnded: z.literal(true).optional(),
        }),
      )
      .optional()
      .openapi({
        description:
          'Facts of which no nearest change was looked for; `isEnded` where the search ended early',
      }),
  })
  .openapi('Determination');
