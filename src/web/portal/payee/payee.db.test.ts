import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { PlainBrowser } from '../../../../test/support/plain-browser.ts';
import { staffContext, systemContext } from '../../../../test/support/platform.ts';
import {
  answerUntil,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../../test/support/portal-bench.ts';
import { confirmContact } from '../../../claims/identity/index.ts';
import { addMs, assert, type Instant, type Outcome } from '../../../kernel/index.ts';
import { sql } from '../../../platform/index.ts';
import {
  approvePayoutRun,
  createSimulatedRail,
  followPayouts,
  preparePayoutRun,
  recordApprovedAwards,
  sendPayoutRun,
} from '../../../settlement/index.ts';
import { giveOwnPayee, payeeCoolDownMs } from '../../../settlement/unclaimed/index.ts';

const dayMs = 86_400_000;
const given = {
  'payee-bank': '카카오뱅크',
  'payee-account': '3333-01-2345678',
  'payee-holder': '김가게',
};
let bench: PortalBench;
let began: Instant;
beforeAll(async () => {
  bench = await openPortalBench();
  began = bench.now;
});

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

const staff = (role: 'treasurer' | 'approver') =>
  staffContext(bench.platform, role, { now: bench.now });

async function awarded(payeeRef: string | null): Promise<{
  browser: PlainBrowser;
  claimId: string;
  number: string;
}> {
  const browser = bench.openBrowser();
  await answerUntil(browser);
  const number = await fileDraft(browser);
  const { db } = bench.platform;
  const { rows } = await sql<{ id: string }>`
    update claims.claim set state = 'approved' where number = ${number} returning id`.execute(db);
  const claimId = rows[0]?.id ?? '';
  const ctx = systemContext(bench.platform, { now: bench.now });
  const { incidentId } = bench;
  const award = {
    ...{ awardId: ctx.newId(), claimId, incidentId, decisionId: null, partyId: claimId },
    ...{ partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n, currency: 'KRW' },
    ...{ quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64), payeeRef },
  };
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, [award]));
  return { browser, claimId, number };
}

/** Prepares, approves and sends a run; gives how many payments it had, none when nothing is payable. */
async function pay(returnedPerMille: number): Promise<number> {
  const runId = staff('treasurer').newId();
  const { incidentId } = bench;
  const request = { runId, incidentId, currency: 'KRW', rail: 'simulated' };
  const prepared = await preparePayoutRun(staff('treasurer'), request);
  if (!prepared.ok) return 0;
  ok(await approvePayoutRun(staff('approver'), runId));
  const ctx = systemContext(bench.platform);
  const rail = createSimulatedRail({ ctx, faults: { returnedPerMille } });
  ok(await sendPayoutRun(staff('treasurer'), { runId, rail }));
  bench.now = addMs(bench.now, dayMs);
  await followPayouts(staff('treasurer'), { runId, rail });
  return prepared.value.payoutCount;
}

async function countOf(claimId: string): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`select
    (select count(*)::int from settlement.payee where claim_id = ${claimId}) as payees,
    (select count(*)::int from platform.event where type = 'payee_changed'
      and subject = ${claimId}) as told,
    (select count(*)::int from platform.audit where action = 'settlement.payee_changed'
      and subject = ${claimId}) as audited`.execute(bench.platform.db);
  return rows[0] ?? {};
}

