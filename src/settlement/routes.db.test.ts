import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openTestPlatform, staffContext, systemContext } from '../../test/support/platform.ts';
import { addMs, instantFromEpochMs, renderInstant } from '../kernel/index.ts';
import {
  type Context,
  createApp,
  drainOutbox,
  type Platform,
  problemSchema,
  type Role,
  sql,
  subscribeConsumers,
} from '../platform/index.ts';
import type { ApprovedAward } from './award.ts';
import { recordApprovedAwards } from './award-commands.ts';
import { settlementConsumersOver } from './consumers.ts';
import { derivedId } from './ledger/derived-id.ts';
import {
  followedRunSchema,
  payoutPageSchema,
  payoutStorySchema,
  preparedRunSchema,
  previewSchema,
  runListSchema,
  runSchema,
} from './payouts/payout-schemas.ts';
import type { Rail } from './rails/rail.ts';
import { createSimulatedRail } from './rails/simulated.ts';
import {
  exceptionNameSchema,
  exceptionPageSchema,
  reconciliationSchema,
} from './reconcile/reconcile-schemas.ts';
import { settlementRoutes } from './routes.ts';
import { totalsSchema } from './totals-schemas.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const dayMs = 86_400_000;
const currency = 'KRW';
const absentId = '01900000-0000-7000-8000-0000000000ff';
let platform: Platform;
let serial = 0;

/** A rail of which some answers are lost, and whose statement has a line nobody sent. */
function railOf(ctx: Context, name: string): Rail {
  const faults = { answerLostPerMille: 500, settleDelayMs: 3_600_000 };
  const rail = createSimulatedRail({ ctx, name, seed: 'routes', faults });
  return {
    ...rail,
    async statement(window) {
      const lines = await rail.statement(window);
      const stray = { lineId: 'stray', reference: 'nobody', direction: 'paid' as const };
      return [...lines, { ...stray, amountMinor: 5n, currency, bookedAt: window.from }];
    },
  };
}

const consumers = settlementConsumersOver(railOf, { batchSize: 100 });

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  await subscribeConsumers(platform, consumers);
});

function newId(): string {
  serial += 1;
  return derivedId(['routes', String(serial)]);
}

