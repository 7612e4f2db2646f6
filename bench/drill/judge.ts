import type { Operation, Turn } from './history.ts';
import type { Round, StoredClaim } from './watch.ts';

/** What one scenario showed. Counts are over the time from the blow until every ticket was redeemed. */
export interface Verdict {
  /** The longest time without a receipt, in seconds. */
  readonly gapSeconds: number;
  readonly receipts: number;
  readonly ticketsGiven: number;
  /** Tickets whose claimant has a receipt now. */
  readonly ticketsRedeemed: number;
  /** Attempts that got neither a receipt nor a ticket from any site. */
  readonly refused: number;
  /** Answers of a server, at any site, that were neither a receipt nor a ticket. */
  readonly errorPages: number;
  /** Acknowledged claim numbers that the database does not have under their claim. */
  readonly lost: number;
  /** Claims that have two numbers, or were submitted twice. */
  readonly doubles: number;
  /** Receipts given while two sites said that they were the primary, and lost. */
  readonly splitBrain: number;
  /** The first attempts that were refused or met an error page: who, when and what each site said. */
  readonly examples: readonly string[];
}

const examplesMax = 3;

const isFiling = ({ operation }: Operation): boolean =>
  operation === 'file' || operation === 'file_again';

/**
 * Judges a stretch of a history against what the database holds after it.
 *
 * @param from when the blow fell, in milliseconds of the epoch; `until` when the last ticket was redeemed
 */
export function judge(
  history: readonly Operation[],
  about: {
    readonly from: number;
    readonly until: number;
    readonly stored: readonly StoredClaim[];
    readonly rounds: readonly Round[];
  },
): Verdict {
  const filed = history.filter(
    (each) => isFiling(each) && each.endedAt >= about.from && each.endedAt <= about.until,
  );
  const receipts = filed.filter(({ outcome }) => outcome === 'receipt');
  const ticketed = new Set(filed.filter(({ outcome }) => outcome === 'ticket').map(idOf));
  // Whoever filed again may have had the receipt before the blow.
  const all = history.filter((each) => isFiling(each) && each.outcome === 'receipt');
  const acknowledged = new Set(all.map(idOf));
  const lost = listLost(all, about.stored);
  return {
    gapSeconds: longestGap(history, about),
    receipts: receipts.length,
    ticketsGiven: ticketed.size,
    ticketsRedeemed: [...ticketed].filter((id) => acknowledged.has(id)).length,
    refused: filed.filter(({ outcome }) => outcome === 'refused').length,
    errorPages: filed.flatMap(listErrorPages).length,
    lost: lost.length,
    doubles: countDoubles(all, about.stored),
    splitBrain: lost.filter(({ endedAt }) => isSplit(about.rounds, endedAt)).length,
    examples: filed
      .filter((each) => each.outcome === 'refused' || listErrorPages(each).length > 0)
      .slice(0, examplesMax)
      .map((each) => renderExample(each, about.from)),
  };
}

const listErrorPages = ({ turns = [] }: Operation): readonly Turn[] =>
  turns.filter(({ status }) => status !== 0);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function renderExample(
  { process, startedAt, outcome, turns = [] }: Operation,
  from: number,
): string {
  const said = turns.map(
    ({ site, status, afterMs, said: words }) =>
      `${site} after ${seconds(afterMs)}: ${status === 0 ? '' : `${status} `}${words}`,
  );
  return `${process}, ${seconds(startedAt - from)} after the blow, ${outcome}: ${said.join('; ')}`;
}

const idOf = ({ claimId = '' }: Operation): string => claimId;

/** Gives the receipts whose number the database does not have under their claim. */
export function listLost(
  receipts: readonly Operation[],
  stored: readonly StoredClaim[],
): readonly Operation[] {
  const numbers = new Map(stored.map(({ id, number }) => [id, number]));
  return receipts.filter(({ claimId = '', claimNumber }) => numbers.get(claimId) !== claimNumber);
}

function countDoubles(receipts: readonly Operation[], stored: readonly StoredClaim[]): number {
  const numbers = new Map<string, Set<string>>();
  for (const { claimId = '', claimNumber = '' } of receipts) {
    numbers.set(claimId, (numbers.get(claimId) ?? new Set()).add(claimNumber));
  }
  const twoNumbers = [...numbers.values()].filter(({ size }) => size > 1).length;
  return twoNumbers + stored.filter(({ submissions }) => submissions > 1).length;
}

/** Gives the longest time between one receipt and the next, in seconds; the ends of the stretch count. */
export function longestGap(
  history: readonly Operation[],
  { from, until }: { readonly from: number; readonly until: number },
): number {
  const times = history
    .filter((each) => isFiling(each) && each.outcome === 'receipt')
    .map(({ endedAt }) => endedAt)
    .filter((at) => at >= from && at <= until)
    .sort((left, right) => left - right);
  let longest = 0;
  let last = from;
  for (const at of [...times, until]) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return longest / 1000;
}

function isSplit(rounds: readonly Round[], at: number): boolean {
  const near = rounds.filter((round) => Math.abs(round.at - at) <= 500);
  return near.some(({ sites }) => sites.filter(({ role }) => role === 'primary').length > 1);
}
