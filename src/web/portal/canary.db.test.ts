import { beforeAll, describe, expect, test } from 'vitest';
import { findInClear } from '../../../test/support/find-in-clear.ts';
import { systemContext } from '../../../test/support/platform.ts';
import {
  answerUntil,
  portalBase as base,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../test/support/portal-bench.ts';
import { claimConsumers } from '../../claims/index.ts';
import { openPersonal, type SealedSaid } from '../../claims/privacy/sealed-claim.ts';
import {
  createMetrics,
  drainOutbox,
  openLog,
  sql,
  subscribeConsumers,
} from '../../platform/index.ts';
import { exampleQuestionnaire } from './portal.examples.ts';

// Canaries in everything a claimant can write, through a whole way in the portal: none of them may
// come up where somebody reads it who has no business with it.

const canary = (place: string): string => `canary-${place}-8R4W2K`;
const contact = `${canary('contact')}@example.org`;
const account = '871234567890';

const questionnaire = {
  ...(exampleQuestionnaire as object),
  questions: [
    {
      code: 'affected_from',
      kind: 'instant',
      ko: '언제부터?',
      en: 'Since when?',
      isRequired: true,
    },
    { code: 'order_share', kind: 'ratio', ko: '몇 퍼센트?', en: 'What share?' },
    { code: 'told', kind: 'text', ko: '누구에게 말했나요?', en: 'Whom did you tell?' },
  ],
};

const lines: string[] = [];
const addresses: string[] = [];
let bench: PortalBench;
beforeAll(async () => {
  const log = openLog('debug', { write: (line: string) => void lines.push(line) });
  bench = await openPortalBench({
    questionnaire,
    log,
    heard: (address) => addresses.push(address),
  });
  await subscribeConsumers(bench.platform, claimConsumers());
});

describe('claims written in one browser', () => {
  const deviceIn = async (number: string) => {
    const { rows } = await sql<SealedSaid>`select personal, key_salt from claims.claim
      where number = ${number}`.execute(bench.platform.db);
    return rows.map((row) => openPersonal(systemContext(bench.platform), row)?.device)[0];
  };

  test('share a mark of chance, other browsers have another, and nobody is shown it', async () => {
    const [one, other] = [bench.openBrowser(), bench.openBrowser()];
    await answerUntil(one);
    const first = await deviceIn(await fileDraft(one));
    await answerUntil(one);
    const second = await deviceIn(await fileDraft(one));
    await answerUntil(other);
    const third = await deviceIn(await fileDraft(other));
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    const mark = one.cookies.get('amends_browser') ?? '';
    expect(mark).toMatch(/^[\w-]{22}$/);
    expect(await findInClear(bench.platform, mark)).toEqual([]);
    expect(await findInClear(bench.platform, first ?? '')).toEqual([]);
  });
});

describe('nothing personal', () => {
  test('comes up in an address, a log line, a metric, a subject or the database, on the whole way', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'story');
    await browser.open(`${base}/q/q-told`, { 'q-told': canary('answer') });
    await browser.open(`${base}/q/story`, { story: canary('story') });
    await browser.open(`${base}/q/contact`, { name: canary('name'), contact });
    await browser.open(`${base}/q/payee`, {
      'payee-bank': '국민은행',
      'payee-account': account,
      'payee-holder': canary('holder'),
    });
    await browser.open(`${base}/q/behalf?from=check`, {
      'behalf-name': canary('behalf'),
      'behalf-relation': canary('relation'),
      'behalf-authority': canary('authority'),
    });
    // Wrong fields are shown again, and files have names.
    await browser.open(`${base}/q/stated-loss?from=check`, { 'stated-loss': canary('loss') });
    await browser.open(`${base}/evidence`, {
      go: 'stay',
      'file-proof-of-use': new File(['%PDF-1.7 %%EOF'], `${canary('file')}.pdf`),
      'file-sales-records': new File(['\u0000'], `${canary('refused')}.exe`),
    });
    await browser.open(`${base}/save`, { contact });
    await browser.open('/ko/code', { digits: '000000' });
    await browser.open('/ko/code', { digits: bench.lastDigits() });
    const number = await fileDraft(browser);
    expect(number).toMatch(/^\w{4}-\w{4}-\w{2}$/);
    await drainOutbox(bench.platform, claimConsumers());
    const status = await browser.open('/ko/status');
    expect(status.html).toContain(number);
    await browser.open('/ko/status/confirm', {});
    await browser.open('/ko/code', { digits: bench.lastDigits() });
    await browser.open('/ko/status/evidence', {
      explanation: canary('explanation'),
      'file-proof-of-use': new File(['%PDF-1.7 2 %%EOF'], `${canary('later')}.pdf`),
    });
    await browser.open('/ko/status/appeal', { statement: canary('appeal') });
    const other = bench.openBrowser();
    await other.open('/ko/look-up', { number, contact: `${canary('guess')}@example.org` });
    await other.open('/ko/look-up', { number, contact });
    await other.open('/ko/resume', { contact });
    await other.open(`${base}/begin?contact=${canary('query')}`);

    const metrics = await createMetrics(bench.platform).registry.metrics();
    const subjects = bench.sent.map(({ subject }) => subject);
    const texts = bench.sent.map(({ text }) => text);
    expect(bench.sent.length).toBeGreaterThan(1);
    expect(addresses.length).toBeGreaterThan(20);
    const seen = {
      // What somebody else wrote into an address of ours is not ours to keep out of it.
      addresses: addresses.filter((address) => !address.includes(canary('query'))).join('\n'),
      lines: lines.join(''),
      metrics,
      subjects: subjects.join('\n'),
      texts: texts.join('\n'),
    };
    for (const [where, text] of Object.entries(seen)) {
      expect([where, /canary-[a-z]+-8R4W2K|871234567890/.exec(text)?.[0]]).toEqual([
        where,
        undefined,
      ]);
    }
    expect(await findInClear(bench.platform, '8R4W2K')).toEqual([]);
    expect(await findInClear(bench.platform, account)).toEqual([]);
  });

  test('would be seen by this search where it did come up', async () => {
    bench.platform.log.info({ name: canary('seeded') }, 'x');
    expect(lines.join('')).toContain(canary('seeded'));
    await bench.openBrowser().open(`/ko?name=${canary('seeded')}`);
    expect(addresses.join('\n')).toContain(canary('seeded'));
  });
});
