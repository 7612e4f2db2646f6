import { expect, it } from 'vitest';
import { plainClaim } from '../../test/support/plain-claim.ts';
import { claimantContext } from '../../test/support/platform.ts';
import { openReviewBench } from '../../test/support/review-bench.ts';
import { createApp, sql } from '../platform/index.ts';
import { claimRoutes, openClaimGate } from './index.ts';
import { ticketedSchema } from './wire/claim-schemas.ts';

// Ten times what the gate lets wait, sent at once.

const waitingMax = 20;
const sentCount = 10 * waitingMax;

it('answers what it cannot take with a ticket and when to come again, and loses nothing it took', async () => {
  const bench = await openReviewBench();
  const { platform, incidentId } = bench;
  const app = createApp({
    log: platform.log,
    contextOf: async () => claimantContext(platform),
    routers: [{ path: '/', router: claimRoutes(openClaimGate({ waitingMax, inFlightMax: 1 })) }],
  });
  const file = (claimId: string, ticket?: unknown) =>
    app.request('/api/v1/claims', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        claimId,
        incidentId,
        ...plainClaim,
        ticket,
      }),
    });
  const countStored = async (claimIds: readonly string[]): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count
      from claims.claim where id = any(${[...claimIds]}::uuid[])`.execute(platform.db);
    return rows[0]?.count ?? 0;
  };
  const sent = Array.from({ length: sentCount }, () => bench.newId());
  let left: readonly string[] = sent;
  const answers = await Promise.all(left.map((claimId) => file(claimId)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 202]));
  const tickets = new Map<string, unknown>();
  for (const [index, answer] of answers.entries()) {
    if (answer.status !== 202) continue;
    const { ticket } = ticketedSchema.parse(await answer.json());
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(ticket).toMatchObject({ claimId: sent[index], incidentId });
    tickets.set(ticket.claimId, ticket);
  }
  expect(tickets.size).toBeGreaterThan(0);
  expect(answers.length - tickets.size).toBeGreaterThanOrEqual(waitingMax);
  const taken = sent.filter((_, index) => answers[index]?.status === 201);
  expect(await countStored(taken)).toBe(taken.length);
  expect(await countStored(sent)).toBe(taken.length);

  // Sent again, as the answer says, in rounds: every claim is taken in the end, each once.
  for (let round = 0; round < sentCount && left.length > 0; round += 1) {
    const again = await Promise.all(left.map((claimId) => file(claimId, tickets.get(claimId))));
    left = left.filter((_, index) => again[index]?.status === 202);
  }
  expect(left).toEqual([]);
  expect(await countStored(sent)).toBe(sentCount);
});
