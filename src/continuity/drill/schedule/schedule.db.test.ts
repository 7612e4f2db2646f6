import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../../test/support/platform.ts';
import { SMALL_INVENTORY } from '../../../../test/support/small-inventory.ts';
import { instantFromEpochMs } from '../../../kernel/index.ts';
import { type Context, createApp, type Platform } from '../../../platform/index.ts';
import { continuityRoutes } from '../../routes.ts';
import { levelsWire } from '../../wire/assessment-wire.ts';
import { drillPlanWire, scheduleWire } from './drill-wire.ts';

// The small inventory, before anything was drilled.
const UNDRILLED = SMALL_INVENTORY.replace(/ {4}evidence:\n(?: {6}- \{ class: drilled.*\n)+/, '');

let platform: Platform;
let planner: Context;
let approver: Context;
/** Records what was held, when it is over: three hours after the plans. */
let recorder: Context;
let assessmentId: string;
const base = '/api/v1/continuity';

async function send(ctx: Context, path: string, body?: unknown) {
  const routers = [{ path: '/', router: continuityRoutes() }];
  const app = createApp({ contextOf: async () => ctx, routers });
  const headers = { 'content-type': 'application/json' };
  const answered =
    body === undefined
      ? await app.request(`${base}${path}`)
      : await app.request(`${base}${path}`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        });
  return {
    status: answered.status,
    body: (await answered.json()) as { code?: string; id?: string },
  };
}

const codeOf = async (sent: Promise<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await sent;
  return `${status} ${body.code ?? ''}`.trim();
};
const schedule = async () => scheduleWire.parse((await send(approver, '/drills')).body);
const stateOf = async (id: string) =>
  (await schedule()).plans.find((plan) => plan.id === id)?.state;
const levelOf = async () =>
  levelsWire.parse((await send(approver, `/assessments/${assessmentId}/levels`)).body).level;
const advise = async () =>
  drillPlanWire.parse((await send(approver, `/assessments/${assessmentId}/drill-plan`)).body);

const idOf = (last: number) => `0190a000-0000-7000-8000-00000000000${last}`;
const plan = (last: number, more: object = {}) => ({
  id: idOf(last),
  assessmentId,
  domains: ['seoul'],
  owner: 'Platform team',
  dueOn: '2999-01-31',
  ...more,
});
// After it was planned, and not so far ahead that it has not happened yet.
const startedAtMs = Date.now();
const minutesOn = (minutes: number): string =>
  `${new Date(startedAtMs + minutes * 60_000).toISOString().slice(0, 19)}Z`;
const record = (more: object = {}) => ({
  assessmentId,
  drill: {
    node: 'portal',
    option: 'start-in-busan',
    domain: 'seoul',
    scope: 'full',
    kind: 'whole-domain',
    startedAt: minutesOn(0),
    doneAt: minutesOn(22),
    result: 'passed',
    ...more,
  },
});

beforeAll(async () => {
  platform = await openTestPlatform();
  planner = staffContext(platform, 'investigator');
  approver = staffContext(platform, 'investigator');
  const now = instantFromEpochMs(startedAtMs + 180 * 60_000);
  recorder = staffContext(platform, 'investigator', { now });
  const files = [{ path: 'a.yaml', text: UNDRILLED }];
  assessmentId = (await send(planner, '/assessments', { files })).body.id ?? '';
});

