import type { Figure } from './measure.ts';

type Bench = (runs: number, args: readonly string[]) => Promise<Figure>;

const benches: Readonly<Record<string, Bench>> = {
  clusters: async () => (await import('./clusters.ts')).benchClusters(),
  determination: async (runs) => (await import('./determination.ts')).benchDetermination(runs),
  due: async (_runs, args) => (await import('./due.ts')).benchDue(countOf(args, '--parties')),
  explanation: async (runs) => (await import('./policy-check.ts')).benchExplanation(runs),
  ledger: async (runs) => (await import('./ledger.ts')).benchLedger(runs),
  'policy-check': async (runs) => (await import('./policy-check.ts')).benchPolicyCheck(runs),
  log: async (runs, args) => {
    const leaves = countOf(args, '--leaves');
    return leaves === undefined
      ? (await import('./log.ts')).benchLog(runs)
      : (await import('./log-growth.ts')).benchLogGrowth(leaves);
  },
  'cut-sets': async (runs) => (await import('./cut-sets.ts')).benchCutSets(runs),
  losses: async (runs) => (await import('./losses.ts')).benchLosses(runs),
  notices: async () => (await import('./notices.ts')).benchNotices(),
  payouts: async () => (await import('./payouts.ts')).benchPayouts(),
  pictures: async (_runs, args) =>
    (await import('./pictures.ts')).benchPictures(countOf(args, '--pictures')),
  population: async (runs) => (await import('./population.ts')).benchPopulation(runs),
  receipts: async (runs) => (await import('./receipts.ts')).benchReceipts(runs),
  'review-queue': async (runs) => (await import('./review-queue.ts')).benchReviewQueue(runs),
  rush: async (_runs, args) => (await import('./rush.ts')).benchRush(args),
  start: async (runs) => (await import('./start.ts')).benchStart(runs),
  timing: async (_runs, args) =>
    (await import('./timing.ts')).benchTiming(countOf(args, '--samples')),
};

/** The whole number after a word, such as `--leaves 10000000`; undefined without the word. */
function countOf(args: readonly string[], word: string): number | undefined {
  const at = args.indexOf(word);
  if (at < 0) return undefined;
  const count = Number(args[at + 1]);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`${word} is "${args[at + 1] ?? ''}"; it should be a whole number above 0`);
}

function renderFigure(figure: Figure): string {
  const { name, value, unit, peer, peerValue, ratio, runs } = figure;
  const format = (number: number): string =>
    number.toLocaleString('en', { maximumFractionDigits: 2 });
  return `${name}: ${format(value)} ${unit}; ${peer}: ${format(peerValue)} ${unit}; ratio ${ratio.toFixed(2)} (medians of ${runs})`;
}

/** Measures one figure; `--json` prints it as one document. Gives the exit code. */
export async function runBench(args: readonly string[]): Promise<number> {
  const [name] = args.filter((word) => !word.startsWith('--'));
  const bench = name === undefined ? undefined : benches[name];
  if (bench === undefined) {
    const found = name === undefined ? 'no name was given' : `"${name}" is not one`;
    process.stderr.write(`Name a figure: ${Object.keys(benches).join(', ')} (${found}).\n`);
    return 2;
  }
  const figure = await bench(3, args);
  process.stdout.write(
    `${args.includes('--json') ? JSON.stringify(figure) : [figure, ...(figure.also ?? [])].map(renderFigure).join('\n')}\n`,
  );
  return 0;
}
