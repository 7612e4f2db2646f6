import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assert } from '../../kernel/index.ts';
import { type PolicyDocument, parsePolicy } from '../../policy/index.ts';
import type { DueLine } from './party-due.ts';
import { hashFile, runDetermination } from './store.ts';

let dir: string;
let serial = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'amends-party-due-'));
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** What one party's row says; what is left out is 0. */
interface Row {
  readonly partyClass?: string;
  readonly pay?: number;
  readonly more?: number;
  readonly minutes?: number;
  readonly days?: number;
  readonly months?: 0 | 1;
  readonly items?: number;
}
type People = Readonly<Record<string, Row>>;

const columns = ['pay', 'more', 'minutes', 'days', 'months', 'items'] as const;

function documentOf(clauses: readonly [string, string]): PolicyDocument {
  const [first, second] = clauses;
  const facts = `fact pay : money at least 0 KRW at most 1_000_000_000_000 KRW from company
fact more : money at least 0 KRW at most 1_000_000_000_000 KRW from company
fact minutes : number at least 0 at most 100_000 from company
fact days : number at least 0 at most 1_000 from company
fact months : number at least 0 at most 1 from company
fact items : number at least 0 at most 1_000 from company`;
  const parsed = parsePolicy(
    `---\npolicy: trial\nversion: "1"\ntitle: { ko: 시험, en: Trial }\ncurrency: KRW\nzone: Asia/Seoul\napplies: automatic\n---

## ${first} Pay

\`\`\`amends
${facts}

for pay is above 0 KRW
award cash pay

for minutes is above 0
award extension "권" minutes × 1 min in hours

for items is above 0
award item "물건" items rounded half up to 1
\`\`\`

## ${second} More

\`\`\`amends
for more is above 0 KRW
award cash more in addition

for days is above 0
award extension "권" days × 1 day in days in addition

for months is above 0
award extension "권" 1 month in addition
\`\`\`
`,
  );
  assert(parsed.ok, 'test: the policy is read', parsed.ok ? undefined : parsed.refusal);
  return parsed.value;
}

const plain = documentOf(['§1', '§2']);
const renamed = documentOf(['§7', '§8']);

function newFile(extension: string): string {
  serial += 1;
  return join(dir, `${serial}.${extension}`);
}

/** Determines people, and what is due to them beyond earlier awards. */
async function determine(
  people: People,
  earlier: readonly string[] = [],
  document: PolicyDocument = plain,
) {
  const population = newFile('csv');
  const rows = Object.entries(people).map(([id, row]) =>
    [id, row.partyClass ?? 'user', ...columns.map((column) => row[column] ?? 0)].join(','),
  );
  await writeFile(population, `party_id,party_class,${columns.join(',')}\n${rows.join('\n')}\n`);
  const awards = newFile('parquet');
  const due = newFile('parquet');
  const beyond = earlier.length === 0 ? {} : { beyond: { earlier, due } };
  const run = await runDetermination({ population, awards, document, ...beyond });
  assert(run.ok, 'test: the population is determined', run);
  return { awards, dueFile: due, due: run.value.due };
}

/** Determines people again and again; gives what the last determination found due. */
async function determineInTurn(
  turns: readonly People[],
  documents: readonly PolicyDocument[] = [],
) {
  const files: string[] = [];
  let last: Awaited<ReturnType<typeof determine>> | undefined;
  for (const [at, people] of turns.entries()) {
    last = await determine(people, files, documents[at]);
    files.push(last.awards);
  }
  const { due, dueFile, awards } = last ?? {};
  assert(due && dueFile && awards, 'test: what is due was reckoned', last);
  return { due, rows: await readDue(dueFile), dueFile, earlier: files.slice(0, -1), awards };
}

