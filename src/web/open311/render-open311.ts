import { XMLBuilder } from 'fast-xml-parser';
import type { JsonValue } from '../../kernel/index.ts';

/** The two forms of an answer; the address of every resource ends with one of them. */
export type Open311Format = 'json' | 'xml';

/** The names of an answer's elements in XML: of the whole, and of one of the list. */
export interface Open311Names {
  readonly root: string;
  readonly item?: string;
}

const builder = new XMLBuilder({ suppressEmptyNode: true });
const mediaTypes: Readonly<Record<Open311Format, string>> = {
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
};

// XML 1.0 has no way to write these, not even by their number.
const unwritable = /(?![\n\r\t])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu;

function toWritable(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.replace(unwritable, '');
  if (Array.isArray(value)) return value.map(toWritable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, toWritable(member)]),
  );
}

/**
 * Writes an answer in the format that was asked for.
 *
 * @source Open311 GeoReport v2, "Format Support"; XML 1.0, 2.2
 */
export function renderOpen311(
  body: JsonValue,
  { format, names, status = 200 }: { format: Open311Format; names: Open311Names; status?: number },
): Response {
  const headers = { 'content-type': mediaTypes[format], 'cache-control': 'no-store' };
  if (format === 'json') return new Response(JSON.stringify(body), { status, headers });
  const { root, item } = names;
  const content = toWritable(item === undefined ? body : { [item]: body });
  const text = `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: content })}`;
  return new Response(text, { status, headers });
}

/** Answers with what is wrong, each in a sentence. */
export function renderOpen311Errors(
  descriptions: readonly string[],
  { format, status }: { format: Open311Format; status: 400 | 403 | 404 | 413 | 415 },
): Response {
  const errors = descriptions.map((description) => ({ code: status, description }));
  return renderOpen311(errors, { format, status, names: { root: 'errors', item: 'error' } });
}
