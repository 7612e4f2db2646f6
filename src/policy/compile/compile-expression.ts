import {
  daysBetween,
  divideRational,
  type LocalDate,
  multiplyRational,
  rational,
} from '../../kernel/index.ts';
import { findUnit } from '../check/unit.ts';
import { haltOf } from '../evaluate/value.ts';
import type { Expression, Relation, RoundingText } from '../expression.ts';
import { chooseValue } from './choose-value.ts';
import type { Compilation } from './compilation.ts';
import { compileCall } from './compile-call.ts';
import { compileCounting } from './compile-counting.ts';
import { compileExtreme } from './compile-extreme.ts';
import { compileInstants } from './compile-instants.ts';
import { compileDated, compileName } from './compile-name.ts';
import { compileTable } from './compile-table.ts';
import {
  always,
  bindValue,
  type CompiledValue,
  chooseStop,
  fractionOf,
  gatherStops,
  number,
  type Stop,
} from './compiled-value.ts';
import { compileSelection } from './lists/compile-selection.ts';
import { openWrittenList } from './lists/open-list.ts';
import { exactly } from './sql/bounds.ts';
import { quoteSqlText } from './sql/dialect.ts';
import {
  addFractions,
  compareFractions,
  divideFractions,
  type Fraction,
  fractionLiteral,
  multiplyFractions,
  roundFraction,
} from './sql/fraction.ts';
import { compare, negate } from './sql/integer-arithmetic.ts';
import { type Cell, depthOf, integerLiteral, NotCompiled } from './sql/layers.ts';
import { stopBefore } from './stop-before.ts';

type Kind = Expression['kind'];
type Of<K extends Kind> = Extract<Expression, { readonly kind: K }>;
type Compile<K extends Kind> = (expression: Of<K>, compilation: Compilation) => CompiledValue;

/**
 * Gives the SQL of an expression that the checker accepted, with the meaning that
 * `evaluate/evaluate-expression.ts` gives it.
 *
 * @throws NotCompiled naming the part that is worked out for each party instead
 */
export function compileExpression(expression: Expression, compilation: Compilation): CompiledValue {
  const compile = compilations[expression.kind] as Compile<Kind>;
  return compile(expression, compilation);
}

const compilations: { readonly [K in Kind]: Compile<K> } = {
  number: compileNumber,
  date: ({ on }) => dateLiteral(on),
  instant: ({ at }, { layers }) => ({
    kind: 'instant',
    cell: integerLiteral(BigInt(at), layers.dialect),
  }),
  yes_no: ({ value }) => yesNo({ sql: String(value), depth: 0 }),
  name: compileName,
  dated: compileDated,
  arithmetic: compileArithmetic,
  negate: ({ operand }, compilation) => {
    const value = compileExpression(operand, compilation);
    const { numerator, denominator } = fractionOf(value);
    const turned = negate(compilation.layers, numerator);
    return number({ numerator: turned, denominator }, value.stop);
  },
  compare: ({ left, right, relation }, compilation) =>
    compareValues(compilation, relation, [
      compileExpression(left, compilation),
      compileExpression(right, compilation),
    ]),
  between: () => refuse('`is between`'),
  field: ({ name }, { each }) => {
    const value = each?.kind === 'record' ? each.fields.get(name) : undefined;
    return value ?? refuse(`${name} of each`);
  },
  end: () => refuse('a branch that ends the rule'),
  one_of: compileOneOf,
  logic: compileLogic,
  not: ({ operand }, compilation) => {
    const value = compileExpression(operand, compilation);
    const { sql, depth } = cellOf(value);
    return yesNo({ sql: `(not ${sql})`, depth }, value.stop);
  },
  if: compileIf,
  round: ({ operand, rounding }, compilation) => {
    const value = compileExpression(operand, compilation);
    return number(compileRounding(fractionOf(value), rounding, compilation), value.stop);
  },
  extreme: ({ which, operands }, compilation) => {
    const values = operands.map((operand) => compileExpression(operand, compilation));
    return compileExtreme(values, which === 'greater' ? 'greatest' : 'least', compilation);
  },
  counting: compileCounting,
  call: compileCall,
  list: ({ items }, compilation) =>
    openWrittenList(
      items.map((item) => compileExpression(item, compilation)),
      compilation.layers,
    ),
  each: (_expression, { each }) => (each?.kind === 'single' ? each.value : refuse('each')),
  selection: compileSelection,
  table: ({ table }, compilation) => compileTable(table, compilation),
};