async function readDue(file: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll(
      `select concat_ws(' ', party_id, party_class, clause, remedy, amount_minor, quantity, unit) as row
       from read_parquet('${file}')`,
    );
    return read.getRows().map(([row]) => String(row));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const lineOf = (lines: readonly DueLine[], partyClass = 'user') =>
  lines.filter((line) => line.partyClass === partyClass);

describe('what is due beyond an earlier run, party by party', () => {
  it('is all of what parties get who took the place of others', async () => {
    const { due, rows } = await determineInTurn([
      { a: { pay: 100 }, b: { pay: 100 } },
      { a: { pay: 100 }, c: { pay: 100 } },
    ]);
    expect(rows).toEqual(['c user §1 cash 100']);
    expect(due.totals).toEqual([
      {
        ...{ partyClass: 'user', clause: '§1', remedy: 'cash', name: null, currency: 'KRW' },
        ...{ quantity: null, unit: null, partyCount: 1, amountMinor: 100n },
      },
    ]);
    expect(due.lines).toMatchObject([
      { partyClass: '', granted: '100', now: '0', due: '0', lessParties: 1 },
      { partyClass: 'user', granted: '100', now: '200', due: '100', dueParties: 1, lessParties: 0 },
    ]);
  });

  it('does not set off what one gets less against what another gets more', async () => {
    const { due, rows } = await determineInTurn([
      { a: { pay: 100, days: 3 }, b: { pay: 100, days: 5 } },
      { a: { pay: 130, days: 5 }, b: { pay: 70, days: 3 } },
    ]);
    expect(rows).toEqual(['a user §1 cash 30', 'a user §2 extension 2 day']);
    expect(lineOf(due.lines)).toMatchObject([
      { remedy: 'cash', due: '30', dueParties: 1, lessParties: 1 },
      { remedy: 'extension', unit: 'day', due: '2', dueParties: 1, lessParties: 1 },
    ]);
  });

  it('counts what a party was granted in another class', async () => {
    const { rows } = await determineInTurn([
      { a: { pay: 100 }, b: { pay: 100, partyClass: 'driver' } },
      { a: { pay: 110, partyClass: 'driver' }, b: { pay: 100 } },
    ]);
    expect(rows).toEqual(['a driver §1 cash 10']);
  });

  it('does not mind what clauses are called, nor how many there are', async () => {
    const { rows } = await determineInTurn(
      [
        { a: { pay: 100 }, b: { pay: 90 } },
        { a: { pay: 40, more: 60 }, b: { pay: 50, more: 60 } },
      ],
      [plain, renamed],
    );
    expect(rows).toEqual(['b user §7 cash 20']);
    const same = [{ a: { pay: 100, more: 10 } }, { a: { pay: 100, more: 35 } }];
    expect((await determineInTurn(same)).rows).toEqual(['a user §2 cash 25']);
  });

  it('is the most of three runs in a row, granted once', async () => {
    const { rows } = await determineInTurn([
      { a: { pay: 50 }, b: { pay: 80 }, c: { items: 2 } },
      { a: { pay: 90 }, d: { pay: 5 }, c: { items: 1 } },
      { a: { pay: 70 }, b: { pay: 85 }, d: { pay: 5 }, c: { items: 5 } },
    ]);
    expect(rows).toEqual(['b user §1 cash 5', 'c user §1 item 3 item']);
  });

  it('subtracts hours from days, exactly', async () => {
    const { rows } = await determineInTurn([{ a: { minutes: 100 } }, { a: { days: 1 } }]);
    expect(rows).toEqual(['a user §2 extension 67/72 day']);
  });

  it('holds back months from whom days were granted, and grants them to others', async () => {
    const { due, rows } = await determineInTurn([
      { a: { days: 3 }, b: { days: 3 } },
      { a: { months: 1 }, b: { days: 3, months: 1 }, c: { months: 1 } },
    ]);
    expect(rows).toEqual(['b user §2 extension 1 month', 'c user §2 extension 1 month']);
    expect(due.lines.find(({ unit }) => unit === 'month')).toMatchObject({
      ...{ due: '2', dueParties: 2, heldParties: 1, now: '3' },
    });
  });

  it('goes by the order of the runs where something was held back', async () => {
    // The month was held back in the second run, so that in the third there are still only days.
    const { rows } = await determineInTurn([
      ...[{ a: { days: 3 } }, { a: { months: 1 as const } }, { a: { days: 4 } }],
    ]);
    expect(rows).toEqual(['a user §2 extension 1 day']);
  });

  it('is named by the hashes of its files, and is the same again', async () => {
    const turns = [{ a: { pay: 1 } }, { a: { pay: 2 }, b: { pay: 2 } }];
    const { due, dueFile, earlier } = await determineInTurn(turns);
    expect(due.dueHash).toBe(await hashFile(dueFile));
    expect(due.earlier).toEqual([await hashFile(earlier[0] ?? '')]);
    expect((await determineInTurn(turns)).due).toEqual(due);
  });

  it('is nothing where nothing is beyond, and has the columns all the same', async () => {
    const { due, rows } = await determineInTurn([{ a: { pay: 2 } }, { a: { pay: 2 } }]);
    expect(rows).toEqual([]);
    expect(due.totals).toEqual([]);
  });
});

type Kind = 'cash' | 'second' | 'month' | 'item';
type Counts = Partial<Record<Kind, bigint>>;

const countsOf = (row: Row): Counts => ({
  cash: BigInt((row.pay ?? 0) + (row.more ?? 0)),
  second: BigInt((row.minutes ?? 0) * 60 + (row.days ?? 0) * 86_400),
  month: BigInt(row.months ?? 0),
  item: BigInt(row.items ?? 0),
});

/** The rule in words of one party: what it gets beyond what it was granted; time may be held. */
function dueTo(granted: Counts, row: Row): Counts {
  const now = countsOf(row);
  const other: Partial<Record<Kind, Kind>> = { second: 'month', month: 'second' };
  const due: Counts = {};
  for (const kind of ['cash', 'second', 'month', 'item'] as const) {
    const beside = other[kind];
    const isHeld = beside !== undefined && (granted[beside] ?? 0n) > (now[beside] ?? 0n);
    const beyond = (now[kind] ?? 0n) - (granted[kind] ?? 0n);
    due[kind] = beyond > 0n && !isHeld ? beyond : 0n;
  }
  return due;
}

/** Sums what the last of some runs owes everyone, by kind; in days, as the file may tell it. */
function reckon(turns: readonly People[]): Record<Kind, bigint> {
  const granted = new Map<string, Counts>();
  let sums = { cash: 0n, second: 0n, month: 0n, item: 0n };
  for (const people of turns) {
    sums = { cash: 0n, second: 0n, month: 0n, item: 0n };
    for (const [id, row] of Object.entries(people)) {
      const before = granted.get(id) ?? {};
      const due = dueTo(before, row);
      const after: Counts = {};
      for (const kind of ['cash', 'second', 'month', 'item'] as const) {
        sums[kind] += due[kind] ?? 0n;
        after[kind] = (before[kind] ?? 0n) + (due[kind] ?? 0n);
      }
      granted.set(id, after);
    }
  }
  return sums;
}

/** Sums the rows of a file of what is due, by kind. */
function sumRows(rows: readonly string[]): Record<Kind, bigint> {
  const sums = { cash: 0n, second: 0n, month: 0n, item: 0n };
  const seconds: Readonly<Record<string, bigint>> = { hour: 3_600n, day: 86_400n };
  for (const row of rows) {
    const [, , , remedy, count = '1', unit = ''] = row.split(' ');
    const [above = '1', below = '1'] = count.split('/');
    if (remedy === 'cash') sums.cash += BigInt(count);
    else if (remedy === 'item') sums.item += BigInt(count);
    else if (unit === 'month') sums.month += BigInt(count);
    else sums.second += (BigInt(above) * (seconds[unit] ?? 0n)) / BigInt(below);
  }
  return sums;
}

const amount = (most: number) =>
  fc.oneof(fc.constant(0), fc.constant(Math.ceil(most / 2)), fc.integer({ min: 0, max: most }));
const people: fc.Arbitrary<People> = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  fc.record({
    partyClass: fc.constantFrom('user', 'driver'),
    ...{ pay: amount(500), more: amount(500), minutes: amount(5_000), days: amount(5) },
    ...{ months: fc.constantFrom<0 | 1>(0, 1), items: amount(5) },
  }),
  { minKeys: 1, noNullPrototype: true },
);

describe('over any populations', () => {
  it('the sum that is due is that of a plain reckoning', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(people, { minLength: 2, maxLength: 3 }),
        fc.boolean(),
        async (turns, isRenamed) => {
          const documents = turns.map((_, at) => (isRenamed && at % 2 === 1 ? renamed : plain));
          const { rows, due } = await determineInTurn(turns, documents);
          expect(sumRows(rows)).toEqual(reckon(turns));
          const byLine = due.lines.filter(({ remedy }) => remedy === 'cash');
          const cash = byLine.reduce((sum, line) => sum + BigInt(line.due), 0n);
          expect(cash).toBe(reckon(turns).cash);
        },
      ),
      { numRuns: 25 },
    );
  }, 300_000);
});
