import { join } from 'node:path';
import { renderRational } from '../../kernel/index.ts';
import { quoteSqlText } from '../../policy/compile/index.ts';
import { classOf } from '../population/awards-store.ts';
import type { Population } from '../population/population-store.ts';
import { readRows } from '../population/simulate/tuples-store.ts';
import { DueFile } from './due-file-store.ts';
import { insertShares } from './due-share-store.ts';
import { type DueKind, inUnit, joinUnits, numberUnits } from './due-units-store.ts';
import { reckonParties } from './granted-store.ts';
import type { DueLine, PartyDue } from './party-due.ts';
import { awardsIn, type PartyRanges, partParties } from './party-ranges-store.ts';
import type { AwardTotal } from './population.ts';

/** The awards files that are compared, and where what is due is written. */
export interface DueFiles {
  /** the awards of the run, written by `writeDue` */
  readonly awards: string;
  /** the awards of the earlier runs of the same parties, in the order of their approval */
  readonly earlier: readonly string[];
  readonly out: string;
  /** so many rows of all files together are compared at once, more or less */
  readonly rowsAtOnce?: number;
  readonly onShare?: (share: number) => void;
}

const mostRowsAtOnce = 2_000_000;

/** Copies the class of every party, in the order of their ids, so that each part finds its own. */
async function copyClasses(population: Population, out: string): Promise<string | undefined> {
  const { connection, source, hasClass, isInOrder } = population;
  if (!hasClass) return undefined;
  const order = isInOrder ? '' : 'order by party_id';
  await connection.run(`copy (select party_id, ${classOf(population)} from (${source.relation}) ${order})
    to ${quoteSqlText(out)} (format parquet, preserve_order true)`);
  return `read_parquet(${quoteSqlText(out)})`;
}

/** Reads the awards of one part: the run's into `due_now`, those before into `due_before`. */
async function readPart(
  { connection }: Population,
  { awards, earlier }: DueFiles,
  { party, test }: { readonly party: string; readonly test: string },
): Promise<void> {
  const rowsOf = (file: string) =>
    joinUnits(`(select *, ${party} as party from ${awardsIn(file)} where ${test})`);
  await connection.run(`create or replace temp table due_now as
    select party, file_row_number as place, label, kind, n, quantity, unit_scale from (${rowsOf(awards)})`);
  const before = earlier.map(
    (file, run) => `select party, ${run + 1} as run, kind, clause_number, n from (${rowsOf(file)})`,
  );
  await connection.run(`create or replace temp table due_before as ${before.join(' union all ')}`);
}

/** What a line counts, in SQL over the parties of a class and kind. */
const counts = [
  ...['sum(granted) as granted', 'sum(n) as now', 'sum(due) as due'],
  'count(*) filter (where granted > 0) as granted_parties',
  'count(*) filter (where n > 0) as now_parties',
  'count(*) filter (where due > 0) as due_parties',
  'count(*) filter (where n < granted) as less_parties',
  'count(*) filter (where is_held) as held_parties',
];

async function countPart({ connection }: Population, part: number): Promise<void> {
  const into = part === 0 ? 'create or replace temp table due_line as' : 'insert into due_line';
  await connection.run(
    `${into} select party_class, kind, ${counts.join(', ')} from due_party group by party_class, kind`,
  );
}

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

async function sumRows(population: Population, file: string): Promise<readonly AwardTotal[]> {
  const rows = await readRows(
    population,
    `select party_class, clause, remedy, name, currency, quantity, unit, count(*)::bigint as parties,
       sum(amount_minor::hugeint)::varchar as minor
     from read_parquet(${quoteSqlText(file)}) group by all order by all`,
  );
  return rows.map((row) => ({
    partyClass: String(row.party_class),
    clause: String(row.clause),
    remedy: String(row.remedy),
    name: textOrNull(row.name),
    currency: textOrNull(row.currency),
    quantity: textOrNull(row.quantity),
    unit: textOrNull(row.unit),
    partyCount: Number(row.parties),
    amountMinor: row.minor === null ? null : BigInt(String(row.minor)),
  }));
}

