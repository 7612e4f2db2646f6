import { z } from '@hono/zod-openapi';
import {
  type Instant,
  isUuid,
  type JsonValue,
  parseCurrency,
  parseInstant,
  renderInstant,
} from '../kernel/index.ts';
import { claimStates } from './claim.ts';
import { readPurposes } from './review/desk/read-purpose.ts';
import { parseCursor } from './review/queue/queue-filter.ts';
import { decisionOutcomes } from './review/reason-code.ts';
import { apiChannels, channels } from './submit-claim.ts';
import { ticketSchema } from './wire/claim-schemas.ts';
import { optional } from './wire/optional.ts';

const code = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, 'a code such as talk_channel');
// Folded, because the database gives ids in small letters (RFC 9562, section 4).
const uuid = z
  .string()
  .refine(isUuid, 'a UUID')
  .transform((id) => id.toLowerCase());
const versionMax = 2_147_483_647;

function parsed<T>(parse: (text: string) => T | undefined, right: string) {
  return z.string().transform((text, ctx) => {
    const value = parse(text);
    if (value !== undefined) return value;
    ctx.addIssue({ code: 'custom', message: right });
    return z.NEVER;
  });
}

const instant = parsed(parseInstant, 'an instant with offset, such as 2022-10-19T11:00:00+09:00');
const currency = parsed(parseCurrency, 'an ISO 4217 code such as KRW');

const minor = z
  .string()
  .regex(/^\d{1,18}$/, 'whole minor units as text, such as "300000"')
  .transform(BigInt);
const answerValue = z.union([z.string().max(4000), z.boolean(), z.number()]);
const answerItems = z.array(z.record(z.string().max(64), answerValue)).max(50);
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
  onBehalfOf: optional(
    z.strictObject({
      name: z.string().min(1).max(200),
      relation: z.string().min(1).max(200),
      authority: z.string().min(1).max(200),
    }),
  ),
  lossCorrection: optional(
    z.strictObject({
      bestWeekMinor: optional(z.string().regex(/^\d{1,15}$/)),
      outageWeekMinor: optional(z.string().regex(/^\d{1,15}$/)),
      note: optional(z.string().max(2000)),
    }),
  ),
});
const evidence = z.strictObject({
  kind: code,
  filename: z.string().min(1).max(255),
  contentBase64: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
});

const claimBody = <P extends z.ZodType, C extends z.ZodType>(personalPart: P, channel: C) =>
  z
    .strictObject({
      claimId: uuid,
      incidentId: uuid,
      questionnaireVersion: z.number().int().min(1).max(versionMax),
      channel,
      partyClass: code,
      partyId: optional(z.string().min(1).max(200)),
      category: code,
      kind: code,
      service: code,
      functionName: code,
      statedLossMinor: optional(minor),
      currency,
      answers: z.record(z.string().max(64), z.union([answerValue, answerItems])).default({}),
      personal: optional(personalPart),
      evidence: z.array(evidence).max(20).default([]),
      receivedAt: optional(instant),
      ticket: optional(ticketSchema),
    })
    .transform(({ evidence: documents, ...rest }) => ({
      ...rest,
      evidence: documents.map(({ contentBase64: bytes, ...document }) => ({ ...document, bytes })),
    }));

const apiChannel = z
  .enum(apiChannels, 'nothing: it came by the API; whoever enters it for somebody else says how')
  .default('api');

/**
 * POST /api/v1/claims; money in minor units as text, files as base64. How a claim came is known, not
 * said: `phone`, `csv` and `paper` are for staff who may enter claims.
 */
export const submitClaimSchema = claimBody(personal, apiChannel);

/** A claim that this site sealed into a page itself: also what only the site may say of a person. */
export const keptClaimSchema = claimBody(
  z.strictObject({
    ...personal.shape,
    vouched: optional(
      z.strictObject({
        account: z.string().max(200),
        plan: optional(z.string().max(200)),
        usage: optional(z.string().max(200)),
      }),
    ),
  }),
  z.enum(channels),
);

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
  version: optional(z.coerce.number().int().min(1).max(versionMax)),
});
/** The version that was read before a new one is published; 0 where there was none. */
export const baseVersionQuerySchema = z.object({
  baseVersion: optional(z.coerce.number().int().min(0).max(versionMax)),
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
  after: optional(
    z.string().refine((text) => parseCursor(text) !== undefined, 'the `next` of the page before'),
  ),
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