function dateLiteral(on: string): CompiledValue {
  const day = BigInt(daysBetween({ from: '1970-01-01' as LocalDate, until: on as LocalDate }));
  const cell = { sql: `(date ${quoteSqlText(on)})`, depth: 0 };
  return { kind: 'date', cell, days: exactly(day) };
}

function refuse(what: string): never {
  throw new NotCompiled(`${what} is worked out for each party`);
}

function yesNo(cell: Cell, stop?: Stop): CompiledValue {
  return { kind: 'yes_no', cell, ...(stop ? { stop } : {}) };
}

function cellOf(value: CompiledValue): Cell {
  if ('cell' in value) return value.cell;
  throw new NotCompiled('a value without a column');
}

function compileNumber(
  { value, unit: word }: Of<'number'>,
  { layers }: Compilation,
): CompiledValue {
  const unit = word === undefined ? undefined : findUnit(word);
  if (unit?.kind === 'period') {
    if (value.denominator !== 1n) throw new NotCompiled('a part of a calendar period');
    return { kind: 'period', count: value.numerator, unit: unit.name };
  }
  const exact =
    unit?.kind === 'percent'
      ? divideRational(value, rational(100n))
      : unit?.kind === 'duration'
        ? multiplyRational(value, unit.seconds)
        : value;
  return number(fractionLiteral(exact, layers));
}

function compileArithmetic(expression: Of<'arithmetic'>, compilation: Compilation): CompiledValue {
  const { layers } = compilation;
  const left = compileExpression(expression.left, compilation);
  const right = compileExpression(expression.right, compilation);
  const stop = gatherStops(layers, [left.stop, right.stop]);
  if (left.kind === 'instant') {
    const pair = { left, right, operator: expression.operator };
    const moved = compileInstants(pair, compilation);
    const first = stopBefore(stop, moved.stop, layers);
    return { ...moved, ...(first ? { stop: first } : {}) };
  }
  const pair = [fractionOf(left), fractionOf(right)] as const;
  switch (expression.operator) {
    case '+':
      return number(addFractions(layers, pair), stop);
    case '-':
      return number(addFractions(layers, pair, -1), stop);
    case '×':
      return number(multiplyFractions(layers, pair), stop);
    default:
      return number(divideFractions(layers, pair), stop);
  }
}

const relations = {
  equal: '=',
  not_equal: '<>',
  below: '<',
  before: '<',
  at_most: '<=',
  above: '>',
  after: '>',
  at_least: '>=',
} as const;

function compareValues(
  compilation: Compilation,
  relation: Relation,
  [left, right]: readonly [CompiledValue, CompiledValue],
): CompiledValue {
  const { layers } = compilation;
  const stop = gatherStops(layers, [left.stop, right.stop]);
  const sign = relations[relation];
  if (left.kind === 'number') {
    return yesNo(compareFractions(layers, sign, [left.fraction, fractionOf(right)]), stop);
  }
  if (left.kind === 'instant' && right.kind === 'instant') {
    return yesNo(compare(layers, sign, [left.cell, right.cell]), stop);
  }
  const [one, other] = [cellOf(left), cellOf(right)];
  return yesNo({ sql: `(${one.sql} ${sign} ${other.sql})`, depth: depthOf(one, other) }, stop);
}

