import { beforeAll, describe, expect, it } from 'vitest';
import { type Actor, hasPermission, type Permission } from '../../src/platform/index.ts';
import type { ReviewBench } from '../support/review-bench.ts';
import { type Rule, ruleByRoute } from './declared-routes.ts';
import { type EveryRoute, everybody, fillPath, nobody, openEveryRoute } from './every-route.ts';
import { absentId, sampleBody, sampleQuery } from './sample-body.ts';

// Every route of the server with every role, without a sign-in, and with another claimant's token
// (A01, A04). The routes come from the router itself, the requests from its own description.

interface Route {
  readonly method: string;
  readonly path: string;
  readonly rule: Rule;
}

type Claim = Awaited<ReturnType<ReviewBench['file']>>;

let bench: EveryRoute['bench'];
let app: EveryRoute['app'];
let description: EveryRoute['description'];
let mine: Claim;
let others: Claim;

beforeAll(async () => {
  ({ bench, app, description } = await openEveryRoute());
  mine = await bench.file();
  others = await bench.file({ personal: { contact: '010-8765-4321' } });
});

/** The routes that answer; what only passes requests on is left out. */
function listServed(): readonly string[] {
  const isPassing = ({ method, path }: { method: string; path: string }): boolean =>
    path.endsWith('*') && method === 'ALL';
  const isLimit = ({ method, path }: { method: string; path: string }): boolean =>
    method === 'ALL' && path.startsWith('/api/');
  const served = app.routes.filter((route) => !isPassing(route) && !isLimit(route));
  return [...new Set(served.map(({ method, path }) => `${method} ${path}`))].toSorted();
}

const routes: readonly Route[] = [...ruleByRoute].map(([key, rule]) => {
  const [method = '', path = ''] = key.split(' ');
  return { method, path, rule };
});

/** What a body needs beyond what its schema can say. */
const bodies: Readonly<Record<string, object>> = {
  'PUT /api/v1/incidents/:incidentId/review-rules': { targetHours: 240, raiseHours: 168 },
  'POST /api/v1/rails/:rail/reconciliations': { until: '2022-10-21T03:00:00Z' },
};

function fill(path: string, claim: { claimId: string; claimNumber: string }): string {
  return fillPath(path, {
    ...{ incidentId: bench.incidentId, slug: 'pangyo-2022', locale: 'ko' },
    ...{ version: '1', loss: '1', claimId: claim.claimId, claimNumber: claim.claimNumber },
    file: 'talk_channel.json',
  });
}

interface Asked {
  readonly as: Actor;
  readonly claim: { readonly claimId: string; readonly claimNumber: string };
  readonly token?: string;
}

async function ask({ method, path }: Route, { as, claim, token }: Asked): Promise<Response> {
  const operation = description.paths[path.replaceAll(/:([A-Za-z]+)/g, '{$1}')];
  const described = operation?.[method.toLowerCase()];
  const query = new URLSearchParams(sampleQuery(described, description));
  if (token !== undefined) query.set('token', token);
  const body = sampleBody(described, description);
  const isJson = body?.type.includes('json') === true;
  const shown = token === undefined ? {} : { token };
  const more = { ...bodies[`${method} ${path}`], ...shown };
  const text = isJson ? JSON.stringify(Object.assign({}, body?.value, more)) : String(body?.value);
  return app.request(`${fill(path, claim)}?${query}`, {
    method: method === 'ALL' ? 'GET' : method,
    headers: {
      'sec-fetch-site': 'same-origin',
      'x-acts-as': as.name,
      ...(as.kind === 'staff' ? { cookie: 'amends_session=of-another-test' } : {}),
      ...(body === undefined ? {} : { 'content-type': body.type }),
    },
    ...(body === undefined ? {} : { body: text }),
  });
}

const absent = { claimId: absentId, claimNumber: '7K4M-Q2XD-9F' };

/** How somebody who shows nothing is refused, by the rules that are no permissions. */
const refusals: Readonly<Record<string, readonly number[] | undefined>> = {
  ...{ public: undefined, claimant: undefined },
  ...{ signed: [401], session: [401], machine: [403], closed: [403], staff: [403] },
};

/** Which refusal the rule has for somebody; undefined where it lets them pass. */
function refusalFor(rule: Rule, actor: Actor): readonly number[] | undefined {
  const isStaff = actor.kind === 'staff';
  if (rule in refusals) {
    return isStaff && (rule === 'session' || rule === 'staff') ? undefined : refusals[rule];
  }
  const isOwned = rule.startsWith('owner or ');
  const asked = rule.replace('owner or ', '').split(' or ') as Permission[];
  const may = asked.some((permission) => hasPermission(actor, permission));
  if (may && (isStaff || !isOwned)) return undefined;
  return isOwned ? [403, 404] : [403];
}

/** Whether a route is the same for every role: pages of claimants and of the public know none. */
const isAlikeForAll = ({ rule }: Route): boolean => rule === 'public' || rule === 'claimant';

it('every route is declared, and every declared route is served', () => {
  expect([...ruleByRoute.keys()].toSorted()).toEqual(listServed());
});

/** Tells what is wrong with how a route answers somebody; undefined when it is as declared. */
async function findFault(route: Route, actor: Actor): Promise<string | undefined> {
  const refusal = refusalFor(route.rule, actor);
  // Who is refused is refused what is there; who may is not let loose on it.
  const claim = refusal === undefined && route.method !== 'GET' ? absent : others;
  const { status } = await ask(route, { as: actor, claim });
  const isPassed = status < 500 && status !== 401 && status !== 403;
  const isRight = refusal === undefined ? isPassed : refusal.includes(status);
  return isRight ? undefined : `${route.method} ${route.path} (${route.rule}): ${status}`;
}

describe.each(everybody)('as $name', (actor) => {
  it('passes where the rule says so, and nowhere else', async () => {
    const asked = routes.filter((route) => actor === nobody || !isAlikeForAll(route));
    const faults: (string | undefined)[] = [];
    for (const route of asked) faults.push(await findFault(route, actor));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
});

describe('another claimant', () => {
  const ofClaims = routes.filter(({ path }) => /:claim(?:Id|Number)/.test(path));

  it('is answered with a token of their own as if the claim were not there', async () => {
    const wrong: string[] = [];
    for (const route of ofClaims) {
      const asked = { as: nobody, token: mine.token };
      const theirs = await ask(route, { ...asked, claim: others });
      const none = await ask(route, { ...asked, claim: absent });
      const [seen, right] = [await theirs.text(), await none.text()];
      const isAlike = theirs.status === none.status && codeOf(seen) === codeOf(right);
      if (!isAlike || theirs.status < 401 || seen.includes(others.claimNumber)) {
        wrong.push(`${route.method} ${route.path}: ${theirs.status}, ${none.status} when absent`);
      }
    }
    expect(ofClaims.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  it('and the claim’s own claimant is let in by the token', async () => {
    const owned = ofClaims.filter(({ rule }) => rule.startsWith('owner'));
    expect(owned.length).toBeGreaterThanOrEqual(4);
    for (const route of owned) {
      const { status } = await ask(route, { as: nobody, claim: mine, token: mine.token });
      expect([route.path, [401, 403, 404, 422].includes(status)]).toEqual([route.path, false]);
    }
  });
});

function codeOf(text: string): string {
  return /"code":"([a-z_]+)"/.exec(text)?.[1] ?? '';
}
