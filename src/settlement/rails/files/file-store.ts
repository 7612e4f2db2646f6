import { type CurrencyCode, type Instant, renderInstant } from '../../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../../platform/index.ts';
import type { RailAnswer, RailPayment, StatementLine } from '../rail.ts';

/** A file of payments that a rail is or was given. */
export interface RailFile {
  readonly id: string;
  readonly rail: string;
  readonly number: bigint;
  readonly currency: CurrencyCode;
  readonly state: 'open' | 'made' | 'handed_over' | 'discarded';
  readonly paymentCount: bigint;
  readonly totalMinor: bigint;
  readonly sha256: string | null;
  readonly openedAt: Instant;
  readonly madeAt: Instant | null;
  readonly handedOverAt: Instant | null;
}

const fileColumns = sql`id, rail, number, currency, state, payment_count as "paymentCount",
  total_minor as "totalMinor", sha256, opened_at as "openedAt", made_at as "madeAt",
  handed_over_at as "handedOverAt"`;

/** Holds every other writer of a rail's files off until the transaction ends. */
export async function lockRailFiles(tx: Tx, rail: string): Promise<void> {
  const key = `files ${rail}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

/** Lists a rail's files, the latest first, at most 200. */
export async function listRailFiles(tx: Tx, rail: string): Promise<RailFile[]> {
  const { rows } = await sql<RailFile>`select ${fileColumns} from settlement.rail_file
    where rail = ${rail} order by number desc limit 200`.execute(tx);
  return rows;
}

/** Loads one file, and locks it. */
export async function lockRailFile(tx: Tx, fileId: string): Promise<RailFile | undefined> {
  const { rows } = await sql<RailFile>`select ${fileColumns} from settlement.rail_file
    where id = ${fileId} for update`.execute(tx);
  return rows[0];
}

/** Gives the rail's open file of a currency that still has room, made when there is none. */
export async function openRailFile(
  tx: Tx,
  ctx: Context,
  file: { rail: string; currency: CurrencyCode; paymentCountMax: number },
): Promise<{ id: string; paymentCount: bigint }> {
  const at = renderInstant(ctx.now);
  await sql`update settlement.rail_file set state = 'made', made_at = ${at}::timestamptz
    where rail = ${file.rail} and currency = ${file.currency} and state = 'open'
      and payment_count >= ${file.paymentCountMax}`.execute(tx);
  const { rows: open } = await sql<{ id: string; paymentCount: bigint }>`
    select id, payment_count as "paymentCount" from settlement.rail_file
    where rail = ${file.rail} and currency = ${file.currency} and state = 'open'`.execute(tx);
  if (open[0] !== undefined) return open[0];
  const id = ctx.newId();
  await sql`insert into settlement.rail_file (id, rail, number, currency, state, opened_at)
    select ${id}, ${file.rail}, coalesce(max(number), 0) + 1, ${file.currency}, 'open',
      ${at}::timestamptz
    from settlement.rail_file where rail = ${file.rail}`.execute(tx);
  return { id, paymentCount: 0n };
}

/** Puts payments into an open file, after those it has. */
export async function recordFilePayments(
  tx: Tx,
  ctx: Context,
  put: { rail: string; fileId: string; after: bigint; payments: readonly RailPayment[] },
): Promise<void> {
  const at = renderInstant(ctx.now);
  const { payments } = put;
  // References and amounts hold no comma; a payee's name for the app may, so it goes as an array.
  const column = (read: (payment: RailPayment) => unknown) =>
    sql`string_to_array(${payments.map(read).join(',')}, ',')`;
  const totalMinor = payments.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  await sql`with put as (
      insert into settlement.rail_payment (reference, rail, file_id, number, amount_minor,
        currency, payee_ref, state, received_at, changed_at)
      select reference, ${put.rail}, ${put.fileId}::uuid, ${put.after}::bigint + number,
        amount, currency, payee, 'queued', ${at}::timestamptz, ${at}::timestamptz
      from unnest(${column(({ reference }) => reference)},
        ${column(({ amountMinor }) => amountMinor)}::bigint[],
        ${column(({ currency }) => currency)}, ${payments.map(({ payeeRef }) => payeeRef)}::text[])
        with ordinality as row(reference, amount, currency, payee, number)
    )
    update settlement.rail_file set payment_count = payment_count + ${payments.length},
      total_minor = total_minor + ${totalMinor}::bigint
    where id = ${put.fileId}`.execute(tx);
}

interface StoredPayment extends RailPayment {
  readonly state: RailAnswer['state'];
  readonly reasonCode: string | null;
  readonly isFinal: boolean;
  readonly version: bigint;
}

/** Loads what a file rail knows of references, as its answers. */
export async function loadFileAnswers(
  tx: Tx,
  asked: { rail: string; references: readonly string[] },
): Promise<Map<string, RailAnswer>> {
  const { rows } = await sql<StoredPayment>`select reference, amount_minor as "amountMinor",
      currency, payee_ref as "payeeRef", state, reason_code as "reasonCode",
      is_final as "isFinal", version
    from settlement.rail_payment
    where rail = ${asked.rail} and reference = any(${[...asked.references]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.reference, answerOf(row)]));
}

