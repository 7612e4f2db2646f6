import { beforeAll, describe, expect, it } from 'vitest';
import { plainClaim } from '../../test/support/plain-claim.ts';
import { staffContext } from '../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../test/support/review-bench.ts';
import { type Role, sql } from '../platform/index.ts';
import {
  claimCountsSchema,
  claimDetailSchema,
  claimPageSchema,
  queueCountsSchema,
  reasonCodesSchema,
  receiptSchema,
  submissionSchema,
} from './wire/claim-schemas.ts';
import { questionnaireSchema } from './wire/questionnaire-schema.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (role: Role, id: string = role) =>
  bench.actAs(staffContext(bench.platform, role, { id }));

const claimOf = (over: object = {}) => ({
  claimId: bench.newId(),
  incidentId: bench.incidentId,
  ...plainClaim,
  ...over,
});

async function auditCount(action: string, subject: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count
    from platform.audit where action = ${action} and subject = ${subject}`.execute(
    bench.platform.db,
  );
  return rows[0]?.count ?? 0;
}

describe('filing', () => {
  it('names every wrong field at once', async () => {
    bench.actAs(undefined);
    const wrong = { claimId: 'x', statedLossMinor: '1.5', currency: 'WON' };
    const answered = await bench.post('/api/v1/claims', claimOf(wrong));
    expect(answered.status).toBe(422);
    const body = (await answered.json()) as { errors: { pointer: string }[] };
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/claimId',
      '/currency',
      '/statedLossMinor',
    ]);
  });

  it('answers a refusal as a problem with its code, and stores nothing', async () => {
    bench.actAs(undefined);
    const claim = claimOf({ questionnaireVersion: 9 });
    const answered = await bench.post('/api/v1/claims', claim);
    expect(answered.status).toBe(409);
    expect(await answered.json()).toMatchObject({
      code: 'questionnaire_unknown',
      params: { version: 9 },
    });
    const { rows } = await sql`select 1 from claims.claim where id = ${claim.claimId}`.execute(
      bench.platform.db,
    );
    expect(rows).toEqual([]);
  });

  it('for somebody else is for agents: by telephone, under their own name', async () => {
    bench.actAs(undefined);
    const claim = claimOf({ channel: 'phone', personal: { contact: '010-0000-0001' } });
    expect((await bench.post('/api/v1/claims', claim)).status).toBe(403);
    actAs('reviewer');
    expect((await bench.post('/api/v1/claims', claim)).status).toBe(403);
    actAs('agent');
    const answered = await bench.post('/api/v1/claims', claim);
    expect(answered.status).toBe(201);
    const submission = submissionSchema.parse(await answered.json());
    expect(submission.isRepeat).toBe(false);
    const start = submission.claimNumber.slice(0, 6).toLowerCase();
    const list = `/api/v1/claims?incidentId=${bench.incidentId}&number=`;
    for (const typed of [start, submission.claimNumber.replaceAll('-', ' ')]) {
      const page = claimPageSchema.parse(
        await (await bench.get(`${list}${encodeURIComponent(typed)}`)).json(),
      );
      expect(page.claims).toMatchObject([{ claimId: claim.claimId, channel: 'phone' }]);
    }
    const none = await bench.get(`${list}ZZZZ`);
    expect(await none.json()).toEqual({ claims: [] });
    expect(await auditCount('claims_entered', claim.claimId)).toBe(1);
  });

  it('says itself how it came: nobody who sends it may say that the pages did', async () => {
    bench.actAs(undefined);
    const said = await bench.post('/api/v1/claims', claimOf({ channel: 'portal' }));
    expect([said.status, await said.json()]).toMatchObject([
      422,
      { code: 'input_invalid', errors: [{ pointer: '/channel' }] },
    ]);
    for (const channel of ['phone', 'csv', 'paper']) {
      expect((await bench.post('/api/v1/claims', claimOf({ channel }))).status).toBe(403);
    }
    const claim = claimOf();
    expect((await bench.post('/api/v1/claims', claim)).status).toBe(201);
    const { rows } = await sql`select channel from claims.claim
      where id = ${claim.claimId}`.execute(bench.platform.db);
    expect(rows).toEqual([{ channel: 'api' }]);
  });

  it('with a category that the pages would not have given is refused at its place', async () => {
    bench.actAs(undefined);
    const unknown = await bench.post('/api/v1/claims', claimOf({ category: 'nowhere' }));
    expect([unknown.status, await unknown.json()]).toMatchObject([
      422,
      { code: 'category_unknown', errors: [{ pointer: '/category' }] },
    ]);
    const other = await bench.post('/api/v1/claims', claimOf({ service: 'map' }));
    expect([other.status, await other.json()]).toMatchObject([
      422,
      {
        code: 'category_not_of_service',
        params: { found: 'kakao', right: 'affiliate' },
        errors: [{ pointer: '/category', detail: 'affiliate, to which the service belongs' }],
      },
    ]);
    const right = claimOf({ service: 'map', category: 'affiliate' });
    expect((await bench.post('/api/v1/claims', right)).status).toBe(201);
  });

  it('is the same claim with its id in capitals, and is assessed', async () => {
    bench.actAs(undefined);
    const claim = claimOf();
    const first = await bench.post('/api/v1/claims', {
      ...claim,
      claimId: claim.claimId.toUpperCase(),
    });
    expect(first.status).toBe(201);
    const again = submissionSchema.parse(await (await bench.post('/api/v1/claims', claim)).json());
    expect(again.isRepeat).toBe(true);
  });

  it('with a text that cannot be stored, or a version too large, is refused as input', async () => {
    bench.actAs(undefined);
    for (const wrong of [{ partyId: 'a\u0000b' }, { questionnaireVersion: 2_147_483_648 }]) {
      const answered = await bench.post('/api/v1/claims', { ...claimOf(), ...wrong });
      expect([answered.status, await answered.json()]).toMatchObject([
        422,
        { code: 'input_invalid' },
      ]);
    }
  });

  it('gives the receipt again to whoever holds the token', async () => {
    const { claimNumber, token } = await bench.file();
    bench.actAs(undefined);
    const path = `/api/v1/claims/${claimNumber}/receipt`;
    const receipt = receiptSchema.parse(await (await bench.get(`${path}?token=${token}`)).json());
    expect(receipt.claimNumber).toBe(claimNumber);
    expect((await bench.get(path)).status).toBe(404);
  });
});

describe('a claim', () => {
  it('is shown whole, its arithmetic with it, and the reading of it is audited', async () => {
    const { claimId } = await bench.file();
    actAs('reviewer');
    const shown = await bench.get(`/api/v1/claims/${claimId}?purpose=review`);
    const detail = claimDetailSchema.parse(await shown.json());
    expect(detail).toMatchObject({
      state: 'assessed',
      suggestion: 'award',
      statedLoss: { amountMinor: '300000', currency: 'KRW' },
      answers: { order_share: '0.25' },
      isPersonalShown: true,
      personal: { name: '홍길동' },
      lossTest: {
        loss: { amountMinor: '300000' },
        bestWeek: { from: '2022-10-01', amount: { amountMinor: '900000' } },
        outageWeek: { from: '2022-10-15', amount: { amountMinor: '600000' } },
        leftOut: [],
      },
      suggestedAwards: [{ remedy: 'cash', amountMinor: '30000', exact: '30000' }],
      assessment: { findings: [{ title: { ko: '매출 손실 지원' }, status: 'award' }] },
      evidence: [{ filename: '매출 (10월).csv', mediaType: 'text/csv' }],
    });
    expect(detail.assessment?.findings[0]?.explanation?.ko.join('\n')).toMatch(/30,000/);
    expect(await auditCount('personal_data_read', claimId)).toBe(1);
  });

  it('hides who it is about from whoever may not read that', async () => {
    const { claimId } = await bench.file();
    actAs('auditor');
    const shown = await bench.get(`/api/v1/claims/${claimId}?purpose=review`);
    const detail = claimDetailSchema.parse(await shown.json());
    expect([detail.isPersonalShown, detail.personal]).toEqual([false, undefined]);
    expect(detail.evidence.map(({ filename }) => filename)).toEqual([undefined]);
    expect(await auditCount('personal_data_read', claimId)).toBe(0);
  });

  it('is not there for the public, nor under an id that nobody filed', async () => {
    bench.actAs(undefined);
    const path = `/api/v1/claims/${bench.newId()}`;
    expect((await bench.get(path)).status).toBe(403);
    expect((await bench.get(`/api/v1/claims?incidentId=${bench.incidentId}`)).status).toBe(403);
    actAs('reviewer');
    expect((await bench.get(path)).status).toBe(404);
    expect((await bench.get('/api/v1/claims/x')).status).toBe(422);
  });

  it('gives its documents as files only, and each download is audited', async () => {
    const [{ claimId }, other] = [await bench.file(), await bench.file()];
    actAs('reviewer');
    const shown = await bench.get(`/api/v1/claims/${claimId}`);
    const [document] = claimDetailSchema.parse(await shown.json()).evidence;
    const file = `evidence/${document?.evidenceId}`;
    const loaded = await bench.get(`/api/v1/claims/${claimId}/${file}`);
    expect(loaded.status).toBe(200);
    expect(await loaded.text()).toMatch(/^날짜,매출/);
    expect(loaded.headers.get('content-disposition')).toBe(
      'attachment; filename="____10__.csv"; filename*=UTF-8\'\'%EB%A7%A4%EC%B6%9C%20%2810%EC%9B%94%29.csv',
    );
    expect(loaded.headers.get('x-content-type-options')).toBe('nosniff');
    expect(loaded.headers.get('cache-control')).toBe('no-store');
    expect(await auditCount('evidence_read', claimId)).toBe(1);
    expect((await bench.get(`/api/v1/claims/${other.claimId}/${file}`)).status).toBe(404);
    actAs('auditor');
    expect((await bench.get(`/api/v1/claims/${claimId}/${file}`)).status).toBe(403);
  });
});

describe('queues', () => {
  it('are listed a page at a time and counted', async () => {
    actAs('reviewer');
    const list = `/api/v1/claims?incidentId=${bench.incidentId}&state=assessed`;
    const whole = claimPageSchema.parse(await (await bench.get(list)).json());
    const first = claimPageSchema.parse(await (await bench.get(`${list}&limit=1`)).json());
    const rest = claimPageSchema.parse(
      await (await bench.get(`${list}&after=${first.next}`)).json(),
    );
    expect([...first.claims, ...rest.claims]).toEqual(whole.claims);
    const incident = `incidentId=${bench.incidentId}`;
    const queues = queueCountsSchema.parse(
      await (await bench.get(`/api/v1/claims/queues?${incident}`)).json(),
    );
    expect(queues.states.assessed).toBe(whole.claims.length);
    expect(queues.oldestWaitingAt).toBe(whole.claims[0]?.submittedAt);
    const { counts } = claimCountsSchema.parse(
      await (await bench.get(`/api/v1/claims/counts?${incident}`)).json(),
    );
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(queues.claimCount);
    bench.actAs(undefined);
    expect((await bench.get(`/api/v1/claims/queues?${incident}`)).status).toBe(403);
    expect((await bench.get(`/api/v1/claims/counts?${incident}`)).status).toBe(403);
  });

  it('use reasons and forms that everybody may read', async () => {
    bench.actAs(undefined);
    const { reasonCodes } = reasonCodesSchema.parse(
      await (await bench.get('/api/v1/reason-codes')).json(),
    );
    expect(reasonCodes.find(({ code }) => code === 'loss_not_shown')?.curedBy).toEqual([
      'sales-records',
    ]);
    const path = `/api/v1/incidents/${bench.incidentId}/questionnaire`;
    const form = questionnaireSchema.parse(await (await bench.get(path)).json());
    expect(form).toMatchObject({ version: 1, closesAt: '2022-11-06T15:00:00.000Z' });
    expect((await bench.get(`${path}?version=2`)).status).toBe(404);
  });
});
