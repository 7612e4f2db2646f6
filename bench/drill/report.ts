import type { Held } from './drill.ts';

const seconds = (value: number | undefined): string =>
  value === undefined ? 'never' : `${value.toFixed(1)} s`;

const counted = ['refused', 'errorPages', 'lost', 'doubles', 'splitBrain'] as const;

/** Tells whether nothing was lost, doubled or refused. Times are told and not judged. */
export function isKept({ verdict, rejoinSeconds }: Held): boolean {
  const { ticketsGiven, ticketsRedeemed } = verdict;
  return (
    counted.every((name) => verdict[name] === 0) &&
    ticketsGiven === ticketsRedeemed &&
    rejoinSeconds !== undefined
  );
}

/** Tells whether the staff of another site signed in, decided and paid while one was lost. */
export function isDeskKept({ desk }: Held): boolean {
  return desk !== undefined && desk.signInStatus === 200 && desk.decided > 0 && desk.paid > 0;
}

/** Gives what one scenario showed, in two lines, and a third where staff worked on. */
export function renderHeld(held: Held): string {
  const { letter, title, limitSeconds, floorSeconds, verdict, rejoinSeconds, desk } = held;
  const limit = limitSeconds === undefined ? 'no limit' : `limit ${limitSeconds} s`;
  return [
    `(${letter}) ${title}: ${seconds(verdict.gapSeconds)} without a receipt (${limit}; floor of the settings ${floorSeconds} s)`,
    `    ${verdict.receipts} receipts; tickets ${verdict.ticketsGiven} given, ${verdict.ticketsRedeemed} redeemed; refused ${verdict.refused}, error pages ${verdict.errorPages}; lost ${verdict.lost}, doubles ${verdict.doubles}, split-brain ${verdict.splitBrain}; whole again after ${seconds(rejoinSeconds)}`,
    ...(desk === undefined
      ? []
      : [
          `    at another site meanwhile: sign-in answered ${desk.signInStatus}, ${desk.decided} decisions approved, ${desk.paid} payouts confirmed by the simulated rail`,
        ]),
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
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
      const all = runs.length === 1 ? '' : ` (${gaps.map((gap) => gap.toFixed(1)).join(', ')})`;
      return `(${letter}) ${first.title}: ${seconds(median(gaps))}${all}${limit}, floor ${first.floorSeconds} s: ${first.floor}; ${sums}`;
    })
    .join('\n');
}
