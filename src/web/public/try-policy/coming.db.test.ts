import { expect, it } from 'vitest';
import { claimantContext, staffContext } from '../../../../test/support/platform.ts';
import { openReviewBench } from '../../../../test/support/review-bench.ts';
import { keepSimulated } from '../../../../test/support/simulated.ts';
import { draftPolicy, publishPolicy } from '../../../claims/index.ts';
import { policyText } from '../../../claims/sales/sales-loss.fixture.ts';
import { parseInstant } from '../../../kernel/index.ts';
import { createApp } from '../../../platform/index.ts';
import { publicRoutes } from '../routes.tsx';

it('terms that begin on a later day are shown with the day, after those in force', async () => {
  const { platform, incidentId, newId } = await openReviewBench();
  const text = policyText.replace('version: "1"', 'version: "2"\neffective: { from: 2022-12-29 }');
  const draft = { policyVersionId: newId(), incidentId, text };
  await draftPolicy(staffContext(platform, 'policy_author', { id: 'author' }), draft);
  await keepSimulated(platform, draft);
  await publishPolicy(staffContext(platform, 'approver', { id: 'two' }), draft);
  let now = parseInstant('2022-12-28T12:00:00+09:00');
  const app = createApp({
    log: platform.log,
    contextOf: async () => claimantContext(platform, now === undefined ? {} : { now }),
    routers: [{ path: '/', router: publicRoutes() }],
  });
  const read = async (query: string) => {
    const answered = await app.request(`/public/pangyo-2022/try?${query}`);
    expect(answered.status).toBe(200);
    return (await answered.text()).replace(/\s+/g, ' ');
  };
  const before = await read('lang=en');
  expect(before).toContain('Support for lost sales (version 1)</h2>');
  expect(before).toContain('(begins on 2022-12-29)');
  const coming = await read('lang=ko&policy=sales-loss&version=2');
  expect(coming).toContain('매출 손실 지원 (판 2) (2022-12-29부터)</h2>');
  now = parseInstant('2022-12-29T00:00:00+09:00');
  const after = await read('lang=en');
  expect(after).toContain('Support for lost sales (version 2)</h2>');
  expect(after).not.toContain('begins on');
});
