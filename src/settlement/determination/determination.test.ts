import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { accept, assert, type JsonValue, refuse } from '../../kernel/index.ts';
import { parsePolicy } from '../../policy/index.ts';
import { policyAssessor } from './assess-facts.ts';
import type { AssessedAward, Assessor } from './population.ts';
import { type DeterminationRequest, hashFile, runDetermination } from './store.ts';

type Row = Readonly<Record<string, unknown>>;

async function query(sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS() as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type FactsJson = { readonly [name: string]: JsonValue };

function awardsFor(facts: FactsJson, loss: number): AssessedAward[] {
  const cash = { clause: '§3', remedy: 'cash', currency: 'KRW' };
  const all: [boolean, AssessedAward][] = [
    [
      facts.is_paying === true,
      { clause: '§1', remedy: 'points', amountMinor: 1_500n, currency: 'KRW' },
    ],
    [facts.plan === 'drawer', { clause: '§2', remedy: 'extension', quantity: '15', unit: 'day' }],
    [loss > 0 && loss <= 300_000, { ...cash, amountMinor: 30_000n }],
    [loss > 300_000, { ...cash, amountMinor: 50_000n }],
  ];
  return all.flatMap(([isDue, award]) => (isDue ? [award] : []));
}

/** Money by band of loss, points for everyone who pays, days for a plan; unknown loss is reviewed. */
function assessorCounting(calls: { count: number }): Assessor {
  return {
    policyHash: 'b'.repeat(64),
    factNames: ['weekly-loss', 'plan', 'is_paying', 'never-asked'],
    assess(facts) {
      calls.count += 1;
      const loss = facts['weekly-loss'];
      if (loss === -1) return refuse({ code: 'fact_out_of_range', fact: 'weekly-loss' });
      if (loss === undefined) return accept({ status: 'review', awards: [] });
      const awards = awardsFor(facts, Number(loss));
      return accept({ status: awards.length === 0 ? 'none' : 'award', awards });
    },
  };
}

const generated = (count: number): string => `
  select 'party-' || lpad(i::varchar, 9, '0') as party_id,
    case when i % 10 = 0 then 'small_business' else 'user' end as class,
    case when hash(i) % 7 = 0 then null else (hash(i * 3) % 6)::bigint * 100_000 end as weekly_loss,
    case hash(i * 5) % 3 when 0 then 'drawer' when 1 then 'melon' end as plan,
    hash(i * 7) % 2 = 0 as is_paying,
    random() as unused
  from range(${count}) as t(i) order by hash(i * 11)`;

async function populationOf(select: string): Promise<{ dir: string; population: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'amends-determination-'));
  const population = join(dir, "the people's.parquet");
  await query(`copy (${select}) to '${population.replaceAll("'", "''")}' (format parquet)`);
  return { dir, population };
}

async function determine(request: DeterminationRequest) {
  const outcome = await runDetermination(request);
  assert(outcome.ok, 'the population is determined', outcome);
  return outcome.value;
}

function factsOf(row: Row): { [name: string]: JsonValue } {
  const { weekly_loss: loss, plan, is_paying: isPaying } = row;
  return {
    ...(loss === null ? {} : { 'weekly-loss': Number(loss) }),
    ...(plan === null ? {} : { plan: String(plan) }),
    is_paying: isPaying === true,
  };
}

function expectedAwards(rows: readonly Row[], assessor: Assessor): unknown[] {
  return rows.flatMap((row) => {
    const outcome = assessor.assess(factsOf(row));
    assert(outcome.ok, 'the facts are read');
    return outcome.value.awards.map((award) => [
      row.party_id,
      assessor.policyHash,
      award.clause,
      award.remedy,
      award.amountMinor ?? null,
      award.quantity ?? null,
      award.unit ?? null,
    ]);
  });
}

const policyText = `---
policy: shops
version: "1"
title:
  ko: 상점
  en: Shops
currency: KRW
zone: Asia/Seoul
effective:
  from: 2022-10-15
applies: automatic
source:
  - a test
---

# Shops

## §2 Losses

\`\`\`amends
fact loss : money from company "손실" / "the loss"

award cash by loss
  up to 300_000 KRW : 30_000 KRW
  up to 500_000 KRW : 50_000 KRW
  above : review
\`\`\`
`;

