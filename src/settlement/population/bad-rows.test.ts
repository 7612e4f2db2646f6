import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { documentText, readDocument } from '../../policy/trial-document.ts';
import { type BadRows, decideDocuments, openPopulation } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'amends-bad-rows-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const document = readDocument(
  documentText(`fact fee : money at least 0 KRW at most 1_000_000 KRW from company
fact visits : count from company
fact outage : duration from incident
fact plan : choice(free, paid) from company
fact since : date from company
fact member : yes/no from company
fact share : ratio at least 0 at most 1 from company
fact seen_at : instant from company
fact outages : list of duration at most 100 hours from incident
fact stretches : interval set from incident

let long = size(outages where each is above 1 hour) + events(stretches)
for plan is paid and member and since is before 2030-01-01 and seen_at is before 2030-01-01T00:00Z
award cash (fee × share + visits × 1 KRW + 1 KRW × (completed 1 hour in outage) + 1 KRW × long) rounded down to 1 KRW`),
);

const good = {
  fee: '1000',
  visits: '3',
  outage: '1 hour',
  plan: 'paid',
  since: '2020-01-01',
  member: 'yes',
  share: '0.5',
  seen_at: '2022-10-15T15:30:00+09:00',
  outages: '["2 hours"]',
  stretches: '["2022-10-15T06:30Z/2022-10-15T09:00Z"]',
};
type Field = keyof typeof good;
const fields = Object.keys(good) as Field[];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const rowOf = (id: string, over: Partial<Record<Field, string>> = {}) =>
  [id, ...fields.map((field) => quoted(over[field] ?? good[field]))].join(',');
const header = ['party_id', ...fields].join(',');

async function open(file: string, badRows: 'stop' | 'set_aside') {
  const opened = await openPopulation({ file, documents: [document], badRows });
  if (!opened.ok) return { refusal: opened.refusal };
  const { rowCount, badRows: bad } = opened.value;
  const [decided] = await decideDocuments(opened.value);
  opened.value.close();
  return { rowCount, badRows: bad, isDecided: decided !== undefined };
}