async function readLines(
  population: Population,
  kinds: readonly DueKind[],
): Promise<readonly DueLine[]> {
  const exact = ['granted', 'now', 'due'].map((name) => `sum(${name})::varchar as ${name}`);
  const parties = ['granted', 'now', 'due', 'less', 'held'].map(
    (name) => `sum(${name}_parties) as ${name}_parties`,
  );
  const rows = await readRows(
    population,
    `select party_class, kind, ${[...exact, ...parties].join(', ')} from due_line
     group by party_class, kind order by party_class, kind`,
  );
  return rows.flatMap((row): DueLine[] => {
    const kind = kinds.find(({ number }) => number === Number(row.kind));
    if (!kind) return [];
    const { remedy, name, currency, unit } = kind;
    const count = (value: unknown) => renderRational(inUnit(BigInt(String(value)), kind));
    return [
      {
        ...{ partyClass: String(row.party_class), remedy, name, currency, unit },
        ...{ granted: count(row.granted), now: count(row.now), due: count(row.due) },
        grantedParties: Number(row.granted_parties),
        nowParties: Number(row.now_parties),
        dueParties: Number(row.due_parties),
        lessParties: Number(row.less_parties),
        heldParties: Number(row.held_parties),
      },
    ];
  });
}

/** Reckons part by part what is due, into the file and the lines. */
async function reckonParts(
  population: Population,
  files: DueFiles,
  work: {
    readonly ranges: PartyRanges;
    readonly kinds: readonly DueKind[];
    readonly file: DueFile;
  },
): Promise<void> {
  const { ranges, kinds, file } = work;
  const { party, type, tests } = ranges;
  const classes = await copyClasses(population, join(`${files.out}.parts`, 'classes.parquet'));
  for (const [part, test] of tests.entries()) {
    await readPart(population, files, { party, test });
    const classesOf =
      classes && `(select ${party} as party, party_class from ${classes} where ${test})`;
    await reckonParties(population, { kinds, runCount: files.earlier.length, classesOf });
    await countPart(population, part);
    await insertShares(population, type);
    await file.takeWaiting();
    files.onShare?.((part + 1) / (tests.length + 1));
  }
}

/**
 * Writes what each party of a population gets beyond what it was granted by earlier runs, and sums
 * it by class and clause. The rule is that of `differencesBetween`, with each party for itself: the
 * class of a party and the names of clauses do not matter; what it was granted is never taken back;
 * a remedy in another measure than was granted, of which it now gets less, is held back.
 *
 * The file has the columns of the awards, and the class of each party; the same files always give
 * the same bytes, in however many parts and threads it is reckoned. No party is read into this
 * process, and what DuckDB keeps of them in memory does not grow with how many there are.
 *
 * @throws where a number leaves 127 bits; nothing is written then
 */
export async function writePartyDue(
  population: Population,
  files: DueFiles,
): Promise<Pick<PartyDue, 'totals' | 'lines'>> {
  const { awards, earlier, out, rowsAtOnce = mostRowsAtOnce } = files;
  const { connection } = population;
  const kinds = await numberUnits(connection, [awards, ...earlier]);
  const ranges = await partParties(population, { files: [awards, ...earlier], rowsAtOnce });
  const file = await DueFile.open(population, { awards, out, partyType: ranges.type });
  try {
    await reckonParts(population, files, { ranges, kinds, file });
    await file.writeTo(out);
  } finally {
    await file.close();
  }
  const totals = await sumRows(population, out);
  const lines = await readLines(population, kinds);
  const tables = ['due_now', 'due_before', 'due_party', 'due_line'];
  await connection.run(tables.map((name) => `drop table ${name}`).join('; '));
  return { totals, lines };
}
