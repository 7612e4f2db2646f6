import { compareRational } from '../../../kernel/index.ts';
import type { Expression, Named } from '../../expression.ts';
import { common } from '../infer-choice.ts';
import { assuming, toldBy } from '../narrow/assume.ts';
import {
  type Knowledge,
  nameKnowledge,
  one,
  type Quantity,
  quantity,
  unknown,
  zero,
} from '../quantity.ts';
import { requireKnowledge, requirePlain, requireYesNo } from '../require.ts';
import type { Scope } from '../scope.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Gives what is known of `list of (…)`: what all its values have in common. */
export function inferList({ items }: Of<'list'>, scope: Scope): Knowledge {
  const [first, ...others] = items;
  if (!first) return { kind: 'list', of: unknown };
  const expected = scope.infer(first);
  const found = others.map((expression) => requireKnowledge(scope, { expected, expression }));
  if (!isListable(expected, { expression: first, scope })) return unknown;
  return { kind: 'list', of: common([expected, ...found]) };
}

/** Gives what is known of `each`: the values of the list that is being gone through. */
export function inferEach({ of, span }: Of<'each'>, scope: Scope): Knowledge {
  const known = of === undefined ? scope.eachOf : scope.variables.get(of);
  if (known) return known;
  const write =
    '`LIST where each is …` or `… for each of LIST`, inside sum(…), size(…) or the like';
  scope.report('each_outside_list', span, { found: scope.quote(span), write });
  return unknown;
}

/** Gives what is known of `NAME of each`: a field of the record that is being gone through. */
export function inferField({ name, of, span }: Of<'field'>, scope: Scope): Knowledge {
  const eachOf = of === undefined ? scope.eachOf : scope.variables.get(of);
  if (!eachOf) {
    const { facts, lets } = scope.document;
    const isList = of !== undefined && (facts.has(of) || lets.has(of));
    const write = isList
      ? `a field of each record: \`sum(FIELD of each for each of LIST)\``
      : '`NAME of each` inside `LIST where …` or `… for each of LIST`';
    scope.report('each_outside_list', span, { found: scope.quote(span), write });
    return unknown;
  }
  if (eachOf.kind === 'unknown') return unknown;
  if (eachOf.kind !== 'record') {
    const called = of ?? 'each';
    const write = `\`${called}\`, for a list of single values`;
    const params = { found: nameKnowledge(eachOf), expected: 'a record with fields', write };
    scope.report('type_mismatch', span, params);
    return unknown;
  }
  const known = eachOf.fields.get(name);
  if (known) return known;
  const write = `one of its fields: ${[...eachOf.fields.keys()].join(', ')}`;
  scope.report('unknown_name', span, { found: name, write });
  return unknown;
}

/** How many lists can be gone through inside one another. */
const mostNested = 3;

/**
 * Gives what is known of `LIST where …` and `… for each of LIST`.
 *
 * Of lists that are gone through inside one another one alone has `each`, the others have names, so
 * that it is seen which value is meant, and where the work grows with the product of the lists.
 */
export function inferSelection(expression: Of<'selection'>, scope: Scope): Knowledge {
  const { source, variable, item, where } = expression;
  if (!mayNest(expression, scope)) return unknown;
  const list = requireList(scope, source);
  if (!list) return unknown;
  const { eachOf, variables } = scope;
  if (variable) nameEach(variable, { of: list.of, scope });
  else scope.eachOf = list.of;
  // What is told of `each` of the list says nothing of another `each` inside.
  const kept = variable ? [] : toldOfList(source, { scope, seen: new Set() });
  if (where) assuming({ scope, told: kept }, () => requireYesNo(scope, where));
  const told = [...kept, ...toldBy(where, { scope })];
  const gives = item ? assuming({ scope, told }, () => scope.infer(item)) : list.of;
  scope.eachOf = eachOf;
  scope.variables = variables;
  if (item && !isListable(gives, { expression: item, scope })) return unknown;
  return { kind: 'list', of: gives };
}

