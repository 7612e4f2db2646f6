import { type CurrencyCode, type Instant, renderInstant } from '../kernel/index.ts';
import { sql, type Tx } from '../platform/index.ts';
import type { AccountCode, AccountKind } from './ledger/account.ts';
import type { PayoutState } from './payouts/payout.ts';

/** An account's balances in minor units: debits minus credits, and what is reserved on each side. */
export interface AccountBalance {
  readonly code: AccountCode;
  readonly kind: AccountKind;
  readonly currency: CurrencyCode;
  readonly debitsPostedMinor: bigint;
  readonly creditsPostedMinor: bigint;
  readonly pendingMinor: bigint;
  readonly balanceMinor: bigint;
}

/**
 * Lists an incident's balances, derived from its transfers.
 *
 * @param at only transfers up to this instant, inclusive; all of them unless given
 */
export async function listBalances(
  tx: Tx,
  options: { incidentId: string; at?: Instant },
): Promise<AccountBalance[]> {
  const { incidentId, at } = options;
  const until = at === undefined ? sql`true` : sql`at <= ${renderInstant(at)}::timestamptz`;
  const { rows } = await sql<AccountBalance>`
    with moved as (
      select debit_account_id, credit_account_id, amount_minor, kind from settlement.transfer
      where incident_id = ${incidentId} and ${until}
    ), side as (
      select debit_account_id as id, amount_minor as debit, 0::bigint as credit, kind from moved
      union all
      select credit_account_id, 0, amount_minor, kind from moved
    ), sums as (
      select id,
        sum(debit) filter (where kind in ('posted', 'post')) as debits,
        sum(credit) filter (where kind in ('posted', 'post')) as credits,
        sum(case when kind = 'pending' then debit - credit
          when kind in ('post', 'void', 'expire') then credit - debit else 0 end) as pending
      from side group by id
    )
    select account.code, account.kind, account.currency,
      coalesce(debits, 0)::bigint as "debitsPostedMinor",
      coalesce(credits, 0)::bigint as "creditsPostedMinor",
      coalesce(pending, 0)::bigint as "pendingMinor",
      (coalesce(debits, 0) - coalesce(credits, 0))::bigint as "balanceMinor"
    from settlement.account left join sums on sums.id = account.id
    where account.incident_id = ${incidentId}
    order by account.currency, account.kind, account.code`.execute(tx);
  return rows;
}

/** The sum of all balances of one currency of an incident; zero in a right ledger. */
export interface TrialBalance {
  readonly currency: CurrencyCode;
  readonly debitsMinor: bigint;
  readonly creditsMinor: bigint;
  readonly sumMinor: bigint;
  readonly transferCount: bigint;
}

/** Gives the trial balance per currency: of one incident, or of all of them. */
export async function listTrialBalances(tx: Tx, incidentId?: string): Promise<TrialBalance[]> {
  const scope = incidentId === undefined ? sql`true` : sql`incident_id = ${incidentId}`;
  const { rows } = await sql<TrialBalance>`
    select account.currency, sum(debits_posted_minor)::bigint as "debitsMinor",
      sum(credits_posted_minor)::bigint as "creditsMinor",
      sum(debits_posted_minor - credits_posted_minor)::bigint as "sumMinor",
      (select count(*) from settlement.transfer
        where transfer.currency = account.currency and ${scope}) as "transferCount"
    from settlement.account where ${scope}
    group by account.currency order by account.currency`.execute(tx);
  return rows;
}

/** How many payouts of a run are in a state, and what they come to. */
export interface PayoutCount {
  readonly state: PayoutState;
  readonly payoutCount: bigint;
  readonly amountMinor: bigint;
}

/** Counts a run's payouts by state. */
export async function countPayouts(tx: Tx, runId: string): Promise<PayoutCount[]> {
  const { rows } = await sql<PayoutCount>`
    select state, count(*) as "payoutCount", sum(amount_minor)::bigint as "amountMinor"
    from settlement.payout where run_id = ${runId} group by state order by state`.execute(tx);
  return rows;
}

/** What was owed and paid in cash to one class of claimants under one clause. */
export interface ClassTotal {
  readonly partyClass: string;
  readonly clause: string;
  readonly currency: CurrencyCode;
  readonly awardCount: bigint;
  readonly awardedMinor: bigint;
  readonly paidCount: bigint;
  readonly paidMinor: bigint;
  readonly returnedCount: bigint;
}

