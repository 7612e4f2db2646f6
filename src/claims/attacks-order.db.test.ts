import { beforeAll, describe, expect, test } from 'vitest';
import { claimantContext, staffContext } from '../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../test/support/review-bench.ts';
import { addMs } from '../kernel/index.ts';
import { sql } from '../platform/index.ts';
import { eraseClaim, openAppeal } from './claim-commands.ts';
import type { SubmitClaimInput } from './prepare-submission.ts';
import { approveDecision, sendBackDecision } from './review/approval-commands.ts';
import { decideClaim } from './review/review-commands.ts';
import { submitClaim } from './submission-commands.ts';

// Steps out of order, again, and at the same moment. The letters are those of the list of attacks.

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const reviewer = (id = 'reviewer') => staffContext(bench.platform, 'reviewer', { id });
const approver = (id = 'approver') => staffContext(bench.platform, 'approver', { id });

const denial = (claimId: string) => ({
  decisionId: bench.newId(),
  claimId,
  outcome: 'deny' as const,
  reasonCode: 'no_loss_found',
});

async function decided(): Promise<{ claimId: string; token: string; decisionId: string }> {
  const { claimId, token } = await bench.file();
  const decision = denial(claimId);
  expect((await decideClaim(reviewer(), decision)).ok).toBe(true);
  return { claimId, token, decisionId: decision.decisionId };
}

const codeOf = (outcome: { ok: boolean; refusal?: { code: string } }): string =>
  outcome.ok ? 'ok' : (outcome.refusal?.code ?? '');

