import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, recordAudit, requirePermission } from '../../platform/index.ts';
import { loadRun } from '../payouts/run-store.ts';
import type { PayeesOf } from '../rails/files/payees.ts';
import {
  accountKey,
  type HolderAnswer,
  judgeHolder,
  judgePayee,
  type PayeeFault,
} from './judge-payees.ts';
import { listRunPayees, type RunPayee } from './store.ts';

/** Something found of the payee of a payment; it names the payment, never the person or account. */
export interface PayeeFinding {
  readonly payoutId: string;
  readonly claimId: string;
  readonly code: PayeeFault;
}

/** What looking at every payee of a run found. */
export interface PayeeCheck {
  readonly payoutCount: number;
  readonly counts: Readonly<Partial<Record<PayeeFault, number>>>;
  /** What the bank said of the holders; `unchecked` is how many it was not asked about. */
  readonly holders: Readonly<Record<HolderAnswer | 'unchecked', number>>;
  /** The first of each kind, at most a hundred. */
  readonly findings: readonly PayeeFinding[];
}

/** Why the payees of a run are not looked at. */
export interface PayeeCheckRefusal {
  readonly code: 'payout_run_not_found';
  readonly runId: string;
}

const pageSize = 2_000;
const listedMax = 100;

interface Checking {
  payoutCount: number;
  readonly counts: Partial<Record<PayeeFault, number>>;
  readonly holders: Record<HolderAnswer | 'unchecked', number>;
  readonly findings: PayeeFinding[];
  /** The first payment to each account, by account. */
  readonly firstByAccount: Map<string, RunPayee>;
}

function find(checking: Checking, { payoutId, claimId }: RunPayee, code: PayeeFault): void {
  const count = (checking.counts[code] ?? 0) + 1;
  checking.counts[code] = count;
  if (count <= listedMax) checking.findings.push({ payoutId, claimId, code });
}

/**
 * Looks at every payee of a run before anything is paid: there is one, it can be an account, the bank
 * knows its holder, and no account is paid for several claims. Nothing is recorded but the readings,
 * in the audit; nothing personal is given.
 *
 * An account that is shared is a reason to look, never one to deny: a family, or one company.
 */
export async function checkPayees(
  ctx: Context,
  asked: { readonly runId: string; readonly payeesOf: PayeesOf },
): Promise<Outcome<PayeeCheck, PayeeCheckRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { runId, payeesOf } = asked;
  const run = await ctx.read((tx) => loadRun(tx, runId));
  if (run === undefined) return refuse({ code: 'payout_run_not_found', runId });
  const checking: Checking = {
    ...{ payoutCount: 0, counts: {}, findings: [], firstByAccount: new Map() },
    holders: { same: 0, other: 0, no_account: 0, unchecked: 0 },
  };
  for (let afterAwardId = '00000000-0000-0000-0000-000000000000'; ; ) {
    const asking = { runId, afterAwardId, limit: pageSize };
    const page = await ctx.read((tx) => listRunPayees(tx, asking));
    const last = page.at(-1);
    if (last === undefined) break;
    await checkPage(ctx, { page, payeesOf, checking });
    afterAwardId = last.awardId;
  }
  const { payoutCount, counts, holders, findings } = checking;
  await ctx.transact((tx) => {
    const action = 'settlement.payees_checked';
    return recordAudit(tx, { ctx, action, subject: runId, details: { payoutCount, counts } });
  });
  return accept({ payoutCount, counts, holders, findings });
}

async function checkPage(
  ctx: Context,
  on: { page: readonly RunPayee[]; payeesOf: PayeesOf; checking: Checking },
): Promise<void> {
  const { page, checking } = on;
  const payees = await on.payeesOf(
    ctx,
    page.map(({ payeeRef }) => payeeRef),
  );
  for (const payment of page) {
    const payee = payees.get(payment.payeeRef);
    const code = judgePayee(payee);
    if (code !== undefined) find(checking, payment, code);
    const holder = judgeHolder(payment.holder);
    if (holder !== undefined) find(checking, payment, holder);
    checking.holders[payment.holder ?? 'unchecked'] += 1;
    checking.payoutCount += 1;
    if (payee === undefined) continue;
    const key = accountKey(payee);
    const first = checking.firstByAccount.get(key);
    if (first === undefined) checking.firstByAccount.set(key, payment);
    else if (first.claimId !== payment.claimId) find(checking, payment, 'payee_shared');
  }
}