// One row of each shape: the field, what stands there, what is told as found and as expected.
const shapes: readonly (readonly [Field, string, string, RegExp])[] = [
  ['fee', 'a lot', '"a lot"', /an amount in KRW/],
  ['fee', '-1', '"-1"', /at least 0 KRW/],
  ['fee', '1000001', '"1000001"', /at most 1_000_000 KRW/],
  ['fee', '0.5', '"0.5"', /an amount in KRW/],
  ['fee', '10 USD', '"10 USD"', /an amount in KRW/],
  ['fee', '9'.repeat(40), '"9999', /at most 1_000_000 KRW/],
  ['visits', '1.5', '"1.5"', /a whole number/],
  ['plan', ' paid', '" paid"', /without spaces/],
  ['visits', '9'.repeat(30), '"9999', /18 digits|whole number/],
  ['outage', 'soon', '"soon"', /a duration/],
  ['outage', '-3', '"-3"', /a duration/],
  ['plan', 'gold', '"gold"', /one of: free, paid/],
  ['since', '2020-02-30', '"2020-02-30"', /a date/],
  ['since', '01.02.2020', '"01.02.2020"', /a date/],
  ['member', 'maybe', '"maybe"', /true or false/],
  ['share', '1.5', '"1.5"', /at most 1/],
  ['share', 'NaN', '"NaN"', /a number/],
  ['share', '1e999999', '"1e999999"', /a number/],
  ['seen_at', '2022-10-15T15:30', '"2022-10-15T15:30"', /an instant with its offset/],
  ['outages', '["2 hours", "soon"]', '"soon"', /a duration/],
  ['outages', '["101 hours"]', '"101 hours"', /at most 100 hours/],
  ['outages', '2 hours', '"2 hours"', /a list|\[/],
  ['outages', 'none', '"none"', /in a cell as JSON, such as \["30 min"/],
  ['stretches', '2022-10-15', '"2022-10-15"', /in a cell FROM\/UNTIL, .* or this JSON/],
  ['stretches', '2022-10-15T06:30Z..2022-10-15', '"2022-10-15"', /an instant with its offset/],
  ['stretches', '2022-10-15T06:30Z/x; y', 'Z/x; y', /in a cell FROM\/UNTIL/],
  ['stretches', '["2022-10-15T09:00Z/2022-10-15T06:30Z"]', '2022-10-15T09:00Z', /from|until/],
];

// A run shows the first ten bad rows, so each file has no more of them.
const perFile = 8;
const files = Array.from({ length: Math.ceil(shapes.length / perFile) }, (_, at) =>
  shapes.slice(at * perFile, (at + 1) * perFile),
);

describe('a CSV population with bad rows', () => {
  it.each(
    files,
  )('stops at them or sets them aside, by row, field and count: %j …', async (...bad) => {
    const file = join(dir, 'bad.csv');
    const rows = bad.map(([field, cell], at) => rowOf(`bad${at}`, { [field]: cell }));
    writeFileSync(file, [header, rowOf('good'), ...rows, rowOf('last')].join('\n'));
    const names = [...new Set(bad.map(([field]) => field))];
    const byField = names.map((field) => {
      return { field, count: bad.filter(([other]) => other === field).length };
    });
    const first = bad.map(([field, , found, expected], at) => ({
      ...{ row: at + 2, partyId: `bad${at}`, field },
      ...{ found: expect.stringContaining(found), expected: expect.stringMatching(expected) },
    }));
    const badRows = { count: bad.length, byField: expect.arrayContaining(byField), first };
    expect(await open(file, 'stop')).toEqual({
      refusal: { code: 'population_rows_refused', file, badRows },
    });
    expect(await open(file, 'set_aside')).toEqual({
      ...{ rowCount: bad.length + 2, badRows, isDecided: true },
    });
  });

  it('an empty cell is not known and is no bad row; a party without an id is one', async () => {
    const file = join(dir, 'empty.csv');
    const empty = Object.fromEntries(fields.map((field) => [field, '']));
    writeFileSync(file, [header, rowOf('a', empty), rowOf('')].join('\n'));
    expect(await open(file, 'stop')).toMatchObject({
      refusal: { badRows: { count: 1, first: [{ row: 2, field: 'party_id', found: 'nothing' }] } },
    });
  });

  it('reads an interval set as cases and JSON write it', async () => {
    const file = join(dir, 'sets.csv');
    const both = '2022-10-15T06:30Z/2022-10-15T09:00Z, 2022-10-16T06:30Z..2022-10-16T09:00Z';
    const rows = ['none', both, both.replace(',', ';'), ` ${both} `].map((stretches, at) =>
      rowOf(`p${at}`, { stretches }),
    );
    writeFileSync(file, [header, ...rows].join('\n'));
    expect(await open(file, 'stop')).toEqual({
      ...{ rowCount: 4, badRows: { count: 0, byField: [], first: [] }, isDecided: true },
    });
  });

  it('a column that no fact has is left alone; one that is missing is not known for anyone', async () => {
    const file = join(dir, 'columns.csv');
    writeFileSync(file, `party_id,fee,colour\na,1000,red\nb,x,blue\n`);
    expect(await open(file, 'set_aside')).toMatchObject({
      rowCount: 2,
      badRows: { count: 1, byField: [{ field: 'fee', count: 1 }] },
    });
  });
});

describe('rows that are no rows of a CSV file', () => {
  const torn = (name: string) => {
    const rows = [header, rowOf('a'), 'b,1,2', `${rowOf('c')},more`, rowOf('d', { fee: 'x' })];
    const text = Buffer.from(`${rows.join('\n')}\n`);
    const invalid = Buffer.from(`${rowOf('e', { plan: 'pa?d' })}\n${rowOf('f')}\n`);
    invalid[invalid.indexOf('?')] = 0xff;
    const bytes = Buffer.concat([text, invalid]);
    const file = join(dir, name);
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(bytes) : bytes);
    return file;
  };

  it('stop the run with the line', async () => {
    expect(await open(torn('torn.csv'), 'stop')).toMatchObject({
      refusal: { code: 'population_unreadable', found: expect.stringMatching(/^line 3: found 3/) },
    });
  });

  it.each(['torn.csv', 'torn.csv.gz'])('are set aside and counted as asked: %s', async (name) => {
    expect(await open(torn(name), 'set_aside')).toMatchObject({
      rowCount: 6,
      isDecided: true,
      badRows: {
        count: 4,
        byField: [
          { field: 'the whole row', count: 3 },
          { field: 'fee', count: 1 },
        ],
        first: [
          { row: 2, partyId: 'b', found: '3 cells', expected: '11 cells, as in the first line' },
          { row: 3, partyId: 'c', found: '12 cells' },
          { row: 4, partyId: 'd', field: 'fee', found: '"x"' },
          { row: 5, partyId: 'e', found: 'bytes that are not UTF-8', expected: 'text in UTF-8' },
        ],
      },
    });
  });

  it('are told far down a long file too', async () => {
    const file = join(dir, 'long.csv');
    const rows = Array.from({ length: 60_000 }, (_, at) => `p${at},1`);
    writeFileSync(file, ['party_id,fee', ...rows, 'torn', 'last,2'].join('\n'));
    expect(await open(file, 'stop')).toMatchObject({
      refusal: { code: 'population_unreadable', found: expect.stringMatching(/line 60002/) },
    });
    expect(await open(file, 'set_aside')).toMatchObject({
      rowCount: 60_002,
      badRows: { count: 1, first: [{ row: 60_001, partyId: 'torn', found: '1 cells' }] },
    });
  });

  it('stay a refusal where nobody can tell where a row ends', async () => {
    const file = join(dir, 'quote.csv');
    writeFileSync(file, `party_id,fee\na,1\nb,"2\nc,3\n`);
    expect(await open(file, 'set_aside')).toMatchObject({
      refusal: { code: 'population_unreadable', file, found: expect.stringMatching(/quotation/) },
    });
  });
});

async function writeParquet(file: string, rows: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${rows}) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

describe('a Parquet population with bad rows', () => {
  it.each([
    ['fee', `(1000::bigint), (-1)`, '-1', /at least 0 KRW/],
    ['fee', `(1000::decimal(38, 2)), (0.50)`, '0.50', /an amount in KRW/],
    [
      'fee',
      `(1000::hugeint), (170141183460469231731687303715884105727)`,
      '1.70',
      /an amount in KRW/,
    ],
    ['outages', `([60::double]), (['nan'::double])`, 'nan', /a list|a duration/i],
    ['fee', `(1000::double), ('nan'::double)`, 'nan', /an amount in KRW/i],
    ['visits', `(1::integer), (-2)`, '-2', /whole number/],
    ['outage', `(60::bigint), (-60)`, '-60', /a duration/],
    ['plan', `('paid'), ('gold')`, 'gold', /one of/],
    ['since', `('2020-01-01'), ('2020-13-01')`, '2020-13-01', /a date/],
    ['member', `('yes'), ('2')`, '2', /true or false/],
    ['share', `(0.5::decimal(3, 2)), (1.01)`, '1.01', /at most 1/],
    ['outages', `(['1 hour']), (['soon'])`, 'soon', /a duration/],
    ['outages', `([60::bigint]), ([-60::bigint])`, '-60', /a duration/],
  ])('%s: %s', async (field, values, found, expected) => {
    const file = join(dir, 'one.parquet');
    await writeParquet(
      file,
      `select 'p' || row_number() over () as party_id, * from (values ${values}) as v(${field})`,
    );
    const stopped = await open(file, 'stop');
    expect(stopped).toMatchObject({
      refusal: {
        code: 'population_rows_refused',
        badRows: { count: 1, first: [{ row: 2, partyId: 'p2', field }] },
      },
    });
    const refusal = stopped.refusal as { badRows: BadRows };
    expect(refusal.badRows.first[0]?.found.toLowerCase()).toContain(found);
    expect(refusal.badRows.first[0]?.expected).toMatch(expected);
    expect(await open(file, 'set_aside')).toMatchObject({ rowCount: 2, badRows: { count: 1 } });
  });
});
