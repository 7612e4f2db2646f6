import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import {
  type Context,
  checkingKeyOf,
  isWebhookKey,
  recordAudit,
  requirePermission,
  sha256,
  type WebhookKey,
} from '../../../platform/index.ts';
import { type KeyPurpose, recordKey } from './app-key-store.ts';

/** Why a key is not taken. */
export type RailKeyRefusal =
  | { readonly code: 'rail_key_malformed' }
  | { readonly code: 'rail_key_unfit'; readonly purpose: KeyPurpose };

/** A key as it was taken: what the other side has to be told, once. */
export interface AddedKey {
  readonly mark: string;
  /** What the other side checks, or signs, with: a shared secret, or our public key. */
  readonly tell: WebhookKey;
}

/** What key to take: one that is given, or a new one of a kind. */
export interface KeyRequest {
  readonly rail: string;
  readonly purpose: KeyPurpose;
  readonly kind: 'hmac' | 'ed25519';
  /** The other side's own; a new one is made unless given. */
  readonly key?: WebhookKey;
}

/**
 * Takes a key for messages between this server and the app, sealed at rest. What it replaces signs
 * and is believed for thirty days more, so that neither side has to change at the same moment.
 *
 * Refusals in order: a key that cannot be read; a key that cannot do what it is for (a public key to
 * sign with; a private one of the app to check with, and none to make for it).
 */
export async function addRailKey(
  ctx: Context,
  request: KeyRequest,
): Promise<Outcome<AddedKey, RailKeyRefusal>> {
  requirePermission(ctx, 'staff:administer');
  const { rail, purpose, kind } = request;
  const made = () => {
    const text = Buffer.from(ctx.randomBytes(32)).toString('base64');
    return kind === 'hmac' ? `whsec_${text}` : `whsk_${text}`;
  };
  const key = request.key ?? made();
  if (!isWebhookKey(key)) return refuse({ code: 'rail_key_malformed' });
  const isUnfit = purpose === 'sign' ? key.startsWith('whpk_') : key.startsWith('whsk_');
  if (isUnfit) return refuse({ code: 'rail_key_unfit', purpose });
  const tell = checkingKeyOf(key);
  const mark = Buffer.from(sha256(tell)).toString('hex').slice(0, 16);
  return ctx.transact(async (tx) => {
    await recordKey(tx, ctx, { rail, purpose, key, mark });
    const action = 'settlement.rail_key_added';
    await recordAudit(tx, { ctx, action, subject: rail, details: { purpose, mark } });
    return accept({ mark, tell });
  });
}
