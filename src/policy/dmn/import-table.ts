import {
  accept,
  addRational,
  compareRational,
  divideRational,
  type Outcome,
  type Rational,
  rational,
  refuse,
  renderRational,
  withoutEnd,
} from '../../kernel/index.ts';
import { reservedWords } from '../describe/describe-word.ts';
import {
  type DecisionTable,
  NotConvertible,
  type TableInput,
  type TableOutput,
  type TableRefusal,
  type TableRule,
} from './decision-table.ts';
import { holdsFor, numberOf, parseUnaryTest, type UnaryTest } from './unary-test.ts';

/** What is made of a table: the facts that it needs, and one table of the language per output. */
export interface ImportedTable {
  readonly facts: readonly string[];
  readonly lets: readonly { readonly name: string; readonly text: string }[];
}

interface Column {
  readonly input: TableInput;
  readonly name: string;
  readonly tests: readonly UnaryTest[];
}

/**
 * Gives a decision table in the policy language, or says what of it cannot be said there.
 *
 * The bands that its tests draw are taken apart, so that what comes out has neither gaps nor
 * overlaps: where no rule holds it says the output's default, or `none`, and two rules of a `UNIQUE` table that hold
 * together are refused.
 */
export function importTable(table: DecisionTable): Outcome<ImportedTable, TableRefusal> {
  try {
    if (!['UNIQUE', 'FIRST', 'ANY'].includes(table.hitPolicy)) {
      throw new NotConvertible(`the hit policy ${table.hitPolicy}`, 'UNIQUE, FIRST or ANY');
    }
    const columns = table.inputs.map((input, index): Column => {
      const tests = table.rules.map((rule) => parseUnaryTest(rule.tests[index] ?? '-'));
      return { input, name: nameOf(input.expression), tests };
    });
    for (const column of columns) requireFitting(column);
    requireNamesApart(columns);
    const effort: Effort = { left: mostSteps };
    const lets = table.outputs.map((output, index) => ({
      name: nameOf(output.name === '' ? table.name : output.name),
      text: bodyOf({ table, columns, output, index, effort }),
    }));
    return accept({ facts: columns.map(factOf), lets });
  } catch (error) {
    if (!(error instanceof NotConvertible)) throw error;
    const { found, write } = error;
    return refuse({ code: 'table_not_convertible', table: table.name, found, write });
  }
}

/** Gives a name of the policy language for one of DMN, which may hold spaces, signs and its words. */
export function nameOf(text: string): string {
  const plain = text
    .trim()
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^[\d_]+/u, '');
  const name = withoutEnd(plain, '_');
  if (name === '') throw new NotConvertible(`the name “${text}”`, 'a name of letters and digits');
  return reservedWords.has(name) ? `${name}_value` : name;
}

const currency = /^[A-Z]{3}$/;

function factOf({ input, name, tests }: Column): string {
  const { type, label = '', values } = input;
  if (type === 'boolean') return `fact ${name} : yes/no from company`;
  if (type.endsWith('Duration')) return `fact ${name} : duration from incident`;
  if (isOfWords({ input, tests })) {
    return `fact ${name} : choice(${wordsOf(tests, values).map(nameOf).join(', ')}) from company`;
  }
  const amount = currency.test(label) ? `money ${label}` : 'number';
  return `fact ${name} : ${amount} from company`;
}

/** The words that tests name, those that are declared, and one for all others if it is needed. */
function wordsOf(tests: readonly UnaryTest[], declared: readonly string[] | undefined): string[] {
  const named = tests.flatMap((test) => (test.kind === 'words' ? test.words : []));
  if (declared) return [...new Set([...declared, ...named])];
  return [...new Set([...named, 'other'])];
}

interface Work {
  readonly table: DecisionTable;
  readonly columns: readonly Column[];
  readonly output: TableOutput;
  readonly index: number;
  readonly effort: Effort;
}

// Every column multiplies what is looked at: a table of forty yes/no columns has 2⁴⁰ leaves.
const mostSteps = 5_000_000;

