import {
  compilePolicy,
  duckdb,
  listFactRanges,
  quoteSqlName,
} from '../../../policy/compile/index.ts';
import {
  type DecidedDocument,
  isAward,
  listCurrencies,
  outcomeText,
  paidMinor,
} from '../decided-document.ts';
import type { Population } from '../population-store.ts';
import type { Invariant } from './simulation.ts';
import { decided, readRows, tuples } from './tuples-store.ts';

/**
 * Looks for a party that breaks what must hold of every policy: no award is negative, a longer
 * outage never pays less, caps hold, and parties with the same facts get the same. The first
 * counter-example is told.
 */
export async function checkInvariants(
  population: Population,
  documents: readonly DecidedDocument[],
): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const [index, one] of documents.entries()) {
    found.push(await checkNegative(population, one));
    found.push(...(await checkCaps(population, one)));
    found.push(...(await checkLonger(population, one, index)));
    found.push(await checkEquals(population, one));
  }
  return found;
}

function named(one: DecidedDocument, name: Invariant['name'], about: string) {
  return { name, policy: one.document.header.policy, about };
}

async function checkNegative(population: Population, one: DecidedDocument): Promise<Invariant> {
  const about = '';
  for (const { clause, amountColumn, ...statement } of one.statements) {
    const holds = isAward({ clause, amountColumn, ...statement });
    const [row] = await readRows(
      population,
      `select example, ${amountColumn}::varchar as amount from ${decided}
       where ${holds} and ${amountColumn} < 0 order by example limit 1`,
    );
    if (!row) continue;
    const found = `${clause}: ${row.amount}`;
    const counterExample = { partyId: String(row.example), found, expected: '0 or more' };
    return { ...named(one, 'never_negative', about), holds: false, counterExample };
  }
  return { ...named(one, 'never_negative', about), holds: true };
}

async function checkCaps(population: Population, one: DecidedDocument): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const statement of one.statements) {
    for (const { text, column, form } of statement.caps) {
      const takes = statement.outcomes.flatMap((outcome, at) =>
        outcome.status === 'award' && outcome.form === form ? [at] : [],
      );
      if (takes.length === 0) continue;
      const [row] = await readRows(
        population,
        `select example, ${statement.amountColumn}::varchar as amount from ${decided}
         where ${statement.outcomeColumn} in (${takes.join(', ')}) and not ${column}
         order by example limit 1`,
      );
      const base = named(one, 'caps_hold', `${statement.clause} ${text}`);
      const counterExample = row && {
        partyId: String(row.example),
        found: `${statement.clause}: ${row.amount}`,
        expected: text,
      };
      found.push({ ...base, holds: !row, ...(counterExample ? { counterExample } : {}) });
    }
  }
  return found;
}

const steps = [
  { seconds: 60n, text: '1 minute' },
  { seconds: 3_600n, text: '1 hour' },
  { seconds: 86_400n, text: '1 day' },
] as const;

/** Asks of every party: were each of its durations a little longer, would it be paid less? */
async function checkLonger(
  population: Population,
  one: DecidedDocument,
  index: number,
): Promise<Invariant[]> {
  if (one.road !== 'compiled') return [];
  const open = population.documents[index];
  const durations = listFactRanges(one.document).filter(({ type }) => type.kind === 'duration');
  const found: Invariant[] = [];
  for (const { name, most } of durations) {
    const column = open?.facts.get(name);
    if (!column || !one.usedColumns.includes(column.column)) continue;
    let counterExample: Invariant['counterExample'];
    for (const step of steps) {
      const by = step.seconds * column.denominator;
      const limit = most ? (most.numerator * column.denominator) / most.denominator : undefined;
      counterExample ??= await findShorter(population, {
        one,
        index,
        name,
        by,
        text: step.text,
        limit,
      });
    }
    const base = named(one, 'longer_never_pays_less', name);
    found.push({ ...base, holds: !counterExample, ...(counterExample ? { counterExample } : {}) });
  }
  return found;
}

