import { quoteSqlText } from '../../policy/compile/index.ts';
import type { Population } from '../population/population-store.ts';
import { readRows } from '../population/simulate/tuples-store.ts';

/** How the parties of some awards files are parted, so that each part is compared by itself. */
export interface PartyRanges {
  /** the type of a party's id in the first file */
  readonly type: string;
  /** SQL of a party's id as it is compared: of one type in all files */
  readonly party: string;
  /** SQL of which parties each part has, of `party_id`; every party is in exactly one, in order */
  readonly tests: readonly string[];
}

/** The awards of a file with their number in it. */
export const awardsIn = (file: string): string =>
  `read_parquet(${quoteSqlText(file)}, file_row_number = true)`;

async function typeOf(population: Population, relation: string): Promise<string> {
  const [row] = await readRows(population, `describe select party_id from ${relation}`);
  return String(row?.column_type);
}

/**
 * Parts the parties of awards files by their ids: each file is in the order of its parties, so that
 * of every file only the row groups of a part are read for it. A part has `rowsAtOnce` rows of all
 * files together, more or less, and never a party without all of its rows.
 *
 * Where the files have ids of different types these are compared as text, and all of them at once:
 * the files are not in the order of that text. DuckDB then keeps on disk what does not fit.
 */
export async function partParties(
  population: Population,
  { files, rowsAtOnce }: { readonly files: readonly string[]; readonly rowsAtOnce: number },
): Promise<PartyRanges> {
  const relations = [...files.map(awardsIn), `(${population.source.relation})`];
  const types: string[] = [];
  for (const relation of relations) types.push(await typeOf(population, relation));
  const [type = 'VARCHAR'] = types;
  if (types.some((other) => other !== type)) {
    return { type, party: 'party_id::varchar', tests: ['true'] };
  }
  const each = files.map(
    (file) =>
      `select party_id from ${awardsIn(file)} where file_row_number % ${rowsAtOnce} = ${rowsAtOnce - 1}`,
  );
  const cuts = await readRows(
    population,
    `select party_id::varchar as cut from (${each.join(' union all ')}) group by party_id order by party_id`,
  );
  const ends = cuts.map(({ cut }) => `${quoteSqlText(String(cut))}::${type}`);
  const tests = [...ends, undefined].map((until, at) => {
    const from = at === 0 ? [] : [`party_id >= ${ends[at - 1]}`];
    return [...from, ...(until === undefined ? [] : [`party_id < ${until}`])].join(' and ');
  });
  return { type, party: 'party_id', tests: tests.map((test) => test || 'true') };
}
