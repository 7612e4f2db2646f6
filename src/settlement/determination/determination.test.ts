import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { assert, type JsonValue, renderRational } from '../../kernel/index.ts';
import {
  type Award,
  evaluatePolicy,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
} from '../../policy/index.ts';
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

function documentOf(statements: string): PolicyDocument {
  const parsed = parsePolicy(`---
policy: shops
version: "1"
title:
  ko: 상점
  en: Shops
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §2 Losses

\`\`\`amends
${statements}
\`\`\`
`);
  assert(parsed.ok, 'the policy is read', parsed);
  return parsed.value;
}

const facts = `
fact weekly-loss : money from company "손실" / "the loss"
fact plan : choice(drawer, melon) from company
fact is_paying : yes/no, no unless stated, from company
fact outage : duration, 90 min unless stated, from incident`;

const awards = `
for is_paying
award points "점" 1_500 in addition
award extension "시간" outage × 3 in hours in addition
award cash by weekly-loss
  up to 0 KRW : none
  up to 300_000 KRW : 30_000 KRW
  up to 400_000 KRW : 50_000 KRW
  above : review`;

const nothing =
  'total(daily(interval(2022-10-15T15:00+09:00, 2022-10-15T16:00+09:00), 0 hours, outage)) × 0';

/** The same awards, one of them of a part of the language that is worked out for each party. */
const roads = [
  { road: 'compiled', document: documentOf(`${facts}\n${awards}`) },
  {
    road: 'worked out for each set of facts',
    document: documentOf(`${facts}\n${awards.replace('outage × 3', `outage × 3 + ${nothing}`)}`),
  },
];

const generated = (count: number): string => `
  select 'party-' || lpad(i::varchar, 9, '0') as party_id,
    case when i % 10 = 0 then 'small_business' else 'user' end as class,
    case when hash(i) % 7 = 0 then null else (hash(i * 3) % 6)::bigint * 100_000 end as weekly_loss,
    case hash(i * 5) % 3 when 0 then 'drawer' when 1 then 'melon' end as plan,
    case hash(i * 13) % 3 when 0 then 100::bigint when 1 then 7_200 end as outage,
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
  const { weekly_loss: loss, plan, outage, is_paying: isPaying } = row;
  return {
    'weekly-loss': loss === null ? null : Number(loss),
    plan: plan === null ? null : String(plan),
    outage: outage === null ? null : Number(outage),
    is_paying: isPaying === true,
  };
}

function awardsOf(document: PolicyDocument, row: Row): readonly Award[] {
  const read = parseFacts(document, factsOf(row));
  assert(read.ok, 'the facts are read', read);
  return evaluatePolicy(document, read.value, { alternatives: false }).awards;
}

describe.each(roads)('a determination run, $road', ({ document }) => {
  it('equals assessing every party, one by one, in the order of parties', async () => {
    const { dir, population } = await populationOf(generated(3_000));
    const shown: string[] = [];
    const file = join(dir, 'awards.parquet');
    const determined = await determine({
      ...{ population, document, awards: file },
      onProgress: ({ part }) => shown.push(part),
    });
    expect(determined.distinctCount).toBeLessThanOrEqual(7 * 3 * 3 * 2 * 2);
    expect(determined).toMatchObject({ partyCount: 3_000, policyHash: document.hash });
    expect(determined.accountsPerSecond).toBeGreaterThan(0);
    expect(determined.peakMemoryBytes).toBeGreaterThan(1_000_000);
    expect(new Set(shown)).toEqual(new Set(['reading', 'assessing', 'writing', 'hashing']));
    const people = await query(
      `select * from read_parquet('${population.replaceAll("'", "''")}') order by party_id`,
    );
    const expected = people.flatMap((row) =>
      awardsOf(document, row).map((award) => [
        ...[row.party_id, document.hash, award.clause, award.remedy, award.name ?? null],
        ...[award.amountMinor ?? null, award.currency ?? null],
        ...[award.quantity ? renderRational(award.quantity) : null, award.unit ?? null],
      ]),
    );
    const written = await query(`select party_id, policy, clause, remedy, name, amount_minor,
      currency, quantity, unit from read_parquet('${file}')`);
    expect(written.map((row) => Object.values(row))).toEqual(expected);
    expect(expected.filter((row) => row.includes('1/12'))).not.toEqual([]);
    expect(determined.awardCount).toBe(expected.length);
  });

  it('totals per class, clause and remedy agree with the file', async () => {
    const { dir, population } = await populationOf(generated(2_000));
    const file = join(dir, 'awards.parquet');
    const { totals, statuses } = await determine({ population, document, awards: file });
    const sums = await query(`select p.class, a.clause, a.remedy, a.name, a.currency, a.quantity,
        a.unit, count(*) as parties, sum(a.amount_minor)::bigint as minor
      from read_parquet('${file}') a
      join read_parquet('${population.replaceAll("'", "''")}') p using (party_id)
      group by all order by all`);
    const found = totals.map(({ partyCount, amountMinor, ...key }) => [
      ...[key.partyClass, key.clause, key.remedy, key.name, key.currency, key.quantity, key.unit],
      ...[BigInt(partyCount), amountMinor],
    ]);
    expect(found).toEqual(sums.map((row) => Object.values(row)));
    expect(statuses.reduce((sum, { partyCount }) => sum + partyCount, 0)).toBe(2_000);
    expect(statuses.map(({ partyClass, status }) => `${partyClass} ${status}`)).toEqual(
      ['award', 'none', 'review', 'undecidable']
        .flatMap((status) => `small_business ${status}`)
        .concat(['award', 'none', 'review', 'undecidable'].map((status) => `user ${status}`)),
    );
  });

  it('gives the same bytes each time, on one thread or two, and cleans up after itself', async () => {
    const { dir, population } = await populationOf(generated(130_000));
    const hashes = new Set<string>();
    for (const [at, threadCount] of [1, 2, 2].entries()) {
      const file = join(dir, `awards-${at}.parquet`);
      const { awardsHash } = await determine({ population, awards: file, document, threadCount });
      expect(awardsHash).toBe(await hashFile(file));
      hashes.add(awardsHash);
    }
    expect(hashes.size).toBe(1);
    expect((await readdir(dir)).length).toBe(4);
  }, 240_000);
});

