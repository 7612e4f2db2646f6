import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, recordAudit } from '../context.ts';
import { type Database, sql, type Tx, transact } from '../database.ts';
import { loadEpochToken, replaceEpochToken } from '../keys.ts';
import { PlatformError } from '../platform-error.ts';

/** The newest holder of the right to send out. */
export interface Epoch {
  /** Counts from 1; each restore and each take-over adds one. */
  readonly number: bigint;
  readonly token: string;
  readonly at: Instant;
  /** Why it began: a first start, a restore, a take-over. */
  readonly reason: string;
}

/** Tells whether this installation may send anything out of the house. */
export interface EpochGate {
  /**
   * Passes while the database's newest token is the one in this installation's keys, or there is
   * none at all.
   *
   * @throws PlatformError `outbound_closed` that says since when, why, and how to take over
   */
  demand(): Promise<void>;
}

/** Gives the epoch in force; undefined on a database that no installation has started on. */
export async function findEpoch(db: Database | Tx): Promise<Epoch | undefined> {
  const { rows } = await sql<Epoch>`
    select number, token, at, reason from platform.epoch order by number desc limit 1`.execute(db);
  return rows[0];
}

async function beginEpoch(
  tx: Tx,
  epoch: { readonly token: string; readonly at: Instant; readonly reason: string },
): Promise<void> {
  await sql`insert into platform.epoch (token, at, reason)
    values (${epoch.token}, ${renderInstant(epoch.at)}::timestamptz, ${epoch.reason})`.execute(tx);
}

/** Opens the gate for one database and one data folder; it asks both each time. */
export function openEpochGate(db: Database, dataDir: string): EpochGate {
  return {
    async demand() {
      const epoch = await findEpoch(db);
      if (epoch === undefined || epoch.token === (await loadEpochToken(dataDir))) return;
      throw new PlatformError('outbound_closed', {
        message: `Nothing is sent out from here: since ${renderInstant(epoch.at)} this database belongs to another epoch (number ${epoch.number}: ${epoch.reason}), whose token is not in ${dataDir}/keys/epoch. If this is one more node of the same deployment, copy that file from its other nodes. If whatever ran before is stopped for good, take over: amends backup take-over --because "…".`,
      });
    },
  };
}

/** Makes the first installation on a database the one that may send; later ones change nothing. */
export async function claimFirstEpoch(
  db: Database,
  options: { readonly dataDir: string; readonly now: Instant },
): Promise<void> {
  if ((await findEpoch(db)) !== undefined) return;
  const token = await loadEpochToken(options.dataDir);
  await transact(db, async (tx) => {
    await sql`lock table platform.epoch in exclusive mode`.execute(tx);
    if ((await findEpoch(tx)) !== undefined) return;
    await beginEpoch(tx, { token, at: options.now, reason: 'first start' });
  });
}

/** Closes a restored copy: its epoch has a token that no installation holds. */
export async function closeRestored(
  db: Database,
  options: { readonly token: string; readonly now: Instant; readonly reason: string },
): Promise<void> {
  const { token, now, reason } = options;
  await transact(db, (tx) => beginEpoch(tx, { token, at: now, reason }));
}

/**
 * Begins an epoch that this installation holds: from now on it sends, and every other that reaches
 * this database does not. Writes an audit entry.
 *
 * @param reason why what ran before is known to be stopped; not empty
 */
export async function takeOver(
  ctx: Context,
  options: { readonly dataDir: string; readonly reason: string },
): Promise<Epoch | undefined> {
  const token = Buffer.from(ctx.randomBytes(32)).toString('hex');
  await ctx.transact(async (tx) => {
    await beginEpoch(tx, { token, at: ctx.now, reason: options.reason });
    const details = { reason: options.reason };
    await recordAudit(tx, { ctx, action: 'epoch_taken_over', subject: 'epoch', details });
    await replaceEpochToken(options.dataDir, token);
  });
  return ctx.read((tx) => findEpoch(tx));
}
