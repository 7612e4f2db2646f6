import { z } from 'zod';
import { type Instant, parseInstant, renderInstant } from '../../../kernel/index.ts';
import type { RailAnswer, RailPayment, StatementLine } from '../rail.ts';

/** Minor units as text or as a whole number that is exact. */
const minorSchema = z
  .union([z.string().regex(/^\d{1,18}$/), z.int().nonnegative()])
  .transform(BigInt);

const instantSchema = z.string().transform((text, ctx) => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  ctx.addIssue({ code: 'custom', message: 'an RFC 3339 instant with an offset is expected' });
  return z.NEVER;
});

const isGood = (state: string): boolean => state === 'accepted' || state === 'confirmed';

const reasonSchema = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);

/** What the app says of one grant. @source docs/operating/app-rail.md */
export const grantStateSchema = z
  .object({
    reference: z.string().min(1).max(64),
    state: z.enum(['accepted', 'confirmed', 'rejected', 'returned']),
    reasonCode: reasonSchema.optional(),
    isFinal: z.boolean().optional(),
    version: minorSchema.optional(),
    amountMinor: minorSchema.optional(),
    currency: z.string().length(3).optional(),
  })
  .refine(({ state, reasonCode }) => isGood(state) || reasonCode !== undefined, {
    path: ['reasonCode'],
    message: 'of what is rejected or returned the reason is expected',
  });

/** What the app says was used. */
export const grantUseSchema = z.object({
  useId: z.string().min(1).max(200),
  partyId: z.string().min(1).max(200),
  remedy: z.enum(['points', 'credit', 'voucher']),
  amountMinor: minorSchema.refine((minor) => minor > 0n, 'an amount above zero is expected'),
  currency: z.string().length(3),
  usedAt: instantSchema,
});

/** A message of the app. */
export const appMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('grant.state'), data: grantStateSchema }),
  z.object({ type: z.literal('grant.used'), data: grantUseSchema }),
]);

/** The answer to a look-up. */
export const lookUpAnswerSchema = z.object({ grants: z.array(grantStateSchema).max(1_000) });

/** A page of the app's own account of what it gave and took back. */
export const statementAnswerSchema = z.object({
  lines: z
    .array(
      z.object({
        lineId: z.string().min(1).max(200),
        reference: z.string().min(1).max(64),
        direction: z.enum(['paid', 'returned']),
        amountMinor: minorSchema,
        currency: z.string().length(3),
        bookedAt: instantSchema,
      }),
    )
    .max(1_000),
  next: z.string().min(1).max(400).optional(),
});

/** Gives what the app said of a grant as a rail's answer. */
export function answerOf(said: z.output<typeof grantStateSchema>): RailAnswer {
  const { state, reasonCode = 'unknown', isFinal = false, version, amountMinor, currency } = said;
  const about = {
    ...(version === undefined ? {} : { version }),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(currency === undefined ? {} : { currency }),
  };
  if (state === 'rejected') return { state, reasonCode, isFinal, ...about };
  return state === 'returned' ? { state, reasonCode, ...about } : { state, ...about };
}

/** Gives the lines of a page that are in the window asked for. */
export function linesOf(
  page: z.output<typeof statementAnswerSchema>,
  window: { readonly from: Instant; readonly until: Instant },
): StatementLine[] {
  return page.lines.filter(({ bookedAt }) => bookedAt >= window.from && bookedAt < window.until);
}

function messageOf(type: string, at: Instant, data: unknown): string {
  return JSON.stringify({ type, timestamp: renderInstant(at), data });
}

/** Writes the message that asks the app to give one thing to one party. */
export function renderRequest(payment: RailPayment, at: Instant): string {
  const { reference, amountMinor, currency, payeeRef, grant } = payment;
  return messageOf('grant.requested', at, {
    reference,
    partyId: payeeRef.replace(/^party:/, ''),
    remedy: grant?.remedy ?? 'points',
    name: grant?.name ?? null,
    quantity: grant?.quantity ?? null,
    unit: grant?.unit ?? null,
    amountMinor: amountMinor.toString(),
    currency,
    expiresAt: grant?.expiresAt == null ? null : renderInstant(grant.expiresAt),
  });
}

/** Writes the message that asks what became of some grants. */
export function renderLookUp(references: readonly string[], at: Instant): string {
  return messageOf('grants.lookup', at, { references });
}

/** Writes the message that asks for a page of the app's own account. */
export function renderStatementRequest(
  asked: { readonly from: Instant; readonly until: Instant; readonly after?: string | undefined },
  at: Instant,
): string {
  const { from, until, after } = asked;
  const window = { from: renderInstant(from), until: renderInstant(until) };
  return messageOf('grants.statement', at, {
    ...window,
    ...(after === undefined ? {} : { after }),
  });
}
