import { beforeAll, describe, expect, it } from 'vitest';
import { idsOf, ok, openSettled, recordIncident } from '../../../test/support/determinations.ts';
import { staffContext, systemContext } from '../../../test/support/platform.ts';
import { assert, instantFromEpochMs } from '../../kernel/index.ts';
import {
  type Context,
  drainOutbox,
  type Platform,
  publishEvents,
  sql,
} from '../../platform/index.ts';
import { settlementConsumers } from '../consumers.ts';
import { listBalances, listIssues } from '../queries.ts';
import { approveDeterminationRun, commitToTotals, proposeDeterminationRun } from './commands.ts';
import type { AwardTotal, Determined } from './population.ts';
import { compareRun, replaceRun } from './replace-run.ts';
import { loadDeterminationRun } from './run-queries.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 29));
let platform: Platform;
let treasurer: Context;
let approver: Context;

beforeAll(async () => {
  platform = await openSettled(now);
  treasurer = staffContext(platform, 'treasurer');
  approver = staffContext(platform, 'approver');
});

const newId = idsOf('determination test');
const newIncident = (): Promise<string> => recordIncident(platform, newId());

const nothing = { name: null, currency: null, quantity: null, unit: null, amountMinor: null };

function totalOf(change: Partial<AwardTotal>): AwardTotal {
  const party = { partyClass: 'user', clause: '§1', remedy: 'points', partyCount: 1 };
  return { ...nothing, ...party, ...change };
}

function determinedOf(totals: readonly AwardTotal[]): Determined {
  return {
    policyHash: 'a'.repeat(64),
    populationHash: 'b'.repeat(64),
    awardsHash: 'c'.repeat(64),
    ...{ partyCount: 40, awardCount: 60, distinctCount: 3, totals, statuses: [] },
    ...{ unknownFacts: [], elapsedMs: 1, accountsPerSecond: 1, peakMemoryBytes: 1 },
  };
}

const won = { currency: 'KRW' };
const determined = determinedOf([
  totalOf({ ...won, partyCount: 30, amountMinor: 45_000n }),
  totalOf({ ...won, partyCount: 10, amountMinor: 15_000n, partyClass: 'driver' }),
  totalOf({ ...won, remedy: 'cash', partyCount: 2, amountMinor: 15_100n }),
  totalOf({ remedy: 'extension', quantity: '3', unit: 'day', partyCount: 18 }),
]);

async function balancesOf(incidentId: string): Promise<[string, bigint][]> {
  const balances = await treasurer.read((tx) => listBalances(tx, { incidentId }));
  return balances
    .filter(({ balanceMinor }) => balanceMinor !== 0n)
    .map(({ code, balanceMinor }) => [code, balanceMinor]);
}

