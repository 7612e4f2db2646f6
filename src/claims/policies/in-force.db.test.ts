import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext, systemContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { keepSimulated } from '../../../test/support/simulated.ts';
import { canonicalJson, type Instant, type JsonValue, parseInstant } from '../../kernel/index.ts';
import {
  type Consumer,
  type Context,
  consumeOnce,
  createApp,
  sql,
  subscribeConsumers,
  toJson,
} from '../../platform/index.ts';
import { findFor, type PolicyFinding } from '../assess-claim.ts';
import { claimConsumers } from '../consumers.ts';
import { policyText } from '../sales/sales-loss.fixture.ts';
import { beginPolicies } from './begin-commands.ts';
import { listPoliciesInForce, loadUnbegunPolicy } from './in-force-queries.ts';
import { loadPolicyByHash, toPublishedPolicy } from './policy-queries.ts';
import { policyRoutes } from './policy-routes.ts';
import { policyReferenceSchema } from './policy-schemas.ts';
import { replayFindings } from './replay-queries.ts';

// The incident is judged in Seoul, nine hours ahead: a day begins there at 15:00 of the day before.
const lastMomentBefore = at('2022-12-28T14:59:59.999Z');
const firstMoment = at('2022-12-28T15:00:00Z');

let bench: ReviewBench;
let acting: Context;
let app: ReturnType<typeof createApp>;
const consumers = claimConsumers();
const again = consumers.find(({ name }) => name === 'claims_assess_again') as Consumer;

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`no instant: ${text}`);
  return instant;
}

beforeAll(async () => {
  bench = await openReviewBench();
  await subscribeConsumers(bench.platform, consumers);
  app = createApp({
    log: bench.platform.log,
    contextOf: async () => acting,
    routers: [{ path: '/', router: policyRoutes() }],
  });
});

