import type { Instant, JsonValue } from '../kernel/index.ts';
import { renderInstant, uuidV7 } from '../kernel/index.ts';
import { clockNow, newUuid } from './clock.ts';
import { drawRandomBytes, type Signer, type Vault } from './crypto.ts';
import { type Database, readSnapshot, runStatement, sql, type Tx, transact } from './database.ts';
import type { EpochGate } from './epoch/epoch.ts';
import type { Log } from './log.ts';
import type { Outside } from './outside/outside.ts';
import type { Actor } from './permissions.ts';

/** What one command may use: who acts, when, and the ways to the outside. */
export interface Context {
  readonly actor: Actor;
  readonly now: Instant;
  readonly requestId: string;
  /** The network address a request came from; absent for work that no request asked for. */
  readonly address?: string;
  /** When the member last gave the password in the session that asks; absent without a session. */
  readonly confirmedAt?: Instant | null;
  readonly vault: Vault;
  readonly signer: Signer;
  readonly log: Log;
  readonly outside: Outside;
  readonly epochGate: EpochGate;
  newId(): string;
  randomBytes(count: number): Uint8Array;
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs work that is one statement, which is a transaction by itself. */
  statement<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The actor of work that nobody asked for: outbox workers, timers, `case run`. */
export const systemActor: Actor = { kind: 'system', id: 'system', name: 'Amends', roles: [] };

/** Builds the context of one request or one step of work; `now` stays the same throughout. */
export function createContext(options: {
  db: Database;
  vault: Vault;
  signer: Signer;
  log: Log;
  outside: Outside;
  epochGate: EpochGate;
  actor: Actor;
  now?: Instant;
  requestId?: string;
  address?: string | undefined;
  confirmedAt?: Instant | null | undefined;
  randomBytes?: (count: number) => Uint8Array;
}): Context {
  const { db, actor, vault, signer, log, outside, epochGate } = options;
  const now = options.now ?? clockNow();
  const seeded = options.randomBytes;
  return {
    actor,
    vault,
    signer,
    log,
    outside,
    epochGate,
    now,
    requestId: options.requestId ?? newUuid(),
    ...(options.address === undefined ? {} : { address: options.address }),
    ...(options.confirmedAt === undefined ? {} : { confirmedAt: options.confirmedAt }),
    newId: seeded === undefined ? newUuid : () => uuidV7({ atMs: now, random: seeded(10) }),
    randomBytes: seeded ?? drawRandomBytes,
    transact: (work) => transact(db, work),
    statement: (work) => runStatement(db, work),
    read: (work) => readSnapshot(db, work),
  };
}

/**
 * Writes that somebody did the same to many records, an entry for each, by one statement, in the
 * transaction of the change itself.
 */
export async function recordAudits(
  tx: Tx,
  entry: { ctx: Context; action: string; subjects: readonly string[] },
): Promise<void> {
  const { ctx, action, subjects } = entry;
  if (subjects.length === 0) return;
  await sql`insert into platform.audit (at, actor_kind, actor_id, request_id, action, subject)
    select ${renderInstant(ctx.now)}::timestamptz, ${ctx.actor.kind}, ${ctx.actor.id},
      ${ctx.requestId}, ${action}, subject
    from unnest(${[...subjects]}::text[]) with ordinality as row(subject, number)
    order by number`.execute(tx);
}

/** Writes who did what to which record, in the transaction of the change itself. */
export async function recordAudit(
  tx: Tx,
  entry: { ctx: Context; action: string; subject: string; details?: JsonValue },
): Promise<void> {
  const { ctx, action, subject, details } = entry;
  await sql`insert into platform.audit
    (at, actor_kind, actor_id, request_id, action, subject, details)
    values (${renderInstant(ctx.now)}::timestamptz, ${ctx.actor.kind}, ${ctx.actor.id},
      ${ctx.requestId}, ${action}, ${subject},
      ${details === undefined ? null : JSON.stringify(details)}::jsonb)`.execute(tx);
}
