import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  claimantContext,
  openTestPlatform,
  staffContext,
  systemContext,
} from '../../test/support/platform.ts';
import { openIncident, recordFinding } from '../incident/index.ts';
import { parseInstant } from '../kernel/index.ts';
import {
  type Context,
  createApp,
  drainOutbox,
  type Platform,
  publishEvents,
  sha256,
  sql,
  subscribeConsumers,
} from '../platform/index.ts';
import { signCheckpoint } from './commands.ts';
import { disclosureConsumers } from './consumers.ts';
import { disclosureRoutes } from './routes.ts';
import {
  checkpointWire,
  consistencyWire,
  entriesWire,
  headWire,
  inclusionWire,
  receiptProofWire,
  verificationLineWire,
} from './wire/log-wire.ts';
import { reportDocumentWire, reportDraftWire, reportVersionWire } from './wire/report-wire.ts';

let platform: Platform;
let investigator: Context;
let approver: Context;
let auditor: Context;
let incidentId: string;

const commitment = Buffer.alloc(32, 7).toString('base64');
const titles = { ko: '가', en: 'a' };
const sources = [1];

async function send(ctx: Context, path: string, method = 'GET'): Promise<Response> {
  const routers = [{ path: '/', router: disclosureRoutes() }];
  return createApp({ contextOf: async () => ctx, routers }).request(path, { method });
}

async function readAs<S extends z.ZodType>(schema: S, answered: Response): Promise<z.infer<S>> {
  expect(answered.status).toBeLessThan(300);
  return schema.parse(await answered.json());
}

async function problemOf(answered: Response): Promise<unknown> {
  return { status: answered.status, ...((await answered.json()) as object) };
}

async function recordCause(text: string): Promise<void> {
  const finding = {
    id: investigator.newId(),
    incidentId,
    layer: 'facility',
    contests: [],
  } as const;
  const stated = { statedBy: 'kakao', sources, text: { ko: text, en: text } };
  expect((await recordFinding(investigator, { ...finding, ...stated })).ok).toBe(true);
}

beforeAll(async () => {
  const now = parseInstant('2022-12-20T23:30:00+09:00');
  const openedAt = parseInstant('2022-10-15T15:19:00+09:00');
  if (now === undefined || openedAt === undefined) throw new Error('the instants are read');
  platform = await openTestPlatform({ now });
  await subscribeConsumers(platform, disclosureConsumers);
  investigator = staffContext(platform, 'investigator');
  approver = staffContext(platform, 'approver');
  auditor = staffContext(platform, 'auditor');
  incidentId = investigator.newId();
  await openIncident(investigator, {
    id: incidentId,
    slug: 'outage',
    titles,
    zone: 'Asia/Seoul',
    openedAt,
    parties: [{ code: 'kakao', titles }],
    functions: [{ service: 'melon', function: 'streaming', titles }],
    sources: [{ number: 1, address: 'https://example.org' }],
  });
  await investigator.transact((tx) =>
    publishEvents(tx, [{ type: 'claim_submitted', subject: 'c1', payload: { commitment } }]),
  );
  await drainOutbox(platform, disclosureConsumers);
});

describe('the log API', () => {
  it('says that nothing is signed yet, and then what is', async () => {
    const before = await readAs(headWire, await send(auditor, '/api/v1/log/head'));
    expect(before).toMatchObject({ size: 2, checkpoint: null, frozenCode: null });
    expect(await problemOf(await send(auditor, '/api/v1/log/checkpoint'))).toMatchObject({
      status: 404,
      code: 'checkpoint_not_found',
    });
    await signCheckpoint(systemContext(platform));
    const head = await readAs(headWire, await send(auditor, '/api/v1/log/head'));
    expect(head.kinds).toEqual([
      { kind: 'claim_submitted', count: 1 },
      { kind: 'incident_opened', count: 1 },
    ]);
    const signed = await readAs(checkpointWire, await send(auditor, '/api/v1/log/checkpoint'));
    expect(head.checkpoint).toEqual(signed);
    expect(signed.note.split('\n')[1]).toBe('2');
  });

  it('gives entries a page at a time, and proofs, to anybody', async () => {
    const anyone = claimantContext(platform);
    const page = await send(anyone, '/api/v1/log/entries?from=1&limit=1');
    const { entries, size } = await readAs(entriesWire, page);
    expect({ size, count: entries.length }).toEqual({ size: 2, count: 1 });
    expect(entries[0]).toMatchObject({ index: 1, leaf: { commitment } });
    const inclusion = '/api/v1/log/proofs/inclusion?index=1';
    expect((await readAs(inclusionWire, await send(anyone, inclusion))).proof).toHaveLength(1);
    const consistency = '/api/v1/log/proofs/consistency?first=1&second=2';
    expect((await readAs(consistencyWire, await send(anyone, consistency))).second).toBe(2);
    const receipt = `/api/v1/log/receipt-proof?commitment=${encodeURIComponent(commitment)}`;
    expect((await readAs(receiptProofWire, await send(anyone, receipt))).leafIndex).toBe(1);
    expect(await problemOf(await send(anyone, `${inclusion}&size=9`))).toMatchObject({
      status: 409,
      code: 'tree_not_covered',
    });
    expect((await send(anyone, '/api/v1/log/entries?limit=0')).status).toBe(422);
  });

  it('recomputes everything for an auditor, line by line, and for nobody else', async () => {
    const verify = (ctx: Context) => send(ctx, '/api/v1/log/verification', 'POST');
    expect((await verify(investigator)).status).toBe(403);
    const lines = (await (await verify(auditor)).text()).trimEnd().split('\n');
    const read = lines.map((line) => verificationLineWire.parse(JSON.parse(line)));
    expect(read).toMatchObject([
      { kind: 'progress', done: 2, total: 2 },
      { kind: 'result', result: { isVerified: true, signedSize: 2, faults: [] } },
    ]);
    const { rows } = await auditor.read((tx) =>
      sql<{ actor: string }>`select actor_id as actor from platform.audit
        where action = 'log_verified'`.execute(tx),
    );
    expect(rows).toEqual([{ actor: auditor.actor.id }]);
  });
});

