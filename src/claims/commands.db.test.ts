import { beforeAll, describe, expect, it } from 'vitest';
import { plainClaim } from '../../test/support/plain-claim.ts';
import {
  claimantContext,
  openTestPlatform,
  staffContext,
  systemContext,
} from '../../test/support/platform.ts';
import { keepSimulated } from '../../test/support/simulated.ts';
import { openIncident } from '../incident/index.ts';
import { parseInstant, uuidV7 } from '../kernel/index.ts';
import { drainOutbox, type Platform, sql, subscribeConsumers } from '../platform/index.ts';
import {
  addEvidence,
  approveDecision,
  approveDecisions,
  askForMore,
  claimConsumers,
  decideClaim,
  decideClaims,
  draftPolicy,
  eraseClaim,
  findClaimByNumber,
  getReceipt,
  listClaims,
  openAppeal,
  openClaimGate,
  publishPolicy,
  publishQuestionnaire,
  type SubmitClaimInput,
  showClaim,
  submitClaim,
  submitClaims,
  summariseClaims,
  verifyPromise,
} from './index.ts';
import { policyText } from './sales/sales-loss.fixture.ts';

const now = parseInstant('2022-10-20T03:00:00Z');
if (now === undefined) throw new Error('the test instant is written wrongly');
const incidentId = '0192f000-0000-7000-8000-000000000001';
const newId = () =>
  uuidV7({ atMs: Date.now(), random: crypto.getRandomValues(new Uint8Array(10)) });
const words = (code: string) => ({ code, ko: code, en: code });

const questionnaire = {
  version: 1,
  opensAt: '2022-10-19T11:00:00+09:00',
  closesAt: '2022-11-07T00:00:00+09:00',
  currency: 'KRW',
  partyClasses: [words('small_business'), words('general')],
  categories: [words('kakao')],
  kinds: [words('free_with_loss')],
  services: [{ ...words('talk_channel'), functions: [words('main')] }],
  evidenceKinds: [words('sales-records'), words('business-certificate')],
  lossTest: {
    evidenceKind: 'sales-records',
    weekStartsOn: 6,
    comparedFrom: '2022-09-01',
    comparedUntil: '2022-11-01',
    outageWeekFrom: '2022-10-15',
  },
  facts: { party_class: { from: 'party_class' }, loss: { from: 'assessed_loss' } },
};

const sales = '날짜,매출\n2022-10-01,"900,000"\n2022-10-15,"600,000"\n';

function claimOf(over: Partial<SubmitClaimInput> = {}): SubmitClaimInput {
  return {
    claimId: newId(),
    incidentId,
    ...plainClaim,
    channel: 'portal',
    answers: {},
    personal: { contact: '010-1234-5678', payee: { bank: '004', account: '1', holder: '홍길동' } },
    evidence: [{ kind: 'sales-records', filename: '매출.csv', bytes: Buffer.from(sales) }],
    ...over,
  };
}

let platform: Platform;
const consumers = claimConsumers();
let filed = 0;

async function file(over: Partial<SubmitClaimInput> = {}) {
  filed += 1;
  const outcome = await submitClaim(claimantContext(platform), claimOf(over));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  await drainOutbox(platform, consumers);
  return outcome.value;
}

async function eventsOf(subjectOrClaim: string, type: string) {
  const { rows } = await sql<{ payload: Record<string, string> }>`
    select payload from platform.event
    where type = ${type} and payload->>'claimId' = ${subjectOrClaim} order by id`.execute(
    platform.db,
  );
  return rows.map(({ payload }) => payload);
}

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  await subscribeConsumers(platform, consumers);
  const investigator = staffContext(platform, 'investigator');
  const opened = await openIncident(investigator, {
    id: incidentId,
    slug: 'pangyo-2022',
    titles: { ko: '장애', en: 'Outage' },
    zone: 'Asia/Seoul',
    openedAt: now,
    parties: [],
    functions: [{ service: 'talk_channel', function: 'main', titles: { ko: '주', en: 'Main' } }],
    sources: [],
  } as never);
  expect(opened).toMatchObject({ ok: true });
  const form = await publishQuestionnaire(investigator, { incidentId, questionnaire });
  expect(form).toMatchObject({ ok: true });
  const draft = { policyVersionId: newId(), incidentId, text: policyText };
  const author = staffContext(platform, 'policy_author', { id: 'author' });
  expect(await draftPolicy(author, draft)).toMatchObject({ ok: true });
  const approver = staffContext(platform, 'approver', { id: 'author' });
  expect(await publishPolicy(approver, draft)).toMatchObject({ refusal: { code: 'own_policy' } });
  const other = staffContext(platform, 'approver', { id: 'second' });
  await keepSimulated(platform, draft);
  expect(await publishPolicy(other, draft)).toMatchObject({ ok: true });
});

