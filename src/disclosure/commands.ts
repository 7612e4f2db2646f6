import { accept, assert, type Outcome, refuse } from '../kernel/index.ts';
import {
  type Context,
  type Platform,
  publishEvents,
  recordAudit,
  sql,
  systemActor,
  type Tx,
} from '../platform/index.ts';
import { assessCheckpoint, assessStretch, type LogFault } from './assess-log.ts';
import { renderCheckpointText } from './checkpoint.ts';
import { keysOf, signNote, stateKeyChange } from './log-keys.ts';
import { type CompactRange, emptyRange, rootOf } from './merkle/compact-range.ts';
import { sameBytes } from './merkle/hash.ts';
import {
  listEntries,
  loadHead,
  loadLatestCheckpoint,
  loadRange,
  loadReceiptProof,
  type StoredCheckpoint,
} from './queries.ts';
import type { Receipt } from './receipt.ts';
import { noteKeyId, parseSignedNote } from './signed-note.ts';
import { freezeLog, recordCheckpoint, tryLockSigning } from './store.ts';

/** Why no checkpoint was signed. Checked in this order. */
export type SigningRefusal =
  | { readonly code: 'signing_busy' }
  | { readonly code: 'log_frozen'; readonly reason: string }
  /** the key was changed after this process had started: it has to be started again */
  | { readonly code: 'log_key_retired' }
  /** another name is configured than the shard has that entries are added to */
  | { readonly code: 'log_origin_differs'; readonly origin: string }
  | { readonly code: 'log_damaged'; readonly faults: readonly LogFault[] };

const entriesPerRead = 10_000;

/**
 * Recomputes the range of the log from the bytes of its entries, from the last verified point on,
 * and compares the result with what is stored: leaf hashes and the subtrees proofs are made of.
 */
async function recomputeRange(
  tx: Tx,
  options: { start: CompactRange; until: number },
): Promise<Outcome<CompactRange, Extract<SigningRefusal, { code: 'log_damaged' }>>> {
  let range = options.start;
  while (range.size < options.until) {
    const until = Math.min(options.until, range.size + entriesPerRead);
    const entries = await listEntries(tx, { from: range.size, until });
    const stretch = assessStretch({ range, until, entries });
    if (stretch.faults.length > 0) return refuse({ code: 'log_damaged', faults: stretch.faults });
    range = stretch.range;
  }
  const stored = rootOf(await loadRange(tx, range.size));
  if (sameBytes({ left: stored, right: rootOf(range) })) return accept(range);
  return refuse({
    code: 'log_damaged',
    faults: [{ code: 'checkpoint_root_differs', size: range.size }],
  });
}

function assessLast(ctx: Context, last: StoredCheckpoint): readonly LogFault[] {
  return assessCheckpoint(last, { range: last.range, keys: keysOf(ctx.signer) });
}

/** Tells whether a key that this process does not have signed first: the present one does that. */
function isRetired(ctx: Context, note: string): boolean {
  const parsed = parseSignedNote(note);
  const [first, ...others] = parsed.ok ? parsed.value.signatures : [];
  if (first === undefined) return false;
  const ids = keysOf(ctx.signer).map((key) => noteKeyId(key));
  const isOurs = ({ keyId }: { readonly keyId: Uint8Array }): boolean =>
    ids.some((id) => sameBytes({ left: id, right: keyId }));
  return !isOurs(first) && others.some(isOurs);
}

async function signGrowth(
  ctx: Context,
  tx: Tx,
  growth: { last: StoredCheckpoint | undefined; size: number; successor?: string | undefined },
): Promise<Outcome<StoredCheckpoint, SigningRefusal>> {
  const { last, size } = growth;
  if (last !== undefined && isRetired(ctx, last.note)) return refuse({ code: 'log_key_retired' });
  if (last !== undefined && last.size === size) return accept(last);
  if (last !== undefined && last.size > size) {
    return refuse({
      code: 'log_damaged',
      faults: [{ code: 'checkpoint_beyond_log', size: last.size }],
    });
  }
  const lastFaults = last === undefined ? [] : assessLast(ctx, last);
  if (lastFaults.length > 0) return refuse({ code: 'log_damaged', faults: lastFaults });
  const computed = await recomputeRange(tx, { start: last?.range ?? emptyRange, until: size });
  if (!computed.ok) return computed;
  const range = computed.value;
  const root = rootOf(range);
  const { name } = ctx.signer;
  const text = renderCheckpointText({ origin: name, size, root }, growth.successor);
  const note = signNote(ctx.signer, text);
  await recordCheckpoint(tx, { range, root, note, at: ctx.now });
  return accept({ size, root, range, note, at: ctx.now });
}

/**
 * Signs a checkpoint over every entry recorded so far; gives the last one when nothing was added.
 *
 * The root is recomputed from the stored entries, from the last checkpoint on, before it is signed.
 * When anything differs nothing is signed, the log is frozen, and the difference is in the audit.
 *
 * @param successor the name under which the log goes on, in the last checkpoint of a shard
 * @source ARCHITECTURE.md, "Disclosure": the root is recomputed from stored entries before each signature
 */
