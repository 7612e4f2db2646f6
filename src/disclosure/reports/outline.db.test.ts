import { expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { addTimelineEntry, openIncident } from '../../incident/index.ts';
import { type Context, createApp } from '../../platform/index.ts';
import type { Outline } from './outline.ts';
import { outlineRoutes } from './outline-routes.ts';

const titles = { ko: '가', en: 'a' };
const outlines: readonly Outline[] = [
  {
    ...{ id: 'blameless', titles },
    sections: [{ part: 'happened', heading: titles, fill: ['timeline'], questions: [titles] }],
  },
];

it('is filled with what the public may read, for staff who read reports', async () => {
  const platform = await openTestPlatform();
  const staff = staffContext(platform, 'investigator');
  const incidentId = staff.newId();
  const opened = await openIncident(staff, {
    ...{ id: incidentId, slug: 'outlined', titles, zone: 'Asia/Seoul', openedAt: staff.now },
    ...{
      parties: [{ code: 'us', titles }],
      sources: [{ number: 1, address: 'https://a.example' }],
    },
    functions: [{ service: 'talk', function: 'send', titles }],
  });
  expect(opened.ok).toBe(true);
  for (const visibility of ['public', 'private'] as const) {
    const told = await addTimelineEntry(staff, {
      ...{ id: staff.newId(), incidentId, visibility, statedBy: 'us', sources: [1] },
      ...{ occurredAt: staff.now, occurredPrecision: 'exact' },
      text: { ko: `${visibility} 말`, en: `${visibility} words` },
    });
    expect(told.ok).toBe(true);
  }
  const ask = async (ctx: Context, id = incidentId) => {
    const routers = [{ path: '/', router: outlineRoutes(outlines) }];
    const app = createApp({ contextOf: async () => ctx, routers });
    const answered = await app.request(`/api/v1/incidents/${id}/report-outlines`);
    return { status: answered.status, text: await answered.text() };
  };
  const filled = await ask(staffContext(platform, 'approver'));
  expect(filled.status).toBe(200);
  expect(JSON.parse(filled.text)).toMatchObject([
    {
      id: 'blameless',
      text: {
        en: { happened: expect.stringMatching(/^## a\n\n.*? · public words \[1\]\n\n\? a$/) },
      },
    },
  ]);
  expect(filled.text).not.toContain('private');
  expect((await ask(claimantContext(platform))).status).toBe(403);
  expect((await ask(staff, staff.newId())).status).toBe(404);
});
