import { z } from '@hono/zod-openapi';
import {
  accept,
  type Outcome,
  parseCurrency,
  parseInstant,
  parseLocalDate,
  refuse,
} from '../../kernel/index.ts';
import { isFactPlace } from '../assess-claim.ts';
import type { Questionnaire } from '../questionnaire.ts';

const code = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a code such as talk_channel');
const choice = z.strictObject({ code, ko: z.string().min(1), en: z.string().min(1) });
const choices = z.array(choice).min(1);

function parsed<T>(parse: (text: string) => T | undefined, right: string) {
  return z.string().transform((text, ctx) => {
    const value = parse(text);
    if (value !== undefined) return value;
    ctx.addIssue({ code: 'custom', message: right });
    return z.NEVER;
  });
}

const instant = parsed(parseInstant, 'an instant with offset, such as 2022-10-19T11:00:00+09:00');
const localDate = parsed(parseLocalDate, 'a date such as 2022-10-15');
const currency = parsed(parseCurrency, 'an ISO 4217 code such as KRW');

const words = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });
const condition = z.strictObject({
  partyClasses: z.array(code).min(1).exactOptional(),
  kinds: z.array(code).min(1).exactOptional(),
  services: z.array(code).min(1).exactOptional(),
  categories: z.array(code).min(1).exactOptional(),
  functions: z.array(code).min(1).exactOptional(),
  answers: z.record(code, z.array(code).min(1)).exactOptional(),
});

/** What a question may be that is asked once. */
export const simpleKinds = [
  'choice',
  'money',
  'count',
  'ratio',
  'text',
  'yes_no',
  'date',
  'instant',
] as const;
const itemQuestion = z
  .strictObject({
    ...choice.shape,
    kind: z.enum(simpleKinds),
    choices: z.array(choice).default([]),
    isRequired: z.boolean().default(false),
    hint: words.optional(),
  })
  .refine((asked) => (asked.kind === 'choice') === asked.choices.length > 0, {
    path: ['choices'],
    message: 'choices for a question of kind choice, and for no other',
  });

const question = z
  .strictObject({
    ...choice.shape,
    kind: z.enum([...simpleKinds, 'repeat']),
    choices: z.array(choice).default([]),
    isRequired: z.boolean().default(false),
    hint: words.optional(),
    partyClasses: z.array(code).optional(),
    when: condition.optional(),
    repeat: z
      .strictObject({
        item: words,
        more: words,
        countMax: z.number().int().min(1).max(50).default(10),
        questions: z.array(itemQuestion).min(1).max(10),
      })
      .optional(),
  })
  .refine((asked) => (asked.kind === 'repeat') === (asked.repeat !== undefined), {
    path: ['repeat'],
    message: 'repeat for a question of kind repeat, and for no other',
  })
  .refine((asked) => (asked.kind === 'choice') === asked.choices.length > 0, {
    path: ['choices'],
    message: 'choices for a question of kind choice, and for no other',
  });

const lossTest = z.strictObject({
  evidenceKind: code,
  weekStartsOn: z.number().int().min(1).max(7),
  comparedFrom: localDate,
  comparedUntil: localDate,
  outageWeekFrom: localDate,
});

const service = z.strictObject({
  ...choice.shape,
  functions: choices,
  category: code.optional(),
  covered: z
    .strictObject({
      ...words.shape,
      partyClasses: z.array(code).min(1).optional(),
      gives: z
        .strictObject({
          amountMinor: z
            .string()
            .regex(/^[1-9]\d{0,14}$/)
            .optional(),
          quantity: z
            .string()
            .regex(/^\d{1,9}(\.\d{1,4})?$/)
            .optional(),
          unit: words.optional(),
        })
        .refine(
          ({ amountMinor, quantity }) => (amountMinor === undefined) !== (quantity === undefined),
          'amountMinor or quantity, and not both',
        )
        .optional(),
    })
    .optional(),
});

const days = z.number().int().min(1).max(3650).exactOptional();

const questionnaireSchema = z.strictObject({
  version: z.number().int().min(1),
  opensAt: instant,
  closesAt: instant,
  currency,
  partyClasses: choices,
  categories: choices,
  kinds: z.array(z.strictObject({ ...choice.shape, hasAmount: z.boolean().optional() })).min(1),
  services: z.array(service).min(1),
  questions: z.array(question).default([]),
  evidenceKinds: z
    .array(z.strictObject({ ...choice.shape, hint: words.optional(), when: condition.optional() }))
    .default([]),
  help: z
    .strictObject({
      phone: z.string().min(3).max(40).optional(),
      email: z.string().min(3).max(200).optional(),
      hours: words.optional(),
    })
    .optional(),
  lossTest: lossTest.optional(),
  promises: z
    .strictObject({ decideWithinDays: days, payWithinDays: days, appealWithinDays: days })
    .optional(),
  facts: z
    .record(
      z.string(),
      z.strictObject({
        from: z.string(),
        values: z.record(z.string(), z.string()).optional(),
      }),
    )
    .default({}),
  automaticFor: z
    .array(z.strictObject({ partyClass: code, service: code, policyId: z.string().min(1) }))
    .default([]),
});

