import { createHash } from 'node:crypto';
import { accept, type Outcome, refuse } from '../../../kernel/index.ts';
import { type Context, recordAudit, requirePermission } from '../../../platform/index.ts';
import { formatOf, type RailSetup } from '../setup.ts';
import { loadRailSetup } from '../setup-store.ts';
import { payeeUnwritable } from './bulk-file.ts';
import type { FilePayment } from './file-format.ts';
import {
  closeRailFile,
  listFilePayments,
  lockRailFile,
  type RailFile,
  recordFileDiscarded,
  recordFileHandedOver,
  recordFileMade,
} from './file-store.ts';
import type { PayeesOf } from './payees.ts';

/** Why a file is not made or handed over. */
export type RailFileRefusal =
  | { readonly code: 'rail_file_not_found'; readonly fileId: string }
  | { readonly code: 'rail_writes_no_files'; readonly rail: string }
  | { readonly code: 'rail_file_state_refused'; readonly state: RailFile['state'] };

/** A file to be read, a piece at a time. */
export interface MadeFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: AsyncGenerator<Uint8Array, void>;
}

const pageSize = 1_000;

/** Gives the payments of a file in pages; the next page is read while one is written. */
async function* paymentsOf(
  ctx: Context,
  of: { fileId: string; payeesOf: PayeesOf },
): AsyncGenerator<FilePayment[], void> {
  const list = (after: bigint) =>
    ctx.read((tx) => listFilePayments(tx, { fileId: of.fileId, after, limit: pageSize }));
  for (let rows = await list(0n); ; ) {
    const last = rows.at(-1);
    if (last === undefined) return;
    const next = list(last.number);
    next.catch(() => undefined);
    const payees = await of.payeesOf(
      ctx,
      rows.map(({ payeeRef }) => payeeRef),
    );
    yield rows.map(({ reference, amountMinor, currency, payeeRef }) => {
      const payee = payees.get(payeeRef);
      if (payee === undefined) {
        throw payeeUnwritable({ reference, field: 'payee', why: 'absent' });
      }
      return { reference, amountMinor, currency, payee };
    });
    rows = await next;
  }
}

/**
 * Makes a file of a rail, or makes it anew: the same payments give the same bytes, and bytes that
 * differ from those of the first time are refused at their end, before the last of them is given.
 *
 * A file that is open is closed by it: nothing is put into it afterwards.
 *
 * @throws PlatformError `payee_unwritable` when a payee cannot be written as the bank takes it
 */
export async function makeRailFile(
  ctx: Context,
  asked: { readonly fileId: string; readonly payeesOf: PayeesOf },
): Promise<Outcome<MadeFile, RailFileRefusal>> {
  requirePermission(ctx, 'payout:send');
  const { fileId } = asked;
  const closed = await ctx.transact(
    async (tx): Promise<Outcome<{ file: RailFile; setup: RailSetup }, RailFileRefusal>> => {
      const file = await lockRailFile(tx, fileId);
      if (file === undefined) return refuse({ code: 'rail_file_not_found', fileId });
      const setup = await loadRailSetup(tx, file.rail);
      if (setup === undefined) return refuse({ code: 'rail_writes_no_files', rail: file.rail });
      await closeRailFile(tx, ctx, fileId);
      const action = 'settlement.rail_file_made';
      await recordAudit(tx, { ctx, action, subject: fileId, details: { rail: file.rail } });
      return accept({ file, setup });
    },
  );
  if (!closed.ok) return closed;
  const { file, setup } = closed.value;
  const format = await formatOf(setup);
  if (format === undefined) return refuse({ code: 'rail_writes_no_files', rail: file.rail });
  const header = {
    fileReference: `AMENDS-${file.id.replaceAll('-', '').slice(0, 20)}`,
    madeAt: file.openedAt,
    paymentCount: Number(file.paymentCount),
    totalMinor: file.totalMinor,
    currency: file.currency,
  };
  const bytes = format.render(header, paymentsOf(ctx, asked));
  return accept({
    name: `${file.rail}-${file.number}.${format.extension}`,
    mediaType: format.mediaType,
    bytes: hashed(ctx, file, bytes),
  });
}

async function* hashed(
  ctx: Context,
  file: RailFile,
  bytes: AsyncGenerator<Uint8Array, void>,
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const piece of bytes) {
    hash.update(piece);
    if (held !== undefined) yield held;
    held = piece;
  }
  const sha256 = hash.digest('hex');
  if (file.sha256 !== null && file.sha256 !== sha256) {
    throw new Error(
      `File ${file.number} of ${file.rail} is not what it was when it was first made: its payees or its template have changed. Discard it, and send its payments anew.`,
    );
  }
  await ctx.transact((tx) => recordFileMade(tx, ctx, { fileId: file.id, sha256 }));
  if (held !== undefined) yield held;
}

/** Records that a file was handed over to the bank, or will never be; once one, never the other. */
export async function settleRailFile(
  ctx: Context,
  asked: { readonly fileId: string; readonly ending: 'handed_over' | 'discarded' },
): Promise<Outcome<{ readonly fileId: string }, RailFileRefusal>> {
  requirePermission(ctx, 'payout:send');
  const { fileId, ending } = asked;
  return ctx.transact(async (tx): Promise<Outcome<{ fileId: string }, RailFileRefusal>> => {
    const file = await lockRailFile(tx, fileId);
    if (file === undefined) return refuse({ code: 'rail_file_not_found', fileId });
    if (file.state === ending) return accept({ fileId });
    const isOver = file.state === 'handed_over' || file.state === 'discarded';
    if (isOver || (ending === 'handed_over' && file.state !== 'made')) {
      return refuse({ code: 'rail_file_state_refused', state: file.state });
    }
    if (ending === 'handed_over') await recordFileHandedOver(tx, ctx, fileId);
    else await recordFileDiscarded(tx, ctx, fileId);
    const action = `settlement.rail_file_${ending}`;
    await recordAudit(tx, { ctx, action, subject: fileId, details: { rail: file.rail } });
    return accept({ fileId });
  });
}
