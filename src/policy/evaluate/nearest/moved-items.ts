import type { Rational } from '../../../kernel/index.ts';
import { valueOfFact } from '../value.ts';
import { entriesWith, type ListPlace, listWith } from './list-place.ts';
import {
  type Asked,
  compiledOf,
  factAt,
  grainOfType,
  type MovedName,
  rangeOfType,
  stretchOf,
} from './moved-names.ts';
import { numberOfValue } from './number-value.ts';

/** Gives what of the places of lists lies on a line, and what it takes to move it. */
export function movedItems(places: readonly ListPlace[], asked: Asked): MovedName[] {
  return places.flatMap((place): MovedName[] => {
    const { name, item, stated, type, least, most } = place;
    const value = valueOfFact(stated);
    const at = numberOfValue(value);
    if (!at) return [];
    const kind = value.kind === 'date' || value.kind === 'instant' ? value.kind : 'number';
    const factWith = (number: Rational) => factAt(stated, { number, kind });
    const ownAt = (number: Rational) => listWith(place, factWith(number));
    const isQuick = asked.tried.size === 0;
    const again = (number: Rational) =>
      isQuick
        ? compiledOf(asked).determine({
            ...asked.facts,
            [name]: { kind: 'list', entries: entriesWith(place, factWith(number)) },
          })
        : asked.again(new Map([[name, ownAt(number)]]));
    const stretchAt = stretchOf({ name, kind, item, ownAt }, asked);
    const range = rangeOfType(type.kind, { kind, least, most });
    const grain = grainOfType(type);
    return [{ name, place, kind, at, grain, ...range, again, stretchAt, isQuick }];
  });
}
