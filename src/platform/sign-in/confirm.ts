import { accept, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import { type Context, recordAudit } from '../context.ts';
import { sql } from '../database.ts';
import { verifyPassword } from '../password.ts';
import { PlatformError } from '../platform-error.ts';
import { beginAttempt, forgiveAttempt } from './attempt-store.ts';
import type { SignInDelayed } from './limit-sign-in.ts';
import { confirmSession } from './sessions.ts';
import type { PasswordRefusal } from './sign-in.ts';

/** So long after the password was given what moves money may be done without it. */
export const confirmedMsMax = 5 * 60 * 1000;

export type ConfirmRefusal =
  | Extract<PasswordRefusal, { readonly code: 'current_password_wrong' }>
  | SignInDelayed;

/**
 * Takes the member's password once more in their own session; wrong ones make the next wait, as at
 * sign-in.
 *
 * @throws PlatformError `signed_out` when the token is of no session of the actor
 */
export async function confirmOwnSession(
  ctx: Context,
  input: { readonly password: string; readonly token: string },
): Promise<Outcome<{ readonly confirmedAt: string }, ConfirmRefusal>> {
  const { rows } = await ctx.read((tx) =>
    sql<{ email: string; hash: string | null }>`select email, password_hash as hash
      from platform.staff where id::text = ${ctx.actor.id} and disabled_at is null`.execute(tx),
  );
  const [row] = rows;
  if (row === undefined) {
    throw new PlatformError('signed_out', { message: 'The session has ended; sign in again.' });
  }
  const { email } = row;
  const { delayed, digests } = await ctx.transact((tx) => beginAttempt(tx, { ctx, email }));
  if (delayed !== undefined) return refuse(delayed);
  if (!(await verifyPassword(input.password, row.hash))) {
    return refuse({ code: 'current_password_wrong' });
  }
  return ctx.transact(async (tx) => {
    await forgiveAttempt(tx, digests);
    await confirmSession(tx, { ctx, token: input.token });
    await recordAudit(tx, { ctx, action: 'confirmed', subject: `staff:${ctx.actor.id}` });
    return accept({ confirmedAt: renderInstant(ctx.now) });
  });
}

/**
 * Lets a request pass whose member gave the password within five minutes, inclusive. Work that no
 * session asked for (the command line, the outbox) is not asked.
 *
 * @throws PlatformError `confirmation_due`, answered as HTTP 403
 */
export function requireConfirmed(ctx: Context): void {
  const { confirmedAt } = ctx;
  if (confirmedAt === undefined) return;
  if (confirmedAt !== null && ctx.now - confirmedAt <= confirmedMsMax) return;
  throw new PlatformError('confirmation_due', {
    message:
      'What moves money asks for your password once more: POST /api/v1/session/confirmation.',
  });
}
