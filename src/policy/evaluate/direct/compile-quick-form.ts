import type { Rational, RoundingMode } from '../../../kernel/index.ts';
import type { Award } from '../../determination.ts';
import type { PolicyDocument } from '../../document.ts';
import type { Expression, RoundingText } from '../../expression.ts';
import type { Form, Step } from '../../statement.ts';
import { compileQuick, type Tools } from './compile-quick.ts';
import { divisorOf, exactOf } from './exact-number.ts';
import type { Program, State } from './program.ts';
import {
  bigOf,
  countIn,
  isQuick,
  type Quick,
  quickConstant,
  quickOfTwo,
  quickProduct,
  roundedCount,
} from './quick-number.ts';

/** Makes an award of what is paid in whole minor units, and what that is before its rounding. */
export type GiveAward = (amountMinor: bigint, exact: Rational) => Award;

/** Gives the award of a form, or undefined where the exact way must say what it comes to. */
export type QuickFormRun = (state: State) => Award | undefined;

/**
 * Makes the amount of a form in money into a function: caps, floors and deductions, and at most one
 * rounding after them. Gives undefined for a form of another shape.
 *
 * @param minor how many minor units a major unit has
 */
export function compileQuickForm(
  form: Form,
  { minor, give, ...tools }: Tools & { readonly minor: number; readonly give: GiveAward },
): QuickFormRun | undefined {
  const shape = shapeOf(form, tools.program);
  if (!shape) return undefined;
  const scale: Quick = { run: () => minor, scale: 1, below: 1, cost: 1, fixed: minor };
  const figure = shape.limits.reduce<Quick | undefined>(
    (before, step) => before && limited(before, step, tools),
    compileQuick(shape.amount, tools),
  );
  const amount = figure && quickProduct(figure, scale);
  if (!amount) return undefined;
  const { run, scale: times, below } = amount;
  const above = times === 1 ? run : (state: State) => run(state) * times;
  if (!shape.rounding) return awardOf(above, { below, increment: 1, mode: undefined, give });
  const increment = minorOf(shape.rounding, { minor, program: tools.program });
  if (increment === undefined || !isQuick(below * increment)) return undefined;
  return awardOf(above, { below, increment, mode: shape.rounding.mode, give });
}

/** Gives the increment of a rounding in minor units, when it is a whole number of them. */
function minorOf(
  { increment }: RoundingText,
  { minor, program }: { readonly minor: number; readonly program: Program },
): number | undefined {
  const known = program.analysis.known.get(increment);
  if (known?.kind !== 'quantity' || !known.constant) return undefined;
  const step = quickConstant(exactOf(known.constant));
  const whole = step?.fixed === undefined ? Number.NaN : (step.fixed * minor) / step.below;
  return Number.isInteger(whole) && isQuick(whole) ? whole : undefined;
}

interface Shape {
  readonly amount: Expression;
  readonly limits: readonly Step[];
  readonly rounding?: RoundingText;
}

/** Parts a form into its amount, the limits, and the rounding that comes last. */
function shapeOf({ amount, steps }: Form, { document }: Program): Shape | undefined {
  const last = steps.at(-1);
  const rounding = last?.kind === 'round' ? last.rounding : undefined;
  const limits = rounding ? steps.slice(0, -1) : steps;
  const inner = withoutNames(amount, document);
  if (inner.kind !== 'round') return { amount, limits, ...(rounding ? { rounding } : {}) };
  const operand = withoutNames(inner.operand, document);
  if (steps.length > 0 || operand.kind === 'round') return undefined;
  return { amount: inner.operand, limits, rounding: inner.rounding };
}

/** Gives what a name stands for, where it is a let. */
function withoutNames(expression: Expression, document: PolicyDocument): Expression {
  const value = expression.kind === 'name' && document.lets.get(expression.name)?.value;
  return value ? withoutNames(value, document) : expression;
}

function limited(before: Quick, step: Step, tools: Tools): Quick | undefined {
  switch (step.kind) {
    case 'cap':
      return quickOfTwo(before, compileQuick(step.value, tools), Math.min);
    case 'floor':
      return quickOfTwo(before, compileQuick(step.value, tools), Math.max);
    case 'less':
      return quickOfTwo(before, compileQuick(step.value, tools), (one, other) => one - other);
    default:
      return undefined;
  }
}

/** Rounds a fraction to increments, and gives it in lowest terms beside what is paid. */
function awardOf(
  above: Quick['run'],
  work: {
    readonly below: number;
    readonly increment: number;
    readonly mode: RoundingMode | undefined;
    readonly give: GiveAward;
  },
): QuickFormRun {
  const { below, increment, mode, give } = work;
  const size = below * increment;
  const lowest = lowestOver(below);
  return (state) => {
    const value = above(state);
    if (!(value > 0) || !isQuick(value)) return undefined;
    const whole = countIn(value, below);
    const rest = value - whole * below;
    if (!mode && rest !== 0) return undefined;
    const paid =
      mode === undefined || (mode === 'down' && increment === 1)
        ? whole
        : roundedCount(value, size, mode) * increment;
    if (paid <= 0) return undefined;
    return give(bigOf(paid), lowest(value, rest));
  };
}

// A line below with more parts than this is not kept; it is divided out each time.
const mostKept = 4_096;

interface Terms {
  readonly divisor: number;
  readonly denominator: bigint;
}

/** Gives the way to bring a number over a line into lowest terms, by what is left of a division. */
function lowestOver(below: number): (above: number, rest: number) => Rational {
  const termsOf = (rest: number): Terms => {
    const divisor = divisorOf(rest, below);
    return { divisor, denominator: BigInt(below / divisor) };
  };
  const kept: (Terms | undefined)[] = new Array(below > mostKept ? 0 : below).fill(undefined);
  return (above, rest) => {
    let terms = kept[rest];
    if (!terms) {
      terms = termsOf(rest);
      if (rest < kept.length) kept[rest] = terms;
    }
    return { numerator: bigOf(above / terms.divisor), denominator: terms.denominator };
  };
}