/** How many tests may still be looked at. */
interface Effort {
  left: number;
}

function spend(effort: Effort, steps: number): void {
  effort.left -= steps;
  if (effort.left >= 0) return;
  const found = 'a table whose columns together part it into too many cases';
  throw new NotConvertible(found, 'several tables, each with fewer columns or rules');
}

/** A test of another kind than its column would hold for nothing, and its rule be lost. */
function requireFitting({ input, tests }: Column): void {
  const isWords = isOfWords({ input, tests });
  for (const test of tests) {
    if (test.kind === 'any') continue;
    const isLogical = input.type === 'boolean';
    const fits = isLogical
      ? test.kind === 'words' && test.words.every((word) => ['true', 'false'].includes(word))
      : (test.kind === 'words') === isWords;
    if (fits) continue;
    const write = isLogical
      ? 'true, false or -'
      : 'words in quotes throughout, or numbers throughout';
    throw new NotConvertible(`a test of the column “${input.expression}”`, write);
  }
}

/** Two names of DMN that become one here would be one fact, and two words one value. */
function requireNamesApart(columns: readonly Column[]): void {
  requireApart(columns.map(({ input }) => input.expression));
  for (const { input, tests } of columns) {
    if (isOfWords({ input, tests })) requireApart(wordsOf(tests, input.values));
  }
}

function requireApart(texts: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const text of new Set(texts)) {
    const name = nameOf(text);
    const before = seen.get(name);
    if (before !== undefined) {
      const found = `the names “${before}” and “${text}”`;
      throw new NotConvertible(found, 'names that differ in letters or digits');
    }
    seen.set(name, text);
  }
}

function isOfWords({ input, tests }: Pick<Column, 'input' | 'tests'>): boolean {
  if (input.type === 'boolean' || input.type.endsWith('Duration')) return false;
  return input.type === 'string' || tests.some(({ kind }) => kind === 'words');
}

function bodyOf(work: Work): string {
  const all = work.table.rules.map((_, index) => index);
  return branch(all, { work, depth: 0 });
}

function branch(
  rules: readonly number[],
  { work, depth }: { readonly work: Work; readonly depth: number },
): string {
  const column = work.columns[depth];
  if (!column) return leaf(rules, work);
  const inner = (left: readonly number[]) => branch(left, { work, depth: depth + 1 });
  const holding = (value: Rational | string) => {
    spend(work.effort, rules.length + 1);
    return rules.filter((rule) => holdsFor(column.tests[rule] ?? { kind: 'any' }, value));
  };
  if (column.input.type === 'boolean') {
    return `if ${column.name} then ${inner(holding('true'))} else ${inner(holding('false'))}`;
  }
  const rows = isOfWords(column)
    ? wordRows(column, { holding, inner })
    : bandRows(column, { rules, holding, inner });
  const head = `by ${column.name}`;
  return depth === 0 ? [head, ...rows].join('\n  ') : `(${[head, ...rows].join(' ')})`;
}

interface Ways {
  readonly holding: (value: Rational | string) => readonly number[];
  readonly inner: (rules: readonly number[]) => string;
}

function wordRows({ tests, input }: Column, { holding, inner }: Ways): string[] {
  const groups = new Map<string, string[]>();
  for (const word of wordsOf(tests, input.values)) {
    const text = inner(holding(word));
    groups.set(text, [...(groups.get(text) ?? []), nameOf(word)]);
  }
  return [...groups].map(([text, words]) => `is ${words.join(', ')} : ${text}`);
}

/** A stretch of numbers in which the same rules hold; a point has itself as both ends. */
interface Band {
  readonly low?: Rational;
  readonly high?: Rational;
  readonly text: string;
}

