import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { claimantContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { addMs, type Instant, parseInstant } from '../../kernel/index.ts';
import { createApp, sql } from '../../platform/index.ts';
import { beginUpload, continueUpload, finishUpload } from '../evidence/upload-commands.ts';
import { claimRoutes } from '../routes.ts';
import { openClaimGate } from './filing-commands.ts';

// The last day for filing, and whoever would move it (A51): by their own clock, by their zone, by a
// document that was on its way. What counts is when the server received the claim.

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});
afterEach(() => vi.unstubAllEnvs());

/** The window of these tests closes at midnight in Seoul. */
const closesAt = parseInstant('2022-11-07T00:00:00+09:00') as Instant;
const lastMoment = addMs(closesAt, -1);

const claimOf = (over: object = {}) => ({
  ...{ claimId: bench.newId(), incidentId: bench.incidentId, questionnaireVersion: 1 },
  ...{ partyClass: 'small_business', category: 'kakao', kind: 'free_with_loss' },
  ...{ service: 'talk_channel', functionName: 'main', currency: 'KRW' },
  ...over,
});

/** Files a claim when the server's clock says so, with headers that say whatever they like. */
async function fileAt(
  now: Instant,
  asked: { over?: object; headers?: Record<string, string> } = {},
) {
  const app = createApp({
    log: bench.platform.log,
    contextOf: async () => claimantContext(bench.platform, { now }),
    routers: [{ path: '/', router: claimRoutes(openClaimGate()) }],
  });
  const claim = claimOf(asked.over);
  const response = await app.request('/api/v1/claims', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...asked.headers },
    body: JSON.stringify(claim),
  });
  const body = (await response.json()) as { code?: string };
  const { rows } = await sql<{ at: Instant }>`select submitted_at as at from claims.claim
    where id = ${claim.claimId}`.execute(bench.platform.db);
  return { status: response.status, code: body.code, storedAt: rows[0]?.at };
}

const late = { status: 409, code: 'window_closed', storedAt: undefined };

describe('the last moment for filing', () => {
  it('is a millisecond before the end, by the server alone', async () => {
    expect(await fileAt(lastMoment)).toMatchObject({ status: 201, storedAt: lastMoment });
    expect(await fileAt(closesAt)).toEqual(late);
  });

  it.each([
    ['Date', 'Sun, 06 Nov 2022 14:00:00 GMT'],
    ['X-Client-Time', '2022-11-06T14:00:00Z'],
    ['X-Timezone', 'Pacific/Honolulu'],
    ['Time-Zone', '-10:00'],
  ])('is not moved by the header %s: %s', async (name, value) => {
    expect(await fileAt(closesAt, { headers: { [name]: value } })).toEqual(late);
  });

  it.each([
    'submittedAt',
    'filedAt',
    'timeZone',
    'recordedAt',
  ])('is not moved by a member %s', async (name) => {
    const asked = { over: { [name]: '2022-11-06T14:00:00Z' } };
    expect(await fileAt(closesAt, asked)).toMatchObject({ status: 422, storedAt: undefined });
  });

  it('is not moved by a claimant who says that it came on paper before', async () => {
    const asked = { over: { receivedAt: '2022-11-06T14:00:00Z' } };
    const filed = await fileAt(closesAt, asked);
    expect(filed.storedAt).toBeUndefined();
    expect([403, 409, 422]).toContain(filed.status);
  });

  it.each([
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'America/New_York',
  ])('is the same on a server that runs in the zone %s', async (zone) => {
    vi.stubEnv('TZ', zone);
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    expect(await fileAt(lastMoment)).toMatchObject({ status: 201, storedAt: lastMoment });
    expect(await fileAt(closesAt)).toEqual(late);
  });

  it('is not moved by a document that was begun before it and came after', async () => {
    const claimId = bench.newId();
    const before = claimantContext(bench.platform, { now: lastMoment });
    const bytes = Buffer.from('날짜,매출\n2022-10-01,100\n');
    const announced = { claimId, kind: 'sales-records', filename: 'a.csv' };
    const begun = await beginUpload(before, { ...announced, byteCount: bytes.length });
    if (!begun.ok) throw new Error(begun.refusal.code);
    const { uploadId } = begun.value;
    const after = claimantContext(bench.platform, { now: closesAt });
    await continueUpload(after, { claimId, uploadId, position: 0, bytes });
    expect(await finishUpload(after, { claimId, uploadId })).toMatchObject({ ok: true });
    expect(await fileAt(closesAt, { over: { claimId } })).toEqual(late);
  });
});
