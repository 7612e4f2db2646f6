import type { Population } from '../population/population-store.ts';
import { type DueKind, listMixedThings } from './due-units-store.ts';

/** What the rows of a part are reckoned with. */
interface Reckoning {
  readonly kinds: readonly DueKind[];
  /** how many earlier runs there are */
  readonly runCount: number;
  /** SQL of each party's class; undefined where there are no classes */
  readonly classesOf: string | undefined;
}

/** The SQL of what each run gives a party of a kind: `n` now, `n1` first, and so on. */
function sumsOf(runCount: number): string {
  const runs = Array.from({ length: runCount }, (_, at) => at + 1);
  const before = runs.map(
    (run) => `coalesce(sum(n) filter (where run = ${run}), 0::hugeint) as n${run}`,
  );
  return `select party, kind, coalesce(sum(n) filter (where run = 0), 0::hugeint) as n,
      count(*) filter (where run = 0) as row_count, ${before.join(', ')}
    from (select party, kind, 0 as run, n from due_now
      union all select party, kind, run, n from due_before) group by party, kind`;
}

/**
 * The SQL of what was granted by the runs one after the other, where a thing is counted in more than
 * one measure: while more was granted in another measure than a run gives in it, the run may give
 * the same thing, and grants nothing.
 */
function grantedMixed(kinds: readonly DueKind[], runCount: number): string {
  const cases = kinds.map(({ number, thing }) => `when ${number} then ${thing}`);
  const numbers = kinds.map(({ number }) => number).join(', ');
  const isLeft = (now: string) =>
    `count(*) filter (where granted > ${now}) over (partition by party, thing) > 0`;
  let query = `select *, case kind ${cases.join(' ')} end as thing, 0::hugeint as granted
    from sums where kind in (${numbers})`;
  for (let run = 1; run <= runCount; run += 1) {
    const granted = `case when ${isLeft(`n${run}`)} then granted else greatest(granted, n${run}) end`;
    query = `select * exclude (granted), ${granted} as granted from (${query})`;
  }
  return `select party, kind, n, row_count, granted, ${isLeft('n')} as is_left from (${query})`;
}

function grantedOf(kinds: readonly DueKind[], runCount: number): string {
  const runs = Array.from({ length: runCount }, (_, at) => `n${at + 1}`);
  const plain = `select party, kind, n, row_count, greatest(${runs.join(', ')}) as granted,
    false as is_left`;
  const things = listMixedThings(kinds);
  const mixed = kinds.filter(({ thing }) => things.includes(thing));
  if (mixed.length === 0) return `${plain} from (${sumsOf(runCount)})`;
  const numbers = mixed.map(({ number }) => number).join(', ');
  return `with sums as materialized (${sumsOf(runCount)})
    ${grantedMixed(mixed, runCount)} union all ${plain} from sums where kind not in (${numbers})`;
}

/**
 * Makes the table `due_party` of one part: what each party was granted of each kind, what it gets
 * now, what of it is due, and its class.
 */
export async function reckonParties(
  { connection }: Population,
  { kinds, runCount, classesOf }: Reckoning,
): Promise<void> {
  const reckoned = `select party, kind, granted, n, row_count, n > granted and is_left as is_held,
      case when n > granted and not is_left then n - granted else 0::hugeint end as due
    from (${grantedOf(kinds, runCount)})`;
  const withClass = classesOf
    ? `select d.*, coalesce(c.party_class, '') as party_class
       from (${reckoned}) d left join ${classesOf} c on c.party = d.party`
    : `select *, '' as party_class from (${reckoned})`;
  await connection.run(`create or replace temp table due_party as ${withClass}`);
}