function compileOneOf(expression: Of<'one_of'>, compilation: Compilation): CompiledValue {
  const { layers } = compilation;
  const left = bindValue(compileExpression(expression.left, compilation), layers);
  const values = expression.values.map((value) => compileExpression(value, compilation));
  const { stop: _, ...bare } = left;
  const found = values.map((value) =>
    bindValue(compareValues(compilation, 'equal', [bare, value]), layers),
  );
  const isFound = layers.bind(disjunction(found.map((value) => settled(value))));
  const later = gatherStops(
    layers,
    found.map((value) => value.stop),
  );
  const open = chooseStop([{ when: isFound, gives: undefined }], later);
  const stop =
    left.stop && open
      ? chooseStop([{ when: stopped(left.stop), gives: left.stop }], open)
      : (left.stop ?? open);
  return yesNo(isFound, stop);
}

function stopped({ cell }: Stop): Cell {
  return { sql: `(${cell.sql} <> 0)`, depth: cell.depth };
}

function disjunction(cells: readonly Cell[]): Cell {
  if (cells.length === 0) return { sql: 'false', depth: 0 };
  return { sql: `(${cells.map(({ sql }) => sql).join(' or ')})`, depth: depthOf(...cells) };
}

/** Gives a yes/no that is true only where the value is there and true. */
function settled(value: CompiledValue, wanted = true): Cell {
  const { sql, depth } = cellOf(value);
  const own = wanted ? sql : `(not ${sql})`;
  if (!value.stop) return { sql: own, depth };
  const { cell } = value.stop;
  return { sql: `(${cell.sql} = 0 and ${own})`, depth: depthOf(cell, { sql, depth }) };
}

function compileLogic(expression: Of<'logic'>, compilation: Compilation): CompiledValue {
  const { layers } = compilation;
  const isOr = expression.operator === 'or';
  const left = compileExpression(expression.left, compilation);
  const right = compileExpression(expression.right, compilation);
  if (!left.stop && !right.stop) {
    const [one, other] = [cellOf(left), cellOf(right)];
    const sql = `(${one.sql} ${expression.operator} ${other.sql})`;
    return yesNo({ sql, depth: depthOf(one, other) });
  }
  const [one, other] = [bindValue(left, layers), bindValue(right, layers)];
  const decided = layers.bind(disjunction([settled(one, isOr), settled(other, isOr)]));
  const later = gatherStops(layers, [one.stop, other.stop]);
  const stop = chooseStop([{ when: decided, gives: undefined }], later);
  const cell = isOr ? decided : { sql: `(not ${decided.sql})`, depth: decided.depth };
  return yesNo(cell, stop);
}

/** Gives both ways of a choice; one that ends the rule is a stop beside what the other gives. */
function compileWays(
  { then, otherwise }: Of<'if'>,
  compilation: Compilation,
): readonly [CompiledValue, CompiledValue] {
  const ended = (end: Of<'end'>['end'], other: CompiledValue): CompiledValue => {
    const { status, reason } = haltOf(end);
    return { ...other, stop: always(-compilation.stops.haltOf({ status, reason })) };
  };
  if (then.kind === 'end' && otherwise.kind !== 'end') {
    const value = compileExpression(otherwise, compilation);
    return [ended(then.end, value), value];
  }
  const value = compileExpression(then, compilation);
  if (otherwise.kind === 'end') return [value, ended(otherwise.end, value)];
  return [value, compileExpression(otherwise, compilation)];
}

function compileIf(expression: Of<'if'>, compilation: Compilation): CompiledValue {
  const { layers } = compilation;
  const condition = bindValue(compileExpression(expression.condition, compilation), layers);
  const [gives, otherwise] = compileWays(expression, compilation);
  const value = chooseValue(layers, [{ when: cellOf(condition), gives }], otherwise);
  if (!condition.stop) return value;
  const stop = chooseStop([{ when: stopped(condition.stop), gives: condition.stop }], value.stop);
  return stop ? { ...value, stop } : value;
}

/** Gives a number rounded as written; the increment is known and above zero. */
export function compileRounding(
  value: Fraction,
  { mode, increment }: RoundingText,
  compilation: Compilation,
): Fraction {
  const step = fractionOf(compileExpression(increment, compilation));
  return roundFraction(compilation.layers, value, { mode, increment: step });
}
