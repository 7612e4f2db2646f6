import { isHeld } from '../../check/quantity.ts';
import type { Analysis } from '../../check/scope.ts';
import type { PolicyDocument } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import type { Facts } from '../../fact.ts';
import { evaluateExpression } from '../evaluate-expression.ts';
import { type Evaluation, openEvaluation } from '../evaluation.ts';
import { type Halt, type Missing, missing, numberNeeds, type Value } from '../value.ts';
import { type Exact, exactOf, Fraction } from './exact-number.ts';

/** What ends a calculation: something is missing, or a row said `none` or `review`. */
export class Stop {
  readonly value: Missing | Halt;
  constructor(value: Missing | Halt) {
    this.value = value;
  }
}

/**
 * A value while a determination is made directly. A number, money or duration is an exact number,
 * a yes/no a boolean, a choice or a date its text; whatever is left stays a value of the language.
 */
export type Direct = Exact | boolean | string | Stop | Value;

/** The working state of one determination. */
export interface State {
  /** Gives the facts of the party; what is asked for again and again stands in the slots. */
  readonly facts: () => Facts;
  /** Values of facts and lets that were already asked for, by slot. */
  readonly slots: (Direct | undefined)[];
  /** Opened when a part of the document is evaluated the general way. */
  evaluation: Evaluation | undefined;
}

/** A part of a document made into a function; the same state always gives the same value. */
export type Run = (state: State) => Direct;

/** A document while it is made into functions. */
export interface Program {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
  readonly runs: Map<string, Run>;
  /** The slot that holds each fact which the document asks for. */
  readonly factSlots: Map<string, number>;
  slotCount: number;
  /** Whether slots are written while a determination is made. */
  remembers: boolean;
}

/** Gives what a value that is asked for several times comes to, reckoned once. */
export function remember(run: Run, program: Program): Run {
  const slot = program.slotCount;
  program.slotCount += 1;
  program.remembers = true;
  return (state) => {
    const before = state.slots[slot];
    if (before !== undefined) return before;
    const value = run(state);
    state.slots[slot] = value;
    return value;
  };
}

/** Opens, or gives, the general evaluation of a state. */
export function generalOf(state: State, { document, analysis }: Program): Evaluation {
  state.evaluation ??= openEvaluation({ document, analysis, facts: state.facts() });
  return state.evaluation;
}

/** Evaluates an expression the general way: lists, interval sets, instants, calendars. */
export function generally(expression: Expression, program: Program): Run {
  return (state) => directOf(evaluateExpression(expression, generalOf(state, program)));
}

/** Gives a value of the language as a direct one. */
export function directOf(value: Value): Direct {
  switch (value.kind) {
    case 'number':
      return exactOf(value.value);
    case 'yes_no':
      return value.value;
    case 'choice':
      return value.choice;
    case 'date':
      return value.on;
    case 'missing':
    case 'halt':
      return new Stop(value);
    default:
      return value;
  }
}

/** Gives a number that was reckoned, or what stops where it has too many digits to go on with. */
export function held(value: Exact): Direct {
  const isLarge = typeof value === 'object' && !(value instanceof Fraction) && !isHeld(value);
  return isLarge ? new Stop(missing([numberNeeds])) : value;
}

/** Gives what stops among two values; what is missing is gathered. */
export function stopOfTwo(left: Direct, right: Direct): Stop | undefined {
  if (!(left instanceof Stop)) return right instanceof Stop ? right : undefined;
  if (!(right instanceof Stop)) return left;
  if (left.value.kind === 'halt') return right.value.kind === 'missing' ? right : left;
  if (right.value.kind === 'halt') return left;
  return new Stop(missing([...left.value.names, ...right.value.names]));
}

/** Gives what stops among several values; what is missing is gathered. */
export function stopOfAll(values: readonly Direct[]): Stop | undefined {
  return values.reduce<Stop | undefined>(
    (found, value) => (found ? stopOfTwo(found, value) : value instanceof Stop ? value : found),
    undefined,
  );
}
