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
  return renderValue(value, { place: [], isLenient: false });
}

/**
 * Gives the canonical JSON text of a record as {@link canonicalJson} does, members that are undefined left
 * out at every depth, as JSON has no word for them.
 */
export function canonicalRecord(record: object): string {
  return renderValue(record, { place: [], isLenient: true });
}

interface Rendering {
  readonly place: Place;
  /** whether members that are undefined are left out, not refused */
  readonly isLenient: boolean;
}

/** The place of a value: the names and positions that lead to it, from the outside in. */
type Place = (string | number)[];

function renderPointer(place: Place): string {
  return place
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

function renderValue(value: unknown, rendering: Rendering): string {
  if (typeof value === 'string') return renderText(value, rendering.place);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuseAt(rendering.place, 'a number is finite');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return renderList(value, rendering);
  if (!isPlainObject(value)) refuseAt(rendering.place, 'a value has a JSON form', typeof value);
  return renderObject(value, rendering);
}

function refuseAt(place: Place, rule: string, type?: string): never {
  const path = renderPointer(place);
  assert(false, `canonical JSON: ${rule}`, type === undefined ? { path } : { path, type });
}

function renderList(list: readonly unknown[], rendering: Rendering): string {
  let text = '[';
  // By index, so that holes are visited too and refused like any other undefined.
  for (let index = 0; index < list.length; index += 1) {
    rendering.place.push(index);
    text += `${index === 0 ? '' : ','}${renderValue(list[index], rendering)}`;
    rendering.place.pop();
  }
  return `${text}]`;
}

function renderObject(value: Readonly<Record<string, unknown>>, rendering: Rendering): string {
  const { place, isLenient } = rendering;
  let text = '{';
  // RFC 8785, 3.2.3: names are compared as arrays of UTF-16 code units, which is what sort does.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (isLenient && member === undefined) continue;
    place.push(key);
    text += `${text === '{' ? '' : ','}${renderText(key, place)}:${renderValue(member, rendering)}`;
    place.pop();
  }
  return `${text}}`;
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