function mayNest({ variable, span }: Of<'selection'>, scope: Scope): boolean {
  const { eachOf, variables } = scope;
  const inner = 'a `let` for the inner list';
  if (variables.size + (eachOf ? 1 : 0) >= mostNested) {
    scope.report('nested_too_deeply', span, { most: String(mostNested), write: inner });
    return false;
  }
  if (!eachOf || variable) return true;
  const write = 'a `let` for the inner list, or `for each NAME of LIST` for one of them';
  scope.report('nested_too_deeply', span, { most: '1', write });
  return false;
}

function nameEach(
  { name, span }: Named,
  { of, scope }: { readonly of: Knowledge; readonly scope: Scope },
): void {
  const { facts, lets, constants, readings } = scope.document;
  const isTaken = [facts, lets, constants, readings, scope.variables].some((one) => one.has(name));
  if (isTaken)
    scope.report('name_repeated', span, {
      found: name,
      write: `another name, such as one_${name}`,
    });
  scope.variables = new Map([...scope.variables, [name, of]]);
}

type Told = ReturnType<typeof toldBy>;

/** Gives what holds of each value of a list that was made by keeping some of another one. */
function toldOfList(
  list: Expression,
  { scope, seen }: { readonly scope: Scope; readonly seen: ReadonlySet<string> },
): Told {
  if (list.kind === 'name') {
    const value = scope.document.lets.get(list.name)?.value;
    if (!value || seen.has(list.name)) return [];
    return toldOfList(value, { scope, seen: new Set([...seen, list.name]) });
  }
  // Where something else is given for each value, the condition was not about what is given.
  if (list.kind !== 'selection' || list.item) return [];
  return [...toldOfList(list.source, { scope, seen }), ...toldBy(list.where, { scope })];
}

function isSingle({ kind }: Knowledge): boolean {
  return ['date', 'instant', 'choice', 'yes_no', 'interval_set', 'record'].includes(kind);
}

function isListable(
  known: Knowledge,
  { expression, scope }: { readonly expression: Expression; readonly scope: Scope },
): boolean {
  if (known.kind === 'unknown' || isSingle(known)) return true;
  if (known.kind === 'quantity') return requirePlain(scope, expression, known);
  const write = 'single values: numbers, money, durations, dates, choices, yes/no';
  const params = { found: nameKnowledge(known), expected: write, write };
  scope.report('type_mismatch', expression.span, params);
  return false;
}

/** Checks that an expression is a list, and gives it. */
export function requireList(
  scope: Scope,
  expression: Expression,
): Extract<Knowledge, { kind: 'list' }> | undefined {
  const found = scope.infer(expression);
  if (found.kind === 'list') return found;
  if (found.kind === 'unknown') return undefined;
  const write = 'a list, such as `list of (1 hour, 2 hours)` or runs(…)';
  scope.report('type_mismatch', expression.span, {
    found: nameKnowledge(found),
    expected: 'a list',
    write,
  });
  return undefined;
}

/** Gives what is known of sum, mean, largest, smallest and size of a list. */
export function inferListCall({ callee, operands }: Of<'call'>, scope: Scope): Knowledge {
  const [operand] = operands;
  const list = operand && requireList(scope, operand);
  if (callee === 'size') return quantity({ money: 0, time: 0, grain: one, low: zero });
  if (!list || !operand) return unknown;
  const { of } = list;
  const isPicked = callee === 'largest' || callee === 'smallest';
  if (of.kind === 'unknown' || (isPicked && of.kind !== 'quantity')) return of;
  if (of.kind === 'quantity') return reduceKnown(callee, of);
  const write = 'a list of numbers, money or durations';
  const params = { found: nameKnowledge(list), expected: write, write };
  scope.report('type_mismatch', operand.span, params);
  return unknown;
}

function reduceKnown(callee: string, of: Quantity): Quantity {
  const { money, time, currency, grain, low, high, isShare } = of;
  if (callee === 'mean') return quantity({ money, time, currency, low, high, isShare });
  if (callee !== 'sum') return quantity({ money, time, currency, grain, low, high, isShare });
  const isPositive = low !== undefined && compareRational(low, zero) >= 0;
  const least = isPositive ? zero : undefined;
  return quantity({ money, time, currency, grain, low: least, isShare });
}
