import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepDrill } from '../../src/cli/drill/keep-drill.ts';
import { findProjectDir } from '../../src/platform/index.ts';
import { type Bed, clearBed, openBed, SEEDS, type Seed } from './bed.ts';
import { isRight } from './check/check-history.ts';
import { type Held, holdScenario } from './drill.ts';
import { holdRestore, RESTORE_LETTER } from './hold-restore.ts';
import { claimMachine, ensurePackages, whyNoDrill } from './machine.ts';
import { measureMemory } from './memory.ts';
import { isKept, isWorkKept, renderHeld, renderSummary, toSitesReport } from './report.ts';
import { lossOf, scenarios } from './scenarios.ts';

const SHORT = ['a', 'b', 'd'];

interface Options {
  readonly letters: readonly string[];
  readonly runs: number;
  readonly perSecond: number;
  readonly out: string;
  readonly isJson: boolean;
  /** A mistake to plant, so that the drill can be seen to find it. */
  readonly seed: Seed | undefined;
  /** Lose each site whole instead, and write what it showed into this inventory. */
  readonly evidence: string | undefined;
}

function readOptions(args: readonly string[]): Options | string {
  const known = [...scenarios.map(({ letter }) => letter), RESTORE_LETTER];
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      short: { type: 'boolean', default: false },
      repeat: { type: 'string', default: '1' },
      rate: { type: 'string', default: '10' },
      out: { type: 'string', default: join(findProjectDir(), '.cache', 'drill') },
      evidence: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const letters = values.only?.split(',') ?? (values.short ? SHORT : known);
  const unknown = letters.filter((letter) => !known.includes(letter));
  if (unknown.length > 0)
    return `--only names ${unknown.join(', ')}; there are: ${known.join(',')}.`;
  if (values.seed !== undefined && !(values.seed in SEEDS)) {
    return `--seed names ${values.seed}; there are: ${Object.keys(SEEDS).join(', ')}.`;
  }
  const [runs, perSecond] = [Number(values.repeat), Number(values.rate)];
  if (!(Number.isInteger(runs) && runs >= 1 && runs <= 20))
    return '--repeat is a whole number from 1 to 20.';
  if (!(perSecond >= 1 && perSecond <= 500))
    return '--rate is claimants per second, from 1 to 500.';
  return {
    letters,
    runs,
    perSecond,
    out: values.out,
    isJson: values.json,
    evidence: values.evidence,
    seed: values.seed as Seed | undefined,
  };
}

async function hold(bed: Bed, options: Options, tell: (line: string) => void): Promise<Held[]> {
  mkdirSync(options.out, { recursive: true });
  const held: Held[] = [];
  const chosen =
    options.evidence === undefined
      ? scenarios.filter(({ letter }) => options.letters.includes(letter))
      : bed.sites.map(({ name }) => lossOf(name));
  for (let run = 1; run <= options.runs; run += 1) {
    for (const scenario of chosen) {
      const historyPath = join(options.out, `history-${scenario.letter}-${run}.jsonl`);
      const one = await holdScenario(bed, scenario, { perSecond: options.perSecond, historyPath });
      held.push(one);
      tell(renderHeld(one));
    }
  }
  if (held.length > 0) {
    tell(`All sites together take ${measureMemory(bed.sites)} MiB of memory by now (limit 4096).`);
  }
  // At last, because nothing is left of the sites afterwards.
  if (options.evidence === undefined && options.letters.includes(RESTORE_LETTER)) {
    const historyPath = join(options.out, `history-${RESTORE_LETTER}-1.jsonl`);
    const one = await holdRestore(bed, { perSecond: options.perSecond, historyPath });
    held.push(one);
    tell(renderHeld(one));
  }
  return held;
}

/** What kept running while a site was lost: what claimants can tell, and what staff got done. */
const SHOWN = [
  { node: 'database', isShown: isKept },
  { node: 'filing', isShown: isKept },
  { node: 'signing-keys', isShown: isKept },
  { node: 'deciding-and-paying', isShown: (held: Held) => isKept(held) && isWorkKept(held) },
];

/** Writes what the loss of each site showed into our own inventory, whose sites are a, b and c. */
async function writeEvidence(folder: string, held: readonly Held[]): Promise<void> {
  for (const [index, one] of held.entries()) {
    const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
    for (const { node, isShown } of SHOWN) {
      const kept = await keepDrill(folder, {
        node,
        domain: `site-${'abc'[index]}`,
        scope: 'full',
        kind: 'whole-domain',
        startedAt: instant(one.startedAt),
        doneAt: instant(one.doneAt),
        result: isShown(one) ? 'passed' : 'failed',
        deviations: [
          'Held by `npm run drill` on a bed of three sites on one machine.',
          ...renderHeld(one)
            .split('\n')
            .map((line) => line.trim()),
        ],
        isLogged: false,
      });
      mkdirSync(join(folder, 'drills'), { recursive: true });
      writeFileSync(join(folder, 'drills', kept.name), kept.text, { flag: 'wx' });
    }
  }
}

/** Keeps what every part of every site said, beside the report. */
function keepLogs({ sites, folder }: Bed, out: string): void {
  for (const { name } of sites) {
    cpSync(join(folder, name, 'data', 'logs'), join(out, 'logs', name), { recursive: true });
  }
}

/** Takes the bed down whatever ends the drill: its end, an error, Ctrl-C or SIGTERM. */
function clearOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.stderr.write('Taking the sites down …\n');
      clearBed();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  }
}

/** `npm run drill`: builds three sites on this machine, does to them what sites suffer, and tells. */
export async function runDrill(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return 2;
  }
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  ensurePackages(tell);
  const reason = whyNoDrill();
  if (reason !== undefined) {
    process.stdout.write(`Skipped: ${reason}\n`);
    return 0;
  }
  const other = claimMachine();
  if (other !== undefined) {
    process.stderr.write(
      `Another drill runs on this machine (process ${other}), and two would take each other's sites down. Wait until it ends.\n`,
    );
    return 4;
  }
  clearOnSignals();
  const startedAt = performance.now();
  const bed = await openBed(tell, {
    seed: options.seed,
    hasSmallDisks: options.letters.includes('i'),
  });
  try {
    const startSeconds = (performance.now() - startedAt) / 1000;
    tell(`The bed stood after ${startSeconds.toFixed(1)} s (limit 60).`);
    const held = await hold(bed, options, tell);
    if (options.evidence !== undefined) await writeEvidence(options.evidence, held);
    mkdirSync(options.out, { recursive: true });
    const judged = held.map((one) => ({ ...one, isRight: isRight(one.checked) }));
    const report = { startSeconds, perSecond: options.perSecond, held: judged };
    writeFileSync(join(options.out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    const published = toSitesReport(held, report);
    writeFileSync(join(options.out, 'sites-drill.json'), `${JSON.stringify(published, null, 2)}\n`);
    const text = options.isJson ? JSON.stringify(report) : renderSummary(held);
    process.stdout.write(`${text}\n`);
    return held.every(isKept) ? 0 : 1;
  } finally {
    keepLogs(bed, options.out);
    await bed.close();
    clearBed();
  }
}
