import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { assert } from '../../../kernel/index.ts';
import { type PolicyDocument, parsePolicy } from '../../../policy/index.ts';
import { type SimulationRequest, simulatePolicies } from './simulate.ts';

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function policy(block: string, version = '1'): PolicyDocument {
  const parsed = parsePolicy(
    `---\npolicy: trial\nversion: "${version}"\ntitle: { ko: 시험, en: Trial }\ncurrency: KRW\nzone: Asia/Seoul\napplies: automatic\n---\n\n## §1 Rule\n\n\`\`\`amends\n${block}\n\`\`\`\n`,
  );
  assert(parsed.ok, 'test: the policy is read', parsed.ok ? undefined : parsed.refusal);
  return parsed.value;
}

const facts = `fact fee : money at least 0 KRW at most 1_000_000 KRW from company
fact outage : duration from incident
fact plan : choice(free, paid) from company
constant floor = 1_000 KRW
constant hours = 3 hours`;

const linear = policy(`${facts}
for plan is paid and outage is above hours
award credit fee × outage ÷ 720 hours × 3
  at least floor
  then rounded half up to 1 KRW`);

const people = `party_id,party_class,fee,outage,plan
a,shop,20000,84 hours,paid
b,shop,20000,2 hours,paid
c,user,500,PT100H,paid
d,user,0,360000,free
e,user,,100 hours,paid
f,user,20000,84 hours,paid
`;

async function fileOf(text: string, name = 'people.csv'): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'amends-simulate-')), name);
  await writeFile(file, text);
  return file;
}

async function simulate(request: Omit<SimulationRequest, 'badRows'>) {
  const outcome = await simulatePolicies({ badRows: 'stop', ...request });
  assert(outcome.ok, 'test: the simulation runs', outcome);
  return outcome.value;
}

