import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { auditPage } from '../support/audit-page.ts';
import { openBrowser } from '../support/browser.ts';
import { openJourneyServer } from '../support/journey-server.ts';

// What a reader of the public pages does there: works out what the terms would give.

const server = openJourneyServer();

const words = {
  ko: {
    try: '보상을 미리 계산해 보기',
    open: '물어볼 것이 남았습니다',
    none: '보상 대상이 아닙니다',
  },
  en: { try: 'See what the policy', open: 'There is more to ask', none: 'no award is due' },
} as const;

/** The questions on paid services in the order they come for a taxi driver, with the answers. */
const paidAnswers = [
  ['melon_pass', 'no'],
  ['emoticon_subscription', 'no'],
  ['talk_drawer', '-'],
  ['webtoon_rental', 'no'],
  ['in_app_72h_value', 'unstated'],
  ['taxi_pro', 'yes'],
  ['designated_driver_pro', 'no'],
  ['kakao_t_blue', 'no'],
] as const;

async function openPage(locale: 'ko' | 'en', width: number): Promise<Page> {
  const context = await openBrowser({ locale, width, isScriptOn: true });
  return context.newPage();
}

const questionsOf = (page: Page) =>
  page.locator('.ask:visible').evaluateAll((all) => all.map(({ dataset }) => dataset.fact));

describe.each([
  { locale: 'ko', width: 390 },
  { locale: 'en', width: 1280 },
] as const)('trying the terms in $locale at $width px', ({ locale, width }) => {
  it('asks first, in every calculator, and says nothing of an award before', async () => {
    const page = await openPage(locale, width);
    await page.goto(`${server.base}/public/pangyo-2022?lang=${locale}`);
    await page.getByText(words[locale].try).first().click();
    const links = await page
      .locator('nav.toc a')
      .evaluateAll((all) => all.map((link) => (link as unknown as { href: string }).href));
    expect(links).toHaveLength(4);
    for (const link of links) {
      await page.goto(link);
      await page.locator('#outcome').waitFor();
      expect([link, (await questionsOf(page)).length]).toEqual([link, 1]);
      const said = (await page.textContent('#outcome')) ?? '';
      expect(said).toContain(words[locale].open);
      expect(said).not.toContain(words[locale].none);
      expect(await auditPage(page, { width })).toEqual([]);
    }
    await page.context().close();
  });

  it('asks what an answer makes needed, leads there, and works it out when asked to', async () => {
    const page = await openPage(locale, width);
    const path = '/public/pangyo-2022/try';
    await page.goto(`${server.base}${path}?lang=${locale}&policy=kakao-2022-paid-services`);
    await page.locator('#outcome').waitFor();
    for (const [at, [fact, answer]] of paidAnswers.entries()) {
      expect((await questionsOf(page)).at(-1)).toBe(fact);
      if (answer === 'unstated') await page.locator(`[name="unstated:${fact}"]`).check();
      else await page.locator(`#fact-${fact}`).selectOption(answer);
      await page.locator('form#try button[type=submit]').click();
      const next = paidAnswers[at + 1]?.[0];
      const focused = await page.locator(':focus').getAttribute('id');
      expect(focused).toBe(next === undefined ? 'outcome' : `fact-${next}`);
    }
    expect(await page.textContent('#outcome strong')).toContain('7,550');
    await page.locator('form#try button[type=reset]').click();
    await page.locator('#fact-kakao_t_blue').waitFor({ state: 'hidden' });
    expect(await questionsOf(page)).toEqual(['melon_pass']);
    await page.context().close();
  });
});

it('the account says what was paid before its long lists, which unfold, and are whole on paper', async () => {
  const context = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
  const page = await context.newPage();
  await page.goto(`${server.base}/public/pangyo-2022?lang=ko`);
  const titles = await page.locator('main h2').evaluateAll((all) => all.map(({ id }) => id));
  expect(titles.slice(0, 3)).toEqual(['happened', 'impact', 'redress']);
  const rest = page.locator('details.more li');
  const last = rest.last();
  expect(await rest.count()).toBeGreaterThan(20);
  expect(await last.isVisible()).toBe(false);
  await page.emulateMedia({ media: 'print' });
  expect(await last.isVisible()).toBe(true);
  expect(await rest.first().isVisible()).toBe(true);
  await page.emulateMedia({ media: 'screen' });
  await page.locator('details.more summary').last().click();
  expect(await last.isVisible()).toBe(true);
  await context.close();
});

it('without a script there is nothing that would send what is written', async () => {
  const context = await openBrowser({ locale: 'en', width: 390, isScriptOn: false });
  const page = await context.newPage();
  await page.goto(`${server.base}/public/pangyo-2022/try?lang=en`);
  expect(await page.locator('input:visible, select:visible, button:visible').count()).toBe(0);
  expect(await page.locator('pre').textContent()).toContain('fact talk_user');
  await context.close();
});
