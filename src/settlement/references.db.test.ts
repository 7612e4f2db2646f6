import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../test/support/platform.ts';
import { instantFromEpochMs } from '../kernel/index.ts';
import { type Platform, sql } from '../platform/index.ts';
import { accountId } from './ledger/account.ts';
import { derivedId } from './ledger/derived-id.ts';
import { openChart } from './ledger/store.ts';

// What these tables refer to is looked up by triggers, a statement at a time, in place of foreign
// keys: what those would refuse is refused, and nothing that may be named goes or changes its key.

type Row = Readonly<Record<string, unknown>>;

const at = '2022-12-01T00:00:00Z';
const currency = 'KRW';
const idOf = (name: string): string => derivedId(['references', name]);
const incidentId = idOf('incident');
const hash = 'a'.repeat(64);
let platform: Platform;

async function insert(table: string, ...rows: Row[]): Promise<void> {
  await sql`insert into ${sql.table(`settlement.${table}`)}
    select * from jsonb_populate_recordset(null::${sql.table(`settlement.${table}`)},
      ${JSON.stringify(rows)}::jsonb)`.execute(platform.db);
}

const account = (code: 'provision' | 'redress_cost' | 'paid'): string =>
  accountId({ incidentId, currency, code });

let position = 0;
function transfer(name: string, change: Row = {}): Row {
  position += 1;
  return {
    ...{ id: idOf(name), incident_id: incidentId, position, kind: 'pending', currency, at },
    ...{ debit_account_id: account('redress_cost'), credit_account_id: account('provision') },
    ...{ amount_minor: 1, code: 'test', reference: name, previous_hash: hash, hash },
    ...change,
  };
}

function payout(name: string, change: Row = {}): Row {
  const id = idOf(name);
  return {
    ...{ id, run_id: idOf('run'), incident_id: incidentId, award_id: idOf('award') },
    ...{ claim_id: idOf('claim'), attempt: 1, state: 'withdrawn', remedy: 'cash', rail: 'bank' },
    ...{ amount_minor: 1, currency, source_account: 'approved_awards', payee_ref: 'claim:1' },
    ...{ rail_reference: `A${id.replaceAll('-', '')}`, event_count: 1, changed_at: at },
    ...{ is_failure_final: false },
    ...change,
  };
}

const event = (payoutId: string, change: Row = {}): Row => ({
  ...{ payout_id: payoutId, position: 1, type: 'payout_sent', to_state: 'sent', actor_id: 'a', at },
  ...change,
});
const statementLine = (lineId: string, payoutId: string | null): Row => ({
  ...{ rail: 'bank', line_id: lineId, reference: 'r', direction: 'paid', amount_minor: 1 },
  ...{ fee_minor: 0, currency, booked_at: at, payout_id: payoutId, remedy: 'cash' },
  ...{ recorded_at: at },
});
const railPayment = (reference: string, change: Row = {}): Row => ({
  ...{ reference, rail: 'bank', file_id: idOf('file'), number: position++, amount_minor: 1 },
  ...{ currency, payee_ref: 'claim:1', state: 'queued', is_final: false, version: 1 },
  ...{ received_at: at, changed_at: at },
  ...change,
});
const railLine = (lineId: string, fileId: string): Row => ({
  ...{ rail: 'bank', line_id: lineId, file_id: fileId, reference: 'r', direction: 'paid' },
  ...{ amount_minor: 1, fee_minor: 0, currency, booked_at: at },
});

