import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { plainClaim } from '../../test/support/plain-claim.ts';
import { claimantContext, staffContext } from '../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../test/support/review-bench.ts';
import { createApp, openLog, type Role, roles, sql } from '../platform/index.ts';
import { openClaimGate } from './filing/filing-commands.ts';
import { claimRoutes } from './routes.ts';

// What somebody who means harm sends to the API. The letters are those of the list of attacks.

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (role: Role, id: string = role) =>
  bench.actAs(staffContext(bench.platform, role, { id }));
const asNobody = () => bench.actAs(undefined);

const claimOf = (over: object = {}) => ({
  claimId: bench.newId(),
  incidentId: bench.incidentId,
  ...plainClaim,
  ...over,
});

async function countClaims(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from claims.claim`.execute(bench.platform.db);
  return rows[0]?.count ?? -1;
}

const sent = (body: string | Uint8Array, headers: Record<string, string> = {}) => {
  const app = createApp({
    log: bench.platform.log,
    contextOf: async () => staffContext(bench.platform, 'agent'),
    routers: [{ path: '/', router: claimRoutes(openClaimGate()) }],
    bodyLimits: { '/api/v1/claims/imports': 1000 },
  });
  return (path: string) =>
    app.request(path, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    });
};

describe('another’s claim (A01)', () => {
  test('is neither read nor changed with a token of one’s own, nor is its number told', async () => {
    const [own, other] = [await bench.file(), await bench.file()];
    const { token } = own;
    asNobody();
    const path = `/api/v1/claims/${other.claimId}`;
    const answers = await Promise.all([
      bench.get(`/api/v1/claims/${other.claimNumber}/receipt?token=${token}`),
      bench.get(`${path}/export?token=${token}`),
      bench.post(`${path}/appeals`, { appealId: bench.newId(), statement: 'mine', token }),
      bench.post(`${path}/erasure-requests`, { requestId: bench.newId(), token }),
    ]);
    const absent = `/api/v1/claims/${bench.newId()}`;
    const none = await Promise.all([
      bench.get(`/api/v1/claims/7K4M-Q2XD-9F/receipt?token=${token}`),
      bench.get(`${absent}/export?token=${token}`),
      bench.post(`${absent}/appeals`, { appealId: bench.newId(), statement: 'mine', token }),
      bench.post(`${absent}/erasure-requests`, { requestId: bench.newId(), token }),
    ]);
    for (const [index, answer] of answers.entries()) {
      const read = async (one: Response | undefined) => (await one?.json()) as { code: string };
      const [seen, right] = [await read(answer), await read(none[index])];
      expect([answer.status, seen.code]).toEqual([none[index]?.status, right.code]);
      expect(answer.status).toBe(404);
      expect(JSON.stringify(seen)).not.toContain(other.claimNumber);
    }
  });

  test('is in the audit when its token is wrong, thinly, and alike when no claim is there', async () => {
    const { claimId, token } = await bench.file();
    const listRefused = async () => {
      const { rows } = await sql<{ subject: string; details: object }>`select subject, details
        from platform.audit where action = 'token_refused' order by id`.execute(bench.platform.db);
      return rows;
    };
    const ask = (id: string, address: string, tried = 'x'.repeat(24)) => {
      bench.actAs(claimantContext(bench.platform, { address }));
      const body = { appealId: bench.newId(), statement: 'mine', token: tried };
      return bench.post(`/api/v1/claims/${id}/appeals`, body);
    };
    const before = (await listRefused()).length;
    const absent = bench.newId();
    for (const [id, address] of [
      [claimId, '198.18.0.1'],
      [absent, '198.18.0.2'],
    ] as const) {
      for (let count = 0; count < 12; count += 1) {
        expect((await ask(id, address)).status).toBe(404);
      }
    }
    expect((await ask(claimId, '198.18.0.3', token)).status).not.toBe(404);
    const rows = (await listRefused()).slice(before);
    const path = (id: string) => `/api/v1/claims/${id}/appeals`;
    expect(rows).toEqual(
      [claimId, absent].flatMap((id) =>
        [1, 10].map((failureCount) => ({
          subject: path(id),
          details: { method: 'POST', failureCount },
        })),
      ),
    );
  });
});

describe('what is for others to do (A04)', () => {
  test('every change to claims is refused to roles that may not make it', async () => {
    const { claimId } = await bench.file();
    const decision = { decisionId: bench.newId(), outcome: 'award', reasonCode: 'policy_met' };
    const writes: readonly (readonly [string, unknown, readonly Role[]])[] = [
      [`/api/v1/claims/${claimId}/decisions`, decision, ['reviewer']],
      [`/api/v1/claims/${claimId}/requests`, { reasonCode: 'loss_not_shown' }, ['reviewer']],
      [`/api/v1/claims/${claimId}/erasure`, {}, ['approver']],
      [`/api/v1/decisions/${bench.newId()}/approval`, {}, ['approver']],
      [`/api/v1/redecisions/${bench.newId()}/approval`, {}, ['approver']],
    ];
    for (const [path, body, allowed] of writes) {
      for (const role of roles.filter((one) => !allowed.includes(one))) {
        actAs(role);
        const { status } = await bench.post(path, body);
        expect([path, role, status]).toEqual([path, role, 403]);
      }
      asNobody();
      expect([path, (await bench.post(path, body)).status]).toEqual([path, 403]);
    }
    const { rows } = await sql<{ subject: string; count: number }>`select subject,
      count(*)::integer as count from platform.audit where action = 'access_refused'
      group by subject`.execute(bench.platform.db);
    const refused = new Map(rows.map(({ subject, count }) => [subject, count]));
    for (const [path] of writes) expect(refused.get(path)).toBe(roles.length - 1);
  });
});

describe('members that nobody asked for (A07)', () => {
  const extra: readonly object[] = [
    { state: 'approved' },
    { role: 'administrator' },
    { approvedBy: 'me' },
    { party_id: 'account-1' },
    { personal: { vouched: { account: 'account-1' } } },
    { personal: { name: { first: 'x' } } },
    { answers: { constructor: 'x' } },
    { answers: { unknown: 'x' } },
    {
      evidence: [{ kind: 'sales-records', filename: 'a.csv', contentBase64: 'YQ==', sha256: 'x' }],
    },
  ];
  test.each(
    extra.map((over) => [over] as const),
  )('%j is refused, and nothing is stored', async (over) => {
    asNobody();
    const before = await countClaims();
    const { status } = await bench.post('/api/v1/claims', claimOf(over));
    expect([409, 422]).toContain(status);
    expect(await countClaims()).toBe(before);
  });

  test('__proto__ in a body changes no prototype, and a list is no claim', async () => {
    asNobody();
    const text = JSON.stringify(claimOf()).replace('{', '{"__proto__":{"polluted":1},');
    expect([409, 422]).toContain((await sent(text)('/api/v1/claims')).status);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect((await bench.post('/api/v1/claims', [claimOf()])).status).toBe(422);
  });
});

describe('parameters twice and of other shapes (A09)', () => {
  test.each([
    ['limit=1&limit=2', '/limit'],
    ['limit[]=1', '/limit[]'],
    ['state[]=assessed', '/state[]'],
    ['state[0]=assessed', '/state[0]'],
    ['incidentId=018f0000-0000-7000-8000-00000000abcd', '/incidentId'],
  ])('%s is refused at its place, whichever of two would have counted', async (query, pointer) => {
    actAs('reviewer');
    const path = `/api/v1/claims?incidentId=${bench.incidentId}`;
    expect((await bench.get(path)).status).toBe(200);
    const answered = await bench.get(`${path}&${query}`);
    expect([answered.status, await answered.json()]).toMatchObject([
      422,
      { code: 'input_invalid', errors: [{ pointer }] },
    ]);
  });
});

describe('JSON that is none, or too much (A34)', () => {
  const half = '\\ud800';
  test.each([
    ['a text', { personal: { name: 'NAME' } }, '/personal/name'],
    ['an answer', { answers: { what_happened: 'NAME' } }, '/answers/what_happened'],
    ['a member’s name', { answers: { NAME: 'x' } }, '/answers'],
    [
      'another member’s part',
      { answers: { lost_bookings: [{ guest: 'a NAME b' }] } },
      '/answers/lost_bookings/0/guest',
    ],
  ])('half a character in %s is told with its place', async (_where, over, pointer) => {
    asNobody();
    const body = JSON.stringify(claimOf(over)).replace('NAME', half);
    const answered = await sent(body)('/api/v1/claims');
    expect([answered.status, await answered.json()]).toMatchObject([
      422,
      { code: 'input_invalid', errors: [{ pointer }] },
    ]);
  });

  test('a whole character written as two escapes is taken', async () => {
    const body = JSON.stringify(claimOf({ personal: { name: 'NAME' } }));
    const answered = await sent(body.replace('NAME', '\\ud83d\\ude00'))('/api/v1/claims');
    expect(answered.status).toBe(201);
  });

  test('a member named twice is refused at its place, and nothing is stored', async () => {
    const before = await countClaims();
    const body = JSON.stringify(claimOf({ answers: { order_share: '0.1' } }));
    for (const [from, to, pointer] of [
      ['"kind":', '"kind":"none","kind":', '/kind'],
      ['"order_share":', '"order_share":"1","order_share":', '/answers/order_share'],
      ['"kind":', '"\\u006bind":"none","kind":', '/kind'],
    ] as const) {
      const answered = await sent(body.replace(from, to))('/api/v1/claims');
      expect([answered.status, await answered.json()]).toMatchObject([
        422,
        { code: 'input_invalid', errors: [{ pointer }] },
      ]);
    }
    expect(await countClaims()).toBe(before);
    expect((await sent(body)('/api/v1/claims')).status).toBe(201);
  });

  test.each([
    ['a mark before it', '\ufeff{}'],
    ['a number that is none', '{"questionnaireVersion":NaN}'],
    ['a hundred thousand levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a hundred thousand levels, cut off', '{"a":'.repeat(100_000)],
    ['a number without end', '{"questionnaireVersion":1e999}'],
    ['no JSON', 'claimId=1'],
    ['nothing', ''],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ['a number', '1'],
  ])('%s is refused as input', async (_name, body) => {
    const answered = await sent(body)('/api/v1/claims');
    expect(answered.status).toBe(422);
    expect(await answered.json()).toMatchObject({ code: 'input_invalid' });
  });
});

describe('bodies that are too large (A39, A53)', () => {
  test('are refused with 413 by their stated length, and by what comes', async () => {
    const path = '/api/v1/claims/imports';
    const stated = await sent('{}', { 'content-length': '1001' })(path);
    expect([stated.status, await stated.json()]).toMatchObject([
      413,
      { code: 'body_too_large', bytesMax: 1000 },
    ]);
    expect((await sent(`{"a":"${'x'.repeat(1000)}"}`)(path)).status).toBe(413);
    expect((await sent(`{"a":"${'x'.repeat(900)}"}`)(path)).status).toBe(422);
  });

  test('a packed body is not opened', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20));
    const answered = await sent(bomb, { 'content-encoding': 'gzip' })('/api/v1/claims/imports');
    expect([413, 422]).toContain(answered.status);
  });

  test.each([
    'limit=501',
    'limit=1e9',
    'limit=-1',
    'after=zzz',
    'after=1_2_3',
    'after=',
  ])('a page is asked for by %s in vain', async (query) => {
    actAs('reviewer');
    const path = `/api/v1/claims?incidentId=${bench.incidentId}`;
    expect((await bench.get(`${path}&${query}`)).status).toBe(422);
  });

  test.each(['/api/v1/decisions/pending', '/api/v1/appeals'])('so is one of %s', async (path) => {
    actAs('approver');
    const { status } = await bench.get(`${path}?incidentId=${bench.incidentId}&after=zzz`);
    expect(status).toBe(422);
  });
});

describe('addresses of elsewhere (A35)', () => {
  test.each([
    { evidence: [{ kind: 'sales-records', filename: 'a.csv', url: 'http://169.254.169.254/' }] },
    { evidence: ['http://127.0.0.1/'] },
    { callback: 'http://[::ffff:127.0.0.1]/' },
  ])('%j is no part of a claim: nothing is fetched for a claimant', async (over: object) => {
    asNobody();
    expect((await bench.post('/api/v1/claims', claimOf(over))).status).toBe(422);
  });
});

describe('words that would be lines of the log (A25)', () => {
  test('stay inside one line of JSON', () => {
    const lines: string[] = [];
    const log = openLog('info', { write: (line: string) => void lines.push(line) });
    const words = 'x\r\n{"level":60,"msg":"forged"}\u001b[31m\u2028';
    log.info({ words }, words);
    expect(lines).toHaveLength(1);
    const written = lines[0]?.trimEnd() ?? '';
    for (const sign of ['\r', '\n', '\u001b']) expect(written).not.toContain(sign);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ words });
  });
});

describe('names that would be commands (A32)', () => {
  test('meet no shell: no file of claims or pages starts another program', () => {
    const dir = dirname(dirname(fileURLToPath(import.meta.url)));
    const sources = ['claims', 'web'].flatMap((room) =>
      readdirSync(join(dir, room), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
        .map((file) => join(dir, room, file)),
    );
    expect(sources.length).toBeGreaterThan(200);
    const starting = sources.filter((file) =>
      /from '(?:node:)?child_process'|\beval\(|new Function\(/.test(readFileSync(file, 'utf8')),
    );
    expect(starting).toEqual([]);
  });
});

describe('amounts that are none (A48)', () => {
  test.each([
    '-1',
    '1e21',
    '1,000',
    '１００',
    '0.1',
    '9223372036854775808',
    '',
    ' 1',
    1,
    null,
    true,
  ])('%j is refused', async (statedLossMinor) => {
    asNobody();
    const answered = await bench.post('/api/v1/claims', claimOf({ statedLossMinor }));
    expect(answered.status).toBe(422);
  });

  test.each(['0', '999999999999999999'])('%s is kept to the won', async (statedLossMinor) => {
    asNobody();
    const claim = claimOf({ statedLossMinor });
    expect((await bench.post('/api/v1/claims', claim)).status).toBe(201);
    const { rows } = await sql<{ loss: string }>`select stated_loss_minor::text as loss
      from claims.claim where id = ${claim.claimId}`.execute(bench.platform.db);
    expect(rows).toEqual([{ loss: statedLossMinor }]);
  });

  test('another currency is refused', async () => {
    asNobody();
    const answered = await bench.post('/api/v1/claims', claimOf({ currency: 'JPY' }));
    expect([answered.status, await answered.json()]).toMatchObject([
      409,
      { code: 'currency_differs' },
    ]);
  });
});
