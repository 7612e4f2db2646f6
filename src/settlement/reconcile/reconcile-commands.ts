import { assert, type Instant } from '../../kernel/index.ts';
import { type Context, requirePermission, type Tx } from '../../platform/index.ts';
import { accountId } from '../ledger/account.ts';
import { postTransfers } from '../ledger/commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { openChart } from '../ledger/store.ts';
import type { TransferRequest } from '../ledger/transfer.ts';
import { applyWithLateTruth } from '../payouts/answer-commands.ts';
import { isEffective, type Payout } from '../payouts/payout.ts';
import { lockAttempts, lockPayoutsByReference } from '../payouts/store.ts';
import type { Rail, StatementLine } from '../rails/rail.ts';
import { listUnmatchedLines, loadStatementHead } from './inbound-store.ts';
import { matchLine } from './match-line.ts';
import {
  bookingKey,
  listBooked,
  type MatchedLine,
  recordExceptions,
  recordLines,
  recordStatementRead,
} from './statement-store.ts';

/** What reading a statement did. */
export interface Reconciliation {
  readonly lineCount: number;
  /** Lines of earlier statements, which change nothing again. */
  readonly repeatedCount: number;
  readonly confirmedCount: number;
  readonly returnedCount: number;
  readonly exceptionCount: number;
}

/** Lines to be matched: of which rail, and of which half-open window when they are all of it. */
export interface StatementRequest {
  readonly rail: string;
  readonly lines: readonly StatementLine[];
  readonly window?: { readonly from: Instant; readonly until: Instant };
  readonly onProgress?: (lineCount: number, totalCount: number) => void;
}

const pageSize = 2_000;

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
  return reconcileLines(ctx, { rail: rail.name, lines, window: { from, until } });
}

/** Matches the lines of a statement, whatever they were read from; see {@link reconcileStatement}. */
export async function reconcileLines(
  ctx: Context,
  request: StatementRequest,
): Promise<Reconciliation> {
  const { lines } = request;
  return reconcilePages(ctx, {
    ...{ ...request, lineCount: lines.length },
    async *pagesOf(direction) {
      const ofDirection = lines.filter((line) => line.direction === direction);
      for (let at = 0; at < ofDirection.length; at += pageSize) {
        yield ofDirection.slice(at, at + pageSize);
      }
    },
  });
}

/**
 * Matches the lines of a statement that was kept from a file and that nothing came of yet; again,
 * it goes on where it was cut off.
 */
export async function reconcileFile(
  ctx: Context,
  request: Pick<StatementRequest, 'rail' | 'onProgress'> & { readonly fileId: string },
): Promise<Reconciliation> {
  const { rail, fileId } = request;
  const { lineCount, from, until } = await ctx.read((tx) => loadStatementHead(tx, fileId));
  const window = from !== undefined && until !== undefined ? { window: { from, until } } : {};
  return reconcilePages(ctx, {
    ...{ ...request, ...window, lineCount },
    async *pagesOf(direction) {
      const list = (afterId: string) =>
        ctx.read((tx) => {
          const page = { rail, fileId, direction, afterId, limit: pageSize };
          return listUnmatchedLines(tx, page);
        });
      for (let page = await list(''); page.length > 0; ) {
        const last = page.at(-1)?.lineId ?? '';
        // The next page is read while this one is matched.
        const next = page.length < pageSize ? undefined : list(last);
        next?.catch(() => undefined);
        yield page;
        page = (await next) ?? [];
      }
    },
  });
}

type LinePages = Omit<StatementRequest, 'lines'> & {
  readonly lineCount: number;
  pagesOf(direction: StatementLine['direction']): AsyncIterable<readonly StatementLine[]>;
};

async function reconcilePages(ctx: Context, request: LinePages): Promise<Reconciliation> {
  requirePermission(ctx, 'payout:send');
  const { rail, lineCount, window } = request;
  const sums = { freshCount: 0, confirmedCount: 0, returnedCount: 0, exceptionCount: 0 };
  let readCount = 0;
  // Payments before returns, so that a payment that came back in the same window is seen paid first.
  for (const direction of ['paid', 'returned'] as const) {
    await eachOf(request.pagesOf(direction), async (page) => {
      const matched = await ctx.transact((tx) => reconcilePage(ctx, tx, { rail, page }));
      const countOf = (kind: string) => matched.filter(({ match }) => match.kind === kind).length;
      sums.freshCount += matched.length;
      sums.exceptionCount += countOf('exception');
      sums[direction === 'paid' ? 'confirmedCount' : 'returnedCount'] += countOf('event');
      readCount += page.length;
      request.onProgress?.(readCount, lineCount);
    });
  }
  if (window !== undefined) {
    await ctx.transact((tx) => recordStatementRead(tx, ctx, { rail, ...window, lineCount }));
  }
  const { freshCount, ...counts } = sums;
  return { lineCount, repeatedCount: lineCount - freshCount, ...counts };
}