/** Lists cash awards and their payouts by class and clause. */
export async function listPayoutsByClass(tx: Tx, incidentId: string): Promise<ClassTotal[]> {
  const { rows } = await sql<ClassTotal>`
    select coalesce(award.party_class, '') as "partyClass", award.clause, award.currency,
      count(*) as "awardCount", sum(award.amount_minor)::bigint as "awardedMinor",
      count(*) filter (where paid.id is not null) as "paidCount",
      coalesce(sum(award.amount_minor) filter (where paid.id is not null), 0)::bigint
        as "paidMinor",
      count(*) filter (where last.state = 'returned') as "returnedCount"
    from settlement.award
    left join settlement.payout as paid on paid.award_id = award.id and paid.state = 'confirmed'
    left join lateral (select state from settlement.payout where payout.award_id = award.id
      order by attempt desc limit 1) as last on true
    where award.incident_id = ${incidentId} and award.remedy = 'cash'
    group by 1, 2, 3 order by 1, 2, 3`.execute(tx);
  return rows;
}

/** The cash payouts of one claim, of every run and attempt, and what of them was confirmed. */
export interface ClaimPayouts {
  readonly claimId: string;
  readonly currency: CurrencyCode;
  readonly payoutCount: bigint;
  readonly paidCount: bigint;
  readonly paidMinor: bigint;
}

/** Counts payouts and confirmed payouts of each claim of an incident that has any. */
export async function listPayoutsByClaim(tx: Tx, incidentId: string): Promise<ClaimPayouts[]> {
  const { rows } = await sql<ClaimPayouts>`
    select claim_id as "claimId", currency, count(*) as "payoutCount",
      count(*) filter (where state = 'confirmed') as "paidCount",
      coalesce(sum(amount_minor) filter (where state = 'confirmed'), 0)::bigint as "paidMinor"
    from settlement.payout where incident_id = ${incidentId}
    group by 1, 2 order by 1, 2`.execute(tx);
  return rows;
}

/** What was issued in kind or in the provider's own units, by awards and determination runs. */
export interface IssueTotal {
  readonly remedy: string;
  readonly name: string | null;
  readonly clause: string;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly currency: CurrencyCode | null;
  readonly partyCount: bigint;
  readonly amountMinor: bigint | null;
}

/** Lists what was issued, by remedy, name, clause and quantity each. */
export async function listIssues(tx: Tx, incidentId: string): Promise<IssueTotal[]> {
  const { rows } = await sql<IssueTotal>`
    select remedy, name, clause, unit, quantity, currency, sum(party_count)::bigint as "partyCount",
      sum(amount_minor)::bigint as "amountMinor"
    from settlement.issue where incident_id = ${incidentId}
    group by remedy, name, clause, unit, quantity, currency
    order by remedy, name, clause, unit, quantity, currency`.execute(tx);
  return rows;
}

/** One award of a claim with where its payment stands; no payee is named. */
export interface ClaimPayment {
  readonly awardId: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly clause: string;
  readonly amountMinor: bigint | null;
  readonly currency: CurrencyCode | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly approvedAt: Instant;
  /** `none` when no payment was begun; `issued` for what is not cash and was given, or needs no rail. */
  readonly state: PayoutState | 'none' | 'issued';
  readonly rail: string | null;
  readonly railReference: string | null;
  readonly reasonCode: string | null;
  readonly changedAt: Instant | null;
}

/** Lists what a claim was awarded and how far each payment is, for the claimant's statement. */
export async function listClaimPayments(tx: Tx, claimId: string): Promise<ClaimPayment[]> {
  const { rows } = await sql<ClaimPayment>`
    select award.id as "awardId", award.remedy, award.name, award.clause,
      award.amount_minor as "amountMinor", award.currency, award.quantity, award.unit,
      award.approved_at as "approvedAt",
      case when award.remedy <> 'cash' and coalesce(last.state, 'confirmed') = 'confirmed'
        then 'issued' else coalesce(last.state, 'none') end as state,
      last.rail, last.rail_reference as "railReference", last.reason_code as "reasonCode",
      last.changed_at as "changedAt"
    from settlement.award
    left join lateral (
      select state, rail, rail_reference, reason_code, changed_at from settlement.payout
      where payout.award_id = award.id order by attempt desc limit 1
    ) as last on true
    where award.claim_id = ${claimId} order by award.approved_at, award.id`.execute(tx);
  return rows;
}

