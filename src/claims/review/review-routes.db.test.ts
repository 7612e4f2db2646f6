import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { type Role, sql } from '../../platform/index.ts';
import { summariseClaims } from '../index.ts';
import { claimDetailSchema } from '../wire/claim-schemas.ts';
import {
  appealPageSchema,
  approvalsResultSchema,
  askReferenceSchema,
  decisionReferenceSchema,
  openedAppealSchema,
  waitingPageSchema,
} from './review-schemas.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (role: Role, id: string = role) =>
  bench.actAs(staffContext(bench.platform, role, { id }));

async function codeOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { code: string }).code}`;
}

async function decide(claimId: string, over: object = {}): Promise<string> {
  actAs('reviewer');
  const decisionId = bench.newId();
  const answered = await bench.post(`/api/v1/claims/${claimId}/decisions`, {
    decisionId,
    outcome: 'award',
    reasonCode: 'policy_met',
    ...over,
  });
  expect(answered.status).toBe(201);
  const reference = decisionReferenceSchema.parse(await answered.json());
  expect(reference).toEqual({ decisionId, claimId, state: 'decided', isRepeat: false });
  return decisionId;
}

async function show(claimId: string) {
  actAs('reviewer');
  const shown = await bench.get(`/api/v1/claims/${claimId}?purpose=review`);
  return claimDetailSchema.parse(await shown.json());
}

async function awardsPaid(claimId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ amount: string }>`select payload->>'amountMinor' as amount
    from platform.event where type = 'award_approved' and payload->>'claimId' = ${claimId}
    order by id`.execute(bench.platform.db);
  return rows.map(({ amount }) => amount);
}

describe('decisions', () => {
  it('wait for another person, who approves many at once; each is answered for itself', async () => {
    const [first, second] = [await bench.file(), await bench.file()];
    const firstId = await decide(first.claimId);
    const secondId = await decide(second.claimId);
    const unknownId = bench.newId();
    actAs('approver');
    const path = `/api/v1/decisions/pending?incidentId=${bench.incidentId}`;
    const page = waitingPageSchema.parse(await (await bench.get(`${path}&limit=1`)).json());
    const rest = waitingPageSchema.parse(
      await (await bench.get(`${path}&after=${page.next}`)).json(),
    );
    const waiting = [...page.decisions, ...rest.decisions];
    expect(waiting.map(({ decisionId }) => decisionId).sort()).toEqual([firstId, secondId].sort());
    expect(waiting[0]).toMatchObject({
      decidedBy: { id: 'reviewer' },
      outcome: 'award',
      awards: [{ remedy: 'cash', amountMinor: '30000', currency: 'KRW' }],
      waitingMinutes: 0,
    });
    const decisionIds = [firstId, unknownId, secondId];
    const answered = await bench.post('/api/v1/decisions/approvals', { decisionIds });
    expect(approvalsResultSchema.parse(await answered.json())).toEqual({
      approvedCount: 2,
      refusedCount: 1,
      results: [
        { decisionId: firstId, isApproved: true, claimId: first.claimId },
        { decisionId: unknownId, isApproved: false, code: 'decision_not_found' },
        { decisionId: secondId, isApproved: true, claimId: second.claimId },
      ],
    });
    expect(await awardsPaid(first.claimId)).toEqual(['30000']);
  });

  it('are not approved by whoever made them, in a batch neither', async () => {
    const { claimId } = await bench.file();
    const decisionId = await decide(claimId);
    actAs('approver', 'reviewer');
    const alone = await bench.post(`/api/v1/decisions/${decisionId}/approval`, {});
    expect(await codeOf(alone)).toBe('409 own_decision');
    const batch = await bench.post('/api/v1/decisions/approvals', { decisionIds: [decisionId] });
    expect(await batch.json()).toMatchObject({
      approvedCount: 0,
      results: [{ code: 'own_decision' }],
    });
    actAs('reviewer', 'other');
    expect((await bench.post(`/api/v1/decisions/${decisionId}/approval`, {})).status).toBe(403);
    actAs('approver');
    const approved = await bench.post(`/api/v1/decisions/${decisionId}/approval`, {});
    expect(decisionReferenceSchema.parse(await approved.json()).state).toBe('approved');
  });

  it('go back with a note that the history keeps', async () => {
    const { claimId } = await bench.file();
    const decisionId = await decide(claimId);
    actAs('approver');
    const path = `/api/v1/decisions/${decisionId}/return`;
    expect((await bench.post(path, { note: '  ' })).status).toBe(422);
    const sent = await bench.post(path, { note: '주를 다시 확인해 주세요' });
    expect(decisionReferenceSchema.parse(await sent.json()).state).toBe('in_review');
    expect(await codeOf(await bench.post(path, { note: 'again' }))).toBe(
      '409 decision_not_pending',
    );
    const { events, decisions } = await show(claimId);
    expect(events.at(-1)).toMatchObject({
      type: 'decision_sent_back',
      note: '주를 다시 확인해 주세요',
      actor: { id: 'approver' },
    });
    expect(decisions).toMatchObject([{ state: 'sent_back', sentBackBy: { id: 'approver' } }]);
  });

  it('may ask for more, by documents the form knows', async () => {
    const { claimId } = await bench.file();
    actAs('reviewer');
    const path = `/api/v1/claims/${claimId}/requests`;
    const wrong = { reasonCode: 'loss_not_shown', evidence: ['passport'] };
    expect(await codeOf(await bench.post(path, wrong))).toBe('409 evidence_kind_unknown');
    const evidence = ['business-certificate'];
    const asked = await bench.post(path, { reasonCode: 'loss_not_shown', evidence });
    expect(asked.status).toBe(201);
    expect(askReferenceSchema.parse(await asked.json()).state).toBe('awaiting_evidence');
    const { events } = await show(claimId);
    expect(events.at(-1)).toMatchObject({ type: 'evidence_asked', evidence });
    actAs('agent');
    expect((await bench.post(path, { reasonCode: 'loss_not_shown' })).status).toBe(403);
  });
});

describe('appeals', () => {
  async function openAppealed(over: object = {}) {
    const filed = await bench.file();
    const decisionId = await decide(filed.claimId, over);
    actAs('approver');
    await bench.post(`/api/v1/decisions/${decisionId}/approval`, {});
    bench.actAs(undefined);
    const appealId = bench.newId();
    const path = `/api/v1/claims/${filed.claimId}/appeals`;
    const appeal = { appealId, statement: '손실이 더 큽니다' };
    expect(await codeOf(await bench.post(path, appeal))).toBe('404 claim_not_found');
    const opened = await bench.post(path, { ...appeal, token: filed.token });
    expect(opened.status).toBe(201);
    expect(openedAppealSchema.parse(await opened.json())).toEqual({ appealId, state: 'in_review' });
    return { ...filed, appealId, path: `/api/v1/appeals/${appealId}/decisions` };
  }

  async function openIds(): Promise<readonly string[]> {
    const listed = await bench.get(`/api/v1/appeals?incidentId=${bench.incidentId}`);
    return appealPageSchema.parse(await listed.json()).appeals.map(({ appealId }) => appealId);
  }

  it('are answered by another reviewer; more is granted only by the difference', async () => {
    const { claimId, appealId, path } = await openAppealed();
    const { decisions, appeals } = await show(claimId);
    expect(appeals).toMatchObject([{ appealId, statement: '손실이 더 큽니다' }]);
    const [award] = decisions[0]?.awards ?? [];
    const { awardId: _id, ...line } = award ?? { clause: '' };
    const changed = (amountMinor: string) => ({
      answer: 'changed',
      decisionId: bench.newId(),
      outcome: 'award',
      reasonCode: 'appeal_upheld',
      note: '추가 자료 확인',
      awards: [{ ...line, amountMinor }],
    });
    actAs('reviewer');
    expect(await openIds()).toContain(appealId);
    expect(await codeOf(await bench.post(path, changed('50000')))).toBe('409 appeal_same_person');
    actAs('reviewer', 'second');
    expect(await codeOf(await bench.post(path, changed('20000')))).toBe('409 appeal_lowers_award');
    const answer = changed('50000');
    expect((await bench.post(path, answer)).status).toBe(201);
    expect(await openIds()).toContain(appealId);
    actAs('approver', 'third');
    const before = await summarised();
    const approved = await bench.post(`/api/v1/decisions/${answer.decisionId}/approval`, {});
    expect(approved.status).toBe(200);
    expect(await awardsPaid(claimId)).toEqual(['30000', '20000']);
    // The account says what was granted in all: the difference more, not both amounts.
    expect((await summarised()) - before).toBe(20_000n);
    expect(await openIds()).not.toContain(appealId);
    expect((await show(claimId)).events.map(({ type }) => type)).toContain('appeal_decided');
  });

  it('grant only the days beyond those granted, and no months in the place of days', async () => {
    const [award] = (await show((await openAppealed()).claimId)).decisions[0]?.awards ?? [];
    const { clause = '', policyHash = '' } = award ?? {};
    const extension = (quantity: string, unit = 'day') => ({
      ...{ remedy: 'extension', name: 'pass', quantity, unit, clause, policyHash },
    });
    const note = '이용권 연장';
    const { claimId, path } = await openAppealed({ awards: [extension('3')], note });
    const changed = (quantity: string, unit?: string) => ({
      ...{ answer: 'changed', decisionId: bench.newId(), outcome: 'award', note },
      ...{ reasonCode: 'appeal_upheld', awards: [extension(quantity, unit)] },
    });
    actAs('reviewer', 'second');
    expect(await codeOf(await bench.post(path, changed('2')))).toBe('409 appeal_lowers_award');
    expect(await codeOf(await bench.post(path, changed('1', 'month')))).toBe(
      '409 appeal_units_differ',
    );
    const answer = changed('5');
    expect((await bench.post(path, answer)).status).toBe(201);
    actAs('approver', 'third');
    await bench.post(`/api/v1/decisions/${answer.decisionId}/approval`, {});
    const { rows } = await sql<{ days: string }>`select payload->>'quantity' as days
      from platform.event where type = 'award_approved' and payload->>'claimId' = ${claimId}
      order by id`.execute(bench.platform.db);
    expect(rows.map(({ days }) => days)).toEqual(['3', '2']);
  });

  it('may leave the decision as it stands, and then nothing more is paid', async () => {
    const { claimId, path } = await openAppealed();
    actAs('reviewer', 'second');
    const answer = { answer: 'stands', decisionId: bench.newId(), note: '자료가 같습니다' };
    expect((await bench.post(path, { ...answer, note: '' })).status).toBe(422);
    expect((await bench.post(path, answer)).status).toBe(201);
    actAs('approver');
    await bench.post(`/api/v1/decisions/${answer.decisionId}/approval`, {});
    expect(await awardsPaid(claimId)).toEqual(['30000']);
    const { decisions, events, state } = await show(claimId);
    expect(state).toBe('approved');
    expect(decisions.at(-1)).toMatchObject({ isAppeal: true, reasonCode: 'policy_met' });
    expect(events.find(({ type }) => type === 'appeal_decided')?.answer).toBe('stands');
  });

  it('that nobody opened are not found', async () => {
    actAs('reviewer');
    const answer = { answer: 'stands', decisionId: bench.newId(), note: 'none' };
    const path = `/api/v1/appeals/${bench.newId()}/decisions`;
    expect(await codeOf(await bench.post(path, answer))).toBe('404 appeal_not_found');
  });

  async function summarised(): Promise<bigint> {
    const rows = await bench.platform
      .context({ actor: staffContext(bench.platform, 'auditor').actor })
      .read((tx) => summariseClaims(tx, bench.incidentId));
    return rows
      .flatMap(({ awards }) => awards)
      .reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);
  }
});
