import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, PlatformError, requirePermission, type Tx } from '../../platform/index.ts';
import type { IdRefusal } from '../commands.ts';
import type { Incident } from '../incident.ts';
import { loadIncident } from '../queries.ts';

/** Lets members of staff pass: what follows is not for the public. */
export function requireStaff(ctx: Context): void {
  if (ctx.actor.kind === 'staff') return;
  throw new PlatformError('forbidden', { message: 'Sign in as a member of staff to read this.' });
}

/** Reads something about an incident for those who may, or says that there is no such incident. */
export async function readIncident<V>(
  ctx: Context,
  incidentId: string,
  read: (tx: Tx, incident: Incident) => Promise<V>,
): Promise<Outcome<V, IdRefusal>> {
  requirePermission(ctx, 'incident:read');
  return ctx.read(async (tx) => {
    const incident = await loadIncident(tx, incidentId);
    if (incident === undefined) {
      return refuse<IdRefusal>({ code: 'incident_not_found', incident: incidentId });
    }
    return accept(await read(tx, incident));
  });
}
