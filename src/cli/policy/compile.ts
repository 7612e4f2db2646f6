import { type Command, Option } from 'commander';
import { type CurrencyCode, currencyExponent, type Rational } from '../../kernel/index.ts';
import {
  compilePolicy,
  type Dialect,
  duckdb,
  type FactColumn,
  type FactRange,
  listFactRanges,
  planStatuses,
  postgresql,
  quoteSqlName,
  quoteSqlText,
} from '../../policy/compile/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { rangesToDeclare } from './open-ranges.ts';

interface CompileOptions {
  readonly table: string;
  readonly dialect: 'duckdb' | 'postgresql';
}

/** Adds `compile` to the policy command. @param requirePolicy reads a policy without errors */
export function addCompile(
  command: Command,
  requirePolicy: (file: string) => PolicyDocument,
): void {
  command
    .command('compile')
    .description('Print a policy document as one SQL query over a table of parties.')
    .argument('<file>', 'policy document')
    .requiredOption(
      '--table <name>',
      'required: table or view with party_id, and a column for each fact',
    )
    .addOption(
      new Option('--dialect <dialect>').choices(['duckdb', 'postgresql']).default('postgresql'),
    )
    .addHelpText('after', afterHelp)
    .action((file: string, options: CompileOptions) => printSql(requirePolicy(file), options));
}

const afterHelp = `
Columns have the names of the facts, with _ for -. Whole numbers (bigint): money in minor units,
durations in seconds, ratios in millionths, instants in milliseconds since 1970. Dates, texts of a
choice, and yes/no are what they are; evidence is a list of names. A list is an array of these; of
records, an array for each field (faults_cost). An interval set is two arrays, outages_from and
outages_until, in order; none touches another. A null is not known.`;

const millionths = 1_000_000n;
const most64 = 2n ** 63n - 1n;

// As many values as a list can hold.
const mostListed = 10_000n;

/** Gives the arrays of a list: one under its own name, or one for each field of its records. */
function listOf({ name, type, ...range }: FactRange): FactColumn['list'] {
  if (type.kind !== 'list') return undefined;
  const { of } = type;
  if (of.kind !== 'record') {
    const column = columnOf({ name, type: of, ...range });
    return { most: mostListed, parts: new Map([['', { ...column, canBeMissing: false }]]) };
  }
  const parts = of.fields.map(({ name: field, type: own, low, high }) => {
    const bounds = { ...(low ? { least: low } : {}), ...(high ? { most: high } : {}) };
    return [field, columnOf({ name: `${name}_${field}`, type: own, ...bounds })] as const;
  });
  return { most: mostListed, parts: new Map(parts) };
}

// The years 0000 to 9999.
const calendar = { low: -62_167_219_200_000n, high: 253_402_300_799_999n };

function setOf(name: string): FactColumn {
  const own = name.replaceAll('-', '_');
  // No two touch, so that there are at most as many as every other millisecond.
  const most = (calendar.high - calendar.low) / 2n;
  const runs = { from: `${own}_from`, until: `${own}_until`, most };
  return { column: runs.from, denominator: 1n, ...calendar, canBeMissing: true, runs };
}

function columnOf(fact: FactRange): FactColumn {
  const { name, type, least, most } = fact;
  const list = listOf(fact);
  if (list) {
    const [first] = list.parts.values();
    const column = first?.column ?? name;
    return { column, denominator: 1n, low: 0n, high: 0n, canBeMissing: true, list };
  }
  if (type.kind === 'interval_set') return setOf(name);
  const denominator =
    type.kind === 'money'
      ? 10n ** BigInt(currencyExponent(type.currency as CurrencyCode))
      : type.kind === 'ratio'
        ? millionths
        : 1n;
  const scaled = (bound: Rational | undefined): bigint | undefined =>
    bound && (bound.numerator * denominator) / bound.denominator;
  const lowest = type.kind === 'count' || type.kind === 'duration' ? 0n : -most64;
  return {
    column: name.replaceAll('-', '_'),
    denominator,
    low: scaled(least) ?? lowest,
    high: scaled(most) ?? most64,
    canBeMissing: true,
  };
}

const noRange =
  'No range is declared, so that a figure could be of any size. Write what can be, in place of …:';

function printSql(document: PolicyDocument, { table, dialect: name }: CompileOptions): void {
  const dialect: Dialect = name === 'duckdb' ? duckdb : postgresql;
  const needsEvidence = document.rules.some(({ needs }) => needs.length > 0);
  const compileWith = (ranges: readonly FactRange[]) =>
    compilePolicy(document, {
      ...{ dialect, facts: new Map(ranges.map((fact) => [fact.name, columnOf(fact)])) },
      ...(needsEvidence ? { evidenceColumn: 'evidence' } : {}),
    });
  const declared = listFactRanges(document);
  const compiled = compileWith(declared);
  if (!compiled.ok) {
    const missing = rangesToDeclare(declared, (ranges) => compileWith(ranges).ok);
    const wanted = missing.length === 0 ? [] : [noRange, ...missing.map((line) => `  ${line}`)];
    const { reason } = compiled.refusal;
    const told = `${document.file ?? ''}: not compiled: ${reason} (simulate and determine decide it party by party)`;
    const message = [told, ...wanted].join('\n');
    throw new CommandExit(message, exitCode.failed);
  }
  const { statements, statusColumn, render } = compiled.value;
  const texts = (column: string, values: readonly string[]) => {
    const cases = values.map((value, at) => `when ${at} then ${quoteSqlText(value)}`);
    return `(case ${column} ${cases.join(' ')} end)`;
  };
  const columns = statements.flatMap(({ clause, outcomes, outcomeColumn, amountColumn }, at) => {
    const label = `${at + 1} ${clause}`;
    const outcome = outcomes.map(({ status, reason, remedy }) =>
      [status, status === 'award' ? remedy?.remedy : reason].filter(Boolean).join(' '),
    );
    const awards = outcomes.flatMap(({ status }, number) => (status === 'award' ? [number] : []));
    const isAward = awards.length === 0 ? 'false' : `${outcomeColumn} in (${awards.join(', ')})`;
    return [
      `${texts(outcomeColumn, outcome)} as ${quoteSqlName(label)}`,
      `(case when ${isAward} then ${amountColumn} end) as ${quoteSqlName(`${label} amount`)}`,
    ];
  });
  const status = `${texts(statusColumn, planStatuses)} as status`;
  const source = `select * from ${quoteSqlName(table)}`;
  process.stdout.write(
    `select ${['party_id', status, ...columns].join(',\n  ')}\nfrom (${render(source)}) as decided;\n`,
  );
}
