import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { parseInstant } from '../kernel/index.ts';
import { type Context, createApp } from '../platform/index.ts';
import { incidentRoutes } from './routes.ts';
import { cohortWire, timelineEntryWire } from './wire/account-wire.ts';
import { impactWire } from './wire/impact-wire.ts';
import { recordedWire } from './wire/incident-wire.ts';

let staff: Context;
let incidentId: string;
const titles = { ko: '가', en: 'a' };
const stated = { statedBy: 'kakao', sources: [1] };
const place = { service: 'melon', function: 'streaming', scope: {} };
const from = '2022-10-15T15:30:00+09:00';

async function send(path: string, body?: unknown): Promise<unknown> {
  const routers = [{ path: '/', router: incidentRoutes() }];
  const app = createApp({ contextOf: async () => staff, routers });
  const answered = await app.request(`/api/v1/incidents${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
  return answered.json();
}

const record = async (noun: string, fields: object) =>
  recordedWire.parse(await send(`/${incidentId}/${noun}`, { id: staff.newId(), ...fields }));

const only = async <S extends z.ZodType>(noun: string, item: S): Promise<z.infer<S>> =>
  z
    .array(item)
    .length(1)
    .parse(await send(`/${incidentId}/${noun}`))[0] as z.infer<S>;

beforeAll(async () => {
  const now = parseInstant('2022-12-20T23:30:00+09:00');
  const platform = await openTestPlatform(now === undefined ? {} : { now });
  staff = staffContext(platform, 'investigator');
  incidentId = staff.newId();
  const opened = await send('', {
    ...{ id: incidentId, slug: 'sent-back', titles, zone: 'Asia/Seoul', openedAt: from },
    parties: [{ code: 'kakao', titles }],
    functions: [{ service: 'melon', function: 'streaming', titles }],
    sources: [{ number: 1, address: 'https://example.org', remark: null }],
  });
  recordedWire.parse(opened);
  const interval = { from, fromPrecision: 'exact' };
  await record('impacts', {
    ...{ ...place, ...stated, severity: 'degraded', intervals: [interval], reason: 'notice' },
  });
  await record('cohorts', {
    ...{ ...place, ...stated, partyClass: 'paying', partyCount: 3, isAssumed: false, from },
    ...{ until: '2022-10-15T16:30:00+09:00', reason: 'published count' },
  });
  await record('timeline', {
    ...{ ...stated, occurredAt: from, occurredPrecision: 'exact', text: titles },
    visibility: 'private',
  });
});

it('takes back what it answered, with the nulls it wrote out', async () => {
  const impact = await only('impacts', impactWire);
  const cohort = await only('cohorts', cohortWire);
  const entry = await only('timeline', timelineEntryWire);
  expect(impact).toMatchObject({
    ...{ scope: { region: null, platform: null, plan: null }, note: null },
    intervals: [{ until: null, untilPrecision: null }],
  });
  expect([cohort.populationHash, entry.contestGroup]).toEqual([null, null]);
  const sentBack = { impacts: impact, cohorts: cohort, timeline: entry };
  for (const [noun, body] of Object.entries(sentBack)) {
    // The same id with the same content: it means what it meant, and nothing new is recorded.
    const again = await send(`/${incidentId}/${noun}`, body);
    expect([noun, again]).toEqual([noun, { id: body.id, isNew: false }]);
  }
});
