import { beforeAll, describe, expect, it } from 'vitest';
import { idsOf, ok, openSettled, recordIncident } from '../../../test/support/determinations.ts';
import { staffContext, systemContext } from '../../../test/support/platform.ts';
import {
  addRational,
  instantFromEpochMs,
  multiplyRational,
  parseRational,
  rational,
  renderRational,
} from '../../kernel/index.ts';
import { drainOutbox, type Platform, sql } from '../../platform/index.ts';
import { settlementConsumers } from '../consumers.ts';
import { listBalances, listIssues } from '../queries.ts';
import { approveDeterminationRun, proposeDeterminationRun } from './commands.ts';
import type { AwardTotal } from './population.ts';
import { compareRun } from './replace-run.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 29));
let platform: Platform;

beforeAll(async () => {
  platform = await openSettled(now);
});

const newId = idsOf('remedies test');
const newIncident = (): Promise<string> => recordIncident(platform, newId());

type Change = Partial<AwardTotal>;

const days = (quantity: string, change: Change = {}): AwardTotal => ({
  ...{ partyClass: 'user', clause: '§1', remedy: 'extension', name: null, partyCount: 30 },
  ...{ currency: null, quantity, unit: 'day', amountMinor: null, ...change },
});
const money = (amountMinor: bigint, change: Change = {}): AwardTotal => ({
  ...{ partyClass: 'user', clause: '§1', remedy: 'cash', name: null, partyCount: 30 },
  ...{ currency: 'KRW', quantity: null, unit: null, amountMinor, ...change },
});

/** Proposes a run over a population of its own, which determines the one before anew. */
async function propose(
  incidentId: string,
  totals: readonly AwardTotal[],
  before?: string,
): Promise<string> {
  const runId = newId();
  const determined = {
    ...{ policyHash: 'a'.repeat(64), awardsHash: 'c'.repeat(64) },
    populationHash: runId.replaceAll('-', '').padStart(64, '0'),
    ...{ partyCount: 40, awardCount: 60, distinctCount: 3, totals, statuses: [] },
    ...{ unknownFacts: [], elapsedMs: 1, accountsPerSecond: 1, peakMemoryBytes: 1 },
  };
  const replaces = before === undefined ? {} : { replacesRunId: before };
  const proposal = { runId, incidentId, determined, ...replaces };
  ok(await proposeDeterminationRun(staffContext(platform, 'treasurer'), proposal));
  return runId;
}

async function approve(runId: string): Promise<void> {
  ok(await approveDeterminationRun(staffContext(platform, 'approver'), runId));
}

/** Determines the same parties again and again; gives the incident and the last run. */
async function determineInTurn(turns: readonly (readonly AwardTotal[])[]) {
  const incidentId = await newIncident();
  const runIds: string[] = [];
  for (const totals of turns) {
    const runId = await propose(incidentId, totals, runIds.at(-1));
    await approve(runId);
    await drainOutbox(platform, settlementConsumers);
    runIds.push(runId);
  }
  return { incidentId, runIds };
}

/** What was issued in kind: so much of each unit, over all parties. */
async function issuedIn(incidentId: string): Promise<Record<string, string>> {
  const issues = await systemContext(platform).read((tx) => listIssues(tx, incidentId));
  const sums: Record<string, string> = {};
  for (const { unit, quantity, partyCount, remedy } of issues) {
    const of = unit ?? remedy;
    const each = parseRational(quantity ?? '1') ?? rational(0n);
    const sum = parseRational(sums[of] ?? '0') ?? rational(0n);
    sums[of] = renderRational(addRational(sum, multiplyRational(each, rational(partyCount))));
  }
  return sums;
}

async function owed(incidentId: string): Promise<bigint> {
  const balances = await systemContext(platform).read((tx) => listBalances(tx, { incidentId }));
  return -(balances.find(({ code }) => code === 'population_awards')?.balanceMinor ?? 0n);
}

const renamed: Change = { clause: '§2 as amended' };

