import type { Expression } from '../expression.ts';
import { knowFact } from './declared-type.ts';
import { common, varying } from './infer-choice.ts';
import { type Knowledge, unknown } from './quantity.ts';
import { requireKnowledge, requirePlain } from './require.ts';
import type { Scope } from './scope.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Gives what is known of a name: a fact, a constant or a let. */
export function inferName(expression: Of<'name'>, scope: Scope): Knowledge {
  const { name, span } = expression;
  const { facts, constants, readings, lets } = scope.document;
  scope.used.add(name);
  const fact = facts.get(name);
  if (fact) {
    // The value `unless stated` is looked through for circles; the fact's own type is declared.
    if (fact.fallback) inferThrough(fact.fallback, { expression, scope });
    return knowFact(fact, scope);
  }
  const constant = constants.get(name);
  if (constant) {
    const [only, ...others] = constant.values;
    if (others.length > 0) {
      const found = constant.values.map((one) => one.from ?? 'before').join(', ');
      scope.report('constant_undated', span, { name, found, write: `${name} on DATE` });
    }
    return only ? inferThrough(only.value, { expression, scope }) : unknown;
  }
  const reading = readings.get(name);
  if (reading) return { kind: 'choice', choices: reading.choices };
  const declared = lets.get(name);
  if (declared) return inferThrough(declared.value, { expression, scope });
  const write = nearestName(name, [
    ...facts.keys(),
    ...constants.keys(),
    ...readings.keys(),
    ...lets.keys(),
  ]);
  scope.report('unknown_name', span, { found: name, write });
  return unknown;
}

/**
 * Gives what is known of the value behind a name, once, and reports a name that comes back to
 * itself. The depth behind each name is kept, so that a chain of names counts as one nesting.
 */
function inferThrough(
  value: Expression,
  { expression, scope }: { expression: Of<'name'>; scope: Scope },
): Knowledge {
  const { name, span } = expression;
  const before = scope.behind.get(name);
  if (before) {
    scope.reach(before.depth, span);
    return before.known;
  }
  if (scope.visiting.has(name)) {
    const params = { found: name, write: 'a name that does not come back to itself' };
    scope.report('name_circular', span, params);
    return unknown;
  }
  scope.visiting.add(name);
  const outer = scope.eachOf;
  scope.eachOf = undefined;
  const { variables } = scope;
  scope.variables = new Map();
  const around = scope.assumed;
  scope.assumed = new Map();
  const { result, depth } = scope.measure(() => scope.infer(value));
  scope.eachOf = outer;
  scope.variables = variables;
  scope.assumed = around;
  scope.visiting.delete(name);
  const known = requirePlain(scope, value, result) ? result : unknown;
  scope.behind.set(name, { known, depth });
  return known;
}

/** Gives what is known of a constant on a date: what all its values have in common. */
export function inferDated(expression: Of<'dated'>, scope: Scope): Knowledge {
  const constant = scope.document.constants.get(expression.name);
  requireKnowledge(scope, { expected: { kind: 'date' }, expression: expression.on });
  scope.used.add(expression.name);
  if (!constant) {
    const write = nearestName(expression.name, [...scope.document.constants.keys()]);
    scope.report('unknown_name', expression.span, { found: expression.name, write });
    return unknown;
  }
  const all = constant.values.map((one) => scope.infer(one.value));
  if (all[0]?.kind !== 'quantity') return all[0] ?? unknown;
  return varying(common(all));
}

function nearestName(name: string, names: readonly string[]): string {
  const parts = name.split('-');
  if (parts.length > 1 && parts.every((part) => names.includes(part))) {
    return `${parts.join(' - ')}, with spaces, to subtract`;
  }
  const start = name.slice(0, 3).toLowerCase();
  const near = names.filter((other) => other.toLowerCase().includes(start));
  return near.length > 0 ? near.slice(0, 3).join(' or ') : `a fact, constant or let named ${name}`;
}
