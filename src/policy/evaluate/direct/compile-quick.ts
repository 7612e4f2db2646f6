import type { Expression, Relation } from '../../expression.ts';
import { slotOfFact } from './compile-name.ts';
import { exactOf } from './exact-number.ts';
import type { Direct, Program, Run } from './program.ts';
import {
  isQuick,
  overOne,
  type Quick,
  quickConstant,
  quickOfTwo,
  quickProduct,
  quickQuotient,
  quickRun,
  quickSlot,
} from './quick-number.ts';

/** The document at hand, and the way to make an expression into a function. */
export interface Tools {
  readonly program: Program;
  readonly compileExpression: (expression: Expression, program: Program) => Run;
}

// A part that takes more is worked out once and remembered, as it may be named many times.
const mostCost = 24;

/** Gives the quick way to a quantity; whatever has none is taken as it comes. */
export function compileQuick(expression: Expression, tools: Tools): Quick {
  const quick = findQuick(expression, tools);
  if (quick && quick.cost <= mostCost) return quick;
  return quickRun(tools.compileExpression(expression, tools.program));
}

// Names that stand for names that each stand twice for the next would be looked for over and over.
const found = new WeakMap<Program, Map<Expression, Quick | undefined>>();

function findQuick(expression: Expression, tools: Tools): Quick | undefined {
  const memo = found.get(tools.program) ?? new Map<Expression, Quick | undefined>();
  found.set(tools.program, memo);
  if (!memo.has(expression)) memo.set(expression, makeQuick(expression, tools));
  return memo.get(expression);
}

function makeQuick(expression: Expression, tools: Tools): Quick | undefined {
  const known = tools.program.analysis.known.get(expression);
  if (known?.kind !== 'quantity') return undefined;
  if (known.constant && expression.kind !== 'name' && expression.kind !== 'dated') {
    return quickConstant(exactOf(known.constant));
  }
  switch (expression.kind) {
    case 'name':
      return quickName(expression.name, tools);
    case 'arithmetic': {
      const left = compileQuick(expression.left, tools);
      const right = compileQuick(expression.right, tools);
      return operations[expression.operator](left, right);
    }
    case 'extreme':
      return quickExtreme(expression.operands, expression.which === 'greater', tools);
    case 'call': {
      const { callee, operands } = expression;
      if (callee !== 'min' && callee !== 'max') return undefined;
      return quickExtreme(operands, callee === 'max', tools);
    }
    default:
      return undefined;
  }
}

type OfTwo = (left: Quick, right: Quick) => Quick | undefined;

const operations: Readonly<Record<'+' | '-' | '×' | '÷', OfTwo>> = {
  '+': (left, right) => quickOfTwo(left, right, (one, other) => one + other),
  '-': (left, right) => quickOfTwo(left, right, (one, other) => one - other),
  '×': quickProduct,
  '÷': quickQuotient,
};

function quickName(name: string, tools: Tools): Quick | undefined {
  const { document } = tools.program;
  if (document.readings.has(name)) return undefined;
  const fact = document.facts.get(name);
  if (fact) return fact.fallback ? undefined : quickSlot(slotOfFact(name, tools.program));
  const value = document.lets.get(name)?.value ?? document.constants.get(name)?.values[0]?.value;
  return value && findQuick(value, tools);
}

function quickExtreme(
  operands: readonly Expression[],
  isGreater: boolean,
  tools: Tools,
): Quick | undefined {
  const [first, ...others] = operands.map((operand) => compileQuick(operand, tools));
  return others.reduce(
    (best, one) => best && quickOfTwo(best, one, isGreater ? Math.max : Math.min),
    first,
  );
}

/** The differences of two sides, whole numbers, with which a relation holds, or does not. */
interface Judged {
  readonly low: number;
  readonly high: number;
  readonly holds: boolean;
}

const judged: Readonly<Record<Relation, Judged>> = {
  equal: { low: 0, high: 0, holds: true },
  not_equal: { low: 0, high: 0, holds: false },
  below: { low: -Infinity, high: -1, holds: true },
  before: { low: -Infinity, high: -1, holds: true },
  at_most: { low: -Infinity, high: 0, holds: true },
  above: { low: 1, high: Infinity, holds: true },
  after: { low: 1, high: Infinity, holds: true },
  at_least: { low: 0, high: Infinity, holds: true },
};

/** A condition of one fact alone: a yes/no, or a number that stands so to what is always the same. */
export interface SlotTest extends Judged {
  readonly slot: number;
  readonly limit: number;
}

/** Says whether the value in a slot meets a test, or undefined where the exact way must say. */
export function isMet(test: SlotTest, value: Direct | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number') return undefined;
  const difference = value - test.limit;
  return (difference >= test.low && difference <= test.high) === test.holds;
}

type Comparison = Extract<Expression, { readonly kind: 'compare' }>;

/** Gives the test that a condition comes to when it asks for one fact alone. */
export function findSlotTest(condition: Expression, tools: Tools): SlotTest | undefined {
  const { document, analysis } = tools.program;
  if (condition.kind === 'name') {
    const fact = document.facts.get(condition.name);
    if (!fact || fact.fallback || analysis.known.get(condition)?.kind !== 'yes_no')
      return undefined;
    return { slot: slotOfFact(fact.name, tools.program), limit: 0, ...judged.equal };
  }
  if (condition.kind !== 'compare') return undefined;
  if (analysis.known.get(condition.left)?.kind !== 'quantity') return undefined;
  return slotTestOf(condition, sidesOf(condition, tools));
}

function sidesOf({ left, right }: Comparison, tools: Tools): ReturnType<typeof overOne> {
  return overOne(compileQuick(left, tools), compileQuick(right, tools));
}

function slotTestOf({ relation }: Comparison, over: ReturnType<typeof overOne>) {
  const slot = over?.one.slot;
  const limit = over?.other.fixed;
  return slot === undefined || limit === undefined
    ? undefined
    : { slot, limit, ...judged[relation] };
}

/**
 * Makes a comparison of quantities into a function; `exactly` is asked where the quick way has no
 * answer. Gives undefined where the two sides never have one.
 */
export function compileQuickComparison(
  comparison: Comparison,
  { exactly, ...tools }: Tools & { readonly exactly: Run },
): Run | undefined {
  const over = sidesOf(comparison, tools);
  if (!over) return undefined;
  const test = slotTestOf(comparison, over);
  if (test) return (state) => isMet(test, state.slots[test.slot]) ?? exactly(state);
  const { low, high, holds } = judged[comparison.relation];
  const [one, other] = [over.one.run, over.other.run];
  return (state) => {
    const [first, second] = [one(state), other(state)];
    if (!isQuick(first) || !isQuick(second)) return exactly(state);
    const difference = first - second;
    return (difference >= low && difference <= high) === holds;
  };
}
