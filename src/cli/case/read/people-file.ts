import { z } from 'zod';
import {
  codeField,
  countField,
  currencyField,
  dateField,
  functionField,
  instantField,
  instantTextField,
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

const words = { ko: z.string().min(1), en: z.string().min(1) };
const hyphened = z.string().regex(/^[a-z][a-z0-9-]*$/);
const choice = z.strictObject({ code: codeField, ...words });
const condition = z.strictObject({
  partyClasses: z.array(codeField).min(1).exactOptional(),
  kinds: z.array(codeField).min(1).exactOptional(),
  services: z.array(codeField).min(1).exactOptional(),
  categories: z.array(codeField).min(1).exactOptional(),
  functions: z.array(codeField).min(1).exactOptional(),
  answers: z.record(codeField, z.array(codeField).min(1)).exactOptional(),
});

const simpleKinds = [
  'choice',
  'money',
  'count',
  'ratio',
  'text',
  'yes_no',
  'date',
  'instant',
] as const;
const itemQuestion = z.strictObject({
  code: codeField,
  ...words,
  kind: z.enum(simpleKinds),
  choices: z.array(choice).min(1).exactOptional(),
  isRequired: z.boolean().exactOptional(),
  hint: titlesField.exactOptional(),
});

const question = z.strictObject({
  code: codeField,
  ...words,
  kind: z.enum([...simpleKinds, 'repeat']),
  choices: z.array(choice).min(1).exactOptional(),
  repeat: z
    .strictObject({
      item: titlesField,
      more: titlesField,
      countMax: z.int().positive().exactOptional(),
      questions: z.array(itemQuestion).min(1),
    })
    .exactOptional(),
  isRequired: z.boolean(),
  hint: titlesField.exactOptional(),
  partyClasses: z.array(codeField).min(1).exactOptional(),
  when: condition.exactOptional(),
});

/** questionnaire.yaml: the form of a claim, as versioned data; texts stay as they are written. */
export const questionnaireFileSchema = z.strictObject({
  version: z.int().positive(),
  opensAt: instantTextField,
  closesAt: instantTextField,
  currency: currencyField,
  partyClasses: z.array(choice).min(1),
  categories: z.array(choice).min(1),
  kinds: z
    .array(z.strictObject({ ...choice.shape, hasAmount: z.boolean().exactOptional() }))
    .min(1),
  services: z
    .array(
      z.strictObject({
        code: codeField,
        ...words,
        category: codeField.exactOptional(),
        covered: titlesField
          .extend({
            partyClasses: z.array(codeField).min(1).exactOptional(),
            gives: z
              .strictObject({
                amountMinor: z.string().exactOptional(),
                quantity: z.string().exactOptional(),
                unit: titlesField.exactOptional(),
              })
              .exactOptional(),
          })
          .exactOptional(),
        functions: z.array(choice).min(1),
      }),
    )
    .min(1),
  questions: z.array(question),
  evidenceKinds: z.array(
    z.strictObject({
      code: hyphened,
      ...words,
      hint: titlesField.exactOptional(),
      when: condition.exactOptional(),
    }),
  ),
  help: z
    .strictObject({
      phone: z.string().min(1).exactOptional(),
      email: z.string().min(1).exactOptional(),
      hours: titlesField.exactOptional(),
    })
    .exactOptional(),
  lossTest: z
    .strictObject({
      evidenceKind: hyphened,
      weekStartsOn: z.int().min(1).max(7),
      comparedFrom: dateField,
      comparedUntil: dateField,
      outageWeekFrom: dateField,
    })
    .exactOptional(),
  promises: z
    .strictObject({
      decideWithinDays: z.int().positive().exactOptional(),
      payWithinDays: z.int().positive().exactOptional(),
      appealWithinDays: z.int().positive().exactOptional(),
    })
    .exactOptional(),
  facts: z.record(
    codeField,
    z.strictObject({
      from: z.string().min(1),
      values: z.record(z.string(), z.string()).exactOptional(),
    }),
  ),
  automaticFor: z
    .array(z.strictObject({ partyClass: codeField, service: codeField, policyId: hyphened }))
    .default([]),
});
