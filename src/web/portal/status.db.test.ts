import { beforeAll, describe, expect, test } from 'vitest';
import type { PlainBrowser } from '../../../test/support/plain-browser.ts';
import { staffContext } from '../../../test/support/platform.ts';
import {
  answerUntil,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../test/support/portal-bench.ts';
import { askForMore, claimConsumers } from '../../claims/index.ts';
import { replyToGroup } from '../../claims/review/many/reply-commands.ts';
import { countSatisfaction } from '../../claims/satisfaction/index.ts';
import { addMs, type Instant, type JsonValue, parseInstant } from '../../kernel/index.ts';
import { drainOutbox, sql, subscribeConsumers } from '../../platform/index.ts';
import { claimantNews } from '../../settlement/news/index.ts';
import { newsWordsOf } from '../messages/news.ts';
import { exampleQuestionnaire, salesFile } from './portal.examples.ts';
import { renderClock, waitedMs } from './status-clock.ts';

const dayMs = 24 * 60 * 60_000;
const news = claimantNews({ wordsOf: newsWordsOf, publicUrl: 'https://amends.example' });
let bench: PortalBench;
beforeAll(async () => {
  const promises = { decideWithinDays: 14, payWithinDays: 7, appealWithinDays: 60 };
  const example = exampleQuestionnaire as { [key: string]: JsonValue };
  const registration = {
    ...{ code: 'business-certificate', ko: '사업자 서류', en: 'Business registration' },
    when: { partyClasses: ['company'] },
  };
  const evidenceKinds = [...(example.evidenceKinds as JsonValue[]), registration];
  const questionnaire = { ...example, promises, evidenceKinds };
  bench = await openPortalBench({ questionnaire });
  await subscribeConsumers(bench.platform, [...claimConsumers(), news]);
});

async function fileOne(): Promise<{ browser: PlainBrowser; claimId: string; number: string }> {
  const browser = bench.openBrowser();
  await answerUntil(browser);
  const number = await fileDraft(browser);
  const { rows } = await sql<{ id: string }>`
    select id from claims.claim where number = ${number}`.execute(bench.platform.db);
  return { browser, claimId: rows[0]?.id ?? '', number };
}

/** Ends a claim with an approved denial, as two members of staff would. */
async function deny(claimId: string): Promise<void> {
  const { db } = bench.platform;
  const ctx = staffContext(bench.platform, 'reviewer');
  await sql`insert into claims.decision (id, claim_id, version, outcome, reason_code, awards,
      is_appeal, commitment, salt, decided_by, decided_at)
    values (${ctx.newId()}, ${claimId}, 1, 'deny', 'no_rule_applies', '[]', false,
      ${Buffer.alloc(32)}, ${Buffer.alloc(32)}, 'one', '2022-10-21T00:00:00Z')`.execute(db);
  await sql`update claims.decision set approved_by = 'two', approved_at = '2022-10-22T00:00:00Z'
    where claim_id = ${claimId}`.execute(db);
  await sql`update claims.claim set state = 'approved' where id = ${claimId}`.execute(db);
}

describe('a claim on its way', () => {
  test('says by when it is decided', async () => {
    const { browser } = await fileOne();
    expect((await browser.open('/ko/status')).html).toContain(
      '다음 단계: 2022년 11월 3일 (목)까지',
    );
  });

  test('that waits for documents names them, stops its date, and takes an explanation instead', async () => {
    const { browser, claimId, number } = await fileOne();
    const reviewer = staffContext(bench.platform, 'reviewer', { now: bench.now });
    const asked = await askForMore(reviewer, {
      claimId,
      reasonCode: 'loss_not_shown',
      evidence: ['sales-records'],
    });
    expect(asked).toMatchObject({ ok: true });
    const toldBefore = bench.sent.length;
    await drainOutbox(bench.platform, [news]);
    await drainOutbox(bench.platform, [news]);
    const told = bench.sent.slice(toldBefore);
    expect(told).toMatchObject([{ to: 'shop@example.org' }]);
    expect(told[0]?.text).toContain(`접수번호 ${number}`);
    const waiting = await browser.open('/ko/status');
    expect(waiting.html).toContain('이 자료를 기다리고 있습니다');
    expect(waiting.html).toContain('손해를 확인할 자료가 아직 없습니다.');
    expect(waiting.html).not.toContain('다음 단계: ');
    // What was asked for comes first and is not optional; the rest waits behind a line that opens.
    const [first = '', others = ''] = waiting.html.split('다른 자료도 보내기');
    expect(first).toContain('name="file-sales-records"');
    expect(first).not.toContain('name="file-proof-of-use"');
    expect(first.slice(first.indexOf('for="file-sales-records"'))).not.toContain('(선택)');
    expect(others).toContain('name="file-proof-of-use"');
    const empty = await browser.open('/ko/status/evidence', { explanation: '' });
    expect(empty.html).toContain('href="#file-sales-records"');
    const { now } = bench;
    bench.now = addMs(now, 3 * dayMs);
    await browser.open('/ko/look-up', { number, contact: 'shop@example.org' });
    const answered = await browser.open('/ko/status/evidence', {
      explanation: '포스기가 고장 나 매출 기록이 없습니다.',
    });
    expect(answered.path).toBe('/ko/status?done=evidence');
    expect(answered.html).not.toContain('이 자료를 기다리고 있습니다');
    // Three days of waiting are added to the fourteen.
    expect(answered.html).toContain('다음 단계: 2022년 11월 6일 (일)까지');
    bench.now = now;
  });

  test('is asked nothing about its handling before it is decided', async () => {
    const { browser } = await fileOne();
    expect((await browser.open('/ko/status')).html).not.toContain('저희가 어떻게 했나요?');
    const early = await browser.open('/ko/status/satisfaction', { rating: '5' });
    expect(early.html).toContain('아직 결정이 나지 않았습니다');
  });
});

describe('what was sent and answered', () => {
  test('is shown to whoever proved to be the claimant; a typed contact shows less until it is proved', async () => {
    const { browser, claimId, number } = await fileOne();
    await browser.open('/ko/status/evidence', {
      'file-sales-records': new File([salesFile], '우리가게-매출.csv'),
      'file-proof-of-use': new File([new Uint8Array([1, 0, 2])], '모르는것.bin'),
    });
    const reviewer = staffContext(bench.platform, 'reviewer', { now: bench.now });
    const replied = await replyToGroup(reviewer, {
      replyId: reviewer.newId(),
      incidentId: bench.incidentId,
      part: { service: 'talk' },
      textKo: '복구를 마쳤습니다.\n보상을 준비합니다.',
      textEn: 'It runs again.',
      isKeptOpen: false,
    });
    expect(replied).toMatchObject({ ok: true });
    await drainOutbox(bench.platform, claimConsumers());
    const own = await browser.open('/ko/status');
    expect(own.html).toContain('받은 자료');
    expect(own.html).toContain('우리가게-매출.csv');
    expect(own.html).not.toContain('모르는것.bin');
    expect(own.html).toContain('저희가 드린 답변');
    expect(own.html).toContain('보상을 준비합니다.');
    expect(own.html).toContain('1,400,000');
    const other = bench.openBrowser();
    const typed = await other.open('/ko/look-up', { number, contact: 'shop@example.org' });
    expect(typed.path).toBe('/ko/status');
    expect(typed.html).toContain('보상을 준비합니다.');
    expect(typed.html).toContain('매출 파일');
    expect(typed.html).not.toContain('우리가게-매출.csv');
    expect(typed.html).not.toContain('1,400,000');
    await other.open('/ko/status/confirm', {});
    const proved = await other.open('/ko/code', { digits: bench.lastDigits() });
    expect(proved.path).toBe('/ko/status?done=contact');
    expect(proved.html).toContain('우리가게-매출.csv');
    expect(proved.html).toContain('1,400,000');
    // Who types it again, in a third browser, begins anew.
    const third = bench.openBrowser();
    await third.open('/ko/look-up', { number, contact: 'shop@example.org' });
    expect((await third.open('/ko/status')).html).not.toContain('우리가게-매출.csv');
    expect(claimId).not.toBe('');
  });
});

describe('after a decision', () => {
  test('how it was handled is asked once, and counted without names', async () => {
    const { browser, claimId } = await fileOne();
    await deny(claimId);
    const page = await browser.open('/ko/status');
    expect(page.html).toContain('저희가 어떻게 했나요?');
    const none = await browser.open('/ko/status/satisfaction', { remark: '?' });
    expect(none.status).toBe(422);
    expect(none.html).toContain('href="#rating"');
    const done = await browser.open('/ko/status/satisfaction', {
      rating: '2',
      clear: 'no',
      remark: '설명이 어려웠습니다 카나리아',
    });
    expect(done.html).toContain('말씀해 주셔서 감사합니다');
    expect(done.html).not.toContain('저희가 어떻게 했나요?');
    const counts = await bench.platform
      .context({ actor: staffContext(bench.platform, 'reviewer').actor })
      .read((tx) => countSatisfaction(tx, { incidentId: bench.incidentId }));
    expect(counts).toEqual([
      { outcome: 'deny', rating: 2, count: 1, clearCount: 0, unclearCount: 1 },
    ]);
    const { rows } = await sql<{ row: string; remark: Buffer }>`
      select to_jsonb(s)::text as row, remark from claims.satisfaction s`.execute(
      bench.platform.db,
    );
    expect(`${rows[0]?.row}${rows[0]?.remark.toString('utf8')}`).not.toContain('카나리아');
  });

  test('the last day for an appeal that is shown is the one that is enforced, to the moment', async () => {
    const first = await fileOne();
    await deny(first.claimId);
    // Sixty days were promised when it was filed, and the rules give ninety: the longer counts.
    const until = parseInstant('2023-01-20T00:00:00Z') as Instant;
    const { now } = bench;
    for (const [at, shown] of [
      [addMs(until, -1), '2023년 1월 20일 (금)까지 신청할 수 있습니다'],
      [until, '이의 신청 기간은 2023년 1월 20일 (금)에 끝났습니다'],
    ] as const) {
      bench.now = at;
      const browser = bench.openBrowser();
      await browser.open('/ko/look-up', { number: first.number, contact: 'shop@example.org' });
      const page = await browser.open('/ko/status');
      expect(page.html).toContain(shown);
      expect(page.html.includes('name="statement"')).toBe(at < until);
      const sent = await browser.open('/ko/status/appeal', { statement: '다시 봐 주세요' });
      expect(sent.path).toBe(at < until ? '/ko/status?done=appeal' : '/ko/status/appeal');
      if (at === until) expect(sent.html).toContain('기간');
      else
        await sql`update claims.claim set is_appealed = false, state = 'approved'
        where id = ${first.claimId}`.execute(bench.platform.db);
    }
    bench.now = now;
  });

  test('an appeal is filed with its reason, and nobody appeals for another', async () => {
    const { browser, claimId } = await fileOne();
    expect((await browser.open('/ko/status')).html).not.toContain('file-business-certificate');
    await deny(claimId);
    const empty = await browser.open('/ko/status/appeal', { statement: ' ' });
    expect(empty.html).toContain('다시 봐야 할 점을 적어 주세요');
    const stranger = await bench.openBrowser().open('/ko/status/appeal', { statement: '남의 것' });
    expect(stranger.html).toContain('action="/ko/look-up"');
    const filed = await browser.open('/ko/status/appeal', {
      statement: '매출 파일을 다시 봐 주세요',
    });
    expect(filed.path).toBe('/ko/status?done=appeal');
    expect(filed.html).toContain('이의 심사');
    // Who says that the class was wrong can send what shows the right one.
    expect(filed.html).toContain('file-business-certificate');
    expect(filed.html).toContain('지금까지의 결정 (이의를 살펴보는 중)');
    expect(filed.html).toContain('처음 결정하지 않은 다른 담당자가 이의를 살펴보고');
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count
      from claims.appeal where claim_id = ${claimId}`.execute(bench.platform.db);
    expect(rows).toEqual([{ count: 1 }]);
  });
});

test('the wait counts from being asked to the answer, each time; an open one not yet', () => {
  const at = (ms: number) => addMs(bench.now, ms);
  const stage = (type: string, ms: number) => ({ type, at: at(ms) });
  const stages = [
    stage('claim_submitted', 0),
    stage('evidence_asked', 10),
    stage('evidence_asked', 12),
    stage('evidence_added', 30),
    stage('evidence_added', 35),
    stage('evidence_asked', 40),
    stage('evidence_added', 41),
    stage('evidence_asked', 90),
  ];
  expect(waitedMs(stages)).toBe(21);
  const given = { promises: {}, zone: 'Asia/Seoul', locale: 'ko' as const, now: bench.now };
  expect(renderClock({ state: 'submitted', submittedAt: at(0), stages }, given)).toEqual({});
});