describe('a determination run', () => {
  it('gives the same bytes of a population that stands in order, however many threads', async () => {
    const { dir, population } = await populationOf(
      `from (${generated(130_000)}) order by party_id`,
    );
    const hashes = new Set<string>();
    for (const [at, threadCount] of [1, 2, 2].entries()) {
      const file = join(dir, `awards-${at}.parquet`);
      const [{ document }] = roads as [(typeof roads)[0]];
      hashes.add((await determine({ population, awards: file, document, threadCount })).awardsHash);
    }
    expect(hashes.size).toBe(1);
  }, 240_000);

  it('reads a population without any declared fact', async () => {
    const { dir, population } = await populationOf('select range as party_id from range(5)');
    const document = documentOf('award item "물건" 3');
    const determined = await determine({ population, document, awards: join(dir, 'a.parquet') });
    expect(determined).toMatchObject({ partyCount: 5, awardCount: 5, unknownFacts: ['evidence'] });
    expect(determined.totals).toMatchObject([{ partyClass: '', quantity: '3', partyCount: 5 }]);
  });

  it('takes every value exactly as it stands in the file', async () => {
    const { dir, population } = await populationOf(`select 1 as party_id,
      9007199254740993::bigint as big, 0.125::decimal(9,3) as share,
      '2022-10-15 15:30:00+09'::timestamptz as moment, date '2022-10-15' as day,
      ['bank-account'] as evidence`);
    const document = documentOf(`
fact big : money at least 0 KRW from company
fact share : ratio from company
fact moment : instant from incident
fact day : date from incident
for moment is after 2022-10-15T15:29+09:00 and day is before 2022-10-16
needs bank-account
award cash big × 8 × share rounded down to 1 KRW`);
    const awards = join(dir, 'awards.parquet');
    const { totals } = await determine({ population, awards, document });
    expect(totals).toMatchObject([{ amountMinor: 9_007_199_254_740_993n }]);
  });

  it('refuses what it cannot read, and writes nothing', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'amends-determination-'));
    const [{ document }] = roads as [(typeof roads)[0]];
    const refusalOf = async (population: string) => {
      const file = join(dir, 'awards.parquet');
      const outcome = await runDetermination({ population, awards: file, document });
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
    const refused = await populationOf(`select 'a' as party_id, 'silver' as plan`);
    expect(await refusalOf(refused.population)).toMatchObject({
      code: 'population_rows_refused',
      badRows: { count: 1, first: [{ row: 1, partyId: 'a', field: 'plan', found: '"silver"' }] },
    });
    expect(await readdir(dir)).toEqual(['text.parquet']);
  });
});
