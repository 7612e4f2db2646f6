import { loadIncident } from '../../incident/index.ts';
import { accept, type LocalDate, localDateOf, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
} from '../../platform/index.ts';
import { decideProof, type Promised, type PromiseProof, type ProofRefusal } from './promise.ts';
import { appendPromise, appendProof, loadPromises } from './store.ts';

/** Days of promises are Korea's. */
export const PROMISE_ZONE = 'Asia/Seoul';

/** Why a promise was not recorded. */
export type PromiseRefusal = { readonly code: 'incident_not_found'; readonly incidentId: string };

/** Gives the day that decides what is overdue. */
export function promiseToday(ctx: Context): LocalDate {
  return localDateOf(ctx.now, PROMISE_ZONE);
}

/** Lists promises for those who may read them, the earliest due first. */
export async function listPromises(ctx: Context): Promise<Promised[]> {
  requirePermission(ctx, 'continuity:read');
  return ctx.read((tx) => loadPromises(tx));
}

/** Records a promise and publishes `promise_made`; the same id again is answered and changes nothing. */
export async function makePromise(
  ctx: Context,
  made: Omit<Promised, 'proof'>,
): Promise<Outcome<{ readonly id: string }, PromiseRefusal>> {
  requirePermission(ctx, 'continuity:write');
  return ctx.transact(async (tx) => {
    const { incidentId } = made;
    if (incidentId !== null && (await loadIncident(tx, incidentId)) === undefined) {
      return refuse({ code: 'incident_not_found', incidentId });
    }
    if (!(await appendPromise(tx, ctx, made))) return accept({ id: made.id });
    const payload = { promiseId: made.id, dueOn: made.dueOn };
    await publishEvents(tx, [{ type: 'promise_made', subject: made.id, payload }]);
    await recordAudit(tx, { ctx, action: 'make_promise', subject: made.id, details: payload });
    return accept({ id: made.id });
  });
}

/** Records that a promise was kept, and publishes `promise_kept`. */
export async function keepPromise(
  ctx: Context,
  kept: PromiseProof & { readonly promiseId: string },
): Promise<Outcome<{ readonly id: string }, ProofRefusal>> {
  requirePermission(ctx, 'continuity:write');
  return ctx.transact(async (tx) => {
    const { promiseId, keptOn } = kept;
    const [promised] = await loadPromises(tx, promiseId);
    const refusal = decideProof({ promiseId, promised }, { keptOn }, promiseToday(ctx));
    if (refusal !== undefined) return refuse(refusal);
    await appendProof(tx, ctx, kept);
    const payload = { promiseId, keptOn };
    await publishEvents(tx, [{ type: 'promise_kept', subject: promiseId, payload }]);
    await recordAudit(tx, { ctx, action: 'keep_promise', subject: promiseId, details: payload });
    return accept({ id: promiseId });
  });
}
