import { type CurrencyCode, type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { ExceptionCode, Suggestion } from './match-line.ts';

/** An open or closed reconciliation exception, with the statement line it is about. */
export interface ReconciliationException {
  readonly rail: string;
  readonly lineId: string;
  readonly code: ExceptionCode;
  readonly suggestion: Suggestion;
  readonly reference: string;
  readonly direction: 'paid' | 'returned';
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly bookedAt: Instant;
  /** Null when the rail names a payment that is not known here. */
  readonly payoutId: string | null;
  readonly raisedAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: string | null;
}

/** Which exceptions are listed; one that names no payout belongs to every incident. */
export interface ExceptionFilter {
  readonly incidentId?: string | undefined;
  readonly isOpen?: boolean | undefined;
  readonly after?: string | undefined;
  readonly limit?: number;
}

type Place = Pick<ReconciliationException, 'rail' | 'lineId' | 'code' | 'raisedAt'>;

function cursorOf({ raisedAt, rail, lineId, code }: Place): string {
  const place = [renderInstant(raisedAt), rail, lineId, code];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function placeOf(cursor: string | undefined): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPlace = Array.isArray(place) && place.length === 4;
    return isPlace && place.every((part) => typeof part === 'string') ? place : undefined;
  } catch {
    return undefined;
  }
}

/** Lists exceptions, the first raised first, a page at a time; `next` is the following cursor. */
export async function listExceptions(
  tx: Tx,
  filter: ExceptionFilter = {},
): Promise<{ readonly exceptions: readonly ReconciliationException[]; readonly next?: string }> {
  const { incidentId, isOpen, limit = 100 } = filter;
  const after = placeOf(filter.after);
  const conditions = [
    sql`true`,
    ...(incidentId === undefined
      ? []
      : [sql`(line.incident_id = ${incidentId} or line.incident_id is null)`]),
    ...(isOpen === undefined ? [] : [sql`(exception.resolved_at is null) = ${isOpen}`]),
    ...(after === undefined
      ? []
      : [
          sql`(date_trunc('milliseconds', raised_at), exception.rail, exception.line_id,
            exception.code) > (${after[0]}::timestamptz, ${after[1]}, ${after[2]}, ${after[3]})`,
        ]),
  ];
  const { rows } = await sql<ReconciliationException>`
    select exception.rail, exception.line_id as "lineId", exception.code, suggestion,
      line.reference, line.direction, line.amount_minor as "amountMinor", line.currency,
      line.booked_at as "bookedAt", line.payout_id as "payoutId", raised_at as "raisedAt",
      resolved_at as "resolvedAt", resolved_by as "resolvedBy"
    from settlement.reconciliation_exception as exception
      join settlement.statement_line as line
        on line.rail = exception.rail and line.line_id = exception.line_id
    where ${sql.join(conditions, sql` and `)}
    order by date_trunc('milliseconds', raised_at), exception.rail, exception.line_id,
      exception.code
    limit ${limit + 1}`.execute(tx);
  const exceptions = rows.slice(0, limit);
  const last = exceptions.at(-1);
  return rows.length > limit && last !== undefined
    ? { exceptions, next: cursorOf(last) }
    : { exceptions };
}
