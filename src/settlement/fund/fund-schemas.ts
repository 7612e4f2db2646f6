import { z } from '@hono/zod-openapi';
import type { GrantTotal } from '../grants/grant-queries.ts';
import {
  amountOrNullSchema,
  amountSchema,
  instantInputSchema,
  renderAmount,
  renderAmountOrNull,
} from '../schemas.ts';
import type { DayTotals, Fund } from './fund-queries.ts';

/** Query of the fund, now or at a past instant. */
export const fundQuerySchema = z.object({
  incidentId: z.uuid(),
  at: instantInputSchema.optional(),
});

const fundNames = [
  ...['setAside', 'provision', 'approved', 'owed', 'reserved', 'inFlight', 'paid', 'returned'],
  ...['unclaimed', 'givenAway', 'outstanding', 'fees', 'toRecover', 'unitsPromised', 'unitsHeld'],
  ...['unitsUsed', 'unitsExpired'],
] as const;

/** Where the money of an incident stands, per currency. */
export const fundSchema = z.array(
  z
    .strictObject({
      currency: z.string(),
      setAside: amountSchema,
      provision: amountSchema,
      approved: amountSchema,
      owed: amountSchema,
      reserved: amountSchema,
      inFlight: amountSchema,
      paid: amountSchema,
      returned: amountSchema,
      unclaimed: amountSchema,
      givenAway: amountSchema,
      outstanding: amountSchema,
      fees: amountSchema,
      toRecover: amountSchema,
      unitsPromised: amountSchema,
      unitsHeld: amountSchema,
      unitsUsed: amountSchema,
      unitsExpired: amountSchema,
    })
    .openapi('Fund'),
);

/** Renders where the money of an incident stands. */
export function renderFunds(funds: readonly Fund[]): z.output<typeof fundSchema> {
  return funds.map((fund) => {
    const { currency } = fund;
    const amounts = fundNames.map((name) => {
      const minor = (fund as unknown as Record<string, bigint>)[`${name}Minor`] ?? 0n;
      return [name, renderAmount(minor, currency)] as const;
    });
    return { currency, ...Object.fromEntries(amounts) } as z.output<typeof fundSchema>[number];
  });
}

/** Decisions, ledger and statements day by day. */
export const daysSchema = z.array(
  z
    .strictObject({
      day: z.string(),
      decided: amountSchema,
      ledgerAwarded: amountSchema,
      ledgerPaid: amountSchema,
      statement: amountSchema,
      decidedSoFar: amountSchema,
      ledgerAwardedSoFar: amountSchema,
      ledgerPaidSoFar: amountSchema,
      statementSoFar: amountSchema,
      isDecidedInLedger: z.boolean(),
      isLedgerInStatement: z.boolean(),
    })
    .openapi('SettlementDay'),
);

/** Renders decisions, ledger and statements day by day. */
export function renderDays(days: readonly DayTotals[]): z.output<typeof daysSchema> {
  return days.map((day) => {
    const amount = (minor: bigint) => renderAmount(minor, day.currency);
    return {
      day: day.day,
      decided: amount(day.decidedMinor),
      ledgerAwarded: amount(day.ledgerAwardedMinor),
      ledgerPaid: amount(day.ledgerPaidMinor),
      statement: amount(day.statementMinor),
      decidedSoFar: amount(day.decidedSoFarMinor),
      ledgerAwardedSoFar: amount(day.ledgerAwardedSoFarMinor),
      ledgerPaidSoFar: amount(day.ledgerPaidSoFarMinor),
      statementSoFar: amount(day.statementSoFarMinor),
      isDecidedInLedger: day.isDecidedInLedger,
      isLedgerInStatement: day.isLedgerInStatement,
    };
  });
}

/** What was granted other than in cash: its nominal worth, and apart from it what it costs. */
export const grantTotalsSchema = z.array(
  z
    .strictObject({
      remedy: z.string(),
      name: z.string().nullable(),
      unit: z.string().nullable(),
      partyCount: z.number().int(),
      nominal: amountOrNullSchema,
      expectedCost: amountOrNullSchema,
      costSource: z.string().nullable(),
      givenCount: z.number().int(),
      given: amountOrNullSchema,
      used: amountOrNullSchema,
      expired: amountOrNullSchema,
    })
    .openapi('GrantTotal'),
);

/** Renders what was granted other than in cash. */
export function renderGrantTotals(
  totals: readonly GrantTotal[],
): z.output<typeof grantTotalsSchema> {
  return totals.map((total) => {
    const { currency } = total;
    return {
      remedy: total.remedy,
      name: total.name,
      unit: total.unit,
      partyCount: Number(total.partyCount),
      nominal: renderAmountOrNull(total.nominalMinor, currency),
      expectedCost: renderAmountOrNull(total.expectedCostMinor, total.costCurrency),
      costSource: total.costSource,
      givenCount: Number(total.givenCount),
      given: renderAmountOrNull(total.givenMinor, currency),
      used: renderAmountOrNull(total.usedMinor, currency),
      expired: renderAmountOrNull(total.expiredMinor, currency),
    };
  });
}
