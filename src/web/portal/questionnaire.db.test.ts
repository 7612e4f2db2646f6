import { beforeAll, describe, expect, test } from 'vitest';
import { systemContext } from '../../../test/support/platform.ts';
import {
  answerUntil,
  portalBase as base,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../test/support/portal-bench.ts';
import { type Answers, openAnswers, type SealedSaid } from '../../claims/privacy/sealed-claim.ts';
import { assert, type JsonValue, parseInstant } from '../../kernel/index.ts';
import { sql } from '../../platform/index.ts';
import { exampleQuestionnaire } from './portal.examples.ts';

type Form = { readonly [key: string]: JsonValue };
const example = exampleQuestionnaire as Form;

const bookings: JsonValue = {
  code: 'bookings',
  kind: 'repeat',
  ko: '취소된 예약이 있었나요?',
  en: 'Were bookings cancelled?',
  when: { categories: ['trade'], kinds: ['lost_sales'] },
  repeat: {
    item: { ko: '취소된 예약', en: 'Cancelled booking' },
    more: { ko: '다른 예약도 취소되었나요?', en: 'Was another one cancelled?' },
    countMax: 3,
    questions: [
      { code: 'on', kind: 'date', ko: '예약한 날', en: 'Day of the booking', isRequired: true },
      { code: 'price', kind: 'money', ko: '금액', en: 'Price', isRequired: true },
    ],
  },
};
const deposit: JsonValue = {
  code: 'deposit',
  kind: 'yes_no',
  ko: '예약금을 돌려주셨나요?',
  en: 'Did you pay deposits back?',
};
const depositSum: JsonValue = {
  code: 'deposit_sum',
  kind: 'money',
  ko: '얼마를 돌려주셨나요?',
  en: 'How much?',
  when: { answers: { deposit: ['yes'] } },
};
const first: Form = {
  ...example,
  questions: [...(example.questions as JsonValue[]), bookings, deposit, depositSum],
};

let bench: PortalBench;
beforeAll(async () => {
  bench = await openPortalBench({ questionnaire: first });
});

const stored = async (number: string) => {
  const { rows } = await sql<SealedSaid & { version: number; answers: Answers }>`
    select questionnaire_version as version, answers, personal, key_salt from claims.claim
    where number = ${number}`.execute(bench.platform.db);
  const ctx = systemContext(bench.platform);
  return rows.map((row) => ({ version: row.version, answers: openAnswers(ctx, row) }))[0];
};

describe('a question that repeats', () => {
  test('is asked item by item, goes back, and is filed as a list', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'stated-loss');
    const more = (item: number, yes: string) =>
      browser.open(`${base}/q/q-bookings.more.${item}`, { [`q-bookings.more.${item}`]: yes });
    const item = (index: number, on: string, price: string) =>
      browser.open(`${base}/q/q-bookings.${index}`, {
        [`q-bookings.${index}.on`]: on,
        [`q-bookings.${index}.price`]: price,
      });
    expect((await more(0, 'yes')).html).toContain('취소된 예약 1');
    const half = await item(1, '2022-10-15', '');
    expect(half.status).toBe(422);
    expect(half.html).toContain('href="#q-bookings.1.price"');
    expect(half.html).toContain('value="2022-10-15"');
    expect((await item(1, '2022-10-15', '50,000')).html).toContain('다른 예약도 취소되었나요?');
    await more(1, 'yes');
    await item(2, '2022-10-16', '70,000');
    await more(2, 'yes');
    const third = await item(3, '2022-10-17', '90,000');
    expect(third.path).toBe(`${base}/q/q-deposit`);
    // Saying no after the first item takes the later ones away.
    await more(1, 'no');
    await browser.open(`${base}/q/q-deposit`, { 'q-deposit': 'yes' });
    const check = await answerRest(browser);
    expect(check.html).toContain('50,000원');
    expect(check.html).not.toContain('70,000원');
    expect((await stored(await fileDraft(browser)))?.answers).toMatchObject({
      bookings: [{ on: '2022-10-15', price: '50000' }],
      deposit: true,
    });
  });

  test('is not asked of another category', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'kind');
    await browser.open(`${base}/q/category`, { category: 'daily' });
    await browser.open(`${base}/q/kind`, { kind: 'lost_sales' });
    expect((await browser.open(`${base}/q/q-bookings.more.0`)).status).toBe(404);
  });
});

async function answerRest(browser: ReturnType<PortalBench['openBrowser']>) {
  await browser.open(`${base}/q/story`, { story: '' });
  await browser.open(`${base}/q/contact`, { contact: 'shop@example.org' });
  return browser.open(`${base}/check-answers`);
}

