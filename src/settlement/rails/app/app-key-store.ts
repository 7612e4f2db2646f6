import { addMs, type Instant, renderInstant } from '../../../kernel/index.ts';
import { type Context, sql, type Tx, type WebhookKey } from '../../../platform/index.ts';

/** What a key is for: messages to the app are signed with it, or those of the app are checked. */
export type KeyPurpose = 'sign' | 'check';

/** A key on record; the key itself is not given. */
export interface RailKey {
  readonly id: string;
  readonly purpose: KeyPurpose;
  /** The first 16 hexadecimal digits of the SHA-256 of what the other side checks with. */
  readonly mark: string;
  readonly addedBy: string;
  readonly addedAt: Instant;
  /** Exclusive; null while it was not replaced. */
  readonly usableUntil: Instant | null;
}

/** So long a key that was replaced still signs, and is still believed. */
export const keyOverlapMs = 30 * 86_400_000;

/** Lists a rail's keys, the latest first. */
export async function listKeys(tx: Tx, rail: string): Promise<RailKey[]> {
  const { rows } = await sql<RailKey>`select id, purpose, mark, added_by as "addedBy",
      added_at as "addedAt", usable_until as "usableUntil"
    from settlement.rail_key where rail = ${rail} order by added_at desc, id desc`.execute(tx);
  return rows;
}

/** Gives a rail's keys of a purpose that may be used now, the latest first. */
export async function listUsableKeys(
  tx: Tx,
  ctx: Context,
  of: { readonly rail: string; readonly purpose: KeyPurpose },
): Promise<WebhookKey[]> {
  const { rows } = await sql<{ salt: Buffer; sealed: Buffer }>`select salt, sealed
    from settlement.rail_key where rail = ${of.rail} and purpose = ${of.purpose}
      and (usable_until is null or usable_until > ${renderInstant(ctx.now)}::timestamptz)
    order by added_at desc, id desc`.execute(tx);
  return rows.map(({ salt, sealed }) =>
    Buffer.from(ctx.vault.decrypt({ salt, ciphertext: sealed })).toString('utf8'),
  );
}

/** Adds a key; those it replaces may be used for thirty days more. */
export async function recordKey(
  tx: Tx,
  ctx: Context,
  added: {
    readonly rail: string;
    readonly purpose: KeyPurpose;
    readonly key: WebhookKey;
    readonly mark: string;
  },
): Promise<string> {
  const { rail, purpose, key, mark } = added;
  const id = ctx.newId();
  const salt = ctx.randomBytes(16);
  const sealed = ctx.vault.encrypt({ salt, plaintext: Buffer.from(key) });
  const until = renderInstant(addMs(ctx.now, keyOverlapMs));
  await sql`update settlement.rail_key set usable_until = ${until}::timestamptz
    where rail = ${rail} and purpose = ${purpose} and usable_until is null`.execute(tx);
  await sql`insert into settlement.rail_key (id, rail, purpose, salt, sealed, mark, added_by, added_at)
    values (${id}, ${rail}, ${purpose}, ${Buffer.from(salt)}, ${Buffer.from(sealed)}, ${mark},
      ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
  return id;
}
