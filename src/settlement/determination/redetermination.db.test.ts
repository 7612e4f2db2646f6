import { beforeAll, describe, expect, it } from 'vitest';
import { idsOf, ok, openSettled, recordIncident } from '../../../test/support/determinations.ts';
import { staffContext, systemContext } from '../../../test/support/platform.ts';
import { type Instant, instantFromEpochMs } from '../../kernel/index.ts';
import { drainOutbox, type Platform } from '../../platform/index.ts';
import { settlementConsumers } from '../consumers.ts';
import { accountId } from '../ledger/account.ts';
import { postTransfers } from '../ledger/commands.ts';
import { listBalances } from '../queries.ts';
import { approveDeterminationRun, proposeDeterminationRun } from './commands.ts';
import type { AwardTotal } from './population.ts';
import { replaceRun } from './replace-run.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 29));
const later = (ms: number): Instant => instantFromEpochMs(now + ms);
let platform: Platform;

beforeAll(async () => {
  platform = await openSettled(now);
});

const newId = idsOf('redetermination test');
const newIncident = (): Promise<string> => recordIncident(platform, newId());

function cash(amountMinor: bigint, partyCount = 30): AwardTotal {
  return {
    ...{ partyClass: 'user', clause: '§1', remedy: 'cash', partyCount, amountMinor },
    ...{ name: null, currency: 'KRW', quantity: null, unit: null },
  };
}

interface Asked {
  readonly incidentId: string;
  readonly totals: readonly AwardTotal[];
  readonly replacesRunId?: string;
}

/** Puts up a run over a population of its own: each is a correction of the one before. */
function putUp({ incidentId, totals, ...replaces }: Asked) {
  const runId = newId();
  const determined = {
    ...{ policyHash: 'a'.repeat(64), awardsHash: 'c'.repeat(64) },
    populationHash: runId.replaceAll('-', '').padStart(64, '0'),
    ...{ partyCount: 40, awardCount: 60, distinctCount: 3, totals, statuses: [] },
    ...{ unknownFacts: [], elapsedMs: 1, accountsPerSecond: 1, peakMemoryBytes: 1 },
  };
  const proposal = { runId, incidentId, determined, ...replaces };
  const treasurer = staffContext(platform, 'treasurer');
  return { runId, again: () => proposeDeterminationRun(treasurer, proposal) };
}

async function propose(asked: Asked): Promise<string> {
  const { runId, again } = putUp(asked);
  ok(await again());
  return runId;
}

async function approve(runId: string, at = now): Promise<void> {
  ok(await approveDeterminationRun(staffContext(platform, 'approver', { now: at }), runId));
}

async function run(asked: Asked): Promise<string> {
  const runId = await propose(asked);
  await approve(runId);
  await drainOutbox(platform, settlementConsumers);
  return runId;
}

async function owed(incidentId: string): Promise<bigint> {
  const balances = await systemContext(platform).read((tx) => listBalances(tx, { incidentId }));
  return -(balances.find(({ code }) => code === 'population_awards')?.balanceMinor ?? 0n);
}

describe('determinations of the same parties, whatever their order', () => {
  it.each([
    ['higher, then equal', [45_000n, 46_500n, 46_500n], 46_500n],
    ['lower, then equal to the first', [45_000n, 40_000n, 45_000n], 45_000n],
    ['lower, then higher', [45_000n, 40_000n, 46_000n], 46_000n],
    ['nothing, then as before', [45_000n, 0n, 45_000n], 45_000n],
  ])('%s: together they grant the most of them', async (_, amounts, most) => {
    const incidentId = await newIncident();
    let before: string | undefined;
    for (const amount of amounts) {
      const replaces = before === undefined ? {} : { replacesRunId: before };
      before = await run({ incidentId, totals: [cash(amount)], ...replaces });
    }
    expect(await owed(incidentId)).toBe(most);
  });

  it('grant more to fewer parties once', async () => {
    const incidentId = await newIncident();
    const first = await run({ incidentId, totals: [cash(45_000n, 30)] });
    const second = await run({ incidentId, totals: [cash(60_000n, 20)], replacesRunId: first });
    const third = await run({ incidentId, totals: [cash(40_000n, 40)], replacesRunId: second });
    await run({ incidentId, totals: [cash(60_000n, 20)], replacesRunId: third });
    expect(await owed(incidentId)).toBe(60_000n);
  });

  it('are one chain, too, where two replace the same run', async () => {
    const incidentId = await newIncident();
    const first = await run({ incidentId, totals: [cash(45_000n)] });
    const both = [
      await propose({ incidentId, totals: [cash(46_500n)], replacesRunId: first }),
      await propose({ incidentId, totals: [cash(47_000n)], replacesRunId: first }),
    ];
    for (const runId of both) {
      await approve(runId);
      await drainOutbox(platform, settlementConsumers);
    }
    expect(await owed(incidentId)).toBe(47_000n);
  });

  it('leave what was paid out of account', async () => {
    const incidentId = await newIncident();
    const first = await run({ incidentId, totals: [cash(45_000n)] });
    const account = (code: 'population_awards' | 'paid') =>
      accountId({ incidentId, currency: 'KRW', code });
    const system = systemContext(platform);
    const paid = await system.transact((tx) =>
      postTransfers(system, tx, {
        incidentId,
        requests: [
          {
            ...{ id: newId(), kind: 'posted', code: 'paid_out', reference: first },
            ...{ amountMinor: 20_000n, currency: 'KRW' },
            debitAccountId: account('population_awards'),
            creditAccountId: account('paid'),
          },
        ],
      }),
    );
    ok(paid);
    await run({ incidentId, totals: [cash(46_000n)], replacesRunId: first });
    expect(await owed(incidentId)).toBe(26_000n);
  });
});

