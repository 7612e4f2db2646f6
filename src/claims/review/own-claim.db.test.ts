import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { drainOutbox, type Role, sql } from '../../platform/index.ts';
import { claimConsumers } from '../consumers.ts';
import { askForMore } from './review-commands.ts';

// One person with several roles (A05): what they entered for somebody else is not theirs to decide.

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (id: string, ...roles: Role[]) => {
  const { actor, ...ctx } = staffContext(bench.platform, roles[0] ?? 'agent', { id });
  bench.actAs({ ...ctx, actor: { ...actor, roles } });
};

/** Enters a claim by telephone under a member's id, and has it assessed. */
async function enter(id: string): Promise<string> {
  actAs(id, 'agent');
  const claimId = bench.newId();
  const sales = '날짜,매출\n2022-10-01,"900,000"\n2022-10-15,"600,000"\n';
  const contentBase64 = Buffer.from(sales).toString('base64');
  const answered = await bench.post('/api/v1/claims', {
    ...{ claimId, incidentId: bench.incidentId, questionnaireVersion: 1, channel: 'phone' },
    ...{ partyClass: 'small_business', category: 'kakao', kind: 'free_with_loss' },
    ...{ service: 'talk_channel', functionName: 'main', currency: 'KRW' },
    evidence: [{ kind: 'sales-records', filename: 'a.csv', contentBase64 }],
  });
  expect(answered.status).toBe(201);
  await drainOutbox(bench.platform, claimConsumers());
  return claimId;
}

async function codeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { code?: string };
  return `${response.status} ${body.code ?? ''}`.trim();
}

const award = () => ({ decisionId: bench.newId(), outcome: 'award', reasonCode: 'policy_met' });

describe('whoever entered a claim for somebody else', () => {
  it('does not decide it, and does not approve what another decided', async () => {
    const claimId = await enter('both');
    const path = `/api/v1/claims/${claimId}/decisions`;
    actAs('both', 'agent', 'reviewer', 'approver');
    expect(await codeOf(await bench.post(path, award()))).toBe('409 own_claim');
    const decision = award();
    actAs('reviewer', 'reviewer');
    expect((await bench.post(path, decision)).status).toBe(201);
    const approval = `/api/v1/decisions/${decision.decisionId}/approval`;
    actAs('both', 'agent', 'approver');
    expect(await codeOf(await bench.post(approval, {}))).toBe('409 own_claim');
    const many = await bench.post('/api/v1/decisions/approvals', {
      decisionIds: [decision.decisionId],
    });
    expect(JSON.stringify(await many.json())).toContain('own_claim');
    actAs('third', 'approver');
    expect((await bench.post(approval, {})).status).toBe(200);
  });

  it('gets the roles later in vain: it is the person that counts', async () => {
    const claimId = await enter('moved');
    actAs('moved', 'reviewer');
    const decided = await bench.post(`/api/v1/claims/${claimId}/decisions`, award());
    expect(await codeOf(decided)).toBe('409 own_claim');
  });

  it('is refused by the database, whatever the program does', async () => {
    const claimId = await enter('direct');
    const decision = award();
    actAs('reviewer', 'reviewer');
    expect((await bench.post(`/api/v1/claims/${claimId}/decisions`, decision)).status).toBe(201);
    const approved = sql`update claims.decision set approved_by = 'direct', approved_at = now()
      where id = ${decision.decisionId}`.execute(bench.platform.db);
    await expect(approved).rejects.toThrow(/decision_not_own_claim/);
    const other = await enter('direct');
    const inserted = sql`insert into claims.decision (id, claim_id, version, outcome, reason_code,
        awards, is_appeal, salt, commitment, decided_by, decided_at)
      select ${bench.newId()}, ${other}, 1, outcome, reason_code, awards, is_appeal, salt,
        commitment, 'direct', now() from claims.decision where id = ${decision.decisionId}`.execute(
      bench.platform.db,
    );
    await expect(inserted).rejects.toThrow(/decision_not_own_claim/);
  });

  it('may ask for more: that decides nothing', async () => {
    const claimId = await enter('asking');
    const ctx = staffContext(bench.platform, 'reviewer', { id: 'asking' });
    expect((await askForMore(ctx, { claimId, reasonCode: 'loss_not_shown' })).ok).toBe(true);
  });
});
