import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idsOf, ok, openSettled, recordIncident } from '../../../test/support/determinations.ts';
import { staffContext, systemContext } from '../../../test/support/platform.ts';
import { trialPolicy } from '../../../test/support/trial-policy.ts';
import { assert, instantFromEpochMs } from '../../kernel/index.ts';
import { drainOutbox, type Platform, sql } from '../../platform/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';
import { settlementConsumers } from '../consumers.ts';
import { listBalances, listIssues } from '../queries.ts';
import { approveDeterminationRun, commitToTotals, proposeDeterminationRun } from './commands.ts';
import { listGivenRuns } from './earlier-runs.ts';
import type { Determined } from './population.ts';
import { compareRun, replaceRun } from './replace-run.ts';
import { loadDeterminationRun } from './run-queries.ts';
import { runDetermination } from './store.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 29));
let platform: Platform;
let dir: string;

beforeAll(async () => {
  platform = await openSettled(now);
  dir = await mkdtemp(join(tmpdir(), 'amends-party-due-'));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

const newId = idsOf('party due test');
const newIncident = (): Promise<string> => recordIncident(platform, newId());

function documentOf(clause: string): PolicyDocument {
  return trialPolicy(`## ${clause} Rule

\`\`\`amends
fact pay : money at least 0 KRW at most 1_000_000 KRW from company
fact days : number at least 0 at most 100 from company

for pay is above 0 KRW
award cash pay

for days is above 0
award extension "권" days × 1 day in days
\`\`\`
`);
}

const document = documentOf('§1');

/** Each party by its id: its pay, and its days. */
type People = Readonly<Record<string, readonly [pay: number, days: number]>>;

interface Work {
  readonly determined: Determined;
  readonly awards: string;
}

async function determine(
  people: People,
  earlier: readonly Work[] = [],
  by: PolicyDocument = document,
): Promise<Work> {
  const name = newId();
  const file = (extension: string) => join(dir, `${name}.${extension}`);
  const rows = Object.entries(people).map(([id, [pay, days]]) => `${id},user,${pay},${days}`);
  await writeFile(file('csv'), `party_id,party_class,pay,days\n${rows.join('\n')}\n`);
  const files = { population: file('csv'), awards: file('parquet') };
  const beyond = { earlier: earlier.map(({ awards }) => awards), due: file('due.parquet') };
  const determined = ok(
    await runDetermination({ ...files, document: by, ...(earlier.length > 0 ? { beyond } : {}) }),
  );
  return { determined, awards: files.awards };
}

interface Proposing {
  readonly incidentId: string;
  readonly work: Work;
  readonly replacesRunId?: string;
}

async function propose({ incidentId, work, replacesRunId }: Proposing): Promise<string> {
  const runId = newId();
  const replaces = replacesRunId === undefined ? {} : { replacesRunId };
  const proposal = { runId, incidentId, determined: work.determined, ...replaces };
  ok(await proposeDeterminationRun(staffContext(platform, 'treasurer'), proposal));
  return runId;
}

const approve = (runId: string) =>
  approveDeterminationRun(staffContext(platform, 'approver'), runId);

async function run(proposing: Proposing): Promise<string> {
  const runId = await propose(proposing);
  ok(await approve(runId));
  await drainOutbox(platform, settlementConsumers);
  return runId;
}

async function owed(incidentId: string): Promise<bigint> {
  const balances = await systemContext(platform).read((tx) => listBalances(tx, { incidentId }));
  return -(balances.find(({ code }) => code === 'population_awards')?.balanceMinor ?? 0n);
}

const swapped: readonly [People, People] = [
  { a: [100, 0], b: [100, 0] },
  { a: [100, 0], c: [100, 0] },
];

describe('a run whose earlier awards files were given', () => {
  it('posts what is due to parties who took the place of others', async () => {
    const incidentId = await newIncident();
    const first = await determine(swapped[0]);
    const firstId = await run({ incidentId, work: first });
    const second = await determine(swapped[1], [first]);
    const secondId = await run({ incidentId, work: second });
    expect(await owed(incidentId)).toBe(300n);
    const stored = await systemContext(platform).read((tx) => loadDeterminationRun(tx, secondId));
    expect(stored?.replacesRunId).toBe(firstId);
    expect(stored?.due).toEqual(second.determined.due);
    // A third by class knows that all three were granted 100.
    const third = await determine({ a: [100, 0], b: [100, 0], c: [100, 0] });
    await run({ incidentId, work: third, replacesRunId: secondId });
    expect(await owed(incidentId)).toBe(300n);
  });

  it('posts nothing of that where it is reckoned by class', async () => {
    const incidentId = await newIncident();
    const firstId = await run({ incidentId, work: await determine(swapped[0]) });
    await run({ incidentId, work: await determine(swapped[1]), replacesRunId: firstId });
    expect(await owed(incidentId)).toBe(200n);
  });

  it('issues the days that one party gets more, though another gets as many less', async () => {
    const incidentId = await newIncident();
    const first = await determine({ a: [0, 3], b: [0, 5] });
    await run({ incidentId, work: first });
    const second = await determine({ a: [0, 5], b: [0, 3] }, [first]);
    const runId = await propose({ incidentId, work: second });
    const { replacesRunId } = ok(await approve(runId));
    await drainOutbox(platform, settlementConsumers);
    const issues = await systemContext(platform).read((tx) => listIssues(tx, incidentId));
    expect(issues.map(({ quantity, partyCount }) => [quantity, partyCount])).toEqual([
      ['2', 1n],
      ['3', 1n],
      ['5', 1n],
    ]);
    const pair = { runId, replacesRunId: replacesRunId ?? '' };
    expect(ok(await compareRun(staffContext(platform, 'treasurer'), pair))).toEqual([
      {
        ...{ partyClass: 'user', clause: '§1', remedy: 'extension', name: '권' },
        ...{ currency: null, unit: 'day', reason: 'less_than_granted' },
        ...{ beforeMinor: null, afterMinor: null, postedMinor: null },
        ...{ beforeQuantity: '8', afterQuantity: '8', postedQuantity: '2' },
        ...{ beforeCount: 2, afterCount: 2, lessCount: 1, heldCount: 0 },
      },
    ]);
  });

  it('grants the most of three in a row, whatever the order the files are given in', async () => {
    const incidentId = await newIncident();
    const first = await determine({ a: [50, 0], b: [80, 0] });
    await run({ incidentId, work: first });
    const second = await determine({ a: [90, 0], c: [5, 0] }, [first]);
    await run({ incidentId, work: second });
    const people: People = { a: [70, 0], b: [85, 0], c: [5, 0] };
    const asked = await determine(people);
    const { policyHash, populationHash } = asked.determined;
    const hashes = [second, first].map(({ determined }) => determined.awardsHash);
    const given = { run: { id: newId(), incidentId, policyHash, populationHash }, hashes };
    const earlier = ok(await systemContext(platform).read((tx) => listGivenRuns(tx, given)));
    expect(earlier.map(({ awardsHash }) => awardsHash)).toEqual([...hashes].reverse());
    await run({ incidentId, work: await determine(people, [first, second]) });
    expect(await owed(incidentId)).toBe(90n + 85n + 5n);
  });

  it('is committed to in the log, and cannot be changed', async () => {
    const incidentId = await newIncident();
    const first = await determine(swapped[0]);
    await run({ incidentId, work: first });
    const runId = await propose({ incidentId, work: await determine(swapped[1], [first]) });
    const { due, totalsSalt } = ok(await approve(runId));
    assert(due && totalsSalt, 'test: the run has what is due and a salt');
    const { rows } = await sql<{ payload: { dueCommitment: string } }>`select payload
      from platform.event where type = 'determination_run_approved' and subject = ${runId}`.execute(
      platform.db,
    );
    expect(rows[0]?.payload.dueCommitment).toBe(commitToTotals(due.totals, totalsSalt));
    const change = sql`update settlement.determination_due set document = '{}'`;
    await expect(change.execute(platform.db)).rejects.toThrow();
  });
});

describe('a run is refused', () => {
  const proposing = (incidentId: string, { determined }: Work) =>
    proposeDeterminationRun(staffContext(platform, 'treasurer'), {
      ...{ runId: newId(), incidentId, determined },
    });

  it('whose earlier file is not that of an approved run', async () => {
    const incidentId = await newIncident();
    const first = await determine(swapped[0]);
    await propose({ incidentId, work: first });
    const second = await determine(swapped[1], [first]);
    expect(await proposing(incidentId, second)).toMatchObject({
      refusal: { code: 'determination_earlier_unknown', hash: first.determined.awardsHash },
    });
  });

  it('that lacks the file of one of the runs before it', async () => {
    const incidentId = await newIncident();
    const first = await determine(swapped[0]);
    const firstId = await run({ incidentId, work: first });
    const second = await determine({ a: [120, 0] }, [first]);
    await run({ incidentId, work: second });
    const third = await determine({ a: [130, 0] }, [second]);
    expect(await proposing(incidentId, third)).toMatchObject({
      refusal: { code: 'determination_earlier_missing', runId: firstId },
    });
  });

  it('whose earlier file is that of another policy, before anything is determined', async () => {
    const incidentId = await newIncident();
    const first = await determine(swapped[0]);
    await run({ incidentId, work: first });
    const other = await determine(swapped[0], [], documentOf('§9'));
    const otherId = await run({ incidentId, work: other });
    const { policyHash, populationHash } = (await determine(swapped[1])).determined;
    for (const works of [[other], [first, other]]) {
      const hashes = works.map(({ determined }) => determined.awardsHash);
      const given = { run: { id: newId(), incidentId, policyHash, populationHash }, hashes };
      expect(await systemContext(platform).read((tx) => listGivenRuns(tx, given))).toMatchObject({
        refusal: { code: 'determination_replacement_unfit', runId: otherId },
      });
    }
  });

  it('when another of the same parties was approved since it was proposed', async () => {
    const incidentId = await newIncident();
    const first = await determine(swapped[0]);
    await run({ incidentId, work: first });
    const one = await propose({ incidentId, work: await determine({ a: [120, 0] }, [first]) });
    const two = await propose({ incidentId, work: await determine({ a: [150, 0] }, [first]) });
    ok(await approve(two));
    expect(await approve(one)).toMatchObject({
      refusal: { code: 'determination_due_outdated', runId: one },
    });
    await drainOutbox(platform, settlementConsumers);
    expect(await owed(incidentId)).toBe(250n);
  });

  it('the place of a run that it was not reckoned from', async () => {
    const incidentId = await newIncident();
    const first = await determine(swapped[0]);
    await run({ incidentId, work: first });
    const otherId = await run({ incidentId, work: await determine({ z: [7, 0] }) });
    const runId = await propose({ incidentId, work: await determine(swapped[1], [first]) });
    const treasurer = staffContext(platform, 'treasurer');
    expect(await replaceRun(treasurer, { runId, replacesRunId: otherId })).toMatchObject({
      refusal: { code: 'determination_due_outdated', runId },
    });
  });
});