describe('days that are determined anew', () => {
  it.each<[string, readonly (readonly AwardTotal[])[], string]>([
    ['3, then 5: 2 more', [[days('3')], [days('5')]], '150'],
    ['5, then 3: none', [[days('5')], [days('3')]], '150'],
    ['3, then 5, then 4: once', [[days('3')], [days('5')], [days('4')]], '150'],
    ['by a clause of another name: none', [[days('3')], [days('3', renamed)]], '90'],
    [
      'by two clauses that come to the same: none',
      [[days('3')], [days('1'), days('2', renamed)]],
      '90',
    ],
    [
      'to a class of another name: none',
      [[days('3')], [days('3', { partyClass: 'member' })], [days('3')]],
      '90',
    ],
    ['in hours, then days: none', [[days('72', { unit: 'hour' })], [days('3')]], '2160'],
    ['to more parties: these only', [[days('3')], [days('3', { partyCount: 34 })]], '102'],
    [
      'more to some: what these lack',
      [
        [days('5', { partyCount: 10 }), days('3', { partyCount: 20 })],
        [days('5', { partyCount: 20 }), days('3', { partyCount: 10 })],
      ],
      '130',
    ],
  ])('%s', async (_name, turns, sum) => {
    const { incidentId } = await determineInTurn(turns);
    const issued = await issuedIn(incidentId);
    expect(Object.values(issued)).toEqual([sum]);
  });

  it('are issued as so many more to each', async () => {
    const { incidentId } = await determineInTurn([[days('3')], [days('5', renamed)]]);
    const issues = await systemContext(platform).read((tx) => listIssues(tx, incidentId));
    expect(issues).toMatchObject([
      { clause: '§1', quantity: '3', unit: 'day', partyCount: 30n },
      { clause: '§2 as amended', quantity: '2', unit: 'day', partyCount: 30n },
    ]);
  });

  it('are told where they are fewer than were granted', async () => {
    const { runIds } = await determineInTurn([[days('5')], [days('3', renamed)]]);
    const [first = '', second = ''] = runIds;
    const treasurer = staffContext(platform, 'treasurer');
    const pair = { runId: second, replacesRunId: first };
    expect(ok(await compareRun(treasurer, pair))).toEqual([
      {
        ...{ partyClass: 'user', clause: '§2 as amended', remedy: 'extension', name: null },
        ...{ currency: null, unit: 'day', reason: 'less_than_granted' },
        ...{ beforeMinor: null, afterMinor: null, postedMinor: null },
        ...{ beforeQuantity: '150', afterQuantity: '90', postedQuantity: '0' },
        ...{ beforeCount: 30, afterCount: 30, lessCount: null, heldCount: null },
      },
    ]);
  });
});

describe('months where days were granted', () => {
  it('are not granted beside them, and are told and kept for a person', async () => {
    const months = [days('1', { unit: 'month' }), money(100n)];
    const { incidentId, runIds } = await determineInTurn([[days('3')], months, months]);
    expect(await issuedIn(incidentId)).toEqual({ day: '90' });
    expect(await owed(incidentId)).toBe(100n);
    const [first = '', second = ''] = runIds;
    const pair = { runId: second, replacesRunId: first };
    const compared = ok(await compareRun(staffContext(platform, 'treasurer'), pair));
    expect(compared.map(({ unit, reason }) => [unit, reason])).toEqual([
      ['month', 'units_differ'],
      [null, null],
      ['day', 'less_than_granted'],
    ]);
    const { rows } = await sql<{ details: unknown }>`select details from platform.audit
      where action = 'settlement.determination_run_held' and subject = ${second}`.execute(
      platform.db,
    );
    expect(rows).toMatchObject([{ details: { lines: [{ measure: 'month' }] } }]);
  });

  it('are granted beside as many days as before, and by the year after months', async () => {
    const month = days('1', { unit: 'month' });
    const year = days('1', { unit: 'year' });
    const { incidentId } = await determineInTurn([
      ...[[days('3')], [days('3'), month], [days('3'), year]],
    ]);
    const elevenTwelfths = renderRational(multiplyRational(rational(11n, 12n), rational(30n)));
    expect(await issuedIn(incidentId)).toEqual({ day: '90', month: '30', year: elevenTwelfths });
  });
});

describe('money that is determined anew', () => {
  it.each<[string, readonly (readonly AwardTotal[])[], bigint]>([
    ['by a clause of another name: none', [[money(900n)], [money(900n, renamed)]], 900n],
    ['by two clauses: none', [[money(900n)], [money(400n), money(500n, renamed)]], 900n],
    ['to a class of another name', [[money(900n)], [money(950n, { partyClass: 'member' })]], 950n],
    [
      'less to one class, which pays for no other',
      [
        [money(900n), money(100n, { partyClass: 'driver' })],
        [money(500n), money(300n, { partyClass: 'driver' })],
      ],
      1_200n,
    ],
  ])('%s', async (_name, turns, sum) => {
    const { incidentId } = await determineInTurn(turns);
    expect(await owed(incidentId)).toBe(sum);
  });

  it('and two remedies of one clause are told apart', async () => {
    const { incidentId } = await determineInTurn([
      ...[
        [money(900n), days('3')],
        [money(800n, renamed), days('5', renamed)],
      ],
    ]);
    expect(await owed(incidentId)).toBe(900n);
    expect(await issuedIn(incidentId)).toEqual({ day: '150' });
  });
});

describe('two determinations of days that are approved at once', () => {
  it('grant the most of them once', async () => {
    const { incidentId, runIds } = await determineInTurn([[days('3')]]);
    const one = await propose(incidentId, [days('5', renamed)], runIds[0]);
    const two = await propose(incidentId, [days('4'), days('2', renamed)], runIds[0]);
    await Promise.all([approve(one), approve(two)]);
    await drainOutbox(platform, settlementConsumers);
    expect(await issuedIn(incidentId)).toEqual({ day: '180' });
  });
});
