import { z } from 'zod';
import {
  codeField,
  countField,
  currencyField,
  functionField,
  instantField,
  rationalField,
  sourcesField,
  titlesField,
} from './case-fields.ts';

const basis = {
  sources: sourcesField.min(1).exactOptional(),
  assumed: z.string().min(1).exactOptional(),
};

/** population.yaml: who there is, by class, flag and amount. */
export const populationFileSchema = z.strictObject({
  partyCount: z.strictObject({ count: z.int().positive(), ...basis }),
  classes: z
    .array(
      z.strictObject({
        code: codeField,
        titles: titlesField,
        count: countField.exactOptional(),
        rest: z.literal(true).exactOptional(),
        ...basis,
      }),
    )
    .min(1),
  flags: z.array(
    z.strictObject({
      code: codeField,
      of: codeField.exactOptional(),
      within: codeField.exactOptional(),
      count: countField,
      titles: titlesField,
      ...basis,
    }),
  ),
  amounts: z.array(
    z.strictObject({
      code: codeField,
      of: codeField,
      titles: titlesField,
      currency: currencyField,
      least: countField,
      greatest: countField,
      step: z.int().positive(),
      ...basis,
    }),
  ),
});

/** Whether a report is about a paid service, a free one with a money loss, or not about money. */
export const claimKindField = z.enum(['paid', 'free_with_loss', 'no_loss']);

const category = z.enum(['kakao', 'affiliate']);

const selection = z.strictObject({
  category: category.exactOptional(),
  kind: claimKindField,
  partyClass: codeField.exactOptional(),
});

/** claims.yaml: how many reports of which kind, when, about what, with which loss and evidence. */
export const claimsFileSchema = z.strictObject({
  total: z.strictObject({ count: z.int().positive(), sources: sourcesField }),
  cells: z
    .array(
      z.strictObject({
        category,
        kind: claimKindField,
        partyClass: codeField,
        count: countField,
      }),
    )
    .min(1),
  assumedCells: z.string().min(1),
  arrival: z.strictObject({
    ...basis,
    firstAt: instantField,
    days: z.array(countField).min(1),
    hourWeights: z.array(countField).length(24),
  }),
  services: z.array(
    z.strictObject({
      for: selection,
      ...basis,
      weights: z
        .array(
          z.strictObject({
            of: functionField,
            flag: codeField.exactOptional(),
            weight: z.int().positive(),
          }),
        )
        .min(1),
    }),
  ),
  losses: z.array(
    z.strictObject({
      for: selection,
      ...basis,
      bands: z
        .array(
          z.strictObject({
            above: countField,
            upTo: z.int().positive(),
            step: z.int().positive(),
            share: rationalField,
          }),
        )
        .min(1),
    }),
  ),
  evidence: z.strictObject({
    for: selection,
    ...basis,
    shares: z.record(codeField, rationalField),
    overstated: rationalField,
  }),
});

/** published.yaml: the figures of the time, to print beside ours. */
export const publishedFileSchema = z.strictObject({
  figures: z.array(
    z.strictObject({
      code: codeField,
      unit: z.string().min(1),
      value: countField,
      scales: z.boolean().default(true),
      computed: z.string().min(1).exactOptional(),
      sources: sourcesField.min(1),
      titles: titlesField,
    }),
  ),
});

const option = z.strictObject({
  value: codeField,
  text: titlesField,
  covered: titlesField.exactOptional(),
});

const question = z.strictObject({
  id: codeField,
  type: z.enum([
    'choice',
    'function',
    'instant',
    'money',
    'text',
    'file',
    'files',
    'email',
    'phone',
    'payout',
    'consent',
  ]),
  required: z.boolean(),
  text: titlesField,
  hint: titlesField.exactOptional(),
  options: z.array(option).min(1).exactOptional(),
  kinds: z.array(option).min(1).exactOptional(),
  when: z
    .array(z.strictObject({ question: codeField, in: z.array(codeField).min(1) }))
    .exactOptional(),
  currency: currencyField.exactOptional(),
  least: countField.exactOptional(),
  greatest: countField.exactOptional(),
  maxLength: z.int().positive().exactOptional(),
  notBefore: instantField.exactOptional(),
  notAfter: instantField.exactOptional(),
  accept: z.array(z.string().min(1)).min(1).exactOptional(),
});

/** questionnaire.yaml: the questions of a claim, as versioned data. */
export const questionnaireFileSchema = z.strictObject({
  incident: z.string().min(1),
  version: z.int().positive(),
  questions: z.array(question).min(1),
});
