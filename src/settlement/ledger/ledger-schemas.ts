import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { AccountBalance, TrialBalance } from '../queries.ts';
import {
  amountInputSchema,
  amountSchema,
  currencySchema,
  instantInputSchema,
  instantSchema,
  limitSchema,
  renderAmount,
} from '../schemas.ts';
import { accountCodes, accountKinds } from './account.ts';
import type { TransferListItem } from './ledger-queries.ts';
import type { LedgerVerification } from './verify-commands.ts';
import { ledgerFindingCodes } from './verify-ledger.ts';

const accountCodeSchema = z.enum(accountCodes).openapi('AccountCode');

/** Query of GET /api/v1/ledger/balances. */
export const balancesQuerySchema = z.object({
  incidentId: z.uuid(),
  at: instantInputSchema.optional(),
});

/** Query of GET /api/v1/ledger/transfers; an account is named by code and currency together. */
export const transfersQuerySchema = z
  .object({
    incidentId: z.uuid(),
    account: accountCodeSchema.optional(),
    currency: currencySchema.optional(),
    after: z
      .string()
      .regex(/^\d{1,18}$/, 'the `next` of the page before is expected')
      .transform(BigInt)
      .optional(),
    limit: limitSchema,
  })
  .refine(({ account, currency }) => (account === undefined) === (currency === undefined), {
    path: ['currency'],
    message: 'account and currency are expected together',
  });

/** Body of POST /api/v1/ledger/provisions. The id is the caller's: sent again, it changes nothing. */
export const provisionSchema = z.object({
  provisionId: z.uuid(),
  incidentId: z.uuid(),
  amountMinor: amountInputSchema,
  currency: currencySchema,
});

/** Whether a provision is new, and the head of the ledger after it. */
export const recordedProvisionSchema = z
  .strictObject({ isNew: z.boolean(), headHash: z.string() })
  .openapi('RecordedProvision');

/** An incident's balances, and the sum per currency, which is zero in a right ledger. */
export const balancesSchema = z
  .strictObject({
    accounts: z.array(
      z
        .strictObject({
          code: accountCodeSchema,
          kind: z.enum(accountKinds),
          debits: amountSchema,
          credits: amountSchema,
          pending: amountSchema,
          balance: amountSchema,
        })
        .openapi('AccountBalance'),
    ),
    trialBalance: z.array(
      z.strictObject({
        currency: z.string(),
        sum: amountSchema,
        transferCount: z.number().int(),
      }),
    ),
  })
  .openapi('LedgerBalances');

/** A page of transfers; `next` is absent on the last. */
export const transferPageSchema = z
  .strictObject({
    transfers: z.array(
      z
        .strictObject({
          id: z.string(),
          position: z.string(),
          kind: z.enum(['posted', 'pending', 'post', 'void', 'expire']),
          code: z.string(),
          reference: z.string(),
          debit: accountCodeSchema,
          credit: accountCodeSchema,
          amount: amountSchema,
          at: instantSchema,
          hash: z.string(),
        })
        .openapi('LedgerTransfer'),
    ),
    next: z.string().optional(),
  })
  .openapi('LedgerTransferPage');

/** What re-deriving the ledger from its transfers found. */
export const verificationSchema = z
  .strictObject({
    isRight: z.boolean(),
    transferCount: z.number().int(),
    headHash: z.string(),
    findings: z.array(z.strictObject({ code: z.enum(ledgerFindingCodes), subject: z.string() })),
    checkedAt: instantSchema,
  })
  .openapi('LedgerVerification');

/** Renders balances and the trial balance they sum to. */
export function renderBalances(
  balances: readonly AccountBalance[],
  trial: readonly TrialBalance[],
): z.output<typeof balancesSchema> {
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

/** Renders a page of transfers. */
export function renderTransfers(page: {
  readonly transfers: readonly TransferListItem[];
  readonly next?: bigint;
}): z.output<typeof transferPageSchema> {
  return {
    transfers: page.transfers.map(({ position, amountMinor, currency, at, ...transfer }) => ({
      ...transfer,
      position: position.toString(),
      amount: renderAmount(amountMinor, currency),
      at: renderInstant(at),
    })),
    ...(page.next === undefined ? {} : { next: page.next.toString() }),
  };
}

/** Renders a verification made at an instant. */
export function renderVerification(
  verification: LedgerVerification,
  checkedAt: Parameters<typeof renderInstant>[0],
): z.output<typeof verificationSchema> {
  return {
    isRight: verification.findings.length === 0,
    transferCount: Number(verification.transferCount),
    headHash: verification.headHash,
    findings: verification.findings.map((finding) => ({ ...finding })),
    checkedAt: renderInstant(checkedAt),
  };
}
