import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext, systemContext } from '../../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../../test/support/review-bench.ts';
import { addMs, type Instant, parseInstant } from '../../../kernel/index.ts';
import { type Role, sql } from '../../../platform/index.ts';
import { addEvidence } from '../../claim-commands.ts';
import { claimDetailSchema, claimPageSchema } from '../../wire/claim-schemas.ts';
import { escalateWaiting } from '../queue/desk-commands.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const start = parseInstant('2022-10-20T03:00:00Z') as Instant;
const hour = 3_600_000;
const later = (hours: number): Instant => addMs(start, hours * hour);
const actAs = (role: Role, id: string = role, now: Instant = start) =>
  bench.actAs(staffContext(bench.platform, role, { id, now }));

async function show(claimId: string, now: Instant = start, purpose = '?purpose=review') {
  actAs('reviewer', 'reviewer', now);
  const shown = await bench.get(`/api/v1/claims/${claimId}${purpose}`);
  return claimDetailSchema.parse(await shown.json());
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  return bench.send(method, path, body);
}

async function codeOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { code: string }).code}`;
}

async function listed(query: string): Promise<readonly string[]> {
  actAs('reviewer');
  const path = `/api/v1/claims?incidentId=${bench.incidentId}&limit=2${query}`;
  const ids: string[] = [];
  let after = '';
  do {
    const response = await bench.get(`${path}${after === '' ? '' : `&after=${after}`}`);
    const page = claimPageSchema.parse(await response.json());
    ids.push(...page.claims.map(({ claimId }) => claimId));
    after = page.next ?? '';
  } while (after !== '');
  return ids;
}

describe('the clock', () => {
  it('stops while more is asked of the claimant, and goes on when it comes', async () => {
    const { claimId, token } = await bench.file();
    actAs('reviewer', 'reviewer', later(5));
    await bench.post(`/api/v1/claims/${claimId}/requests`, { reasonCode: 'loss_not_shown' });
    const paused = await show(claimId, later(50));
    expect(paused.clock).toEqual({ isRunning: false, waitedMinutes: 300, isOverdue: false });
    const claimant = bench.platform.context({
      actor: { kind: 'claimant', id: 'x', name: 'x', roles: [] },
      now: later(100),
    });
    const bytes = Buffer.from('날짜,매출\n2022-10-15,"1"\n');
    const evidence = [{ kind: 'sales-records', filename: 'more.csv', bytes }];
    expect((await addEvidence(claimant, { claimId, token, evidence })).ok).toBe(true);
    const running = await show(claimId, later(101));
    expect(running.clock).toMatchObject({ isRunning: true, waitedMinutes: 360 });
  });

  it('makes what waited long more urgent, once, and leaves what waits for the claimant', async () => {
    const [first, asked] = [await bench.file(), await bench.file()];
    actAs('reviewer', 'reviewer', later(1));
    await bench.post(`/api/v1/claims/${asked.claimId}/requests`, { reasonCode: 'loss_not_shown' });
    const at = (hours: number) => systemContext(bench.platform, { now: later(hours) });
    await escalateWaiting(at(167));
    expect((await show(first.claimId)).priority).toBe(3);
    expect(await escalateWaiting(at(168))).toBeGreaterThan(0);
    expect(await escalateWaiting(at(168))).toBe(0);
    expect((await show(first.claimId)).priority).toBe(2);
    await escalateWaiting(at(240));
    const urgent = await show(first.claimId);
    expect(urgent.priority).toBe(1);
    expect(urgent.events.filter(({ type }) => type === 'priority_set')).toHaveLength(2);
    expect((await show(asked.claimId)).priority).toBe(3);
  });
});

describe('the queue', () => {
  it('is in order of urgency, then of waiting, page by page, whoever has it', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push((await bench.file()).claimId);
    const [usual, urgent] = [ids[0] ?? '', ids[4] ?? ''];
    actAs('reviewer');
    expect((await send('PUT', `/api/v1/claims/${urgent}/priority`, { priority: 1 })).status).toBe(
      200,
    );
    const all = (await listed('&state=assessed')).filter((id) => ids.includes(id));
    expect(all[0]).toBe(urgent);
    expect(new Set(all).size).toBe(5);
    actAs('reviewer');
    const claimIds = [usual];
    const given = await bench.post('/api/v1/claims/assignments', { claimIds, to: 'reviewer' });
    expect(await given.json()).toEqual({ claimIds });
    expect(await listed('&state=in_review&assignedTo=reviewer')).toEqual([usual]);
    expect(await listed('&state=assessed&assignedTo=reviewer')).toEqual([]);
    expect(await listed('&service=other')).toEqual([]);
    expect((await listed('')).filter((id) => ids.includes(id))).toEqual(ids);
    const unknown = { claimIds, to: bench.newId() };
    actAs('reviewer');
    expect(await codeOf(await bench.post('/api/v1/claims/assignments', unknown))).toBe(
      '404 staff_not_found',
    );
  });

  it('gives two who take at the same time different claims', async () => {
    for (let index = 0; index < 4; index += 1) await bench.file();
    const take = async (id: string) => {
      actAs('reviewer', id);
      const body = { incidentId: bench.incidentId, count: 2 };
      const answered = await bench.post('/api/v1/claims/assignments/next', body);
      return ((await answered.json()) as { claimIds: string[] }).claimIds;
    };
    const [one, two] = await Promise.all([take('one'), take('two')]);
    expect([one?.length, two?.length]).toEqual([2, 2]);
    expect(new Set([...(one ?? []), ...(two ?? [])]).size).toBe(4);
  });
});

describe('reading what is personal', () => {
  it('needs a purpose, which the audit trail keeps', async () => {
    const { claimId } = await bench.file();
    const plain = await show(claimId, start, '');
    expect([plain.isPersonalShown, plain.personal]).toEqual([false, undefined]);
    const shown = await show(claimId, start, '?purpose=support');
    expect(shown.personal?.name).toBe('홍길동');
    actAs('reviewer');
    expect((await bench.get(`/api/v1/claims/${claimId}?purpose=curiosity`)).status).toBe(422);
    const { rows } = await sql<{ purpose: string }>`select details->>'purpose' as purpose
      from platform.audit where action = 'personal_data_read' and subject = ${claimId}`.execute(
      bench.platform.db,
    );
    expect(rows).toEqual([{ purpose: 'support' }]);
  });

  it('leaves out what is masked; masking is not erasing, and erasing needs its own permission', async () => {
    const { claimId } = await bench.file({
      personal: { name: '홍길동', contact: '010', freeText: '제 동생 김철수가 봤어요' },
    });
    const path = `/api/v1/claims/${claimId}/masks`;
    const stretch = { part: 'free_text', fromCharacter: 5, untilCharacter: 8 };
    const mask = { maskId: bench.newId(), ...stretch, reason: 'other_person' };
    actAs('approver');
    expect((await bench.post(path, mask)).status).toBe(403);
    actAs('reviewer');
    expect((await bench.post(path, mask)).status).toBe(201);
    expect(
      (await bench.post(path, { ...mask, maskId: bench.newId(), untilCharacter: 5 })).status,
    ).toBe(422);
    expect((await show(claimId)).personal?.freeText).toBe('제 동생 ███가 봤어요');
    const { evidence } = await show(claimId);
    const evidenceId = evidence[0]?.evidenceId ?? '';
    const whole = { maskId: bench.newId(), part: 'evidence', partId: evidenceId };
    actAs('reviewer');
    expect((await bench.post(path, { ...whole, reason: 'not_needed' })).status).toBe(201);
    const document = `/api/v1/claims/${claimId}/evidence/${evidenceId}`;
    expect(await codeOf(await bench.get(document))).toBe('409 evidence_masked');
    expect((await show(claimId)).evidence[0]).toMatchObject({ isMasked: true });
    actAs('reviewer');
    expect((await send('DELETE', `${path}/${mask.maskId}`)).status).toBe(200);
    expect(await codeOf(await send('DELETE', `${path}/${mask.maskId}`))).toBe(
      '404 masked_part_not_found',
    );
    expect((await show(claimId)).personal?.freeText).toBe('제 동생 김철수가 봤어요');
  });

  it('masks nothing else under an id that was used: the same again is answered the same', async () => {
    const [one, other] = [await bench.file(), await bench.file()];
    const pathOf = ({ claimId }: { claimId: string }) => `/api/v1/claims/${claimId}/masks`;
    const mask = { maskId: bench.newId(), part: 'free_text', reason: 'other_person' };
    actAs('reviewer');
    const first = await bench.post(pathOf(one), mask);
    const again = await bench.post(pathOf(one), mask);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    const stretch = { fromCharacter: 0, untilCharacter: 2 };
    const { evidence } = await show(one.claimId);
    const partId = evidence[0]?.evidenceId;
    actAs('reviewer');
    for (const [claim, over] of [
      [one, { reason: 'insult' }],
      [one, stretch],
      [one, { part: 'evidence', partId }],
      [other, {}],
    ] as const) {
      const refused = await bench.post(pathOf(claim), { ...mask, ...over });
      expect([refused.status, await refused.json()]).toMatchObject([
        409,
        { code: 'id_already_used', params: { id: mask.maskId } },
      ]);
    }
    actAs('reviewer', 'another');
    expect((await bench.post(pathOf(one), mask)).status).toBe(409);
    expect((await show(one.claimId)).masks).toHaveLength(1);
    expect((await show(other.claimId)).masks).toHaveLength(0);
  });

  it('covers notes: they are stored encrypted and shown with the rest', async () => {
    const { claimId } = await bench.file();
    actAs('reviewer');
    const note = { noteId: bench.newId(), text: '전화로 홍길동 님과 확인' };
    expect((await bench.post(`/api/v1/claims/${claimId}/notes`, note)).status).toBe(201);
    expect((await bench.post(`/api/v1/claims/${claimId}/notes`, note)).status).toBe(201);
    const other = { ...note, text: '다른 내용' };
    const refused = await bench.post(`/api/v1/claims/${claimId}/notes`, other);
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { code: 'id_already_used', params: { id: note.noteId } },
    ]);
    expect((await show(claimId)).notes.map(({ text }) => text)).toEqual([note.text]);
    expect((await show(claimId, start, '')).notes).toEqual([]);
    const { rows } = await sql<{ text: Buffer }>`select text from claims.note
      where claim_id = ${claimId}`.execute(bench.platform.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text.includes(Buffer.from('홍길동'))).toBe(false);
  });
});
