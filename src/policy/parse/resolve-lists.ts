import { rational } from '../../kernel/index.ts';
import type { AmendsBlock } from '../document.ts';
import type { Expression } from '../expression.ts';

type OneOf = Extract<Expression, { readonly kind: 'one_of' }>;

/**
 * Gives the blocks with `X is one of LIST` as what it means, for every stage after the reading.
 *
 * Of a constant that is written as a list it is `X is one of (…)` with the values of that list, so
 * that it can stand where another list is gone through. Of any other list it is
 * `size(LIST where each is X) is above 0`; where X is of a list that is gone through, the values of
 * LIST go by a name that nobody can write. The formatter goes by what is written.
 */
export function resolveLists(blocks: readonly AmendsBlock[]): readonly AmendsBlock[] {
  const constants = new Map<string, readonly Expression[]>();
  for (const statement of blocks.flatMap(({ statements }) => statements)) {
    if (statement.kind !== 'constant') continue;
    const [only, ...others] = statement.values;
    if (others.length > 0 || only?.value.kind !== 'list') continue;
    constants.set(statement.name, only.value.items);
  }
  return blocks.map((block) => ({ ...block, statements: resolve(block.written, constants) }));
}

/** Gives a part of a statement, itself where no list is asked about in it. */
function resolve<T>(part: T, constants: ReadonlyMap<string, readonly Expression[]>): T {
  if (typeof part !== 'object' || part === null || part instanceof Map) return part;
  if (Array.isArray(part)) {
    const items = part.map((item) => resolve(item, constants));
    return items.every((item, at) => item === part[at]) ? part : (items as T);
  }
  const entries = Object.entries(part).map(([name, one]) => [name, resolve(one, constants)]);
  const isSame = entries.every(([name, one]) => one === part[name as keyof T]);
  const whole: object = isSame ? part : Object.fromEntries(entries);
  return (isAsked(whole) ? meaningOf(whole, constants) : whole) as T;
}

function isAsked(part: object): part is OneOf & { readonly list: Expression } {
  return 'kind' in part && part.kind === 'one_of' && 'list' in part;
}

/** Says whether a part of a statement speaks of a value of a list that is gone through. */
function isOfEach(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('kind' in part && (part.kind === 'each' || part.kind === 'field')) return true;
  return Object.values(part).some(isOfEach);
}

function meaningOf(
  asked: OneOf & { readonly list: Expression },
  constants: ReadonlyMap<string, readonly Expression[]>,
): Expression {
  const { left, list, span } = asked;
  const values = list.kind === 'name' ? constants.get(list.name) : undefined;
  if (values) return { ...asked, values };
  const name = `one at ${span.from}`;
  const named = isOfEach(left) ? { of: name } : {};
  const each: Expression = { kind: 'each', ...named, span: left.span };
  const where: Expression = { kind: 'compare', relation: 'equal', left: each, right: left, span };
  const variable = isOfEach(left) ? { variable: { name, span: list.span } } : {};
  const kept: Expression = { kind: 'selection', source: list, ...variable, where, span: list.span };
  const size: Expression = { kind: 'call', callee: 'size', operands: [kept], span };
  const none: Expression = { kind: 'number', value: rational(0n), span };
  return { kind: 'compare', relation: 'above', left: size, right: none, span };
}
