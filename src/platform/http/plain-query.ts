import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';

const pointerOf = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * Refuses a query of the API that names a parameter twice, or as a list: programs differ over which
 * value counts, and a filter that is passed over shows more than was asked.
 */
export function guardQuery(): MiddlewareHandler {
  return async (c, next) => {
    const named = [...new URL(c.req.url).searchParams.keys()];
    const isTwice = (name: string, at: number): boolean => named.indexOf(name) !== at;
    const wrong = named.find((name, at) => isTwice(name, at) || /[[\]]/.test(name));
    if (wrong === undefined) return next();
    const errors = [{ pointer: pointerOf(wrong), detail: 'a parameter once, by its plain name' }];
    return problem({ status: 422, code: 'input_invalid', errors });
  };
}
