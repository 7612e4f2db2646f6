import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { type Role, sql } from '../../platform/index.ts';
import { eraseClaim } from '../claim-commands.ts';
import { claimDetailSchema, claimPageSchema } from '../wire/claim-schemas.ts';
import { clustersSchema } from './cluster-routes.ts';
import { drawPhoto, drawReceipt, edits } from './picture.fixture.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (role: Role, id: string = role) =>
  bench.actAs(staffContext(bench.platform, role, { id }));

let serial = 0;
/** Files a claim that shares nothing with another, but for what is given. */
function file(personal: object = {}, over: object = {}) {
  serial += 1;
  const contentBase64 = Buffer.from(
    `날짜,매출\n2022-10-01,"900,0${10 + serial}"\n2022-10-15,"600,000"\n${'2022-10-02,1\n'.repeat(30)}`,
  ).toString('base64');
  return bench.file({
    personal: { name: '홍길동', contact: `person-${serial}@example.org`, ...personal },
    evidence: [{ kind: 'sales-records', filename: 'sales.csv', contentBase64 }],
    ...over,
  });
}

async function clustersOf(claimId: string) {
  actAs('reviewer');
  const response = await bench.get(`/api/v1/claims/${claimId}/clusters`);
  return clustersSchema.parse(await response.json()).clusters;
}

async function alike(claimId: string): Promise<Record<string, readonly string[]>> {
  const clusters = await clustersOf(claimId);
  return Object.fromEntries(
    clusters.map(({ reason, members }) => [reason, members.map((one) => one.claimId).sort()]),
  );
}

const payee = (account: string) => ({ bank: '004', account, holder: 'x' });
const story =
  '토요일 오후 세 시부터 주문 알림이 오지 않아 배달 주문 열두 건을 놓쳤고 손님 전화도 받지 못했습니다. 일요일 저녁까지 가게 문을 열어 두었지만 매출이 없었습니다.';

