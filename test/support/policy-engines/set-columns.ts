import type { FactColumn } from '../../../src/policy/compile/index.ts';
import type { FactValue } from '../../../src/policy/index.ts';
import { type TableColumn, writeArray } from './list-columns.ts';

/** Gives the array columns of a fact that is an interval set, and how they are to be read. */
export function setColumns(
  name: string,
  work: {
    readonly values: readonly (FactValue | undefined)[];
    readonly engine: 'duckdb' | 'postgresql';
  },
): { readonly column: FactColumn; readonly columns: readonly TableColumn[] } {
  const sets = work.values.map((value) => (value?.kind === 'interval_set' ? value.set : undefined));
  const ends = sets.flatMap((set) => set?.flatMap(({ from, until }) => [from, until]) ?? []);
  const array = (side: 'from' | 'until'): TableColumn => ({
    name: `s_${name}_${side}`,
    type: 'bigint[]',
    cells: sets.map((set) =>
      set
        ? writeArray(
            set.map((run) => String(run[side])),
            'bigint',
            work.engine,
          )
        : 'null::bigint[]',
    ),
  });
  const columns = [array('from'), array('until')];
  const column: FactColumn = {
    ...{ column: `s_${name}_from`, denominator: 1n },
    low: BigInt(ends.length > 0 ? Math.min(...ends) : 0),
    high: BigInt(ends.length > 0 ? Math.max(...ends) : 0),
    canBeMissing: sets.includes(undefined),
    runs: {
      ...{ from: `s_${name}_from`, until: `s_${name}_until` },
      most: BigInt(Math.max(0, ...sets.map((set) => set?.length ?? 0))),
    },
  };
  return { column, columns };
}
