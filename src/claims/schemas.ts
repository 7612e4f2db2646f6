import { z } from '@hono/zod-openapi';
import {
  accept,
  type Instant,
  isUuid,
  type JsonValue,
  type Outcome,
  parseCurrency,
  parseInstant,
  parseLocalDate,
  refuse,
  renderInstant,
} from '../kernel/index.ts';
import { isFactPlace } from './assess-claim.ts';
import { claimStates } from './claim.ts';
import type { Questionnaire } from './questionnaire.ts';
import { readPurposes } from './review/desk/read-purpose.ts';
import { decisionOutcomes } from './review/reason-code.ts';
import { channels } from './submit-claim.ts';
import { ticketSchema } from './wire/claim-schemas.ts';
import { optional } from './wire/optional.ts';

const code = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a code such as talk_channel');
const choice = z.strictObject({ code, ko: z.string().min(1), en: z.string().min(1) });
const choices = z.array(choice).min(1);
const uuid = z.string().refine(isUuid, 'a UUID');

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
});

const question = z
  .strictObject({
    ...choice.shape,
    kind: z.enum(['choice', 'money', 'count', 'ratio', 'text', 'yes_no', 'date', 'instant']),
    choices: z.array(choice).default([]),
    isRequired: z.boolean().default(false),
    hint: words.optional(),
    partyClasses: z.array(code).optional(),
    when: condition.optional(),
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
    .strictObject({ ...words.shape, partyClasses: z.array(code).min(1).optional() })
    .optional(),
});

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
  const lists = ['partyClasses', 'kinds', 'services'] as const;
  const checkWhen = (at: string, when: z.output<typeof condition> | undefined): Finding[] =>
    lists.flatMap((list) => check(list, `${at}/when/${list}`, when?.[list]));
  return [
    ...form.services.flatMap(({ category, covered }, at) => [
      ...check('categories', `/services/${at}/category`, category === undefined ? [] : [category]),
      ...check('partyClasses', `/services/${at}/covered/partyClasses`, covered?.partyClasses),
    ]),
    ...form.questions.flatMap(({ partyClasses, when }, at) => [
      ...check('partyClasses', `/questions/${at}/partyClasses`, partyClasses),
      ...checkWhen(`/questions/${at}`, when),
    ]),
    ...form.evidenceKinds.flatMap(({ when }, at) => checkWhen(`/evidenceKinds/${at}`, when)),
  ];
}

