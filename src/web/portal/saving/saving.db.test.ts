import { beforeAll, describe, expect, test } from 'vitest';
import type { PlainBrowser } from '../../../../test/support/plain-browser.ts';
import { systemContext } from '../../../../test/support/platform.ts';
import {
  answerUntil,
  portalBase as base,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../../test/support/portal-bench.ts';
import { claimConsumers } from '../../../claims/index.ts';
import { addMs } from '../../../kernel/index.ts';
import { drainOutbox, PlatformError, sql, subscribeConsumers } from '../../../platform/index.ts';

let bench: PortalBench;
beforeAll(async () => {
  bench = await openPortalBench({ outside: { networkQuota: { draft: 30, code: 30 } } });
  await subscribeConsumers(bench.platform, claimConsumers());
});

let serial = 0;
const newContact = (): string => {
  serial += 1;
  return `visitor-${serial}@example.org`;
};

async function prove(browser: PlainBrowser): ReturnType<PlainBrowser['open']> {
  return browser.open('/ko/code', { digits: bench.lastDigits() });
}

async function saveAt(step: string, contact: string): Promise<PlainBrowser> {
  const browser = bench.openBrowser();
  await answerUntil(browser, step);
  const sent = await browser.open(`${base}/save`, { contact });
  expect(sent.path).toBe('/ko/code');
  expect((await prove(browser)).path).toBe(`${base}/saved`);
  return browser;
}

async function resume(contact: string): Promise<PlainBrowser> {
  const browser = bench.openBrowser();
  await browser.open('/ko/resume', { contact });
  const list = await prove(browser);
  const pick = /name="pick" value="([^"]+)"/.exec(list.html)?.[1] ?? '';
  await browser.open('/ko/resume/pick', { pick });
  return browser;
}

describe('a page that is left to go on later', () => {
  test('keeps what is written on it, for who saves and for who looks aside', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'stated-loss');
    const left = await browser.open(`${base}/q/stated-loss`, { 'stated-loss': '333', go: 'save' });
    expect(left.path).toBe(`${base}/save`);
    expect((await browser.open(`${base}/q/stated-loss`)).html).toContain('value="333"');
    const page = await browser.open(`${base}/q/contact`);
    expect(page.html).toContain('value="aside"');
    const aside = await browser.open(`${base}/q/contact`, {
      contact: 'a@example.org',
      go: 'aside',
    });
    expect(aside.path).not.toBe(`${base}/q/contact`);
    const back = (await browser.open(`${base}/q/contact`)).html;
    expect(back).toContain('value="a@example.org"');
    expect(back).toContain('다른 사람을 대신해 접수하나요?');
    await browser.open(`${base}/q/behalf`, {
      'behalf-name': '김순자',
      'behalf-relation': '가족',
      'behalf-authority': '말로 부탁받음',
    });
    const told = (await browser.open(`${base}/q/contact`)).html;
    expect(told).toContain('대신 접수: 김순자');
    expect(told).not.toContain('다른 사람을 대신해 접수하나요?');
  });

  test('holds nobody up who wrote nothing, and says what is wrong with what was written', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'stated-loss');
    const blank = await browser.open(`${base}/q/contact`, { name: '', contact: ' ', go: 'save' });
    expect(blank.path).toBe(`${base}/save`);
    const wrong = await browser.open(`${base}/q/contact`, { contact: '010-12', go: 'save' });
    expect(wrong).toMatchObject({ path: `${base}/q/contact`, status: 422 });
    expect(wrong.html).toContain('value="010-12"');
  });
});

describe('a draft that is saved', () => {
  test('goes on in another browser, with what was written after saving, and can be filed there', async () => {
    const contact = newContact();
    const first = await saveAt('stated-loss', contact);
    await first.open(`${base}/q/stated-loss`, { 'stated-loss': '7,654,321' });
    const second = await resume(contact);
    const page = await second.open(`${base}/q/stated-loss`);
    expect(page.html).toContain('value="7,654,321"');
    expect(page.html).toContain('저장되고 있습니다');
    await answerUntil(second);
    expect(await fileDraft(second)).toMatch(/^\w{4}-\w{4}-\w{2}$/);
    const third = bench.openBrowser();
    await third.open('/ko/resume', { contact });
    expect((await prove(third)).html).toContain('저장된 내용이 없습니다');
  });

  test('is encrypted: neither contact nor answers stand in the database', async () => {
    const contact = newContact();
    const browser = await saveAt('contact', contact);
    await browser.open(`${base}/q/story?from=check`, { story: '비밀 카나리아' });
    const { rows } = await sql<{ content: Buffer; row: string }>`
      select d.content, to_jsonb(d)::text as row from claims.draft d`.execute(bench.platform.db);
    const all = rows.map(({ content, row }) => `${content.toString('utf8')}${row}`).join('\n');
    expect(rows.length).toBeGreaterThan(0);
    expect(all).not.toContain('카나리아');
    expect(all).not.toContain(contact);
  });

  test('is forgotten after 30 days', async () => {
    const contact = newContact();
    await saveAt('story', contact);
    const { now } = bench;
    bench.now = addMs(now, 30 * 24 * 60 * 60_000);
    const browser = bench.openBrowser();
    await browser.open('/ko/resume', { contact });
    const page = await prove(browser);
    bench.now = now;
    expect(page.html).toContain('저장된 내용이 없습니다');
  });

  test('is not found with another contact', async () => {
    await saveAt('story', newContact());
    const browser = bench.openBrowser();
    await browser.open('/ko/resume', { contact: newContact() });
    expect((await prove(browser)).html).toContain('저장된 내용이 없습니다');
  });
});