describe('a determination run', () => {
  it('equals assessing every party, one by one, in the order of parties', async () => {
    const { dir, population } = await populationOf(generated(3_000));
    const calls = { count: 0 };
    const shown: string[] = [];
    const determined = await determine({
      population,
      awards: join(dir, 'awards.parquet'),
      assessor: assessorCounting(calls),
      onProgress: ({ part }) => shown.push(part),
    });
    expect(calls.count).toBe(determined.distinctCount);
    expect(calls.count).toBeLessThanOrEqual(7 * 3 * 2);
    expect(determined).toMatchObject({ partyCount: 3_000, unknownFacts: ['never-asked'] });
    expect(determined.accountsPerSecond).toBeGreaterThan(0);
    expect(determined.peakMemoryBytes).toBeGreaterThan(1_000_000);
    expect(new Set(shown)).toEqual(new Set(['reading', 'assessing', 'writing', 'hashing']));
    const people = await query(
      `select * from read_parquet('${population.replaceAll("'", "''")}') order by party_id`,
    );
    const expected = expectedAwards(people, assessorCounting({ count: 0 }));
    const written = await query(`select * from read_parquet('${join(dir, 'awards.parquet')}')`);
    const found = written.map((row) => [
      row.party_id,
      row.policy,
      row.clause,
      row.remedy,
      row.amount_minor,
      row.quantity,
      row.unit,
    ]);
    expect(found).toEqual(expected);
    expect(determined.awardCount).toBe(expected.length);
  });

  it('totals per class, clause and remedy agree with the file', async () => {
    const { dir, population } = await populationOf(generated(2_000));
    const awards = join(dir, 'awards.parquet');
    const { totals, statuses } = await determine({
      population,
      awards,
      assessor: assessorCounting({ count: 0 }),
    });
    const sums = await query(`select p.class, a.clause, a.remedy, count(*) as parties,
        sum(a.amount_minor)::bigint as minor
      from read_parquet('${awards}') a
      join read_parquet('${population.replaceAll("'", "''")}') p using (party_id)
      group by all order by all`);
    const summed = new Map<string, { parties: bigint; minor: bigint | null }>();
    for (const { partyClass, clause, remedy, partyCount, amountMinor } of totals) {
      const key = `${partyClass} ${clause} ${remedy}`;
      const before = summed.get(key) ?? { parties: 0n, minor: null };
      const minor = amountMinor === null ? before.minor : (before.minor ?? 0n) + amountMinor;
      summed.set(key, { parties: before.parties + BigInt(partyCount), minor });
    }
    expect([...summed].sort()).toEqual(
      sums
        .map((row) => [
          `${row.class} ${row.clause} ${row.remedy}`,
          { parties: row.parties, minor: row.minor },
        ])
        .sort(),
    );
    expect(statuses.reduce((sum, { partyCount }) => sum + partyCount, 0)).toBe(2_000);
  });

  it('gives the same bytes each time, on one thread or two, and cleans up after itself', async () => {
    const { dir, population } = await populationOf(generated(400_000));
    const hashes = new Set<string>();
    for (const [at, threadCount] of [1, 2, 2].entries()) {
      const awards = join(dir, `awards-${at}.parquet`);
      const assessor = assessorCounting({ count: 0 });
      const { awardsHash } = await determine({ population, awards, assessor, threadCount });
      expect(awardsHash).toBe(await hashFile(awards));
      hashes.add(awardsHash);
    }
    expect(hashes.size).toBe(1);
    expect((await readdir(dir)).length).toBe(4);
  });

  it('reads a population without any declared fact', async () => {
    const { dir, population } = await populationOf('select range as party_id from range(5)');
    const assessor: Assessor = {
      policyHash: 'c'.repeat(64),
      factNames: [],
      assess: () =>
        accept({ status: 'award', awards: [{ clause: '§1', remedy: 'item', quantity: '3' }] }),
    };
    const awards = join(dir, 'awards.parquet');
    expect(await determine({ population, awards, assessor })).toMatchObject({
      partyCount: 5,
      awardCount: 5,
    });
  });

  it('hands every value over exactly as it stands in the file', async () => {
    const { dir, population } = await populationOf(`select 1 as party_id,
      9007199254740993::bigint as big, 12::bigint as small, 0.1::decimal(9,3) as ratio,
      '2022-10-15 15:30:00+09'::timestamptz as moment, date '2022-10-15' as day,
      ['bank-account'] as evidence, null::bigint as nothing`);
    const seen: unknown[] = [];
    const factNames = ['big', 'small', 'ratio', 'moment', 'day', 'evidence', 'nothing'];
    const assess: Assessor['assess'] = (facts) => {
      seen.push(facts);
      return accept({ status: 'none', awards: [] });
    };
    const assessor = { policyHash: 'e'.repeat(64), factNames, assess };
    await determine({ population, awards: join(dir, 'awards.parquet'), assessor });
    expect(seen).toEqual([
      {
        big: '9007199254740993',
        small: 12,
        ratio: '0.100',
        moment: '2022-10-15T06:30:00.000Z',
        day: '2022-10-15',
        evidence: ['bank-account'],
      },
    ]);
  });

  it('applies a policy document to every party', async () => {
    const parsed = parsePolicy(policyText);
    assert(parsed.ok, 'the policy is read', parsed);
    const assessor = policyAssessor(parsed.value);
    const losses = [0, 1, 300_000, 300_001, 500_000, 500_001];
    const { dir, population } = await populationOf(
      `select unnest([${losses}])::bigint as loss, loss as party_id, 'shop' as party_class`,
    );
    const awards = join(dir, 'awards.parquet');
    const { totals, statuses } = await determine({ population, awards, assessor });
    const cash = { partyClass: 'shop', clause: '§2', remedy: 'cash', currency: 'KRW' };
    expect(totals).toMatchObject([
      { ...cash, partyCount: expect.any(Number), amountMinor: expect.any(BigInt) },
    ]);
    const expected = losses.map((loss) => assessor.assess({ loss }));
    const sum = expected.reduce(
      (total, one) =>
        total + (one.ok ? one.value.awards.reduce((s, a) => s + (a.amountMinor ?? 0n), 0n) : 0n),
      0n,
    );
    expect(totals[0]?.amountMinor).toBe(sum);
    expect(sum).toBe(30_000n * 3n + 50_000n * 2n);
    expect(statuses.map(({ status, partyCount }) => [status, partyCount])).toEqual([
      ['award', 5],
      ['review', 1],
    ]);
  });

  it('refuses what it cannot read, and writes nothing', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'amends-determination-'));
    const awards = join(dir, 'awards.parquet');
    const assessor = assessorCounting({ count: 0 });
    const refusalOf = async (population: string) => {
      const outcome = await runDetermination({ population, awards, assessor });
      return outcome.ok ? undefined : outcome.refusal;
    };
    const text = join(dir, 'text.parquet');
    await writeFile(text, 'party_id\n1\n');
    expect(await refusalOf(text)).toMatchObject({ code: 'population_unreadable', file: text });
    expect(await refusalOf(join(dir, 'absent.parquet'))).toMatchObject({
      code: 'population_unreadable',
    });
    const nameless = await populationOf('select 1 as id');
    expect(await refusalOf(nameless.population)).toMatchObject({
      code: 'population_column_missing',
      column: 'party_id',
      found: ['id'],
    });
    const repeated = await populationOf("select unnest(['a', 'b', 'a']) as party_id");
    expect(await refusalOf(repeated.population)).toMatchObject({
      code: 'population_party_repeated',
      partyId: 'a',
    });
    const refused = await populationOf("select 'a' as party_id, -1 as weekly_loss");
    expect(await refusalOf(refused.population)).toMatchObject({
      code: 'population_facts_refused',
      reason: { code: 'fact_out_of_range', fact: 'weekly-loss' },
    });
    expect(await readdir(dir)).toEqual(['text.parquet']);
  });
});
