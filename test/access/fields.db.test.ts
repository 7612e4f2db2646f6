import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findProjectDir } from '../../src/platform/index.ts';
import { ruleByRoute } from './declared-routes.ts';
import { type EveryRoute, everybody, fillPath, nobody, openEveryRoute } from './every-route.ts';
import { listDescribed, listGiven } from './field-paths.ts';
import { sampleQuery } from './sample-body.ts';

// Which fields each role is given by each route that reads (A08). A field that is added shows in the
// kept file, so that whoever adds it sees who is given it.

const reading = [...ruleByRoute].flatMap(([key, rule]) => {
  const [method = '', path = ''] = key.split(' ');
  return method === 'GET' && path.startsWith('/api/v1/') ? [{ path, rule }] : [];
});

let bench: EveryRoute['bench'];
let app: EveryRoute['app'];
let description: EveryRoute['description'];
let known: Readonly<Record<string, string>>;
let token: string;

const operationOf = (path: string) =>
  description.paths[path.replaceAll(/:([A-Za-z]+)/g, '{$1}')]?.get;

async function get(path: string, { as, query }: { as: string; query?: Record<string, string> }) {
  const asked = new URLSearchParams(query);
  return app.request(`${fillPath(path, known)}?${asked}`, { headers: { 'x-acts-as': as } });
}

async function post(path: string, body: object, as: string): Promise<void> {
  const response = await app.request(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      'x-acts-as': as,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** Files a claim with everything on it, alike another, takes it through a decision and an appeal. */
beforeAll(async () => {
  ({ bench, app, description } = await openEveryRoute());
  const personal = {
    ...{ name: '김가게', contact: '010-2222-3333', freeText: '주문을 받지 못했습니다.' },
    ...{ device: 'browser-7' },
    payee: { bank: '004', account: '110-22-333333', holder: '김가게' },
  };
  const answers = { order_share: '0.5', what_happened: 'x', lost_bookings: [{ guest: '이손님' }] };
  const claim = await bench.file({ personal, answers, statedLossMinor: '123456' });
  await bench.file({ personal: { device: 'browser-7' } });
  const claimPath = `/api/v1/claims/${claim.claimId}`;
  const waiting = await bench.file({ personal });
  await post(`${claimPath}/notes`, { noteId: bench.newId(), text: 'x' }, 'reviewer');
  const decisionId = bench.newId();
  const decision = { decisionId, outcome: 'deny', reasonCode: 'loss_not_shown' };
  await post(`${claimPath}/decisions`, decision, 'reviewer');
  await post(`/api/v1/decisions/${decisionId}/approval`, {}, 'approver');
  const appeal = { appealId: bench.newId(), statement: '다시 봐 주세요.', token: claim.token };
  await post(`${claimPath}/appeals`, appeal, 'claimant');
  const second = { decisionId: bench.newId(), outcome: 'deny', reasonCode: 'loss_not_shown' };
  await post(`/api/v1/claims/${waiting.claimId}/decisions`, second, 'reviewer');
  const erasure = { requestId: bench.newId(), token: waiting.token };
  await post(`/api/v1/claims/${waiting.claimId}/erasure-requests`, erasure, 'claimant');
  token = claim.token;
  known = {
    ...{ incidentId: bench.incidentId, slug: 'pangyo-2022', claimId: claim.claimId },
    ...{ claimNumber: claim.claimNumber, appealId: appeal.appealId, version: '1', rail: 'test' },
  };
});

const namesOf = (path: string): ReadonlySet<string> => {
  const parameters = (operationOf(path)?.parameters ?? []) as { name: string; in: string }[];
  return new Set(parameters.filter((one) => one.in === 'query').map(({ name }) => name));
};

/** A query that a route takes: what has to be there, of the incident that has claims. */
function queryFor(path: string): Record<string, string> {
  const sampled = new URLSearchParams(sampleQuery(operationOf(path), description));
  const named = namesOf(path);
  const query: Record<string, string> = Object.fromEntries(sampled);
  if (named.has('incidentId')) query.incidentId = bench.incidentId;
  if (named.has('purpose')) query.purpose = 'review';
  for (const name of ['after', 'state', 'reason', 'isClosed']) delete query[name];
  return query;
}

/** The fields of one route's answer for somebody: their paths, or the status of the refusal. */
async function fieldsFor(path: string, as: string): Promise<string> {
  const isOwner = as === nobody.name && namesOf(path).has('token');
  const query = { ...queryFor(path), ...(isOwner ? { token } : {}) };
  const response = await get(path, { as, query });
  if (response.status !== 200) return `refused with ${response.status}`;
  if (!String(response.headers.get('content-type')).includes('json')) return 'a file';
  const given = listGiven(await response.json());
  const undescribed = given.filter(
    (field) => !listDescribed(operationOf(path), description).covers(field),
  );
  expect([path, as, undescribed]).toEqual([path, as, []]);
  return given.join(' ');
}

const concerned =
  /\/(?:claims|appeals|decisions|clusters|redecisions|replies|erasure|payout|payouts|reports|report-drafts|retention|satisfaction|review-rules|unclaimed|manual-payments|settlement|ledger)/;

it('are what is kept in the file, for every role', async () => {
  const lines: string[] = [];
  for (const { path } of reading.filter((route) => concerned.test(route.path))) {
    lines.push(`GET ${path}`);
    const byFields = new Map<string, string[]>();
    for (const { name } of everybody) {
      const fields = await fieldsFor(path, name);
      byFields.set(fields, [...(byFields.get(fields) ?? []), name]);
    }
    for (const [fields, names] of byFields) lines.push(`  ${names.join(', ')}: ${fields}`);
    const described = listDescribed(operationOf(path), description).paths;
    lines.push(`  described: ${described.join(' ')}`, '');
  }
  const file = join(findProjectDir(), 'test', 'access', 'fields.snapshot.txt');
  await expect(lines.join('\n')).toMatchFileSnapshot(file);
});

describe('a list', () => {
  const hidden = [
    'sort',
    'order',
    'orderBy',
    'sortBy',
    'payee',
    'account',
    'contact',
    'name',
    'device',
  ];

  /** Asks a route with each of the words it does not name; gives those that were not refused. */
  async function listTaken(path: string): Promise<readonly string[]> {
    const as = await findReader(path);
    if (as === undefined) return [];
    const query = queryFor(path);
    const taken: string[] = [];
    for (const name of hidden.filter((one) => !namesOf(path).has(one))) {
      askedCount += 1;
      const { status } = await get(path, { as, query: { ...query, [name]: 'accountNo' } });
      if (status !== 422) taken.push(`${path}?${name}=accountNo: ${status}`);
    }
    return taken;
  }

  let askedCount = 0;
  it('is neither sorted nor filtered by what it does not show', async () => {
    const taken: string[] = [];
    for (const { path } of reading) {
      if (operationOf(path) !== undefined) taken.push(...(await listTaken(path)));
    }
    expect(askedCount).toBeGreaterThan(300);
    expect(taken).toEqual([]);
  });
});

/** Finds a role that a route answers, with a query that it takes. */
async function findReader(path: string): Promise<string | undefined> {
  for (const { name } of everybody) {
    if ((await get(path, { as: name, query: queryFor(path) })).status === 200) return name;
  }
  return undefined;
}
