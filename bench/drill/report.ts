import type { SitesReport } from '../../src/continuity/drill/index.ts';
import { isRight, renderChecked } from './check/check-history.ts';
import type { Held } from './drill.ts';

const seconds = (value: number | undefined): string =>
  value === undefined ? 'never' : `${value.toFixed(1)} s`;

const counted = ['refused', 'errorPages', 'lost', 'doubles', 'splitBrain'] as const;

/** Tells whether nothing was lost, doubled or refused. Times are told and not judged. */
export function isKept({ verdict, checked, rejoinSeconds, amiss = [] }: Held): boolean {
  const { ticketsGiven, ticketsRedeemed } = verdict;
  return (
    counted.every((name) => verdict[name] === 0) &&
    ticketsGiven === ticketsRedeemed &&
    isRight(checked) &&
    amiss.length === 0 &&
    rejoinSeconds !== undefined
  );
}

/** Tells whether staff decided and paid while a site was lost. */
export function isWorkKept({ workedOn }: Held): boolean {
  return workedOn !== undefined && workedOn.approvals > 0 && workedOn.paidRuns > 0;
}

/** Gives what one scenario showed, in a few lines. */
export function renderHeld(held: Held): string {
  const { letter, title, limitSeconds, floorSeconds, verdict, rejoinSeconds, workedOn } = held;
  const limit = limitSeconds === undefined ? 'no limit' : `limit ${limitSeconds} s`;
  const calm = held.calmSeconds === undefined ? '' : `; ${seconds(held.calmSeconds)} before`;
  return [
    `(${letter}) ${title}: ${seconds(verdict.gapSeconds)} without a receipt (${limit}; floor of the settings ${floorSeconds} s${calm})`,
    `    ${verdict.receipts} receipts; tickets ${verdict.ticketsGiven} given, ${verdict.ticketsRedeemed} redeemed; refused ${verdict.refused}, error pages ${verdict.errorPages}; lost ${verdict.lost}, doubles ${verdict.doubles}, split-brain ${verdict.splitBrain}; whole again after ${seconds(rejoinSeconds)}`,
    ...(workedOn === undefined
      ? []
      : [
          `    while it was lost: ${workedOn.approvals} approvals, ${workedOn.paidRuns} runs of payouts sent`,
        ]),
    ...renderChecked(held.checked).map((line) => `    ${line}`),
    ...[...verdict.examples, ...(held.amiss ?? [])].map((line) => `    ${line}`),
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Gives what the console shows and the log has the hash of: each scenario over its runs. */
export function toSitesReport(
  held: readonly Held[],
  about: { readonly perSecond: number; readonly startSeconds: number },
): SitesReport {
  const letters = [...new Set(held.map(({ letter }) => letter))];
  const instant = (at: number): string => new Date(at).toISOString();
  return {
    format: 'amends-sites-drill/1',
    place: 'three sites on one machine (npm run drill)',
    startedAt: instant(Math.min(...held.map(({ startedAt }) => startedAt))),
    doneAt: instant(Math.max(...held.map(({ doneAt }) => doneAt))),
    perSecond: about.perSecond,
    startSeconds: Math.round(about.startSeconds * 10) / 10,
    results: letters.map((letter) => toResult(held.filter((each) => each.letter === letter))),
  };
}

function toResult(runs: readonly Held[]): SitesReport['results'][number] {
  const { letter, title, limitSeconds, floorSeconds, floor } = runs[0] as Held;
  const sum = (of: (one: Held) => number): number =>
    runs.reduce((total, one) => total + of(one), 0);
  const verdicts = Object.fromEntries(
    (['receipts', 'ticketsGiven', 'ticketsRedeemed', ...counted] as const).map((name) => [
      name,
      sum(({ verdict }) => verdict[name]),
    ]),
  ) as Record<'receipts' | 'ticketsGiven' | 'ticketsRedeemed' | (typeof counted)[number], number>;
  return {
    ...{ letter, title, limitSeconds: limitSeconds ?? null, floorSeconds, floor, ...verdicts },
    gapSeconds: runs.map(({ verdict }) => verdict.gapSeconds),
    rejoinSeconds: runs.map(({ rejoinSeconds }) => rejoinSeconds ?? null),
    paidTwice: sum(({ checked }) => checked.paidTwice),
    isRight: runs.every(({ checked, amiss = [] }) => isRight(checked) && amiss.length === 0),
  };
}

/** Gives the medians over the runs of each scenario, and the sums of what must be nought. */
export function renderSummary(held: readonly Held[]): string {
  const letters = [...new Set(held.map(({ letter }) => letter))];
  return letters
    .map((letter) => {
      const runs = held.filter((each) => each.letter === letter);
      const [first] = runs as [Held, ...Held[]];
      const gaps = runs.map(({ verdict }) => verdict.gapSeconds);
      const sum = (name: (typeof counted)[number]): number =>
        runs.reduce((total, { verdict }) => total + verdict[name], 0);
      const sums = counted.map((name) => `${name} ${sum(name)}`).join(', ');
      const limit = first.limitSeconds === undefined ? '' : `, limit ${first.limitSeconds} s`;
      const calm = median(runs.map(({ calmSeconds = 0 }) => calmSeconds));
      const all = runs.length === 1 ? '' : ` (${gaps.map((gap) => gap.toFixed(1)).join(', ')})`;
      return `(${letter}) ${first.title}: ${seconds(median(gaps))}${all}${limit}, floor ${first.floorSeconds} s: ${first.floor}; ${seconds(calm)} between receipts before; ${sums}`;
    })
    .join('\n');
}