function findCrossFaults(form: Form): readonly Finding[] {
  const findings: Finding[] = [...findUnknownCodes(form)];
  if (form.closesAt <= form.opensAt) {
    findings.push({ pointer: '/closesAt', right: 'an instant after opensAt' });
  }
  for (const [name, { from }] of Object.entries(form.facts)) {
    if (isFactPlace(from, form.questions)) continue;
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

/** Reads a questionnaire document; every finding at once, each with its JSON Pointer. */
export function parseQuestionnaire(
  document: unknown,
): Outcome<Questionnaire, QuestionnaireRefusal> {
  const read = questionnaireSchema.safeParse(document);
  if (!read.success) {
    const findings = read.error.issues.map((issue) => ({
      pointer: `/${issue.path.map(String).join('/')}`,
      right: issue.message,
    }));
    return refuse({ code: 'questionnaire_malformed', findings });
  }
  const findings = findCrossFaults(read.data);
  if (findings.length > 0) return refuse({ code: 'questionnaire_malformed', findings });
  // Undefined members that zod leaves out are absent; the shapes are otherwise the same.
  return accept(read.data as Questionnaire);
}

const minor = z
  .string()
  .regex(/^\d{1,18}$/, 'whole minor units as text, such as "300000"')
  .transform(BigInt);
const answerValue = z.union([z.string().max(4000), z.boolean(), z.number()]);
const personal = z.strictObject({
  name: optional(z.string().max(200)),
  contact: optional(z.string().max(200)),
  payee: optional(
    z.strictObject({
      bank: z.string().min(1).max(100),
      account: z.string().min(1).max(50),
      holder: z.string().min(1).max(100),
    }),
  ),
  freeText: optional(z.string().max(10_000)),
  device: optional(z.string().max(100)),
  locale: optional(z.enum(['ko', 'en'])),
});
const evidence = z.strictObject({
  kind: code,
  filename: z.string().min(1).max(255),
  contentBase64: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
});

/** POST /api/v1/claims; money in minor units as text, files as base64. */
export const submitClaimSchema = z
  .strictObject({
    claimId: uuid,
    incidentId: uuid,
    questionnaireVersion: z.number().int().min(1),
    channel: z.enum(channels).default('api'),
    partyClass: code,
    partyId: optional(z.string().min(1).max(200)),
    category: code,
    kind: code,
    service: code,
    functionName: code,
    statedLossMinor: optional(minor),
    currency,
    answers: z.record(z.string().max(64), answerValue).default({}),
    personal: optional(personal),
    evidence: z.array(evidence).max(20).default([]),
    receivedAt: optional(instant),
    ticket: optional(ticketSchema),
  })
  .transform(({ evidence: documents, ...rest }) => ({
    ...rest,
    evidence: documents.map(({ contentBase64: bytes, ...document }) => ({ ...document, bytes })),
  }));

export const awardLine = z.strictObject({
  remedy: z.enum(['cash', 'credit', 'points', 'extension', 'voucher', 'item']),
  name: optional(z.string().max(200)),
  amountMinor: optional(z.string().regex(/^[1-9]\d{0,17}$/)),
  currency: optional(currency),
  quantity: optional(z.string().max(40)),
  unit: optional(z.string().max(40)),
  clause: z.string().min(1),
  policyHash: z.string().regex(/^[0-9a-f]{64}$/),
  exact: optional(z.string().max(80)),
});

/** POST /api/v1/claims/{claimId}/decisions. */
export const decisionSchema = z.strictObject({
  decisionId: uuid,
  outcome: z.enum(decisionOutcomes),
  reasonCode: code,
  awards: optional(z.array(awardLine).max(20)),
  note: optional(z.string().max(4000)),
});

export const claimPathSchema = z.object({ claimId: uuid });
export const incidentPathSchema = z.object({ incidentId: uuid });
export const incidentQuerySchema = z.object({ incidentId: uuid });
export const evidencePathSchema = z.object({ claimId: uuid, evidenceId: uuid });
export const versionQuerySchema = z.object({
  version: optional(z.coerce.number().int().min(1)),
});
export const decisionPathSchema = z.object({ decisionId: uuid });
export const numberPathSchema = z.object({ claimNumber: z.string().min(10).max(64) });
export const tokenQuerySchema = z.object({ token: optional(z.string().max(64)) });

export const purposeQuerySchema = z.object({ purpose: optional(z.enum(readPurposes)) });

/** A part of an incident's claims that are alike in what queues are cut by. */
export const claimPart = {
  service: optional(code),
  functionName: optional(code),
  partyClass: optional(code),
  category: optional(code),
  kind: optional(code),
  suggestion: optional(code),
  channel: optional(z.enum(channels)),
};

/** GET /api/v1/claims: filters, and the cursor of the page before. */
export const listClaimsSchema = z.object({
  incidentId: uuid,
  state: optional(z.enum(claimStates)),
  ...claimPart,
  /** a member of staff, or `nobody` */
  assignedTo: optional(z.string().max(100)),
  priority: optional(z.coerce.number().int().min(1).max(3)),
  isAppealed: optional(z.stringbool()),
  /** a claim number as people type it, or its beginning */
  number: optional(z.string().min(1).max(40)),
  after: optional(z.string().max(200)),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** Renders a record for the wire: bigints as text, members that end in `At` as RFC 3339. */
export function renderJson(value: unknown): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => {
      if (typeof item === 'bigint') return String(item);
      const isInstant = typeof item === 'number' && /(At|_at)$/.test(key);
      return isInstant ? renderInstant(item as Instant) : item;
    }),
  );
}