/** So many pages are matched at once: while one is posted, others are read and decided. */
const pagesAtOnce = 3;

/** Works through pages, several at once; a failure is thrown when none is under way any more. */
async function eachOf<T>(pages: AsyncIterable<T>, work: (page: T) => Promise<void>): Promise<void> {
  const open = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const page of pages) {
    const working: Promise<void> = work(page)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => open.delete(working));
    open.add(working);
    if (open.size >= pagesAtOnce) await Promise.race(open);
    if (failures.length > 0) break;
  }
  await Promise.all(open);
  if (failures.length > 0) throw failures[0];
}

/**
 * Matches a page. The payouts are locked first, so that what is booked for them stays as it is read;
 * and only lines that this page is the first to record have an effect.
 */
async function reconcilePage(
  ctx: Context,
  tx: Tx,
  read: { rail: string; page: readonly StatementLine[] },
): Promise<MatchedLine[]> {
  const { rail, page } = read;
  const lines = [...new Map(page.map((line) => [line.lineId, line])).values()];
  const references = lines.map(({ reference }) => reference);
  const payouts = await lockPayoutsByReference(tx, { rail, references });
  const booked = await listBooked(
    tx,
    payouts.map(({ id }) => id),
  );
  const fresh = await recordLines(tx, ctx, { rail, lines, payouts });
  const matched = await matchLines(tx, { lines: fresh, payouts, booked });
  await recordExceptions(tx, ctx, { rail, matched });
  const occurrences = matched.flatMap(({ payout, match }) =>
    payout !== undefined && match.kind === 'event' ? [{ payout, event: match.event }] : [],
  );
  const blocked = await applyWithLateTruth(ctx, tx, occurrences);
  assert(blocked.length === 0, 'reconciliation: a second payment is an exception');
  await postFees(ctx, tx, matched);
  return matched;
}

async function matchLines(
  tx: Tx,
  read: {
    lines: readonly StatementLine[];
    payouts: readonly Payout[];
    booked: ReadonlySet<string>;
  },
): Promise<MatchedLine[]> {
  const { lines, payouts } = read;
  const booked = new Set(read.booked);
  const isOtherPaying = await listOtherPaying(tx, payouts);
  const byReference = new Map(payouts.map((payout) => [payout.railReference, payout]));
  return lines.map((line): MatchedLine => {
    const payout = byReference.get(line.reference);
    const key = bookingKey(payout?.id ?? '', line.direction);
    const isBookedBefore = payout !== undefined && booked.has(key);
    booked.add(key);
    const known = { isOtherPaying: isOtherPaying.has(payout?.id ?? ''), isBookedBefore };
    return { line, payout, match: matchLine(line, payout, known) };
  });
}

/** Gives the payouts that are not effective while another attempt for their award was sent and is. */
async function listOtherPaying(tx: Tx, payouts: readonly Payout[]): Promise<Set<string>> {
  const over = payouts.filter(({ state }) => !isEffective(state));
  if (over.length === 0) return new Set();
  const awardIds = over.map(({ awardId }) => awardId);
  const isPaying = ({ state }: Payout): boolean =>
    isEffective(state) && state !== 'proposed' && state !== 'approved';
  const paying = new Set(
    (await lockAttempts(tx, awardIds)).filter(isPaying).map(({ awardId }) => awardId),
  );
  return new Set(over.filter(({ awardId }) => paying.has(awardId)).map(({ id }) => id));
}

/** Books what the rail charged for the payments of the lines: a cost, out of the bank. */
async function postFees(ctx: Context, tx: Tx, matched: readonly MatchedLine[]): Promise<void> {
  const charged = matched.flatMap(({ line, payout }) =>
    payout === undefined || line.feeMinor === undefined || line.feeMinor === 0n
      ? []
      : [{ lineId: line.lineId, feeMinor: line.feeMinor, payout }],
  );
  for (const incidentId of new Set(charged.map(({ payout }) => payout.incidentId))) {
    const ofIncident = charged.filter(({ payout }) => payout.incidentId === incidentId);
    const currencies = new Set(ofIncident.map(({ payout }) => payout.currency));
    for (const currency of currencies) await openChart(tx, { incidentId, currency });
    const requests = ofIncident.map(({ lineId, feeMinor, payout }): TransferRequest => {
      const { rail, currency, id: reference } = payout;
      return {
        id: derivedId(['fee', rail, lineId]),
        kind: 'posted',
        debitAccountId: accountId({ incidentId, currency, code: 'fees' }),
        creditAccountId: accountId({ incidentId, currency, code: 'other_paid' }),
        amountMinor: feeMinor,
        currency,
        code: 'fee_charged',
        reference,
      };
    });
    const posted = await postTransfers(ctx, tx, { incidentId, requests });
    assert(posted.ok, 'reconciliation: fees are posted', posted);
  }
}
