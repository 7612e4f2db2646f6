import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type ProblemPart, problem } from './problem.ts';
import { findRepeatedName } from './repeated-name.ts';

/** The most bytes of a JSON body, unless a route says that it takes more. */
export const jsonBytesMax = 8 * 1024 * 1024;

/** Paths, by their beginning, whose bodies may be larger; the longest that fits counts. */
export type BodyLimits = Readonly<Record<string, number>>;

function limitOf(path: string, limits: BodyLimits): number {
  const fitting = Object.keys(limits).filter((start) => path.startsWith(start));
  const [longest] = fitting.toSorted((left, right) => right.length - left.length);
  return (longest === undefined ? undefined : limits[longest]) ?? jsonBytesMax;
}

// An escape that begins or ends a pair of surrogates; whether it is alone is seen once it is read.
const surrogateEscape = /\\u[dD][89a-fA-F]/;

const mayHoldHalf = (text: string): boolean => surrogateEscape.test(text);

/** Tells whether a JSON text may be one that {@link guardJson} refuses, so that it has to be looked through. */
export const needsGuard = (text: string): boolean =>
  mayHoldHalf(text) || findRepeatedName(text) !== undefined;

const isHalf = (text: string): boolean => /\p{Surrogate}/u.test(text);

const escapeStep = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** Finds the first text of a document with half a character in it, as a JSON Pointer (RFC 6901). */
export function findHalf(value: unknown, pointer = ''): string | undefined {
  if (typeof value === 'string') return isHalf(value) ? pointer : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (isHalf(name)) return pointer;
    const found = findHalf(member, `${pointer}/${escapeStep(name)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const halfDetail =
  'text of whole characters; here half of a surrogate pair (U+D800 to U+DFFF) stands alone';

const twiceDetail =
  'each member once; here one is named twice, and programs differ over which counts';

/** Finds what a JSON text holds that no route takes, with its place. */
function findFault(text: string): ProblemPart | undefined {
  const half = mayHoldHalf(text) ? findHalf(parseJson(text)) : undefined;
  if (half !== undefined) return { pointer: half, detail: halfDetail };
  const twice = findRepeatedName(text);
  return twice === undefined || parseJson(text) === undefined
    ? undefined
    : { pointer: twice, detail: twiceDetail };
}

const isJson = (type: string | undefined): boolean => /[/+]json\b/i.test(type ?? '');

/**
 * Guards every JSON body before a route reads it: 413 above its limit, whether the length is stated
 * or found out by reading, and 422 with the place of a text that holds half a character, which
 * neither canonical JSON nor UTF-8 can write, or of a member that is named twice.
 *
 * @source RFC 9110, 15.5.14; RFC 8785, 3.2.2.2; RFC 8259, 8.2; RFC 7493, 2.3
 */
export function guardJson(limits: BodyLimits): MiddlewareHandler {
  return async (c, next) => {
    if (!isJson(c.req.header('content-type'))) return next();
    const maxSize = limitOf(c.req.path, limits);
    const onError = () =>
      problem({ status: 413, code: 'body_too_large', extra: { bytesMax: maxSize } });
    return bodyLimit({ maxSize, onError })(c, async () => {
      const fault = findFault(await c.req.text());
      if (fault === undefined) return next();
      c.res = problem({ status: 422, code: 'input_invalid', errors: [fault] });
    });
  };
}

/**
 * Limits the bodies of routes that take other things than JSON too; JSON has been read and limited by
 * {@link guardJson}, and is not read a second time.
 *
 * @param onError what answers a body that is too large; without it, 413 as a problem document
 */
export function limitBody(
  maxSize: number,
  onError: (c: Context) => Response | Promise<Response> = () =>
    problem({ status: 413, code: 'body_too_large', extra: { bytesMax: maxSize } }),
): MiddlewareHandler {
  const limit = bodyLimit({ maxSize, onError });
  return (c, next) => (isJson(c.req.header('content-type')) ? next() : limit(c, next));
}
