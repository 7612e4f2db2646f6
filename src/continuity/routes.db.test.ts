import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openTestPlatform, staffContext } from '../../test/support/platform.ts';
import { type Context, createApp, type Platform } from '../platform/index.ts';
import { continuityRoutes } from './routes.ts';
import {
  assessmentWire,
  explanationWire,
  inventoryWire,
  levelsWire,
  recordedAssessmentWire,
  summariesWire,
} from './wire/assessment-wire.ts';

let platform: Platform;
let investigator: Context;
let auditor: Context;
let files: { path: string; text: string }[];
let assessmentId: string;

const base = '/api/v1/continuity/assessments';

async function send(ctx: Context, path: string, body?: unknown): Promise<Response> {
  const routers = [{ path: '/', router: continuityRoutes() }];
  const app = createApp({ contextOf: async () => ctx, routers });
  if (body === undefined) return app.request(`${base}${path}`);
  const headers = { 'content-type': 'application/json' };
  return app.request(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function readAs<S extends z.ZodType>(schema: S, path: string): Promise<z.infer<S>> {
  const answered = await send(auditor, path);
  expect(answered.status).toBe(200);
  return schema.parse(await answered.json());
}

async function problemOf(answered: Response): Promise<unknown> {
  return { status: answered.status, ...((await answered.json()) as object) };
}

async function record(body: object): Promise<z.infer<typeof recordedAssessmentWire>> {
  const answered = await send(investigator, '', body);
  expect(answered.status).toBe(201);
  return recordedAssessmentWire.parse(await answered.json());
}

beforeAll(async () => {
  platform = await openTestPlatform();
  investigator = staffContext(platform, 'investigator');
  auditor = staffContext(platform, 'auditor');
  const folder = fileURLToPath(new URL('../../cases/pangyo-2022/inventory', import.meta.url));
  const names = await readdir(folder);
  files = await Promise.all(
    names.map(async (path) => ({ path, text: await readFile(`${folder}/${path}`, 'utf8') })),
  );
  assessmentId = (await record({ files })).id;
});

describe('the continuity API', () => {
  it('records an uploaded inventory once, every single site lost in turn', async () => {
    expect(await record({ files })).toEqual({ id: assessmentId, isNew: false });
    const found = await readAs(assessmentWire, `/${assessmentId}`);
    const [loss] = found.losses;
    expect(loss?.domains).toEqual(['pangyo']);
    expect(loss?.stuck).toHaveLength(12);
    expect(loss?.states.filter(({ state }) => state === 'stuck').map(({ node }) => node)).toEqual(
      loss?.stuck,
    );
    expect(found.assessedBy.id).toBe(investigator.actor.id);
    expect(found.inventory.nodes.map(({ id }) => id)).toContain('login');
    const inventory = await readAs(inventoryWire, `/${assessmentId}/inventory`);
    expect(inventory.name).toBe(found.inventory.name);
  });

  it('lists a page at a time without leaving one out', async () => {
    const losses = [{ domains: ['pangyo'], returnsAfterMinutes: 611 }];
    const other = await record({ files, losses });
    const first = await readAs(summariesWire, '?limit=1');
    const second = await readAs(summariesWire, `?limit=1&after=${first.next}`);
    const ids = [...first.assessments, ...second.assessments].map(({ id }) => id);
    expect(ids.sort()).toEqual([assessmentId, other.id].sort());
    expect(second.next).toBeNull();
  });

  it('draws a loss, tells its story in both languages, and scores the levels', async () => {
    const drawn = await send(auditor, `/${assessmentId}/losses/0/diagram?locale=en`);
    expect(drawn.headers.get('content-type')).toContain('image/svg+xml');
    expect(await drawn.text()).toMatch(/^<svg [\s\S]*data-node="login" data-state="stuck"/);
    const story = `/${assessmentId}/losses/0/explanation?node=login`;
    const ko = await readAs(explanationWire, `${story}&locale=ko`);
    const en = await readAs(explanationWire, `${story}&locale=en`);
    expect(ko.lines.join(' ')).toContain('되살릴 수 없습니다');
    expect(en.lines[0]).toContain('Losing “SK C&C Pangyo data center” [pangyo] takes down');
    const levels = await readAs(levelsWire, `/${assessmentId}/levels`);
    expect(levels.level).toBe(0);
    expect(levels.nodes.some(({ heldBackBy }) => heldBackBy.includes('pangyo'))).toBe(true);
  });

  it('names file, line, what was found and what would be right in a broken file', async () => {
    const broken = files.map((file) =>
      file.path.startsWith('50') ? { ...file, text: `${file.text}\n  spare: [` } : file,
    );
    expect(await problemOf(await send(investigator, '', { files: broken }))).toMatchObject({
      status: 409,
      code: 'inventory_refused',
      params: { findings: [{ file: '50-services.yaml', line: expect.any(Number) }] },
    });
    const nodes = 'nodes:\n  a: { kind: service, at: here }\n';
    const text = `format: amends-inventory/1\nname: x\n${nodes}`;
    const answered = await send(investigator, '', { files: [{ path: 'a.yaml', text }] });
    const { params } = (await answered.json()) as { params: { findings: object[] } };
    expect(params.findings).toMatchObject([
      { file: 'a.yaml', line: 4, field: 'nodes.a.at', code: 'unknown_name' },
    ]);
  });

  it('refuses what cannot be assessed', async () => {
    const text = 'format: amends-inventory/1\nname: x\nnodes:\n  a: { kind: service, at: "-" }\n';
    const bare = { files: [{ path: 'a.yaml', text }] };
    expect(await problemOf(await send(investigator, '', bare))).toMatchObject({
      code: 'no_site_in_inventory',
    });
    const losses = [{ domains: ['pangio'] }];
    expect(await problemOf(await send(investigator, '', { files, losses }))).toMatchObject({
      status: 404,
      code: 'domain_not_found',
    });
    const incidentId = investigator.newId();
    expect(await problemOf(await send(investigator, '', { files, incidentId }))).toMatchObject({
      status: 404,
      code: 'incident_not_found',
    });
    expect((await send(investigator, '', { files: [] })).status).toBe(422);
    expect((await send(auditor, '', { files })).status).toBe(403);
  });

  it('answers what is missing, and those who may not read', async () => {
    const missing = [
      [`/${investigator.newId()}`, 'assessment_not_found'],
      [`/${assessmentId}/losses/99/diagram`, 'loss_not_found'],
      [`/${assessmentId}/losses/0/explanation?node=nobody`, 'node_not_found'],
    ] as const;
    for (const [path, code] of missing) {
      expect(await problemOf(await send(auditor, path))).toMatchObject({ status: 404, code });
    }
    const agent = staffContext(platform, 'agent');
    expect((await send(agent, '')).status).toBe(403);
    expect((await send(agent, `/${assessmentId}/losses/0/diagram`)).status).toBe(403);
  });

  it('tells the worst loss and what the rules find open, in the language asked for', async () => {
    const answer = await send(auditor, `/${assessmentId}/outlook?locale=ko`);
    expect(answer.status).toBe(200);
    const outlook = (await answer.json()) as {
      readonly worst: { readonly domains: readonly string[]; readonly stuck: readonly string[] };
      readonly findings: readonly { readonly rule: string; readonly message: string }[];
      readonly notAsked: readonly string[];
    };
    expect(outlook.worst.domains).toEqual(['pangyo']);
    expect(outlook.worst.stuck).toContain('login');
    expect(outlook.notAsked).toEqual(['G8', 'G11']);
    expect([...new Set(outlook.findings.map(({ rule }) => rule))]).toEqual([
      'G1',
      'G3',
      'G5',
      'G6',
      'G10',
    ]);
    expect(outlook.findings[0]?.message).toContain('되살릴 수 없습니다');
    const agent = staffContext(platform, 'agent');
    expect((await send(agent, `/${assessmentId}/outlook`)).status).toBe(403);
  });

  it('tells what is waived for now apart from what is open, by the waivers given last', async () => {
    const nodes = 'nodes:\n  one: { kind: data, at: here }\n  two: { kind: data, at: here }\n';
    const waive = (about: string, until: string): string =>
      `waivers: [{ rule: G5, about: ${about}, owner: storage, until: ${until}, why: soon }]\n`;
    const text = `format: amends-inventory/1\nname: waived\ndomains:\n  here: { class: site }\n${nodes}`;
    const give = (more: string) => record({ files: [{ path: 'a.yaml', text: `${text}${more}` }] });
    const told = async (id: string) => {
      const answer = await send(auditor, `/${id}/outlook?locale=en`);
      const outlook = (await answer.json()) as {
        readonly findings: readonly {
          readonly rule: string;
          readonly about: string;
          readonly waiver: { readonly owner: string; readonly until: string } | null;
        }[];
        readonly notAsked: readonly string[];
      };
      const found = outlook.findings.filter(({ rule }) => rule === 'G5' || rule === 'G9');
      return { ...outlook, found: found.map(({ rule, about, waiver }) => [rule, about, waiver]) };
    };
    const { id } = await give(waive('one', '2999-12-31'));
    const first = await told(id);
    const waiver = { owner: 'storage', until: '2999-12-31', why: 'soon' };
    expect(first.found).toEqual([
      ['G5', 'one', waiver],
      ['G5', 'two', null],
    ]);
    expect(first.notAsked).toEqual(['G8', 'G11']);
    expect((await give(waive('two', '2001-01-31'))).id).toBe(id);
    expect((await told(id)).found).toEqual([
      ['G5', 'one', null],
      ['G5', 'two', null],
      ['G9', 'two', null],
    ]);
  });

  it('draws a large inventory as a box for each place', async () => {
    const domains = 'domains:\n  here: { class: site }\n';
    const nodes = Array.from({ length: 401 }, (_, at) => `  n${at}: { kind: service, at: here }`);
    const text = `format: amends-inventory/1\nname: big\n${domains}nodes:\n${nodes.join('\n')}\n`;
    const { id } = await record({ files: [{ path: 'big.yaml', text }] });
    const answer = await send(auditor, `/${id}/losses/0/diagram?locale=en`);
    expect(answer.status).toBe(200);
    const svg = await answer.text();
    expect(svg).toContain('401 in all: 401 down');
    expect(svg).not.toContain('data-node');
  });
});
