import { rename, rm } from 'node:fs/promises';
import {
  type PlannedOutcome,
  type PlannedStatement,
  quoteSqlName,
  quoteSqlText,
} from '../../policy/compile/index.ts';
import type { PolicyHeader } from '../../policy/index.ts';
import { type DecidedDocument, isAward, outcomeText, statementLabels } from './decided-document.ts';
import type { Population } from './population-store.ts';

/**
 * How awards are written. `awards`: one row for each party and award statement, whatever it came
 * to. `parties`: one row for each party, with a column for how each statement ended and one for
 * how much; the way for tens of millions.
 */
export type AwardsLayout = 'awards' | 'parties';

/** Writes the awards of a whole population as Parquet; the file appears when it is whole. */
export async function writeAwards(
  population: Population,
  documents: readonly DecidedDocument[],
  options: { readonly out: string; readonly layout: AwardsLayout; readonly compression?: string },
): Promise<void> {
  const { connection } = population;
  const joined = documents.reduce((inner, one) => one.render(inner), population.base);
  const source = isJoined(population, documents)
    ? `select * from (${joined}) order by source_row`
    : joined;
  const columns =
    options.layout === 'parties'
      ? await partyColumns(population, documents)
      : await awardColumns(population, documents);
  const party = ['party_id', ...(population.hasClass ? [classOf(population)] : [])];
  const part = `${options.out}.part`;
  try {
    await connection.run(
      `copy (select ${[...party, ...columns].join(',\n')} from (${source}))
       to ${quoteSqlText(part)} (format parquet, preserve_order true, compression ${options.compression ?? 'snappy'})`,
    );
    await rename(part, options.out);
  } finally {
    await rm(part, { force: true });
  }
}

/** Says whether a join may turn the rows about; the same population always gives the same bytes. */
export function isJoined(population: Population, documents: readonly DecidedDocument[]): boolean {
  const isParsed = population.documents.some(({ readings }) =>
    readings.some(({ how }) => how !== 'native'),
  );
  return isParsed || documents.some(({ road }) => road === 'per_tuple');
}

/** Gives the SQL of a party's class, as text; empty when there is none. */
export function classOf({ columns, hasClass }: Population): string {
  if (!hasClass) return `'' as party_class`;
  const name = columns.some((column) => column.name === 'party_class') ? 'party_class' : 'class';
  return `coalesce(${quoteSqlName(name)}::varchar, '') as party_class`;
}

async function partyColumns(
  { connection }: Population,
  documents: readonly DecidedDocument[],
): Promise<string[]> {
  const labels = statementLabels(documents);
  const columns: string[] = [];
  for (const [index, { statements }] of documents.entries()) {
    for (const [at, statement] of statements.entries()) {
      const label = labels[index]?.[at] ?? '';
      const type = `${statement.outcomeColumn}_type`;
      const texts = statement.outcomes.map((one) => outcomeText(statement.clause, one));
      const values = [...new Set(texts)].map(quoteSqlText).join(', ');
      await connection.run(`create type ${type} as enum (${values})`);
      const cases = texts.map(
        (text, number) => `when ${number} then ${quoteSqlText(text)}::${type}`,
      );
      columns.push(
        `(case ${statement.outcomeColumn} ${cases.join(' ')} end) as ${quoteSqlName(label)}`,
        `${amountOf(statement)} as ${quoteSqlName(`${label} amount`)}`,
      );
    }
  }
  return columns;
}

const max64 = 2n ** 63n - 1n;
const max32 = 2n ** 31n - 1n;

/** Amounts beyond 64 bits are written as decimals: Parquet has no wider whole numbers. */
function amountOf(statement: PlannedStatement): string {
  const { amountMost, amountColumn } = statement;
  const type = amountMost > max64 ? 'decimal(38, 0)' : amountMost > max32 ? 'bigint' : 'integer';
  return `(case when ${isAward(statement)} then ${amountColumn}::${type} end)`;
}

/** Texts of every award as one enumeration, so that none is compared or copied row by row. */
const textType = 'award_text';

async function awardColumns(
  { connection }: Population,
  documents: readonly DecidedDocument[],
): Promise<string[]> {
  const texts = new Set<string>();
  const write = (text: string | undefined): string => {
    if (text === undefined) return `null::${textType}`;
    texts.add(text);
    return `${quoteSqlText(text)}::${textType}`;
  };
  const isWide = documents.some(({ statements }) =>
    statements.some(({ amountMost }) => amountMost > max64),
  );
  const amountType = isWide ? 'decimal(38, 0)' : 'bigint';
  const rows = documents.flatMap(({ document: { header }, statements }) =>
    statements.map((statement) => awardRow(statement, { header, write, amountType })),
  );
  const values = [...texts].map(quoteSqlText).join(', ');
  await connection.run(`create type ${textType} as enum (${values})`);
  return [`unnest([${rows.join(',\n')}], recursive := true)`];
}

function awardRow(
  statement: PlannedStatement,
  work: {
    readonly header: PolicyHeader;
    readonly write: (text: string | undefined) => string;
    readonly amountType: string;
  },
): string {
  const { header, write, amountType } = work;
  const { outcomes, outcomeColumn, amountColumn, clause, rule } = statement;
  const pick = (text: (outcome: PlannedOutcome) => string | undefined): string => {
    const cases = outcomes.map((one, number) => `when ${number} then ${write(text(one))}`);
    return `(case ${outcomeColumn} ${cases.join(' ')} end)`;
  };
  const ofAward = (text: (remedy: NonNullable<PlannedOutcome['remedy']>) => string | undefined) =>
    pick(({ status, remedy }) => (status === 'award' && remedy ? text(remedy) : undefined));
  const inMoney = isAward(statement, ({ remedy }) => remedy?.currency !== undefined);
  const inKind = isAward(statement, ({ remedy }) => remedy?.currency === undefined);
  const fields = {
    policy: write(header.policy),
    version: write(header.version),
    clause: write(clause),
    rule: write(rule),
    status: pick(({ status }) => status),
    reason: pick(({ status, reason }) => (status === 'award' ? undefined : reason)),
    remedy: ofAward(({ remedy }) => remedy),
    name: ofAward(({ name }) => name),
    amount_minor: `(case when ${inMoney} then ${amountColumn}::${amountType} end)`,
    currency: ofAward(({ currency }) => currency),
    quantity: `(case when ${inKind} then ${amountColumn}::bigint end)`,
    unit: ofAward(({ unit }) => unit),
  };
  const members = Object.entries(fields).map(([name, sql]) => `'${name}': ${sql}`);
  return `{${members.join(', ')}}`;
}
