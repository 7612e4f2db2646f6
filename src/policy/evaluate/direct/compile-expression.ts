import { findUnit } from '../../check/unit.ts';
import type { ArithmeticOperator, Expression, Relation } from '../../expression.ts';
import { haltOf } from '../value.ts';
import { compileDated, compileName } from './compile-name.ts';
import { compileQuickComparison } from './compile-quick.ts';
import { compileTable } from './compile-table.ts';
import {
  addExact,
  ceilExact,
  compareExact,
  divideExact,
  type Exact,
  exactOf,
  floorExact,
  multiplyExact,
  negateExact,
  roundExact,
  subtractExact,
} from './exact-number.ts';
import {
  type Direct,
  generally,
  held,
  type Program,
  type Run,
  Stop,
  stopOfAll,
  stopOfTwo,
} from './program.ts';

type Kind = Expression['kind'];
type Of<K extends Kind> = Extract<Expression, { readonly kind: K }>;
type Compile<K extends Kind> = (expression: Of<K>, program: Program) => Run;

/** Makes an expression that the checker accepted into a function. */
export function compileExpression(expression: Expression, program: Program): Run {
  const fixed = fixedOf(expression, program);
  if (fixed !== undefined) return () => fixed;
  const compile = compilations[expression.kind] as Compile<Kind> | undefined;
  return compile ? compile(expression, program) : generally(expression, program);
}

/** Gives the value of an expression that is the same for everyone, without looking at facts. */
function fixedOf(expression: Expression, { analysis }: Program): Exact | undefined {
  if (expression.kind === 'name' || expression.kind === 'dated') return undefined;
  const known = analysis.known.get(expression);
  return known?.kind === 'quantity' && known.constant ? exactOf(known.constant) : undefined;
}

const compilations: { readonly [K in Kind]?: Compile<K> } = {
  number: (expression, program) => {
    const unit = expression.unit === undefined ? undefined : findUnit(expression.unit);
    if (unit?.kind === 'period' || unit?.kind === 'percent' || unit?.kind === 'duration') {
      return generally(expression, program);
    }
    const value = exactOf(expression.value);
    return () => value;
  },
  date:
    ({ on }) =>
    () =>
      on,
  yes_no:
    ({ value }) =>
    () =>
      value,
  name: (expression, program) => compileName(expression, { program, compileExpression }),
  dated: (expression, program) => compileDated(expression, { program, compileExpression }),
  arithmetic: compileArithmetic,
  negate: (expression, program) => {
    const operand = compileExpression(expression.operand, program);
    return (state) => {
      const value = operand(state);
      return value instanceof Stop ? value : negateExact(value as Exact);
    };
  },
  compare: compileComparison,
  one_of: compileOneOf,
  logic: compileLogic,
  not: (expression, program) => {
    const operand = compileExpression(expression.operand, program);
    return (state) => {
      const value = operand(state);
      return typeof value === 'boolean' ? !value : value;
    };
  },
  if: (expression, program) => {
    const condition = compileExpression(expression.condition, program);
    const then = compileExpression(expression.then, program);
    const otherwise = compileExpression(expression.otherwise, program);
    return (state) => {
      const value = condition(state);
      if (typeof value !== 'boolean') return value;
      return value ? then(state) : otherwise(state);
    };
  },
  round: (expression, program) => {
    const operand = compileExpression(expression.operand, program);
    const increment = compileExpression(expression.rounding.increment, program);
    const { mode } = expression.rounding;
    return (state) => {
      const value = operand(state);
      return value instanceof Stop
        ? value
        : held(roundExact(value as Exact, mode, increment(state) as Exact));
    };
  },
  extreme: (expression, program) =>
    compileExtreme(expression.operands, { isGreater: expression.which === 'greater', program }),
  call: (expression, program) => {
    const { callee, operands } = expression;
    if (callee !== 'min' && callee !== 'max') return generally(expression, program);
    return compileExtreme(operands, { isGreater: callee === 'max', program });
  },
  counting: compileCounting,
  end: ({ end }) => {
    const stop = new Stop(haltOf(end));
    return () => stop;
  },
  table: (expression, program) =>
    compileTable(expression.table, { program, compileExpression }) ??
    generally(expression, program),
};

const operations: Readonly<Record<ArithmeticOperator, (left: Exact, right: Exact) => Exact>> = {
  '+': addExact,
  '-': subtractExact,
  '×': multiplyExact,
  '÷': divideExact,
};

function compileArithmetic(expression: Of<'arithmetic'>, program: Program): Run {
  if (!isQuantity(expression.left, program)) return generally(expression, program);
  const left = compileExpression(expression.left, program);
  const right = compileExpression(expression.right, program);
  const operate = operations[expression.operator];
  return (state) => {
    const one = left(state);
    const other = right(state);
    const stop = one instanceof Stop || other instanceof Stop ? stopOfTwo(one, other) : undefined;
    return stop ?? held(operate(one as Exact, other as Exact));
  };
}