describe('claims that are alike', () => {
  it.each([
    ['payee', { payee: payee('110-22-333333') }, { payee: payee('１１０ ２２ ３３３３３３') }],
    ['contact', { contact: '010-9876-5432' }, { contact: '+82 10 9876 5432' }],
    ['device', { device: 'browser-1' }, { device: 'browser-1' }],
    ['name', { name: '(주)판교로스터스' }, { name: '주식회사 판교 로스터스'.normalize('NFD') }],
    ['text', { freeText: story }, { freeText: `${story.replace('열두', '열세')} 도와주세요` }],
  ])('in %s are found, with the reason', async (reason, left, right) => {
    const [one, two] = [await file(left), await file(right)];
    const both = [one.claimId, two.claimId].sort();
    expect(await alike(one.claimId)).toEqual({ [reason]: both });
    expect(await alike(two.claimId)).toEqual({ [reason]: both });
  });

  it('in a document are found, also when it comes later', async () => {
    const contentBase64 = Buffer.from(`날짜,매출\n${'2022-10-09,777\n'.repeat(30)}`).toString(
      'base64',
    );
    const evidence = [{ kind: 'sales-records', filename: 'a.csv', contentBase64 }];
    const [one, two] = [await file({}, { evidence }), await file({}, { evidence })];
    expect(await alike(one.claimId)).toEqual({ document: [one.claimId, two.claimId].sort() });
  });

  describe.each([
    ['a photo', drawPhoto, 1],
    ['a receipt', drawReceipt, 2],
  ])('in a picture of %s', (_what, draw, seed) => {
    const showing = async (bytes: Buffer, filename: string) =>
      file(
        {},
        {
          evidence: [
            { kind: 'business-certificate', filename, contentBase64: bytes.toString('base64') },
          ],
        },
      );

    it('are found when it is saved anew or cut, whichever came first, and others are not', async () => {
      const picture = await draw(seed);
      const again = await edits['saved anew']?.(picture);
      const cut = await edits['cut on all sides']?.(picture);
      if (again === undefined || cut === undefined) throw new Error('an edit is missing');
      const one = await showing(cut, 'c.jpg');
      const two = await showing(picture, 'a.jpg');
      const three = await showing(again, 'b.jpg');
      const other = await showing(await draw(seed + 10), 'd.jpg');
      const all = [one.claimId, two.claimId, three.claimId].sort();
      expect(await alike(two.claimId)).toEqual({ picture: all });
      expect(await alike(other.claimId)).toEqual({});
      const { rows } = await sql`select thumbnail from claims.evidence_picture
        where claim_id = ${two.claimId}`.execute(bench.platform.db);
      expect(rows).toHaveLength(1);
      await eraseClaim(staffContext(bench.platform, 'approver'), { claimId: two.claimId });
      const after = await sql`select 1 from claims.evidence_picture
        where claim_id = ${two.claimId}`.execute(bench.platform.db);
      expect(after.rows).toEqual([]);
    });
  });

  it('are compared by keyed digests, which tell nobody the account', async () => {
    const account = '556-77-888888';
    await file({ payee: payee(account) });
    const { rows } = await sql<{ row: string }>`select k::text as row
      from claims.cluster_key k`.execute(bench.platform.db);
    const all = rows.map(({ row }) => row).join('\n');
    for (const clear of [account, '55677888888', Buffer.from('55677888888').toString('hex')]) {
      expect(all).not.toContain(clear);
    }
  });

  it('get a second look before an award is approved, never a denial, until somebody looked', async () => {
    const device = 'browser-4';
    const [one, two] = [await file({ device }), await file({ device })];
    const award = async (claimId: string) => {
      actAs('reviewer');
      const decisionId = bench.newId();
      const body = { decisionId, outcome: 'award', reasonCode: 'policy_met' };
      await bench.post(`/api/v1/claims/${claimId}/decisions`, body);
      actAs('reviewer');
      const shown = await bench.get(`/api/v1/claims/${claimId}`);
      const detail = claimDetailSchema.parse(await shown.json());
      return detail.decisions.at(-1)?.secondReview?.cause;
    };
    expect(await award(one.claimId)).toBe('cluster');
    const path = `/api/v1/clusters/${(await clustersOf(two.claimId))[0]?.clusterId}/closing`;
    actAs('reviewer');
    expect((await bench.post(path, { note: ' ' })).status).toBe(422);
    expect((await bench.post(path, { note: '같은 가게의 두 지점' })).status).toBe(200);
    const [closed] = await clustersOf(two.claimId);
    expect(closed).toMatchObject({ note: '같은 가게의 두 지점', closedBy: { id: 'reviewer' } });
    expect(await award(two.claimId)).toBeUndefined();
    await file({ device });
    expect((await clustersOf(two.claimId))[0]?.closedAt).toBeUndefined();
    actAs('reviewer');
    const contact = '010-4444-5555';
    const [three] = [await file({ contact }), await file({ contact })];
    expect(await award(three.claimId)).toBeUndefined();
    actAs('reviewer');
    const missing = `/api/v1/clusters/${bench.newId()}/closing`;
    expect((await bench.post(missing, { note: 'x' })).status).toBe(404);
  });

  it('are counted in the queue and listed by reason, and an erased claim leaves its groups', async () => {
    const device = 'browser-9';
    const claims = [await file({ device }), await file({ device }), await file({ device })];
    const [first] = claims;
    actAs('reviewer');
    const queue = await bench.get(
      `/api/v1/claims?incidentId=${bench.incidentId}&state=assessed&limit=500`,
    );
    const listed = claimPageSchema.parse(await queue.json()).claims;
    expect(listed.find(({ claimId }) => claimId === first?.claimId)?.clusterCount).toBe(1);
    const path = `/api/v1/clusters?incidentId=${bench.incidentId}&reason=device`;
    const { clusters } = clustersSchema.parse(await (await bench.get(path)).json());
    const counts = clusters.map(({ memberCount }) => memberCount);
    expect(counts).toContain(3);
    await eraseClaim(staffContext(bench.platform, 'approver'), { claimId: first?.claimId ?? '' });
    expect(await alike(claims[1]?.claimId ?? '')).toEqual({
      device: [claims[1]?.claimId, claims[2]?.claimId].sort(),
    });
    const { rows } = await sql`select 1 from claims.cluster_key
      where claim_id = ${first?.claimId}`.execute(bench.platform.db);
    expect(rows).toEqual([]);
  });
});