interface Longer {
  readonly one: DecidedDocument;
  readonly index: number;
  readonly name: string;
  readonly by: bigint;
  readonly text: string;
  readonly limit: bigint | undefined;
}

async function findShorter(
  population: Population,
  { one, index, name, by, text, limit }: Longer,
): Promise<Invariant['counterExample']> {
  const open = population.documents[index];
  const own = open?.facts.get(name);
  if (!open || !own) return undefined;
  const facts = new Map(open.facts).set(name, { ...own, high: own.high + by });
  const longer = compilePolicy(open.document, {
    ...{ dialect: duckdb, facts, prefix: `l${index}x` },
    ...(open.evidenceColumn === undefined ? {} : { evidenceColumn: open.evidenceColumn }),
  });
  if (!longer.ok) return undefined;
  const moved = `(${own.column} + ${by})`;
  const inside = limit === undefined ? '' : ` and ${moved} <= ${limit}`;
  const source = `select *, ${own.column} as kept from (${one.render(tuples)})
    where ${own.column} is not null${inside}`;
  const changed = `select * replace (${moved} as ${own.column}) from (${source})`;
  const both = longer.value.render(changed);
  for (const currency of listCurrencies([one])) {
    const [was, now] = [
      paidMinor(one.statements, currency),
      paidMinor(longer.value.statements, currency),
    ];
    const [row] = await readRows(
      population,
      `select example, (${was})::varchar as was, (${now})::varchar as now from (${both})
       where ${now} < ${was} order by example limit 1`,
    );
    if (!row) continue;
    return {
      partyId: String(row.example),
      found: `${row.now} ${currency}, were ${name} ${text} longer`,
      expected: `at least ${row.was} ${currency}, as it is`,
    };
  }
  return undefined;
}

/** Goes through the parties themselves, once: the same facts must have come to the same. */
async function checkEquals(population: Population, one: DecidedDocument): Promise<Invariant> {
  const base = named(one, 'equals_treated_equally', '');
  const facts = one.usedColumns.map(quoteSqlName);
  const group = facts.length === 0 ? '' : `group by ${facts.join(', ')}`;
  const parts = one.statements.map((statement, index) => {
    const { outcomeColumn: outcome, amountColumn } = statement;
    const amount = `case when ${isAward(statement)} then ${amountColumn} end`;
    return {
      columns: [
        `min(${outcome}) as one_${index}, max(${outcome}) as other_${index}`,
        `min(${amount})::varchar as least_${index}, max(${amount})::varchar as most_${index}`,
      ],
      differs: `min(${outcome}) <> max(${outcome}) or coalesce(min(${amount}) <> max(${amount}), false)`,
    };
  });
  if (parts.length === 0) return { ...base, holds: true };
  const [row] = await readRows(
    population,
    `select min(party_id)::varchar as example, ${parts.flatMap(({ columns }) => columns).join(', ')}
     from (${one.render(population.base)}) ${group}
     having ${parts.map(({ differs }) => differs).join(' or ')} order by 1 limit 1`,
  );
  if (!row) return { ...base, holds: true };
  const at = one.statements.findIndex(
    (_, index) =>
      row[`one_${index}`] !== row[`other_${index}`] ||
      row[`least_${index}`] !== row[`most_${index}`],
  );
  const statement = one.statements[at];
  const text = (number: unknown): string => {
    const outcome = statement?.outcomes[Number(number)];
    return statement && outcome ? outcomeText(statement.clause, outcome) : '';
  };
  const counterExample = {
    partyId: String(row.example),
    found: `${text(row[`one_${at}`])} ${row[`least_${at}`] ?? ''} and ${text(row[`other_${at}`])} ${row[`most_${at}`] ?? ''}`,
    expected: 'one of the two for both',
  };
  return { ...base, holds: false, counterExample };
}
