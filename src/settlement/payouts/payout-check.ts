import { sql, type Tx } from '../../platform/index.ts';
import { hashOfPaid } from './store.ts';

/** Everything that may be wrong with the payouts of an incident. */
export const payoutFindingCodes = [
  'paid_more_than_awarded',
  'effective_twice',
  'confirmed_without_transfer',
  'reserved_without_sending',
  'sent_without_approval',
  'approved_by_preparer',
  'run_total_differs',
  'attempt_without_proof',
  'history_broken',
  'line_without_effect',
  'lots_differ',
  'chunk_differs',
  'resent_to_same_payee',
  'withdrawn_after_sending',
] as const;

/** A disagreement among awards, payouts, runs, transfers and statements; none is ever expected. */
export interface PayoutFinding {
  readonly code: (typeof payoutFindingCodes)[number];
  /** The award, payout or run it is about. */
  readonly subject: string;
}

const listedMax = 100;

/**
 * Each check lists the subjects that break it.
 *
 * @source invariants L5, P1, P2, P3, P7, P9, S1, S3
 */
const checks = (incidentId: string) =>
  [
    [
      'effective_twice',
      sql`select award_id as subject from settlement.payout
        where incident_id = ${incidentId} and state not in ('failed', 'returned', 'withdrawn')
        group by award_id having count(*) > 1`,
    ],
    [
      'paid_more_than_awarded',
      sql`select payout.award_id as subject from settlement.payout
          join settlement.award on award.id = payout.award_id
        where payout.incident_id = ${incidentId} and payout.state = 'confirmed'
        group by payout.award_id, award.amount_minor
        having sum(payout.amount_minor) <> award.amount_minor`,
    ],
    [
      // What a payout moved, taken together, is what its state says: per payout, one pass.
      'confirmed_without_transfer',
      sql`with moved as (
          select reference,
            sum(amount_minor) filter (where code in ('payout_settle', 'payout_settle_late')) as cash,
            sum(amount_minor) filter (where code in ('payout_take', 'payout_settle_late')) as given,
            sum(amount_minor) filter (where code = 'payout_return') as back
          from settlement.transfer
          where incident_id = ${incidentId} and kind in ('posted', 'post') and code in
            ('payout_settle', 'payout_settle_late', 'payout_return', 'payout_take')
            and (code <> 'payout_take' or exists (select 1 from settlement.payout
              where incident_id = ${incidentId} and remedy <> 'cash'))
          group by reference
        )
        select payout.id as subject from settlement.payout
          left join moved on moved.reference = payout.id::text
        where payout.incident_id = ${incidentId}
          and coalesce(case when remedy = 'cash' then moved.cash else moved.given end, 0)
              - coalesce(moved.back, 0) <>
            case when payout.state = 'confirmed' then payout.amount_minor else 0 end`,
    ],
    [
      // What claimants hold is what their lots have left.
      'lots_differ',
      sql`select account.id as subject from settlement.account
          left join (
            select remedy || '_held' as code, currency,
              sum(amount_minor - used_minor - expired_minor) as left_minor
            from settlement.lot where incident_id = ${incidentId} and not is_taken_back
            group by remedy, currency
          ) as held on held.code = account.code and held.currency = account.currency
        where account.incident_id = ${incidentId} and right(account.code, 5) = '_held'
          and credits_posted_minor - debits_posted_minor <> coalesce(left_minor, 0)`,
    ],
    [
      'reserved_without_sending',
      sql`select pending.reference as subject from settlement.transfer as pending
        where pending.incident_id = ${incidentId} and pending.kind = 'pending'
          and pending.code = 'payout_reserve'
          and not exists (select 1 from settlement.transfer where pending_id = pending.id)
          and not exists (select 1 from settlement.payout
            where id::text = pending.reference and (state in ('sent', 'unknown')
              or state = 'accepted' and remedy <> 'cash'))`,
    ],
    [
      'sent_without_approval',
      sql`select payout.id as subject from settlement.payout
          join settlement.payout_run as run on run.id = payout.run_id
        where payout.incident_id = ${incidentId} and payout.sent_at is not null
          and (run.approved_at is null or run.approved_at > payout.sent_at)`,
    ],
    [
      'approved_by_preparer',
      sql`select id as subject from settlement.payout_run
        where incident_id = ${incidentId} and approved_by = prepared_by`,
    ],
    [
      'run_total_differs',
      sql`select run.id as subject from settlement.payout_run as run
          join settlement.payout on payout.run_id = run.id
        where run.incident_id = ${incidentId}
        group by run.id having sum(payout.amount_minor) <> run.total_minor
          or count(*) <> run.payout_count`,
    ],
    [
      'attempt_without_proof',
      sql`select payout.id as subject from settlement.payout
          join settlement.payout as earlier
            on earlier.award_id = payout.award_id and earlier.attempt < payout.attempt
        where payout.incident_id = ${incidentId} and payout.attempt > 1
          and payout.state <> 'withdrawn'
          and earlier.state not in ('failed', 'returned', 'withdrawn')`,
    ],
    [
      // What was approved is what is paid: each chunk still has the hash that is in the digest.
      'chunk_differs',
      sql`select chunk.run_id as subject from settlement.payout_run as run
          join settlement.payout_chunk as chunk on chunk.run_id = run.id
          cross join lateral (select ${hashOfPaid} as hash from settlement.payout
            where payout.run_id = chunk.run_id
              and award_id between chunk.first_award_id and chunk.last_award_id) as paid
        where run.incident_id = ${incidentId} and paid.hash is distinct from chunk.hash
        group by chunk.run_id`,
    ],
    [
      'resent_to_same_payee',
      sql`select payout.id as subject from settlement.payout
          join settlement.payout as earlier
            on earlier.award_id = payout.award_id and earlier.attempt < payout.attempt
        where payout.incident_id = ${incidentId} and payout.attempt > 1 and payout.remedy = 'cash'
          and payout.sent_at is not null and earlier.state = 'returned'
          and earlier.payee_ref = payout.payee_ref`,
    ],
    [
      'withdrawn_after_sending',
      sql`select id as subject from settlement.payout
        where incident_id = ${incidentId} and state = 'withdrawn' and sent_at is not null`,
    ],
    [
      'history_broken',
      sql`select id as subject from (
          select payout_id as id, from_state,
            lag(to_state) over (partition by payout_id order by position) as before,
            lag(position) over (partition by payout_id order by position) as place, position
          from settlement.payout_event
            join settlement.payout on payout.id = payout_event.payout_id
          where payout.incident_id = ${incidentId}
        ) as step
        where before is not null and (from_state <> before or position <> place + 1)`,
    ],
    [
      'line_without_effect',
      sql`select payout.id as subject from settlement.statement_line as line
          join settlement.payout on payout.id = line.payout_id
        where line.incident_id = ${incidentId} and line.direction = 'paid'
          and payout.state not in ('confirmed', 'returned')
          and not exists (select 1 from settlement.reconciliation_exception as exception
            where exception.rail = line.rail and exception.line_id = line.line_id)`,
    ],
  ] as const;

/**
 * Checks the payouts of an incident against its awards, runs, transfers and statements.
 *
 * @returns at most a hundred findings of each kind
 */
export async function listPayoutFindings(tx: Tx, incidentId: string): Promise<PayoutFinding[]> {
  const findings: PayoutFinding[] = [];
  for (const [code, query] of checks(incidentId)) {
    const { rows } = await sql<{ subject: string }>`select subject from (${query}) as broken
      order by subject limit ${listedMax}`.execute(tx);
    findings.push(...rows.map(({ subject }) => ({ code, subject })));
  }
  return findings;
}
