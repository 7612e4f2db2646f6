import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newUuid } from '../../src/platform/index.ts';
import { openBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { openJourneyServer, signInOverHttp } from '../support/journey-server.ts';
import { fileMerchantClaim, merchantContact } from '../support/merchant-claim.ts';

// One merchant's claim, from a phone without scripts to the paid award and the proof.

const server = openJourneyServer();

type Staff = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: never }>;

async function signIn(role: string): Promise<Staff> {
  const call = await signInOverHttp(server, role);
  return async (method, path, body) => {
    const got = await call(method, path, body);
    return { status: got.status, body: (await got.json()) as never };
  };
}

interface ListedClaim {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly state: string;
  readonly suggestion: string | null;
}

async function findClaim(staff: Staff, number: string): Promise<ListedClaim | undefined> {
  const { body: incidents } = await staff('GET', '/incidents');
  const incidentId = (incidents as { id: string }[])[0]?.id;
  const query = `incidentId=${incidentId}&service=talk_channel&limit=200`;
  const { body } = await staff('GET', `/claims?${query}`);
  const { claims } = body as { claims: ListedClaim[] };
  return claims.find(({ claimNumber }) => claimNumber === number);
}

describe('a merchant’s claim', () => {
  it('is filed on a phone, decided by one and approved by another, paid, looked up and proved', async () => {
    const { number, receipt } = await fileMerchantClaim(server.base);
    expect(number).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);

    const path = join(server.dataDir, 'receipt.json');
    writeFileSync(path, JSON.stringify(receipt));
    expect(await runCommand(['verify', path])).toMatchObject({ code: 0 });
    writeFileSync(path, JSON.stringify({ ...receipt, claimNumber: '0410-6105-0E' }));
    expect(await runCommand(['verify', path])).toMatchObject({ code: 1 });

    const reviewer = await signIn('reviewer');
    await expect
      .poll(async () => (await findClaim(reviewer, number))?.suggestion, { timeout: 20_000 })
      .toBe('award');
    const claim = await findClaim(reviewer, number);
    const decisionId = newUuid();
    const decision = { decisionId, outcome: 'award', reasonCode: 'policy_met' };
    const decided = await reviewer('POST', `/claims/${claim?.claimId}/decisions`, decision);
    expect(decided.status).toBe(201);
    expect((await reviewer('POST', `/decisions/${decisionId}/approval`)).status).toBe(403);
    const approver = await signIn('approver');
    expect((await approver('POST', `/decisions/${decisionId}/approval`)).status).toBe(200);

    const treasurer = await signIn('treasurer');
    const { body: incidents } = await treasurer('GET', '/incidents');
    const incidentId = (incidents as { id: string }[])[0]?.id;
    const runId = newUuid();
    const run = { runId, incidentId, currency: 'KRW', rail: 'simulated' };
    await expect
      .poll(async () => (await treasurer('POST', '/payout-runs', run)).status, { timeout: 20_000 })
      .toBe(201);
    expect((await treasurer('POST', `/payout-runs/${runId}/approval`)).status).toBe(403);
    expect((await approver('POST', `/payout-runs/${runId}/approval`)).status).toBe(200);
    expect((await treasurer('POST', `/payout-runs/${runId}/sending`)).status).toBe(202);
    await expect
      .poll(async () => (await treasurer('GET', `/payout-runs/${runId}`)).body, { timeout: 20_000 })
      .toMatchObject({ state: 'sent' });

    const context = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
    const page = await context.newPage();
    await page.goto(`${server.base}/ko/look-up`);
    await page.locator('input[name="number"]').fill(number.toLowerCase());
    await page.locator('input[name="contact"]').fill(merchantContact);
    await page.locator('main form button').first().click();
    const status = await page.locator('main').innerText();
    expect(status).toContain('30,000원');
    expect(status).toContain('§2');
    expect(status).toContain('280,000원');
    await context.close();
  });

  it('has its receipt checked in the browser, offline code, and a forged one refused', async () => {
    const { receipt } = await fileMerchantClaim(server.base);
    const context = await openBrowser({ locale: 'en', width: 1280, isScriptOn: true });
    const page = await context.newPage();
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.url());
    });
    const check = async (document: unknown): Promise<string> => {
      await page.goto(`${server.base}/public/check-receipt?lang=en`);
      await page.locator('textarea').fill(JSON.stringify(document));
      await page.locator('main form button').first().click();
      return (await page.locator('section.result').getAttribute('class')) ?? '';
    };
    expect(await check(receipt)).toContain('proved');
    expect(await check({ ...receipt, submittedAt: '2022-10-15T00:00:00.000Z' })).toContain(
      'refused',
    );
    expect(posts).toEqual([]);
    await context.close();
  });
});