describe('the report API', () => {
  const drafts = () => `/api/v1/incidents/${incidentId}/report-drafts`;

  async function listDrafts(): Promise<z.infer<typeof reportDraftWire>[]> {
    return readAs(z.array(reportDraftWire), await send(auditor, drafts()));
  }

  it('publishes what one person prepared and another approved, as the bytes previewed', async () => {
    const prepared = await send(investigator, drafts(), 'POST');
    expect(prepared.status).toBe(201);
    const draft = await readAs(reportDraftWire, prepared);
    expect(draft).toMatchObject({ state: 'waiting', isCurrent: true, baseVersion: 0 });
    const again = await readAs(reportDraftWire, await send(approver, drafts(), 'POST'));
    expect(again.id).toBe(draft.id);
    const preview = await send(approver, `/api/v1/report-drafts/${draft.id}/document`);
    const bytes = await preview.text();
    expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(draft.hash);
    const approval = `/api/v1/report-drafts/${draft.id}/approval`;
    const version = await readAs(reportVersionWire, await send(approver, approval, 'POST'));
    expect(version).toMatchObject({ version: 1, hash: draft.hash });
    const published = await send(claimantContext(platform), '/api/v1/reports/outage/1');
    expect(await published.clone().text()).toBe(bytes);
    await readAs(reportDocumentWire, published);
    const versions = await send(claimantContext(platform), '/api/v1/reports/outage');
    expect(await readAs(z.array(reportVersionWire), versions)).toEqual([version]);
    expect(await listDrafts()).toMatchObject([{ state: 'published', publishedAs: 1 }]);
    expect(await problemOf(await send(investigator, drafts(), 'POST'))).toMatchObject({
      status: 409,
      code: 'report_unchanged',
      params: { version: 1 },
    });
  });

  it('is never approved by who prepared it, nor after another version came out', async () => {
    await recordCause('fire');
    const own = await readAs(reportDraftWire, await send(approver, drafts(), 'POST'));
    const ownPath = `/api/v1/report-drafts/${own.id}/approval`;
    expect(await problemOf(await send(approver, ownPath, 'POST'))).toMatchObject({
      status: 409,
      code: 'own_report',
    });
    await recordCause('no second site');
    expect(await listDrafts()).toMatchObject([{ id: own.id, isCurrent: false }, {}]);
    const later = await readAs(reportDraftWire, await send(investigator, drafts(), 'POST'));
    await send(approver, `/api/v1/report-drafts/${later.id}/approval`, 'POST');
    const other = staffContext(platform, 'approver');
    expect(await problemOf(await send(other, ownPath, 'POST'))).toMatchObject({
      code: 'report_draft_outdated',
      params: { publishedVersion: 2 },
    });
    expect((await listDrafts()).map(({ state }) => state)).toContain('outdated');
  });

  it('is kept apart by the database too: nobody publishes what they prepared', async () => {
    const insert = (publishedBy: string) =>
      approver.transact((tx) =>
        sql`insert into disclosure.report (incident_id, version, hash, document, draft_id,
            prepared_by, published_by, published_at)
          select incident_id, 99, hash, document, id, prepared_by, ${publishedBy}, now()
          from disclosure.report_draft where prepared_by = ${approver.actor.id}`.execute(tx),
      );
    await expect(insert(approver.actor.id)).rejects.toThrow('approved_by_another');
  });

  it('answers what is missing, and those who may not', async () => {
    const missing = `/api/v1/report-drafts/${incidentId}`;
    expect(await problemOf(await send(approver, `${missing}/approval`, 'POST'))).toMatchObject({
      status: 404,
      code: 'report_draft_not_found',
    });
    expect((await send(approver, `${missing}/document`)).status).toBe(404);
    expect((await send(auditor, `${missing}/approval`, 'POST')).status).toBe(403);
    expect((await send(auditor, drafts(), 'POST')).status).toBe(403);
    expect((await send(claimantContext(platform), drafts())).status).toBe(403);
    expect((await send(auditor, '/api/v1/reports/outage/7')).status).toBe(404);
    expect((await send(auditor, '/api/v1/reports/other')).status).toBe(404);
  });
});
