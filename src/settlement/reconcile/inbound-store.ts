import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { FileProblem, ReadStatement } from '../rails/files/file-format.ts';
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

/** Records a file that was read, or put aside. */
export async function recordInbound(
  tx: Tx,
  ctx: Context,
  file: {
    id: string;
    rail: string;
    kind: InboundKind;
    name: string;
    sha256: string;
    byteCount: number;
    problem: FileProblem | undefined;
    lineCount: number;
    statement: ReadStatement | undefined;
  },
): Promise<void> {
  const { problem, statement } = file;
  const moment = (at: Instant | undefined): string | null =>
    at === undefined ? null : renderInstant(at);
  await sql`insert into settlement.inbound_file (id, rail, kind, name, sha256, byte_count, outcome,
      problem_code, problem, line_count, statement_id, from_at, until_at, received_by, received_at)
    values (${file.id}, ${file.rail}, ${file.kind}, ${file.name.slice(0, 200)}, ${file.sha256},
      ${file.byteCount}, ${problem === undefined ? 'applied' : 'quarantined'},
      ${problem?.code ?? null}, ${problem === undefined ? null : JSON.stringify(problem)}::jsonb,
      ${file.lineCount}, ${statement?.statementId ?? null},
      ${moment(statement?.from)}::timestamptz, ${moment(statement?.until)}::timestamptz,
      ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
}

/** Keeps the lines of a statement that was read; one that is kept already stays as it was. */
export async function recordRailLines(
  tx: Tx,
  of: { rail: string; fileId: string; lines: readonly StatementLine[] },
): Promise<void> {
  const pageSize = 5_000;
  for (let at = 0; at < of.lines.length; at += pageSize) {
    const rows = of.lines.slice(at, at + pageSize).map((line) => ({
      ...line,
      amountMinor: line.amountMinor.toString(),
      feeMinor: (line.feeMinor ?? 0n).toString(),
      bookedAt: renderInstant(line.bookedAt),
    }));
    await sql`insert into settlement.rail_line (rail, line_id, file_id, reference, direction,
        amount_minor, fee_minor, currency, booked_at)
      select ${of.rail}, "lineId", ${of.fileId}::uuid, reference, direction, "amountMinor",
        "feeMinor", currency, "bookedAt"
      from json_to_recordset(${JSON.stringify(rows)}::json) as row("lineId" text, reference text,
        direction text, "amountMinor" bigint, "feeMinor" bigint, currency text,
        "bookedAt" timestamptz)
      on conflict (rail, line_id) do nothing`.execute(tx);
  }
}

/** Lists the files a rail was given to read, the latest first, at most 200. */
export async function listInbound(tx: Tx, rail: string): Promise<InboundFile[]> {
  const { rows } = await sql<InboundFile>`select ${columns} from settlement.inbound_file
    where rail = ${rail} order by received_at desc, id limit 200`.execute(tx);
  return rows;
}
