import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { addMs, instantFromEpochMs, renderInstant } from '../../kernel/index.ts';
import {
  type Context,
  createApp,
  drainOutbox,
  type Platform,
  problemSchema,
  sql,
  subscribeConsumers,
} from '../../platform/index.ts';
import { settlementConsumers } from '../consumers.ts';
import { proposeDeterminationRun } from '../determination/commands.ts';
import {
  determinationListSchema,
  determinationSchema,
} from '../determination/determination-schemas.ts';
import { settlementRoutes } from '../routes.ts';
import {
  balancesSchema,
  recordedProvisionSchema,
  transferPageSchema,
  verificationSchema,
} from './ledger-schemas.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const [incidentId, emptyId, runId, otherRunId, provisionId] = ['a', 'b', 'c', 'd', 'e'].map(
  (last) => `01900000-0000-7000-8000-00000000000${last}`,
) as [string, string, string, string, string];
let platform: Platform;
let treasurer: Context;
let approver: Context;
let agent: Context;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  [treasurer, approver] = [staffContext(platform, 'treasurer'), staffContext(platform, 'approver')];
  agent = staffContext(platform, 'agent');
  await subscribeConsumers(platform, settlementConsumers);
  for (const id of [incidentId, emptyId]) {
    await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
      values (${id}, ${`case-${id}`}, '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
      `.execute(platform.db);
  }
});

async function ask(ctx: Context, path: string, body?: unknown): Promise<Response> {
  const app = createApp({
    log: platform.log,
    contextOf: async () => ctx,
    routers: [{ path: '/', router: settlementRoutes() }],
  });
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  return app.request(`/api/v1${path}`, sent);
}

async function read<S extends z.ZodType>(
  schema: S,
  response: Promise<Response>,
): Promise<z.output<S>> {
  const answered = await response;
  const body: unknown = await answered.json();
  expect(answered.status, JSON.stringify(body)).toBeLessThan(300);
  return schema.parse(body);
}

async function refused(response: Promise<Response>): Promise<[number, string]> {
  const { status, code } = problemSchema.parse(await (await response).json());
  return [status, code];
}

const provision = { provisionId, incidentId, amountMinor: '70000', currency: 'KRW' };

async function proposeRun(id: string): Promise<void> {
  const line = { partyClass: 'free', clause: '§1', name: null, quantity: null, unit: null };
  const proposed = await proposeDeterminationRun(treasurer, {
    runId: id,
    incidentId,
    determined: {
      policyHash: 'a'.repeat(64),
      populationHash: 'b'.repeat(64),
      awardsHash: 'c'.repeat(64),
      partyCount: 40,
      awardCount: 30,
      distinctCount: 2,
      totals: [
        { ...line, remedy: 'points', currency: 'KRW', partyCount: 20, amountMinor: 60_000n },
        { ...line, remedy: 'cash', currency: 'KRW', partyCount: 5, amountMinor: 15_000n },
        {
          ...{ ...line, remedy: 'extension', currency: null, partyCount: 5, amountMinor: null },
          ...{ quantity: '3', unit: 'day' },
        },
      ],
      statuses: [{ partyClass: 'free', status: 'award', partyCount: 30 }],
      unknownFacts: [],
      elapsedMs: 1,
      accountsPerSecond: 1,
      peakMemoryBytes: 1,
    },
  });
  expect(proposed.ok).toBe(true);
}

describe('the ledger and determination runs over HTTP', () => {
  it('set aside once what the treasurer says', async () => {
    const record = () => ask(treasurer, '/ledger/provisions', provision);
    expect((await read(recordedProvisionSchema, record())).isNew).toBe(true);
    expect((await read(recordedProvisionSchema, record())).isNew).toBe(false);
    const changed = { ...provision, amountMinor: '70001' };
    expect(await refused(ask(treasurer, '/ledger/provisions', changed))).toEqual([
      409,
      'transfer_id_reused',
    ]);
    const nothing = { ...provision, amountMinor: '0' };
    expect(await refused(ask(treasurer, '/ledger/provisions', nothing))).toEqual([
      422,
      'input_invalid',
    ]);
    const nowhere = { ...provision, incidentId: runId };
    expect(await refused(ask(treasurer, '/ledger/provisions', nowhere))).toEqual([
      404,
      'incident_not_found',
    ]);
    expect(await refused(ask(approver, '/ledger/provisions', provision))).toEqual([
      403,
      'forbidden',
    ]);
  });

  it('post an approved determination once, out of the provision, the rest as a further cost', async () => {
    await proposeRun(runId);
    const path = `/determination-runs/${runId}`;
    const proposed = await read(determinationSchema, ask(treasurer, path));
    expect(proposed).toMatchObject({
      state: 'proposed',
      policy: null,
      partyCount: 40,
      awarded: [{ amountMinor: '75000', currency: 'KRW' }],
      preparedBy: { id: treasurer.actor.id },
      approvedBy: null,
    });
    expect(await refused(ask(treasurer, `${path}/approval`, {}))).toEqual([403, 'forbidden']);
    const both = platform.context({
      actor: { ...treasurer.actor, roles: ['treasurer', 'approver'] },
    });
    expect(await refused(ask(both, `${path}/approval`, {}))).toEqual([
      409,
      'determination_run_same_person',
    ]);
    const approved = await read(determinationSchema, ask(approver, `${path}/approval`, {}));
    expect(approved).toMatchObject({ state: 'approved', approvedBy: { id: approver.actor.id } });
    await drainOutbox(platform, settlementConsumers, { now });
    await proposeRun(otherRunId);
    const twice = ask(approver, `/determination-runs/${otherRunId}/approval`, {});
    expect(await refused(twice)).toEqual([409, 'determination_already_approved']);
    const list = ask(approver, `/determination-runs?incidentId=${incidentId}`);
    const listed = await read(determinationListSchema, list);
    expect(listed.map(({ id, state }) => [id, state])).toEqual([
      [runId, 'approved'],
      [otherRunId, 'proposed'],
    ]);
    const absent = ask(approver, `/determination-runs/${provisionId}`);
    expect(await refused(absent)).toEqual([404, 'determination_run_not_found']);
    const denied = ask(agent, `/determination-runs?incidentId=${incidentId}`);
    expect(await refused(denied)).toEqual([403, 'forbidden']);
  });

  it('show balances with right signs, now and before, that sum to zero', async () => {
    const path = `/ledger/balances?incidentId=${incidentId}`;
    const { accounts, trialBalance } = await read(balancesSchema, ask(treasurer, path));
    const moved = accounts.filter(({ balance }) => balance.amountMinor !== '0');
    expect(moved.map(({ code, balance }) => [code, balance.amountMinor])).toEqual([
      ['redress_cost', '75000'],
      ['points', '-60000'],
      ['population_awards', '-15000'],
    ]);
    expect(trialBalance).toEqual([
      { currency: 'KRW', sum: { amountMinor: '0', currency: 'KRW' }, transferCount: 4 },
    ]);
    const before = renderInstant(addMs(now, -1));
    const earlier = await read(balancesSchema, ask(treasurer, `${path}&at=${before}`));
    expect(earlier.accounts.every(({ balance }) => balance.amountMinor === '0')).toBe(true);
    expect(await refused(ask(treasurer, `${path}&at=yesterday`))).toEqual([422, 'input_invalid']);
    expect(await refused(ask(agent, path))).toEqual([403, 'forbidden']);
  });

  it('list transfers, the latest first, by page and by account', async () => {
    const path = `/ledger/transfers?incidentId=${incidentId}`;
    const first = await read(transferPageSchema, ask(treasurer, `${path}&limit=3`));
    expect(first.transfers.map(({ position }) => position)).toEqual(['4', '3', '2']);
    const second = await read(
      transferPageSchema,
      ask(treasurer, `${path}&limit=3&after=${first.next}`),
    );
    expect(second).toMatchObject({
      transfers: [{ position: '1', code: 'provision_recorded', debit: 'redress_cost' }],
    });
    expect(second.next).toBeUndefined();
    const points = ask(treasurer, `${path}&account=points&currency=KRW`);
    expect((await read(transferPageSchema, points)).transfers).toMatchObject([
      { debit: 'provision', credit: 'points', amount: { amountMinor: '60000' } },
    ]);
    expect(await refused(ask(treasurer, `${path}&account=points`))).toEqual([422, 'input_invalid']);
    expect(await refused(ask(agent, path))).toEqual([403, 'forbidden']);
  });

  it('verify, and say so when the books were tampered with', async () => {
    const verify = () => ask(treasurer, `/ledger/verification?incidentId=${incidentId}`);
    const right = await read(verificationSchema, verify());
    expect(right).toMatchObject({ isRight: true, transferCount: 4, findings: [] });
    await platform.db.transaction().execute(async (tx) => {
      await sql`alter table settlement.transfer disable trigger append_only`.execute(tx);
      await sql`update settlement.transfer set amount_minor = amount_minor + 1
        where incident_id = ${incidentId} and position = 2`.execute(tx);
      await sql`alter table settlement.transfer enable trigger append_only`.execute(tx);
    });
    const wrong = await read(verificationSchema, verify());
    expect(wrong.isRight).toBe(false);
    expect(wrong.findings.map(({ code }) => code)).toContain('hash_differs');
    const none = ask(treasurer, `/ledger/verification?incidentId=${emptyId}`);
    expect(await refused(none)).toEqual([404, 'ledger_not_found']);
    const denied = ask(agent, `/ledger/verification?incidentId=${incidentId}`);
    expect(await refused(denied)).toEqual([403, 'forbidden']);
  });

  it('export the books as a journal', async () => {
    const response = await ask(treasurer, `/ledger/journal?incidentId=${incidentId}`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(response.headers.get('content-disposition')).toContain('.journal"');
    const text = await response.text();
    expect(text).toContain('2022-12-01 * (1) provision_recorded\n');
    expect(text).toContain('    Expenses:redress_cost    70000 KRW\n');
    expect(text.match(/^\d{4}-\d\d-\d\d \*/gm)).toHaveLength(4);
    const denied = ask(agent, `/ledger/journal?incidentId=${incidentId}`);
    expect(await refused(denied)).toEqual([403, 'forbidden']);
  });
});
