import type { Rational } from '../../../kernel/index.ts';
import type { ListEntry, SingleType, SingleValue } from '../../fact.ts';
import { type Value, valueOfFact } from '../value.ts';
import type { ItemPlace } from './followed.ts';
import { type Asked, constantOf } from './moved-names.ts';

/** A value of a list, or a field of one: where it stands, and what else it can be. */
export interface ListPlace {
  readonly name: string;
  readonly item: ItemPlace;
  readonly stated: SingleValue;
  readonly type: SingleType;
  readonly least: Rational | undefined;
  readonly most: Rational | undefined;
  readonly entries: readonly ListEntry[];
}

// An explanation is read by a person: in a list with more different values nothing is looked for,
// and that is told.
const mostPlaces = 40;

/** The places of the lists that were used, and the lists that have too many to look at each. */
export interface ListPlaces {
  readonly places: readonly ListPlace[];
  readonly tooLong: readonly string[];
}

/**
 * Gives every place of the lists that were used; of equal values the first, because which of them
 * it is makes no difference: a list is only ever gone through.
 */
export function listPlaces(asked: Asked): ListPlaces {
  const places: ListPlace[] = [];
  const tooLong: string[] = [];
  for (const name of asked.usedFacts) {
    const stated = Object.hasOwn(asked.facts, name) ? asked.facts[name] : undefined;
    if (stated?.kind !== 'list') continue;
    const found = placesOf(name, { entries: stated.entries, asked });
    if (found === undefined) tooLong.push(name);
    else places.push(...found);
  }
  return { places, tooLong };
}

interface Stated {
  readonly entries: readonly ListEntry[];
  readonly asked: Asked;
}

function placesOf(name: string, { entries, asked }: Stated): ListPlace[] | undefined {
  const seen = new Set<string>();
  const places: ListPlace[] = [];
  for (const [index, { value }] of entries.entries()) {
    const key = keyOf(value);
    if (seen.has(key)) continue;
    seen.add(key);
    places.push(...placesIn(name, { entries, asked, index, value }));
    if (places.length > mostPlaces) return undefined;
  }
  return places;
}

function keyOf(value: SingleValue): string {
  const plain = (_: string, one: unknown) => {
    if (typeof one === 'bigint') return one.toString();
    return one instanceof Map ? [...one] : one;
  };
  return JSON.stringify(value, plain);
}

function placesIn(
  name: string,
  {
    entries,
    asked,
    index,
    value,
  }: Stated & { readonly index: number; readonly value: SingleValue },
): ListPlace[] {
  const type = asked.analysis.factTypes.get(name);
  if (type?.kind !== 'list') return [];
  if (type.of.kind !== 'record') {
    const item = { index };
    return [{ name, item, stated: value, type: type.of, ...boundsOf(name, asked), entries }];
  }
  if (value.kind !== 'record') return [];
  return type.of.fields.flatMap((field): ListPlace[] => {
    const stated = value.fields.get(field.name);
    if (!stated) return [];
    const item = { index, field: field.name };
    const { type: own, low: least, high: most } = field;
    return [{ name, item, stated: stated as SingleValue, type: own, least, most, entries }];
  });
}

function boundsOf(name: string, { document, analysis }: Asked) {
  const declared = document.facts.get(name);
  const [least, most] = [declared?.least, declared?.most].map(
    (bound) => bound && constantOf(analysis.known.get(bound)),
  );
  return { least, most };
}

/** Gives the entries with another value at a place; of a value that is repeated only one is. */
export function entriesWith(
  { entries, item }: ListPlace,
  moved: SingleValue,
): readonly ListEntry[] {
  return entries.flatMap(({ value, times }, index): ListEntry[] => {
    if (index !== item.index) return [{ value, times }];
    const one = { value: withField(value, { item, moved }), times: 1n };
    return times > 1n ? [one, { value, times: times - 1n }] : [one];
  });
}

function withField(
  value: SingleValue,
  { item, moved }: { readonly item: ItemPlace; readonly moved: SingleValue },
): SingleValue {
  if (item.field === undefined || value.kind !== 'record') return moved;
  return { kind: 'record', fields: new Map(value.fields).set(item.field, moved) };
}

/** Gives the list with another value at a place. */
export function listWith(place: ListPlace, moved: SingleValue): Value {
  return valueOfFact({ kind: 'list', entries: entriesWith(place, moved) });
}

/** Gives which value of the list, counted from 1, stands at a place. */
export function positionOf({ entries, item }: Pick<ListPlace, 'entries' | 'item'>): number {
  const before = entries.slice(0, item.index).reduce((sum, { times }) => sum + times, 0n);
  return Number(before) + 1;
}

/** The other values of a place that has a few only: yes or no, and the values of a choice. */
export function otherValues({
  stated,
  type,
}: Pick<ListPlace, 'stated' | 'type'>): readonly SingleValue[] {
  if (stated.kind === 'yes_no') return [{ kind: 'yes_no', value: !stated.value }];
  if (stated.kind !== 'choice' || type.kind !== 'choice') return [];
  const others = type.choices.filter((choice) => choice !== stated.choice);
  return others.map((choice) => ({ kind: 'choice', choice }));
}
