import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { addMs, assert, instantFromEpochMs } from '../../kernel/index.ts';
import { type Platform, sql, type Tx } from '../../platform/index.ts';
import { accountId } from './account.ts';
import { postTransfers } from './commands.ts';
import { derivedId } from './derived-id.ts';
import { listTransfers, openChart } from './store.ts';
import { hashTransfer, type TransferRequest } from './transfer.ts';
import { verifyLedger } from './verify-commands.ts';

// Whatever is changed in a ledger behind its back is found, also by whoever computes the hashes
// anew afterwards.

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const currency = 'KRW';
let platform: Platform;
let serial = 0;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
});

async function openLedger(): Promise<string> {
  serial += 1;
  const incidentId = derivedId(['verify', String(serial)]);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${`verify-${serial}`}, '장애', 'Outage', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  const account = (code: 'redress_cost' | 'provision' | 'approved_awards') =>
    accountId({ incidentId, currency, code });
  const id = (name: string) => derivedId([incidentId, name]);
  const about = { amountMinor: 500n, currency, reference: 'a "quoted", 이름' };
  const between = {
    debitAccountId: account('provision'),
    creditAccountId: account('approved_awards'),
  };
  const expiresAt = addMs(now, 60_000);
  const requests: TransferRequest[] = [
    {
      ...{ ...about, id: id('set'), kind: 'posted', code: 'set_aside' },
      ...{ debitAccountId: account('redress_cost'), creditAccountId: account('provision') },
    },
    { ...about, ...between, amountMinor: 100n, id: id('one'), kind: 'pending', code: 'held' },
    { ...{ id: id('post'), kind: 'post', pendingId: id('one') }, code: 'kept', reference: 'r' },
    {
      ...{ ...about, ...between, amountMinor: 50n, id: id('two'), kind: 'pending', code: 'held' },
      expiresAt,
    },
    { ...{ id: id('void'), kind: 'void', pendingId: id('two') }, code: 'let_go', reference: 'r' },
    { ...about, ...between, amountMinor: 7n, id: id('last'), kind: 'posted', code: 'owed' },
  ];
  const ctx = systemContext(platform);
  await ctx.transact(async (tx) => {
    await openChart(tx, { incidentId, currency });
    const posted = await postTransfers(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'posted', posted);
  });
  return incidentId;
}

/** Computes every hash anew, as somebody would who changed a transfer and knows how they are made. */
async function chainAnew(tx: Tx, incidentId: string): Promise<void> {
  let previousHash = '0'.repeat(64);
  const page = { incidentId, afterPosition: 0n, limit: 100 };
  for (const { hash: _old, ...transfer } of await listTransfers(tx, page)) {
    const hash = hashTransfer({ ...transfer, previousHash });
    await sql`update settlement.transfer set hash = ${hash}, previous_hash = ${previousHash}
      where id = ${transfer.id}`.execute(tx);
    previousHash = hash;
  }
  await sql`update settlement.ledger set head_hash = ${previousHash}
    where incident_id = ${incidentId}`.execute(tx);
}

async function findingsAfter(change: string, isChainedAnew: boolean): Promise<string[]> {
  const incidentId = await openLedger();
  const ctx = systemContext(platform);
  const before = await verifyLedger(ctx, incidentId);
  expect(before).toMatchObject({ transferCount: 6n, findings: [] });
  await ctx.transact(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    const text = change.replaceAll('INCIDENT', `'${incidentId}'`);
    await sql.raw(text).execute(tx);
    if (isChainedAnew) await chainAnew(tx, incidentId);
  });
  const found = (await verifyLedger(ctx, incidentId))?.findings ?? [];
  return [...new Set(found.map(({ code }) => code))];
}

const ofTransfer = (set: string, position: number) =>
  `update settlement.transfer set ${set} where incident_id = INCIDENT and position = ${position}`;

describe('a ledger that was changed behind its back', () => {
  const plain: [string, string, string][] = [
    ['an amount', ofTransfer('amount_minor = 8', 6), 'hash_differs'],
    ['a reference', ofTransfer("reference = 'other'", 1), 'hash_differs'],
    ['a code', ofTransfer("code = 'other'", 3), 'hash_differs'],
    ['an instant', ofTransfer("at = at + interval '1 second'", 2), 'hash_differs'],
    ['an expiry', ofTransfer("expires_at = expires_at + interval '1 second'", 4), 'hash_differs'],
    ['a previous hash', ofTransfer("previous_hash = repeat('0', 64)", 4), 'previous_hash_differs'],
    [
      'a transfer taken out',
      'delete from settlement.transfer where incident_id = INCIDENT and position = 6',
      'head_differs',
    ],
    [
      'one taken out of the middle',
      'delete from settlement.transfer where incident_id = INCIDENT and position = 3',
      'position_gap',
    ],
    [
      'a sum',
      `update settlement.account set debits_posted_minor = debits_posted_minor + 1
        where incident_id = INCIDENT and code = 'redress_cost'`,
      'sums_differ',
    ],
    [
      'the head',
      `update settlement.ledger set head_hash = repeat('a', 64) where incident_id = INCIDENT`,
      'head_differs',
    ],
  ];
  it.each(plain)('by %s is found', async (_name, change, code) => {
    expect(await findingsAfter(change, false)).toContain(code);
  });

  const chained: [string, string, string][] = [
    ['an amount', ofTransfer('amount_minor = 8', 6), 'sums_differ'],
    ['what a reservation posts', ofTransfer('amount_minor = 99', 3), 'pending_differs'],
    [
      'a reservation let go after its time',
      ofTransfer("expires_at = at - interval '1 second'", 4),
      'resolved_out_of_time',
    ],
    [
      'a resolution of nothing',
      ofTransfer(`pending_id = '${derivedId(['nothing'])}'`, 5),
      'pending_unknown',
    ],
    [
      'an account of nobody',
      ofTransfer(`credit_account_id = '${derivedId(['nobody'])}'`, 6),
      'account_unknown',
    ],
    ['another currency', ofTransfer("currency = 'USD'", 6), 'currency_differs'],
  ];
  it.each(chained)('by %s is found though every hash is right', async (_name, change, code) => {
    expect(await findingsAfter(change, true)).toContain(code);
  });

  it('is found by a head published before, though all of it agrees with itself', async () => {
    const incidentId = await openLedger();
    const ctx = systemContext(platform);
    const before = await verifyLedger(ctx, incidentId);
    const published = [{ transferCount: 6n, headHash: before?.headHash ?? '' }];
    expect((await verifyLedger(ctx, incidentId, { published }))?.findings).toEqual([]);
    await ctx.transact(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`update settlement.transfer set reference = 'x' where incident_id = ${incidentId}
        and position = 1`.execute(tx);
      await chainAnew(tx, incidentId);
    });
    expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
    const found = (await verifyLedger(ctx, incidentId, { published }))?.findings;
    expect(found).toMatchObject([{ code: 'published_head_differs' }]);
  });
});
