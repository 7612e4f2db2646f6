import { accept, type Instant, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import { type Context, recordAudit } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { sql, type Tx } from '../database.ts';
import { openSession } from '../sign-in/sessions.ts';
import { insertMember } from '../staff.ts';
import { beginFollowing, followGroups } from './follow-groups.ts';
import { type Identity, rolesOfGroups } from './identity.ts';
import type { SignOnSettings } from './settings.ts';

/** Why somebody whom the issuer signed in is let in nowhere. */
export type SignOnRefusal = {
  readonly code:
    | 'sign_on_email_unverified'
    | 'sign_on_no_account'
    | 'sign_on_no_group'
    | 'sign_on_disabled'
    | 'sign_on_other_person'
    | 'sign_on_no_reader';
};

interface Member {
  readonly id: string;
  readonly isDisabled: boolean;
}

/** Gives what somebody at an issuer is remembered by: 32 bytes that tell neither. */
export function digestOf({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): Buffer {
  return Buffer.from(sha256(`${issuer}\n${subject}`));
}

/** Gives what the audit calls somebody who has no account, by the digest of them. */
export function renderSubject(digest: Buffer): string {
  return `sign_on:${digest.toString('hex').slice(0, 16)}`;
}

/** Gives what the audit calls somebody who has no account. */
export function subjectOf(identity: Identity): string {
  return renderSubject(digestOf(identity));
}

async function findRemembered(tx: Tx, identity: Identity): Promise<Member | undefined> {
  const { rows } = await sql<Member>`select staff.id, staff.disabled_at is not null as "isDisabled"
    from platform.staff_sign_on as known join platform.staff on staff.id = known.staff_id
    where known.digest = ${digestOf(identity)}`.execute(tx);
  return rows[0];
}

async function findByEmail(tx: Tx, email: string): Promise<Member | undefined> {
  // Addresses are unique as written; of two that differ by capitals alone the very one is meant.
  const { rows } = await sql<Member>`select id, disabled_at is not null as "isDisabled"
    from platform.staff where lower(email) = lower(${email})
    order by email = ${email} desc, created_at, id limit 1 for update`.execute(tx);
  return rows[0];
}

async function isRememberedAsAnother(
  tx: Tx,
  { issuer, staffId }: { issuer: string; staffId: string },
): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.staff_sign_on
    where staff_id = ${staffId} and issuer = ${issuer}`.execute(tx);
  return rows.length > 0;
}

async function addMember(
  tx: Tx,
  { ctx, identity, settings }: { ctx: Context; identity: Identity; settings: SignOnSettings },
): Promise<Member | undefined> {
  const roles = rolesOfGroups(identity, settings);
  const { verifiedEmail: email } = identity;
  if (roles.length === 0 || email === undefined) return undefined;
  const input = { id: ctx.newId(), name: identity.name ?? email, email, roles };
  const member = await insertMember(tx, { ctx, input });
  await beginFollowing(tx, member.id);
  return member;
}

async function remember(
  tx: Tx,
  { ctx, identity, staffId }: { ctx: Context; identity: Identity; staffId: string },
): Promise<void> {
  const { issuer } = identity;
  await sql`insert into platform.staff_sign_on (digest, issuer, staff_id, remembered_at)
    values (${digestOf(identity)}, ${issuer}, ${staffId}, ${renderInstant(ctx.now)}::timestamptz)`.execute(
    tx,
  );
  const details = { issuer };
  await recordAudit(tx, {
    ctx,
    action: 'sign_on_remembered',
    subject: `staff:${staffId}`,
    details,
  });
}

type Found = Outcome<Member, SignOnRefusal>;

/** Finds whose account it is: remembered, else by the verified address, else made for a group. */
async function findMember(
  tx: Tx,
  about: { ctx: Context; identity: Identity; settings: SignOnSettings },
): Promise<Found> {
  const { ctx, identity } = about;
  // Two who come at once with the same address take turns.
  await sql`select pg_advisory_xact_lock(hashtextextended(${identity.issuer}, 101))`.execute(tx);
  const remembered = await findRemembered(tx, identity);
  if (remembered !== undefined) {
    return remembered.isDisabled ? refuse({ code: 'sign_on_disabled' }) : accept(remembered);
  }
  if (identity.verifiedEmail === undefined) return refuse({ code: 'sign_on_email_unverified' });
  const known = await findByEmail(tx, identity.verifiedEmail);
  if (known?.isDisabled === true) return refuse({ code: 'sign_on_disabled' });
  const member = known ?? (await addMember(tx, about));
  if (member === undefined) return refuse({ code: 'sign_on_no_account' });
  const { issuer } = identity;
  if (await isRememberedAsAnother(tx, { issuer, staffId: member.id })) {
    return refuse({ code: 'sign_on_other_person' });
  }
  await remember(tx, { ctx, identity, staffId: member.id });
  return accept(member);
}

/** When the person proved who they are; never later than now. */
function confirmedAtOf({ now }: Context, { authenticatedAt }: Identity): Instant | null {
  if (authenticatedAt === undefined) return null;
  return authenticatedAt < now ? authenticatedAt : now;
}

async function recordRefusal(
  tx: Tx,
  { ctx, identity, code }: { ctx: Context; identity: Identity; code: string },
): Promise<void> {
  const details = { reason: code };
  await recordAudit(tx, { ctx, action: 'sign_on_refused', subject: subjectOf(identity), details });
}

/**
 * Signs a member of staff in whom the issuer has signed in: opens a session like any other, always
 * a new one. The password counts as given when the person proved who they are at the issuer, if it
 * says when, and as not given otherwise.
 *
 * @returns the session's token, to be set as a cookie; only its SHA-256 is stored
 */
export async function signOnStaff(
  ctx: Context,
  asked: {
    readonly identity: Identity;
    readonly settings: SignOnSettings;
    readonly userAgent?: string;
  },
): Promise<Outcome<{ readonly token: string }, SignOnRefusal>> {
  const { identity, settings, userAgent } = asked;
  return ctx.transact(async (tx): Promise<Outcome<{ token: string }, SignOnRefusal>> => {
    const found = await findMember(tx, { ctx, identity, settings });
    if (!found.ok) {
      await recordRefusal(tx, { ctx, identity, code: found.refusal.code });
      return found;
    }
    const staffId = found.value.id;
    const roles = rolesOfGroups(identity, settings);
    if (!(await followGroups(tx, { ctx, staffId, roles }))) {
      await recordRefusal(tx, { ctx, identity, code: 'sign_on_no_group' });
      return refuse({ code: 'sign_on_no_group' });
    }
    const token = await openSession(tx, {
      ...{ staffId, now: ctx.now, isPasswordDue: false },
      confirmedAt: confirmedAtOf(ctx, identity),
      ...(userAgent === undefined ? {} : { userAgent }),
    });
    const details = { by: 'single_sign_on', issuer: identity.issuer };
    await recordAudit(tx, { ctx, action: 'signed_in', subject: `staff:${staffId}`, details });
    return accept({ token });
  });
}
