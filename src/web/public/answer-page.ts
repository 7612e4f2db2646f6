import type { Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import type { AppEnv } from '../../platform/index.ts';
import type { Locale } from './public-layout.tsx';
import { publicContentSecurityPolicy } from './style.ts';

/** Gives the language of a public page: `?lang=`, else the browser's first, else Korean. */
export function localeOf(c: HonoContext<AppEnv>): Locale {
  const asked = c.req.query('lang');
  if (asked === 'ko' || asked === 'en') return asked;
  return /^\s*en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'ko';
}

/** Answers with a public page; its style runs by hash, and nothing else runs. */
export async function answerPage(
  c: HonoContext<AppEnv>,
  body: Child,
  status: 200 | 404 | 413 | 422 = 200,
): Promise<Response> {
  c.header('content-security-policy', publicContentSecurityPolicy);
  c.header('vary', 'accept-language');
  return c.html(`<!doctype html>${String(await body)}`, status);
}

/** The fields of a form: text, a file, or several of one name. */
export type FormFields = Readonly<Record<string, string | File | (string | File)[]>>;

/** Reads the fields of a form; undefined when it broke on the way, none of what is no form. */
export async function readFields(c: HonoContext<AppEnv>): Promise<FormFields | undefined> {
  try {
    return await c.req.parseBody({ all: true });
  } catch {
    return undefined;
  }
}
