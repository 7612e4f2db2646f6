import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { staffContext } from '../../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../../test/support/review-bench.ts';
import { consumeOnce, drainOutbox, type Role, sql } from '../../../platform/index.ts';
import { eraseClaim } from '../../claim-commands.ts';
import { claimConsumers } from '../../consumers.ts';
import { claimDetailSchema } from '../../wire/claim-schemas.ts';
import { waitingPageSchema } from '../review-schemas.ts';
import {
  manyDecidedSchema,
  previewSchema,
  repliesSchema,
  replyPreviewSchema,
} from './many-schemas.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (role: Role, id: string = role) =>
  bench.actAs(staffContext(bench.platform, role, { id }));
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${((await response.json()) as { code: string }).code}`;

async function fileSome(count: number, over: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await bench.file(over)).claimId);
  return ids;
}

async function countDecisions(claimIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count
    from claims.decision where claim_id = any(${[...claimIds]}::uuid[])`.execute(bench.platform.db);
  return rows[0]?.count ?? -1;
}

const award = { outcome: 'award', reasonCode: 'policy_met' };

async function preview(choice: object, runId = bench.newId(), answer: object = award) {
  actAs('reviewer');
  const response = await bench.post('/api/v1/decisions/previews', { runId, choice, answer });
  return { runId, response };
}

async function read<S extends z.ZodType>(schema: S, response: Response): Promise<z.output<S>> {
  return schema.parse(await response.json());
}

describe('one answer for many claims', () => {
  it('is shown first, with its sum and what does not fit, and records nothing yet', async () => {
    const claimIds = await fileSome(2);
    const none = (await bench.file({ evidence: [] })).claimId;
    const { response } = await preview({ claimIds: [...claimIds, none, bench.newId()] });
    const shown = await read(previewSchema, response);
    expect(shown.sums).toEqual([
      { remedy: 'cash', currency: 'KRW', amountMinor: '60000', claimCount: 2 },
    ]);
    expect(shown.lines.map(({ refusalCode }) => refusalCode)).toEqual([
      undefined,
      undefined,
      'award_missing',
      'claim_not_found',
    ]);
    expect(await countDecisions([...claimIds, none])).toBe(0);
  });

  it('does what was shown, once, and nothing when a claim changed meanwhile', async () => {
    const claimIds = await fileSome(3);
    const { runId, response } = await preview({ claimIds });
    const { digest } = await read(previewSchema, response);
    const body = { runId, claimIds, answer: award, digest };
    const send = async (over: object = {}) => {
      actAs('reviewer');
      return bench.post('/api/v1/decisions', { ...body, ...over });
    };
    const other = { ...award, reasonCode: 'individual_review' };
    expect(await codeOf(await send({ answer: other }))).toBe('409 preview_outdated');
    const late = await preview({ claimIds });
    const lateDigest = (await read(previewSchema, late.response)).digest;
    const answered = await read(manyDecidedSchema, await send());
    expect(answered).toEqual({ decidedCount: 3, refused: [] });
    expect(await read(manyDecidedSchema, await send())).toEqual({ decidedCount: 3, refused: [] });
    expect(await countDecisions(claimIds)).toBe(3);
    const meanwhile = { runId: late.runId, digest: lateDigest };
    expect(await codeOf(await send(meanwhile))).toBe('409 preview_outdated');
    expect(await countDecisions(claimIds)).toBe(3);
  });

  it('finds the claims of a part by itself, and says when there are none', async () => {
    const part = { partyClass: 'general' };
    const choice = { incidentId: bench.incidentId, part, limit: 10 };
    expect(await codeOf((await preview(choice)).response)).toBe('409 claims_not_chosen');
    const claimIds = await fileSome(2, { partyClass: 'general' });
    const denial = { outcome: 'deny', reasonCode: 'no_rule_applies' };
    const { response } = await preview(choice, bench.newId(), denial);
    const { lines } = await read(previewSchema, response);
    expect(lines.map(({ claimId }) => claimId)).toEqual(claimIds);
  });
});

