import type { CurrencyCode, Instant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { type AccountBalance, listBalances } from '../queries.ts';

/** Where the money of an incident stood at one instant, in one currency, in minor units. */
export interface Fund {
  readonly currency: CurrencyCode;
  /** Set aside in all, before and as it became owed. */
  readonly setAsideMinor: bigint;
  /** Of it, what nothing is owed of yet. */
  readonly provisionMinor: bigint;
  /** Cash that decisions awarded. */
  readonly approvedMinor: bigint;
  /** Of what was approved: not sent, or sent and not taken by a rail. */
  readonly owedMinor: bigint;
  /** Of what is owed: recorded as sent, without an answer yet. */
  readonly reservedMinor: bigint;
  readonly inFlightMinor: bigint;
  readonly paidMinor: bigint;
  readonly returnedMinor: bigint;
  readonly unclaimedMinor: bigint;
  readonly givenAwayMinor: bigint;
  /** What claimants still have to get: owed, in flight, returned and unclaimed. */
  readonly outstandingMinor: bigint;
  readonly feesMinor: bigint;
  readonly toRecoverMinor: bigint;
  /** Points, credit and vouchers by their nominal worth: promised, held, used, expired. */
  readonly unitsPromisedMinor: bigint;
  readonly unitsHeldMinor: bigint;
  readonly unitsUsedMinor: bigint;
  readonly unitsExpiredMinor: bigint;
}

function fundOf(currency: CurrencyCode, accounts: readonly AccountBalance[]): Fund {
  const find = (code: AccountBalance['code']) => accounts.find((account) => account.code === code);
  const debit = (code: AccountBalance['code']): bigint => find(code)?.balanceMinor ?? 0n;
  const credit = (code: AccountBalance['code']): bigint => -debit(code);
  const owedMinor = credit('approved_awards');
  const [inFlightMinor, paidMinor] = [credit('in_flight'), credit('paid')];
  const [returnedMinor, unclaimedMinor] = [credit('returned'), credit('unclaimed')];
  const givenAwayMinor = credit('given_away');
  const outstandingMinor = owedMinor + inFlightMinor + returnedMinor + unclaimedMinor;
  return {
    currency,
    setAsideMinor: debit('redress_cost'),
    provisionMinor: credit('provision'),
    approvedMinor: outstandingMinor + paidMinor + givenAwayMinor,
    owedMinor,
    reservedMinor: find('approved_awards')?.pendingMinor ?? 0n,
    ...{ inFlightMinor, paidMinor, returnedMinor, unclaimedMinor, givenAwayMinor },
    outstandingMinor,
    feesMinor: debit('fees'),
    toRecoverMinor: debit('recourse'),
    unitsPromisedMinor: credit('points') + credit('credit') + credit('voucher'),
    unitsHeldMinor: credit('points_held') + credit('credit_held') + credit('voucher_held'),
    unitsUsedMinor: credit('redeemed'),
    unitsExpiredMinor: credit('breakage'),
  };
}

/**
 * Gives where the money of an incident stands, per currency, derived from its transfers.
 *
 * @param at as it stood then, inclusive; now unless given
 */
export async function listFunds(
  tx: Tx,
  options: { incidentId: string; at?: Instant },
): Promise<Fund[]> {
  const balances = await listBalances(tx, options);
  const currencies = [...new Set(balances.map(({ currency }) => currency))];
  return currencies.map((currency) =>
    fundOf(
      currency,
      balances.filter((account) => account.currency === currency),
    ),
  );
}

/** Decisions, ledger and statements as they stood at the end of one day, in minor units. */
export interface DayTotals {
  /** A calendar day of the incident's zone, `YYYY-MM-DD`. */
  readonly day: string;
  readonly currency: CurrencyCode;
  /** What was decided, awarded in the ledger, paid in the ledger and booked on that day. */
  readonly decidedMinor: bigint;
  readonly ledgerAwardedMinor: bigint;
  readonly ledgerPaidMinor: bigint;
  readonly statementMinor: bigint;
  /** The same up to the end of the day. */
  readonly decidedSoFarMinor: bigint;
  readonly ledgerAwardedSoFarMinor: bigint;
  readonly ledgerPaidSoFarMinor: bigint;
  readonly statementSoFarMinor: bigint;
  readonly isDecidedInLedger: boolean;
  readonly isLedgerInStatement: boolean;
}

type DayRow = Omit<DayTotals, 'isDecidedInLedger' | 'isLedgerInStatement'>;

/**
 * Gives decisions = ledger = statements for every day on which any of them moved, for cash.
 *
 * Decisions count on the day they were approved, transfers when they were posted, lines of statements
 * when they were read. Paid is what left the bank, with fees and payments to be recovered, less what
 * came back.
 *
 * @source invariant P5
 */
export async function listDayTotals(tx: Tx, incidentId: string): Promise<DayTotals[]> {
  const { rows } = await sql<DayRow>`
    with place as (
      select zone from incident.incident where id = ${incidentId}
    ), bank as (
      select id, currency, code from settlement.account
      where incident_id = ${incidentId} and code in ('paid', 'other_paid', 'approved_awards')
    ), moved as (
      select (approved_at at time zone zone)::date as day, currency,
        sum(amount_minor) as decided, 0::numeric as awarded, 0::numeric as paid, 0::numeric as booked
      from settlement.award, place
      where incident_id = ${incidentId} and remedy = 'cash' group by 1, 2
      union all
      select (at at time zone zone)::date, transfer.currency, 0,
        sum(amount_minor) filter (where transfer.code = 'award_approved'),
        coalesce(sum(amount_minor) filter (where credit.code <> 'approved_awards'), 0), 0
      from settlement.transfer join bank as credit on credit.id = credit_account_id, place
      where incident_id = ${incidentId} and kind in ('posted', 'post')
        and (credit.code <> 'approved_awards' or transfer.code = 'award_approved')
      group by 1, 2
      union all
      select (at at time zone zone)::date, transfer.currency, 0, 0, -sum(amount_minor), 0
      from settlement.transfer join bank as debit on debit.id = debit_account_id, place
      where incident_id = ${incidentId} and kind in ('posted', 'post')
        and debit.code <> 'approved_awards'
      group by 1, 2
      union all
      select (recorded_at at time zone zone)::date, currency, 0, 0, 0,
        sum(case direction when 'paid' then amount_minor else -amount_minor end + fee_minor)
      from settlement.statement_line, place
      where incident_id = ${incidentId} and remedy = 'cash' group by 1, 2
    ), per_day as (
      select day, currency, coalesce(sum(decided), 0) as decided,
        coalesce(sum(awarded), 0) as awarded, coalesce(sum(paid), 0) as paid,
        coalesce(sum(booked), 0) as booked
      from moved group by day, currency
    )
    select to_char(day, 'YYYY-MM-DD') as day, currency, decided::bigint as "decidedMinor",
      awarded::bigint as "ledgerAwardedMinor", paid::bigint as "ledgerPaidMinor",
      booked::bigint as "statementMinor",
      sum(decided) over so_far::bigint as "decidedSoFarMinor",
      sum(awarded) over so_far::bigint as "ledgerAwardedSoFarMinor",
      sum(paid) over so_far::bigint as "ledgerPaidSoFarMinor",
      sum(booked) over so_far::bigint as "statementSoFarMinor"
    from per_day window so_far as (partition by currency order by per_day.day)
    order by currency, per_day.day`.execute(tx);
  return rows.map((row) => ({
    ...row,
    isDecidedInLedger: row.decidedSoFarMinor === row.ledgerAwardedSoFarMinor,
    isLedgerInStatement: row.ledgerPaidSoFarMinor === row.statementSoFarMinor,
  }));
}
