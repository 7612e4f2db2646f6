import type { Context as HonoContext } from 'hono';
import { getCookie } from 'hono/cookie';
import type { AppEnv } from '../../../platform/index.ts';
import { isReading, type SignOnSettings } from '../../../platform/sign-on/index.ts';
import type { Brand } from './brand.ts';

/** The cookie of readers who signed in to read private pages. */
export const readerCookie = 'amends_reader';

/**
 * Tells whether whoever asks may read a page: it is public, or they are a member of staff, or
 * signed in as a reader where the operator lets readers in.
 */
export async function isLetIn(
  c: HonoContext<AppEnv>,
  asked: {
    readonly brand: Pick<Brand, 'isPrivate'> | undefined;
    readonly site: { readonly signOn?: Pick<SignOnSettings, 'readers'> };
  },
): Promise<boolean> {
  const { ctx } = c.var;
  if (asked.brand?.isPrivate !== true || ctx.actor.kind === 'staff') return true;
  const { readers = 'nobody' } = asked.site.signOn ?? {};
  return readers !== 'nobody' && isReading(ctx, getCookie(c, readerCookie));
}
