import { assert } from './outcome.ts';

/** A value that JSON can write; numbers are IEEE 754 doubles, so money goes as text. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * Gives the one canonical JSON text of a value, the text everything hashed is made of.
 *
 * No white space, members sorted by the UTF-16 code units of their names, numbers and escapes as
 * ECMAScript writes them; encode the result as UTF-8. Throws an InvariantError on NaN, infinities,
 * lone surrogates, undefined, bigint, and any object that is not plain, with the JSON Pointer of the
 * place in its details.
 *
 * @source RFC 8785, section 3.2
 */
export function canonicalJson(value: JsonValue): string {
  return renderValue(value, []);
}

/** The place of a value: the names and positions that lead to it, from the outside in. */
type Place = (string | number)[];

function renderPointer(place: Place): string {
  return place
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function renderValue(value: unknown, place: Place): string {
  if (typeof value === 'string') return renderText(value, place);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuseAt(place, 'a number is finite');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return renderList(value, place);
  if (!isPlainObject(value)) refuseAt(place, 'a value has a JSON form', typeof value);
  return renderObject(value, place);
}

function refuseAt(place: Place, rule: string, type?: string): never {
  const path = renderPointer(place);
  assert(false, `canonical JSON: ${rule}`, type === undefined ? { path } : { path, type });
}

function renderList(list: readonly unknown[], place: Place): string {
  const items: string[] = [];
  // By index, so that holes are visited too and refused like any other undefined.
  for (let index = 0; index < list.length; index += 1) {
    place.push(index);
    items.push(renderValue(list[index], place));
    place.pop();
  }
  return `[${items.join(',')}]`;
}

function renderObject(value: Readonly<Record<string, unknown>>, place: Place): string {
  const members: string[] = [];
  for (const key of Object.keys(value).sort(compareCodeUnits)) {
    place.push(key);
    members.push(`${renderText(key, place)}:${renderValue(value[key], place)}`);
    place.pop();
  }
  return `{${members.join(',')}}`;
}

// RFC 8785, 3.2.3: names are compared as arrays of UTF-16 code units, which is what < does.
function compareCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Tells whether text has no lone surrogate; the built-in test, where there is one, is quicker. */
const isWellFormed: (text: string) => boolean =
  'isWellFormed' in String.prototype
    ? (text) => (text as string & { isWellFormed(): boolean }).isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text);

function renderText(text: string, place: Place): string {
  if (!isWellFormed(text)) refuseAt(place, 'text has no lone surrogate');
  return JSON.stringify(text);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
