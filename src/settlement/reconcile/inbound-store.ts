import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { FileProblem, StatementHead } from '../rails/files/file-format.ts';
import type { StatementLine } from '../rails/rail.ts';

/** What kind of answer of a bank a file holds. */
export type InboundKind = 'statement' | 'result' | 'names';

/** A file that was given to be read: applied whole, or put aside and why. */
export interface InboundFile {
  readonly id: string;
  readonly rail: string;
  readonly kind: InboundKind;
  readonly name: string;
  readonly sha256: string;
  readonly outcome: 'applied' | 'quarantined';
  readonly problem: FileProblem | null;
  readonly lineCount: bigint | null;
  readonly receivedAt: Instant;
  readonly receivedBy: string;
}

const columns = sql`id, rail, kind, name, sha256, outcome, problem, line_count as "lineCount",
  received_at as "receivedAt", received_by as "receivedBy"`;

/** Finds a file of the same bytes; and holds every other reader of the rail's files off. */
export async function lockInbound(
  tx: Tx,
  file: { rail: string; kind: InboundKind; sha256: string },
): Promise<InboundFile | undefined> {
  const key = `inbound ${file.rail}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  const { rows } = await sql<InboundFile>`select ${columns} from settlement.inbound_file
    where rail = ${file.rail} and kind = ${file.kind} and sha256 = ${file.sha256}`.execute(tx);
  return rows[0];
}

/** Tells whether a statement of the bank's own number is applied already. */
export async function isStatementApplied(
  tx: Tx,
  statement: { rail: string; statementId: string },
): Promise<boolean> {
  const { rows } = await sql`select 1 from settlement.inbound_file
    where rail = ${statement.rail} and statement_id = ${statement.statementId}
      and outcome = 'applied'`.execute(tx);
  return rows.length > 0;
}

/** A file that is being kept: what is known of it before it is read. */
export interface NewInbound {
  readonly id: string;
  readonly rail: string;
  readonly kind: InboundKind;
  readonly name: string;
  readonly sha256: string;
  readonly byteCount: number;
}

/** Records a file as it begins to be applied, or that it is put aside and why. */
export async function recordInbound(
  tx: Tx,
  ctx: Context,
  file: NewInbound & { readonly problem?: FileProblem | undefined },
): Promise<void> {
  const { problem } = file;
  await sql`insert into settlement.inbound_file (id, rail, kind, name, sha256, byte_count, outcome,
      problem_code, problem, line_count, received_by, received_at)
    values (${file.id}, ${file.rail}, ${file.kind}, ${file.name.slice(0, 200)}, ${file.sha256},
      ${file.byteCount}, ${problem === undefined ? 'applied' : 'quarantined'},
      ${problem?.code ?? null}, ${problem === undefined ? null : JSON.stringify(problem)}::jsonb,
      0, ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

/** Records what a statement says of itself, now that it is read to its end. */
export async function recordStatementHead(
  tx: Tx,
  fileId: string,
  head: StatementHead,
): Promise<void> {
  const moment = (at: Instant | undefined): string | null =>
    at === undefined ? null : renderInstant(at);
  await sql`update settlement.inbound_file set line_count = ${head.lineCount},
      statement_id = ${head.statementId ?? null}, from_at = ${moment(head.from)}::timestamptz,
      until_at = ${moment(head.until)}::timestamptz
    where id = ${fileId}`.execute(tx);
}

/** Gives what a statement that was kept says of itself. */
export async function loadStatementHead(tx: Tx, fileId: string): Promise<StatementHead> {
  const { rows } = await sql<{ lineCount: bigint; from: Instant | null; until: Instant | null }>`
    select line_count as "lineCount", from_at as "from", until_at as "until"
    from settlement.inbound_file where id = ${fileId}`.execute(tx);
  const { lineCount = 0n, from, until } = rows[0] ?? {};
  return {
    lineCount: Number(lineCount),
    ...(from === null || from === undefined ? {} : { from }),
    ...(until === null || until === undefined ? {} : { until }),
  };
}

/**
 * Keeps lines of a statement that is being read. One that is kept already stays as it was; when
 * nothing came of it yet it is this file's to match.
 *
 * @returns the id of a line that says another thing than the one kept under the same id; undefined
 *   when there is none
 */
export async function recordRailLines(
  tx: Tx,
  of: { rail: string; fileId: string; lines: readonly StatementLine[] },
): Promise<string | undefined> {
  const { rail, fileId, lines } = of;
  // What a bank writes may hold a comma, so it goes as an array; amounts and instants hold none.
  const column = (give: (line: StatementLine) => unknown) =>
    sql`string_to_array(${lines.map(give).join(',')}, ',')`;
  const { numAffectedRows } = await sql`insert into settlement.rail_line (rail, line_id, file_id,
      reference, direction, amount_minor, fee_minor, currency, booked_at)
    select ${rail}, line, ${fileId}::uuid, reference, direction, amount, fee, currency, booked
    from unnest(${lines.map(({ lineId }) => lineId)}::text[],
      ${lines.map(({ reference }) => reference)}::text[], ${column(({ direction }) => direction)},
      ${column(({ amountMinor }) => amountMinor)}::bigint[],
      ${column(({ feeMinor }) => feeMinor ?? 0n)}::bigint[], ${column(({ currency }) => currency)},
      ${column(({ bookedAt }) => renderInstant(bookedAt))}::timestamptz[])
      as row(line, reference, direction, amount, fee, currency, booked)
    on conflict (rail, line_id) do nothing`.execute(tx);
  if (Number(numAffectedRows ?? 0) === lines.length) return undefined;
  return adoptRailLines(tx, { rail, fileId, lines });
}

/** Compares lines with those kept under their ids, and takes over those that nothing came of. */
async function adoptRailLines(
  tx: Tx,
  of: { rail: string; fileId: string; lines: readonly StatementLine[] },
): Promise<string | undefined> {
  const { rail, fileId, lines } = of;
  const rows = JSON.stringify(
    lines.map(({ lineId, reference, direction, amountMinor }) => ({
      ...{ lineId, reference, direction, amountMinor: amountMinor.toString() },
    })),
  );
  const { rows: differing } = await sql<{ lineId: string }>`select kept.line_id as "lineId"
    from json_to_recordset(${rows}::json) as row("lineId" text, reference text, direction text,
        "amountMinor" bigint)
      join settlement.rail_line as kept on kept.rail = ${rail} and kept.line_id = row."lineId"
    where (kept.reference, kept.direction, kept.amount_minor) <>
      (row.reference, row.direction, row."amountMinor") limit 1`.execute(tx);
  if (differing[0] !== undefined) return differing[0].lineId;
  const ids = lines.map(({ lineId }) => lineId);
  await sql`update settlement.rail_line as kept set file_id = ${fileId}
    where kept.rail = ${rail} and kept.line_id = any(${ids}::text[]) and file_id <> ${fileId}
      and not exists (select 1 from settlement.statement_line as line
        where line.rail = kept.rail and line.line_id = kept.line_id)`.execute(tx);
  return undefined;
}

/** Lists the lines of a file that nothing came of yet, by id, a page after one. */
export async function listUnmatchedLines(
  tx: Tx,
  page: {
    rail: string;
    fileId: string;
    direction: StatementLine['direction'];
    afterId: string;
    limit: number;
  },
): Promise<StatementLine[]> {
  const { rows } = await sql<StatementLine>`select line_id as "lineId", reference, direction,
      amount_minor as "amountMinor", fee_minor as "feeMinor", currency, booked_at as "bookedAt"
    from settlement.rail_line as kept
    where file_id = ${page.fileId} and direction = ${page.direction} and line_id > ${page.afterId}
      and not exists (select 1 from settlement.statement_line as line
        where line.rail = ${page.rail} and line.line_id = kept.line_id)
    order by line_id limit ${page.limit}`.execute(tx);
  return rows;
}

/** Lists the files a rail was given to read, the latest first, at most 200. */
export async function listInbound(tx: Tx, rail: string): Promise<InboundFile[]> {
  const { rows } = await sql<InboundFile>`select ${columns} from settlement.inbound_file
    where rail = ${rail} order by received_at desc, id limit 200`.execute(tx);
  return rows;
}
