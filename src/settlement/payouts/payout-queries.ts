import type { CurrencyCode, Instant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { AccountCode } from '../ledger/account.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { listTransferIds, type PayoutEventType, type PayoutState } from './payout.ts';
import type { PayoutRunState } from './run-store.ts';

/** One payout of a run, in a list; no payee is named. */
export interface PayoutListItem {
  readonly id: string;
  readonly awardId: string;
  readonly claimId: string;
  readonly partyClass: string | null;
  readonly attempt: number;
  readonly state: PayoutState;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly railReference: string;
  readonly reasonCode: string | null;
  readonly changedAt: Instant;
}

/** Lists a run's payouts by id, a page at a time; `next` is the following cursor. */
export async function listRunPayouts(
  tx: Tx,
  asked: {
    runId: string;
    state?: PayoutState | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<{ readonly payouts: readonly PayoutListItem[]; readonly next?: string }> {
  const { runId, limit } = asked;
  const state = asked.state === undefined ? sql`true` : sql`payout.state = ${asked.state}`;
  const after = asked.after === undefined ? sql`true` : sql`payout.id > ${asked.after}::uuid`;
  const { rows } = await sql<PayoutListItem>`
    select payout.id, payout.award_id as "awardId", payout.claim_id as "claimId",
      award.party_class as "partyClass", payout.attempt, payout.state,
      payout.amount_minor as "amountMinor", payout.currency,
      payout.rail_reference as "railReference", payout.reason_code as "reasonCode",
      payout.changed_at as "changedAt"
    from settlement.payout join settlement.award on award.id = payout.award_id
    where payout.run_id = ${runId} and ${state} and ${after}
    order by payout.id limit ${limit + 1}`.execute(tx);
  const payouts = rows.slice(0, limit);
  const last = payouts.at(-1);
  return rows.length > limit && last !== undefined ? { payouts, next: last.id } : { payouts };
}

/** One payout with the award it pays and the run it is in; no payee is named. */
export interface PayoutDetail extends PayoutListItem {
  readonly runId: string;
  readonly runState: PayoutRunState;
  readonly incidentId: string;
  readonly rail: string;
  readonly clause: string;
  readonly awardApprovedAt: Instant;
}

/** Loads one payout with its award and run; undefined when there is none. */
export async function loadPayout(tx: Tx, payoutId: string): Promise<PayoutDetail | undefined> {
  const { rows } = await sql<PayoutDetail>`
    select payout.id, payout.award_id as "awardId", payout.claim_id as "claimId",
      award.party_class as "partyClass", payout.attempt, payout.state,
      payout.amount_minor as "amountMinor", payout.currency,
      payout.rail_reference as "railReference", payout.reason_code as "reasonCode",
      payout.changed_at as "changedAt", payout.run_id as "runId", run.state as "runState",
      payout.incident_id as "incidentId", payout.rail, award.clause,
      award.approved_at as "awardApprovedAt"
    from settlement.payout join settlement.award on award.id = payout.award_id
      join settlement.payout_run as run on run.id = payout.run_id
    where payout.id = ${payoutId}`.execute(tx);
  return rows[0];
}

/** A transfer that a payout posted, with the codes of its accounts. */
export interface PayoutTransfer {
  readonly id: string;
  readonly position: bigint;
  readonly kind: Transfer['kind'];
  readonly code: string;
  readonly debit: AccountCode;
  readonly credit: AccountCode;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly at: Instant;
}

/** Lists the transfers a payout posted, in the ledger's order. */
export async function listPayoutTransfers(tx: Tx, payoutId: string): Promise<PayoutTransfer[]> {
  const { rows } = await sql<PayoutTransfer>`
    select transfer.id, position, transfer.kind, transfer.code, debit.code as debit,
      credit.code as credit, amount_minor as "amountMinor", transfer.currency, at
    from settlement.transfer
      join settlement.account as debit on debit.id = debit_account_id
      join settlement.account as credit on credit.id = credit_account_id
    where transfer.id = any(${listTransferIds(payoutId)}::uuid[])
    order by position`.execute(tx);
  return rows;
}

/** One thing that happened to a payout. */
export interface PayoutHistoryEntry {
  readonly payoutId: string;
  readonly attempt: number;
  readonly type: PayoutEventType;
  readonly fromState: PayoutState | null;
  readonly toState: PayoutState;
  readonly reasonCode: string | null;
  readonly actorId: string;
  readonly at: Instant;
}

/**
 * Lists everything that happened to an award's payouts, in order: that an attempt was proposed and
 * approved stands in its run, the rest in its own events.
 */
export async function listPayoutHistory(tx: Tx, awardId: string): Promise<PayoutHistoryEntry[]> {
  const { rows } = await sql<PayoutHistoryEntry>`
    with attempt as (
      select payout.id, payout.attempt, payout.event_count, run.prepared_by, run.prepared_at,
        run.approved_by, run.approved_at
      from settlement.payout join settlement.payout_run as run on run.id = payout.run_id
      where payout.award_id = ${awardId}
    ), happened as (
      select payout_id, position, type, from_state, to_state, reason_code, actor_id, at
      from settlement.payout_event where payout_id in (select id from attempt)
      union all
      select id, 1, 'payout_proposed', null, 'proposed', null, prepared_by, prepared_at from attempt
      union all
      select id, 2, 'payout_approved', 'proposed', 'approved', null, approved_by, approved_at
      from attempt where approved_by is not null and event_count >= 2
    )
    select distinct on (attempt.attempt, happened.position) payout_id as "payoutId",
      attempt.attempt, type, from_state as "fromState", to_state as "toState",
      reason_code as "reasonCode", actor_id as "actorId", at
    from happened join attempt on attempt.id = happened.payout_id
    order by attempt.attempt, happened.position, happened.at`.execute(tx);
  return rows;
}
