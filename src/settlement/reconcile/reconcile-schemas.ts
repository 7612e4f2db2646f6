import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import { alarmCodes, type PayoutAlarm } from '../payouts/alarm-store.ts';
import { payoutStates } from '../payouts/payout.ts';
import {
  actorOrNullSchema,
  amountOrNullSchema,
  amountSchema,
  instantInputSchema,
  instantSchema,
  limitSchema,
  type Names,
  renderActorOrNull,
  renderAmount,
  renderAmountOrNull,
  renderMoment,
} from '../schemas.ts';
import { exceptionEndings } from './exception-commands.ts';
import type { ReconciliationException } from './exception-queries.ts';
import { exceptionCodes, suggestions } from './match-line.ts';

/** Path of one rail. */
export const railPathSchema = z.object({ rail: z.string().min(1).max(64) });

/** Body of POST /api/v1/rails/{rail}/reconciliations: a half-open window. */
export const windowSchema = z
  .object({ from: instantInputSchema, until: instantInputSchema })
  .refine(({ from, until }) => from < until, {
    path: ['until'],
    message: 'an instant after `from` is expected',
  });

/** Query of GET /api/v1/reconciliation-exceptions. */
export const exceptionsQuerySchema = z.object({
  incidentId: z.uuid(),
  state: z.enum(['open', 'resolved']).optional(),
  after: z.string().max(400).optional(),
  limit: limitSchema,
});

/** Names one exception. */
export const exceptionNameSchema = z
  .strictObject({
    rail: z.string().min(1).max(64),
    lineId: z.string().min(1).max(200),
    code: z.enum(exceptionCodes),
  })
  .openapi('ExceptionName');

/** An exception to close, and how. */
export const resolutionSchema = exceptionNameSchema.extend({
  ending: z.enum(exceptionEndings).default('dealt_with'),
});

/** Path of one alarm. */
export const alarmPathSchema = z.object({ alarmId: z.uuid() });
export const resolvedAlarmSchema = z.strictObject({ alarmId: z.string() }).openapi('ResolvedAlarm');

/** Payouts that a person has to look at. */
export const alarmListSchema = z.array(
  z
    .strictObject({
      id: z.string(),
      rail: z.string(),
      reference: z.string(),
      payoutId: z.string().nullable(),
      code: z.enum(alarmCodes),
      state: z.union([z.enum(payoutStates), z.null()]),
      amount: amountOrNullSchema,
      raisedAt: instantSchema,
      resolvedAt: instantSchema.nullable(),
      resolvedBy: actorOrNullSchema,
    })
    .openapi('PayoutAlarm'),
);

/** Renders an alarm. */
export function renderAlarm(
  alarm: PayoutAlarm,
  names: Names,
): z.output<typeof alarmListSchema>[number] {
  const { id, rail, reference, payoutId, code, state } = alarm;
  return {
    ...{ id, rail, reference, payoutId, code, state },
    amount: renderAmountOrNull(alarm.amountMinor, alarm.currency),
    raisedAt: renderInstant(alarm.raisedAt),
    resolvedAt: renderMoment(alarm.resolvedAt),
    resolvedBy: renderActorOrNull(alarm.resolvedBy, names),
  };
}

/** What reading a statement did. */
export const reconciliationSchema = z
  .strictObject({
    lineCount: z.number().int(),
    repeatedCount: z.number().int(),
    confirmedCount: z.number().int(),
    returnedCount: z.number().int(),
    exceptionCount: z.number().int(),
  })
  .openapi('Reconciliation');

/** A page of exceptions; `next` is absent on the last. */
export const exceptionPageSchema = z
  .strictObject({
    exceptions: z.array(
      z
        .strictObject({
          rail: z.string(),
          lineId: z.string(),
          code: z.enum(exceptionCodes),
          suggestion: z.enum(suggestions),
          reference: z.string(),
          direction: z.enum(['paid', 'returned']),
          amount: amountSchema,
          bookedAt: instantSchema,
          payoutId: z.string().nullable(),
          raisedAt: instantSchema,
          resolvedAt: instantSchema.nullable(),
          resolvedBy: actorOrNullSchema,
        })
        .openapi('ReconciliationException'),
    ),
    next: z.string().optional(),
  })
  .openapi('ReconciliationExceptionPage');

/** Renders an exception. */
export function renderException(
  exception: ReconciliationException,
  names: Names,
): z.output<typeof exceptionPageSchema>['exceptions'][number] {
  const { amountMinor, currency, bookedAt, raisedAt, resolvedAt, resolvedBy, ...rest } = exception;
  return {
    ...rest,
    amount: renderAmount(amountMinor, currency),
    bookedAt: renderInstant(bookedAt),
    raisedAt: renderInstant(raisedAt),
    resolvedAt: renderMoment(resolvedAt),
    resolvedBy: renderActorOrNull(resolvedBy, names),
  };
}
