import type { Expression } from '../../expression.ts';
import type { Facts, FactValue } from '../../fact.ts';
import type { ConstantDeclaration, FactDeclaration } from '../../statement.ts';
import { missing, valueOfFact } from '../value.ts';
import { exactOf } from './exact-number.ts';
import {
  type Direct,
  directOf,
  generally,
  type Program,
  type Run,
  remember,
  Stop,
} from './program.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

interface Tools {
  readonly program: Program;
  readonly compileExpression: (expression: Expression, program: Program) => Run;
}

/** Makes a name into a function: a choice, a reading, a fact, a let or a constant. */
export function compileName(expression: Of<'name'>, tools: Tools): Run {
  const { name } = expression;
  const { document, analysis, runs } = tools.program;
  if (analysis.choiceLiterals.has(expression)) return () => name;
  const before = runs.get(name);
  if (before) return before;
  const run = compileDeclared(expression, tools);
  runs.set(name, run);
  return run;

  function compileDeclared(named: Of<'name'>, { program, compileExpression }: Tools): Run {
    const reading = document.readings.get(name);
    if (reading) return () => reading.taken?.name ?? '';
    const fact = document.facts.get(name);
    if (fact) return compileFact(fact, tools);
    const declared = document.lets.get(name);
    if (declared) {
      const value = compileExpression(declared.value, program);
      // The checker itself names each let once, to look through it.
      return countUses(name, program) > 2 ? remember(value, program) : value;
    }
    const only = document.constants.get(name)?.values[0];
    return only ? compileExpression(only.value, program) : generally(named, program);
  }
}

/** Gives the value of a fact from its slot, where `readFacts` put it, or what it is unless stated. */
function compileFact(fact: FactDeclaration, { program, compileExpression }: Tools): Run {
  const { name, fallback } = fact;
  const slot = slotOfFact(name, program);
  const unstated = fallback && compileExpression(fallback, program);
  const nothing = new Stop(missing([name]));
  if (!unstated) return ({ slots }) => slots[slot] ?? nothing;
  program.remembers = true;
  return (state) => {
    const before = state.slots[slot];
    if (before !== undefined) return before;
    const value = unstated(state);
    const isMissing = value instanceof Stop && value.value.kind === 'missing';
    const found = isMissing ? new Stop(missing([name, ...value.value.names])) : value;
    state.slots[slot] = found;
    return found;
  };
}

/** Gives the slot that holds a fact, for as long as it is known. */
export function slotOfFact(name: string, program: Program): number {
  const before = program.factSlots.get(name);
  if (before !== undefined) return before;
  const slot = program.slotCount;
  program.slotCount += 1;
  program.factSlots.set(name, slot);
  return slot;
}

/** Puts the values of facts that a program asks for into slots, as direct values. */
export function readFacts(
  facts: Facts,
  { factSlots, slotCount }: Pick<Program, 'factSlots' | 'slotCount'>,
): (Direct | undefined)[] {
  const slots: (Direct | undefined)[] = new Array(slotCount).fill(undefined);
  for (const [name, slot] of factSlots) {
    const stated = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (stated) slots[slot] = factOf(stated);
  }
  return slots;
}

function countUses(name: string, { analysis }: Program): number {
  let count = 0;
  for (const expression of analysis.known.keys()) {
    if (expression.kind === 'name' && expression.name === name) count += 1;
  }
  return count;
}

function factOf(stated: FactValue): Direct {
  switch (stated.kind) {
    case 'money':
    case 'ratio':
    case 'count':
    case 'duration':
      return exactOf(stated.value);
    case 'yes_no':
      return stated.value;
    case 'choice':
      return stated.choice;
    case 'date':
      return stated.on;
    default:
      return directOf(valueOfFact(stated));
  }
}

/** Makes a constant on a date into a function: the last value that began on or before it. */
export function compileDated(expression: Of<'dated'>, tools: Tools): Run {
  const { program, compileExpression } = tools;
  const constant: ConstantDeclaration | undefined = program.document.constants.get(expression.name);
  const dated = (constant?.values ?? []).map(({ value, from }) => ({
    from,
    run: compileExpression(value, program),
  }));
  const on = compileExpression(expression.on, program);
  return (state) => {
    const date = on(state);
    if (typeof date !== 'string') return date;
    const chosen = dated.findLast(({ from }) => from === undefined || from <= date);
    return chosen ? chosen.run(state) : new Stop(missing([`${expression.name} on ${date}`]));
  };
}
