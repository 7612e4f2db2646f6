import { z } from 'zod';
import { questionnaireDocument } from '../../../claims/index.ts';
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
        affectedBy: functionField.exactOptional(),
        ...basis,
      }),
    )
    .min(1),
  flags: z.array(
    z.strictObject({
      code: codeField,
      of: codeField.exactOptional(),
      within: codeField.exactOptional(),
      affectedBy: functionField.exactOptional(),
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
    shares: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), rationalField),
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

/** questionnaire.yaml: the form of a claim, as versioned data, just as it is published. */
export const questionnaireFileSchema = questionnaireDocument;