describe('a determination run', () => {
  it('is approved by another person and posted once per remedy', async () => {
    const incidentId = await newIncident();
    const proposal = { runId: newId(), incidentId, determined };
    const { runId } = proposal;
    ok(await proposeDeterminationRun(treasurer, proposal));
    ok(await proposeDeterminationRun(treasurer, proposal));
    const both = platform.context({ actor: { ...treasurer.actor, roles: ['approver'] } });
    expect(await approveDeterminationRun(both, runId)).toMatchObject({
      refusal: { code: 'determination_run_same_person' },
    });
    ok(await approveDeterminationRun(approver, runId));
    ok(await approveDeterminationRun(approver, runId));
    // The run's own event, and the growth of the ledger it brings.
    expect(await drainOutbox(platform, settlementConsumers)).toBe(2);
    expect(await balancesOf(incidentId)).toEqual([
      ['redress_cost', 75_100n],
      ['points', -60_000n],
      ['population_awards', -15_100n],
    ]);
    const issues = await treasurer.read((tx) => listIssues(tx, incidentId));
    expect(issues).toMatchObject([
      { remedy: 'extension', quantity: '3', unit: 'day', partyCount: 18n, amountMinor: null },
      { remedy: 'points', partyCount: 40n, amountMinor: 60_000n },
    ]);
  });

  it('says in its event only a commitment to its totals, which the totals and the salt open', async () => {
    const incidentId = await newIncident();
    const proposal = { runId: newId(), incidentId, determined };
    ok(await proposeDeterminationRun(treasurer, proposal));
    expect(ok(await approveDeterminationRun(approver, proposal.runId)).totalsSalt).toHaveLength(32);
    const { rows } = await sql<{ payload: Record<string, string> }>`select payload
      from platform.event where subject = ${proposal.runId}`.execute(platform.db);
    const run = await treasurer.read((tx) => loadDeterminationRun(tx, proposal.runId));
    assert(run?.totalsSalt, 'an approved run has a salt');
    const commitment = commitToTotals(run.totals, run.totalsSalt);
    expect(rows[0]?.payload).toEqual({
      ...{ runId: proposal.runId, incidentId, totalsCommitment: commitment },
      ...{ policyHash: 'a'.repeat(64), populationHash: 'b'.repeat(64), awardsHash: 'c'.repeat(64) },
    });
    const [first, ...rest] = run.totals;
    assert(first, 'there are totals');
    const changed = [{ ...first, partyCount: first.partyCount + 1 }, ...rest];
    expect(commitToTotals(changed, run.totalsSalt)).not.toBe(commitment);
    expect(commitToTotals(run.totals, new Uint8Array(32))).not.toBe(commitment);
  });

  it('is refused under a used id, and for a policy and population approved before', async () => {
    const incidentId = await newIncident();
    const first = { runId: newId(), incidentId, determined };
    ok(await proposeDeterminationRun(treasurer, first));
    const changed = { ...determined, awardsHash: 'd'.repeat(64) };
    expect(
      await proposeDeterminationRun(treasurer, { ...first, determined: changed }),
    ).toMatchObject({ refusal: { code: 'determination_run_id_reused' } });
    ok(await approveDeterminationRun(approver, first.runId));
    const second = { ...first, runId: newId() };
    ok(await proposeDeterminationRun(treasurer, second));
    expect(await approveDeterminationRun(approver, second.runId)).toMatchObject({
      refusal: { code: 'determination_already_approved', runId: first.runId },
    });
    expect(await approveDeterminationRun(approver, newId())).toMatchObject({
      refusal: { code: 'determination_run_not_found' },
    });
  });
});

describe('a determination of the same policy anew', () => {
  async function approveRun(
    incidentId: string,
    one: Determined,
    replaces: { readonly replacesRunId?: string } = {},
  ): Promise<string> {
    const runId = newId();
    const proposal = { runId, incidentId, determined: one, ...replaces };
    ok(await proposeDeterminationRun(treasurer, proposal));
    ok(await approveDeterminationRun(approver, runId));
    await drainOutbox(platform, settlementConsumers);
    return runId;
  }

  it('posts and issues the difference only, and never takes back what was granted', async () => {
    const incidentId = await newIncident();
    const first = await approveRun(incidentId, determined);
    const more = determinedOf([
      totalOf({ ...won, partyCount: 30, amountMinor: 45_000n }),
      totalOf({ ...won, partyCount: 12, amountMinor: 18_000n, partyClass: 'driver' }),
      totalOf({ ...won, remedy: 'cash', partyCount: 2, amountMinor: 15_000n }),
      totalOf({ remedy: 'extension', quantity: '3', unit: 'day', partyCount: 20 }),
    ]);
    const corrected = { ...more, populationHash: 'd'.repeat(64) };
    const second = await approveRun(incidentId, corrected, { replacesRunId: first });
    expect(await balancesOf(incidentId)).toEqual([
      ['redress_cost', 78_100n],
      ['points', -63_000n],
      ['population_awards', -15_100n],
    ]);
    const issues = await treasurer.read((tx) => listIssues(tx, incidentId));
    expect(issues).toMatchObject([
      { remedy: 'extension', partyCount: 20n },
      { remedy: 'points', partyCount: 42n, amountMinor: 63_000n },
    ]);
    const again = { ...more, populationHash: 'e'.repeat(64) };
    await approveRun(incidentId, again, { replacesRunId: second });
    expect(await balancesOf(incidentId)).toContainEqual(['points', -63_000n]);
    await approveRun(incidentId, { ...determined, populationHash: 'f'.repeat(64) });
    expect(await balancesOf(incidentId)).toContainEqual(['points', -123_000n]);
  });
});

