import { beforeAll, describe, expect, it } from 'vitest';
import { findInClear } from '../../../test/support/find-in-clear.ts';
import { staffContext, systemContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { addMs, type Instant, parseInstant } from '../../kernel/index.ts';
import { createApp, createMetrics, drainOutbox, type Role, sql } from '../../platform/index.ts';
import { openLog } from '../../platform/log.ts';
import { claimConsumers } from '../consumers.ts';
import { openClaimGate } from '../filing/filing-commands.ts';
import { verifyPromise } from '../receipt.ts';
import { claimRoutes } from '../routes.ts';
import { claimDetailSchema } from '../wire/claim-schemas.ts';
import { exportSchema } from './privacy-routes.ts';
import { applyRetention } from './retention-commands.ts';
import { sealAnswers } from './seal-commands.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const start = parseInstant('2022-10-20T03:00:00Z') as Instant;
const day = 86_400_000;
const actAs = (role: Role, id: string = role) =>
  bench.actAs(staffContext(bench.platform, role, { id }));
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${((await response.json()) as { code: string }).code}`;

async function decide(claimId: string, note?: string): Promise<string> {
  actAs('reviewer');
  const decisionId = bench.newId();
  const body = { decisionId, outcome: 'award', reasonCode: 'policy_met', ...(note && { note }) };
  await bench.post(`/api/v1/claims/${claimId}/decisions`, body);
  actAs('approver');
  await bench.post(`/api/v1/decisions/${decisionId}/approval`, {});
  return decisionId;
}

async function show(claimId: string) {
  actAs('reviewer');
  const shown = await bench.get(`/api/v1/claims/${claimId}?purpose=review`);
  return claimDetailSchema.parse(await shown.json());
}

describe('what is personal', () => {
  const canary = (place: string): string => `canary-${place}-7Q3X9Z`;
  const asked = ['answer', 'item'];
  const places = [
    'name',
    'contact',
    'holder',
    'words',
    'file',
    'device',
    'appeal',
    'note',
    ...asked,
  ];
  const staffWords = ['decision', 'back', 'second', 'cluster'];

  it('stands in no column, log line, metric or event in clear, through a whole claim', async () => {
    const lines: string[] = [];
    const log = openLog('debug', { write: (line: string) => void lines.push(line) });
    const metrics = createMetrics(bench.platform);
    const app = createApp({
      log,
      metrics,
      contextOf: async () => staffContext(bench.platform, 'reviewer', { id: 'reviewer' }),
      routers: [{ path: '/', router: claimRoutes(openClaimGate()) }],
    });
    const filed = await bench.file({
      personal: {
        name: canary('name'),
        contact: `${canary('contact')}@example.org`,
        payee: { bank: '004', account: '987654321098', holder: canary('holder') },
        freeText: canary('words'),
        device: canary('device'),
      },
      answers: {
        order_share: '0.25',
        what_happened: canary('answer'),
        lost_bookings: [{ guest: canary('item'), on: '2022-10-15' }],
      },
      evidence: [
        {
          kind: 'sales-records',
          filename: `${canary('file')}.csv`,
          contentBase64: Buffer.from(
            '날짜,매출\n2022-10-01,"900,000"\n2022-10-15,"600,000"\n',
          ).toString('base64'),
        },
      ],
    });
    const { claimId } = filed;
    actAs('reviewer');
    const first = bench.newId();
    const decision = { decisionId: first, outcome: 'award', reasonCode: 'policy_met' };
    const path = `/api/v1/claims/${claimId}`;
    await bench.post(`${path}/decisions`, { ...decision, note: canary('decision') });
    actAs('approver');
    await bench.post(`/api/v1/decisions/${first}/return`, { note: canary('back') });
    const final = await decide(claimId, canary('decision'));
    actAs('reviewer');
    await bench.post(`${path}/notes`, { noteId: bench.newId(), text: canary('note') });
    await bench.post(`${path}/appeals`, { appealId: bench.newId(), statement: canary('appeal') });
    const opened = await show(claimId);
    const asText = JSON.stringify(opened);
    for (const place of [...places.filter((one) => one !== 'device'), 'decision', 'back']) {
      expect(asText).toContain(canary(place));
    }
    expect(final).toBeTruthy();
    const unread = claimDetailSchema.parse(await (await bench.get(path)).json());
    // Without a purpose staff see what claims are sorted by, and nothing in anybody's own words.
    expect(unread.answers).toEqual({ order_share: '0.25', lost_bookings: [{ on: '2022-10-15' }] });
    await app.request(`${path}?purpose=review`);
    await app.request(`${path}/evidence/${bench.newId()}`);
    await app.request('/api/v1/claims/wrong');
    await drainOutbox(bench.platform, claimConsumers());
    const elsewhere = `${lines.join('')}\n${await metrics.registry.metrics()}`;
    for (const place of [...places, ...staffWords, 'account']) {
      const text = place === 'account' ? '987654321098' : canary(place);
      expect([place, await findInClear(bench.platform, text)]).toEqual([place, []]);
      expect(elsewhere).not.toContain(text);
    }
  });

  it('is found by this search when it does stand somewhere', async () => {
    await sql`insert into platform.event (type, subject, payload, occurred_at)
      values ('seeded', 'x', ${JSON.stringify({ name: 'seeded-canary-1' })}::jsonb, now())`.execute(
      bench.platform.db,
    );
    await sql`insert into claims.lookup_attempt
      values (sha256('x'), 1, now())`.execute(bench.platform.db);
    expect(await findInClear(bench.platform, 'seeded-canary-1')).toEqual(['platform.event']);
    const digest = (await sql<{ d: Buffer }>`select sha256('x') as d`.execute(bench.platform.db))
      .rows[0]?.d;
    expect(await findInClear(bench.platform, digest?.toString('latin1') ?? '')).toEqual([]);
  });
});

describe('answers that an earlier version stored in clear', () => {
  const unseal = async (claimId: string) => {
    await sql`update claims.claim set answers = '{"order_share": "0.5", "what_happened": "earlier-7Q3"}'
      where id = ${claimId}`.execute(bench.platform.db);
  };

  it('are sealed a batch at a time, read as before, and erased with everything else', async () => {
    const [one, other] = [await bench.file(), await bench.file({ personal: undefined })];
    for (const { claimId } of [one, other]) await unseal(claimId);
    expect((await show(one.claimId)).answers).toMatchObject({ what_happened: 'earlier-7Q3' });
    expect(await findInClear(bench.platform, 'earlier-7Q3')).toEqual(['claims.claim']);
    const seal = () => sealAnswers(systemContext(bench.platform), { limit: 1 });
    expect([await seal(), await seal(), await seal()]).toEqual([1, 1, 0]);
    expect(await findInClear(bench.platform, 'earlier-7Q3')).toEqual([]);
    for (const { claimId } of [one, other]) {
      expect((await show(claimId)).answers).toEqual({
        order_share: '0.5',
        what_happened: 'earlier-7Q3',
      });
    }
    expect((await show(one.claimId)).personal?.name).toBe('홍길동');
    await decide(other.claimId);
    actAs('approver');
    expect((await bench.post(`/api/v1/claims/${other.claimId}/erasure`, {})).status).toBe(200);
    expect((await show(other.claimId)).answers).toEqual({});
  });
});

describe('a person', () => {
  it('gets everything that is kept, once asked with the token or by staff, and it is audited', async () => {
    const { claimId, token } = await bench.file();
    await decide(claimId);
    const path = `/api/v1/claims/${claimId}/export`;
    bench.actAs(undefined);
    expect(await codeOf(await bench.get(path))).toBe('404 claim_not_found');
    const response = await bench.get(`${path}?token=${token}`);
    const whole = exportSchema.parse(await response.json());
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(whole).toMatchObject({
      personal: { name: '홍길동', contact: '010-1234-5678' },
      documents: [{ filename: '매출 (10월).csv' }],
      decisions: [{ outcome: 'award', isFinal: true }],
    });
    expect(JSON.stringify(whole.documents)).toContain('contentBase64');
    actAs('auditor');
    expect(await codeOf(await bench.get(path))).toBe('404 claim_not_found');
    actAs('agent');
    expect((await bench.get(path)).status).toBe(200);
    const { rows } = await sql<{ count: number }>`select count(*)::integer as count
      from platform.audit where action = 'claim_exported' and subject = ${claimId}`.execute(
      bench.platform.db,
    );
    expect(rows[0]?.count).toBe(2);
  });

  it('is erased on request by whoever may, and what was promised and proved still holds', async () => {
    const { claimId, claimNumber, token } = await bench.file();
    await decide(claimId, '본인 확인함');
    bench.actAs(undefined);
    const receipt = await (
      await bench.get(`/api/v1/claims/${claimNumber}/receipt?token=${token}`)
    ).json();
    const before = (await show(claimId)).commitment;
    const path = `/api/v1/claims/${claimId}/erasure-requests`;
    const requestId = bench.newId();
    bench.actAs(undefined);
    expect(await codeOf(await bench.post(path, { requestId }))).toBe('404 claim_not_found');
    expect((await bench.post(path, { requestId, token })).status).toBe(201);
    const list = `/api/v1/erasure-requests?incidentId=${bench.incidentId}`;
    const erasure = `/api/v1/claims/${claimId}/erasure`;
    actAs('reviewer');
    expect((await bench.get(list)).status).toBe(403);
    expect((await bench.post(erasure, {})).status).toBe(403);
    actAs('approver');
    expect(await (await bench.get(list)).json()).toMatchObject({ requests: [{ claimId }] });
    expect((await bench.post(erasure, {})).status).toBe(200);
    expect(await (await bench.get(list)).json()).toEqual({ requests: [] });
    const after = await show(claimId);
    expect(after.personal).toBeUndefined();
    expect(after.decisions.map(({ note }) => note)).toEqual([undefined]);
    expect(after.decisions[0]?.awards[0]?.amountMinor).toBe('30000');
    // The receipt the claimant took home still proves what was promised.
    expect(after.commitment).toBe(before);
    expect(verifyPromise(receipt as never)).toBe(true);
    expect((receipt as { commitment: string }).commitment).toBe(before);
    bench.actAs(undefined);
    expect((await bench.get(`/api/v1/claims/${claimId}/export?token=${token}`)).status).toBe(404);
  });
});

describe('publishing at the same time', () => {
  const rules = {
    targetHours: 240,
    raiseHours: 168,
    sample: { perThousand: 0, seed: 'x' },
    secondReviewFrom: [],
    appealDays: 90,
  };
  const kinds = [
    ['review-rules', (at: number) => ({ ...rules, targetHours: 240 + at })],
    ['retention', (at: number) => ({ personalDays: 36_000 + at })],
  ] as const;

  it.each(kinds)('gives each of six writers of %s a version of its own', async (name, body) => {
    const own = await openReviewBench();
    own.actAs(staffContext(own.platform, 'approver', { id: 'approver' }));
    const path = `/api/v1/incidents/${own.incidentId}/${name}`;
    const sent = await Promise.all([1, 2, 3, 4, 5, 6].map((at) => own.send('PUT', path, body(at))));
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const answers = (await Promise.all(sent.map((one) => one.json()))) as { version: number }[];
    expect(answers.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const stale = await own.send('PUT', `${path}?baseVersion=5`, body(7));
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({ code: 'rules_changed', params: { version: 6 } });
    const fresh = await own.send('PUT', `${path}?baseVersion=6`, body(8));
    expect(await fresh.json()).toEqual({ version: 7 });
  });
});

describe('retention', () => {
  it('erases what was decided long enough ago, to the moment, and leaves what is open', async () => {
    const [decided, open, appealed] = [await bench.file(), await bench.file(), await bench.file()];
    await decide(decided.claimId);
    await decide(appealed.claimId);
    const appeal = { appealId: bench.newId(), statement: 'x', token: appealed.token };
    bench.actAs(undefined);
    await bench.post(`/api/v1/claims/${appealed.claimId}/appeals`, appeal);
    const at = (days: number, ms = 0) =>
      systemContext(bench.platform, { now: addMs(start, days * day + ms) });
    expect(await applyRetention(at(100_000))).toBe(0);
    const path = `/api/v1/incidents/${bench.incidentId}/retention`;
    actAs('reviewer');
    expect((await bench.send('PUT', path, { personalDays: 30 })).status).toBe(403);
    actAs('approver');
    expect((await bench.send('PUT', path, { personalDays: 0 })).status).toBe(422);
    expect(await (await bench.send('PUT', path, { personalDays: 30 })).json()).toEqual({
      version: 1,
    });
    const isErased = async (claimId: string) => (await show(claimId)).erasedAt !== undefined;
    await applyRetention(at(30, -1));
    expect(await isErased(decided.claimId)).toBe(false);
    expect(await applyRetention(at(30))).toBeGreaterThan(0);
    expect(await applyRetention(at(30))).toBe(0);
    expect(await isErased(decided.claimId)).toBe(true);
    expect([await isErased(open.claimId), await isErased(appealed.claimId)]).toEqual([
      false,
      false,
    ]);
  });
});