test('a question that hangs on an earlier answer comes and goes with it', async () => {
  const browser = bench.openBrowser();
  await answerUntil(browser, 'stated-loss');
  expect((await browser.open(`${base}/q/q-deposit_sum`)).status).toBe(404);
  const asked = await browser.open(`${base}/q/q-deposit`, { 'q-deposit': 'yes' });
  expect(asked.path).toBe(`${base}/q/q-deposit_sum`);
  await browser.open(`${base}/q/q-deposit_sum`, { 'q-deposit_sum': '30,000' });
  await browser.open(`${base}/q/q-deposit?from=check`, { 'q-deposit': 'no' });
  expect((await answerRest(browser)).html).not.toContain('30,000원');
});

test('for somebody else: who was hurt and by what authority is asked whole and filed', async () => {
  const browser = bench.openBrowser();
  await answerUntil(browser);
  const half = await browser.open(`${base}/q/behalf?from=check`, { 'behalf-name': '우리분식' });
  expect(half.status).toBe(422);
  expect(half.html).toContain('href="#behalf-relation"');
  const check = await browser.open(`${base}/q/behalf?from=check`, {
    'behalf-name': '우리분식',
    'behalf-relation': '세무사',
    'behalf-authority': '위임장',
  });
  expect(check.path).toBe(`${base}/check-answers`);
  expect(check.html).toContain('우리분식\n세무사\n위임장');
  expect(await fileDraft(browser)).toMatch(/^\w{4}-\w{4}-\w{2}$/);
});

describe('a new version of the questionnaire', () => {
  const second: Form = {
    ...first,
    version: 2,
    kinds: [{ code: 'other_kind', ko: '다른 피해', en: 'Another kind' }],
    questions: [
      { code: 'brand_new', kind: 'text', ko: '새 질문', en: 'A new question', isRequired: true },
    ],
  };

  test('breaks no draft: it stays under its own version, is filed under it, and loses nothing', async () => {
    const draft = bench.openBrowser();
    await answerUntil(draft);
    await bench.publish(second);
    const check = await draft.open(`${base}/check-answers`);
    expect(check.path).toBe(`${base}/check-answers`);
    expect(check.html).toContain('매출이 줄었습니다');
    expect(check.html).not.toContain('질문이 바뀌었습니다');
    const number = await fileDraft(draft);
    expect(await stored(number)).toMatchObject({ version: 1, answers: { order_share: '0.35' } });
    const fresh = bench.openBrowser();
    await answerUntil(fresh, 'kind');
    expect((await fresh.open(`${base}/q/q-brand_new`)).status).toBe(200);
  });

  test('takes over a draft whose own version takes no claims any more, and asks only what is new', async () => {
    const other = await openPortalBench({ questionnaire: first });
    const browser = other.openBrowser();
    await answerUntil(browser);
    await other.publish({
      ...first,
      version: 2,
      closesAt: '2023-06-01T00:00:00+09:00',
      questions: [
        ...(first.questions as JsonValue[]),
        { code: 'brand_new', kind: 'text', ko: '새 질문', en: 'A new question', isRequired: true },
      ],
    });
    const later = parseInstant('2022-12-01T00:00:00+09:00');
    assert(later !== undefined, 'test: an instant');
    other.now = later;
    const asked = await browser.open(`${base}/check-answers`);
    expect(asked.path).toBe(`${base}/q/q-brand_new?from=check`);
    expect(asked.html).toContain('질문이 바뀌었습니다');
    const check = await browser.open(`${base}/q/q-brand_new?from=check`, { 'q-brand_new': '답' });
    expect(check.path).toBe(`${base}/check-answers`);
    expect(check.html).toContain('1,200,000원');
    expect(await fileDraft(browser)).toMatch(/^\w{4}-\w{4}-\w{2}$/);
  });
});

test('what is given without a claim is told with its amount before more is asked', async () => {
  const services = (first.services as JsonValue[]).map((service) => {
    const { code, covered } = service as { code: string; covered: Form };
    return code === 'music'
      ? { ...(service as Form), covered: { ...covered, gives: { amountMinor: '3300' } } }
      : service;
  });
  const other = await openPortalBench({ questionnaire: { ...first, services } });
  const browser = other.openBrowser();
  await browser.open(`${base}/begin`);
  await browser.open(`${base}/q/party-class`, { 'party-class': 'user' });
  const page = await browser.open(`${base}/q/service`, { service: 'music' });
  expect(page.path).toBe(`${base}/covered`);
  expect(page.html).toContain('<b translate="no">3,300원</b>');
  expect(page.html).toContain('href="/public/subscribe?lang=ko"');
});
