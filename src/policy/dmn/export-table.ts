import {
  accept,
  compareRational,
  type Outcome,
  parseRational,
  type Rational,
  refuse,
  renderRational,
} from '../../kernel/index.ts';
import { analysePolicy } from '../check/check-policy.ts';
import type { ResolvedEdge, ResolvedRow } from '../check/resolve-table.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression, Table } from '../expression.ts';
import {
  type DecisionTable,
  NotConvertible,
  type TableInput,
  type TableOutput,
  type TableRefusal,
  type TableRule,
} from './decision-table.ts';
import { decimalOf } from './import-table.ts';

/** A table of a document under the name of the `let` or award that it gives. */
interface NamedTable {
  readonly name: string;
  readonly table: Table;
}

/**
 * Gives every table of a document as a DMN decision table, or says which cannot be one.
 *
 * Tables inside tables become further inputs. A value that is worked out, a marginal table and a
 * key that is no name cannot be said in a decision table.
 */
export function exportTables(
  document: PolicyDocument,
): Outcome<readonly DecisionTable[], TableRefusal> {
  const tables: DecisionTable[] = [];
  for (const named of namedTables(document)) {
    try {
      tables.push(exportTable(named, document));
    } catch (error) {
      if (!(error instanceof NotConvertible)) throw error;
      const { found, write } = error;
      return refuse({ code: 'table_not_convertible', table: named.name, found, write });
    }
  }
  return accept(tables);
}

function namedTables({ lets, rules }: PolicyDocument): NamedTable[] {
  const named = [...lets.values()].flatMap(({ name, value }) =>
    value.kind === 'table' ? [{ name, table: value.table }] : [],
  );
  const awarded = rules.flatMap((rule) =>
    rule.awards.flatMap(({ forms }) =>
      forms.flatMap(({ amount, remedy }) =>
        amount.kind === 'table'
          ? [{ name: `${remedy.name} ${rule.clause}`, table: amount.table }]
          : [],
      ),
    ),
  );
  return [...named, ...awarded];
}

interface Leaf {
  readonly tests: ReadonlyMap<string, string>;
  readonly value: string;
  readonly because?: string;
}

interface Gathering {
  readonly document: PolicyDocument;
  readonly inputs: Map<string, TableInput>;
  output: TableOutput;
}

function exportTable({ name, table }: NamedTable, document: PolicyDocument): DecisionTable {
  const gathering: Gathering = {
    document,
    inputs: new Map(),
    output: { name, type: 'number' },
  };
  const leaves = leavesOf(table, new Map(), gathering);
  const inputs = [...gathering.inputs.values()];
  const rules = leaves.map((leaf): TableRule => {
    const tests = inputs.map(({ expression }) => leaf.tests.get(expression) ?? '-');
    const because = leaf.because === undefined ? {} : { because: leaf.because };
    return { tests, values: [leaf.value], ...because };
  });
  // A row for all else stands last and must not be asked before the others.
  const hitPolicy = rules.some(({ tests }) => tests.includes('-')) ? 'FIRST' : 'UNIQUE';
  return { name, hitPolicy, inputs, outputs: [gathering.output], rules };
}

function leavesOf(
  table: Table,
  before: ReadonlyMap<string, string>,
  gathering: Gathering,
): readonly Leaf[] {
  if (table.isMarginal) throw new NotConvertible('a marginal table', '`by` without `marginal`');
  const key = inputOf(table.key, gathering);
  if (before.has(key.expression)) {
    throw new NotConvertible(`${key.expression} asked twice`, 'one table for each name');
  }
  const rows = analysePolicy(gathering.document).tables.get(table)?.rows ?? [];
  const ordered = [...rows].sort((a, b) => Number(isRest(a)) - Number(isRest(b)));
  return ordered.flatMap((row) => {
    const tests = new Map([...before, [key.expression, testOf(row, key)]]);
    const { outcome } = row.row;
    if (outcome.kind !== 'value') {
      const because =
        outcome.because === undefined
          ? {}
          : { because: writeReason(outcome.because, gathering.document) };
      return [{ tests, value: outcome.kind === 'none' ? 'null' : '"review"', ...because }];
    }
    const { value } = outcome;
    if (value.kind === 'table') return leavesOf(value.table, tests, gathering);
    return [{ tests, value: constantOf(value, gathering) }];
  });
}

