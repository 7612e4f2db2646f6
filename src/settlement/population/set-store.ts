import type { DuckDBConnection } from '@duckdb/node-api';
import type { IntervalSet } from '../../kernel/index.ts';
import { quoteSqlText, type RunColumns } from '../../policy/compile/index.ts';
import { inPieces, mostKept } from './list-store.ts';

/** A distinct cell of a column, and the set it was read as; undefined where it is none. */
export interface ReadSet {
  readonly text: string;
  readonly set: IntervalSet | undefined;
}

// DuckDB compares each interval of one set with each of another.
const mostIntervals = 1_000;

/** The arrays of interval sets, and the range of all their ends in milliseconds. */
export interface StoredSets extends RunColumns {
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * Keeps each distinct interval set of a column as two arrays, in a table `<key>_m`, and gives how
 * they are read; undefined where one has more than 1,000 intervals, or all together more than 20
 * million, so that the sets are left to the evaluator. The table is made either way: it says what can be read.
 */
export async function storeSets(
  connection: DuckDBConnection,
  { key, sets }: { readonly key: string; readonly sets: readonly ReadSet[] },
): Promise<StoredSets | undefined> {
  const [from, until] = [`${key}_a`, `${key}_b`];
  await connection.run(
    `create temp table ${key}_m (mapped_raw varchar, mapped_value varchar, ${from} bigint[], ${until} bigint[])`,
  );
  let [count, most, low, high] = [0, 0, Infinity, -Infinity];
  for (const { set = [] } of sets) {
    count += set.length;
    most = Math.max(most, set.length);
    low = Math.min(low, set[0]?.from ?? low);
    high = Math.max(high, set.at(-1)?.until ?? high);
  }
  const fits = count <= mostKept && most <= mostIntervals;
  const rows = sets.map(({ text, set }) => {
    const array = (side: 'from' | 'until') =>
      set && fits ? `[${set.map((run) => run[side]).join(', ')}]` : 'null';
    const read = set ? `'read'` : 'null';
    return `(${quoteSqlText(text)}, ${read}, ${array('from')}, ${array('until')})`;
  });
  for (const some of inPieces(rows)) {
    await connection.run(`insert into ${key}_m values ${some.join(', ')}`);
  }
  if (!fits) return undefined;
  const range = most === 0 ? { low: 0n, high: 0n } : { low: BigInt(low), high: BigInt(high) };
  return { from, until, most: BigInt(most), ...range };
}