beforeAll(async () => {
  platform = await openTestPlatform({ now: instantFromEpochMs(Date.parse(at)) });
  const ctx = systemContext(platform);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'references', '장애', 'Outage', 'Asia/Seoul', ${at})`.execute(
    platform.db,
  );
  await ctx.transact((tx) => openChart(tx, { incidentId, currency }));
  await insert('award', {
    ...{ id: idOf('award'), incident_id: incidentId, claim_id: idOf('claim'), party_id: 'p' },
    ...{ remedy: 'cash', amount_minor: 1, currency, clause: '§1', policy_hash: hash },
    approved_at: at,
  });
  await insert('payout_run', {
    ...{ id: idOf('run'), incident_id: incidentId, currency, rail: 'bank', state: 'proposed' },
    ...{ payout_count: 1, total_minor: 1, digest: hash, prepared_by: 'a', prepared_at: at },
    remedy: 'cash',
  });
  await insert('rail_file', {
    ...{ id: idOf('file'), rail: 'bank', number: 1, currency, state: 'open', payment_count: 1 },
    ...{ total_minor: 1, opened_at: at },
  });
  await insert('inbound_file', {
    ...{ id: idOf('inbound'), rail: 'bank', kind: 'statement', name: 's', sha256: hash },
    ...{ byte_count: 1, outcome: 'applied', received_by: 'a', received_at: at },
  });
  await insert('transfer', transfer('pending'));
  await insert('payout', payout('payout'));
  await insert('payout_event', event(idOf('payout')));
  await insert('rail_payment', railPayment('kept'));
  await insert('rail_line', railLine('kept', idOf('inbound')));
});

describe('a row that names what does not exist', () => {
  const nobody = idOf('nobody');
  const rows: [string, string, () => Row[]][] = [
    ['transfer', 'debit_account_id', () => [transfer('t1', { debit_account_id: nobody })]],
    ['transfer', 'credit_account_id', () => [transfer('t2', { credit_account_id: nobody })]],
    // the account exists, in another currency
    ['transfer', 'currency', () => [transfer('t3', { currency: 'USD' })]],
    ['transfer', 'incident_id', () => [transfer('t4', { incident_id: nobody })]],
    ['transfer', 'pending_id', () => [transfer('t5', { kind: 'post', pending_id: nobody })]],
    ['payout', 'run_id', () => [payout('p1', { attempt: 2, run_id: nobody })]],
    ['payout', 'award_id', () => [payout('p2', { attempt: 3, award_id: nobody })]],
    ['payout_event', 'payout_id', () => [event(nobody)]],
    ['statement_line', 'payout_id', () => [statementLine('l1', nobody)]],
    ['rail_payment', 'file_id', () => [railPayment('r1', { file_id: nobody })]],
    ['rail_line', 'file_id', () => [railLine('l1', nobody)]],
    // the last of several that are right
    [
      'payout_event',
      'payout_id',
      () => [event(idOf('payout'), { position: 2 }), event(nobody, { position: 2 })],
    ],
  ];

  it.each(
    rows,
  )('is refused in %s by %s, with all of its statement', async (table, column, make) => {
    const refused = insert(table, ...make());
    await expect(refused).rejects.toMatchObject({ code: '23503' });
    await expect(refused).rejects.toThrow(new RegExp(`settlement.${table} names .*${column}`));
  });

  it('is refused when a line is taken over by a file that does not exist', async () => {
    const taken = sql`update settlement.rail_line set file_id = ${nobody}::uuid`;
    await expect(taken.execute(platform.db)).rejects.toMatchObject({ code: '23503' });
  });

  it('is taken when it names nothing, or what the same statement writes', async () => {
    await insert('statement_line', statementLine('l2', null), statementLine('l3', idOf('payout')));
    const later = transfer('later', { kind: 'post', pending_id: idOf('same') });
    await insert('transfer', later, transfer('same'));
  });
});

describe('a row that may be named', () => {
  const statements = [
    'delete from settlement.account',
    'truncate settlement.account cascade',
    'update settlement.account set id = gen_random_uuid()',
    `update settlement.account set currency = 'USD'`,
    'update settlement.account set incident_id = gen_random_uuid()',
    'delete from settlement.payout_run',
    'update settlement.payout_run set id = gen_random_uuid()',
    'delete from settlement.payout',
    'truncate settlement.payout cascade',
    'update settlement.payout set id = gen_random_uuid()',
    'update settlement.payout set run_id = gen_random_uuid()',
    'update settlement.payout set award_id = gen_random_uuid()',
    'delete from settlement.rail_file',
    'update settlement.rail_file set id = gen_random_uuid()',
    'delete from settlement.rail_payment',
    'update settlement.rail_payment set file_id = gen_random_uuid()',
    'delete from settlement.inbound_file',
    'update settlement.inbound_file set id = gen_random_uuid()',
    'delete from settlement.award',
    'delete from settlement.transfer',
  ];

  it.each(statements)('stays: %s', async (statement) => {
    await expect(sql.raw(statement).execute(platform.db)).rejects.toMatchObject({ code: '23001' });
  });
});

describe('the reference a rail knows a payout by', () => {
  it.each([
    'A',
    'A-1',
    `A${'0'.repeat(32)}`,
    `A${'0'.repeat(40)}`,
    '이체',
  ])('is the payout’s own id: %s is refused', async (rail_reference) => {
    const refused = insert('payout', payout('p9', { attempt: 9, rail_reference }));
    await expect(refused).rejects.toThrow('payout_reference_is_id');
  });
});
