import { type Database, sql } from '../../src/platform/index.ts';

/** A place where a running command stands still: the n-th row that it adds to a table. */
export interface PausePoint {
  readonly table: string;
  readonly row: number;
}

async function findPaused(db: Database): Promise<number | undefined> {
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and wait_event = 'PgSleep'`.execute(db);
  return rows[0]?.pid;
}

async function waitUntilPaused(db: Database, point: PausePoint): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const pid = await findPaused(db);
    if (pid !== undefined) return pid;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`row ${point.row} of ${point.table} was never added`);
}

/**
 * Starts something, waits until it stands at the point, with the transaction open, and does to it
 * what the caller wants; afterwards the table is as it was, and the transaction rolled back.
 */
export async function atPoint(
  db: Database,
  point: PausePoint,
  during: { readonly start: () => void; readonly strike: () => Promise<unknown> },
): Promise<void> {
  const { table, row } = point;
  await sql.raw(`create sequence public.pause_rows`).execute(db);
  await sql
    .raw(`create function public.pause() returns trigger language plpgsql as $$
      begin
        if nextval('public.pause_rows') = ${row} then perform pg_sleep(600); end if;
        return new;
      end $$`)
    .execute(db);
  await sql
    .raw(`create trigger aaa_pause before insert on ${table}
      for each row execute function public.pause()`)
    .execute(db);
  during.start();
  const pid = await waitUntilPaused(db, point);
  await during.strike();
  await sql`select pg_terminate_backend(${pid}, 10000)`.execute(db);
  await sql.raw(`drop trigger aaa_pause on ${table}`).execute(db);
  await sql.raw('drop function public.pause()').execute(db);
  await sql.raw('drop sequence public.pause_rows').execute(db);
}