describe('a claimant whose payment came back', () => {
  test('proves the contact, gives another account, and is paid there once', async () => {
    const { browser, claimId, number } = await awarded('claim:first');
    expect((await browser.open('/ko/status')).html).not.toContain('받을 계좌 알려 주기');
    // Nothing waits for an account: the page that asks for one leads back.
    expect((await browser.open('/ko/status/account')).path).toBe('/ko/status');
    expect(await pay(1000)).toBe(1);
    await browser.open('/ko/look-up', { number, contact: 'shop@example.org' });
    const returned = await browser.open('/ko/status');
    expect(returned.html).toContain('보내 드린 보상금이 되돌아왔습니다');
    expect(returned.html).toContain('아래에서 보상금을 받을 계좌를 알려 주시면');
    // Number and contact open the status; without a code they change nothing.
    expect((await browser.open('/ko/status/account')).path).toBe('/ko/status');
    expect((await browser.open('/ko/status/account/check', given)).path).toBe('/ko/status');
    expect((await browser.open('/ko/status/account', {})).path).toBe('/ko/code');
    const asked = await browser.open('/ko/code', { digits: bench.lastDigits() });
    expect(asked.path).toBe('/ko/status/account');
    const wrong = await browser.open('/ko/status/account/check', {
      ...given,
      'payee-account': '12-34',
      'payee-holder': ' ',
    });
    expect(wrong.html).toContain('계좌번호는 숫자 6자리에서 20자리로 적어 주세요.');
    expect(wrong.html).toContain('예금주 칸을 채워 주세요.');
    expect(wrong.html).toContain('href="#payee-holder"');
    expect(wrong.html).toContain('value="카카오뱅크"');
    const check = await browser.open('/ko/status/account/check', given);
    expect(check.path).toBe('/ko/status/account/check');
    for (const text of Object.values(given)) expect(check.html).toContain(text);
    expect((await browser.open('/en/status/account/check')).html).toContain('Pay to this account');
    expect(await countOf(claimId)).toEqual({ payees: 0, told: 0, audited: 0 });
    const done = await browser.open('/ko/status/account/give', {});
    expect(done.path).toBe('/ko/status?done=account');
    expect(done.html).toContain('받을 계좌를 받았습니다');
    expect(done.html).not.toContain('3333');
    expect((await browser.open('/ko/status/account/give', {})).path).toBe('/ko/status');
    expect(await countOf(claimId)).toEqual({ payees: 1, told: 1, audited: 1 });
    expect(await pay(0)).toBe(0);
    bench.now = addMs(bench.now, payeeCoolDownMs);
    expect(await pay(0)).toBe(1);
    expect(await pay(0)).toBe(0);
    await browser.open('/ko/look-up', { number, contact: 'shop@example.org' });
    const paid = await browser.open('/ko/status');
    expect(paid.html).toContain('입금했습니다');
    expect(paid.html).not.toContain('보상금을 받을 계좌');
    const late = await browser.open('/ko/status/account', {});
    expect(late.path).toBe('/ko/status');
    bench.now = began;
  });

  test('gives none with the code of another contact, nor for somebody else', async () => {
    const { browser, claimId } = await awarded('claim:second');
    await pay(1000);
    bench.now = began;
    await browser.open('/ko/find', { contact: 'thief@example.org' });
    await browser.open('/ko/code', { digits: bench.lastDigits() });
    expect((await browser.open('/ko/status/account')).path).toBe('/ko/status');
    const stranger = await bench.openBrowser().open('/ko/status/account/give', {});
    expect(stranger.html).toContain('action="/ko/look-up"');
    expect(await countOf(claimId)).toEqual({ payees: 0, told: 0, audited: 0 });
  });

  test('is helped by a person where no code can be sent', async () => {
    const { browser } = await awarded('claim:third');
    await pay(1000);
    bench.now = began;
    const { courier } = systemContext(bench.platform).outside;
    const reaches = vi.spyOn(courier, 'reaches').mockReturnValue(false);
    const page = await browser.open('/en/status');
    reaches.mockRestore();
    expect(page.html).toContain('Tell it to the help contact');
    expect(page.html).not.toContain('Tell us the account<');
  });
});

test('who gave no account when filing is asked for one, once it is decided', async () => {
  const { browser } = await awarded(null);
  const page = await browser.open('/ko/status');
  expect(page.html).toContain('보상이 정해졌지만 받으실 계좌를 아직 모릅니다');
  expect(page.html).not.toContain('지금 하실 일은 없습니다.');
  await browser.open('/ko/status/account', {});
  await browser.open('/ko/code', { digits: bench.lastDigits() });
  await browser.open('/ko/status/account/check', given);
  const done = await browser.open('/ko/status/account/give', {});
  expect(done.html).toContain('이후 첫 지급 때 보내 드립니다');
});

test('the same account sent twice at once is taken once; one nobody waits for is refused', async () => {
  const { claimId } = await awarded(null);
  const ctx = systemContext(bench.platform, { now: bench.now });
  const { rows } = await sql<{ digest: Buffer; salt: Buffer }>`select k.contact_digest as digest
    from claims.claim_contact k where k.confirmed_at is not null limit 1`.execute(
    bench.platform.db,
  );
  const contactDigest = rows[0]?.digest ?? Buffer.alloc(0);
  expect(await confirmContact(ctx, { claimId, contactDigest })).toMatchObject({
    value: { isConfirmed: true },
  });
  const payee = { bank: '국민은행', account: '12345678', holder: '김가게' };
  const own = { claimId, token: '', contactDigest, payeeId: ctx.newId(), payee };
  const taken = await Promise.all([giveOwnPayee(ctx, own), giveOwnPayee(ctx, own)]);
  expect(taken.map((outcome) => outcome.ok)).toEqual([true, true]);
  expect(await countOf(claimId)).toEqual({ payees: 1, told: 1, audited: 1 });
  const other = await giveOwnPayee(ctx, { ...own, contactDigest: Buffer.alloc(32) });
  expect(other).toMatchObject({ refusal: { code: 'contact_not_proved' } });
  const known = await awarded('claim:known');
  const late = { ...own, claimId: known.claimId, payeeId: ctx.newId() };
  expect(await giveOwnPayee(ctx, late)).toMatchObject({ refusal: { code: 'payee_not_asked' } });
});
