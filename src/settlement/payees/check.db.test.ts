import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import { type Platform, sql } from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { preparePayoutRun } from '../payouts/commands.ts';
import { listPayouts } from '../payouts/store.ts';
import type { Payee } from '../rails/files/file-format.ts';
import type { PayeesOf } from '../rails/files/payees.ts';
import { checkPayees } from './check-commands.ts';
import { judgePayee } from './judge-payees.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const currency = 'KRW';
const incidentId = derivedId(['payees']);
let platform: Platform;

const right: Payee = { bank: '088', account: '110-123-456789', holder: '홍길동' };
const payees: Record<string, Payee> = {
  'p-0': right,
  'p-1': { ...right, account: '110 123 456789', holder: '홍길순' },
  'p-2': { ...right, account: '12' },
  'p-4': { ...right, account: '220-9999-0001' },
};
const payeesOf: PayeesOf = async (_ctx, refs) =>
  new Map(
    refs.flatMap((ref) => {
      const payee = payees[ref];
      return payee === undefined ? [] : [[ref, payee] as const];
    }),
  );

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'payees', '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
    `.execute(platform.db);
  const ctx = systemContext(platform);
  const awards = [0, 1, 2, 3, 4].map((index) => ({
    ...{ awardId: derivedId(['payees', String(index)]), incidentId, decisionId: null },
    ...{ claimId: derivedId(['payees claim', String(index)]), partyId: `p${index}` },
    ...{ partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n, currency },
    ...{ quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    payeeRef: `p-${index}`,
  }));
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
});

describe('the payees of a run', () => {
  it('are looked at before anything is paid, and nothing personal is told of them', async () => {
    const treasurer = staffContext(platform, 'treasurer');
    const runId = derivedId(['payees run']);
    ok(await preparePayoutRun(treasurer, { runId, incidentId, currency, rail: 'simulated' }));
    const payouts = await treasurer.read((tx) => listPayouts(tx, runId));
    const differing = payouts.find(({ payeeRef }) => payeeRef === 'p-4');
    await sql`insert into settlement.rail_file (id, rail, number, currency, state, opened_at)
      values (${derivedId(['file'])}, 'simulated', 1, ${currency}, 'open', now())
      `.execute(platform.db);
    await sql`insert into settlement.rail_payment (reference, rail, file_id, number, amount_minor,
        currency, payee_ref, state, received_at, changed_at)
      values (${differing?.railReference}, 'simulated', ${derivedId(['file'])}, 1, 1, ${currency},
        'p-4', 'queued', now(), now())`.execute(platform.db);
    await sql`insert into settlement.holder_check (reference, answer, checked_at)
      values (${differing?.railReference}, 'other', now())`.execute(platform.db);
    const checked = ok(await checkPayees(treasurer, { runId, payeesOf }));
    expect(checked).toMatchObject({
      payoutCount: 5,
      counts: { payee_missing: 1, payee_malformed: 1, payee_shared: 1, holder_differs: 1 },
      holders: { same: 0, other: 1, no_account: 0, unchecked: 4 },
    });
    expect(JSON.stringify(checked)).not.toMatch(/홍길|110|220/);
    const missing = { runId: derivedId(['no run']), payeesOf };
    expect(await checkPayees(treasurer, missing)).toMatchObject({
      refusal: { code: 'payout_run_not_found' },
    });
  });

  const rows: [string, Payee | undefined, string | undefined][] = [
    ['a plain one', right, undefined],
    ['none', undefined, 'payee_missing'],
    ['five digits', { ...right, account: '12-345' }, 'payee_malformed'],
    ['six digits', { ...right, account: '12-3456' }, undefined],
    ['thirty digits', { ...right, account: '1'.repeat(30) }, undefined],
    ['thirty-one', { ...right, account: '1'.repeat(31) }, 'payee_malformed'],
    ['full-width digits', { ...right, account: '１１０１２３４５' }, 'payee_malformed'],
    ['letters', { ...right, account: '110123OO' }, 'payee_malformed'],
    ['no holder', { ...right, holder: ' 1' }, 'payee_malformed'],
    ['no bank', { ...right, bank: ' ' }, 'payee_malformed'],
  ];
  it.each(rows)('with %s', (_name, payee, code) => {
    expect(judgePayee(payee)).toBe(code);
  });
});