describe('a second look', () => {
  const rules = {
    targetHours: 240,
    raiseHours: 168,
    sample: { perThousand: 0, seed: 'x' },
    secondReviewFrom: [{ currency: 'KRW', amountMinor: '30000' }],
    appealDays: 90,
  };

  it('comes before approval, by somebody else than whoever decides or approves', async () => {
    const path = `/api/v1/incidents/${bench.incidentId}/review-rules`;
    actAs('reviewer');
    expect((await bench.send('PUT', path, rules)).status).toBe(403);
    actAs('approver');
    expect((await bench.send('PUT', path, { ...rules, raiseHours: 300 })).status).toBe(422);
    expect(await (await bench.send('PUT', path, rules)).json()).toEqual({ version: 1 });
    const [claimId = ''] = await fileSome(1);
    actAs('reviewer');
    const decisionId = bench.newId();
    await bench.post(`/api/v1/claims/${claimId}/decisions`, { decisionId, ...award });
    const approve = async (id: string) => {
      actAs('approver', id);
      return bench.post(`/api/v1/decisions/${decisionId}/approval`, {});
    };
    expect(await codeOf(await approve('approver'))).toBe('409 second_review_due');
    const waiting = await read(
      waitingPageSchema,
      await bench.get(`/api/v1/decisions/pending?incidentId=${bench.incidentId}`),
    );
    const drawn = waiting.decisions.find((decision) => decision.decisionId === decisionId);
    expect(drawn?.secondReview).toEqual({ cause: 'amount' });
    const look = `/api/v1/decisions/${decisionId}/second-review`;
    actAs('reviewer');
    expect(await codeOf(await bench.post(look, { answer: 'agrees' }))).toBe('409 own_decision');
    actAs('reviewer', 'second');
    expect((await bench.post(look, { answer: 'differs' })).status).toBe(422);
    expect((await bench.post(look, { answer: 'agrees' })).status).toBe(200);
    expect((await bench.post(look, { answer: 'agrees' })).status).toBe(200);
    actAs('reviewer', 'third');
    expect(await codeOf(await bench.post(look, { answer: 'agrees' }))).toBe(
      '409 second_review_answered',
    );
    expect(await codeOf(await approve('second'))).toBe('409 own_decision');
    expect((await approve('approver')).status).toBe(200);
    const unknown = `/api/v1/decisions/${bench.newId()}/second-review`;
    actAs('reviewer');
    expect(await codeOf(await bench.post(unknown, { answer: 'agrees' }))).toBe(
      '404 second_review_not_found',
    );
  });

  it('names who looked', async () => {
    const [claimId = ''] = await fileSome(1);
    actAs('reviewer');
    const decisionId = bench.newId();
    await bench.post(`/api/v1/claims/${claimId}/decisions`, { decisionId, ...award });
    const id = bench.newId();
    await sql`insert into platform.staff (id, name, email, roles, created_at)
      values (${id}, '둘째 심사자', 'second@example.org', '{reviewer}', now())`.execute(
      bench.platform.db,
    );
    actAs('reviewer', id);
    await bench.post(`/api/v1/decisions/${decisionId}/second-review`, { answer: 'agrees' });
    const shown = await read(claimDetailSchema, await bench.get(`/api/v1/claims/${claimId}`));
    expect(shown.decisions.at(-1)?.secondReview?.answeredBy).toEqual({ id, name: '둘째 심사자' });
  });

  it('that differs keeps the decision from being approved; it can go back', async () => {
    const [claimId = ''] = await fileSome(1);
    actAs('reviewer');
    const decisionId = bench.newId();
    await bench.post(`/api/v1/claims/${claimId}/decisions`, { decisionId, ...award });
    actAs('reviewer', 'second');
    const look = `/api/v1/decisions/${decisionId}/second-review`;
    await bench.post(look, { answer: 'differs', note: '다른 주를 비교해야 합니다' });
    actAs('approver');
    const approved = await bench.post(`/api/v1/decisions/${decisionId}/approval`, {});
    expect(await codeOf(approved)).toBe('409 second_review_differs');
    const back = await bench.post(`/api/v1/decisions/${decisionId}/return`, { note: 'again' });
    expect(back.status).toBe(200);
  });
});

