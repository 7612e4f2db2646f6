import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext, systemContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { type Context, type Role, sql } from '../../platform/index.ts';
import { eraseClaim } from '../claim-commands.ts';
import { clusterClaims } from '../clusters/cluster-commands.ts';
import { contactConsumer } from '../identity/contact-commands.ts';
import { claimDetailSchema, claimPageSchema, queueCountsSchema } from '../wire/claim-schemas.ts';

// What is left of a claim once it is erased: for the queue, for whoever opens it, and in the tables of
// those who were reading it at that very moment.

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (role: Role) => bench.actAs(staffContext(bench.platform, role, { id: role }));

async function erase(claimId: string): Promise<void> {
  actAs('approver');
  expect((await bench.post(`/api/v1/claims/${claimId}/erasure`, {})).status).toBe(200);
}

/** Ends once a transaction of this database waits for a lock of another. */
async function untilOneWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(bench.platform.db);
    if (rows.length > 0) return;
  }
}

/** Erases, but commits only once `meanwhile` waits for it; both are over then. */
async function eraseWhile(claimId: string, meanwhile: () => Promise<unknown>): Promise<void> {
  const approver = staffContext(bench.platform, 'approver', { id: 'approver' });
  let begun: Promise<unknown> | undefined;
  const held: Context = {
    ...approver,
    transact: (work) =>
      approver.transact(async (tx) => {
        const result = await work(tx);
        begun = meanwhile();
        await untilOneWaits();
        return result;
      }),
  };
  expect((await eraseClaim(held, { claimId })).ok).toBe(true);
  await begun;
}

async function countOf(table: string, claimId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count
    from ${sql.ref(table)} where claim_id = ${claimId}`.execute(bench.platform.db);
  return rows[0]?.count ?? -1;
}

describe('an erased claim', () => {
  it('leaves no keys with whoever compared it while it was erased', async () => {
    const { claimId } = await bench.file({ personal: { contact: '010-7777-1234', name: '가' } });
    const ctx = systemContext(bench.platform);
    const { incidentId } = bench;
    await eraseWhile(claimId, () =>
      ctx.transact((tx) => clusterClaims(tx, { ctx, incidentId, claimIds: [claimId] })),
    );
    expect(await countOf('claims.cluster_key', claimId)).toBe(0);
    expect(await countOf('claims.cluster_member', claimId)).toBe(0);
  });

  it('leaves no digest of its contact with whoever indexed it while it was erased', async () => {
    const { claimId } = await bench.file({ personal: { contact: '010-7777-5678' } });
    await sql`delete from claims.claim_contact where claim_id = ${claimId}`.execute(
      bench.platform.db,
    );
    const ctx = systemContext(bench.platform);
    await eraseWhile(claimId, () =>
      ctx.transact((tx) => contactConsumer.consume(ctx, tx, [{ payload: { claimId } }] as never)),
    );
    expect(await countOf('claims.claim_contact', claimId)).toBe(0);
  });

  it('is shown without the digests of its documents, which are kept nowhere', async () => {
    const { claimId } = await bench.file();
    const shown = async () => {
      actAs('reviewer');
      const answered = await bench.get(`/api/v1/claims/${claimId}?purpose=review`);
      return claimDetailSchema.parse(await answered.json()).evidence.map(({ sha256 }) => sha256);
    };
    expect(await shown()).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    await erase(claimId);
    expect(await shown()).toEqual([undefined]);
    const { rows } = await sql<{ kept: number }>`select count(sha256)::integer as kept
      from claims.evidence where claim_id = ${claimId}`.execute(bench.platform.db);
    expect(rows).toEqual([{ kept: 0 }]);
  });

  it('that was not decided waits for no reviewer, and is found by its number', async () => {
    const { claimId, claimNumber } = await bench.file();
    const incident = `incidentId=${bench.incidentId}`;
    const read = async () => {
      actAs('reviewer');
      const list = async (more: string) => {
        const answered = await bench.get(`/api/v1/claims?${incident}&limit=100${more}`);
        return claimPageSchema.parse(await answered.json()).claims.map((one) => one.claimId);
      };
      const queues = await bench.get(`/api/v1/claims/queues?${incident}`);
      const { states } = queueCountsSchema.parse(await queues.json());
      return {
        listed: (await list('&state=assessed')).includes(claimId),
        found: (await list(`&number=${claimNumber}`)).includes(claimId),
        assessed: states.assessed,
      };
    };
    const before = await read();
    expect(before).toMatchObject({ listed: true, found: true });
    await erase(claimId);
    expect(await read()).toMatchObject({
      listed: false,
      found: true,
      assessed: before.assessed - 1,
    });
  });
});
