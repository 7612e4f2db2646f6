import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed } from './bed.ts';
import { checkHistory } from './check/check-history.ts';
import { type Held, openLoad, waitForReceipts } from './drill.ts';
import { type History, type Operation, openHistory } from './history.ts';
import { judge, listLost } from './judge.ts';
import { keepBackup, type Restored, restoreOnEmpty } from './restore.ts';
import { loseSite } from './scenarios.ts';

/** How long claimants and staff work while the backup follows, and how long after the loss. */
const loadMs = 12_000;
const afterMs = 7000;
/** What is written is on its way to the backup for so long at most. */
const onTheWayMs = 1000;

export const RESTORE_LETTER = 'j';

interface Lost {
  readonly from: number;
  /** Up to here everything must come back: milliseconds of the epoch. */
  readonly archivedAt: number;
  readonly store: string;
  readonly keeper: string;
}

/** Loses the primary's site and another, while the third keeps the backup. */
async function loseTwo(bed: Bed, history: History, perSecond: number): Promise<Lost> {
  const roles = bed.seen()?.sites ?? [];
  const primary = roles.find(({ role }) => role === 'primary')?.site ?? '';
  const [other = '', keeper = ''] = bed.sites
    .map(({ name }) => name)
    .filter((name) => name !== primary);
  const backup = await keepBackup(bed, { at: keeper, of: primary });
  const { claimants, staff } = openLoad(bed, history, perSecond);
  await waitForReceipts(history);
  await sleep(loadMs);
  const from = Date.now();
  await Promise.all([loseSite(bed, primary), loseSite(bed, other)]);
  await sleep(afterMs);
  claimants.giveUp();
  staff.giveUp();
  await Promise.all([claimants.end(), staff.end()]);
  await backup.stop();
  const archivedAt = Math.min(from, backup.sealedAt()) - onTheWayMs;
  return { from, archivedAt, store: backup.store, keeper };
}

function listAmiss({ isVerified, isClosedBefore, isOpenAfter, said }: Restored): string[] {
  return [
    ...(isVerified ? [] : ['ledger and log were not verified']),
    ...(isClosedBefore ? [] : ['the copy sent or signed before anybody took over']),
    ...(isOpenAfter ? [] : ['the copy did not go on after the take-over']),
    ...said,
  ];
}

/**
 * Loses two sites for good and restores the backup of a third on an empty site: everything up to the last
 * archived instant is there, and nothing is sent until somebody takes over. The bed is of no use afterwards.
 */
export async function holdRestore(
  bed: Bed,
  options: { readonly perSecond: number; readonly historyPath: string },
): Promise<Held> {
  const history = openHistory(options.historyPath);
  try {
    const before = await bed.readBooks();
    const { from, archivedAt, store, keeper } = await loseTwo(bed, history, options.perSecond);
    const cameUntil = Date.now();
    const restored = await restoreOnEmpty(bed, { store, from: keeper });
    const doneAt = Date.now();
    const seconds = (ms: number): string => (ms / 1000).toFixed(1);
    const { operations } = history;
    const receipts = operations.filter(({ outcome }) => outcome === 'receipt');
    const missing = listLost(receipts, restored.books.claims);
    const lost = missing.filter(({ endedAt }) => endedAt < archivedAt);
    const judged = judge(operations, {
      ...{ from, until: cameUntil, stored: restored.books.claims, rounds: [] },
    });
    const oldest = Math.min(from, ...missing.map(({ endedAt }) => endedAt));
    return {
      ...{ letter: RESTORE_LETTER, title: 'two sites lost, restored from a backup' },
      ...{ floorSeconds: 0, floor: 'what an operator needs; nothing goes on by itself' },
      ...{ startedAt: from, doneAt, rejoinSeconds: (doneAt - cameUntil) / 1000 },
      verdict: {
        ...{ ...judged, lost: lost.length, splitBrain: 0, gapSeconds: (doneAt - from) / 1000 },
        receipts: receipts.length,
        // They are redeemed where people go on, which is no part of this drill.
        ...{ ticketsGiven: 0, ticketsRedeemed: 0 },
        examples: [
          ...judged.examples,
          `the newest sealed part of the log is from ${seconds(archivedAt + onTheWayMs - from)} s before the loss; ${missing.length} receipts of the last ${seconds(from - oldest)} s were on their way and are in the hands of their claimants only; ${judged.ticketsGiven} tickets were given afterwards`,
        ],
      },
      checked: checkHistory([...asArchived(operations, archivedAt), verified(restored)], {
        before,
        books: restored.books,
      }),
      amiss: listAmiss(restored),
    };
  } finally {
    await history.close();
  }
}

/** What was acknowledged after the last archived instant may be there or not; what was read then does not count. */
function asArchived(operations: readonly Operation[], archivedAt: number): readonly Operation[] {
  return operations.flatMap((operation) => {
    if (operation.endedAt < archivedAt) return [operation];
    const isRead = ['read_value', 'balances', 'verify'].includes(operation.operation);
    const isAcknowledged = operation.outcome === 'receipt' || operation.outcome === 'done';
    return isRead
      ? []
      : [isAcknowledged ? { ...operation, outcome: 'unknown' as const } : operation];
  });
}

function verified({ isVerified }: Restored): Operation {
  const at = Date.now();
  const value = isVerified ? [] : null;
  return {
    ...{ process: 'drill', operation: 'verify', startedAt: at, endedAt: at, outcome: 'done' },
    value,
  };
}