describe('two determinations anew that are approved at once', () => {
  async function twoOf(first: string, incidentId: string): Promise<[string, string]> {
    const one = await propose({ incidentId, totals: [cash(46_500n)], replacesRunId: first });
    const two = await propose({ incidentId, totals: [cash(47_000n)], replacesRunId: first });
    return [one, two];
  }

  it('grant the difference once when both are posted after both were approved', async () => {
    const incidentId = await newIncident();
    const first = await run({ incidentId, totals: [cash(45_000n)] });
    const both = await twoOf(first, incidentId);
    await Promise.all(both.map((runId) => approve(runId)));
    await drainOutbox(platform, settlementConsumers);
    expect(await owed(incidentId)).toBe(47_000n);
  });

  it('do so also when the one that waited came with an earlier clock', async () => {
    const incidentId = await newIncident();
    const first = await run({ incidentId, totals: [cash(45_000n)] });
    const [one, two] = await twoOf(first, incidentId);
    await approve(two, later(60_000));
    await drainOutbox(platform, settlementConsumers);
    await approve(one, later(1_000));
    await drainOutbox(platform, settlementConsumers);
    expect(await owed(incidentId)).toBe(47_000n);
  });
});

describe('a run that is put up in the place of another', () => {
  const asked = (incidentId: string, replacesRunId: string) =>
    putUp({ incidentId, totals: [cash(46_000n)], replacesRunId }).again();

  it('is refused where that one is not there, of another incident, or not approved', async () => {
    const [incidentId, elsewhere] = [await newIncident(), await newIncident()];
    const absent = newId();
    expect(await asked(incidentId, absent)).toEqual({
      ...{ ok: false, refusal: { code: 'determination_run_not_found', runId: absent } },
    });
    const other = await run({ incidentId: elsewhere, totals: [cash(45_000n)] });
    const waiting = await propose({ incidentId, totals: [cash(45_000n)] });
    for (const runId of [other, waiting]) {
      expect(await asked(incidentId, runId)).toEqual({
        ...{ ok: false, refusal: { code: 'determination_replacement_unfit', runId } },
      });
    }
    expect(await owed(incidentId)).toBe(0n);
  });

  it('is refused where an approved run took its place, which it names; repeated, it is not', async () => {
    const incidentId = await newIncident();
    const first = await run({ incidentId, totals: [cash(45_000n)] });
    const second = putUp({ incidentId, totals: [cash(46_500n)], replacesRunId: first });
    ok(await second.again());
    ok(await second.again());
    await approve(second.runId);
    await drainOutbox(platform, settlementConsumers);
    ok(await second.again());
    const refusal = { code: 'determination_run_replaced', runId: first, replacedBy: second.runId };
    expect(await asked(incidentId, first)).toEqual({ ok: false, refusal });
    const third = await propose({ incidentId, totals: [cash(47_000n)] });
    const treasurer = staffContext(platform, 'treasurer');
    expect(await replaceRun(treasurer, { runId: third, replacesRunId: first })).toEqual({
      ...{ ok: false, refusal },
    });
    ok(await replaceRun(treasurer, { runId: third, replacesRunId: second.runId }));
  });
});
