import { accept, type Instant, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import type { Rail, StatementLine } from '../rails/rail.ts';
import { applyPayoutEvents } from './commands.ts';
import { type LineMatch, matchLine } from './match-line.ts';
import { isEffective, type Payout } from './payout.ts';
import { listEffectivelyPaidAwards, lockPayoutsByReference } from './store.ts';

/** What reading a statement did. */
export interface Reconciliation {
  readonly lineCount: number;
  /** Lines of earlier statements, which change nothing again. */
  readonly repeatedCount: number;
  readonly confirmedCount: number;
  readonly returnedCount: number;
  readonly exceptionCount: number;
}

interface MatchedLine {
  readonly line: StatementLine;
  readonly payout: Payout | undefined;
  readonly match: LineMatch;
}

const pageSize = 500;

/**
 * Reads the rail's statement for a half-open window and matches every line to a payout.
 *
 * A statement read twice, or in any order, has the effect of once. What cannot be matched is
 * queued as an exception with a suggested action, and changes nothing else.
 */
export async function reconcileStatement(
  ctx: Context,
  request: { readonly rail: Rail; readonly from: Instant; readonly until: Instant },
): Promise<Reconciliation> {
  requirePermission(ctx, 'payout:send');
  const { rail, from, until } = request;
  const lines = await rail.statement({ from, until });
  const matched: MatchedLine[] = [];
  // Payments before returns, so that a payment that came back in the same window is seen paid first.
  for (const direction of ['paid', 'returned'] as const) {
    const ofDirection = lines.filter((line) => line.direction === direction);
    for (let at = 0; at < ofDirection.length; at += pageSize) {
      const page = ofDirection.slice(at, at + pageSize);
      matched.push(...(await ctx.transact((tx) => reconcilePage(ctx, tx, { rail, page }))));
    }
  }
  const countOf = (is: (matched: MatchedLine) => boolean): number => matched.filter(is).length;
  const isEvent = (direction: string) => (one: MatchedLine) =>
    one.match.kind === 'event' && one.line.direction === direction;
  return {
    lineCount: lines.length,
    repeatedCount: lines.length - matched.length,
    confirmedCount: countOf(isEvent('paid')),
    returnedCount: countOf(isEvent('returned')),
    exceptionCount: countOf(({ match }) => match.kind === 'exception'),
  };
}

async function reconcilePage(
  ctx: Context,
  tx: Tx,
  read: { rail: Rail; page: readonly StatementLine[] },
): Promise<MatchedLine[]> {
  const { rail, page } = read;
  const fresh = await listFreshLines(tx, { rail: rail.name, page });
  const references = fresh.map(({ reference }) => reference);
  const payouts = await lockPayoutsByReference(tx, { rail: rail.name, references });
  const awardIds = payouts.map(({ awardId }) => awardId);
  const paidAwards = await listEffectivelyPaidAwards(tx, awardIds);
  const byReference = new Map(payouts.map((payout) => [payout.railReference, payout]));
  const matched = fresh.map((line): MatchedLine => {
    const payout = byReference.get(line.reference);
    const hasOther =
      payout !== undefined && !isEffective(payout.state) && paidAwards.has(payout.awardId);
    const match = matchLine(line, payout, hasOther);
    if (payout !== undefined && match.kind === 'event') paidAwards.add(payout.awardId);
    return { line, payout, match };
  });
  await recordLines(tx, ctx, { rail: rail.name, matched });
  await applyPayoutEvents(
    ctx,
    tx,
    matched.flatMap(({ payout, match }) =>
      payout !== undefined && match.kind === 'event' ? [{ payout, event: match.event }] : [],
    ),
  );
  return matched;
}

async function listFreshLines(
  tx: Tx,
  read: { rail: string; page: readonly StatementLine[] },
): Promise<StatementLine[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statement ${read.rail}`}, 0))`.execute(
    tx,
  );
  const ids = read.page.map(({ lineId }) => lineId);
  const { rows } = await sql<{ line_id: string }>`select line_id from settlement.statement_line
    where rail = ${read.rail} and line_id = any(${ids}::text[])`.execute(tx);
  const known = new Set(rows.map((row) => row.line_id));
  const fresh = new Map(read.page.map((line) => [line.lineId, line]));
  return [...fresh.values()].filter(({ lineId }) => !known.has(lineId));
}

async function recordLines(
  tx: Tx,
  ctx: Context,
  read: { rail: string; matched: readonly MatchedLine[] },
): Promise<void> {
  if (read.matched.length === 0) return;
  const at = renderInstant(ctx.now);
  const rows = JSON.stringify(
    read.matched.map(({ line, payout, match }) => ({
      ...line,
      amountMinor: line.amountMinor.toString(),
      bookedAt: renderInstant(line.bookedAt),
      payoutId: payout?.id ?? null,
      incidentId: payout?.incidentId ?? null,
      code: match.kind === 'exception' ? match.code : null,
      suggestion: match.kind === 'exception' ? match.suggestion : null,
    })),
  );
  await sql`insert into settlement.statement_line (rail, line_id, reference, direction,
      amount_minor, currency, booked_at, payout_id, incident_id, recorded_at)
    select ${read.rail}, "lineId", reference, direction, "amountMinor", currency, "bookedAt",
      "payoutId", "incidentId", ${at}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as row("lineId" text, reference text, direction text,
      "amountMinor" bigint, currency text, "bookedAt" timestamptz, "payoutId" uuid,
      "incidentId" uuid)`.execute(tx);
  await sql`insert into settlement.reconciliation_exception
      (rail, line_id, code, suggestion, details, raised_at)
    select ${read.rail}, "lineId", code, suggestion,
      jsonb_build_object('payoutId', "payoutId", 'reference', reference), ${at}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as row("lineId" text, code text, suggestion text,
      "payoutId" uuid, reference text)
    where code is not null`.execute(tx);
}

/** Names one exception: a line of a rail's statement, and what is wrong with it. */
export interface ExceptionName {
  readonly rail: string;
  readonly lineId: string;
  readonly code: string;
}

/** Why an exception is not closed. */
export interface ExceptionRefusal {
  readonly code: 'exception_not_found';
  readonly lineId: string;
}

/**
 * Closes an exception a person has dealt with; who and when stay on record. One that is closed
 * already stays as it was first.
 */
export async function resolveException(
  ctx: Context,
  exception: ExceptionName,
): Promise<Outcome<ExceptionName, ExceptionRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { rail, lineId, code } = exception;
  return ctx.transact(async (tx) => {
    const { rows } = await sql<{ isOpen: boolean }>`
      select resolved_at is null as "isOpen" from settlement.reconciliation_exception
      where rail = ${rail} and line_id = ${lineId} and code = ${code} for update`.execute(tx);
    const [found] = rows;
    if (found === undefined) return refuse({ code: 'exception_not_found', lineId });
    if (!found.isOpen) return accept({ rail, lineId, code });
    await sql`update settlement.reconciliation_exception
      set resolved_at = ${renderInstant(ctx.now)}::timestamptz, resolved_by = ${ctx.actor.id}
      where rail = ${rail} and line_id = ${lineId} and code = ${code}`.execute(tx);
    const action = 'settlement.exception_resolved';
    const subject = `${rail}/${lineId}`;
    await recordAudit(tx, { ctx, action, subject, details: { code } });
    return accept({ rail, lineId, code });
  });
}
