import type { DuckDBConnection } from '@duckdb/node-api';
import {
  assert,
  divideRational,
  multiplyRational,
  type Rational,
  rational,
} from '../../kernel/index.ts';
import { quoteSqlText } from '../../policy/compile/index.ts';
import { measureOf } from '../../policy/index.ts';
import type { AwardTotal } from './population.ts';

/** What can be subtracted from one another: a remedy, by name and measure. */
export interface DueKind extends Pick<AwardTotal, 'remedy' | 'name' | 'currency' | 'unit'> {
  readonly number: number;
  /** the number of the remedy and name, whatever it is measured in */
  readonly thing: number;
  /** so many of what is counted in SQL are one `unit`, or one minor unit of money */
  readonly scale: bigint;
}

interface Found extends Pick<AwardTotal, 'remedy' | 'name' | 'currency' | 'unit'> {
  readonly policy: string;
  readonly clause: string;
  /** what stands below a quantity: nothing, `/` and a number, or `.` and how many digits */
  readonly below: string;
}

/** The SQL of what stands below the quantity of an award: one of few for all awards of a file. */
const belowSql = `(case when contains(quantity, '/') then '/' || split_part(quantity, '/', 2)
  when contains(quantity, '.') then '.' || length(split_part(quantity, '.', 2)) else '' end)`;

/** The SQL of what stands above it: how many of that there are, or the minor units of money. */
const aboveSql = `coalesce(amount_minor::hugeint,
  replace(split_part(quantity, '/', 1), '.', '')::hugeint, 1::hugeint)`;

function denominatorOf(below: string): bigint {
  if (below.startsWith('.')) return 10n ** BigInt(below.slice(1));
  return below === '' ? 1n : BigInt(below.slice(1));
}

function eachOf({ currency, unit }: Found): Rational {
  return currency === null ? measureOf(unit).each : rational(1n);
}

/** Gives the least common multiple. */
const joinMultiples = (left: bigint, right: bigint): bigint =>
  left * rational(right, left).numerator;

function wholeOf(value: Rational): bigint {
  assert(value.denominator === 1n, 'determination: a scale counts whole numbers', { value });
  return value.numerator;
}

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

async function findUnits(connection: DuckDBConnection, files: readonly string[]): Promise<Found[]> {
  const each = files.map(
    (
      file,
      at,
    ) => `select distinct ${at} as place, remedy, name, currency, unit, ${belowSql} as below,
        policy, clause
      from read_parquet(${quoteSqlText(file)})`,
  );
  const reader = await connection.runAndReadAll(
    `select min(place) as first, remedy, name, currency, unit, below, policy, clause from (${each.join(' union all ')})
     group by all order by all`,
  );
  return reader.getRowObjects().map((row) => ({
    policy: String(row.policy),
    clause: String(row.clause),
    remedy: String(row.remedy),
    name: textOrNull(row.name),
    currency: textOrNull(row.currency),
    unit: textOrNull(row.unit),
    below: textOrNull(row.below) ?? '',
  }));
}

const sqlText = (value: string | null): string =>
  value === null ? 'null::varchar' : quoteSqlText(value);

const thingKey = ({ remedy, name }: Found): string => JSON.stringify([remedy, name]);
const kindKey = (found: Found): string =>
  JSON.stringify([thingKey(found), found.currency ?? measureOf(found.unit).of]);

function numbersOf(keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(keys)].map((key, number) => [key, number]));
}

/**
 * The SQL of awards with the label under which they stand, their kind, and how much they are of it
 * in whole numbers. @param awards SQL of rows of an awards file
 */
export function joinUnits(awards: string): string {
  return `select a.*, u.label, u.kind, u.clause_number, u.unit_scale, a.above * u.times as n
    from (select *, ${aboveSql} as above, ${belowSql} as below from ${awards}) a
    join due_unit u on a.policy = u.policy and a.clause = u.clause and a.remedy = u.remedy
      and a.below = u.below and a.name is not distinct from u.name
      and a.currency is not distinct from u.currency and a.unit is not distinct from u.unit`;
}

/**
 * Makes the table `due_unit`, which gives everything that awards of some files are called a label,
 * and says which kind of thing they count, and by which whole number their quantities are multiplied
 * so that all of the kind are exact.
 *
 * @param files the run's own first: what it writes in is what its differences are told in
 */
export async function numberUnits(
  connection: DuckDBConnection,
  files: readonly string[],
): Promise<readonly DueKind[]> {
  const found = await findUnits(connection, files);
  const kinds = numbersOf(found.map(kindKey));
  const things = numbersOf(found.map(thingKey));
  // So many of what is counted are one second, month, thing or minor unit.
  const scales = new Map<string, bigint>();
  for (const one of found) {
    const below = eachOf(one).denominator * denominatorOf(one.below);
    scales.set(kindKey(one), joinMultiples(scales.get(kindKey(one)) ?? 1n, below));
  }
  const rows = found.map((one) => {
    const scale = scales.get(kindKey(one)) ?? 1n;
    const unitScale = wholeOf(multiplyRational(eachOf(one), rational(scale)));
    const times = wholeOf(divideRational(rational(unitScale), rational(denominatorOf(one.below))));
    const numbers = { kind: kinds.get(kindKey(one)) ?? 0, thing: things.get(thingKey(one)) ?? 0 };
    return { ...one, ...numbers, unitScale, times };
  });
  const clauses = numbersOf(rows.map(({ clause }) => clause));
  const values = rows.map((row, label) => {
    const texts = [
      row.policy,
      row.clause,
      row.remedy,
      row.name,
      row.currency,
      row.unit,
      row.below,
    ].map(sqlText);
    const huge = [row.times, row.unitScale].map(
      (number) => `${quoteSqlText(`${number}`)}::hugeint`,
    );
    const numbers = [label, clauses.get(row.clause) ?? 0, row.kind];
    return `(${[...texts, ...numbers, ...huge].join(', ')})`;
  });
  await connection.run(`create or replace temp table due_unit (policy varchar, clause varchar,
    remedy varchar, name varchar, currency varchar, unit varchar, below varchar, label integer,
    clause_number integer, kind integer, times hugeint, unit_scale hugeint)`);
  if (values.length > 0) await connection.run(`insert into due_unit values ${values.join(', ')}`);
  return [...kinds.values()].flatMap((number): DueKind[] => {
    const [first] = rows.filter(({ kind }) => kind === number);
    if (!first) return [];
    const { remedy, name, currency, unit, thing, unitScale } = first;
    return [{ number, thing, remedy, name, currency, unit, scale: unitScale }];
  });
}

/** Says which things are counted in more than one measure: those that cannot all be subtracted. */
export function listMixedThings(kinds: readonly DueKind[]): readonly number[] {
  const things = kinds.map(({ thing }) => thing);
  return [...new Set(things.filter((thing, at) => things.indexOf(thing) !== at))];
}

/** Gives a count of a kind as exact text in its unit. */
export function inUnit(count: bigint, { scale }: DueKind): Rational {
  return rational(count, scale);
}
