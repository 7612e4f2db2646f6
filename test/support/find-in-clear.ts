import { type Platform, sql } from '../../src/platform/index.ts';

/** Gives every table in which a text stands in clear: as text, in bytes, or in base64. */
export async function findInClear(platform: Platform, text: string): Promise<readonly string[]> {
  const { db } = platform;
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
    order by 1`.execute(db);
  const hex = Buffer.from(text).toString('hex');
  const base64 = Buffer.from(text).toString('base64').replaceAll('=', '').slice(0, -2);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count
      from ${sql.raw(name)} as t
      where strpos(t::text, ${text}) > 0 or strpos(t::text, ${hex}) > 0
        or strpos(t::text, ${base64}) > 0`.execute(db);
    if ((rows[0]?.count ?? 0) > 0) found.push(name);
  }
  return found;
}
