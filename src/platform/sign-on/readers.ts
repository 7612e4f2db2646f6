import { randomBytes } from 'node:crypto';
import { accept, addMs, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import { type Context, recordAudit } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { sql } from '../database.ts';
import { type Identity, isReaderOf } from './identity.ts';
import type { SignOnSettings } from './settings.ts';
import { digestOf, renderSubject, type SignOnRefusal, subjectOf } from './sign-on.ts';

/** How long a reader stays signed in: eight hours. */
export const readerMs = 8 * 60 * 60 * 1000;

function hashOf(token: string): Buffer {
  return Buffer.from(sha256(token));
}

/**
 * Lets somebody whom the issuer has signed in read private pages, if the operator lets them.
 *
 * @returns the token of eight hours of reading, to be set as a cookie; only its SHA-256 is stored
 */
export async function letReaderIn(
  ctx: Context,
  { identity, settings }: { identity: Identity; settings: SignOnSettings },
): Promise<Outcome<{ readonly token: string }, SignOnRefusal>> {
  if (!isReaderOf(identity, settings)) {
    // Who was in a group before, and is in none now, reads on in no other browser either.
    await ctx.transact((tx) =>
      sql`delete from platform.reader_session
        where subject_digest = ${digestOf(identity)}`.execute(tx),
    );
    return refuse({ code: 'sign_on_no_reader' });
  }
  const token = randomBytes(32).toString('base64url');
  const now = renderInstant(ctx.now);
  await ctx.transact(async (tx) => {
    await sql`insert into platform.reader_session (token_hash, subject_digest, opened_at, expires_at)
      values (${hashOf(token)}, ${digestOf(identity)}, ${now}::timestamptz,
        ${renderInstant(addMs(ctx.now, readerMs))}::timestamptz)`.execute(tx);
    await sql`delete from platform.reader_session where token_hash in (
        select token_hash from platform.reader_session where expires_at <= ${now}::timestamptz
        limit 100 for update skip locked)`.execute(tx);
    const details = { issuer: identity.issuer };
    const subject = subjectOf(identity);
    await recordAudit(tx, { ctx, action: 'reader_signed_in', subject, details });
  });
  return accept({ token });
}

/** Tells whether a token lets somebody read private pages: it is known and not eight hours old. */
export async function isReading(ctx: Context, token: string | undefined): Promise<boolean> {
  if (token === undefined) return false;
  const { rows } = await ctx.read((tx) =>
    sql`select 1 from platform.reader_session where token_hash = ${hashOf(token)}
      and expires_at > ${renderInstant(ctx.now)}::timestamptz`.execute(tx),
  );
  return rows.length > 0;
}

/** Ends the reading that a token allows; a token that allows none changes nothing. */
export async function endReading(ctx: Context, token: string): Promise<void> {
  await ctx.transact(async (tx) => {
    const { rows } = await sql<{ digest: Buffer }>`delete from platform.reader_session
      where token_hash = ${hashOf(token)} returning subject_digest as digest`.execute(tx);
    for (const { digest } of rows) {
      const subject = renderSubject(digest);
      await recordAudit(tx, { ctx, action: 'reader_signed_out', subject });
    }
  });
}
