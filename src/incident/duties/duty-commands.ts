import type { Outcome } from '../../kernel/index.ts';
import { renderInstant } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { keyed, type Recorded, recordOnce, timeReached } from '../commands.ts';
import { decideMilestone, type Milestone } from './milestone.ts';

async function recordMilestoneRow(tx: Tx, milestone: Milestone): Promise<void> {
  const { id, incidentId, kind, reachedAt, reason } = milestone;
  await sql`insert into incident.milestone (id, incident_id, kind, reached_at, reason)
    values (${id}, ${incidentId}, ${kind}, ${renderInstant(reachedAt)}::timestamptz, ${reason})
    `.execute(tx);
}

/** Records when the company became aware of an incident, or classified it. */
export function recordMilestone(ctx: Context, milestone: Milestone): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('milestone_recorded', milestone), {
    decide: ({ incident }) => decideMilestone(milestone, { incident, now: timeReached(ctx) }),
    record: recordMilestoneRow,
  });
}
