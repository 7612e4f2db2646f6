import { type Database, sql } from '../src/platform/index.ts';

// The peer of the figure `receipts`: the same row, inserted by pgbench into a copy of the same
// table with the same indexes and constraints, in the same database.

/** What pgbench runs: the claim's row alone, and every row that one claim inserts. */
export interface PeerScripts {
  readonly row: string;
  readonly allRows: string;
}

const copies = `
create schema if not exists bench;
create table bench.claim (like claims.claim including all,
  foreign key (incident_id, questionnaire_version)
    references claims.questionnaire (incident_id, version));
create table bench.claim_event (like claims.claim_event including all,
  foreign key (claim_id) references bench.claim (id));
create table bench.event (like platform.event including all);
create table bench.delivery (like platform.delivery including all,
  foreign key (event_id) references bench.event (id));`;

/** The columns that differ from claim to claim by an index; the rest is one claim's own bytes. */
const made: Readonly<Record<string, string>> = {
  id: 'uuidv7()',
  number: `overlay(overlay(upper(left(md5(uuidv7()::text || random()), 12))
    placing '-' from 5 for 1) placing '-' from 10 for 1)`,
  state: `'submitted'`,
  event_count: '1',
  assessment: 'null',
  suggestion: 'null',
  assessed_under: 'null',
};

async function renderInsert(db: Database): Promise<string> {
  const { rows } = await sql<{ column: string; literal: string }>`
    select field.key as column, quote_nullable(field.value) as literal
    from (select * from claims.claim where channel = 'api' order by id desc limit 1) as claim,
      jsonb_each_text(to_jsonb(claim)) as field
    -- reckoned by the database itself
    where field.key <> 'clock_from_ms'`.execute(db);
  const columns = rows.map(({ column }) => `"${column}"`);
  const values = rows.map(({ column, literal }) => made[column] ?? literal);
  return `insert into bench.claim (${columns.join(', ')})\nvalues (${values.join(', ')})`;
}

/** Makes the copies and the scripts; the row is the last claim that came in over HTTP. */
export async function preparePeer(db: Database): Promise<PeerScripts> {
  await sql.raw(copies).execute(db);
  const insert = await renderInsert(db);
  const { rows: consumers } = await sql<{ consumer: string }>`
    select consumer from platform.subscription where event_type = 'claim_submitted'`.execute(db);
  const { rows: events } = await sql<{ payload: string }>`
    select quote_literal(payload) as payload from platform.event
    where type = 'claim_submitted' order by id desc limit 1`.execute(db);
  const deliveries = consumers.map(({ consumer }) => `('${consumer}')`).join(', ');
  return {
    row: `${insert};\n`,
    allRows: `with claim as (${insert} returning id),
      claim_event as (insert into bench.claim_event
        select id, 1, 'claim_submitted', '{}', 'claimant', 'anonymous', now() from claim),
      event as (insert into bench.event (type, subject, payload, occurred_at)
        select 'claim_submitted', id::text, ${events[0]?.payload}::jsonb, now() from claim
        returning id)
      insert into bench.delivery (event_id, consumer, due_at)
      select event.id, consumer, now() from event, (values ${deliveries}) as ears(consumer);\n`,
  };
}
