import { sql, type Tx } from '../../platform/index.ts';
import { listPayoutFindings, type PayoutFinding } from '../payouts/payout-check.ts';

/** How an award of a rehearsal ended. */
export type AwardEnd =
  | 'paid'
  | 'came_back'
  | 'not_paid'
  | 'before_a_person'
  | 'paid_twice'
  | 'ledger_differs';

/** How a rehearsal ended: the rail's own truth beside what the ledger says. */
export interface RehearsalVerdict {
  readonly awardCount: number;
  /** How many awards ended how; nothing is ever paid twice, and the ledger never differs. */
  readonly ends: Readonly<Partial<Record<AwardEnd, number>>>;
  readonly alarms: Readonly<Record<string, number>>;
  readonly exceptions: Readonly<Record<string, number>>;
  readonly findings: readonly PayoutFinding[];
  readonly isRight: boolean;
}

async function countBy(
  tx: Tx,
  query: ReturnType<typeof sql<{ name: string; count: bigint }>>,
): Promise<Record<string, number>> {
  const { rows } = await query.execute(tx);
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
}

/** Compares what a simulated rail really paid with the books of an incident. */
export async function judgeRehearsal(
  tx: Tx,
  rehearsal: { incidentId: string; rail: string },
): Promise<RehearsalVerdict> {
  const { incidentId, rail } = rehearsal;
  const ends = await countBy(
    tx,
    sql`with truth as (
        select payout.award_id,
          count(*) filter (where paid.settles_at is not null and paid.returns_at is null) as kept,
          count(*) filter (where paid.returns_at is not null) as back
        from settlement.simulated_rail_payment as paid
          join settlement.payout on payout.rail_reference = paid.reference
        where payout.incident_id = ${incidentId} and paid.rail = ${rail} group by payout.award_id
      ), ours as (
        select award.id,
          count(*) filter (where payout.state = 'confirmed') as confirmed,
          count(*) filter (where payout.state = 'returned') as returned,
          count(alarm.id) + count(exception.line_id) as waiting
        from settlement.award
          left join settlement.payout on payout.award_id = award.id
          left join settlement.payout_alarm as alarm
            on alarm.payout_id = payout.id and alarm.resolved_at is null
          left join settlement.statement_line as line on line.payout_id = payout.id
          left join settlement.reconciliation_exception as exception
            on exception.rail = line.rail and exception.line_id = line.line_id
        where award.incident_id = ${incidentId} group by award.id
      )
      select case
          when coalesce(truth.kept, 0) > 1 then 'paid_twice'
          when coalesce(truth.kept, 0) = 1 and ours.confirmed > 0 then 'paid'
          when ours.waiting > 0 then 'before_a_person'
          when coalesce(truth.kept, 0) <> least(ours.confirmed, 1) then 'ledger_differs'
          when truth.back > 0 and ours.returned > 0 then 'came_back'
          else 'not_paid' end as name,
        count(*) as count
      from ours left join truth on truth.award_id = ours.id group by 1 order by 1`,
  );
  const alarms = await countBy(
    tx,
    sql`select code as name, count(*) as count from settlement.payout_alarm
      where incident_id = ${incidentId} or rail = ${rail} group by code order by code`,
  );
  const exceptions = await countBy(
    tx,
    sql`select exception.code as name, count(*) as count
      from settlement.reconciliation_exception as exception where rail = ${rail}
      group by exception.code order by exception.code`,
  );
  const findings = await listPayoutFindings(tx, incidentId);
  const awardCount = Object.values(ends).reduce((total, count) => total + count, 0);
  const isRight =
    findings.length === 0 && ends.paid_twice === undefined && ends.ledger_differs === undefined;
  return { awardCount, ends, alarms, exceptions, findings, isRight };
}
