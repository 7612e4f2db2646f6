import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { addMs, type Instant, parseInstant } from '../../kernel/index.ts';
import { consumeOnce, drainOutbox, type Role, sql } from '../../platform/index.ts';
import { refusalSentence } from '../../web/messages/refusals.ts';
import { claimConsumers } from '../consumers.ts';
import { claimDetailSchema } from '../wire/claim-schemas.ts';
import { alikeSchema, runSchema } from './redecision-schemas.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const start = parseInstant('2022-10-20T03:00:00Z') as Instant;
const day = 86_400_000;
const actAs = (role: Role, id: string = role, now: Instant = start) =>
  bench.actAs(staffContext(bench.platform, role, { id, now }));
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${((await response.json()) as { code: string }).code}`;

const salesOf = (outage: string) => {
  const text = `날짜,매출\n2022-10-01,"900,000"\n2022-10-15,"${outage}"\n`;
  const contentBase64 = Buffer.from(text).toString('base64');
  return [{ kind: 'sales-records', filename: 's.csv', contentBase64 }];
};

async function show(claimId: string) {
  actAs('reviewer');
  return claimDetailSchema.parse(await (await bench.get(`/api/v1/claims/${claimId}`)).json());
}

async function decide(
  claimId: string,
  body: object = { outcome: 'award', reasonCode: 'policy_met' },
) {
  actAs('reviewer');
  const decisionId = bench.newId();
  const path = `/api/v1/claims/${claimId}/decisions`;
  expect((await bench.post(path, { decisionId, ...body })).status).toBe(201);
  actAs('approver');
  expect((await bench.post(`/api/v1/decisions/${decisionId}/approval`, {})).status).toBe(200);
}

/** Files a claim that is denied because its class has no rule, and has the denial approved. */
async function deny(outage = '600,000', partyClass = 'general') {
  const filed = await bench.file({ partyClass, evidence: salesOf(outage) });
  await decide(filed.claimId, { outcome: 'deny', reasonCode: 'no_rule_applies' });
  return filed;
}

async function openAppeal(claimId: string, now: Instant = start) {
  const appealId = bench.newId();
  actAs('reviewer', 'desk', now);
  const body = { appealId, statement: '저는 소상공인입니다' };
  return { appealId, opened: await bench.post(`/api/v1/claims/${claimId}/appeals`, body) };
}

/** Answers an appeal with a corrected class, and has the answer approved. */
async function uphold(appealId: string, over: object = {}, people = ['second', 'third']) {
  const [by = '', approver = ''] = people;
  actAs('reviewer', by);
  const policyHash = await hashOf();
  const decisionId = bench.newId();
  const answered = await bench.post(`/api/v1/appeals/${appealId}/decisions`, {
    answer: 'changed',
    decisionId,
    outcome: 'award',
    reasonCode: 'appeal_upheld',
    note: '사업자등록을 확인',
    correction: { policyHash, facts: { party_class: 'small_business' } },
    ...over,
  });
  if (answered.status !== 201) return answered;
  actAs('approver', approver);
  return bench.post(`/api/v1/decisions/${decisionId}/approval`, {});
}

async function hashOf(): Promise<string> {
  const { rows } = await sql<{ hash: string }>`select hash from claims.policy_version`.execute(
    bench.platform.db,
  );
  return rows[0]?.hash ?? '';
}

async function paid(claimId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ amount: string }>`select payload->>'amountMinor' as amount
    from platform.event where type = 'award_approved' and payload->>'claimId' = ${claimId}
    order by id`.execute(bench.platform.db);
  return rows.map(({ amount }) => amount);
}

async function previewOf(appealId: string) {
  actAs('reviewer', 'second');
  const response = await bench.get(`/api/v1/appeals/${appealId}/alike`);
  expect(response.status).toBe(200);
  return alikeSchema.parse(await response.json());
}

describe('an upheld appeal', () => {
  it('decides alike claims again in one run of two people, each by their own figures, differences only', async () => {
    const [first, small, large, changed, other] = [
      await deny(),
      await deny('600,000'),
      await deny('500,000'),
      await deny('600,000'),
      await bench.file(),
    ];
    await decide(other.claimId);
    const { appealId } = await openAppeal(first.claimId);
    actAs('reviewer', 'second');
    expect(await codeOf(await bench.get(`/api/v1/appeals/${appealId}/alike`))).toBe(
      '409 appeal_not_upheld',
    );
    expect((await uphold(appealId)).status).toBe(200);
    expect(await paid(first.claimId)).toEqual(['30000']);

    const preview = await previewOf(appealId);
    const expected = { [small.claimId]: '30000', [large.claimId]: '50000' };
    const members = preview.members.map(({ claimId, difference }) => [
      claimId,
      difference[0]?.amountMinor,
    ]);
    expect(Object.fromEntries(members)).toEqual({ ...expected, [changed.claimId]: '30000' });
    expect(preview.sums).toEqual([
      { remedy: 'cash', currency: 'KRW', amountMinor: '110000', claimCount: 3 },
    ]);

    const runId = bench.newId();
    const path = `/api/v1/appeals/${appealId}/redecisions`;
    const digest = preview.digest;
    const wrong = { runId, digest: digest.replace(/^./, (c) => (c === '0' ? '1' : '0')) };
    expect(await codeOf(await bench.post(path, wrong))).toBe('409 preview_outdated');
    expect((await bench.post(path, { runId, digest })).status).toBe(201);
    expect((await bench.post(path, { runId, digest })).status).toBe(201);
    const again = { runId: bench.newId(), digest };
    expect(await codeOf(await bench.post(path, again))).toBe('409 redecision_exists');
    // Between the proposal and the approval one of them is appealed for itself.
    expect((await openAppeal(changed.claimId)).opened.status).toBe(201);

    const approval = `/api/v1/redecisions/${runId}/approval`;
    actAs('approver', 'second');
    expect(await codeOf(await bench.post(approval, {}))).toBe('409 own_decision');
    actAs('approver', 'third');
    expect(runSchema.parse(await (await bench.post(approval, {})).json()).state).toBe('approved');
    expect((await bench.post(approval, {})).status).toBe(200);
    await carryOutKilled();
    actAs('approver');
    const list = await bench.get(`/api/v1/redecisions?incidentId=${bench.incidentId}`);
    const { runs } = (await list.json()) as { runs: unknown[] };
    expect(runs).toMatchObject([{ state: 'done', memberCount: 3, decidedCount: 2, leftCount: 1 }]);
    // Whoever approves goes from the run to the appeal, and to who is in the same position.
    expect(runs).toMatchObject([{ claimId: first.claimId, claimNumber: first.claimNumber }]);
    expect(await paid(small.claimId)).toEqual(['30000']);
    expect(await paid(large.claimId)).toEqual(['50000']);
    expect(await paid(changed.claimId)).toEqual([]);
    expect(await paid(other.claimId)).toEqual(['30000']);
    const detail = await show(large.claimId);
    expect(detail.state).toBe('approved');
    expect(detail.decisions.at(-1)).toMatchObject({
      ...{ reasonCode: 'alike_appeal_upheld', isAppeal: false, state: 'approved' },
      ...{ decidedBy: { id: 'second' }, approvedBy: { id: 'third' } },
    });
    expect((await previewOf(appealId)).memberCount).toBe(0);
  });

  /** Carries the run out one claim at a time, the process dying once before its commit. */
  async function carryOutKilled(): Promise<void> {
    const consumers = claimConsumers({ batchSize: 1 });
    const ear = consumers.find(({ name }) => name === 'claims_redecide');
    if (ear === undefined) throw new Error('no ear for runs');
    await consumeOnce(bench.platform, ear);
    await consumeOnce(bench.platform, {
      ...ear,
      consume: async (...given) => {
        await ear.consume(...given);
        throw new Error('killed');
      },
    });
    await sql`update platform.delivery set due_at = now() - interval '1 hour'`.execute(
      bench.platform.db,
    );
    await drainOutbox(bench.platform, consumers);
  }

  it('that gave more for the same facts gives it to whoever had the same facts and decision', async () => {
    const [first, twin, unlike] = [
      await bench.file({ evidence: salesOf('450,000') }),
      await bench.file({ evidence: salesOf('450,000') }),
      await bench.file({ evidence: salesOf('449,000') }),
    ];
    for (const { claimId } of [first, twin, unlike]) await decide(claimId);
    const line = (await show(first.claimId)).decisions[0]?.awards[0];
    const { awardId: _id, exact: _exact, ...award } = line ?? { clause: '' };
    const { appealId } = await openAppeal(first.claimId);
    const over = { correction: undefined, awards: [{ ...award, amountMinor: '70000' }] };
    expect((await uphold(appealId, over)).status).toBe(200);
    const preview = await previewOf(appealId);
    expect(preview.members.map(({ claimId }) => claimId)).toEqual([twin.claimId]);
    expect(preview.members[0]?.difference[0]?.amountMinor).toBe('20000');
  });

  it('finds who was denied for the lack of the same document, and decides none of them by itself', async () => {
    const denied = async (reasonCode: string, outage = '500,000') => {
      const filed = await bench.file({ evidence: salesOf(outage) });
      await decide(filed.claimId, { outcome: 'deny', reasonCode });
      return filed;
    };
    const first = await denied('account_not_shown', '600,000');
    const alike = await denied('account_not_shown');
    await denied('use_not_shown');
    const { appealId } = await openAppeal(first.claimId);
    const awards = (await show(first.claimId)).assessment?.findings[0]?.awards ?? [];
    const over = { correction: undefined, awards };
    expect((await uphold(appealId, over)).status).toBe(200);
    const preview = await previewOf(appealId);
    expect(preview.memberCount).toBe(0);
    expect(preview.lacking).toMatchObject({
      ...{ reasonCode: 'account_not_shown', documents: ['bank-account'], claimCount: 1 },
      claims: [{ claimId: alike.claimId, awards: [{ amountMinor: '50000' }] }],
    });
  });

  it('with facts its policy cannot take is refused', async () => {
    const { claimId } = await deny();
    const { appealId } = await openAppeal(claimId);
    const policyHash = await hashOf();
    const facts = { party_class: 'king' };
    const refused = await uphold(appealId, { correction: { policyHash, facts } });
    expect(await codeOf(refused)).toBe('409 facts_refused');
    actAs('reviewer', 'second');
    const path = `/api/v1/appeals/${appealId}/previews`;
    const told = await bench.post(path, { correction: { policyHash, facts } });
    const { code, params } = (await told.json()) as { code: string; params: object };
    for (const [locale, right] of [
      ['ko', '구분 (party_class): 적힌 값 "king", 맞는 값 one of: general, small_business'],
      ['en', 'class (party_class): found "king", right is one of: general, small_business'],
    ] as const) {
      expect(refusalSentence({ ...params, code }, locale)).toContain(right);
    }
  });

  it('is shown beforehand what the policy gives with the facts set right; nothing is recorded', async () => {
    const { claimId } = await deny('500,000');
    const { appealId } = await openAppeal(claimId);
    const before = (await show(claimId)).events.length;
    actAs('reviewer', 'second');
    const correction = { policyHash: await hashOf(), facts: { party_class: 'small_business' } };
    const preview = (id: string, body: object) =>
      bench.post(`/api/v1/appeals/${id}/previews`, body);
    const shown = await (await preview(appealId, { correction })).json();
    expect(shown).toMatchObject({ awards: [{ amountMinor: '50000', clause: '§1' }] });
    expect((await show(claimId)).events).toHaveLength(before);
    actAs('reviewer', 'second');
    const strange = { ...correction, policyHash: '0'.repeat(64) };
    expect(await codeOf(await preview(appealId, { correction: strange }))).toBe(
      '409 award_policy_unknown',
    );
    expect(await codeOf(await preview(bench.newId(), { correction }))).toBe('404 appeal_not_found');
  });
});

describe('appeals', () => {
  it('have a second level, looked at by people who had no part in either decision, and no third', async () => {
    const { claimId } = await deny();
    const first = await openAppeal(claimId);
    expect((await openAppeal(claimId)).opened.status).toBe(409);
    await uphold(first.appealId);
    const second = await openAppeal(claimId);
    expect(second.opened.status).toBe(201);
    const more = { correction: undefined, awards: await raised(claimId, '60000') };
    for (const person of ['reviewer', 'approver', 'second', 'third']) {
      const refused = await uphold(second.appealId, more, [person, 'x']);
      expect(await codeOf(refused)).toBe('409 appeal_same_person');
    }
    expect((await uphold(second.appealId, more, ['fourth', 'fifth'])).status).toBe(200);
    // Paid in all: 30,000 by the first appeal, and the difference to 60,000 by the second.
    expect(await paid(claimId)).toEqual(['30000', '30000']);
    expect(await codeOf((await openAppeal(claimId)).opened)).toBe('409 appeal_exhausted');
  });

  async function raised(claimId: string, amountMinor: string) {
    const line = (await show(claimId)).decisions.at(-1)?.awards[0];
    const { awardId: _id, exact: _exact, ...award } = line ?? { clause: '' };
    return [{ ...award, amountMinor }];
  }

  it('are taken until the last moment of their time, and not after', async () => {
    const [inTime, late] = [await deny(), await deny()];
    const end = addMs(start, 90 * day);
    expect((await openAppeal(inTime.claimId, addMs(end, -1))).opened.status).toBe(201);
    expect(await codeOf((await openAppeal(late.claimId, end)).opened)).toBe('409 appeal_too_late');
  });
});
