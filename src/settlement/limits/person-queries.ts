import { sql, type Tx } from '../../platform/index.ts';

/**
 * Gives one spelling of an address: small letters, and without what stands after a plus, which leads
 * to the same mailbox (RFC 5233, subaddressing).
 */
const mailbox = sql`lower(regexp_replace(email, '\\+[^@]*@', '@'))`;

/**
 * Tells whether two accounts are one person's: the same account, or two with one mailbox. Accounts
 * that are no member's (the platform itself) are only ever themselves.
 *
 * @source invariant S2
 */
export async function isSamePerson(
  tx: Tx,
  accounts: { readonly one: string; readonly other: string },
): Promise<boolean> {
  const { one, other } = accounts;
  if (one === other) return true;
  const { rows } = await sql`select 1 from platform.staff
    where id::text = any(${[one, other]}::text[]) group by ${mailbox} having count(*) > 1
    `.execute(tx);
  return rows.length > 0;
}

/** Tells whether a member of staff may not act any more. @source invariant S5 */
export async function isDisabled(tx: Tx, staffId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.staff
    where id::text = ${staffId} and disabled_at is not null`.execute(tx);
  return rows.length > 0;
}
