import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { instantFromEpochMs } from '../../kernel/index.ts';
import { type Platform, sql } from '../../platform/index.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { verifyLedger } from '../ledger/verify-commands.ts';
import { listSettlementTotals } from '../queries.ts';
import { faultSwitches, faultsOf } from '../rails/faults.ts';
import { type Cast, rehearsePayouts } from './rehearsal-commands.ts';

const from = instantFromEpochMs(Date.UTC(2022, 11, 1, 3));
const people = { treasurer: derivedId(['t']), approver: derivedId(['a']) };
let platform: Platform;
let cast: Cast;

beforeAll(async () => {
  platform = await openTestPlatform({ now: from });
  cast = (role, now) => staffContext(platform, role, { id: people[role], now });
});

async function openIncident(name: string): Promise<string> {
  const id = derivedId(['rehearsal', name]);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${id}, ${`rehearsal-${id}`}, '연습', 'Rehearsal', 'Asia/Seoul', '2022-10-15T06:30:00Z')
    `.execute(platform.db);
  return id;
}

async function rehearse(names: readonly string[], options: { seed: string; dayCount: number }) {
  const name = `${names.join('-')}-${options.seed}`;
  const incidentId = await openIncident(name);
  const verdict = await rehearsePayouts({
    ...options,
    cast,
    incidentId,
    rail: `rail-${name}`,
    faults: faultsOf(names),
    awardCount: 24,
    from,
  });
  const ctx = systemContext(platform);
  expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
  const [totals] = await ctx.read((tx) => listSettlementTotals(tx, incidentId));
  return { verdict, totals };
}

describe('a rehearsal with one fault', () => {
  // What each fault must come to; every award that is not paid is accounted for.
  const expected: Readonly<Record<string, object>> = {
    F36: { ends: { paid: expect.any(Number), before_a_person: expect.any(Number) } },
    F39: { ends: { paid: expect.any(Number), came_back: expect.any(Number) } },
    F42: { ends: { paid: expect.any(Number), came_back: expect.any(Number) } },
    F50: { ends: { paid: 24 }, alarms: { reference_foreign: 1 } },
    F44: { ends: { paid: 24 }, alarms: { answer_differs: expect.any(Number) } },
  };

  it.each(Object.keys(faultSwitches))('%s pays nothing twice and balances', async (name) => {
    const dayCount = name === 'F40' ? 33 : 8;
    const { verdict, totals } = await rehearse([name], { seed: '1', dayCount });
    expect(verdict.findings).toEqual([]);
    expect(verdict).toMatchObject({ isRight: true, awardCount: 24 });
    expect(verdict).toMatchObject(expected[name] ?? { ends: { paid: 24 } });
    expect(totals).toMatchObject({ isDecidedInLedger: true, isLedgerInStatement: true });
  }, 240_000);
});

describe('a rehearsal with many faults', () => {
  const mixed = ['F32', 'F33', 'F34', 'F38', 'F42', 'F43', 'F44', 'F45', 'F46', 'F48', 'F51'];

  it.each(['1', '2'])('seed %s pays nothing twice and balances', async (seed) => {
    const { verdict, totals } = await rehearse(mixed, { seed, dayCount: 14 });
    expect(verdict).toMatchObject({ isRight: true, findings: [] });
    expect(verdict.ends.paid).toBeGreaterThan(12);
    expect(verdict.ends.not_paid).toBeUndefined();
    expect(totals).toMatchObject({ isDecidedInLedger: true, isLedgerInStatement: true });
  }, 240_000);
});