describe('a simulation', () => {
  it('tells the cost, who is missed by which condition, and which facts are needed', async () => {
    const population = await fileOf(people);
    const found = await simulate({ population, documents: [linear] });
    expect(found.policies[0]?.road).toBe('compiled');
    expect(found.cost).toEqual([
      { partyClass: 'shop', currency: 'KRW', parties: 1, amountMinor: '7000' },
      { partyClass: 'user', currency: 'KRW', parties: 2, amountMinor: '8000' },
    ]);
    expect(found.missed.parties).toBe(3);
    expect(found.missed.conditions).toMatchObject([
      { condition: 'plan is paid', parties: 1, onlyThis: 1 },
      { condition: 'outage is above hours', parties: 1, onlyThis: 1 },
    ]);
    expect(found.reasons).toContainEqual({
      ...{ policy: 'trial', clause: '§1', rule: '§1', partyClass: 'user' },
      ...{ status: 'undecidable', reason: null, missing: ['fee'], parties: 1 },
    });
    expect(found.invariants.map(({ name, holds }) => [name, holds])).toEqual([
      ['never_negative', true],
      ['longer_never_pays_less', true],
      ['equals_treated_equally', true],
    ]);
  });

  it('writes one row for each party and award, or one for each party', async () => {
    const population = await fileOf(people);
    const out = population.replace('.csv', '.parquet');
    await simulate({ population, documents: [linear], out });
    expect(
      await query(
        `select party_id, clause, remedy, amount_minor::int as paid, reason from '${out}'`,
      ),
    ).toEqual([
      { party_id: 'a', clause: '§1', remedy: 'credit', paid: 7000, reason: null },
      { party_id: 'b', clause: '§1', remedy: null, paid: null, reason: 'not_in_audience' },
      { party_id: 'c', clause: '§1', remedy: 'credit', paid: 1000, reason: null },
      { party_id: 'd', clause: '§1', remedy: null, paid: null, reason: 'not_in_audience' },
      { party_id: 'e', clause: '§1', remedy: null, paid: null, reason: null },
      { party_id: 'f', clause: '§1', remedy: 'credit', paid: 7000, reason: null },
    ]);
    await simulate({ population, documents: [linear], out, layout: 'parties' });
    expect((await query(`select * from '${out}'`))[1]).toEqual({
      ...{ party_id: 'b', party_class: 'shop', '§1': '§1 none not_in_audience' },
      '§1 amount': null,
    });
  });

  it('cuts the awards to a budget that they then sum to', async () => {
    const population = await fileOf(people);
    const out = population.replace('.csv', '.parquet');
    const budget = { budgetMinor: 10_001n, currency: 'KRW' };
    const found = await simulate({ population, documents: [linear], out, budget });
    expect(found.budget).toMatchObject({
      demandMinor: '15000',
      paidMinor: '10001',
      isEnough: false,
    });
    const paid = await query(
      `select party_id, amount_minor::int as paid from '${out}' where status = 'award'`,
    );
    expect(paid).toEqual([
      { party_id: 'a', paid: 4667 },
      { party_id: 'c', paid: 667 },
      { party_id: 'f', paid: 4667 },
    ]);
  });

  it('compares with another version, and tries other figures', async () => {
    const population = await fileOf(people);
    const against = policy(
      `${facts}
for plan is paid and outage is above hours
award credit fee × outage ÷ 720 hours × 2 at least floor then rounded half up to 1 KRW`,
      '0',
    );
    const found = await simulate({
      population,
      documents: [linear],
      against,
      sensitivity: 'floor',
    });
    expect(
      found.comparison?.map(({ winners, losers, gainMinor }) => [winners, losers, gainMinor]),
    ).toEqual([
      [1, 0, '2333'],
      [1, 0, '2333'],
    ]);
    const points = found.sensitivity?.[0]?.points ?? [];
    expect(points.map(({ percent, cost }) => [percent, cost[0]?.amountMinor])).toContainEqual([
      150,
      '15500',
    ]);
    const unknown = await simulatePolicies({
      population,
      documents: [linear],
      badRows: 'stop',
      sensitivity: 'none',
    });
    expect(unknown).toMatchObject({ refusal: { known: ['floor', 'hours'] } });
  });

  it('tells the figures that are tried, of a constant by date all of them and nothing else', async () => {
    const dated = policy(`${facts}
constant times = 8 from 2022-04-01, 10 from 2024-04-01
fact day : date, 2024-05-01 unless stated, from incident
for plan is paid and outage is above hours
award credit fee × outage ÷ 720 hours × (times on day) at least floor then rounded half up to 1 KRW`);
    const population = await fileOf(people);
    const { sensitivity } = await simulate({
      ...{ population, documents: [dated], sensitivity: 'times' },
    });
    expect(sensitivity?.[0]?.written).toBe('8, 10');
    const tried = sensitivity?.[0]?.points.map(({ percent, text }) => [percent, text]);
    expect(tried).toContainEqual([50, '4, 5']);
    expect(tried).toContainEqual([150, '12, 15']);
  });

  it('finds the first party that breaks what must hold', async () => {
    const population = await fileOf(people);
    const broken = policy(`${facts}
award credit (if outage is above hours then fee ÷ 2 else fee)
  at most floor
  then rounded up to 10_000 KRW`);
    const { invariants } = await simulate({ population, documents: [broken] });
    expect(invariants.filter(({ holds }) => !holds)).toMatchObject([
      {
        name: 'caps_hold',
        counterExample: { partyId: 'a', found: '§1: 10000', expected: 'at most floor' },
      },
    ]);
    const shorter = policy(`${facts}
award credit (if outage is above hours then fee ÷ 2 else fee) rounded up to 1 KRW`);
    const again = await simulate({ population, documents: [shorter] });
    expect(again.invariants.filter(({ holds }) => !holds)).toMatchObject([
      { name: 'longer_never_pays_less', about: 'outage', counterExample: { partyId: 'b' } },
    ]);
  });

  it('stops at bad rows or sets them aside, naming row, field, what was found and what is right', async () => {
    const text = `${people}g,user,-5,1 hour,paid\nh,user,12,soon,paid\ni,user,12,1 hour,gold\n`;
    const population = await fileOf(text);
    const stopped = await simulatePolicies({ population, documents: [linear], badRows: 'stop' });
    expect(stopped).toMatchObject({
      refusal: {
        code: 'population_rows_refused',
        badRows: {
          count: 3,
          byField: [
            { field: 'fee', count: 1 },
            { field: 'outage', count: 1 },
            { field: 'plan', count: 1 },
          ],
          first: [
            { row: 7, partyId: 'g', field: 'fee', found: '"-5"', expected: 'at least 0 KRW' },
            { row: 8, partyId: 'h', field: 'outage', found: '"soon"' },
            {
              row: 9,
              partyId: 'i',
              field: 'plan',
              found: '"gold"',
              expected: 'one of: free, paid',
            },
          ],
        },
      },
    });
    const aside = await simulatePolicies({ population, documents: [linear], badRows: 'set_aside' });
    expect(aside).toMatchObject({
      ok: true,
      value: {
        population: { rowCount: 9, badRows: { count: 3 } },
        cost: [{}, { amountMinor: '8000' }],
      },
    });
    const twice = await fileOf(`${people}a,shop,1,1 hour,paid\n`);
    expect(
      await simulatePolicies({ population: twice, documents: [linear], badRows: 'stop' }),
    ).toMatchObject({
      refusal: { code: 'population_party_repeated', partyId: 'a' },
    });
  });

  it('compiles what lists and sets come to, and decides what is not compiled for each set of facts', async () => {
    const rule = (declared: string, time: string) =>
      policy(`${facts}
${declared}
for plan is paid
award credit fee × ${time} ÷ 720 hours × 3 rounded half up to 1 KRW`);
    const listed = rule('fact outages : list of duration from incident', 'sum(outages)');
    const runs = rule('fact outages : interval set from incident', 'total(outages)');
    const daily = rule(
      'fact outages : interval set from incident',
      'total(daily(outages, 0 hours, 24 hours))',
    );
    const hours = '(if fee is above 0 KRW then 24 hours else 9 hours)';
    const open = rule(
      'fact outages : interval set from incident',
      `total(daily(outages, 0 hours, ${hours}))`,
    );
    const lists = await fileOf(`party_id,fee,outages,plan
a,20000,"[""84 hours""]",paid
b,20000,"[""80 hours"", {""times"": 4, ""value"": ""1 hour""}]",paid
c,20000,[],paid
d,,[],paid
e,20000,,paid
`);
    const sets = await fileOf(`party_id,fee,outages,plan
a,20000,"[{""from"":""2022-10-01T00:00:00Z"",""until"":""2022-10-04T12:00:00Z""}]",paid
b,20000,"[{""from"":""2022-10-01T00:00:00Z"",""until"":""2022-10-04T12:00:00Z""}]",paid
c,20000,[],paid
d,,[],paid
e,20000,,paid
`);
    const found = [
      await simulate({ population: lists, documents: [listed] }),
      await simulate({ population: sets, documents: [runs] }),
      await simulate({ population: sets, documents: [daily] }),
      await simulate({ population: sets, documents: [open] }),
    ];
    expect(found.map(({ policies: [one] }) => [one?.road, one?.reason])).toEqual([
      ['compiled', undefined],
      ['compiled', undefined],
      ['compiled', undefined],
      ['per_tuple', 'daily() between times that are not written in the document'],
    ]);
    for (const { cost, reasons } of found) {
      expect(cost).toEqual([{ partyClass: '', currency: 'KRW', parties: 2, amountMinor: '14000' }]);
      const why = reasons.map(({ status, missing }) => [status, ...missing].join(' '));
      expect([...why].sort()).toEqual(['none', 'undecidable fee', 'undecidable outages']);
    }
  });

  it('leaves sets of more than a thousand intervals to the evaluator, and gives the same', async () => {
    const counted = policy(`${facts}
fact outages : interval set from incident
for plan is paid
award credit 1 KRW × events(outages)`);
    const many = (count: number) => {
      const runs = Array.from({ length: count }, (_, at) => {
        const from = Date.UTC(2022, 9, 1) + at * 60_000;
        return [from, from + 30_000].map((ms) => new Date(ms).toISOString()).join('/');
      });
      return `"${JSON.stringify(runs).replaceAll('"', '""')}"`;
    };
    const found = [];
    for (const count of [1_000, 1_001]) {
      const population = await fileOf(`party_id,outages,plan\na,${many(count)},paid\n`);
      const { cost, policies } = await simulate({ population, documents: [counted] });
      found.push([cost[0]?.amountMinor, policies[0]?.road, policies[0]?.reason]);
    }
    expect(found).toEqual([
      ['1000', 'compiled', undefined],
      ['1001', 'per_tuple', 'the interval set outages has too many intervals'],
    ]);
  });
});