describe('a draft that finds no room at the server', () => {
  async function stayUnsaved(contact: string, status: number): Promise<string> {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'stated-loss');
    await browser.open(`${base}/q/stated-loss`, { 'stated-loss': '7,654,321' });
    await browser.open(`${base}/save`, { contact });
    const page = await prove(browser);
    expect([page.path, page.status]).toEqual(['/ko/code', status]);
    const kept = await browser.open(`${base}/q/stated-loss`);
    expect(kept.html).toContain('value="7,654,321"');
    expect(kept.html).not.toContain('저장되고 있습니다');
    await answerUntil(browser);
    expect(await fileDraft(browser)).toMatch(/^\w{4}-\w{4}-\w{2}$/);
    return page.html;
  }

  test('because twenty wait for its contact stays in the browser, and can be filed', async () => {
    const contact = newContact();
    const first = await saveAt('stated-loss', contact);
    // Each contact's code is kept under the digest that its drafts are.
    const copies = await sql`insert into claims.draft select (jsonb_populate_record(d,
        jsonb_build_object('claim_id', gen_random_uuid()))).*
      from claims.draft d, generate_series(1, 19)
      where contact_digest = (select contact_digest from claims.one_time_code
        order by id desc limit 1) returning 1`.execute(bench.platform.db);
    expect(copies.rows).toHaveLength(19);
    expect(await stayUnsaved(contact, 409)).toContain('20건이 저장되어 있습니다');
    // What is there already goes on being saved.
    const again = await first.open(`${base}/q/stated-loss`);
    expect(again.html).toContain('저장되고 있습니다');
  });

  test('because its network saved very many stays in the browser, and can be filed', async () => {
    bench.address = '203.0.113.7';
    const first = await saveAt('stated-loss', newContact());
    // As many as the settings of the bench allow: those of codes begin anew.
    await sql`update claims.lookup_attempt set failure_count = 30`.execute(bench.platform.db);
    const refused = bench.openBrowser();
    await refused.open('/ko/find', { contact: newContact() });
    expect((await refused.open('/ko/code')).path).not.toBe('/ko/code');
    bench.address = '203.0.113.8';
    const contact = newContact();
    const browser = bench.openBrowser();
    await answerUntil(browser, 'stated-loss');
    await browser.open(`${base}/save`, { contact });
    bench.address = '203.0.113.7';
    const page = await prove(browser);
    expect([page.path, page.status]).toEqual(['/ko/code', 429]);
    expect(page.html).toContain('이 브라우저에 30일 동안');
    await first.open(`${base}/q/stated-loss`, { 'stated-loss': '1,234' });
    expect((await first.open(`${base}/q/stated-loss`)).html).toContain('저장되고 있습니다');
    const { now } = bench;
    bench.now = addMs(now, 60 * 60_000);
    await saveAt('story', newContact());
    bench.now = now;
    bench.address = undefined;
  });
});

