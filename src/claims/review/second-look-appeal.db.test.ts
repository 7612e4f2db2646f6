import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import type { Role } from '../../platform/index.ts';
import { appealPageSchema } from './review-schemas.ts';

// Who looked at a decision a second time had a part in it, and is not asked about its appeal.

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
  actAs('approver');
  const rules = {
    ...{ targetHours: 240, raiseHours: 168, appealDays: 90, secondReviewFrom: [] },
    sample: { perThousand: 1000, seed: 'all' },
  };
  const published = await bench.send(
    'PUT',
    `/api/v1/incidents/${bench.incidentId}/review-rules`,
    rules,
  );
  expect(published.status).toBe(200);
});

const actAs = (role: Role, id: string = role) =>
  bench.actAs(staffContext(bench.platform, role, { id }));
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${((await response.json()) as { code?: string }).code ?? ''}`.trim();

const lookAt = (decisionId: string) =>
  bench.post(`/api/v1/decisions/${decisionId}/second-review`, { answer: 'agrees' });
const approve = (decisionId: string) => bench.post(`/api/v1/decisions/${decisionId}/approval`, {});

/** A claim decided by one, looked at by `looker`, approved by another, and appealed. */
async function openAppealed() {
  const { claimId, token } = await bench.file();
  const decisionId = bench.newId();
  actAs('reviewer');
  const decision = { decisionId, outcome: 'award', reasonCode: 'policy_met' };
  expect((await bench.post(`/api/v1/claims/${claimId}/decisions`, decision)).status).toBe(201);
  actAs('reviewer', 'looker');
  expect((await lookAt(decisionId)).status).toBe(200);
  actAs('approver');
  expect((await approve(decisionId)).status).toBe(200);
  bench.actAs(undefined);
  const appeal = { appealId: bench.newId(), statement: '손실이 더 큽니다', token };
  expect((await bench.post(`/api/v1/claims/${claimId}/appeals`, appeal)).status).toBe(201);
  return { path: `/api/v1/appeals/${appeal.appealId}/decisions`, appealId: appeal.appealId };
}

const stands = () => ({ answer: 'stands', decisionId: bench.newId(), note: '같은 계산입니다' });

describe('the appeal of a decision that had a second look', () => {
  it('is neither answered nor approved by whoever looked, and says so in the list', async () => {
    const { path, appealId } = await openAppealed();
    actAs('reviewer', 'looker');
    expect(await codeOf(await bench.post(path, stands()))).toBe('409 appeal_same_person');
    const listed = await bench.get(`/api/v1/appeals?incidentId=${bench.incidentId}`);
    const { appeals } = appealPageSchema.parse(await listed.json());
    const open = appeals.find((appeal) => appeal.appealId === appealId);
    expect(open?.appealed.lookedAtBy).toEqual({ id: 'looker' });
    actAs('reviewer', 'other');
    const answer = stands();
    expect((await bench.post(path, answer)).status).toBe(201);
    actAs('reviewer', 'another');
    expect((await lookAt(answer.decisionId)).status).toBe(200);
    actAs('approver', 'looker');
    expect(await codeOf(await approve(answer.decisionId))).toBe('409 appeal_same_person');
    actAs('approver', 'third');
    expect((await approve(answer.decisionId)).status).toBe(200);
  });

  it('has an answer that nobody of the decision looks at a second time', async () => {
    const { path } = await openAppealed();
    actAs('reviewer', 'other');
    const answer = stands();
    expect((await bench.post(path, answer)).status).toBe(201);
    for (const person of ['reviewer', 'looker', 'approver']) {
      actAs('reviewer', person);
      expect(await codeOf(await lookAt(answer.decisionId))).toBe('409 appeal_same_person');
    }
    actAs('reviewer', 'another');
    expect((await lookAt(answer.decisionId)).status).toBe(200);
  });
});