/** Decisions, ledger and statements of one currency side by side, in minor units. */
export interface SettlementTotals {
  readonly currency: CurrencyCode;
  readonly decidedCount: bigint;
  readonly decidedMinor: bigint;
  readonly owedMinor: bigint;
  readonly inFlightMinor: bigint;
  readonly paidMinor: bigint;
  readonly returnedMinor: bigint;
  readonly unclaimedMinor: bigint;
  /** What nobody claimed and was given to the stated place. */
  readonly givenAwayMinor: bigint;
  /** What left the bank besides awards: fees, payments to be recovered. */
  readonly otherPaidMinor: bigint;
  readonly statementPaidMinor: bigint;
  readonly statementReturnedMinor: bigint;
  readonly statementFeesMinor: bigint;
  /** Decisions equal what the ledger holds: owed, in flight, paid, returned, unclaimed, given away. */
  readonly isDecidedInLedger: boolean;
  /** What the ledger says left the bank equals what the statements say, returns taken off. */
  readonly isLedgerInStatement: boolean;
}

type SumsRow = Omit<SettlementTotals, 'isDecidedInLedger' | 'isLedgerInStatement'>;

/**
 * Gives decisions = ledger = statements, per currency of an incident, for cash awards.
 *
 * `paidMinor` is net of what came back.
 *
 * @source ARCHITECTURE.md, "Settlement": reconciliation; invariants P5
 */
export async function listSettlementTotals(
  tx: Tx,
  incidentId: string,
): Promise<SettlementTotals[]> {
  const { rows } = await sql<SumsRow>`
    select ledger.currency, coalesce(decided.count, 0)::bigint as "decidedCount",
      coalesce(decided.minor, 0)::bigint as "decidedMinor", ledger.owed as "owedMinor",
      ledger.in_flight as "inFlightMinor", ledger.paid as "paidMinor",
      ledger.returned as "returnedMinor", ledger.unclaimed as "unclaimedMinor",
      coalesce(ledger.given_away, 0)::bigint as "givenAwayMinor",
      coalesce(booked.paid, 0)::bigint as "statementPaidMinor",
      coalesce(booked.returned, 0)::bigint as "statementReturnedMinor",
      coalesce(booked.fees, 0)::bigint as "statementFeesMinor",
      coalesce(ledger.other_paid, 0)::bigint as "otherPaidMinor"
    from (
      select currency,
        sum(minor) filter (where code = 'approved_awards')::bigint as owed,
        sum(minor) filter (where code = 'in_flight')::bigint as in_flight,
        sum(minor) filter (where code = 'paid')::bigint as paid,
        sum(minor) filter (where code = 'other_paid')::bigint as other_paid,
        sum(minor) filter (where code = 'returned')::bigint as returned,
        sum(minor) filter (where code = 'unclaimed')::bigint as unclaimed,
        sum(minor) filter (where code = 'given_away')::bigint as given_away
      from (select currency, code, credits_posted_minor - debits_posted_minor as minor
        from settlement.account where incident_id = ${incidentId}) as balance
      group by currency
    ) as ledger
    left join (
      select currency, count(*), sum(amount_minor) as minor from settlement.award
      where incident_id = ${incidentId} and remedy = 'cash' group by currency
    ) as decided on decided.currency = ledger.currency
    left join (
      select currency, sum(amount_minor) filter (where direction = 'paid') as paid,
        sum(amount_minor) filter (where direction = 'returned') as returned,
        sum(fee_minor) as fees
      from settlement.statement_line where incident_id = ${incidentId} and remedy = 'cash'
      group by currency
    ) as booked on booked.currency = ledger.currency
    order by ledger.currency`.execute(tx);
  return rows.map((row) => ({
    ...row,
    isDecidedInLedger:
      row.decidedMinor ===
      row.owedMinor +
        row.inFlightMinor +
        row.paidMinor +
        row.returnedMinor +
        row.unclaimedMinor +
        row.givenAwayMinor,
    isLedgerInStatement:
      row.paidMinor + row.otherPaidMinor ===
      row.statementPaidMinor + row.statementFeesMinor - row.statementReturnedMinor,
  }));
}
