import type { Outcome } from '../../kernel/index.ts';
import { type Context, sql } from '../../platform/index.ts';
import { keyed, type Recorded, recordOnce } from '../commands.ts';
import { decideGrade, type GradeRequest } from './grade-incident.ts';
import type { Playbook } from './playbook.ts';

/** Gives an incident a severity or phase of the playbook; the last of a kind stands. */
export function gradeIncident(
  ctx: Context,
  request: GradeRequest,
  playbook: Playbook,
): Promise<Outcome<Recorded>> {
  const { id, incidentId, kind } = request;
  return recordOnce(ctx, keyed('graded', request), {
    decide: ({ incident }) => decideGrade(request, { incident, playbook }),
    record: async (tx, { code, titles }) => {
      await sql`insert into incident.grade (id, incident_id, kind, code, title_ko, title_en)
        values (${id}, ${incidentId}, ${kind}, ${code}, ${titles.ko}, ${titles.en})`.execute(tx);
    },
  });
}
