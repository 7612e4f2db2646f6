import { type LocalDate, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Promised, PromiseProof } from './promise.ts';

/** Records a promise; the same id again changes nothing. */
export async function appendPromise(
  tx: Tx,
  ctx: Context,
  made: Omit<Promised, 'proof'>,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into continuity.promise
      (id, incident_id, title_ko, title_en, owner, due_on, made_at, made_by)
    values (${made.id}, ${made.incidentId}, ${made.title.ko}, ${made.title.en}, ${made.owner},
      ${made.dueOn}::date, ${renderInstant(ctx.now)}::timestamptz, ${ctx.actor.id})
    on conflict (id) do nothing returning id`.execute(tx);
  return rows.length > 0;
}

/** Records that a promise was kept. */
export async function appendProof(
  tx: Tx,
  ctx: Context,
  made: PromiseProof & { readonly promiseId: string },
): Promise<void> {
  await sql`
    insert into continuity.promise_proof
      (promise_id, kept_on, proof, proof_url, recorded_at, recorded_by)
    values (${made.promiseId}, ${made.keptOn}::date, ${made.proof}, ${made.proofUrl},
      ${renderInstant(ctx.now)}::timestamptz, ${ctx.actor.id})`.execute(tx);
}

/** Loads promises, the earliest due first; with an id only that one, locked against a second proof. */
export async function loadPromises(tx: Tx, id?: string): Promise<Promised[]> {
  const { rows } = await sql<{
    id: string;
    incident_id: string | null;
    title_ko: string;
    title_en: string;
    owner: string;
    due_on: string;
    kept_on: string | null;
    proof: string | null;
    proof_url: string | null;
  }>`select promise.id, incident_id, title_ko, title_en, owner, due_on::text as due_on,
      kept_on::text as kept_on, proof, proof_url
    from continuity.promise left join continuity.promise_proof on promise_id = promise.id
    where ${id ?? null}::uuid is null or promise.id = ${id ?? null}::uuid
    order by due_on, promise.id limit 1000
    ${id === undefined ? sql`` : sql`for update of promise`}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    incidentId: row.incident_id,
    title: { ko: row.title_ko, en: row.title_en },
    owner: row.owner,
    dueOn: row.due_on as LocalDate,
    proof:
      row.kept_on === null
        ? null
        : { keptOn: row.kept_on as LocalDate, proof: row.proof ?? '', proofUrl: row.proof_url },
  }));
}