describe('a one-time code', () => {
  const digitsOtherThan = (digits: string): string =>
    String((Number(digits) + 1) % 1_000_000).padStart(6, '0');

  test('is for its browser, its contact and one use only', async () => {
    const browser = bench.openBrowser();
    await browser.open('/ko/find', { contact: newContact() });
    const digits = bench.lastDigits();
    const kept = new Map(browser.cookies);
    expect((await bench.openBrowser().open('/ko/code', { digits })).path).toBe('/ko');
    expect((await browser.open('/ko/code', { digits })).path).toBe('/ko/find/list');
    for (const [name, value] of kept) browser.cookies.set(name, value);
    const again = await browser.open('/ko/code', { digits });
    expect(again.html).toContain('새 번호를 받아 주세요');
  });

  test('is over after five misses: the right one is refused too', async () => {
    const browser = bench.openBrowser();
    await browser.open('/ko/find', { contact: newContact() });
    const digits = bench.lastDigits();
    for (let miss = 1; miss <= 5; miss += 1) {
      const page = await browser.open('/ko/code', { digits: digitsOtherThan(digits) });
      expect(page.html).toContain('인증번호가 다릅니다');
    }
    expect((await browser.open('/ko/code', { digits })).html).toContain('새 번호를 받아 주세요');
  });

  test('is over after ten minutes', async () => {
    const browser = bench.openBrowser();
    await browser.open('/ko/find', { contact: newContact() });
    const { now } = bench;
    bench.now = addMs(now, 10 * 60_000);
    const page = await browser.open('/ko/code', { digits: bench.lastDigits() });
    bench.now = now;
    expect(page.path).toBe('/ko');
  });

  test('is sent five times an hour to one contact, from whatever browser', async () => {
    const contact = newContact();
    const before = bench.sent.length;
    for (let count = 1; count <= 5; count += 1) {
      expect((await bench.openBrowser().open('/ko/find', { contact })).path).toBe('/ko/code');
    }
    const refused = await bench.openBrowser().open('/ko/find', { contact });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('60분 뒤에');
    expect(bench.sent).toHaveLength(before + 5);
  });

  test('goes alone: six digits, nothing of the claim, and no personal subject', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'payee');
    await browser.open(`${base}/save`, { contact: 'Header\r\nBcc: all@example.org' });
    const contact = newContact();
    await browser.open(`${base}/save`, { contact });
    const { to, subject, text } = bench.sent.at(-1) ?? { to: '', subject: '', text: '' };
    expect(to).toBe(contact);
    expect(`${subject}${text}`).not.toMatch(/김가게|1,200,000|shop@/);
    expect(text.match(/\d{6}/g)).toHaveLength(1);
  });

  test('that cannot be sent says so, and what was written is kept', async () => {
    const { courier } = bench.platform.context({
      actor: systemContext(bench.platform).actor,
    }).outside;
    const { send } = courier;
    Object.assign(courier, {
      send: async () => {
        throw new PlatformError('message_not_sent', { message: 'away' });
      },
    });
    const browser = bench.openBrowser();
    await answerUntil(browser, 'story');
    const page = await browser.open(`${base}/save`, { contact: newContact() });
    Object.assign(courier, { send });
    expect(page.status).toBe(422);
    expect(page.html).toContain('인증번호를 보내지 못했습니다');
    expect((await browser.open(`${base}/q/stated-loss`)).html).toContain('1,200,000');
  });

  test('to a telephone says that only mail can be reached, where no gateway is set', async () => {
    const page = await bench.openBrowser().open('/ko/find', { contact: '010-1234-5678' });
    expect(page.html).toContain('이메일 주소를 적어 주세요');
  });
});

describe('a claim filed before', () => {
  test('is shown after the sorting questions to the browser that filed it', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser);
    const number = await fileDraft(browser);
    const path = await answerUntil(browser, 'q-affected_from');
    expect(path).toBe(`${base}/own`);
    const own = await browser.open(`${base}/own`);
    expect(own.html).toContain(number);
    expect(own.html).toContain('지금 적는 피해와 비슷합니다');
    const other = await browser.open(`${base}/own/other`, {});
    expect(other.path).toBe(`${base}/q/q-affected_from`);
    await answerUntil(browser);
    expect(await fileDraft(browser)).not.toBe(number);
  });

  test('is shown to another browser once the contact is proved, and never before', async () => {
    const first = bench.openBrowser();
    await answerUntil(first);
    const number = await fileDraft(first);
    await drainOutbox(bench.platform, claimConsumers());
    const second = bench.openBrowser();
    await answerUntil(second);
    const check = await second.open(`${base}/check-answers`);
    expect(check.path).toBe(`${base}/check-answers`);
    expect(check.html).not.toContain(number);
    await second.open(`${base}/own/code`, {});
    const own = await prove(second);
    expect(own.path).toBe(`${base}/own`);
    expect(own.html).toContain(number);
    const pick =
      new RegExp(`${number}[\\s\\S]*?name="pick" value="([^"]+)"`).exec(own.html)?.[1] ?? '';
    const seen = await second.open(`${base}/own/see`, { pick });
    expect(seen.path).toBe('/ko/status');
    expect(seen.html).toContain(number);
  });

  test('is found by the contact without its number', async () => {
    const browser = bench.openBrowser();
    await browser.open('/ko/find', { contact: 'SHOP@example.org' });
    const list = await prove(browser);
    expect(list.path).toBe('/ko/find/list');
    expect(list.html.match(/name="pick"/g)?.length).toBeGreaterThan(1);
    const other = bench.openBrowser();
    await other.open('/ko/find', { contact: newContact() });
    expect((await prove(other)).html).toContain('이 연락처로 접수한 피해가 없습니다');
  });

  test('takes its contact as confirmed by a code from its status page', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser);
    await fileDraft(browser);
    expect((await browser.open('/ko/status')).html).toContain('인증번호로 확인하기');
    // Other tests used up this contact's codes of the hour.
    const { now } = bench;
    bench.now = addMs(now, 60 * 60_000);
    await browser.open('/ko/status/confirm', {});
    const done = await prove(browser);
    expect(done.html).toContain('연락처를 확인했습니다');
    expect((await browser.open('/ko/status')).html).not.toContain('인증번호로 확인하기');
    bench.now = now;
  });
});