export interface QuestionnaireRefusal {
  readonly code: 'questionnaire_malformed';
  readonly findings: readonly { readonly pointer: string; readonly right: string }[];
}

type Form = z.output<typeof questionnaireSchema>;
type Finding = QuestionnaireRefusal['findings'][number];

/** Names every code in a condition, or of a category, that the form itself does not have. */
function findUnknownCodes(form: Form): readonly Finding[] {
  type List = 'partyClasses' | 'kinds' | 'services' | 'categories';
  const check = (list: List, pointer: string, codes: readonly string[] = []): Finding[] =>
    codes.every((one) => form[list].some((known) => known.code === one))
      ? []
      : [{ pointer, right: `codes of ${list}` }];
  const lists = ['partyClasses', 'kinds', 'services', 'categories'] as const;
  const functions = form.services.flatMap((one) => one.functions.map(({ code }) => code));
  const checkWhen = (at: string, when: z.output<typeof condition> | undefined): Finding[] => [
    ...lists.flatMap((list) => check(list, `${at}/when/${list}`, when?.[list])),
    ...((when?.functions ?? []).every((one) => functions.includes(one))
      ? []
      : [{ pointer: `${at}/when/functions`, right: 'codes of functions' }]),
  ];
  return [
    ...form.services.flatMap(({ category, covered }, at) => [
      ...check('categories', `/services/${at}/category`, category === undefined ? [] : [category]),
      ...check('partyClasses', `/services/${at}/covered/partyClasses`, covered?.partyClasses),
    ]),
    ...form.questions.flatMap(({ partyClasses, when }, at) => [
      ...check('partyClasses', `/questions/${at}/partyClasses`, partyClasses),
      ...checkWhen(`/questions/${at}`, when),
      ...findUnaskedBefore(form.questions.slice(0, at), { at: `/questions/${at}`, when }),
    ]),
    ...form.evidenceKinds.flatMap(({ when }, at) => [
      ...checkWhen(`/evidenceKinds/${at}`, when),
      ...findUnaskedBefore(form.questions, { at: `/evidenceKinds/${at}`, when }),
    ]),
  ];
}

/** A condition may look at answers of questions that come before it, and at answers they can have. */
function findUnaskedBefore(
  before: Form['questions'],
  { at, when }: { at: string; when: z.output<typeof condition> | undefined },
): readonly Finding[] {
  return Object.entries(when?.answers ?? {}).flatMap(([asked, answers]) => {
    const question = before.find((one) => one.code === asked);
    const codes =
      question?.kind === 'yes_no' ? ['yes', 'no'] : question?.choices.map((one) => one.code);
    if (codes !== undefined && answers.every((one) => codes.includes(one))) return [];
    const right = 'an earlier question of kind choice or yes_no, with answers it offers';
    return [{ pointer: `${at}/when/answers/${asked}`, right }];
  });
}

function findCrossFaults(form: Form): readonly Finding[] {
  const findings: Finding[] = [...findUnknownCodes(form)];
  if (form.closesAt <= form.opensAt) {
    findings.push({ pointer: '/closesAt', right: 'an instant after opensAt' });
  }
  for (const [name, { from }] of Object.entries(form.facts)) {
    if (
      isFactPlace(
        from,
        form.questions.filter(({ kind }) => kind !== 'repeat'),
      )
    )
      continue;
    findings.push({
      pointer: `/facts/${name}/from`,
      right: 'a part of a claim, or answers.<code>',
    });
  }
  for (const list of ['partyClasses', 'categories', 'kinds', 'services', 'questions'] as const) {
    const codes = form[list].map((entry) => entry.code);
    for (const [index, entry] of codes.entries()) {
      if (codes.indexOf(entry) !== index) {
        findings.push({ pointer: `/${list}/${index}/code`, right: 'a code used once' });
      }
    }
  }
  const test = form.lossTest;
  if (test !== undefined && !form.evidenceKinds.some((kind) => kind.code === test.evidenceKind)) {
    findings.push({ pointer: '/lossTest/evidenceKind', right: 'one of evidenceKinds' });
  }
  return findings;
}

/** A questionnaire document, codes that it does not have itself among what is wrong with it. */
export const questionnaireDocument = questionnaireSchema.superRefine((form, ctx) => {
  for (const { pointer, right } of findCrossFaults(form)) {
    const path = pointer
      .split('/')
      .slice(1)
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    ctx.addIssue({ code: 'custom', path, message: right });
  }
});

/** Reads a questionnaire document; every finding at once, each with its JSON Pointer. */
export function parseQuestionnaire(
  document: unknown,
): Outcome<Questionnaire, QuestionnaireRefusal> {
  const read = questionnaireDocument.safeParse(document);
  if (!read.success) {
    const findings = read.error.issues.map((issue) => ({
      pointer: `/${issue.path.map(String).join('/')}`,
      right: issue.message,
    }));
    return refuse({ code: 'questionnaire_malformed', findings });
  }
  // Undefined members that zod leaves out are absent; the shapes are otherwise the same.
  return accept(read.data as Questionnaire);
}
