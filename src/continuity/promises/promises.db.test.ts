import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { type Context, createApp, type Platform } from '../../platform/index.ts';
import { continuityRoutes } from '../routes.ts';
import { promisesWire } from './routes.ts';

let platform: Platform;
let investigator: Context;
let auditor: Context;
const base = '/api/v1/continuity/promises';
const id = '0190a000-0000-7000-8000-000000000001';

async function send(ctx: Context, path: string, body?: unknown): Promise<Response> {
  const routers = [{ path: '/', router: continuityRoutes() }];
  const app = createApp({ contextOf: async () => ctx, routers });
  if (body === undefined) return app.request(`${base}${path}`);
  const headers = { 'content-type': 'application/json' };
  return app.request(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

const list = async () => promisesWire.parse(await (await send(auditor, '')).json());
const made = {
  id,
  title: { ko: '권한 도구를 두 곳에 둡니다', en: 'Rights tools at two sites' },
  owner: 'Platform team',
  dueOn: '2000-01-31',
};
const codeOf = async (answered: Response) => ({
  status: answered.status,
  code: ((await answered.json()) as { code?: string }).code,
});

beforeAll(async () => {
  platform = await openTestPlatform();
  investigator = staffContext(platform, 'investigator');
  auditor = staffContext(platform, 'auditor');
});

describe('promises', () => {
  it('are made once, however often they are sent, and shown overdue after their day', async () => {
    expect((await send(investigator, '', made)).status).toBe(201);
    expect((await send(investigator, '', { ...made, owner: 'Another' })).status).toBe(201);
    const { promises } = await list();
    expect(promises).toMatchObject([{ id, owner: 'Platform team', state: 'overdue', proof: null }]);
  });

  it('are made and kept by those who may write only', async () => {
    expect((await send(auditor, '', made)).status).toBe(403);
    const proof = { keptOn: '2000-01-01', proof: 'drilled' };
    expect((await send(auditor, `/${id}/proof`, proof)).status).toBe(403);
  });

  it('name an incident that there is', async () => {
    const incidentId = '0190a000-0000-7000-8000-00000000ffff';
    const body = { ...made, id: '0190a000-0000-7000-8000-000000000002', incidentId };
    expect(await codeOf(await send(investigator, '', body))).toEqual({
      status: 404,
      code: 'incident_not_found',
    });
  });

  it('are kept once, not tomorrow, and late when they are late', async () => {
    const proof = { keptOn: '2999-01-01', proof: 'Drill report 7' };
    const sent = (body: object, at = id) => send(investigator, `/${at}/proof`, body);
    expect(await codeOf(await sent(proof))).toEqual({
      status: 409,
      code: 'promise_kept_in_future',
    });
    const unknown = '0190a000-0000-7000-8000-00000000eeee';
    expect(await codeOf(await sent(proof, unknown))).toEqual({
      status: 404,
      code: 'promise_not_found',
    });
    const kept = { ...proof, keptOn: '2000-02-01', proofUrl: 'https://example.org/drill' };
    expect((await sent(kept)).status).toBe(201);
    expect(await codeOf(await sent(kept))).toEqual({ status: 409, code: 'promise_already_kept' });
    expect((await list()).promises[0]).toMatchObject({ state: 'kept_late', proof: kept });
  });

  it('are not links to anything but the web', async () => {
    const proof = { keptOn: '2000-01-01', proof: 'x', proofUrl: 'javascript:alert(1)' };
    expect((await send(investigator, `/${id}/proof`, proof)).status).toBe(422);
  });
});
