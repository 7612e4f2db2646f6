import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform } from '../../../test/support/platform.ts';
import { type Platform, sql } from '../../platform/index.ts';
import { documentText, readDocument } from '../../policy/trial-document.ts';
import { copyTable, openPopulation } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'amends-table-'));
const file = join(dir, 'table.csv');
let platform: Platform;
let address = '';

beforeAll(async () => {
  platform = await openTestPlatform();
  const url = new URL(platform.config.databaseUrl ?? '');
  url.searchParams.set('table', 'shop.parties');
  address = url.href;
  await sql`create schema shop`.execute(platform.db);
  await sql`create table shop.parties (party_id text, fee numeric, outage interval, plan text,
    since date, member boolean, share double precision, seen_at timestamptz, outages text[])`.execute(
    platform.db,
  );
  await sql`insert into shop.parties values
    ('b', 1000, '90 minutes', 'paid', '2020-02-29', true, 0.5, '2022-10-15T15:30+09', '{1 hour,30 min}'),
    ('a', 999999.00, '1 day', 'free', '2020-01-01', false, 1, '2022-10-15T06:30Z', '{}'),
    ('c', -1, '1 hour', 'paid', '2020-01-01', true, 1, now(), '{}'),
    ('d', 0.5, '1 hour', 'paid', '2020-01-01', true, 1, now(), '{}'),
    ('e', 'nan', '1 hour', 'paid', '2020-01-01', true, 1, now(), '{}'),
    ('f', 1e40, '1 hour', 'paid', '2020-01-01', true, 1, now(), '{}'),
    ('g', 1, '-1 hour', 'paid', '2020-01-01', true, 1, now(), '{}'),
    ('h', 1, '1 hour', 'gold', '2020-01-01', true, 1, now(), '{}'),
    ('i', 1, '1 hour', 'paid', 'infinity', true, 1, now(), '{}'),
    ('j', 1, '1 hour', 'paid', '2020-01-01', true, 1.5, now(), '{}'),
    ('k', 1, '1 hour', 'paid', '2020-01-01', true, 1, now(), '{soon}'),
    ('l', null, null, null, null, null, null, null, null)`.execute(platform.db);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const document = readDocument(
  documentText(`fact fee : money at least 0 KRW from company
fact outage : duration from incident
fact plan : choice(free, paid) from company
fact since : date from company
fact member : yes/no from company
fact share : ratio at least 0 at most 1 from company
fact seen_at : instant from company
fact outages : list of duration from incident
for plan is paid and member and since is before 2030-01-01 and seen_at is before 2030-01-01T00:00Z
award cash (fee × share + 1 KRW × (completed 1 hour in (outage + sum(outages)))) rounded down to 1 KRW`),
);

async function open(badRows: 'stop' | 'set_aside') {
  const opened = await openPopulation({ file, documents: [document], badRows });
  if (!opened.ok) return { refusal: opened.refusal };
  const { rowCount, badRows: bad } = opened.value;
  opened.value.close();
  return { rowCount, badRows: bad };
}

it('a table of PostgreSQL is a population, and its bad rows are named and counted', async () => {
  expect(await copyTable(address, { into: file })).toEqual({ ok: true, value: 12 });
  const byField = [
    ['fee', 4],
    ['outage', 1],
    ['plan', 1],
    ['since', 1],
    ['share', 1],
    ['outages', 1],
  ].map(([field, count]) => ({ field, count }));
  const bad = {
    count: 9,
    byField,
    first: [
      { row: 3, partyId: 'c', field: 'fee', found: '"-1"', expected: 'at least 0 KRW' },
      { row: 4, partyId: 'd', field: 'fee', found: '"0.5"' },
      { row: 5, partyId: 'e', field: 'fee', found: '"NaN"' },
      { row: 6, partyId: 'f', field: 'fee' },
      { row: 7, partyId: 'g', field: 'outage', found: '"-3600"' },
      { row: 8, partyId: 'h', field: 'plan', found: '"gold"', expected: 'one of: free, paid' },
      { row: 9, partyId: 'i', field: 'since', found: '"infinity"' },
      { row: 10, partyId: 'j', field: 'share', found: '"1.5"', expected: 'at most 1' },
      { row: 11, partyId: 'k', field: 'outages', found: '"soon"' },
    ],
  };
  expect(await open('stop')).toMatchObject({
    refusal: { code: 'population_rows_refused', badRows: bad },
  });
  expect(await open('set_aside')).toMatchObject({ rowCount: 12, badRows: bad });
});

it('what cannot be read says what was found, and shows no password', async () => {
  const found = async (text: string) => {
    const copied = await copyTable(text, { into: file });
    return copied.ok ? 'read' : `${copied.refusal.file} ${copied.refusal.found}`;
  };
  expect(await found(address.replace('parties', 'nobody'))).toContain('found no table shop.nobody');
  expect(await found('postgresql://u:secret@127.0.0.1:1/x')).toBe(
    'postgresql://u:…@127.0.0.1:1/x found no table in the address; expected postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE',
  );
  expect(await found('postgresql://u:secret@127.0.0.1:1/x?table=t')).toContain('ECONNREFUSED');
});
