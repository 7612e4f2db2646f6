import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../test/support/platform.ts';
import { addMs, instantFromEpochMs } from '../kernel/index.ts';
import { type Context, createApp, type Platform, signWebhook, sql } from '../platform/index.ts';
import { recordApprovedAwards } from './award-commands.ts';
import { derivedId } from './ledger/derived-id.ts';
import { settlementRoutes } from './routes.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const incidentId = derivedId(['treasury-routes']);
let platform: Platform;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'treasury', '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
    `.execute(platform.db);
  const ctx = systemContext(platform);
  const awards = [0, 1].map((at) => ({
    ...{ awardId: derivedId(['treasury', String(at)]), incidentId, decisionId: null },
    ...{ claimId: derivedId(['treasury', 'claim', String(at)]), partyId: `p${at}` },
    ...{ partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n, currency: 'KRW' },
    ...{ quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    payeeRef: `payee-${at}`,
  }));
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
});

type Init = { method?: string; body?: unknown; bytes?: Uint8Array; headers?: object };

async function ask(ctx: Context, path: string, init: Init = {}): Promise<Response> {
  const app = createApp({
    log: platform.log,
    contextOf: async () => ctx,
    routers: [{ path: '/', router: settlementRoutes() }],
  });
  const { method = 'GET', body, bytes } = init;
  const sent = body === undefined ? bytes : JSON.stringify(body);
  const type = bytes === undefined ? 'application/json' : 'application/octet-stream';
  const headers = { 'content-type': type, ...init.headers };
  return app.request(`/api/v1${path}`, {
    method,
    headers,
    ...(sent === undefined ? {} : { body: sent as string }),
  });
}

async function read<T = Record<string, unknown>>(
  ctx: Context,
  path: string,
  init: Init & { status?: number } = {},
): Promise<T> {
  const response = await ask(ctx, path, init);
  const json = await response.json();
  expect(response.status, JSON.stringify(json)).toBe(init.status ?? 200);
  return json as T;
}

interface Refused {
  readonly errors: readonly { readonly pointer: string }[];
}
interface Preview {
  readonly titles: readonly string[];
  readonly rows: readonly unknown[];
  readonly byteCount: number;
  readonly lost: readonly { readonly text: string }[];
}

const administrator = (): Context => staffContext(platform, 'administrator');
const treasurer = (): Context => staffContext(platform, 'treasurer');
const debtor = { name: '예시', account: '100-200-300', bank: '004', companyId: 'C-1' };

describe('ways to pay over HTTP', () => {
  it('are set up by an administrator only, with every wrong place named', async () => {
    const body = { kind: 'pain.001', debtor };
    const path = '/rails/bank/setup';
    await read(treasurer(), path, { method: 'PUT', body, status: 403 });
    const wrong = { kind: 'pain.001', debtor: { ...debtor, account: '' } };
    const refused = await read<Refused>(administrator(), path, {
      method: 'PUT',
      body: wrong,
      status: 422,
    });
    expect(refused.errors[0]?.pointer).toBe('/debtor/account');
    await read(administrator(), path, { method: 'PUT', body });
    expect(await read(treasurer(), path)).toEqual({ rail: 'bank', setup: body });
    const inside = { kind: 'app', url: 'https://169.254.169.254/latest' };
    const app = await read<Refused>(administrator(), '/rails/app/setup', {
      ...{ method: 'PUT', body: inside, status: 422 },
    });
    expect(app.errors[0]).toMatchObject({ pointer: '/url' });
    expect(await read(treasurer(), '/rails')).toMatchObject([
      { rail: 'bank', kind: 'pain.001', remedies: ['cash'] },
      { rail: 'simulated' },
    ]);
  });

  it('ask for the password first when it was not given within five minutes', async () => {
    const stale = { ...administrator(), confirmedAt: addMs(now, -301_000) };
    const body = { kind: 'manual' };
    expect(
      await read(stale, '/rails/hand/setup', { method: 'PUT', body, status: 403 }),
    ).toMatchObject({ code: 'confirmation_due' });
  });

  it('show what a template writes, and the characters CP949 cannot carry', async () => {
    const { setup } = await read<{ setup: unknown }>(administrator(), '/rails/new/setup');
    expect(await read(treasurer(), '/rails/new/setup')).toEqual({ rail: 'new', setup });
    const body = { setup, names: ['홍길동', '똠 李 Ünal'] };
    const shown = await read<Preview>(treasurer(), '/rails/template-previews', {
      method: 'POST',
      body,
    });
    expect(shown.titles).toContain('예금주');
    expect(shown.rows).toHaveLength(3);
    expect(shown.lost.map(({ text }) => text)).toEqual(['Müller & 李', '똠 李 Ünal']);
    expect(shown.byteCount).toBeGreaterThan(100);
  });
});

describe('files over HTTP', () => {
  it('are given, and put aside with a sentence; again changes nothing', async () => {
    const give = (bytes: Uint8Array) =>
      read(treasurer(), '/rails/bank/inbound-files?kind=statement&name=a.xml', {
        ...{ method: 'POST', bytes },
      });
    const dtd = Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><Document/>');
    expect(await give(dtd)).toMatchObject({
      ...{ outcome: 'quarantined', isRepeated: false, problem: { code: 'file_with_dtd' } },
    });
    expect(await give(dtd)).toMatchObject({ isRepeated: true });
    expect(await read(treasurer(), '/rails/bank/inbound-files')).toMatchObject([
      { name: 'a.xml', outcome: 'quarantined' },
    ]);
    await read(treasurer(), '/rails/bank/files');
    const path = `/rail-files/${derivedId(['no file'])}/content`;
    await read(treasurer(), path, { method: 'POST', status: 404 });
  });
});

describe('a message of the app over HTTP', () => {
  it('needs a signature by a key of its rail, over the bytes that came', async () => {
    const body = { kind: 'app', url: 'https://app.example.org/grants' };
    await read(administrator(), '/rails/app/setup', { method: 'PUT', body });
    const made = await read<{ tell: string }>(administrator(), '/rails/app/keys', {
      ...{ method: 'POST', body: { purpose: 'check' }, status: 201 },
    });
    const nobody = platform.context({
      actor: { kind: 'claimant', id: 'anonymous', name: 'nobody', roles: [] },
    });
    const state = { reference: 'A0', state: 'confirmed' };
    const message = Buffer.from(JSON.stringify({ type: 'grant.state', data: state }));
    const path = '/rails/app/messages';
    const json = { 'content-type': 'application/json' };
    const unsigned = { method: 'POST', bytes: message, headers: json };
    await read(nobody, path, { ...unsigned, status: 401 });
    const headers = signWebhook({ id: 'm1', at: now, body: message, keys: [made.tell] });
    const signed = { ...unsigned, headers: { ...json, ...headers } };
    expect(await read(nobody, path, signed)).toEqual({ outcome: 'reference_unknown' });
    expect(await read(nobody, path, signed)).toEqual({ outcome: 'repeated' });
    const keys = await read(administrator(), '/rails/app/keys');
    expect(JSON.stringify(keys)).not.toContain(made.tell);
  });
});

describe('the rest over HTTP', () => {
  it('shows the fund, the days, the limits and what cannot be paid', async () => {
    const query = `?incidentId=${incidentId}`;
    const [fund] = await read<unknown[]>(treasurer(), `/settlement/fund${query}`);
    expect(fund).toMatchObject({ approved: { amountMinor: '60000' }, paid: { amountMinor: '0' } });
    const before = await read<unknown[]>(
      treasurer(),
      `/settlement/fund${query}&at=2022-11-01T00:00:00Z`,
    );
    expect(before[0]).toMatchObject({ approved: { amountMinor: '0' } });
    const [day] = await read<unknown[]>(treasurer(), `/settlement/days${query}`);
    expect(day).toMatchObject({ day: '2022-12-01', isDecidedInLedger: true });
    const csv = await ask(treasurer(), `/settlement/statement.csv${query}`);
    expect((await csv.text()).split('\n')[1]).toContain('2022-12-01,KRW,60000,60000');
    const limit = { role: 'approver', currency: 'KRW', dayMinorMax: '5000000' };
    const body = { ...limit, paymentMinorMax: null, runMinorMax: null };
    await read(administrator(), '/approval-limits', { method: 'PUT', body });
    expect(await read(treasurer(), '/approval-limits')).toEqual([body]);
    const terms = { reminderDays: [7, 3], setApartDays: 60 };
    expect(
      await read(treasurer(), `/unclaimed-awards/terms${query}`, {
        ...{ method: 'PUT', body: terms, status: 409 },
      }),
    ).toMatchObject({ code: 'unclaimed_terms_disordered' });
    const right = { reminderDays: [3, 7], setApartDays: 60, giveDays: 90, place: '소비자원' };
    await read(treasurer(), `/unclaimed-awards/terms${query}`, { method: 'PUT', body: right });
    const page = await read(treasurer(), `/unclaimed-awards${query}`);
    expect(page).toMatchObject({ terms: right, counts: [], awards: [] });
  });
});

describe('the payees of a run over HTTP', () => {
  it('are looked at by whoever may pay, and nothing is told of a run that is none', async () => {
    const runId = derivedId(['treasury', 'run']);
    const body = { runId, incidentId, currency: 'KRW', rail: 'simulated' };
    await read(treasurer(), '/payout-runs', { method: 'POST', body, status: 201 });
    const path = `/payout-runs/${runId}/payee-check`;
    // The payees named here belong to no claim, as if each had been erased.
    expect(await read(treasurer(), path, { method: 'POST' })).toMatchObject({
      payoutCount: 2,
      counts: [{ code: 'payee_missing', payoutCount: 2 }],
      holders: { same: 0, other: 0, no_account: 0, unchecked: 2 },
      findings: [{ code: 'payee_missing' }, { code: 'payee_missing' }],
    });
    await read(staffContext(platform, 'approver'), path, { method: 'POST', status: 403 });
    const none = `/payout-runs/${derivedId(['treasury', 'none'])}/payee-check`;
    const refused = await read(treasurer(), none, { method: 'POST', status: 404 });
    expect(refused).toMatchObject({ code: 'payout_run_not_found' });
  });
});
