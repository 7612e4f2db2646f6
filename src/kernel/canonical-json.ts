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
  return renderValue(value, '');
}

function renderValue(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'canonical JSON: a number is finite', { path });
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return renderText(value, path);
  if (Array.isArray(value)) {
    // Array.from visits holes too, so that they are refused like any other undefined.
    return `[${Array.from(value, (item, index) => renderValue(item, `${path}/${index}`)).join(',')}]`;
  }
  assert(isPlainObject(value), 'canonical JSON: a value has a JSON form', {
    path,
    type: typeof value,
  });
  const members = Object.keys(value)
    .toSorted(compareCodeUnits)
    .map((key) => {
      const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      return `${renderText(key, at)}:${renderValue(value[key], at)}`;
    });
  return `{${members.join(',')}}`;
}

// RFC 8785, 3.2.3: names are compared as arrays of UTF-16 code units, which is what < does.
function compareCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function renderText(text: string, path: string): string {
  assert(!/\p{Surrogate}/u.test(text), 'canonical JSON: text has no lone surrogate', { path });
  return JSON.stringify(text);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