export async function signCheckpoint(
  ctx: Context,
  successor?: string,
): Promise<Outcome<StoredCheckpoint, SigningRefusal>> {
  await ctx.epochGate.demand();
  return ctx.transact(async (tx) => {
    if (!(await tryLockSigning(tx))) return refuse({ code: 'signing_busy' });
    const head = await loadHead(tx);
    if (head.frozenCode !== undefined) {
      return refuse({ code: 'log_frozen', reason: head.frozenCode });
    }
    const { origin = ctx.signer.name } = head;
    if (origin !== ctx.signer.name) return refuse({ code: 'log_origin_differs', origin });
    const last = await loadLatestCheckpoint(tx);
    const signed = await signGrowth(ctx, tx, { last, size: head.size, successor });
    if (signed.ok || signed.refusal.code !== 'log_damaged') return signed;
    return freeze(ctx, tx, signed.refusal.faults);
  });
}

async function freeze(
  ctx: Context,
  tx: Tx,
  faults: readonly LogFault[],
): Promise<Outcome<never, SigningRefusal>> {
  const [first] = faults;
  assert(first !== undefined, 'log: it is frozen for a reason');
  await freezeLog(tx, { code: first.code, at: ctx.now });
  const shown = faults.slice(0, 10).map((fault) => ({ ...fault }));
  await recordAudit(tx, { ctx, action: 'log_frozen', subject: 'log', details: { faults: shown } });
  ctx.log.error({ faults: shown }, 'the transparency log differs from what was signed; frozen');
  return refuse({ code: 'log_damaged', faults });
}

/**
 * Has the last change of the log's key recorded in the log, once, when there was one: the earlier
 * key signs that the present one follows it.
 */
export async function recordKeyChange(ctx: Context): Promise<void> {
  const change = stateKeyChange(ctx.signer);
  if (change === undefined) return;
  await ctx.transact(async (tx) => {
    const { rows } = await sql<{ id: bigint }>`select id from platform.event
      where type = 'log_key_changed' and subject = ${change.toKey} limit 1`.execute(tx);
    if (rows.length > 0) return;
    const { fromKey, toKey, signature } = change;
    const payload = { fromKey, toKey, signature };
    await publishEvents(tx, [{ type: 'log_key_changed', subject: toKey, payload }]);
    const details = { fromKey, toKey };
    await recordAudit(tx, { ctx, action: 'log_key_changed', subject: 'log', details });
  });
}

/**
 * Adds the log's proof to a receipt, under the latest checkpoint.
 *
 * @returns the receipt unchanged while no checkpoint covers its claim
 */
export async function completeReceipt(ctx: Context, receipt: Receipt): Promise<Receipt> {
  const log = await ctx.read((tx) => loadReceiptProof(tx, receipt.commitment));
  return log === undefined ? receipt : { ...receipt, log };
}

function pause(options: { signal: AbortSignal; intervalMs: number }): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, options.intervalMs);
    options.signal.addEventListener('abort', end, { once: true });
  });
}

/**
 * Signs a checkpoint whenever the log grew, until the signal aborts.
 *
 * A failure of the database is waited out; a frozen log is reported once and left alone.
 *
 * @param options.intervalMs between two looks at the log, at most 1000, so that a receipt has its
 *   proof within about a second
 */
export async function runCheckpointer(
  platform: Platform,
  options: { signal: AbortSignal; intervalMs?: number },
): Promise<void> {
  const intervalMs = Math.min(1000, options.intervalMs ?? 500);
  let lastCode = '';
  await recordKeyChange(platform.context({ actor: systemActor })).catch((error) => {
    platform.log.error({ message: String(error) }, 'the change of the key is not in the log yet');
  });
  while (!options.signal.aborted) {
    lastCode = await signOrLog(platform, lastCode);
    if (!options.signal.aborted) await pause({ signal: options.signal, intervalMs });
  }
}

async function signOrLog(platform: Platform, lastCode: string): Promise<string> {
  try {
    const signed = await signCheckpoint(platform.context({ actor: systemActor }));
    const code = signed.ok ? '' : signed.refusal.code;
    if (code === 'log_frozen' && lastCode !== code) {
      platform.log.error({ code }, 'checkpoints are not signed: run `amends log fsck`');
    }
    if (code === 'log_key_retired' && lastCode !== code) {
      platform.log.error({ code }, 'checkpoints are not signed: the key was changed; start again');
    }
    if (code === 'log_origin_differs' && lastCode !== code) {
      platform.log.error(
        { code },
        'checkpoints are not signed: set AMENDS_LOG_ORIGIN to the name of the present log',
      );
    }
    return code;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    platform.log.error({ message }, 'a checkpoint could not be signed; trying again');
    return lastCode;
  }
}
