import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Payout } from '../payouts/payout.ts';
import type { StatementLine } from '../rails/rail.ts';
import type { LineMatch } from './match-line.ts';

/** A line of a statement with the payout it names and what it comes to. */
export interface MatchedLine {
  readonly line: StatementLine;
  readonly payout: Payout | undefined;
  readonly match: LineMatch;
}

/** Holds every other reader of a rail's statements off until the transaction ends. */
export async function lockStatements(tx: Tx, rail: string): Promise<void> {
  const key = `statement ${rail}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

/** Gives those lines that are not on record yet, each once. */
export async function listFreshLines(
  tx: Tx,
  read: { rail: string; page: readonly StatementLine[] },
): Promise<StatementLine[]> {
  const ids = read.page.map(({ lineId }) => lineId);
  const { rows } = await sql<{ line_id: string }>`select line_id from settlement.statement_line
    where rail = ${read.rail} and line_id = any(${ids}::text[])`.execute(tx);
  const known = new Set(rows.map((row) => row.line_id));
  const fresh = new Map(read.page.map((line) => [line.lineId, line]));
  return [...fresh.values()].filter(({ lineId }) => !known.has(lineId));
}

/** Names a payout and a direction, to tell whether a line of it is booked. */
export function bookingKey(payoutId: string, direction: StatementLine['direction']): string {
  return `${payoutId} ${direction}`;
}

/** Lists which directions are booked for the payouts, as {@link bookingKey}. */
export async function listBooked(tx: Tx, payoutIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string; direction: StatementLine['direction'] }>`
    select distinct payout_id as id, direction from settlement.statement_line
    where payout_id = any(${[...payoutIds]}::uuid[])`.execute(tx);
  return new Set(rows.map(({ id, direction }) => bookingKey(id, direction)));
}

/** Records lines with what they came to; those that nothing explains become exceptions. */
export async function recordLines(
  tx: Tx,
  ctx: Context,
  read: { rail: string; matched: readonly MatchedLine[] },
): Promise<void> {
  if (read.matched.length === 0) return;
  const at = renderInstant(ctx.now);
  const { matched } = read;
  // What a bank writes may hold a comma, so it goes as an array; amounts and ids hold none.
  const column = (give: (one: MatchedLine) => unknown) =>
    sql`string_to_array(${matched.map(give).join(',')}, ',')`;
  const orNull = (give: (one: MatchedLine) => string | undefined) =>
    matched.map((one) => give(one) ?? null);
  await sql`insert into settlement.statement_line (rail, line_id, reference, direction,
      amount_minor, fee_minor, currency, booked_at, payout_id, incident_id, remedy, recorded_at)
    select ${read.rail}, line, reference, direction, amount, fee, currency, booked, payout,
      incident, coalesce(remedy, 'cash'), ${at}::timestamptz
    from unnest(${matched.map(({ line }) => line.lineId)}::text[],
      ${matched.map(({ line }) => line.reference)}::text[],
      ${column(({ line }) => line.direction)}, ${column(({ line }) => line.amountMinor)}::bigint[],
      ${column(({ line }) => line.feeMinor ?? 0n)}::bigint[], ${column(({ line }) => line.currency)},
      ${column(({ line }) => renderInstant(line.bookedAt))}::timestamptz[],
      ${orNull(({ payout }) => payout?.id)}::uuid[],
      ${orNull(({ payout }) => payout?.incidentId)}::uuid[],
      ${orNull(({ payout }) => payout?.remedy)}::text[])
      as row(line, reference, direction, amount, fee, currency, booked, payout, incident, remedy)
    `.execute(tx);
  const unexplained = matched.flatMap(({ line, payout, match }) =>
    match.kind !== 'exception'
      ? []
      : [
          {
            ...{ lineId: line.lineId, reference: line.reference },
            ...{ payoutId: payout?.id ?? null, code: match.code, suggestion: match.suggestion },
          },
        ],
  );
  if (unexplained.length === 0) return;
  await sql`insert into settlement.reconciliation_exception
      (rail, line_id, code, suggestion, details, raised_at)
    select ${read.rail}, "lineId", code, suggestion,
      jsonb_build_object('payoutId', "payoutId", 'reference', reference), ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(unexplained)}::json) as row("lineId" text, code text,
      suggestion text, "payoutId" uuid, reference text)`.execute(tx);
}

/** Records that a window of a rail's statement was read whole; a replay of the reading changes nothing. */
export async function recordStatementRead(
  tx: Tx,
  ctx: Context,
  read: { rail: string; from: Instant; until: Instant; lineCount: number },
): Promise<void> {
  const [from, until] = [renderInstant(read.from), renderInstant(read.until)];
  await sql`insert into settlement.statement_read (id, rail, from_at, until_at, line_count, read_at)
    values (${ctx.newId()}, ${read.rail}, ${from}::timestamptz, ${until}::timestamptz,
      ${read.lineCount}, ${renderInstant(ctx.now)}::timestamptz)
    on conflict (id) do nothing`.execute(tx);
}
