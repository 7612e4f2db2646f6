import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bed, forkBeside, isWhole } from './bed.ts';
import { type Checked, checkHistory } from './check/check-history.ts';
import type { ClaimantsTask } from './claimants.ts';
import { type History, type Operation, openHistory } from './history.ts';
import { judge, longestGap, type Verdict } from './judge.ts';
import { OUTSIDE } from './network.ts';
import type { Scenario } from './scenarios.ts';
import type { StaffTask } from './staff.ts';
import type { Books } from './watch.ts';

/** One scenario with what it showed. */
export interface Held {
  readonly letter: string;
  readonly title: string;
  readonly limitSeconds?: number;
  readonly floorSeconds: number;
  readonly floor: string;
  readonly startedAt: number;
  readonly doneAt: number;
  readonly verdict: Verdict;
  /** The longest time between two receipts before the blow, in seconds: what the claimants' coming alone makes. */
  readonly calmSeconds?: number;
  readonly checked: Checked;
  /** What went otherwise than it must, beside what is counted. */
  readonly amiss?: readonly string[];
  /** What the staff got done while a site was lost; undefined where they were not waited for. */
  readonly workedOn?: WorkedOn;
  /** Seconds from the end of the blow until all three sites were whole again. */
  readonly rejoinSeconds?: number;
}

/** Approvals and runs of payouts that began and ended while a site was lost. */
export interface WorkedOn {
  readonly approvals: number;
  readonly paidRuns: number;
}

/** How long claimants come before the blow, and after everything is whole again. */
const aroundMs = 3000;
/** So many receipts, and claimants have begun; within so long they have, or nothing works. */
const flowing = 20;
const startMs = 60_000;
const overMs = 60_000;
const rejoinMs = 120_000;
const redeemMs = 60_000;
const workMs = 120_000;

/** People at work in a process of their own. */
interface People {
  end(): Promise<void>;
  /** Lets them stop, whether they have what they came for or not. */
  giveUp(): void;
}

