import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  drainOutbox,
  type Platform,
  PlatformError,
  publishEvents,
  recordAudit,
  type Signer,
  subscribeConsumers,
  systemActor,
} from '../../platform/index.ts';
import { renderBase64 } from '../base64.ts';
import { successorOf } from '../checkpoint.ts';
import { type SigningRefusal, signCheckpoint } from '../commands.ts';
import { disclosureConsumers } from '../consumers.ts';
import { keysOf } from '../log-keys.ts';
import {
  type LogHead,
  listEntries,
  listHeads,
  loadHead,
  loadLatestCheckpoint,
  type StoredCheckpoint,
} from '../queries.ts';
import { type NoteKey, renderNoteKey } from '../signed-note.ts';
import { startShard } from '../store.ts';

/** Why a shard is not closed. Checked in this order, before those of signing. */
export type ClosingRefusal =
  | { readonly code: 'log_origin_malformed'; readonly found: string }
  | { readonly code: 'log_origin_used'; readonly shard: number }
  | { readonly code: 'log_still_growing' }
  | SigningRefusal;

/** The shard that was closed, by its last checkpoint, and the first checkpoint of the next. */
export interface ClosedShard {
  readonly shard: number;
  readonly last: string;
  readonly first: string;
  /** the key line of the next shard: the same key under the next name */
  readonly key: string;
}

/** @source C2SP tlog-checkpoint: an origin has no spaces, and here no plus, which parts key lines */
const originPattern = /^[a-z0-9.-]+(\/[a-z0-9./-]+)?$/;

/**
 * Refuses to serve under another name than that of the shard to which entries are added: receipts
 * would promise a place in a log that is closed.
 *
 * @throws PlatformError `config_invalid` that says which name to set
 */
export async function requireLogOrigin(platform: Platform): Promise<void> {
  const ctx = platform.context({ actor: systemActor });
  const { origin = ctx.signer.name } = await ctx.read((tx) => loadHead(tx));
  if (origin === ctx.signer.name) return;
  throw new PlatformError('config_invalid', {
    message: `AMENDS_LOG_ORIGIN is "${ctx.signer.name}", and the log goes on as "${origin}" since it was closed under another name. Set AMENDS_LOG_ORIGIN=${origin}.`,
  });
}

/** Gives the keys of every shard, that to which entries are added first. */
export function keysOfShards(signer: Signer, heads: readonly LogHead[]): readonly NoteKey[] {
  const origins = new Set([signer.name, ...heads.flatMap(({ origin }) => origin ?? [])]);
  return [...origins].flatMap((name) => [...keysOf({ ...signer, name })]);
}

/** Tells whether the last entry closes the shard, and no checkpoint covers it that does not. */
async function isClosing(ctx: Context, successor: string): Promise<boolean> {
  return ctx.read(async (tx) => {
    const { size } = await loadHead(tx);
    const [last] = await listEntries(tx, { from: size - 1, until: size });
    if (last?.kind !== 'log_shard_closed') return false;
    const checkpoint = await loadLatestCheckpoint(tx);
    return checkpoint?.size !== size || successorOf(checkpoint.note) === successor;
  });
}

/** Has the event that closes a shard recorded as its last entry, once. */
async function recordClosing(platform: Platform, successor: string): Promise<void> {
  const ctx = platform.context({ actor: systemActor });
  await drainOutbox(platform, disclosureConsumers);
  if (await isClosing(ctx, successor)) return;
  const successorKey = renderNoteKey({ name: successor, publicKey: ctx.signer.publicKey });
  const payload = { successor, successorKey };
  const type = 'log_shard_closed';
  await ctx.transact((tx) => publishEvents(tx, [{ type, subject: successor, payload }]));
  await drainOutbox(platform, disclosureConsumers);
}

/** Signs the last checkpoint of the shard and begins the next, while nothing more is recorded. */
async function finishShard(
  ctx: Context,
  successor: string,
): Promise<Outcome<StoredCheckpoint, ClosingRefusal>> {
  const signed = await signCheckpoint(ctx, successor);
  if (!signed.ok) return signed;
  if (successorOf(signed.value.note) !== successor) return refuse({ code: 'log_still_growing' });
  return ctx.transact(async (tx): Promise<Outcome<StoredCheckpoint, ClosingRefusal>> => {
    const head = await loadHead(tx);
    if (head.size !== signed.value.size) return refuse({ code: 'log_still_growing' });
    const { name: origin } = ctx.signer;
    const { size, root } = signed.value;
    await startShard(tx, { shard: head.shard, origin, successor, at: ctx.now });
    const payload = { predecessor: origin, size, root: renderBase64(root) };
    await publishEvents(tx, [{ type: 'log_shard_opened', subject: successor, payload }]);
    const details = { shard: head.shard, successor };
    await recordAudit(tx, { ctx, action: 'log_shard_closed', subject: 'log', details });
    return signed;
  });
}

/**
 * Closes the shard to which entries are added and begins the next under another name: its last
 * entry and its last checkpoint name the successor, and the first entry of the successor names what
 * the closed one came to. Nothing else may record meanwhile: the server is stopped. Begun and cut
 * off, it is finished by being asked for again.
 *
 * @param successor the origin of the next shard, such as `amends.example/log/2027`
 */
export async function closeShard(
  platform: Platform,
  successor: string,
): Promise<Outcome<ClosedShard, ClosingRefusal>> {
  const ctx = platform.context({ actor: systemActor });
  if (!originPattern.test(successor)) {
    return refuse({ code: 'log_origin_malformed', found: successor });
  }
  const heads = await ctx.read(listHeads);
  const used = heads.find(({ origin }) => origin === successor);
  if (used !== undefined || ctx.signer.name === successor) {
    return refuse({ code: 'log_origin_used', shard: used?.shard ?? heads.length });
  }
  await subscribeConsumers(platform, disclosureConsumers);
  await recordClosing(platform, successor);
  const finished = await finishShard(ctx, successor);
  if (!finished.ok) return finished;
  await drainOutbox(platform, disclosureConsumers);
  const signer = { ...ctx.signer, name: successor };
  const first = await signCheckpoint({ ...ctx, signer });
  if (!first.ok) return first;
  const { note } = finished.value;
  return accept({
    ...{ shard: heads.length, last: note, first: first.value.note },
    key: renderNoteKey(signer),
  });
}
