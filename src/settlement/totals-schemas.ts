import { z } from '@hono/zod-openapi';
import type { ClassTotal, IssueTotal, SettlementTotals } from './queries.ts';
import { amountOrNullSchema, amountSchema, renderAmount, renderAmountOrNull } from './schemas.ts';

const count = z.number().int();

/** What is owed and paid: in all, in cash by class and clause, in kind by remedy. */
export const totalsSchema = z
  .strictObject({
    currencies: z.array(
      z
        .strictObject({
          currency: z.string(),
          decidedCount: count,
          decided: amountSchema,
          owed: amountSchema,
          inFlight: amountSchema,
          paid: amountSchema,
          returned: amountSchema,
          unclaimed: amountSchema,
          givenAway: amountSchema,
          statementPaid: amountSchema,
          statementReturned: amountSchema,
          otherPaid: amountSchema,
          statementFees: amountSchema,
          isDecidedInLedger: z.boolean(),
          isLedgerInStatement: z.boolean(),
        })
        .openapi('SettlementTotal'),
    ),
    classes: z.array(
      z.strictObject({
        partyClass: z.string(),
        clause: z.string(),
        awardCount: count,
        awarded: amountSchema,
        paidCount: count,
        paid: amountSchema,
        returnedCount: count,
      }),
    ),
    issues: z.array(
      z.strictObject({
        remedy: z.string(),
        name: z.string().nullable(),
        clause: z.string(),
        unit: z.string().nullable(),
        quantity: z.string().nullable(),
        partyCount: count,
        amount: amountOrNullSchema,
      }),
    ),
  })
  .openapi('SettlementTotals');

function renderCurrency(totals: SettlementTotals) {
  const { currency, isDecidedInLedger, isLedgerInStatement } = totals;
  const amount = (minor: bigint) => renderAmount(minor, currency);
  return {
    currency,
    decidedCount: Number(totals.decidedCount),
    decided: amount(totals.decidedMinor),
    owed: amount(totals.owedMinor),
    inFlight: amount(totals.inFlightMinor),
    paid: amount(totals.paidMinor),
    returned: amount(totals.returnedMinor),
    unclaimed: amount(totals.unclaimedMinor),
    givenAway: amount(totals.givenAwayMinor),
    statementPaid: amount(totals.statementPaidMinor),
    statementReturned: amount(totals.statementReturnedMinor),
    otherPaid: amount(totals.otherPaidMinor),
    statementFees: amount(totals.statementFeesMinor),
    isDecidedInLedger,
    isLedgerInStatement,
  };
}

/** Renders what is owed and paid. */
export function renderTotals(read: {
  readonly totals: readonly SettlementTotals[];
  readonly classes: readonly ClassTotal[];
  readonly issues: readonly IssueTotal[];
}): z.output<typeof totalsSchema> {
  return {
    currencies: read.totals.map(renderCurrency),
    classes: read.classes.map((total) => ({
      partyClass: total.partyClass,
      clause: total.clause,
      awardCount: Number(total.awardCount),
      awarded: renderAmount(total.awardedMinor, total.currency),
      paidCount: Number(total.paidCount),
      paid: renderAmount(total.paidMinor, total.currency),
      returnedCount: Number(total.returnedCount),
    })),
    issues: read.issues.map(({ partyCount, amountMinor, currency, ...issue }) => ({
      ...issue,
      partyCount: Number(partyCount),
      amount: renderAmountOrNull(amountMinor, currency),
    })),
  };
}