describe('one reply for a group', () => {
  const told = async (claimId: string) => {
    actAs('reviewer');
    const shown = await bench.get(`/api/v1/claims/${claimId}`);
    return (await read(claimDetailSchema, shown)).told.map(({ ko }) => ko);
  };

  it('tells each once, over many batches, killed in between, and newcomers too', async () => {
    const group = await fileSome(7, { partyClass: 'general' });
    const [outside = ''] = await fileSome(1);
    actAs('reviewer');
    const reply = {
      replyId: bench.newId(),
      incidentId: bench.incidentId,
      part: { partyClass: 'general' },
      textKo: '복구가 끝났습니다.',
      textEn: 'All is running again.',
      isKeptOpen: true,
    };
    expect((await bench.post('/api/v1/replies', reply)).status).toBe(201);
    expect((await bench.post('/api/v1/replies', reply)).status).toBe(201);
    const changed = { ...reply, textEn: 'Other words.' };
    expect(await codeOf(await bench.post('/api/v1/replies', changed))).toBe('409 reply_id_reused');
    const consumers = claimConsumers({ batchSize: 2 });
    const telling = consumers.find(({ name }) => name === 'claims_tell_group');
    if (telling === undefined) throw new Error('no ear for replies');
    const broken = {
      ...telling,
      consume: async (...given: Parameters<typeof telling.consume>) => {
        await telling.consume(...given);
        throw new Error('killed after its work, before its commit');
      },
    };
    await consumeOnce(bench.platform, telling);
    await consumeOnce(bench.platform, broken);
    await sql`update platform.delivery set due_at = now() - interval '1 hour'`.execute(
      bench.platform.db,
    );
    await drainOutbox(bench.platform, consumers);
    const [late = ''] = await fileSome(1, { partyClass: 'general' });
    for (const claimId of [...group, late]) expect(await told(claimId)).toEqual([reply.textKo]);
    expect(await told(outside)).toEqual([]);
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count
      from platform.event where type = 'claim_replied'
        and payload->>'replyId' = ${reply.replyId}`.execute(bench.platform.db);
    actAs('auditor');
    const path = `/api/v1/replies?incidentId=${bench.incidentId}`;
    const { replies } = await read(repliesSchema, await bench.get(path));
    expect(replies[0]?.toldCount).toBe(rows[0]?.count);
    expect(rows[0]?.count).toBeGreaterThanOrEqual(8);
  });

  it('says before it is sent how many it tells, and how many of them gave no contact', async () => {
    const preview = async (over: object = {}) => {
      actAs('reviewer');
      const group = { incidentId: bench.incidentId, part: { partyClass: 'general' }, ...over };
      return bench.post('/api/v1/replies/previews', group);
    };
    const before = await read(replyPreviewSchema, await preview());
    const [silent = '', gone = ''] = await fileSome(3, { partyClass: 'general' });
    await fileSome(1);
    const { db } = bench.platform;
    await sql`delete from claims.claim_contact where claim_id = ${silent}`.execute(db);
    const approver = staffContext(bench.platform, 'approver');
    expect(await eraseClaim(approver, { claimId: gone })).toMatchObject({ ok: true });
    expect(await read(replyPreviewSchema, await preview())).toEqual({
      claimCount: before.claimCount + 2,
      withoutContactCount: before.withoutContactCount + 1,
      erasedCount: before.erasedCount + 1,
    });
    const unknown = await preview({ incidentId: bench.newId() });
    expect(await codeOf(unknown)).toBe('404 incident_not_found');
    actAs('reviewer');
    const sent = await bench.post('/api/v1/replies', {
      ...{ replyId: bench.newId(), incidentId: bench.incidentId, isKeptOpen: false },
      ...{ part: { partyClass: 'general' }, textKo: '안내', textEn: 'News' },
    });
    // As many as the preview said: an erased claim is counted by neither.
    expect(await sent.json()).toMatchObject({ claimCount: before.claimCount + 2 });
  });
});
