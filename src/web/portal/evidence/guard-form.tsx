import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AppEnv } from '../../../platform/index.ts';
import { portalMessages } from '../../messages/portal.ts';
import { MissingPage } from '../pages/missing.page.tsx';
import { answerPage, loadFrame, localeOf, type PortalRequest } from '../request.tsx';

/** The most bytes of a form without documents: the longest story, tenfold. */
const formBytesMax = 128 * 1024;

// These read documents as they come, or have a limit of their own.
const documentPaths = /\/(?:check-answers|ticket|evidence|evidence\/remove)$/;

/** Answers that a form could not be read; what was written before is kept by the browser. */
export async function answerUnread(
  c: PortalRequest,
  what: 'unreadable' | 'formTooLarge',
): Promise<Response> {
  const locale = localeOf(c);
  const { title, text } = portalMessages(locale)[what];
  const { help } = await loadFrame(c);
  const page = <MissingPage locale={locale} title={title} lines={[text]} help={help} />;
  return answerPage(c, page, { status: what === 'unreadable' ? 422 : 413 });
}

/** Reads a form; undefined when it broke on the way or is none. */
export async function readForm(c: PortalRequest): Promise<FormData | undefined> {
  try {
    return await c.req.formData();
  } catch {
    return undefined;
  }
}

const isForm = (type: string): boolean =>
  /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type);

/**
 * Reads every form before its page does: one that is none, is broken, or is far too long is answered
 * with a sentence in the claimant's language, and what was written before stays in the browser.
 *
 * @source RFC 9110, 15.5.14 and 15.5.21
 */
export function guardForms(): MiddlewareHandler<AppEnv> {
  const onError = (c: unknown) => answerUnread(c as PortalRequest, 'formTooLarge');
  const limit = bodyLimit({ maxSize: formBytesMax, onError });
  return async (c, next) => {
    const type = c.req.header('content-type') ?? '';
    if (c.req.method !== 'POST') return next();
    if (c.req.path.includes('/uploads/')) return next();
    if (!isForm(type)) return answerUnread(c, 'unreadable');
    if (documentPaths.test(c.req.path)) return next();
    return limit(c, async () => {
      if ((await readForm(c)) === undefined) c.res = await answerUnread(c, 'unreadable');
      else await next();
    });
  };
}
