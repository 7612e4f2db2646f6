import type { Population } from '../population/population-store.ts';
import { readRows } from '../population/simulate/tuples-store.ts';

/** Where part is due of what several awards of one kind give a party together. */
const inPart = 'select party, kind, due from due_party where due > 0 and due < n and row_count > 1';

/** What a clause gives a party beyond what the same clause gave it before, row by row. */
const sharesBeyond = `
  with parted as (${inPart}),
  before as (select party, kind, clause_number, max(n) as before from (
      select run, party, kind, clause_number, sum(n) as n
      from due_before semi join parted using (party, kind) group by all) group by all),
  numbered as (select due_now.*, clause_number from due_now join due_unit using (label)),
  beside as (select a.place, a.party, a.kind, a.n, p.due, coalesce(m.before, 0::hugeint) as before,
      sum(a.n) over (partition by a.party, a.kind, a.clause_number order by a.place) as upto
    from numbered a join parted p on a.party = p.party and a.kind = p.kind
    left join before m on m.party = a.party and m.kind = a.kind and m.clause_number = a.clause_number)
  select place, party, kind, n, due,
    greatest(0::hugeint, upto - greatest(upto - n, before)) as beyond from beside`;

const over = 'over (partition by party, kind order by place)';

/**
 * The SQL of how much of each award is due where only part of what a party gets is: first what a
 * clause gives beyond the same clause before, then whatever is left, in the order of the awards.
 */
const partialShares = `
  select place, first + greatest(0::hugeint, least(rest, lacks - (sum(rest) ${over} - rest))) as share
  from (
    select *, n - first as rest, due - sum(first) over (partition by party, kind) as lacks
    from (
      select *, greatest(0::hugeint, least(beyond, due - (sum(beyond) ${over} - beyond))) as first
      from (${sharesBeyond})))`;

/** The SQL of a quantity as text in its unit: as it stands where all of it is due. */
const quantityOf = `case when currency is not null then null
  when share = n then quantity
  when share = unit_scale then case when quantity is null then null else '1' end
  when share % unit_scale = 0 then (share // unit_scale)::varchar
  else (share // gcd(share, unit_scale))::varchar || '/' || (unit_scale // gcd(share, unit_scale))::varchar end`;

/**
 * Adds to `due_row` what is due of each award of one part. Nearly always all that a party gets of a
 * kind is due, or a single award gives it; only else are its awards gone through in their order.
 *
 * @param partyType the type of a party's id in the file that is written
 */
export async function insertShares(population: Population, partyType: string): Promise<void> {
  const insert = (rows: string) =>
    population.connection.run(`insert into due_row
      select place, party::${partyType}, party_class, label, share, ${quantityOf} as quantity
      from (${rows}) join (select label, currency from due_unit) using (label)`);
  const due = `select party, kind, party_class, due, n as whole from due_party where due > 0`;
  await insert(`select a.*, d.party_class, case when d.due = d.whole then a.n else d.due end as share
    from due_now a join (${due} and (due = n or row_count = 1)) d
      on d.party = a.party and d.kind = a.kind where a.n > 0`);
  const [parted] = await readRows(population, `select count(*) as count from (${inPart})`);
  if (Number(parted?.count) === 0) return;
  await insert(`select a.*, d.party_class, s.share
    from due_now a join (${partialShares}) s on s.place = a.place
    join (${due}) d on d.party = a.party and d.kind = a.kind where s.share > 0`);
}
