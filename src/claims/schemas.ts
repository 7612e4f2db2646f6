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
import type { Questionnaire } from './questionnaire.ts';
import { decisionOutcomes } from './review/reason-code.ts';
import { channels } from './submit-claim.ts';

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

const question = z
  .strictObject({
    ...choice.shape,
    kind: z.enum(['choice', 'money', 'count', 'ratio', 'text', 'yes_no', 'date', 'instant']),
    choices: z.array(choice).default([]),
    isRequired: z.boolean().default(false),
    partyClasses: z.array(code).optional(),
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

const words = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });
const service = z.strictObject({
  ...choice.shape,
  functions: choices,
  covered: words.optional(),
});

const questionnaireSchema = z.strictObject({
  version: z.number().int().min(1),
  opensAt: instant,
  closesAt: instant,
  currency,
  partyClasses: choices,
  categories: choices,
  kinds: choices,
  services: z.array(service).min(1),
  questions: z.array(question).default([]),
  evidenceKinds: z.array(choice).default([]),
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

function findCrossFaults(form: z.output<typeof questionnaireSchema>) {
  const findings: { pointer: string; right: string }[] = [];
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
  name: z.string().max(200).exactOptional(),
  contact: z.string().max(200).exactOptional(),
  payee: z
    .strictObject({
      bank: z.string().min(1).max(100),
      account: z.string().min(1).max(50),
      holder: z.string().min(1).max(100),
    })
    .exactOptional(),
  freeText: z.string().max(10_000).exactOptional(),
  locale: z.enum(['ko', 'en']).exactOptional(),
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
    partyId: z.string().min(1).max(200).exactOptional(),
    category: code,
    kind: code,
    service: code,
    functionName: code,
    statedLossMinor: minor.exactOptional(),
    currency,
    answers: z.record(z.string().max(64), answerValue).default({}),
    personal: personal.exactOptional(),
    evidence: z.array(evidence).max(20).default([]),
    receivedAt: instant.exactOptional(),
  })
  .transform(({ evidence: documents, ...rest }) => ({
    ...rest,
    evidence: documents.map(({ contentBase64: bytes, ...document }) => ({ ...document, bytes })),
  }));

const awardLine = z.strictObject({
  remedy: z.enum(['cash', 'credit', 'points', 'extension', 'voucher', 'item']),
  name: z.string().max(200).exactOptional(),
  amountMinor: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .exactOptional(),
  currency: currency.exactOptional(),
  quantity: z.string().max(40).exactOptional(),
  unit: z.string().max(40).exactOptional(),
  clause: z.string().min(1),
  policyHash: z.string().regex(/^[0-9a-f]{64}$/),
  exact: z.string().max(80).exactOptional(),
});

/** POST /api/v1/claims/{claimId}/decisions. */
export const decisionSchema = z.strictObject({
  decisionId: uuid,
  outcome: z.enum(decisionOutcomes),
  reasonCode: code,
  awards: z.array(awardLine).max(20).exactOptional(),
  note: z.string().max(4000).exactOptional(),
});

export const claimPathSchema = z.object({ claimId: uuid });
export const decisionPathSchema = z.object({ decisionId: uuid });
export const numberPathSchema = z.object({ claimNumber: z.string().min(10).max(64) });
export const tokenQuerySchema = z.object({ token: z.string().max(64).exactOptional() });

/** GET /api/v1/claims: filters, and the cursor of the page before. */
export const listClaimsSchema = z.object({
  incidentId: uuid,
  state: code.exactOptional(),
  service: code.exactOptional(),
  partyClass: code.exactOptional(),
  category: code.exactOptional(),
  suggestion: code.exactOptional(),
  after: z.string().max(200).exactOptional(),
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
