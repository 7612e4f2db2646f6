import type { MiddlewareHandler } from 'hono';
import { type AppEnv, type Context, recordAudit } from '../../platform/index.ts';
import { digestTokens, lockFailedLookups, recordFailedLookup } from './attempt-store.ts';
import { countFailure } from './limit-lookup.ts';

const isPowerOfTen = (count: number): boolean => /^10*$/.test(String(count));

/**
 * Records that a token opened nothing, with what was asked and how many of the address' did so in
 * the last hour. Recorded are the first, the tenth, the hundredth and so on: anybody could fill the
 * audit trail otherwise. The token itself is not recorded, nor whether the claim is there.
 */
export async function recordRefusedToken(
  ctx: Context,
  asked: { readonly method: string; readonly path: string },
): Promise<void> {
  const digest = digestTokens(ctx);
  await ctx.transact(async (tx) => {
    const before = await lockFailedLookups(tx, digest);
    await recordFailedLookup(tx, { digest, before, now: ctx.now });
    const failureCount = countFailure(before, ctx.now);
    if (!isPowerOfTen(failureCount)) return;
    const details = { method: asked.method, failureCount };
    const subject = asked.path.slice(0, 200);
    await recordAudit(tx, { ctx, action: 'token_refused', subject, details });
  });
}

async function hasToken(request: {
  query(name: string): string | undefined;
  header(name: string): string | undefined;
  json(): Promise<unknown>;
}): Promise<boolean> {
  if (request.query('token') !== undefined) return true;
  if (request.header('content-type')?.startsWith('application/json') !== true) return false;
  const body = await request.json().catch(() => undefined);
  return typeof body === 'object' && body !== null && 'token' in body;
}

/** Records, after the answer is made, each token that was shown for a claim and opened nothing. */
export function watchTokens(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    const { ctx } = c.var;
    if (c.res.status !== 404 || ctx.actor.kind === 'staff' || !(await hasToken(c.req))) return;
    try {
      await recordRefusedToken(ctx, { method: c.req.method, path: c.req.path });
    } catch (failure) {
      ctx.log.error({ message: String(failure) }, 'a refused token could not be audited');
    }
  };
}
