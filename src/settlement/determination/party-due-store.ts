import { rename, rm } from 'node:fs/promises';
import { renderRational } from '../../kernel/index.ts';
import { quoteSqlText } from '../../policy/compile/index.ts';
import { classOf } from '../population/awards-store.ts';
import type { Population } from '../population/population-store.ts';
import { readRows } from '../population/simulate/tuples-store.ts';
import {
  aboveSql,
  belowSql,
  type DueKind,
  inUnit,
  listMixedThings,
  numberUnits,
} from './due-units-store.ts';
import type { DueLine, PartyDue } from './party-due.ts';
import type { AwardTotal } from './population.ts';

/** The awards files that are compared, and where what is due is written. */
export interface DueFiles {
  /** the awards of the run, written by `writeDue` */
  readonly awards: string;
  /** the awards of the earlier runs of the same parties, in the order of their approval */
  readonly earlier: readonly string[];
  readonly out: string;
}

/** The SQL of a file's awards with how much each is of its kind, in whole numbers. */
function awardsOf(file: string): string {
  return `select a.party_id::varchar as party, a.*, a.file_row_number as place,
      u.kind, u.thing, u.unit_scale, a.above * u.times as n
    from (select *, ${aboveSql} as above, ${belowSql} as below
      from read_parquet(${quoteSqlText(file)}, file_row_number = true)) a
    join due_unit u on a.remedy = u.remedy and a.below = u.below
      and a.name is not distinct from u.name and a.currency is not distinct from u.currency
      and a.unit is not distinct from u.unit`;
}

const sumsOf = (file: string): string =>
  `select party, kind, thing, sum(n) as n from (${awardsOf(file)}) group by all`;

/** Puts what a file gives beside what was granted, and says of what nothing can be subtracted. */
function besideGranted(file: string, mixed: readonly number[]): string {
  const both = `select coalesce(g.party, s.party) as party, coalesce(g.kind, s.kind) as kind,
      coalesce(g.thing, s.thing) as thing, coalesce(g.granted, 0::hugeint) as granted,
      coalesce(s.n, 0::hugeint) as n
    from due_granted g full join (${sumsOf(file)}) s on g.party = s.party and g.kind = s.kind`;
  if (mixed.length === 0) return `select *, false as is_left from (${both})`;
  // More was granted in another measure than is given in it now: it may be the same thing.
  const left = `count(*) filter (where granted > n) over (partition by party, thing) > 0`;
  const those = mixed.join(', ');
  return `with both_sides as materialized (${both})
    select *, ${left} as is_left from both_sides where thing in (${those})
    union all select *, false from both_sides where thing not in (${those})`;
}

/** Reckons what each party was granted by the earlier runs, one after the other. */
async function reckonGranted(
  { connection }: Population,
  { earlier }: DueFiles,
  mixed: readonly number[],
): Promise<void> {
  await connection.run(`create or replace temp table due_granted
    (party varchar, kind integer, thing integer, granted hugeint)`);
  for (const file of earlier) {
    await connection.run(`create or replace temp table due_next as
      select party, kind, thing, case when is_left then granted else greatest(granted, n) end as granted
      from (${besideGranted(file, mixed)})`);
    await connection.run('drop table due_granted');
    await connection.run('alter table due_next rename to due_granted');
  }
}

/** Makes the table `due_party`: what each party is due of each kind, and its class. */
async function reckonDue(
  population: Population,
  { awards }: DueFiles,
  mixed: readonly number[],
): Promise<void> {
  const { connection, base } = population;
  const classes = `select party_id::varchar as party, ${classOf(population)} from (${base})`;
  await connection.run(`create or replace temp table due_party as
    select d.party, coalesce(c.party_class, '') as party_class, kind, granted, n,
      n > granted and is_left as is_held,
      case when n > granted and not is_left then n - granted else 0::hugeint end as due
    from (${besideGranted(awards, mixed)}) d left join (${classes}) c on c.party = d.party`);
}

/** What a clause gives a party beyond what the same clause gave it before, row by row. */
function sharesBeyond({ awards, earlier }: DueFiles): string {
  const inPart = `select party, kind, due from due_party where due > 0 and due < n`;
  const before = earlier
    .map(
      (file, number) => `select ${number} as number, a.party, a.kind, a.clause, sum(a.n) as n
        from (${awardsOf(file)}) a semi join (${inPart}) p on a.party = p.party and a.kind = p.kind
        group by all`,
    )
    .join(' union all ');
  const most = `select party, kind, clause, max(n) as before from (${before}) group by all`;
  const rows = `select a.place, a.party, a.kind, a.n, p.due, coalesce(m.before, 0::hugeint) as before,
      sum(a.n) over (partition by a.party, a.kind, a.clause order by a.place) as upto
    from (${awardsOf(awards)}) a join (${inPart}) p on a.party = p.party and a.kind = p.kind
    left join (${most}) m on m.party = a.party and m.kind = a.kind and m.clause = a.clause`;
  return `select place, party, kind, n, due,
      greatest(0::hugeint, upto - greatest(upto - n, before)) as beyond from (${rows})`;
}

