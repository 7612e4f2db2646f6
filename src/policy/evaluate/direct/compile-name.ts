import type { Expression } from '../../expression.ts';
import type { FactValue } from '../../fact.ts';
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
    if (declared) return remember(compileExpression(declared.value, program), program);
    const only = document.constants.get(name)?.values[0];
    return only ? compileExpression(only.value, program) : generally(named, program);
  }
}

function compileFact(fact: FactDeclaration, { program, compileExpression }: Tools): Run {
  const { name, fallback } = fact;
  const unstated = fallback && compileExpression(fallback, program);
  const isOwn = (facts: object) => Object.hasOwn(facts, name);
  // Names that every object has are looked for among the facts alone.
  const isPlain = !(name in Object.prototype);
  const nothing = new Stop(missing([name]));
  return remember((state) => {
    const stated = isPlain || isOwn(state.facts) ? state.facts[name] : undefined;
    if (stated) return factOf(stated);
    if (!unstated) return nothing;
    const value = unstated(state);
    if (!(value instanceof Stop) || value.value.kind === 'halt') return value;
    return new Stop(missing([name, ...value.value.names]));
  }, program);
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