async function countOf(claimId: string, type: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count
    from claims.claim_event where claim_id = ${claimId} and type = ${type}`.execute(
    bench.platform.db,
  );
  return rows[0]?.count ?? -1;
}

describe('steps out of order (A06)', () => {
  test('nothing is approved that was not decided, decided that waits, or appealed that is open', async () => {
    const { claimId, token } = await bench.file();
    const absent = { decisionId: bench.newId() };
    expect(codeOf(await approveDecision(approver(), absent))).toBe('decision_not_found');
    const appeal = { appealId: bench.newId(), claimId, token, statement: 'more' };
    expect(codeOf(await openAppeal(claimantContext(bench.platform), appeal))).toBe(
      'appeal_too_early',
    );
    const { decisionId } = denial(claimId);
    const made = { ...denial(claimId), decisionId };
    expect((await decideClaim(reviewer(), made)).ok).toBe(true);
    expect(codeOf(await decideClaim(reviewer('other'), denial(claimId)))).toBe(
      'claim_not_decidable',
    );
    expect(codeOf(await openAppeal(claimantContext(bench.platform), appeal))).toBe(
      'appeal_too_early',
    );
  });

  test('an old step sent again changes nothing: not an approval after it was sent back, nor the reverse', async () => {
    const back = await decided();
    expect((await sendBackDecision(approver(), back)).ok).toBe(true);
    expect(codeOf(await approveDecision(approver('other'), back))).toBe('decision_not_pending');
    const done = await decided();
    expect((await approveDecision(approver(), done)).ok).toBe(true);
    expect(codeOf(await sendBackDecision(approver('other'), done))).toBe('decision_not_pending');
    expect(codeOf(await decideClaim(reviewer('other'), denial(done.claimId)))).toBe(
      'claim_not_decidable',
    );
    const again = await approveDecision(approver(), done);
    expect(again).toMatchObject({ ok: true, value: { isRepeat: true } });
    expect(await countOf(done.claimId, 'decision_approved')).toBe(1);
  });
});

const claimOf = (over: Partial<SubmitClaimInput> = {}): SubmitClaimInput => ({
  ...{ claimId: bench.newId(), incidentId: bench.incidentId, questionnaireVersion: 1 },
  ...{ channel: 'api', partyClass: 'small_business', category: 'kakao', kind: 'free_with_loss' },
  ...{ service: 'talk_channel', functionName: 'main', currency: 'KRW' as never, answers: {} },
  ...{ personal: { contact: 'own@example.org' }, evidence: [], ...over },
});

describe('an id that was used (A42)', () => {
  test('gives nobody the claim: whoever says anything else of it is refused', async () => {
    const claim = claimOf();
    const filed = await submitClaim(claimantContext(bench.platform), claim);
    if (!filed.ok) throw new Error(JSON.stringify(filed));
    for (const over of [
      { personal: { contact: 'other@example.org' } },
      { personal: {} },
      { answers: { order_share: '0.5' } },
      { statedLossMinor: 1n },
      { channel: 'portal' as const },
    ]) {
      const refused = await submitClaim(claimantContext(bench.platform), { ...claim, ...over });
      expect(refused).toEqual({
        ok: false,
        refusal: { code: 'claim_id_reused', claimId: claim.claimId },
      });
    }
  });

  test('answers the same after 400 days, and is not free again after erasing', async () => {
    const claim = claimOf();
    const first = await submitClaim(claimantContext(bench.platform), claim);
    const day = 24 * 3_600_000;
    const late = claimantContext(bench.platform, {
      now: addMs(
        bench.platform.context({
          actor: { kind: 'system', id: 'x', name: 'x', roles: [] },
        }).now,
        400 * day,
      ),
    });
    const again = await submitClaim(late, claim);
    if (!first.ok || !again.ok) throw new Error(JSON.stringify([first, again]));
    expect(again.value).toEqual({ ...first.value, isRepeat: true });
    expect((await eraseClaim(approver(), { claimId: claim.claimId })).ok).toBe(true);
    expect(codeOf(await submitClaim(late, claim))).toBe('claim_id_reused');
  });

  test.each([
    ['ten million letters', 'x'.repeat(10_000_000)],
    ['none', ''],
    ['a list', ['a']],
  ])('%s are no id', async (_name, claimId) => {
    bench.actAs(undefined);
    const answered = await bench.post('/api/v1/claims', {
      ...claimOf(),
      claimId: claimId as string,
    });
    expect([413, 422]).toContain(answered.status);
  });
});

/** Two steps begun at the same moment, over and over; the order in which they end is chance. */
async function race<T>(
  step: () => Promise<readonly (() => Promise<T>)[]>,
  check: (ended: readonly T[]) => Promise<void> | void,
): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    const both = await step();
    await check(await Promise.all(both.map((begin) => begin())));
  }
}

describe('two at the same moment (A45)', () => {
  test('reviewers: one decides, the other is told', async () => {
    await race(
      async () => {
        const { claimId } = await bench.file();
        return [
          () => decideClaim(reviewer('one'), denial(claimId)),
          () => decideClaim(reviewer('two'), denial(claimId)),
        ];
      },
      (ended) => expect(ended.map(codeOf).toSorted()).toEqual(['claim_not_decidable', 'ok']),
    );
  });

  test('an approval and a return: one of them, never both', async () => {
    let claimId = '';
    await race(
      async () => {
        const decision = await decided();
        claimId = decision.claimId;
        return [
          () => approveDecision(approver('one'), decision),
          () => sendBackDecision(approver('two'), decision),
        ];
      },
      async (ended) => {
        expect(ended.map(codeOf).toSorted()).toEqual(['decision_not_pending', 'ok']);
        const [approved, returned] = [
          await countOf(claimId, 'decision_approved'),
          await countOf(claimId, 'decision_sent_back'),
        ];
        expect(approved + returned).toBe(1);
      },
    );
  });

  test('two approvers: one approves', async () => {
    await race(
      async () => {
        const decision = await decided();
        return [
          () => approveDecision(approver('one'), decision),
          () => approveDecision(approver('two'), decision),
        ];
      },
      (ended) => expect(ended.map(codeOf).toSorted()).toEqual(['decision_not_pending', 'ok']),
    );
  });

  test('two appeals of two tabs: one is opened', async () => {
    let claimId = '';
    await race(
      async () => {
        const decision = await decided();
        claimId = decision.claimId;
        expect((await approveDecision(approver(), decision)).ok).toBe(true);
        const appeal = () =>
          openAppeal(claimantContext(bench.platform), {
            ...{ appealId: bench.newId(), claimId: decision.claimId, token: decision.token },
            statement: 'more',
          });
        return [appeal, appeal] as const;
      },
      async (ended) => {
        expect(ended.map(codeOf).toSorted()).toEqual(['appeal_already_open', 'ok']);
        expect(await countOf(claimId, 'appeal_opened')).toBe(1);
      },
    );
  });

  test('an erasure and an approval: whatever comes first, nothing personal is left', async () => {
    let claimId = '';
    await race(
      async () => {
        const decision = await decided();
        claimId = decision.claimId;
        return [
          () => eraseClaim(approver('one'), { claimId: decision.claimId }) as Promise<never>,
          () => approveDecision(approver('two'), decision) as Promise<never>,
        ];
      },
      async () => {
        const { rows } = await sql`select key_salt, personal from claims.claim
          where id = ${claimId}`.execute(bench.platform.db);
        expect(rows).toEqual([{ key_salt: null, personal: null }]);
      },
    );
  });
});
