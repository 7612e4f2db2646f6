import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bed, forkBeside, isWhole, workDesk } from './bed.ts';
import type { ClaimantsTask } from './claimants.ts';
import type { DeskReport } from './desk.ts';
import { type History, type Operation, openHistory } from './history.ts';
import { judge, type Verdict } from './judge.ts';
import { OUTSIDE } from './network.ts';
import type { Scenario } from './scenarios.ts';

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
  /** Seconds from the end of the blow until all three sites were whole again. */
  readonly rejoinSeconds?: number;
  /** What the staff of another site got done while one was lost; undefined where they were not asked. */
  readonly desk?: DeskReport;
}

/** How long claimants come before the blow, and after everything is whole again. */
const aroundMs = 3000;
/** So many receipts, and claimants have begun; within so long they have, or nothing works. */
const flowing = 20;
const startMs = 30_000;
const overMs = 60_000;
const rejoinMs = 120_000;
const redeemMs = 60_000;

interface Claimants {
  end(): Promise<void>;
}

function sendClaimants(bed: Bed, history: History, perSecond: number): Claimants {
  const child: ChildProcess = forkBeside('claimants', { inside: OUTSIDE });
  child.on('message', (operation: Operation) => history.record(operation));
  const task: ClaimantsTask = {
    sites: bed.sites.map(({ name, address }) => ({ name, address, port: 443 })),
    domain: bed.domain,
    authority: bed.authority,
    incidentId: bed.incidentId,
    perSecond,
  };
  child.send(task);
  const ended = once(child, 'exit');
  return {
    async end() {
      child.send('end');
      const giveUp = setTimeout(() => child.connected && child.send('give up'), redeemMs);
      await ended;
      clearTimeout(giveUp);
    },
  };
}

/** Waits until receipts flow, so that a slow start of the claimants is not taken for a gap. */
async function waitForReceipts({ operations }: History): Promise<void> {
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    const receipts = operations.filter(({ outcome }) => outcome === 'receipt');
    if (receipts.length >= flowing) break;
    await sleep(100);
  }
  await sleep(aroundMs);
}

interface Struck {
  readonly from: number;
  readonly desk: DeskReport | undefined;
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
  if (over === undefined) {
    process.stderr.write(
      `(${scenario.letter}) was not over after ${overMs / 1000} s: ${JSON.stringify(bed.seen())}\n`,
    );
  }
  const desk = scenario.lost === undefined ? undefined : await workDesk(bed, scenario.lost);
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
  return {
    from,
    desk,
    rejoinSeconds: whole === undefined ? undefined : (whole.at - undoneAt) / 1000,
  };
}

/**
 * Holds one scenario under load: claimants come, the blow falls, it is undone, and then every
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
  const claimants = sendClaimants(bed, history, options.perSecond);
  try {
    await waitForReceipts(history);
    const { from, rejoinSeconds, desk } = await strike(bed, history, scenario);
    await sleep(aroundMs);
    const cameUntil = Date.now();
    await claimants.end();
    const ids = [...new Set(history.operations.flatMap(({ claimId }) => claimId ?? []))];
    const stored = await bed.readClaims(ids);
    const read = { process: 'drill', operation: 'read', outcome: 'done', value: stored } as const;
    history.record({ ...read, startedAt: cameUntil, endedAt: Date.now() });
    const rounds = bed.rounds(from - 1000);
    const last = Math.max(
      cameUntil,
      ...history.operations
        .filter(({ operation }) => operation.startsWith('file'))
        .map(({ endedAt }) => endedAt),
    );
    const whole = judge(history.operations, { from, until: last, stored, rounds });
    // Nobody comes any more while the last tickets are redeemed, so that time is no gap.
    const { gapSeconds } = judge(history.operations, { from, until: cameUntil, stored, rounds });
    const { letter, title, limitSeconds, floorSeconds, floor } = scenario;
    return {
      ...{ letter, title, floorSeconds, floor, startedAt: from, doneAt: Date.now() },
      ...(limitSeconds === undefined ? {} : { limitSeconds }),
      verdict: { ...whole, gapSeconds },
      ...(rejoinSeconds === undefined ? {} : { rejoinSeconds }),
      ...(desk === undefined ? {} : { desk }),
    };
  } finally {
    await history.close();
  }
}