function isQuantity(expression: Expression, { analysis }: Program): boolean {
  return analysis.known.get(expression)?.kind === 'quantity';
}

type Judge = (order: number) => boolean;

const judges: Readonly<Record<Relation, Judge>> = {
  equal: (order) => order === 0,
  not_equal: (order) => order !== 0,
  below: (order) => order < 0,
  before: (order) => order < 0,
  at_most: (order) => order <= 0,
  above: (order) => order > 0,
  after: (order) => order > 0,
  at_least: (order) => order >= 0,
};

type Order = (left: Direct, right: Direct) => number;

/** Gives how two values of the type of an expression are ordered, or undefined for the general way. */
function orderFor(expression: Expression, { analysis }: Program): Order | undefined {
  switch (analysis.known.get(expression)?.kind) {
    case 'quantity':
      return (left, right) => compareExact(left as Exact, right as Exact);
    case 'yes_no':
    case 'choice':
      return (left, right) => (left === right ? 0 : 1);
    case 'date':
      return (left, right) => (left === right ? 0 : (left as string) < (right as string) ? -1 : 1);
    default:
      return undefined;
  }
}

function compileComparison(expression: Of<'compare'>, program: Program): Run {
  const order = orderFor(expression.left, program);
  if (!order) return generally(expression, program);
  const left = compileExpression(expression.left, program);
  const right = compileExpression(expression.right, program);
  const judge = judges[expression.relation];
  const exactly: Run = (state) => {
    const one = left(state);
    const other = right(state);
    const stop = one instanceof Stop || other instanceof Stop ? stopOfTwo(one, other) : undefined;
    return stop ?? judge(order(one, other));
  };
  if (!isQuantity(expression.left, program)) return exactly;
  return compileQuickComparison(expression, { program, compileExpression, exactly }) ?? exactly;
}

function compileOneOf(expression: Of<'one_of'>, program: Program): Run {
  const order = orderFor(expression.left, program);
  if (!order) return generally(expression, program);
  const left = compileExpression(expression.left, program);
  const options = expression.values.map((value) => compileExpression(value, program));
  return (state) => {
    const value = left(state);
    if (value instanceof Stop) return value;
    const others = options.map((run) => run(state));
    const isOne = others.some((other) => !(other instanceof Stop) && order(value, other) === 0);
    return isOne || (stopOfAll(others) ?? false);
  };
}

function compileLogic(expression: Of<'logic'>, program: Program): Run {
  const decisive = expression.operator === 'or';
  const left = compileExpression(expression.left, program);
  const right = compileExpression(expression.right, program);
  return (state) => {
    const one = left(state);
    if (one === decisive) return one;
    const other = right(state);
    if (other === decisive) return other;
    return stopOfTwo(one, other) ?? other;
  };
}

function compileExtreme(
  operands: readonly Expression[],
  { isGreater, program }: { readonly isGreater: boolean; readonly program: Program },
): Run {
  const runs = operands.map((operand) => compileExpression(operand, program));
  return (state) => {
    const values = runs.map((run) => run(state));
    const stop = stopOfAll(values);
    if (stop) return stop;
    return (values as Exact[]).reduce((best, one) => {
      const order = compareExact(one, best);
      return (isGreater ? order > 0 : order < 0) ? one : best;
    });
  };
}

function compileCounting(expression: Of<'counting'>, program: Program): Run {
  const { rule, part } = expression;
  const [unit, total] = [expression.unit, expression.total].map((one) =>
    compileExpression(one, program),
  );
  const threshold = part && compileExpression(part.value, program);
  if (!unit || !total) return generally(expression, program);
  const least = part && threshold ? { bound: part.bound, run: threshold } : undefined;
  return (state) => {
    const [size, length, from] = [unit(state), total(state), least ? least.run(state) : 0];
    const stop = stopOfAll([size, length, from]);
    if (stop) return stop;
    const amounts = { unit: size as Exact, total: length as Exact, part: from as Exact };
    return countOf({ rule, bound: least?.bound }, amounts);
  };
}

function countOf(
  { rule, bound }: { rule: Of<'counting'>['rule']; bound: 'from' | 'above' | undefined },
  { unit, total, part }: { unit: Exact; total: Exact; part: Exact },
): Exact {
  const quotient = divideExact(total, unit);
  if (rule === 'begun') return ceilExact(quotient);
  const whole = floorExact(quotient);
  if (!bound) return whole;
  const rest = subtractExact(total, multiplyExact(whole, unit));
  const order = compareExact(rest, part);
  const isEnough = order > 0 || (order === 0 && bound === 'from');
  return rest !== 0 && isEnough ? addExact(whole, 1) : whole;
}
