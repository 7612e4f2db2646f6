import { request } from 'node:http';
import { createRoute, z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { PlatformError } from '../platform-error.ts';
import { type HotAnswer, openHotLane, readHotJson } from './hot-lane.ts';
import { answer, createApi, createApp } from './http.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { jsonBody } from './problem-schema.ts';
import { type HttpServer, listen } from './server.ts';

// One route, answered by the lane where it can and by the router otherwise: nobody can tell which.

const path = '/api/v1/things';
const thing = z.strictObject({ name: z.string().min(1) });
let server: HttpServer;
let metrics: Metrics;
const lane: string[] = [];

function settle(body: { name: string }): HotAnswer | undefined {
  if (body.name === 'busy') {
    throw new PlatformError('overloaded', { message: 'later', retryable: true });
  }
  return { status: 201, text: JSON.stringify({ made: body.name }) };
}

beforeAll(async () => {
  const platform = await openTestPlatform();
  metrics = createMetrics(platform);
  const api = createApi();
  const route = createRoute({
    method: 'post',
    path,
    request: { body: jsonBody(thing) },
    responses: { 201: { description: 'made' } },
  });
  api.openapi(route, async (c) => {
    const { text } = settle(c.req.valid('json')) ?? { text: '{}' };
    return answer(c, { ok: true, value: JSON.parse(text) as object }, { status: 201 });
  });
  const { log } = platform;
  const contextOf = async () => systemContext(platform);
  const app = createApp({ log, metrics, contextOf, routers: [{ path: '/', router: api }] });
  const hot = openHotLane({
    route: {
      path,
      async answer({ bytes }) {
        const read = thing.safeParse(readHotJson(bytes));
        if (!read.success) return undefined;
        lane.push(read.data.name);
        return settle(read.data);
      },
    },
    addressOf: () => undefined,
    fetch: app.fetch,
    log,
    metrics,
  });
  server = await listen({ app, lane: hot, host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close(0));

interface Answered {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

function send(body: string, headers: Record<string, string> = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: server.port,
        path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () => {
          const { date: _date, connection: _c, 'keep-alive': _k, ...rest } = incoming.headers;
          const text = Buffer.concat(parts).toString();
          resolve({ status: incoming.statusCode ?? 0, headers: rest, body: text });
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** What only the router takes: a request with a trace. */
const routed = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };

describe('the lane of the rush', () => {
  it.each([
    ['a thing', '{"name":"chair"}', true],
    ['a thing in Korean', '{"name":"의자"}', true],
    ['a field that is missing', '{}', false],
    ['another field', '{"name":"a","more":1}', false],
    ['text that is not JSON', '{"name":', false],
    ['what cannot be taken now', '{"name":"busy"}', true],
  ])('answers %s as the router does', async (_what, body, isLane) => {
    lane.length = 0;
    const quick = await send(body);
    expect(lane).toHaveLength(isLane ? 1 : 0);
    const slow = await send(body, routed);
    expect(lane).toHaveLength(isLane ? 1 : 0);
    const { 'transfer-encoding': _chunked, 'content-length': _length, ...headers } = slow.headers;
    const { 'content-length': _other, ...quickHeaders } = quick.headers;
    expect({ ...quick, headers: quickHeaders }).toEqual({ ...slow, headers });
  });

  it.each([
    { cookie: 'amends_session=x' },
    { origin: 'https://elsewhere.example' },
    { 'sec-fetch-site': 'cross-site' },
    { authorization: 'Bearer x' },
    { 'content-type': 'text/plain' },
    { host: 'a b' },
  ])('leaves a request with %o to the router', async (headers) => {
    lane.length = 0;
    await send('{"name":"chair"}', headers);
    expect(lane).toEqual([]);
  });

  it('leaves a large body to the router, and is counted like any other request', async () => {
    lane.length = 0;
    const name = 'x'.repeat(70_000);
    expect((await send(JSON.stringify({ name }))).status).toBe(201);
    expect(lane).toEqual([]);
    const text = await metrics.registry.metrics();
    const counted =
      /amends_http_request_seconds_count\{method="POST",route="\/api\/v1\/things",status="201"\} (\d+)/;
    expect(Number(counted.exec(text)?.[1])).toBeGreaterThanOrEqual(3);
    expect(text).toMatch(/amends_problems_total\{status="503"\} 2/);
  });
});
