import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClaimGate } from '../../src/claims/index.ts';
import { bodyLimits, composeRouters } from '../../src/main.ts';
import {
  createApp,
  createMetrics,
  findProjectDir,
  type HttpServer,
  healthRoutes,
  listen,
  sql,
} from '../../src/platform/index.ts';
import { claimantContext, staffContext } from '../support/platform.ts';
import { openReviewBench, type ReviewBench } from '../support/review-bench.ts';

// Addresses and methods as no browser writes them (A10), and what a server should not have at all
// (A11), over a socket, so that nothing tidies them up on the way.

let bench: ReviewBench;
let server: HttpServer;
let claim: { claimId: string; claimNumber: string };
beforeAll(async () => {
  bench = await openReviewBench();
  claim = await bench.file();
  const { platform } = bench;
  const site = { help: {}, publicUrl: 'http://localhost' };
  const app = createApp({
    log: platform.log,
    bodyLimits,
    contextOf: async (c) =>
      c.req.header('x-acts-as') === 'reviewer'
        ? staffContext(platform, 'reviewer', { id: 'reviewer' })
        : claimantContext(platform),
    routers: await composeRouters(findProjectDir(), openClaimGate(), site),
  });
  app.route('/', healthRoutes(platform, createMetrics(platform)));
  server = await listen({ app, host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close(100));

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Sends a request line as it is written, and reads the whole answer. */
function ask(line: string, headers: readonly string[] = [], body = ''): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect({ port: server.port, host: '127.0.0.1' });
    socket.on('data', (part) => parts.push(part));
    socket.once('error', reject);
    socket.once('close', () => {
      const text = Buffer.concat(parts).toString('utf8');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text });
    });
    const all = ['host: amends.test', 'connection: close', ...headers];
    const length = body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`];
    socket.write(`${line} HTTP/1.1\r\n${[...all, ...length].join('\r\n')}\r\n\r\n${body}`);
  });
}

const spellings: readonly ((path: string) => string)[] = [
  (path) => `/${path}`,
  (path) => path.replace('/v1', '//v1'),
  (path) => path.toUpperCase(),
  (path) => `${path}/`,
  (path) => `${path};x=1`,
  (path) => `${path}%2f`,
  (path) => `${path}.`,
  (path) => `${path}.json`,
  (path) => `${path}%20`,
  (path) => path.replace('claims', '%63laims'),
  (path) => path.replace('claims', '%2563laims'),
  (path) => path.replace('/claims', '/./claims'),
  (path) => path.replace('/claims', '/x/../claims'),
  (path) => path.replace('/claims', '/%2e%2e/v1/claims'),
  (path) => path.replace('/claims', '\\claims'),
  (path) => `http://localhost${path}`,
  (path) => `/ko/..${path}`,
  (path) => `/assets/..${path}`,
];

describe('an address spelled otherwise (A10)', () => {
  it('opens nothing that the plain one keeps shut', async () => {
    const path = `/api/v1/claims/${claim.claimId}`;
    expect((await ask(`GET ${path}`)).status).toBe(403);
    const [yes, no] = [
      await ask(`GET ${path}`, ['x-acts-as: reviewer']),
      await ask(`GET ${path}`, ['x-acts-as: somebody']),
    ];
    expect([yes.status, no.status]).toEqual([200, 403]);
    for (const spell of spellings) {
      for (const method of ['GET', 'HEAD']) {
        const line = `${method} ${spell(path)}`;
        const { status, text } = await ask(line);
        expect([line, [400, 403, 404, 422].includes(status)]).toEqual([line, true]);
        expect(text).not.toContain(claim.claimNumber);
      }
    }
  });

  it('changes nothing either, nor does a method in a header or a query', async () => {
    const path = `/api/v1/claims/${claim.claimId}/erasure`;
    const headers = ['content-type: application/json', 'sec-fetch-site: same-origin'];
    const tricks = ['x-http-method-override', 'x-http-method', 'x-method-override'];
    for (const [line, more] of [
      ...spellings.map((spell) => [`POST ${spell(path)}`, []] as const),
      ...tricks.map((name) => [`GET ${path}`, [`${name}: POST`]] as const),
      [`GET ${path}?_method=POST`, []] as const,
    ]) {
      const { status } = await ask(line, [...headers, ...more], line.startsWith('P') ? '{}' : '');
      expect([line, [400, 403, 404, 405, 422].includes(status)]).toEqual([line, true]);
    }
    const { rows } = await sql`select state from claims.claim
      where id = ${claim.claimId} and key_salt is not null`.execute(bench.platform.db);
    expect(rows).toHaveLength(1);
  });

  it.each(['TRACE', 'TRACK', 'PROPFIND', 'FOO'])('%s does nothing', async (method) => {
    const { status, text } = await ask(`${method} /ko`, ['x-canary: canary-in-header']);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('canary-in-header');
  });
});

describe('what is not there (A11)', () => {
  const absent = [
    '/.git/config',
    '/.env',
    '/.amends/postgres/password',
    '/package.json',
    '/src/main.ts',
    '/sql/migrations/0003-claims.sql',
    '/backup.sql',
    '/api/v0/claims',
    '/api/v2/claims',
    '/api/claims',
    '/debug',
    '/debug/pprof',
    '/actuator/health',
    '/server-status',
    '/graphql',
    '/admin',
    '/assets/upload.js.map',
    '/assets/../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/console/assets/../../../package.json',
    '/console/assets/..%2f..%2f..%2fpackage.json',
    '/console/assets/',
    '/public/../package.json',
    '/public/pangyo-2022/attachments/..%2f..%2fpackage.json',
    '/log/shards/../../package.json',
  ];
  it.each(absent)('%s', async (path) => {
    const { status, text } = await ask(`GET ${path}`);
    expect([path, [400, 403, 404, 422].includes(status)]).toEqual([path, true]);
    expect(text).not.toMatch(/"dependencies"|create table|\[core\]/);
  });

  it('no script that is served names a map of its source', async () => {
    const { text: page } = await ask('GET /console');
    const named = [...page.matchAll(/src="(\/console\/assets\/[^"]+\.js)"/g)].map(
      ([, path]) => path,
    );
    const scripts = [
      ...named,
      '/assets/upload.js',
      '/assets/keep-claim.js',
      '/assets/try-policy.js',
    ];
    expect(named.length).toBeGreaterThan(0);
    for (const path of scripts) {
      const { status, text } = await ask(`GET ${path}`);
      expect([path, status, text.includes('sourceMappingURL')]).toEqual([path, 200, false]);
    }
  });
});
