import { expect, it } from 'vitest';
import { claimantContext } from '../../test/support/platform.ts';
import { openReviewBench } from '../../test/support/review-bench.ts';
import { createApp, sql } from '../platform/index.ts';
import { claimRoutes, openClaimGate } from './index.ts';

// Ten times what the gate lets wait, sent at once.

const waitingMax = 20;
const sentCount = 10 * waitingMax;

it('answers what it cannot take with 503 and when to come again, and loses nothing it took', async () => {
  const bench = await openReviewBench();
  const { platform, incidentId } = bench;
  const app = createApp({
    log: platform.log,
    contextOf: async () => claimantContext(platform),
    routers: [{ path: '/', router: claimRoutes(openClaimGate({ waitingMax, inFlightMax: 1 })) }],
  });
  const file = (claimId: string) =>
    app.request('/api/v1/claims', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        claimId,
        incidentId,
        questionnaireVersion: 1,
        partyClass: 'small_business',
        category: 'kakao',
        kind: 'free_with_loss',
        service: 'talk_channel',
        functionName: 'main',
        currency: 'KRW',
      }),
    });
  const countStored = async (claimIds: readonly string[]): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count
      from claims.claim where id = any(${[...claimIds]}::uuid[])`.execute(platform.db);
    return rows[0]?.count ?? 0;
  };
  const sent = Array.from({ length: sentCount }, () => bench.newId());
  let left: readonly string[] = sent;
  const answers = await Promise.all(left.map(file));
  const refused = answers.filter(({ status }) => status === 503);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 503]));
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(waitingMax);
  for (const answer of refused) {
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 503, code: 'overloaded' });
  }
  const taken = sent.filter((_, index) => answers[index]?.status === 201);
  expect(await countStored(taken)).toBe(taken.length);
  expect(await countStored(sent)).toBe(taken.length);

  // Sent again, as the answer says, in rounds: every claim is taken in the end, each once.
  for (let round = 0; round < sentCount && left.length > 0; round += 1) {
    const again = await Promise.all(left.map(file));
    left = left.filter((_, index) => again[index]?.status === 503);
  }
  expect(left).toEqual([]);
  expect(await countStored(sent)).toBe(sentCount);
});