async function newIncident(): Promise<string> {
  const id = newId();
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${id}, ${`case-${id}`}, '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
    `.execute(platform.db);
  return id;
}

async function approveAwards(
  incidentId: string,
  changes: readonly Partial<ApprovedAward>[],
): Promise<void> {
  const awards = changes.map((change): ApprovedAward => {
    const award = {
      ...{ awardId: newId(), claimId: newId(), incidentId, decisionId: null, partyId: 'p' },
      ...{ partyClass: 'small_business', remedy: 'cash', name: null, amountMinor: 50_000n },
      ...{ currency, quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    };
    return { ...award, payeeRef: `payee-${award.awardId}`, ...change };
  });
  const ctx = systemContext(platform);
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
}

interface Request {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
}

async function ask(ctx: Context, { method = 'GET', path, body }: Request): Promise<Response> {
  const app = createApp({
    log: platform.log,
    contextOf: async () => ctx,
    routers: [{ path: '/', router: settlementRoutes({ railOf }) }],
  });
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  return app.request(`/api/v1${path}`, { method, headers, ...sent });
}

/** Asks, and reads the answer with the very schema the route declares. */
async function read<S extends z.ZodType>(
  schema: S,
  ctx: Context,
  request: Request & { readonly status?: number },
): Promise<z.output<S>> {
  const response = await ask(ctx, request);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(request.status ?? 200);
  return schema.parse(body);
}

async function refused(ctx: Context, request: Request): Promise<[number, string]> {
  const response = await ask(ctx, request);
  const { status, code } = problemSchema.parse(await response.json());
  expect(status).toBe(response.status);
  return [status, code];
}

const staff = (role: Role): Context => staffContext(platform, role);
const post = (path: string, body?: unknown): Request => ({ method: 'POST', path, body });

interface Scene {
  readonly incidentId: string;
  readonly runId: string;
  readonly treasurer: Context;
  readonly approver: Context;
}

async function preparedScene(awardCount: number): Promise<Scene> {
  const [treasurer, approver] = [staff('treasurer'), staff('approver')];
  const incidentId = await newIncident();
  await approveAwards(
    incidentId,
    Array.from({ length: awardCount }, () => ({})),
  );
  const runId = newId();
  const body = { runId, incidentId, currency, rail: 'simulated' };
  await read(preparedRunSchema, treasurer, { ...post('/payout-runs', body), status: 201 });
  return { incidentId, runId, treasurer, approver };
}

async function sentScene(awardCount: number): Promise<Scene> {
  const scene = await preparedScene(awardCount);
  const { runId, treasurer, approver } = scene;
  await read(runSchema, approver, post(`/payout-runs/${runId}/approval`));
  const sending = post(`/payout-runs/${runId}/sending`);
  const begun = await read(runSchema, treasurer, { ...sending, status: 202 });
  expect(begun.state).toBe('sending');
  await drainOutbox(platform, consumers, { now });
  return scene;
}

describe('a run over HTTP', () => {
  it('is previewed, prepared, approved by another, sent in the background and followed', async () => {
    const [treasurer, approver] = [staff('treasurer'), staff('approver')];
    const incidentId = await newIncident();
    await approveAwards(incidentId, [
      {},
      { amountMinor: 30_000n, partyClass: null },
      { payeeRef: null, amountMinor: 7n },
    ]);
    const preview = `/payout-runs/preview?incidentId=${incidentId}&currency=KRW`;
    expect(await read(previewSchema, treasurer, { path: preview })).toEqual({
      payoutCount: 2,
      total: { amountMinor: '80000', currency },
      smallest: { amountMinor: '30000', currency },
      largest: { amountMinor: '50000', currency },
      classes: [
        { partyClass: '', payoutCount: 1, amount: { amountMinor: '30000', currency } },
        {
          partyClass: 'small_business',
          payoutCount: 1,
          amount: { amountMinor: '50000', currency },
        },
      ],
      leftOut: [{ reason: 'payee_missing', awardCount: 1, amount: { amountMinor: '7', currency } }],
    });
    const runId = newId();
    const body = { runId, incidentId, currency, rail: 'simulated' };
    const prepared = { ...post('/payout-runs', body), status: 201 };
    expect(await read(preparedRunSchema, treasurer, prepared)).toMatchObject({ isNew: true });
    expect(await read(preparedRunSchema, treasurer, prepared)).toMatchObject({ isNew: false });
    const again = await read(previewSchema, treasurer, { path: preview });
    expect(again).toMatchObject({ payoutCount: 0, smallest: null, classes: [] });
    expect(again.leftOut.map(({ reason }) => reason)).toEqual([
      'payee_missing',
      'payment_under_way',
    ]);
    await read(runSchema, approver, post(`/payout-runs/${runId}/approval`));
    const sending = { ...post(`/payout-runs/${runId}/sending`), status: 202 };
    expect(await read(runSchema, treasurer, sending)).toMatchObject({ state: 'sending' });
    expect(await read(runSchema, treasurer, sending)).toMatchObject({ state: 'sending' });
    await drainOutbox(platform, consumers, { now });
    expect(await read(runSchema, treasurer, sending)).toMatchObject({ state: 'sent' });
    const shown = await read(runSchema, approver, { path: `/payout-runs/${runId}` });
    expect(shown.payouts).toEqual([
      { state: 'accepted', payoutCount: 2, amount: { amountMinor: '80000', currency } },
    ]);
    const tomorrow = platform.context({ actor: treasurer.actor, now: addMs(now, dayMs) });
    const following = post(`/payout-runs/${runId}/following`);
    expect(await read(followedRunSchema, tomorrow, following)).toMatchObject({
      lookedUpCount: 2,
      run: { payouts: [{ state: 'confirmed', payoutCount: 2 }] },
    });
    const list = { path: `/payout-runs?incidentId=${incidentId}` };
    const listed = await read(runListSchema, treasurer, list);
    expect(listed.map(({ id }) => id)).toEqual([runId]);
    expect(listed[0]?.preparedBy.id).toBe(treasurer.actor.id);
  });

  it('lists its payouts by page and state, and tells the story of one', async () => {
    const { runId, treasurer } = await sentScene(5);
    const path = `/payout-runs/${runId}/payouts`;
    const first = await read(payoutPageSchema, treasurer, { path: `${path}?limit=3` });
    expect(first.payouts).toHaveLength(3);
    const after = `${path}?limit=3&after=${first.next}`;
    const second = await read(payoutPageSchema, treasurer, { path: after });
    expect(second.payouts).toHaveLength(2);
    expect(second.next).toBeUndefined();
    const ids = [...first.payouts, ...second.payouts].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    const failed = await read(payoutPageSchema, treasurer, { path: `${path}?state=failed` });
    expect(failed).toEqual({ payouts: [] });
    const story = await read(payoutStorySchema, treasurer, { path: `/payouts/${ids[0]}` });
    const states = story.history.map(({ toState }) => toState);
    expect(states.slice(0, 3)).toEqual(['proposed', 'approved', 'sent']);
    expect(states.at(-1)).toBe('accepted');
    expect(story.history[2]?.actor.id).toBe(treasurer.actor.id);
    expect(story.transfers.map(({ code, debit, credit }) => [code, debit, credit])).toEqual([
      ['payout_reserve', 'approved_awards', 'in_flight'],
      ['payout_take', 'approved_awards', 'in_flight'],
    ]);
  });

  it('is sent on in turns, and a turn that is cut off is taken again', async () => {
    const scene = await preparedScene(650);
    const { runId, treasurer, approver } = scene;
    await read(runSchema, approver, post(`/payout-runs/${runId}/approval`));
    const sending = { ...post(`/payout-runs/${runId}/sending`), status: 202 };
    await read(runSchema, treasurer, sending);
    let calls = 0;
    const dying = settlementConsumersOver(
      (ctx, name) => {
        const rail = railOf(ctx, name);
        const submit: Rail['submit'] = (payments, at) => {
          calls += 1;
          if (calls >= 6) throw new Error('the process ends here');
          return rail.submit(payments, at);
        };
        return { ...rail, submit };
      },
      { batchSize: 100 },
    );
    await drainOutbox(platform, dying, { now });
    const cut = await read(runSchema, treasurer, { path: `/payout-runs/${runId}` });
    expect(cut.state).toBe('sending');
    expect(cut.payouts.find(({ state }) => state === 'approved')?.payoutCount).toBe(50);
    await sql`update platform.delivery set due_at = '2000-01-01T00:00:00Z'`.execute(platform.db);
    await drainOutbox(platform, consumers, { now });
    const whole = await read(runSchema, treasurer, { path: `/payout-runs/${runId}` });
    expect(whole.state).toBe('sent');
    expect(whole.payouts.map(({ state, payoutCount }) => [state, payoutCount])).toEqual([
      ['accepted', 650],
    ]);
    const { rows } = await sql<{ count: bigint }>`select count(*) from platform.event
      where type = 'payout_run_sending' and subject = ${runId}`.execute(platform.db);
    expect(rows[0]?.count).toBe(2n);
  }, 60_000);

  it('asks for the password once more before it is approved or sent', async () => {
    const { runId, treasurer, approver } = await preparedScene(1);
    const given = (ctx: Context, msAgo: number | null): Context => {
      const confirmedAt = msAgo === null ? null : addMs(ctx.now, -msAgo);
      return platform.context({ actor: ctx.actor, now: ctx.now, confirmedAt });
    };
    const approval = post(`/payout-runs/${runId}/approval`);
    const fiveMinutes = 5 * 60_000;
    for (const msAgo of [null, fiveMinutes + 1]) {
      expect(await refused(given(approver, msAgo), approval)).toEqual([403, 'confirmation_due']);
    }
    await read(runSchema, given(approver, fiveMinutes), approval);
    const sending = post(`/payout-runs/${runId}/sending`);
    expect(await refused(given(treasurer, null), sending)).toEqual([403, 'confirmation_due']);
    const stop = post(`/payout-runs/${runId}/stop`);
    await read(runSchema, given(treasurer, null), stop);
  });

  it('is stopped before it is sent, and not after', async () => {
    const { runId, treasurer, approver } = await preparedScene(1);
    const stop = post(`/payout-runs/${runId}/stop`);
    expect(await read(runSchema, treasurer, stop)).toMatchObject({ state: 'stopped' });
    const approval = post(`/payout-runs/${runId}/approval`);
    expect(await refused(approver, approval)).toEqual([409, 'payout_run_state_refused']);
    const sent = await sentScene(1);
    const late = post(`/payout-runs/${sent.runId}/stop`);
    expect(await refused(sent.treasurer, late)).toEqual([409, 'payout_run_state_refused']);
  });

  it('is refused with a code: whom, what and why', async () => {
    const { incidentId, runId, treasurer, approver } = await preparedScene(1);
    const body = { runId: 'one', incidentId, currency: 'WON', rail: '' };
    const wrong = await ask(treasurer, post('/payout-runs', body));
    expect(wrong.status).toBe(422);
    const { errors = [] } = problemSchema.parse(await wrong.json());
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/runId', '/currency', '/rail']);
    const absent = { runId: newId(), incidentId: absentId, currency, rail: 'simulated' };
    const unknown = [404, 'payout_run_not_found'];
    const cases: readonly [Context, Request, unknown][] = [
      [treasurer, post(`/payout-runs/${runId}/approval`), [403, 'forbidden']],
      [approver, post(`/payout-runs/${runId}/sending`), [403, 'forbidden']],
      [staff('agent'), { path: `/payout-runs/${runId}` }, [403, 'forbidden']],
      [staff('agent'), { path: `/payout-runs/${runId}/payouts` }, [403, 'forbidden']],
      [approver, post(`/payout-runs/${runId}/following`), [403, 'forbidden']],
      [treasurer, post(`/payout-runs/${runId}/sending`), [409, 'payout_run_state_refused']],
      [treasurer, post('/payout-runs', absent), [404, 'incident_not_found']],
      [treasurer, post('/payout-runs', { ...absent, rail: 'bnak' }), [409, 'payout_rail_unknown']],
      [treasurer, { path: `/payout-runs/${absentId}` }, unknown],
      [approver, post(`/payout-runs/${absentId}/approval`), unknown],
      [treasurer, post(`/payout-runs/${absentId}/sending`), unknown],
      [treasurer, post(`/payout-runs/${absentId}/following`), unknown],
      [treasurer, { path: `/payouts/${absentId}` }, [404, 'payout_not_found']],
      [treasurer, { path: `/payout-runs/${runId}/payouts?state=lost` }, [422, 'input_invalid']],
    ];
    for (const [ctx, request, expected] of cases) {
      expect(await refused(ctx, request), `${request.method} ${request.path}`).toEqual(expected);
    }
  });
});

describe('statements over HTTP', () => {
  it('are read once; what they cannot explain is listed and closed by a person', async () => {
    const { incidentId, treasurer, runId } = await sentScene(3);
    const tomorrow = platform.context({ actor: treasurer.actor, now: addMs(now, dayMs) });
    const window = { from: renderInstant(now), until: renderInstant(addMs(now, dayMs)) };
    const reconcile = post('/rails/simulated/reconciliations', window);
    const done = await read(reconciliationSchema, tomorrow, reconcile);
    expect(done.exceptionCount).toBe(1);
    expect(done.confirmedCount).toBeGreaterThanOrEqual(3);
    const again = await read(reconciliationSchema, tomorrow, reconcile);
    expect(again).toMatchObject({ repeatedCount: again.lineCount, exceptionCount: 0 });
    const run = await read(runSchema, treasurer, { path: `/payout-runs/${runId}` });
    expect(run.payouts.map(({ state }) => state)).toEqual(['confirmed']);
    const path = `/reconciliation-exceptions?incidentId=${incidentId}`;
    const open = await read(exceptionPageSchema, treasurer, { path: `${path}&state=open` });
    expect(open.exceptions).toMatchObject([
      { lineId: 'stray', code: 'reference_unknown', suggestion: 'ask_the_rail', payoutId: null },
    ]);
    const name = { rail: 'simulated', lineId: 'stray', code: 'reference_unknown' };
    const resolve = post('/reconciliation-exceptions/resolution', name);
    expect(await read(exceptionNameSchema, treasurer, resolve)).toEqual(name);
    expect(await read(exceptionNameSchema, treasurer, resolve)).toEqual(name);
    const left = await read(exceptionPageSchema, treasurer, { path: `${path}&state=open` });
    expect(left.exceptions).toEqual([]);
    const closed = await read(exceptionPageSchema, treasurer, { path: `${path}&state=resolved` });
    expect(closed.exceptions[0]?.resolvedBy?.id).toBe(treasurer.actor.id);
    const nobody = post('/reconciliation-exceptions/resolution', { ...name, lineId: 'none' });
    expect(await refused(treasurer, nobody)).toEqual([404, 'exception_not_found']);
    expect(await refused(staff('auditor'), resolve)).toEqual([403, 'forbidden']);
    expect(await refused(staff('auditor'), reconcile)).toEqual([403, 'forbidden']);
    const empty = post('/rails/simulated/reconciliations', { ...window, until: window.from });
    expect(await refused(treasurer, empty)).toEqual([422, 'input_invalid']);
  });
});

describe('what is owed over HTTP', () => {
  it('is totalled in all, by class and in kind', async () => {
    const { incidentId, treasurer } = await sentScene(2);
    const points = { remedy: 'points', amountMinor: 900n, payeeRef: null };
    await approveAwards(incidentId, [points]);
    const path = `/settlement/totals?incidentId=${incidentId}`;
    const totals = await read(totalsSchema, treasurer, { path });
    expect(totals.currencies).toMatchObject([
      {
        decided: { amountMinor: '100000' },
        inFlight: { amountMinor: '100000' },
        isDecidedInLedger: true,
        isLedgerInStatement: true,
      },
    ]);
    expect(totals.classes).toMatchObject([
      { partyClass: 'small_business', clause: '§2', awardCount: 2, paidCount: 0 },
    ]);
    expect(totals.issues).toMatchObject([{ remedy: 'points', amount: { amountMinor: '900' } }]);
    expect(await refused(staff('agent'), { path })).toEqual([403, 'forbidden']);
  });
});