describe('a planned drill', () => {
  it('is proposed from the inventory, and planned once', async () => {
    const advised = await advise();
    expect(advised.drills.map(({ domains }) => domains.join('+'))).toContain('seoul');
    expect([advised.freshCount, await levelOf()]).toEqual([0, 1]);
    expect(await codeOf(send(planner, '/drill-plans', plan(1)))).toBe('201');
    expect(await codeOf(send(planner, '/drill-plans', plan(1, { owner: 'Another' })))).toBe('201');
    const { plans } = await schedule();
    expect(plans).toMatchObject([
      {
        owner: 'Platform team',
        state: 'planned',
        kind: 'whole-domain',
        shows: [{ node: 'portal', option: 'start-in-busan' }],
      },
    ]);
  });

  it('removes domains there are, on which something relies', async () => {
    const wrong = (last: number, domains: string[]) =>
      codeOf(send(planner, '/drill-plans', plan(last, { domains })));
    expect(await wrong(2, ['atlantis'])).toBe('404 domain_not_found');
    expect(await wrong(2, ['sso'])).toBe('409 drill_shows_nothing');
    const auditor = staffContext(platform, 'auditor');
    expect(await codeOf(send(auditor, '/drill-plans', plan(2)))).toBe('403 forbidden');
  });

  it('is approved by another person, once', async () => {
    const path = `/drill-plans/${idOf(1)}/approval`;
    expect(await codeOf(send(planner, path, {}))).toBe('409 drill_plan_own');
    expect(await codeOf(send(approver, path, {}))).toBe('201');
    expect(await stateOf(idOf(1))).toBe('approved');
    expect(await codeOf(send(approver, path, {}))).toBe('409 drill_plan_approved_already');
    const nobody = `/drill-plans/${idOf(9)}/approval`;
    expect(await codeOf(send(approver, nobody, {}))).toBe('404 drill_plan_not_found');
  });

  it('is overdue after its day, and can be called off', async () => {
    await send(planner, '/drill-plans', plan(3, { domains: ['busan'], dueOn: '2000-01-31' }));
    expect(await stateOf(idOf(3))).toBe('overdue');
    const path = `/drill-plans/${idOf(3)}/calling-off`;
    expect(await codeOf(send(planner, path, { reason: 'Busan is being rebuilt.' }))).toBe('201');
    expect(await stateOf(idOf(3))).toBe('called_off');
    expect(await codeOf(send(planner, path, { reason: 'again' }))).toBe('409 drill_plan_ended');
  });
});

describe('a recorded drill', () => {
  it('names what there is, in the order of time', async () => {
    const sent = (more: object) => codeOf(send(recorder, '/drills', record(more)));
    expect(await sent({ node: 'nothing' })).toBe('404 node_not_found');
    expect(await sent({ option: 'by-hand' })).toBe('404 option_not_found');
    expect(await sent({ domain: 'atlantis' })).toBe('404 domain_not_found');
    expect(await sent({ doneAt: minutesOn(-60) })).toBe('409 drill_out_of_order');
    expect((await schedule()).records).toEqual([]);
  });

  it('is refused before it was held; a clock may run five minutes ahead', async () => {
    const sent = (more: object) => codeOf(send(recorder, '/drills', record(more)));
    const part = { scope: 'partial', kind: 'contact' };
    expect(await sent({ startedAt: minutesOn(186), doneAt: undefined })).toBe(
      '409 drill_not_held_yet',
    );
    expect(await sent({ doneAt: minutesOn(186) })).toBe('409 drill_not_held_yet');
    expect(await sent({ startedAt: '2999-01-01T00:00:00Z', doneAt: undefined })).toBe(
      '409 drill_not_held_yet',
    );
    expect((await schedule()).records).toEqual([]);
    expect(await sent({ ...part, startedAt: minutesOn(184), doneAt: undefined })).toBe('201');
  });

  it('of a part holds no plan and raises no level', async () => {
    await send(recorder, '/drills', record({ scope: 'partial' }));
    expect([await stateOf(idOf(1)), await levelOf()]).toEqual(['approved', 1]);
  });

  it('that failed is kept, ends the plan as failed and lowers nothing', async () => {
    await send(recorder, '/drills', record({ result: 'failed' }));
    expect([await stateOf(idOf(1)), await levelOf()]).toEqual(['failed', 1]);
  });

  it('of every whole site that passed raises the level to what was shown', async () => {
    const later = { startedAt: minutesOn(60), doneAt: minutesOn(82) };
    expect(await codeOf(send(recorder, '/drills', record(later)))).toBe('201');
    expect(await stateOf(idOf(1))).toBe('held');
    expect(await levelOf()).toBe(1);
    for (const domain of ['busan', 'daegu']) {
      await send(recorder, '/drills', record({ ...later, domain, option: undefined }));
    }
    expect(await levelOf()).toBe(3);
    const advised = await advise();
    expect([advised.freshCount, advised.drills]).toEqual([advised.targetCount, []]);
  });
});