describe('the consumer of approved awards', () => {
  it('owes what each event says once, and nothing for an award of nothing', async () => {
    const incidentId = await newIncident();
    const awardId = newId();
    const payload = {
      ...{ awardId, claimId: newId(), incidentId, decisionId: newId(), partyId: 'p' },
      ...{ partyClass: null, remedy: 'cash', amountMinor: '30000', currency: 'KRW' },
      ...{ clause: '§2', policyHash: 'h', payeeRef: 'claim:1', exact: '30000' },
    };
    const event = (change: object) => ({
      type: 'award_approved',
      subject: awardId,
      payload: { ...payload, ...change },
    });
    const ctx = systemContext(platform);
    await ctx.transact((tx) =>
      publishEvents(tx, [event({}), event({}), event({ awardId: newId(), amountMinor: '0' })]),
    );
    await drainOutbox(platform, settlementConsumers);
    expect(await balancesOf(incidentId)).toEqual([
      ['redress_cost', 30_000n],
      ['approved_awards', -30_000n],
    ]);
  });
});

describe('a run that determines an earlier one anew', () => {
  const totals = (people: bigint, drivers: bigint) => [
    totalOf({ ...won, partyCount: 30, amountMinor: people }),
    totalOf({ ...won, partyCount: 10, amountMinor: drivers, partyClass: 'driver' }),
  ];
  const corrected = (change: Partial<Determined>) => ({
    ...determinedOf(totals(46_501n, 14_000n)),
    populationHash: 'd'.repeat(64),
    awardsHash: 'e'.repeat(64),
    ...change,
  });

  it('shows who changes by how much, is approved by another, and pays the difference to the won', async () => {
    const incidentId = await newIncident();
    const [first, second] = [newId(), newId()];
    const before = determinedOf(totals(45_000n, 15_000n));
    ok(await proposeDeterminationRun(treasurer, { runId: first, incidentId, determined: before }));
    const pair = { runId: second, replacesRunId: first };
    ok(
      await proposeDeterminationRun(treasurer, {
        runId: second,
        incidentId,
        determined: corrected({}),
      }),
    );
    expect(await replaceRun(treasurer, pair)).toMatchObject({
      refusal: { code: 'determination_replacement_unfit', runId: first },
    });
    ok(await approveDeterminationRun(approver, first));
    await drainOutbox(platform, settlementConsumers, { now });
    const compared = ok(await compareRun(treasurer, pair));
    expect(
      compared.map(({ partyClass, beforeMinor, afterMinor, postedMinor }) => [
        ...[partyClass, beforeMinor, afterMinor, postedMinor],
      ]),
    ).toEqual([
      ['user', 45_000n, 46_501n, 1_501n],
      ['driver', 15_000n, 14_000n, 0n],
    ]);
    ok(await replaceRun(treasurer, pair));
    ok(await replaceRun(treasurer, pair));
    ok(await approveDeterminationRun(approver, second));
    await drainOutbox(platform, settlementConsumers, { now });
    expect(await balancesOf(incidentId)).toContainEqual(['points', -61_501n]);
    expect(await replaceRun(treasurer, pair)).toMatchObject({
      refusal: { code: 'determination_run_decided' },
    });
  });

  it('is refused over another incident, itself, and a run that is not there', async () => {
    const incidentId = await newIncident();
    const [first, other] = [newId(), newId()];
    ok(await proposeDeterminationRun(treasurer, { runId: first, incidentId, determined }));
    const elsewhere = await newIncident();
    const there = { runId: other, incidentId: elsewhere, determined };
    ok(await proposeDeterminationRun(treasurer, there));
    ok(await approveDeterminationRun(approver, other));
    const code = async (replacesRunId: string) => {
      const replaced = await replaceRun(treasurer, { runId: first, replacesRunId });
      return replaced.ok ? 'accepted' : replaced.refusal.code;
    };
    expect(await Promise.all([other, first, newId()].map(code))).toEqual([
      'determination_replacement_unfit',
      'determination_replacement_unfit',
      'determination_run_not_found',
    ]);
    await expect(
      replaceRun(staffContext(platform, 'auditor'), { runId: first, replacesRunId: other }),
    ).rejects.toThrow();
  });
});