async function send(path: string, body: unknown): Promise<Response> {
  return app.request(`/api/v1/policies${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  });
}

/** Drafts and publishes a version over HTTP; its first band pays `amount` won. */
async function publish(options: {
  readonly version: string;
  readonly amount: string;
  readonly effective: string;
  readonly now?: Instant;
}): Promise<string> {
  const { version, amount, effective, now } = options;
  const text = policyText
    .replace('version: "1"', `version: "${version}"\neffective: ${effective}`)
    .replace('300_000 KRW : 30_000 KRW', `300_000 KRW : ${amount}`);
  const policyVersionId = bench.newId();
  const when = now === undefined ? {} : { now };
  acting = staffContext(bench.platform, 'policy_author', { id: 'author', ...when });
  const drafted = await send('', { policyVersionId, incidentId: bench.incidentId, text });
  expect(drafted.status).toBe(201);
  await keepSimulated(bench.platform, { policyVersionId, text });
  acting = staffContext(bench.platform, 'approver', { id: 'two', ...when });
  const published = await send(`/${policyVersionId}/approval`, {});
  expect(published.status).toBe(200);
  return policyReferenceSchema.parse(await published.json()).hash;
}

async function versionsAt(instant: Instant): Promise<string[]> {
  const asked = { incidentId: bench.incidentId, at: instant };
  const rows = await systemContext(bench.platform).read((tx) => listPoliciesInForce(tx, asked));
  return rows.map(({ policyId, version }) => `${policyId} ${version}`);
}

async function findingsOf(claimId: string): Promise<readonly PolicyFinding[]> {
  const { rows } = await sql<{ findings: PolicyFinding[] }>`
    select assessment -> 'findings' as findings from claims.claim where id = ${claimId}`.execute(
    bench.platform.db,
  );
  return rows[0]?.findings ?? [];
}

/** Version and amount of what is suggested for a claim, such as `1: 30000`. */
async function suggested(claimId: string): Promise<string[]> {
  const findings = await findingsOf(claimId);
  return findings.map(({ version, awards }) => `${version}: ${awards[0]?.amountMinor ?? 'none'}`);
}

async function assessAgain(now: Instant): Promise<void> {
  while ((await consumeOnce(bench.platform, again, { now })) > 0);
}

describe('a version published before its effective date', () => {
  let claimId = '';
  let next = '';

  it('decides nothing until the day begins where the incident is judged', async () => {
    next = await publish({ version: '2', amount: '31_000 KRW', effective: '{ from: 2022-12-29 }' });
    ({ claimId } = await bench.file());
    expect(await suggested(claimId)).toEqual(['1: 30000']);
    expect(await versionsAt(lastMomentBefore)).toEqual(['sales-loss 1']);
    expect(await versionsAt(firstMoment)).toEqual(['sales-loss 2']);
    await assessAgain(lastMomentBefore);
    expect(await suggested(claimId)).toEqual(['1: 30000']);
    const asked = { incidentId: bench.incidentId, hash: next };
    const unbegunAt = (instant: Instant) =>
      systemContext(bench.platform).read((tx) => loadUnbegunPolicy(tx, { ...asked, at: instant }));
    expect(await unbegunAt(lastMomentBefore)).toMatchObject({ version: '2' });
    expect(await unbegunAt(firstMoment)).toBeUndefined();
  });

  it('begins once on its day, and has open claims assessed again', async () => {
    const begin = (now: Instant) => beginPolicies(systemContext(bench.platform, { now }));
    expect(await begin(lastMomentBefore)).toBe(0);
    const before = await findingsOf(claimId);
    const counts = await Promise.all([begin(firstMoment), begin(firstMoment)]);
    expect(counts.toSorted()).toEqual([0, 1]);
    expect(await begin(firstMoment)).toBe(0);
    await assessAgain(firstMoment);
    expect(await suggested(claimId)).toEqual(['2: 31000']);
    // What was found under the earlier version still comes out the same, to the byte.
    const [earlier] = before;
    const replayed = await systemContext(bench.platform).read(async (tx) => {
      const row = await loadPolicyByHash(tx, earlier?.policyHash ?? '');
      const facts = earlier?.facts as Readonly<Record<string, JsonValue>>;
      return row && findFor(toPublishedPolicy(row), facts);
    });
    expect(canonicalJson(toJson(replayed))).toBe(canonicalJson(toJson(earlier)));
    const replay = await systemContext(bench.platform).read((tx) => replayFindings(tx));
    expect(replay).toEqual({ claims: 1, findings: 1, differences: [] });
  });
});

describe('the version in force', () => {
  it('is the one with the latest effective date, not the one published last', async () => {
    const published = at('2023-01-05T03:00:00Z');
    const about = { now: published, amount: '33_000 KRW' };
    await publish({ version: '4', effective: '{ from: 2023-02-01 }', ...about });
    await publish({ version: '3', effective: '{ from: 2023-01-10 }', ...about });
    expect(await versionsAt(at('2023-01-09T03:00:00Z'))).toEqual(['sales-loss 2']);
    expect(await versionsAt(at('2023-01-10T03:00:00Z'))).toEqual(['sales-loss 3']);
    expect(await versionsAt(at('2023-02-01T03:00:00Z'))).toEqual(['sales-loss 4']);
  });

  it('is the one published last where it was published after its effective date', async () => {
    const now = at('2023-03-01T03:00:00Z');
    await publish({ version: '5', amount: '34_000 KRW', effective: '{ from: 2022-10-15 }', now });
    expect(await versionsAt(now)).toEqual(['sales-loss 5']);
  });

  it('stays until another begins, when it is over by its own date', async () => {
    const now = at('2023-04-01T03:00:00Z');
    const effective = '{ from: 2023-04-01, until: 2023-05-01 }';
    await publish({ version: '6', amount: '35_000 KRW', effective, now });
    expect(await versionsAt(at('2024-01-01T00:00:00Z'))).toEqual(['sales-loss 6']);
  });
});