/** Gives a reason as the language writes it, with what people read: `too_short "짧음" / "too short"`. */
function writeReason(name: string, { reasons }: PolicyDocument): string {
  const label = reasons.get(name);
  if (!label) return name;
  const { ko, en } = label;
  return ko === en ? `${name} "${en}"` : `${name} "${ko}" / "${en}"`;
}

function isRest({ kind }: ResolvedRow): boolean {
  return kind === 'otherwise';
}

function inputOf(key: Expression, { document, inputs }: Gathering): TableInput {
  if (key.kind !== 'name') {
    throw new NotConvertible(
      document.text.slice(key.span.from, key.span.until),
      'a `let` for the key',
    );
  }
  const before = inputs.get(key.name);
  if (before) return before;
  const known = analysePolicy(document).known.get(key);
  const input: TableInput = { expression: key.name, ...typeOf(known) };
  inputs.set(key.name, input);
  return input;
}

function typeOf(
  known: ReturnType<ReadonlyMap<Expression, unknown>['get']>,
): Omit<TableInput, 'expression'> {
  const found = known as
    | { kind: 'quantity'; money: number; time: number; currency?: string }
    | { kind: 'choice'; choices: readonly string[] }
    | undefined;
  if (found?.kind === 'choice') return { type: 'string', values: found.choices };
  if (found?.kind !== 'quantity')
    throw new NotConvertible('a key', 'a number, money, duration or choice');
  if (found.time === 1) return { type: 'dayTimeDuration' };
  const label = found.money === 1 && found.currency ? { label: found.currency } : {};
  return { type: 'number', ...label };
}

function testOf(row: ResolvedRow, { type }: TableInput): string {
  if (row.kind === 'otherwise') return '-';
  if (row.kind === 'values') return row.values.map((value) => `"${value}"`).join(', ');
  return rangeTest(row, ({ value }) => numberText(value, type));
}

function rangeTest(
  { low, high }: { readonly low?: ResolvedEdge; readonly high?: ResolvedEdge },
  write: (edge: ResolvedEdge) => string,
): string {
  if (!low) return high ? `${high.isInclusive ? '<=' : '<'} ${write(high)}` : '-';
  if (!high) return `${low.isInclusive ? '>=' : '>'} ${write(low)}`;
  if (low.value === high.value) return write(low);
  const [open, close] = [low.isInclusive ? '[' : '(', high.isInclusive ? ']' : ')'];
  return `${open}${write(low)}..${write(high)}${close}`;
}

function numberText(value: Rational, type: string): string {
  const decimal = decimalOf(value).replace('−', '-');
  const read = parseRational(decimal);
  if (!read || compareRational(read, value) !== 0) {
    throw new NotConvertible(renderRational(value), 'a number that ends in decimals');
  }
  if (!type.endsWith('Duration')) return decimal;
  const sign = decimal.startsWith('-') ? '-' : '';
  return `duration("${sign}PT${decimal.replace('-', '')}S")`;
}

function constantOf(value: Expression, gathering: Gathering): string {
  const known = analysePolicy(gathering.document).known.get(value);
  if (known?.kind !== 'quantity' || !known.constant) {
    const found = gathering.document.text.slice(value.span.from, value.span.until);
    throw new NotConvertible(found, 'a fixed value in each row');
  }
  const type = known.time === 1 ? 'dayTimeDuration' : 'number';
  const label = known.money === 1 && known.currency ? { label: known.currency } : {};
  gathering.output = { name: gathering.output.name, type, ...label };
  return numberText(known.constant, type);
}
