import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, staffContext, systemContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { approveDecision, decideClaim, findClaimByNumber } from '../index.ts';
import { loadDenial } from './denial-queries.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

async function deny(claimId: string, isApproved = true): Promise<void> {
  const { platform, newId } = bench;
  const decisionId = newId();
  const decision = { decisionId, claimId, outcome: 'deny', reasonCode: 'no_rule_applies' } as const;
  const reviewer = staffContext(platform, 'reviewer', { id: 'reviewer' });
  expect(await decideClaim(reviewer, decision)).toMatchObject({ ok: true });
  if (!isApproved) return;
  const approver = staffContext(platform, 'approver', { id: 'approver' });
  expect(await approveDecision(approver, decision)).toMatchObject({ ok: true });
}

const unmet = {
  ko: ['§1 지급액: 필요한 조건은 ‘구분 = small_business’, 확인된 값은 구분 general'],
  en: ['§1 The amount: needed: ‘class = small_business’; found: class general'],
};

describe('a denied claim', () => {
  it('tells its claimant which condition was not met and with what value, and staff the same', async () => {
    const { claimId, claimNumber, token } = await bench.file({ partyClass: 'general' });
    bench.actAs(staffContext(bench.platform, 'reviewer'));
    const detail = await (await bench.get(`/api/v1/claims/${claimId}`)).json();
    expect(detail).toMatchObject({ assessment: { findings: [{ status: 'none', unmet }] } });
    bench.actAs(undefined);
    await deny(claimId);
    const asked = { number: claimNumber, token };
    const status = await findClaimByNumber(claimantContext(bench.platform), asked);
    expect(status).toMatchObject({
      value: { decision: { shortfalls: [{ shortfall: { ko: { unmet: unmet.ko } } }] } },
    });
    const denial = await systemContext(bench.platform).read((tx) => loadDenial(tx, claimId));
    expect(denial?.shortfalls).toMatchObject([
      { title: { en: 'Support for lost sales' }, shortfall: { en: { unmet: unmet.en } } },
    ]);
  });

  it('has none of it where the policy gives something, nor before the denial is approved', async () => {
    const { claimId, claimNumber, token } = await bench.file();
    await deny(claimId, false);
    const read = () => systemContext(bench.platform).read((tx) => loadDenial(tx, claimId));
    expect(await read()).toBeUndefined();
    await deny((await bench.file()).claimId);
    const asked = { number: claimNumber, token };
    const status = await findClaimByNumber(claimantContext(bench.platform), asked);
    expect(status).toMatchObject({ ok: true });
    if (status.ok) expect(status.value.decision).toBeUndefined();
  });
});
