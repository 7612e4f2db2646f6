import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trialPolicy } from '../../../test/support/trial-policy.ts';
import { assert } from '../../kernel/index.ts';
import { runDetermination } from './store.ts';

let dir: string;
let serial = 0;
let instance: DuckDBInstance;
let duckdb: DuckDBConnection;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'amends-party-due-parts-'));
  instance = await DuckDBInstance.create(':memory:');
  duckdb = await instance.connect();
});
afterAll(async () => {
  duckdb.closeSync();
  instance.closeSync();
  await rm(dir, { recursive: true, force: true });
});

const document = trialPolicy(`## §1 Pay

\`\`\`amends
fact pay : money at least 0 KRW at most 1_000_000 KRW from company
fact more : money at least 0 KRW at most 1_000_000 KRW from company
fact days : number at least 0 at most 100 from company
fact months : number at least 0 at most 1 from company

for pay is above 0 KRW
award cash pay

for days is above 0
award extension "권" days × 1 day in days
\`\`\`

## §2 More

\`\`\`amends
for more is above 0 KRW
award cash more in addition

for months is above 0
award extension "권" 1 month in addition
\`\`\`
`);

function newFile(extension: string): string {
  serial += 1;
  return join(dir, `${serial}.${extension}`);
}

/** By how many rows, on how many threads and in how much memory parties are compared. */
interface Means {
  readonly rowsAtOnce?: number;
  readonly threadCount?: number;
  readonly memoryLimitMegabytes?: number;
}

async function determine(
  population: string,
  earlier: readonly string[] = [],
  { rowsAtOnce, ...means }: Means = {},
) {
  const [awards, due] = [newFile('parquet'), newFile('parquet')];
  const at = rowsAtOnce === undefined ? {} : { rowsAtOnce };
  const beyond = earlier.length === 0 ? {} : { beyond: { earlier, due, ...at } };
  const run = await runDetermination({ population, awards, document, ...beyond, ...means });
  assert(run.ok, 'test: the population is determined', run);
  return { awards, dueFile: due, due: run.value.due };
}

async function readDue(file: string): Promise<readonly string[]> {
  const read = await duckdb.runAndReadAll(
    `select concat_ws(' ', party_id, party_class, clause, remedy, amount_minor, quantity, unit) as row
     from read_parquet('${file}')`,
  );
  return read.getRows().map(([row]) => String(row));
}

const columns = ['pay', 'more', 'days', 'months'] as const;
type Row = Readonly<Record<(typeof columns)[number], number> & { readonly partyClass: string }>;
type People = Readonly<Record<string, Row>>;

async function writePeople(people: People): Promise<string> {
  const file = newFile('csv');
  const rows = Object.entries(people).map(([id, row]) =>
    [id, row.partyClass, ...columns.map((column) => row[column])].join(','),
  );
  await writeFile(file, `party_id,party_class,${columns.join(',')}\n${rows.join('\n')}\n`);
  return file;
}

const amount = (most: number) => fc.oneof(fc.constant(0), fc.integer({ min: 0, max: most }));
const people: fc.Arbitrary<People> = fc.dictionary(
  fc.constantFrom(...'abcdefghijklmnop'),
  fc.record({
    partyClass: fc.constantFrom('user', 'driver'),
    ...{ pay: amount(500), more: amount(500), days: amount(5), months: amount(1) },
  }),
  { minKeys: 1, noNullPrototype: true },
);

describe('what is due, in parts', () => {
  it('is the same in however many parts and threads it is reckoned', async () => {
    const turns = fc.array(people, { minLength: 2, maxLength: 3 });
    const means = fc.record({
      rowsAtOnce: fc.integer({ min: 1, max: 12 }),
      threadCount: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(turns, means, async (given, inParts) => {
        const files: string[] = [];
        for (const one of given) files.push(await writePeople(one));
        const last = files.pop() ?? '';
        const earlier: string[] = [];
        for (const file of files) earlier.push((await determine(file)).awards);
        const atOnce = await determine(last, earlier);
        expect((await determine(last, earlier, inParts)).due).toEqual(atOnce.due);
      }),
      { numRuns: 12 },
    );
  }, 300_000);

  it('has the same row groups where there are several of them', async () => {
    const write = async (where: string): Promise<string> => {
      const file = newFile('parquet');
      await duckdb.run(`copy (select 'p' || lpad(i::varchar, 7, '0') as party_id,
          case when i % 3 = 0 then 'driver' else 'user' end as party_class,
          100 + i % 50 as pay, i % 2 as more, 1 + i % 5 as days, 0 as months
        from range(160_000) r(i) where ${where}) to '${file}' (format parquet)`);
      return file;
    };
    const { awards } = await determine(await write('i % 10 = 0'));
    const later = await write('true');
    const atOnce = await determine(later, [awards]);
    for (const means of [
      { rowsAtOnce: 50_000, threadCount: 3 },
      { rowsAtOnce: 77_777, threadCount: 1, memoryLimitMegabytes: 512 },
    ]) {
      expect((await determine(later, [awards], means)).due).toEqual(atOnce.due);
    }
    const groups = await duckdb.runAndReadAll(
      `select distinct row_group_id, row_group_num_rows from parquet_metadata('${atOnce.dueFile}') order by all`,
    );
    expect(groups.getRows().map(([, rows]) => Number(rows))).toEqual([122_880, 122_880, 122_240]);
  }, 300_000);

  it('compares ids as text where they are numbers in one file and text in another', async () => {
    const row = { partyClass: 'user', pay: 100, more: 0, days: 0, months: 0 };
    const first = await determine(await writePeople({ 9: row, 10: row, x: row }));
    const numbers = newFile('parquet');
    await duckdb.run(`copy (select unnest([9, 10, 11])::bigint as party_id, 'user' as party_class,
      unnest([100, 130, 100]) as pay, 0 as more, 0 as days, 0 as months) to '${numbers}' (format parquet)`);
    const { dueFile } = await determine(numbers, [first.awards], { rowsAtOnce: 1 });
    expect(await readDue(dueFile)).toEqual(['10 user §1 cash 30', '11 user §1 cash 100']);
  });

  it('leaves nothing behind but the two files', async () => {
    const row = { partyClass: 'user', pay: 100, more: 0, days: 0, months: 0 };
    const { awards } = await determine(await writePeople({ a: row }));
    const again = await determine(await writePeople({ a: row, b: row }), [awards]);
    expect([again.awards, again.dueFile].map(existsSync)).toEqual([true, true]);
    expect(readdirSync(dir).filter((name) => !/^\d+\.(?:csv|parquet)$/.test(name))).toEqual([]);
  });
});