function bandRows(
  column: Column,
  { rules, holding, inner }: Ways & { readonly rules: readonly number[] },
): string[] {
  const ends = rules
    .flatMap((rule) => {
      const test = column.tests[rule];
      return test?.kind === 'ranges' ? test.ranges.flatMap(({ low, high }) => [low, high]) : [];
    })
    .flatMap((end) => end?.value ?? []);
  const values = [...new Map(ends.map((end) => [renderRational(end), end])).values()].sort(
    compareRational,
  );
  const [first] = values;
  if (!first) return [`otherwise : ${inner(holding(rational(0n)))}`];
  const bands: Band[] = [];
  const one = rational(1n);
  bands.push({ high: first, text: inner(holding(addRational(first, rational(-1n)))) });
  for (const [index, value] of values.entries()) {
    bands.push({ low: value, high: value, text: inner(holding(value)) });
    const next = values[index + 1];
    const inside = next
      ? divideRational(addRational(value, next), rational(2n))
      : addRational(value, one);
    bands.push({ low: value, ...(next ? { high: next } : {}), text: inner(holding(inside)) });
  }
  return rowsOf(bands, column.input);
}

/** Writes bands as rows, those with the same outcome as one. */
function rowsOf(bands: readonly Band[], input: TableInput): string[] {
  const rows: string[] = [];
  for (let index = 0; index < bands.length; index += 1) {
    const { text } = bands[index] as Band;
    while (bands[index + 1]?.text === text) index += 1;
    const { low, high } = bands[index] as Band;
    const isPoint = low !== undefined && low === high;
    if (!high) rows.push(`otherwise : ${text}`);
    else rows.push(`${isPoint ? 'up to' : 'below'} ${amountOf(high, input)} : ${text}`);
  }
  return rows;
}

function amountOf(value: Rational, { type, label = '' }: TableInput): string {
  if (type.endsWith('Duration')) return `${renderRational(value)} seconds`;
  return currency.test(label) ? `${decimalOf(value)} ${label}` : decimalOf(value);
}

/** Gives a number as a decimal; a bound of a table that is none was never written. */
export function decimalOf(value: Rational): string {
  let scale = 1n;
  let digits = 0;
  while (scale % value.denominator !== 0n && digits < 40) {
    scale *= 10n;
    digits += 1;
  }
  const sign = value.numerator < 0n ? '−' : '';
  const size = value.numerator < 0n ? -value.numerator : value.numerator;
  const text = ((size * scale) / value.denominator).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function leaf(rules: readonly number[], { table, output, index }: Work): string {
  const [first, second] = rules;
  if (first === undefined) {
    const { defaultValue } = output;
    return defaultValue === undefined ? 'none' : writeOutcome(defaultValue, { output });
  }
  const texts = new Set(rules.map((rule) => outcomeOf(table.rules[rule], { output, index })));
  const isOpen = table.hitPolicy === 'UNIQUE' ? second !== undefined : texts.size > 1;
  if (isOpen && table.hitPolicy !== 'FIRST') {
    const found = `rules ${first + 1} and ${(second ?? 0) + 1} hold together`;
    throw new NotConvertible(found, 'rules that exclude each other, or the hit policy FIRST');
  }
  return [...texts][0] ?? 'none';
}

function outcomeOf(
  rule: TableRule | undefined,
  { output, index }: { readonly output: TableOutput; readonly index: number },
): string {
  const because = rule?.because === undefined ? '' : ` because ${readReason(rule.because)}`;
  return writeOutcome(rule?.values[index] ?? '', { output, because });
}

// As the language writes it, which an export does too; anything else is a name for itself.
const withTexts = /^([^\s"]+) ("[^"\n]+"(?: \/ "[^"\n]+")?)$/u;

function readReason(written: string): string {
  const [, name, texts] = withTexts.exec(written.trim()) ?? [];
  return name === undefined ? nameOf(written) : `${nameOf(name)} ${texts}`;
}

function writeOutcome(
  written: string,
  { output, because = '' }: { readonly output: TableOutput; readonly because?: string },
): string {
  const text = written.trim();
  if (text === 'null' || text === '' || text === '"none"') return `none${because}`;
  if (text === '"review"') return `review${because}`;
  const { label = '', type } = output;
  if (type.endsWith('Duration')) return `${renderRational(numberOf(text))} seconds`;
  const number = decimalOf(numberOf(text));
  return currency.test(label) ? `${number} ${label}` : number;
}