/**
 * The SQL of how much of each award is due where only part of what a party gets is: first what a
 * clause gives beyond the same clause before, then whatever is left, in the order of the awards.
 */
function partialShares(files: DueFiles): string {
  const over = 'over (partition by party, kind order by place)';
  const first = `select *, greatest(0::hugeint, least(beyond, due - (sum(beyond) ${over} - beyond))) as first
    from (${sharesBeyond(files)})`;
  const left = `select *, n - first as rest, due - sum(first) over (partition by party, kind) as lacks
    from (${first})`;
  return `select place, first + greatest(0::hugeint, least(rest, lacks - (sum(rest) ${over} - rest))) as share
    from (${left})`;
}

const quantitySql = `(case when amount_minor is not null then null when share = n then quantity
  when share = unit_scale then case when quantity is null then null else '1' end
  when share % unit_scale = 0 then (share // unit_scale)::varchar
  else (share // gcd(share, unit_scale))::varchar || '/' || (unit_scale // gcd(share, unit_scale))::varchar end)`;

/** Writes what each party is due, one row for each award, in the order of the awards. */
async function writeRows(population: Population, files: DueFiles): Promise<void> {
  const { connection } = population;
  const [described] = await readRows(
    population,
    `select any_value(typeof(amount_minor)) as type from read_parquet(${quoteSqlText(files.awards)})`,
  );
  const whole = `select a.*, d.party_class, a.n as share from (${awardsOf(files.awards)}) a
    join due_party d on d.party = a.party and d.kind = a.kind where d.due = d.n and a.n > 0`;
  const partial = `select a.*, d.party_class, s.share from (${awardsOf(files.awards)}) a
    join (${partialShares(files)}) s on s.place = a.place
    join due_party d on d.party = a.party and d.kind = a.kind where s.share > 0`;
  const amountType = String(described?.type ?? 'bigint');
  const part = `${files.out}.part`;
  try {
    await connection.run(`copy (select party_id, party_class, policy, clause, remedy, name,
        case when amount_minor is not null then share::${amountType} end as amount_minor, currency,
        ${quantitySql} as quantity, unit
      from (${whole} union all ${partial}) order by place)
      to ${quoteSqlText(part)} (format parquet, preserve_order true, compression zstd)`);
    await rename(part, files.out);
  } finally {
    await rm(part, { force: true });
  }
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
  const counts = [
    ...[`sum(granted)::varchar as granted`, `sum(n)::varchar as now`, `sum(due)::varchar as due`],
    'count(*) filter (where granted > 0) as granted_parties',
    'count(*) filter (where n > 0) as now_parties',
    'count(*) filter (where due > 0) as due_parties',
    'count(*) filter (where n < granted) as less_parties',
    'count(*) filter (where is_held) as held_parties',
  ];
  const rows = await readRows(
    population,
    `select party_class, kind, ${counts.join(', ')} from due_party
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

/**
 * Writes what each party of a population gets beyond what it was granted by earlier runs, and sums
 * it by class and clause. The rule is that of `differencesBetween`, with each party for itself: the
 * class of a party and the names of clauses do not matter; what it was granted is never taken back;
 * a remedy in another measure than was granted, of which it now gets less, is held back.
 *
 * The file has the columns of the awards, and the class of each party; the same files always give
 * the same bytes. No party is read into this process.
 *
 * @throws where a number leaves 127 bits; nothing is written then
 */
export async function writePartyDue(
  population: Population,
  files: DueFiles,
): Promise<Pick<PartyDue, 'totals' | 'lines'>> {
  const { connection } = population;
  const kinds = await numberUnits(connection, [files.awards, ...files.earlier]);
  const mixed = listMixedThings(kinds);
  await reckonGranted(population, files, mixed);
  await reckonDue(population, files, mixed);
  await writeRows(population, files);
  const totals = await sumRows(population, files.out);
  const lines = await readLines(population, kinds);
  await connection.run('drop table due_granted; drop table due_party');
  return { totals, lines };
}
