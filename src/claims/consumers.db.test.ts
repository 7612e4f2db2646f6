import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext } from '../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../test/support/review-bench.ts';
import { keepSimulated } from '../../test/support/simulated.ts';
import { type Consumer, consumeOnce, sql, subscribeConsumers } from '../platform/index.ts';
import { claimConsumers } from './consumers.ts';
import { draftPolicy, publishPolicy } from './policies/policy-commands.ts';
import { policyText } from './sales/sales-loss.fixture.ts';

let bench: ReviewBench;
const filed = 7;
const consumers = claimConsumers({ batchSize: 2 });
const again = consumers.find(({ name }) => name === 'claims_assess_again') as Consumer;

beforeAll(async () => {
  bench = await openReviewBench();
  await subscribeConsumers(bench.platform, consumers);
  for (let claim = 0; claim < filed; claim += 1) await bench.file({ evidence: [] });
  while ((await consumeOnce(bench.platform, again)) > 0);
});

async function publishVersion(version: string): Promise<void> {
  const { incidentId, newId, platform } = bench;
  const text = policyText.replace('version: "1"', `version: "${version}"`);
  const draft = { policyVersionId: newId(), incidentId, text };
  await draftPolicy(staffContext(platform, 'policy_author', { id: 'author' }), draft);
  await keepSimulated(platform, draft);
  const published = await publishPolicy(staffContext(platform, 'approver', { id: 'two' }), draft);
  expect(published).toMatchObject({ ok: true });
}

/** How many claims have been assessed how often, most often first, such as `{ 1: 7 }`. */
async function assessments(): Promise<Record<number, number>> {
  const { rows } = await sql<{ times: number; claims: number }>`
    select times, count(*)::integer as claims from (
      select count(*)::integer as times from claims.claim_event where type = 'claim_assessed'
      group by claim_id
    ) as assessed group by times order by times`.execute(bench.platform.db);
  return Object.fromEntries(rows.map(({ times, claims }) => [times, claims]));
}

async function waiting(): Promise<{ due: number; failed: number }> {
  const { rows } = await sql<{ due: number; failed: number }>`
    select count(*)::integer as due, count(*) filter (where attempt_count > 0)::integer as failed
    from platform.delivery where consumer = 'claims_assess_again'`.execute(bench.platform.db);
  return rows[0] ?? { due: 0, failed: 0 };
}

describe('a policy that is published', () => {
  it('has open claims assessed again two at a time, each in a transaction of its own', async () => {
    expect(await assessments()).toEqual({ 1: filed });
    await publishVersion('2');
    const seen: Record<number, number>[] = [];
    while ((await consumeOnce(bench.platform, again)) > 0) seen.push(await assessments());
    expect(seen).toEqual([{ 1: 5, 2: 2 }, { 1: 3, 2: 4 }, { 1: 1, 2: 6 }, { 2: 7 }]);
    expect(await waiting()).toEqual({ due: 0, failed: 0 });
  });

  it('loses and doubles nothing when the process is killed within or between batches', async () => {
    await publishVersion('3');
    expect(await consumeOnce(bench.platform, again)).toBe(1);
    expect(await assessments()).toEqual({ 2: 5, 3: 2 });
    // Killed between two batches: the next one is already an event in the database.
    expect(await waiting()).toEqual({ due: 1, failed: 0 });
    // Killed within a batch, after its effects and before its commit: as if it had not begun.
    const killed = bench.platform.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: bigint; subject: string; at: never; payload: never }>`
        select event.id, event.subject, event.payload from platform.delivery
        join platform.event on event.id = event_id
        where consumer = 'claims_assess_again'`.execute(tx);
      const events = rows.map((row) => ({ ...row, type: '', occurredAt: row.at }));
      await again.consume(staffContext(bench.platform, 'approver'), tx, events);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await assessments()).toEqual({ 2: 5, 3: 2 });
    // A new process, with the batches of a new version of the program, goes on where it stopped.
    const restarted = claimConsumers({ batchSize: 3 })[1] as Consumer;
    while ((await consumeOnce(bench.platform, restarted)) > 0);
    expect(await assessments()).toEqual({ 3: 7 });
    expect(await waiting()).toEqual({ due: 0, failed: 0 });
  });

  it('shares its batches with another one published meanwhile', async () => {
    await publishVersion('4');
    await consumeOnce(bench.platform, again);
    await publishVersion('5');
    while ((await consumeOnce(bench.platform, again)) > 0);
    // Two claims saw version 4 before 5 came; the others only ever saw 5.
    expect(await assessments()).toEqual({ 4: 5, 5: 2 });
    const { rows } = await sql<{ count: number }>`select count(distinct assessed_under)::integer
      as count from claims.claim`.execute(bench.platform.db);
    expect(rows).toEqual([{ count: 1 }]);
  });
});
