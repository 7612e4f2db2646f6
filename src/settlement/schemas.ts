import { z } from '@hono/zod-openapi';
import { type JsonValue, parseCurrency, parseInstant, renderInstant } from '../kernel/index.ts';
import type { PayoutRun } from './payouts/store.ts';
import type { AccountBalance, PayoutCount, TrialBalance } from './queries.ts';

const currency = z
  .string()
  .openapi({ example: 'KRW' })
  .refine((code) => parseCurrency(code) !== undefined, 'an ISO 4217 code such as KRW is expected');

/** Query of the lists of one incident. */
export const incidentQuerySchema = z.object({ incidentId: z.uuid() });

/** Query of GET /api/v1/ledger/balances. */
export const balancesQuerySchema = z.object({
  incidentId: z.uuid(),
  at: z
    .string()
    .openapi({ format: 'date-time' })
    .transform((text, ctx) => {
      const instant = parseInstant(text);
      if (instant !== undefined) return instant;
      ctx.addIssue({ code: 'custom', message: 'an RFC 3339 instant with an offset is expected' });
      return z.NEVER;
    })
    .optional(),
});

/** Body of POST /api/v1/payout-runs. The id is the caller's: sent again, it prepares nothing new. */
export const prepareRunSchema = z.object({
  runId: z.uuid(),
  incidentId: z.uuid(),
  currency,
  rail: z.string().min(1),
});

/** Path of one payout run. */
export const runPathSchema = z.object({ runId: z.uuid() });

function renderAmount(amountMinor: bigint, code: string): JsonValue {
  return { amountMinor: amountMinor.toString(), currency: code };
}

function renderMoment(at: Parameters<typeof renderInstant>[0] | null): string | null {
  return at === null ? null : renderInstant(at);
}

/** Renders a payout run, with its payouts counted by state. */
export function renderRun(run: PayoutRun, counts: readonly PayoutCount[] = []): JsonValue {
  return {
    id: run.id,
    incidentId: run.incidentId,
    rail: run.rail,
    state: run.state,
    payoutCount: Number(run.payoutCount),
    total: renderAmount(run.totalMinor, run.currency),
    digest: run.digest,
    preparedBy: run.preparedBy,
    preparedAt: renderInstant(run.preparedAt),
    approvedBy: run.approvedBy,
    approvedAt: renderMoment(run.approvedAt),
    sentAt: renderMoment(run.sentAt),
    payouts: counts.map(({ state, payoutCount, amountMinor }) => ({
      state,
      payoutCount: Number(payoutCount),
      amount: renderAmount(amountMinor, run.currency),
    })),
  };
}

/** Renders balances and the trial balance they sum to. */
export function renderBalances(
  balances: readonly AccountBalance[],
  trial: readonly TrialBalance[],
): JsonValue {
  return {
    accounts: balances.map((account) => ({
      code: account.code,
      kind: account.kind,
      debits: renderAmount(account.debitsPostedMinor, account.currency),
      credits: renderAmount(account.creditsPostedMinor, account.currency),
      pending: renderAmount(account.pendingMinor, account.currency),
      balance: renderAmount(account.balanceMinor, account.currency),
    })),
    trialBalance: trial.map((row) => ({
      currency: row.currency,
      sum: renderAmount(row.sumMinor, row.currency),
      transferCount: Number(row.transferCount),
    })),
  };
}