describe('submitClaim', () => {
  it('answers a repeat as before and refuses another content under the same id', async () => {
    const input = claimOf();
    filed += 1;
    const ctx = claimantContext(platform);
    const first = await submitClaim(ctx, input);
    const again = await submitClaim(ctx, input);
    if (!first.ok || !again.ok) throw new Error('both are accepted');
    expect(again.value).toEqual({ ...first.value, isRepeat: true });
    expect(verifyPromise(first.value.receipt)).toBe(true);
    const changed = await submitClaim(ctx, { ...input, kind: 'no_such' });
    expect(changed).toEqual({
      ok: false,
      refusal: { code: 'claim_id_reused', claimId: input.claimId },
    });
  });

  it('decides each claim of a batch by itself', async () => {
    const repeated = claimOf();
    filed += 1;
    const inputs = [repeated, claimOf({ service: 'melon' }), repeated];
    const outcomes = await submitClaims(claimantContext(platform), inputs);
    expect(
      outcomes.map((outcome) => (outcome.ok ? outcome.value.isRepeat : outcome.refusal.code)),
    ).toEqual([false, 'service_unknown', true]);
  });

  it('records the same claim sent at once on many connections only once', async () => {
    const input = claimOf();
    filed += 1;
    const ctx = claimantContext(platform);
    // Nobody can insert until all four have looked and found nothing.
    const sent = await systemContext(platform).transact(async (tx) => {
      await sql`lock table claims.claim in share row exclusive mode`.execute(tx);
      const pending = [1, 2, 3, 4].map(() => submitClaim(ctx, input));
      for (let waiting = 0; waiting < 4; ) {
        const { rows } = await sql<{
          count: number;
        }>`select count(*)::integer as count from pg_locks
          where not granted and relation = 'claims.claim'::regclass`.execute(tx);
        waiting = rows[0]?.count ?? 0;
      }
      return { pending };
    });
    const outcomes = await Promise.all(sent.pending);
    const numbers = outcomes.map((outcome) => (outcome.ok ? outcome.value.claimNumber : 'refused'));
    expect(new Set(numbers).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.ok && !outcome.value.isRepeat)).toHaveLength(1);
    expect(await eventsOf(input.claimId, 'claim_submitted')).toHaveLength(1);
  });

  it('answers through the gate only what is committed, each caller with its own claim', async () => {
    const gate = openClaimGate();
    const inputs = Array.from({ length: 50 }, () => claimOf({ evidence: [] }));
    filed += 50;
    await Promise.all(
      inputs.map(async (input) => {
        const outcome = await gate.submit(claimantContext(platform), input);
        expect(outcome).toMatchObject({ ok: true, value: { claimId: input.claimId } });
        const { rows } = await sql`select 1 from claims.claim where id = ${input.claimId}`.execute(
          platform.db,
        );
        expect(rows).toHaveLength(1);
      }),
    );
  });

  it('lets nobody but staff state when a claim was received', async () => {
    const input = claimOf({ receivedAt: now });
    await expect(submitClaim(claimantContext(platform), input)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('assessment, decision and approval', () => {
  it('takes a claim from its sales file to an approved award, with its clause and arithmetic', async () => {
    const { claimId, claimNumber, token } = await file();
    const reviewer = staffContext(platform, 'reviewer', { id: 'reviewer' });
    const detail = await showClaim(reviewer, { claimId, purpose: 'review' });
    expect(detail).toMatchObject({
      ok: true,
      value: {
        claim: {
          state: 'assessed',
          suggestion: 'award',
          loss_test: { ok: true, lossMinor: '300000' },
        },
        personal: { contact: '010-1234-5678' },
        evidence: [{ filename: '매출.csv', mediaType: 'text/csv' }],
      },
    });
    const decision = {
      decisionId: newId(),
      claimId,
      outcome: 'award',
      reasonCode: 'policy_met',
    } as const;
    expect(await decideClaim(reviewer, decision)).toMatchObject({
      ok: true,
      value: { state: 'decided' },
    });
    expect(await decideClaim(reviewer, decision)).toMatchObject({
      ok: true,
      value: { isRepeat: true },
    });
    expect(await eventsOf(claimId, 'award_approved')).toEqual([]);
    const self = staffContext(platform, 'approver', { id: 'reviewer' });
    expect(await approveDecision(self, decision)).toMatchObject({
      refusal: { code: 'own_decision' },
    });
    const approver = staffContext(platform, 'approver', { id: 'approver' });
    expect(await approveDecision(approver, decision)).toMatchObject({
      ok: true,
      value: { state: 'approved' },
    });
    expect(await approveDecision(approver, decision)).toMatchObject({
      ok: true,
      value: { isRepeat: true },
    });
    const awards = await eventsOf(claimId, 'award_approved');
    expect(awards).toMatchObject([
      { remedy: 'cash', amountMinor: '30000', currency: 'KRW', payeeRef: `claim:${claimId}` },
    ]);
    expect(await eventsOf(claimId, 'decision_issued')).toHaveLength(1);
    const asked = {
      number: claimNumber.toLowerCase().replaceAll('-', ' '),
      contact: '01012345678',
    };
    const status = await findClaimByNumber(claimantContext(platform), asked);
    expect(status).toMatchObject({
      ok: true,
      value: {
        state: 'approved',
        decision: { awards: [{ amountMinor: '30000', clause: awards[0]?.clause }] },
      },
    });
    if (status.ok) expect(status.value.decision?.explanations[0]?.ko.join('\n')).toMatch(/30,000/);
    const stranger = { number: claimNumber, contact: '010-0000-0000' };
    expect(await findClaimByNumber(claimantContext(platform), stranger)).toMatchObject({
      ok: false,
    });
    expect(await getReceipt(claimantContext(platform), { claimNumber })).toMatchObject({
      ok: false,
    });
    expect(await getReceipt(claimantContext(platform), { claimNumber, token })).toMatchObject({
      ok: true,
    });
  });

  it('cannot approve its own decision even past the commands: the database refuses', async () => {
    const { claimId } = await file();
    const decisionId = newId();
    const reviewer = staffContext(platform, 'reviewer', { id: 'reviewer' });
    await decideClaim(reviewer, {
      decisionId,
      claimId,
      outcome: 'deny',
      reasonCode: 'no_loss_found',
    });
    const seeded = sql`update claims.decision set approved_by = decided_by, approved_at = now()
      where id = ${decisionId}`.execute(platform.db);
    await expect(seeded).rejects.toThrow(/decision_two_people/);
  });

  it('asks for more, takes the evidence and suggests anew', async () => {
    const { claimId, token } = await file({ evidence: [] });
    const reviewer = staffContext(platform, 'reviewer');
    const asked = await askForMore(reviewer, { claimId, reasonCode: 'loss_not_shown' });
    expect(asked).toMatchObject({ ok: true, value: { state: 'awaiting_evidence' } });
    const evidence = [{ kind: 'sales-records', filename: 'a.csv', bytes: Buffer.from(sales) }];
    const claimant = claimantContext(platform);
    expect(await addEvidence(claimant, { claimId, token: 'wrong', evidence })).toMatchObject({
      refusal: { code: 'claim_not_found' },
    });
    expect(await addEvidence(claimant, { claimId, token, evidence })).toMatchObject({
      ok: true,
      value: { state: 'in_review', addedCount: 1 },
    });
    const { rows: assessed } = await sql<{ actor_kind: string }>`
      select distinct actor_kind from claims.claim_event
      where claim_id = ${claimId} and type = 'claim_assessed'`.execute(platform.db);
    expect(assessed).toEqual([{ actor_kind: 'system' }]);
    const page = await platform
      .context({ actor: reviewer.actor })
      .read((tx) => listClaims(tx, { incidentId, state: 'in_review', limit: 10 }));
    expect(page.claims).toMatchObject([{ claimId, suggestion: 'award', evidenceCount: 1 }]);
  });

  it('has an appeal decided by other people and grants only the difference', async () => {
    const { claimId, token } = await file();
    const first = {
      decisionId: newId(),
      claimId,
      outcome: 'award',
      reasonCode: 'policy_met',
    } as const;
    await decideClaims(staffContext(platform, 'reviewer', { id: 'r1' }), [first]);
    await approveDecisions(staffContext(platform, 'approver', { id: 'a1' }), [first.decisionId]);
    const appeal = { appealId: newId(), claimId, token, statement: '손실이 더 큽니다' };
    expect(await openAppeal(claimantContext(platform), appeal)).toMatchObject({ ok: true });
    const [granted] = await eventsOf(claimId, 'award_approved');
    const second = {
      decisionId: newId(),
      claimId,
      outcome: 'award',
      reasonCode: 'appeal_upheld',
      note: '추가 자료 확인',
      awards: [
        {
          remedy: 'cash',
          amountMinor: '50000',
          currency: 'KRW',
          clause: granted?.clause ?? '',
          policyHash: granted?.policyHash ?? '',
        },
      ],
    } as const;
    const same = await decideClaim(staffContext(platform, 'reviewer', { id: 'r1' }), second);
    expect(same).toMatchObject({ refusal: { code: 'appeal_same_person' } });
    expect(
      await decideClaim(staffContext(platform, 'reviewer', { id: 'r2' }), second),
    ).toMatchObject({ ok: true });
    await approveDecisions(staffContext(platform, 'approver', { id: 'a2' }), [second.decisionId]);
    const amounts = (await eventsOf(claimId, 'award_approved')).map(
      ({ amountMinor }) => amountMinor,
    );
    expect(amounts).toEqual(['30000', '20000']);
  });
});

describe('erasure', () => {
  it('destroys salt, keys and documents; the commitment stays and the look-up fails', async () => {
    const { claimId, claimNumber, token, receipt } = await file();
    expect(await eraseClaim(staffContext(platform, 'approver'), { claimId })).toMatchObject({
      ok: true,
    });
    const { rows } = await sql<{
      salt: null;
      key_salt: null;
      personal: null;
      commitment: Buffer;
      left: number;
    }>`
      select salt, key_salt, personal, commitment, (select count(*)::integer from claims.evidence e
        where e.claim_id = c.id and e.content is not null) as left
      from claims.claim c where id = ${claimId}`.execute(platform.db);
    expect(rows[0]).toMatchObject({ salt: null, key_salt: null, personal: null, left: 0 });
    expect(rows[0]?.commitment.toString('base64')).toBe(receipt.commitment);
    expect(
      await findClaimByNumber(claimantContext(platform), { number: claimNumber, token }),
    ).toMatchObject({ ok: false });
  });

  it('keeps published policies and events as they are, whoever asks', async () => {
    const changed = sql`update claims.policy_version set text = text || ' '`.execute(platform.db);
    await expect(changed).rejects.toThrow(/immutable/);
    await expect(sql`delete from claims.claim_event`.execute(platform.db)).rejects.toThrow(
      /append-only/,
    );
  });
});

it('sums up every claim filed here exactly once', async () => {
  const rows = await systemContext(platform).read((tx) => summariseClaims(tx, incidentId));
  expect(rows.reduce((sum, { claimCount }) => sum + claimCount, 0)).toBe(filed);
});
