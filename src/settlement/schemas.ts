import { z } from '@hono/zod-openapi';
import {
  type CurrencyCode,
  type Instant,
  parseCurrency,
  parseInstant,
  renderInstant,
} from '../kernel/index.ts';

/** An ISO 4217 code in an input. */
export const currencySchema = z
  .string()
  .openapi({ example: 'KRW' })
  .refine((code) => parseCurrency(code) !== undefined, 'an ISO 4217 code such as KRW is expected');

/** An instant in an input, as RFC 3339 text. */
export const instantInputSchema = z
  .string()
  .openapi({ format: 'date-time' })
  .transform((text, ctx) => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    ctx.addIssue({ code: 'custom', message: 'an RFC 3339 instant with an offset is expected' });
    return z.NEVER;
  });

/** An amount above zero in minor units, as decimal text. */
export const amountInputSchema = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, 'a whole number of minor units above zero is expected')
  .openapi({ example: '30000' })
  .transform(BigInt);

/** Query of the lists of one incident. */
export const incidentQuerySchema = z.object({ incidentId: z.uuid() });

/** How many records a page of a list has. */
export const limitSchema = z.coerce.number().int().min(1).max(500).default(50);

/** An instant on the wire. */
export const instantSchema = z.string().openapi({ format: 'date-time' });

/** Money on the wire: minor units as decimal text. */
export const amountSchema = z
  .strictObject({ amountMinor: z.string(), currency: z.string() })
  .openapi('Amount');

/** Who did something; the name is absent for the platform itself. */
export const actorSchema = z
  .strictObject({ id: z.string(), name: z.string().optional() })
  .openapi('SettlementActor');

/** Money that there may be none of. A union, so that the client's type has both. */
export const amountOrNullSchema = z.union([amountSchema, z.null()]);

/** Somebody who may not have done it yet. */
export const actorOrNullSchema = z.union([actorSchema, z.null()]);

/** The names of members of staff by id. */
export type Names = ReadonlyMap<string, string>;

/** Renders money. */
export function renderAmount(
  amountMinor: bigint,
  currency: CurrencyCode,
): z.output<typeof amountSchema> {
  return { amountMinor: amountMinor.toString(), currency };
}

/** Renders money that there may be none of. */
export function renderAmountOrNull(
  amountMinor: bigint | null,
  currency: CurrencyCode | null,
): z.output<typeof amountSchema> | null {
  return amountMinor === null || currency === null ? null : renderAmount(amountMinor, currency);
}

/** Renders an instant that may not have come. */
export function renderMoment(at: Instant | null): string | null {
  return at === null ? null : renderInstant(at);
}

/** Renders who did something. */
export function renderActor(id: string, names: Names): z.output<typeof actorSchema> {
  const name = names.get(id);
  return name === undefined ? { id } : { id, name };
}

/** Renders who did something, when anybody has. */
export function renderActorOrNull(
  id: string | null,
  names: Names,
): z.output<typeof actorSchema> | null {
  return id === null ? null : renderActor(id, names);
}
