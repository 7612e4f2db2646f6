import { createRoute, z } from '@hono/zod-openapi';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { type RecordedSpan, recordSpans } from '../../../test/support/recording-tracer.ts';
import { sql } from '../database.ts';
import { createApi, createApp } from '../http/http.ts';
import { openLog } from '../log.ts';
import { type Consumer, consumeOnce, publishEvents, subscribeConsumers } from '../outbox.ts';
import type { Platform } from '../platform.ts';
import { renderSafePath } from './http-span.ts';

const spans = recordSpans() as RecordedSpan[];
const lines: string[] = [];
const log = openLog('info', { write: (line) => lines.push(line) });

let platform: Platform;
let app: ReturnType<typeof createApp>;

const claimRoute = createRoute({
  method: 'get',
  path: '/claims/{number}',
  request: {
    params: z.object({ number: z.string() }),
    query: z.object({ name: z.string().optional() }),
  },
  responses: { 200: { description: 'found' } },
});

beforeAll(async () => {
  platform = await openTestPlatform();
  const router = createApi();
  router.openapi(claimRoute, async (c) => {
    await c.var.ctx.read((tx) => sql`select 1`.execute(tx));
    return c.json({}, 200);
  });
  router.get('/broken', () => {
    throw new Error('홍길동 typed this');
  });
  app = createApp({
    log,
    contextOf: async () => systemContext(platform),
    routers: [{ path: '/api/v1', router }],
  });
});

beforeEach(() => {
  spans.length = 0;
  lines.length = 0;
});

const kind = { internal: 0, server: 1, client: 2, consumer: 4 } as const;

describe('a request', () => {
  it('is a server span below the caller, with the transaction below it', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const path = '/api/v1/claims/7K4M-Q2XD-9F?name=hong';
    expect((await app.request(path, { headers })).status).toBe(200);
    const [request, read] = spans;
    expect(request).toMatchObject({
      name: 'GET /api/v1/claims/:number',
      kind: kind.server,
      parent: { traceId, spanId: 'b7ad6b7169203331', isRemote: true },
      isEnded: true,
      status: undefined,
    });
    expect(request?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/api/v1/claims/:number',
      'http.response.status_code': 200,
      'url.path': '/api/v1/claims/REDACTED',
    });
    expect(read).toMatchObject({
      name: 'read',
      kind: kind.client,
      parent: { spanId: request?.spanContext.spanId },
      attributes: { 'db.system.name': 'postgresql', 'db.operation.name': 'read' },
      isEnded: true,
    });
  });

  it('that fails is marked, without the words of the error; its log line has the trace', async () => {
    const response = await app.request('/api/v1/broken');
    const { faultId } = (await response.json()) as { faultId: string };
    const [request] = spans;
    expect(request?.attributes).toMatchObject({
      'http.response.status_code': 500,
      'error.type': '500',
    });
    expect(JSON.stringify(spans)).not.toContain('홍길동');
    const line = JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
    const { traceId, spanId } = request?.spanContext ?? {};
    expect(line).toMatchObject({ faultId, traceId, spanId });
  });

  it('for an unknown address shows no part of it', async () => {
    await app.request('/ko/claims/7K4M-Q2XD-9F/secret');
    expect(spans[0]).toMatchObject({ name: 'GET', attributes: { 'url.path': 'REDACTED' } });
    expect(JSON.stringify(spans)).not.toContain('7K4M');
  });

  it.each([
    ['/ko/claims/7K4M/proof', '/:lang/claims/:number/proof', '/REDACTED/claims/REDACTED/proof'],
    ['/healthz', '/healthz', '/healthz'],
    ['/a/b/c', '/a/:b', '/a/REDACTED/REDACTED'],
    ['/a/b', '/a/*', 'REDACTED'],
    ['/', '/', '/'],
  ])('%s of route %s is shown as %s', (path, route, shown) => {
    expect(renderSafePath(path, route)).toBe(shown);
  });
});

describe('a transaction', () => {
  it('that fails carries the SQLSTATE, and throws what it threw', async () => {
    const ctx = systemContext(platform);
    const failing = ctx.transact((tx) => sql`select 1 / 0`.execute(tx));
    await expect(failing).rejects.toThrow('division by zero');
    expect(spans).toMatchObject([
      { name: 'transaction', attributes: { 'error.type': '22012' }, isEnded: true },
    ]);
  });
});

describe('a delivery of the outbox', () => {
  it('is a consumer span that names its events; a poll that finds nothing is none', async () => {
    const heard: Consumer = {
      name: 'test.heard',
      eventTypes: ['claim_submitted'],
      batchSize: 10,
      consume: async () => undefined,
    };
    await subscribeConsumers(platform, [heard]);
    await systemContext(platform).transact((tx) =>
      publishEvents(tx, [
        { type: 'claim_submitted', subject: 'claim:1', payload: { a: '홍길동' } },
      ]),
    );
    const { rows } = await sql<{ id: bigint }>`select id from platform.event`.execute(platform.db);
    spans.length = 0;
    expect(await consumeOnce(platform, heard)).toBe(1);
    expect(await consumeOnce(platform, heard)).toBe(0);
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ name: 'process test.heard', kind: kind.consumer });
    expect(spans[0]?.attributes).toEqual({
      'messaging.system': 'amends_outbox',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'consume',
      'messaging.destination.name': 'test.heard',
      'messaging.batch.message_count': 1,
      'amends.event.ids': [String(rows[0]?.id)],
      'amends.event.types': ['claim_submitted'],
    });
  });
});
