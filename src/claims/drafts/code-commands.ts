import {
  accept,
  type Instant,
  instantFromEpochMs,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import {
  type Context,
  PlatformError,
  requirePermission,
  sha256,
  sql,
  type Tx,
} from '../../platform/index.ts';
import { digestContact } from './contact-digest.ts';
import { takeFromQuota } from './network-quota.ts';
import {
  type CodeRefusal,
  codeLifeMs,
  decideCode,
  type SentCode,
  sendingWindowMs,
  sixDigits,
  waitForCode,
} from './one-time-code.ts';

export type SendCodeRefusal =
  | { readonly code: 'contact_unreachable' }
  | { readonly code: 'code_too_often'; readonly waitSeconds: number }
  | { readonly code: 'code_not_sent' };

function digestCode(ctx: Context, sent: { id: string; digest: Buffer; digits: string }): Buffer {
  const text = `amends code 1\n${sent.id}\n${sent.digest.toString('hex')}\n${sent.digits}`;
  return Buffer.from(sha256(ctx.signer.sign(Buffer.from(text))));
}

async function listRecent(tx: Tx, asked: { digest: Buffer; now: Instant }): Promise<Instant[]> {
  const { digest, now } = asked;
  await sql`select pg_advisory_xact_lock(${digest.readInt32BE(0)}, ${digest.readInt32BE(4)})`.execute(
    tx,
  );
  const since = renderInstant(instantFromEpochMs(now - sendingWindowMs));
  const { rows } = await sql<{ at: Instant }>`select made_at as at from claims.one_time_code
    where contact_digest = ${digest} and made_at > ${since}::timestamptz
    order by made_at desc`.execute(tx);
  return rows.map(({ at }) => at);
}

async function forgetOld(tx: Tx, now: Instant): Promise<void> {
  const old = renderInstant(instantFromEpochMs(now - sendingWindowMs));
  await sql`delete from claims.one_time_code where id in (select id from claims.one_time_code
    where expires_at < ${old}::timestamptz limit 100 for update skip locked)`.execute(tx);
}

/**
 * Sends six digits to a contact, to prove that whoever asks can read what is sent there.
 *
 * The digits are kept as a keyed digest only; the message holds them and nothing else.
 *
 * @param input.words the subject and the text around the digits, in the claimant's language
 * @returns the id the typed digits are checked under
 */
export async function sendCode(
  ctx: Context,
  input: {
    readonly contact: string;
    readonly words: { readonly subject: string; text(digits: string): string };
  },
): Promise<Outcome<{ readonly codeId: string }, SendCodeRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { contact, words } = input;
  const { courier } = ctx.outside;
  if (!courier.reaches(contact)) return refuse({ code: 'contact_unreachable' });
  const digest = digestContact(ctx, contact);
  const id = ctx.newId();
  const digits = sixDigits(ctx.randomBytes(8));
  const waitSeconds = await ctx.transact(async (tx) => {
    const wait = waitForCode(await listRecent(tx, { digest, now: ctx.now }), ctx.now);
    if (wait > 0) return wait;
    const networkWait = await takeFromQuota(tx, { ctx, what: 'code' });
    if (networkWait > 0) return networkWait;
    const [now, until] = [ctx.now, instantFromEpochMs(ctx.now + codeLifeMs)].map(renderInstant);
    await sql`insert into claims.one_time_code
        (id, contact_digest, code_digest, made_at, expires_at)
      values (${id}, ${digest}, ${digestCode(ctx, { id, digest, digits })}, ${now}::timestamptz,
        ${until}::timestamptz)`.execute(tx);
    await forgetOld(tx, ctx.now);
    return 0;
  });
  if (waitSeconds > 0) return refuse({ code: 'code_too_often', waitSeconds });
  try {
    await courier.send({ to: contact, subject: words.subject, text: words.text(digits) });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    ctx.log.error({ requestId: ctx.requestId, code: error.code }, 'a one-time code was not sent');
    return refuse({ code: 'code_not_sent' });
  }
  return accept({ codeId: id });
}

/**
 * Checks typed digits; right ones are used up. A miss is counted, also when many are tried at once.
 *
 * @returns the digest of the proved contact
 */
export async function proveContact(
  ctx: Context,
  input: { readonly codeId: string; readonly contact: string; readonly digits: string },
): Promise<Outcome<{ readonly contactDigest: Buffer }, CodeRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { codeId } = input;
  const digest = digestContact(ctx, input.contact);
  const digits = input.digits.normalize('NFKC').replace(/\D/g, '');
  return ctx.transact(async (tx): Promise<Outcome<{ contactDigest: Buffer }, CodeRefusal>> => {
    const { rows } = await sql<Omit<SentCode, 'isRight'> & { codeDigest: Buffer }>`
      select failure_count as "failureCount", expires_at as "expiresAt", taken_at as "takenAt",
        code_digest as "codeDigest"
      from claims.one_time_code where id = ${codeId} and contact_digest = ${digest}
      for update`.execute(tx);
    const [row] = rows;
    const isRight =
      row?.codeDigest.equals(digestCode(ctx, { id: codeId, digest, digits })) === true;
    const decided = decideCode(row === undefined ? undefined : { ...row, isRight }, ctx.now);
    if (decided.ok) {
      await sql`update claims.one_time_code set taken_at = ${renderInstant(ctx.now)}::timestamptz
        where id = ${codeId}`.execute(tx);
      return accept({ contactDigest: digest });
    }
    await sql`update claims.one_time_code set failure_count = failure_count + 1
      where id = ${codeId}`.execute(tx);
    return decided;
  });
}