function sendPeople(
  history: History,
  { program, task }: { program: 'claimants' | 'staff'; task: ClaimantsTask | StaffTask },
): People {
  const child: ChildProcess = forkBeside(program, { inside: OUTSIDE });
  child.on('message', (operation: Operation) => history.record(operation));
  child.send(task);
  const ended = once(child, 'exit');
  const giveUp = (): void => void (child.connected && child.send('give up'));
  return {
    giveUp,
    async end() {
      if (child.connected) child.send('end');
      const timer = setTimeout(giveUp, redeemMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Lets claimants come and staff work; gives how to end the one, and then the other. */
export function openLoad(bed: Bed, history: History, perSecond: number) {
  const about = {
    sites: bed.sites.map(({ name, address }) => ({ name, address, port: 443 })),
    domain: bed.domain,
    authority: bed.authority,
  };
  const { incidentId } = bed.seeded;
  return {
    claimants: sendPeople(history, {
      program: 'claimants',
      task: { ...about, incidentId, perSecond },
    }),
    staff: sendPeople(history, { program: 'staff', task: { ...about, ...bed.seeded } }),
  };
}

/** Waits until receipts flow and somebody decides, so that a slow start is not taken for a gap. */
export async function waitForReceipts({ operations }: History): Promise<void> {
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    const receipts = operations.filter(({ outcome }) => outcome === 'receipt');
    const isDecided = operations.some(({ operation }) => operation === 'decide');
    if (receipts.length >= flowing && isDecided) break;
    await sleep(100);
  }
  await sleep(aroundMs);
}

function countWork({ operations }: History, from: number): WorkedOn {
  const done = operations.filter(
    ({ outcome, startedAt }) => outcome === 'done' && startedAt >= from,
  );
  return {
    approvals: done.filter(({ operation }) => operation === 'approve').length,
    paidRuns: done.filter(({ operation }) => operation === 'pay').length,
  };
}

/** Waits until staff have decided and paid since the blow, as long as people would wait. */
async function waitForWork(history: History, from: number): Promise<WorkedOn> {
  const deadline = Date.now() + workMs;
  for (;;) {
    const work = countWork(history, from);
    if ((work.approvals > 0 && work.paidRuns > 0) || Date.now() > deadline) return work;
    await sleep(500);
  }
}

interface Struck {
  readonly from: number;
  readonly workedOn: WorkedOn | undefined;
  readonly amiss: readonly string[];
  readonly rejoinSeconds: number | undefined;
}

async function strike(bed: Bed, history: History, scenario: Scenario): Promise<Struck> {
  const before = await bed.waitFor(isWhole, rejoinMs);
  if (before === undefined)
    throw new Error(`the sites are not whole: ${JSON.stringify(bed.seen())}`);
  const from = Date.now();
  const undo = await scenario.strike(bed);
  const fault = { process: 'drill', operation: 'fault', outcome: 'done' } as const;
  history.record({ ...fault, startedAt: from, endedAt: Date.now(), value: scenario.title });
  const over = await bed.waitFor(
    (round) => round.at > from + 500 && scenario.isOver(round, before),
    overMs,
  );
  const amiss =
    over === undefined
      ? [`it was not over after ${overMs / 1000} s: ${JSON.stringify(bed.seen())}`]
      : ((await scenario.meanwhile?.(bed)) ?? []);
  const workedOn = scenario.lost === undefined ? undefined : await waitForWork(history, from);
  await sleep(aroundMs);
  const undoneAt = Date.now();
  await undo();
  history.record({
    ...fault,
    startedAt: undoneAt,
    endedAt: Date.now(),
    value: `end of: ${scenario.title}`,
  });
  const whole = await bed.waitFor((round) => round.at > undoneAt && isWhole(round), rejoinMs);
  const rejoinSeconds = whole === undefined ? undefined : (whole.at - undoneAt) / 1000;
  return { from, workedOn, amiss, rejoinSeconds };
}

function judgeAll(
  operations: readonly Operation[],
  about: { bed: Bed; from: number; cameUntil: number; stored: Books['claims'] },
): Verdict {
  const { bed, from, cameUntil, stored } = about;
  const rounds = bed.rounds(from - 1000);
  const filed = operations.filter(({ operation }) => operation.startsWith('file'));
  const last = Math.max(cameUntil, ...filed.map(({ endedAt }) => endedAt));
  const whole = judge(operations, { from, until: last, stored, rounds });
  // Nobody comes any more while the last tickets are redeemed, so that time is no gap.
  const { gapSeconds } = judge(operations, { from, until: cameUntil, stored, rounds });
  return { ...whole, gapSeconds };
}

/** Gives the longest time between two receipts from the first until the blow, in seconds. */
function calmBefore(operations: readonly Operation[], from: number): number {
  const receipts = operations.filter(({ outcome }) => outcome === 'receipt');
  const first = Math.min(from, ...receipts.map(({ endedAt }) => endedAt));
  return longestGap(operations, { from: first, until: from });
}

/**
 * Holds one scenario under load: claimants come, staff decide and pay, the blow falls, it is undone, and then every
 * acknowledged claim is looked for in the database.
 *
 * @param historyPath where every operation is written, one JSON line each
 */
export async function holdScenario(
  bed: Bed,
  scenario: Scenario,
  options: { readonly perSecond: number; readonly historyPath: string },
): Promise<Held> {
  mkdirSync(dirname(options.historyPath), { recursive: true });
  const history = openHistory(options.historyPath);
  const before = await bed.readBooks();
  const { claimants, staff } = openLoad(bed, history, options.perSecond);
  try {
    await waitForReceipts(history);
    const { from, workedOn, amiss, rejoinSeconds } = await strike(bed, history, scenario);
    await sleep(aroundMs);
    const cameUntil = Date.now();
    await Promise.all([claimants.end(), staff.end()]);
    const books = await bed.readBooks();
    const read = { process: 'drill', operation: 'read', outcome: 'done', value: books } as const;
    history.record({ ...read, startedAt: cameUntil, endedAt: Date.now() });
    const { letter, title, limitSeconds, floorSeconds, floor } = scenario;
    return {
      ...{ letter, title, floorSeconds, floor, startedAt: from, doneAt: Date.now() },
      ...(limitSeconds === undefined ? {} : { limitSeconds }),
      verdict: judgeAll(history.operations, { bed, from, cameUntil, stored: books.claims }),
      calmSeconds: calmBefore(history.operations, from),
      checked: checkHistory(history.operations, { before, books }),
      ...(amiss.length === 0 ? {} : { amiss }),
      ...(workedOn === undefined ? {} : { workedOn }),
      ...(rejoinSeconds === undefined ? {} : { rejoinSeconds }),
    };
  } finally {
    await history.close();
  }
}
