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

/**
 * Records lines, each once for ever, with the payout it names.
 *
 * @returns the lines that were not on record before, in their order
 */
export async function recordLines(
  tx: Tx,
  ctx: Context,
  read: { rail: string; lines: readonly StatementLine[]; payouts: readonly Payout[] },
): Promise<StatementLine[]> {
  const { rail, lines } = read;
  if (lines.length === 0) return [];
  const byReference = new Map(read.payouts.map((payout) => [payout.railReference, payout]));
  const payoutOf = ({ reference }: StatementLine) => byReference.get(reference);
  // What a bank writes may hold a comma, so it goes as an array; amounts and instants hold none.
  const column = (give: (line: StatementLine) => unknown) =>
    sql`string_to_array(${lines.map(give).join(',')}, ',')`;
  const ofPayout = (give: (payout: Payout) => string) =>
    lines.map((line) => {
      const payout = payoutOf(line);
      return payout === undefined ? null : give(payout);
    });
  const { rows } = await sql<{ lineId: string }>`insert into settlement.statement_line
      (rail, line_id, reference, direction, amount_minor, fee_minor, currency, booked_at, payout_id,
        incident_id, remedy, recorded_at)
    select ${rail}, line, reference, direction, amount, fee, currency, booked, payout, incident,
      coalesce(remedy, 'cash'), ${renderInstant(ctx.now)}::timestamptz
    from unnest(${lines.map(({ lineId }) => lineId)}::text[],
      ${lines.map(({ reference }) => reference)}::text[], ${column(({ direction }) => direction)},
      ${column(({ amountMinor }) => amountMinor)}::bigint[],
      ${column(({ feeMinor }) => feeMinor ?? 0n)}::bigint[], ${column(({ currency }) => currency)},
      ${column(({ bookedAt }) => renderInstant(bookedAt))}::timestamptz[],
      ${ofPayout(({ id }) => id)}::uuid[], ${ofPayout(({ incidentId }) => incidentId)}::uuid[],
      ${ofPayout(({ remedy }) => remedy)}::text[])
      as row(line, reference, direction, amount, fee, currency, booked, payout, incident, remedy)
    on conflict (rail, line_id) do nothing returning line_id as "lineId"`.execute(tx);
  if (rows.length === lines.length) return [...lines];
  const recorded = new Set(rows.map(({ lineId }) => lineId));
  return lines.filter(({ lineId }) => recorded.has(lineId));
}

/** Puts lines that nothing explains before a person, with what that person may do. */
export async function recordExceptions(
  tx: Tx,
  ctx: Context,
  read: { rail: string; matched: readonly MatchedLine[] },
): Promise<void> {
  const rows = read.matched.flatMap(({ line, payout, match }) => {
    if (match.kind !== 'exception') return [];
    const { lineId, reference } = line;
    const { code, suggestion } = match;
    return [{ lineId, reference, code, suggestion, payoutId: payout?.id ?? null }];
  });
  if (rows.length === 0) return;
  await sql`insert into settlement.reconciliation_exception
      (rail, line_id, code, suggestion, details, raised_at)
    select ${read.rail}, "lineId", code, suggestion,
      jsonb_build_object('payoutId', "payoutId", 'reference', reference),
      ${renderInstant(ctx.now)}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as row("lineId" text, code text,
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
