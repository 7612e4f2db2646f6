import { type Rational, rational } from '../../../kernel/index.ts';
import type { Expression } from '../../expression.ts';
import { evaluateExpression } from '../evaluate-expression.ts';
import { nothing, stopOf, type Value } from '../value.ts';
import {
  type Followable,
  type Followed,
  type FollowedEntry,
  type Following,
  fixed,
  type ItemPlace,
  isChanging,
  orderOf,
  reckon,
  scaleBy,
  stopIn,
} from './followed.ts';
import { constantLine, ownLine } from './line.ts';
import { type LineKind, valueOfNumber } from './number-value.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;
type List = Extract<Value, { readonly kind: 'list' }>;
type Follow = (expression: Expression, following: Following) => Followed;

// A longer list is tried out: to follow it takes about as long, and nobody reads its explanation.
const mostFollowed = 500;

interface Tools {
  readonly following: Following;
  readonly follow: Follow;
}

/** Gives an entry with the number at a place of it put in. */
export function entryAt(
  value: Value,
  { field, number, kind }: Pick<ItemPlace, 'field'> & { number: Rational; kind: LineKind },
): Value {
  const moved = valueOfNumber(number, kind);
  if (field === undefined || value.kind !== 'record') return moved;
  return { kind: 'record', fields: new Map(value.fields).set(field, moved) };
}

/** Gives a list of which one value, or one field of one, is the fact that is followed. */
export function ownList(list: List, { kind, item, reach }: Following): Followed {
  const entries = list.entries.map(({ value, times }, index): FollowedEntry => {
    if (!item || index !== item.index) return { followed: fixedDeep(value), plain: value, times };
    const { field } = item;
    const at = (number: Rational) => entryAt(value, { ...item, number, kind });
    const own = { plain: at(reach.at), at, times };
    if (field === undefined || value.kind !== 'record') return { followed: ownLine, ...own };
    const fields = [...value.fields].map(([name, one]) => [name, fixedDeep(one)] as const);
    return { followed: { kind: 'record', fields: new Map(fields).set(field, ownLine) }, ...own };
  });
  return { kind: 'list', entries };
}

function fixedDeep(value: Value): Followed {
  if (value.kind !== 'record') return fixed(value);
  const fields = [...value.fields].map(([name, one]) => [name, fixed(one)] as const);
  return { kind: 'record', fields: new Map(fields) };
}

function entriesOf(followed: Followed): readonly FollowedEntry[] | undefined {
  if (followed.kind === 'list') return followed.entries;
  if (followed.kind !== 'value' || followed.value.kind !== 'list') return undefined;
  return followed.value.entries.map(({ value, times }) => {
    return { followed: fixedDeep(value), plain: value, times };
  });
}

/** Gives a field of the record that `each` stands for. */
export function followField({ name }: Of<'field'>, { each }: Following): Followed | undefined {
  return each?.followed.kind === 'record' ? each.followed.fields.get(name) : undefined;
}

/**
 * Goes through a list: keeps what its condition holds for, and follows what is given for each; not
 * where its values go by a name, as they stand inside another list then, and are tried one by one.
 */
export function followSelection(expression: Of<'selection'>, tools: Tools): Followed | undefined {
  return expression.variable ? undefined : followEach(expression, tools);
}

function followEach(
  expression: Of<'selection'>,
  { following, follow }: Tools,
): Followed | undefined {
  const source = follow(expression.source, following);
  if (stopIn(source)) return source;
  const list = entriesOf(source);
  if (!list || list.length > mostFollowed) return undefined;
  const { evaluation } = following;
  const outer = evaluation.each;
  const entries: FollowedEntry[] = [];
  const stops: Value[] = [];
  for (const entry of list) {
    evaluation.each = entry.plain;
    const { each: _, ...rest } = following;
    const own = isChanging(entry.followed) ? { ...rest, each: entry } : rest;
    const found = followEntry(expression, { entry, following: own, follow });
    if (found && 'stop' in found) stops.push(found.stop);
    else if (found) entries.push(found);
  }
  evaluation.each = outer;
  const stopped = stopOf(stops);
  return stopped ? fixed(stopped) : { kind: 'list', entries };
}

function followEntry(
  { item, where }: Of<'selection'>,
  { entry, following, follow }: Tools & { readonly entry: FollowedEntry },
): FollowedEntry | { readonly stop: Value } | undefined {
  const held = where ? valueIn(follow(where, following)) : yes;
  if (held?.kind !== 'yes_no') return held && { stop: held };
  if (!held.value) return undefined;
  if (!item) return entry;
  const followed = follow(item, following);
  const stop = stopIn(followed);
  if (stop) return stop.kind === 'halt' && stop.status === 'none' ? undefined : { stop };
  return { followed, plain: evaluateExpression(item, following.evaluation), times: entry.times };
}

const yes: Value = { kind: 'yes_no', value: true };

function valueIn(followed: Followed): Value | undefined {
  return followed.kind === 'value' ? followed.value : undefined;
}

/** Follows the sum, mean, largest, smallest or size of a list; undefined when it cannot be. */
export function followReduction(
  { callee, operands }: Of<'call'>,
  { following, follow }: Tools,
): Followed | undefined {
  const [operand] = operands;
  const list = operand && follow(operand, following);
  if (list && stopIn(list)) return list;
  const entries = list && entriesOf(list);
  if (!entries) return undefined;
  const size = rational(entries.reduce((count, { times }) => count + times, 0n));
  if (callee === 'size') return constantLine(size);
  if (callee === 'sum') return sumOf(entries, following);
  if (entries.length === 0) return undefined;
  if (callee !== 'mean') return furthestOf(entries, { callee, following });
  const sum = sumOf(entries, following);
  const { reach } = following;
  return sum && reckon('÷', { left: sum, right: constantLine(size), reach });
}

/** The fixed ones are added first, so that one in steps stays one in steps. */
function sumOf(entries: readonly FollowedEntry[], { reach }: Following): Followed | undefined {
  const isFixed = ({ followed }: Followable) => !isChanging(followed);
  const ordered = [...entries.filter(isFixed), ...entries.filter((entry) => !isFixed(entry))];
  let sum: Followed | undefined = constantLine(nothing);
  for (const { followed, times } of ordered) {
    const right = scaleBy(followed, rational(times));
    sum = sum && reckon('+', { left: sum, right, reach });
  }
  return sum;
}

function furthestOf(
  entries: readonly FollowedEntry[],
  { callee, following }: { readonly callee: string; readonly following: Following },
): Followed | undefined {
  const { reach } = following;
  const wanted = callee === 'largest' ? 1 : -1;
  const [first, ...others] = entries.map(({ followed }) => followed);
  let best = first;
  for (const other of others) {
    const order: number | undefined = best && orderOf(other, { right: best, reach });
    if (order === undefined) return undefined;
    if (order === wanted) best = other;
  }
  return best;
}