function answerOf(row: StoredPayment): RailAnswer {
  const { state, version, isFinal } = row;
  const reasonCode = row.reasonCode ?? 'unknown';
  if (state === 'rejected') return { state, reasonCode, isFinal, version };
  return state === 'returned' ? { state, reasonCode, version } : { state, version };
}

/** A payment of a file, as it is stored. */
export interface FileRow extends RailPayment {
  readonly number: bigint;
}

/** Lists the payments of a file in order, a page after a number. */
export async function listFilePayments(
  tx: Tx,
  page: { fileId: string; after: bigint; limit: number },
): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`select reference, number, amount_minor as "amountMinor",
      currency, payee_ref as "payeeRef"
    from settlement.rail_payment
    where file_id = ${page.fileId} and number > ${page.after}
    order by number limit ${page.limit}`.execute(tx);
  return rows;
}

/** Closes an open file: nothing is put into it afterwards. */
export async function closeRailFile(tx: Tx, ctx: Context, fileId: string): Promise<void> {
  await sql`update settlement.rail_file set state = 'made',
      made_at = ${renderInstant(ctx.now)}::timestamptz
    where id = ${fileId} and state = 'open'`.execute(tx);
}

/** Records that a file was made, with the hash of its bytes the first time. */
export async function recordFileMade(
  tx: Tx,
  ctx: Context,
  made: { fileId: string; sha256: string },
): Promise<void> {
  await sql`update settlement.rail_file
    set state = case when state = 'open' then 'made' else state end,
      sha256 = coalesce(sha256, ${made.sha256}),
      made_at = coalesce(made_at, ${renderInstant(ctx.now)}::timestamptz)
    where id = ${made.fileId}`.execute(tx);
}

/** Records that a file was handed over: what waited in it is with the bank. */
export async function recordFileHandedOver(tx: Tx, ctx: Context, fileId: string): Promise<void> {
  const at = renderInstant(ctx.now);
  await sql`update settlement.rail_file set state = 'handed_over',
      handed_over_at = ${at}::timestamptz, handed_over_by = ${ctx.actor.id}
    where id = ${fileId}`.execute(tx);
  await sql`update settlement.rail_payment set state = 'accepted', version = version + 1,
      changed_at = ${at}::timestamptz
    where file_id = ${fileId} and state = 'queued'`.execute(tx);
}

/** Records that a file will never be handed over: nothing in it was or will be paid. */
export async function recordFileDiscarded(tx: Tx, ctx: Context, fileId: string): Promise<void> {
  await sql`update settlement.rail_file set state = 'discarded' where id = ${fileId}`.execute(tx);
  await sql`update settlement.rail_payment set state = 'rejected', is_final = true,
      reason_code = 'file_discarded', version = version + 1,
      changed_at = ${renderInstant(ctx.now)}::timestamptz
    where file_id = ${fileId} and state = 'queued'`.execute(tx);
}

/** Records what a bank answered of payments: paid, or not. Gives the references it is news of. */
export async function recordResults(
  tx: Tx,
  ctx: Context,
  told: {
    rail: string;
    results: readonly { reference: string; state: string; reasonCode?: string }[];
  },
): Promise<string[]> {
  const rows = told.results.map(({ reference, state, reasonCode }) => ({
    ...{ reference, state, reasonCode },
  }));
  const { rows: news } = await sql<{ reference: string }>`
    update settlement.rail_payment as payment set state = told.state, version = version + 1,
      reason_code = told."reasonCode", changed_at = ${renderInstant(ctx.now)}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as told(reference text, state text, "reasonCode" text)
    where payment.reference = told.reference and payment.rail = ${told.rail}
      and payment.state in ('queued', 'accepted') returning payment.reference`.execute(tx);
  return news.map(({ reference }) => reference);
}

/** Lists the lines that were read from a rail's files, booked in a half-open window. */
export async function listRailLines(
  tx: Tx,
  asked: { rail: string; from: Instant; until: Instant },
): Promise<StatementLine[]> {
  const { rows } = await sql<StatementLine & { feeMinor: bigint }>`
    select line_id as "lineId", reference, direction, amount_minor as "amountMinor",
      fee_minor as "feeMinor", currency, booked_at as "bookedAt"
    from settlement.rail_line where rail = ${asked.rail}
      and booked_at >= ${renderInstant(asked.from)}::timestamptz
      and booked_at < ${renderInstant(asked.until)}::timestamptz
    order by booked_at, line_id`.execute(tx);
  return rows;
}
