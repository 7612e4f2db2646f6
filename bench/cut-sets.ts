import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCutSets } from '../src/continuity/cut-sets/index.ts';
import { readOpenPsa } from '../src/continuity/open-psa/index.ts';
import { findProjectDir } from '../src/platform/index.ts';
import { type Figure, median, seconds } from './measure.ts';

// The Aralia fault trees lie beside the project; they are CC BY-SA 4.0 and are not part of it.
const folder = join(findProjectDir(), '..', 'shared', 'data', 'aralia');

/** The set that every push checks, where it is there. @source continuity specification, section 6.4 */
const smallSet: ReadonlySet<string> = new Set([
  'chinese',
  'baobab2',
  'das9201',
  'das9202',
  'das9203',
  'das9204',
  'das9205',
  'das9206',
  'das9209',
  'ftr10',
  'isp9601',
  'isp9602',
  'isp9603',
  'isp9604',
  'isp9605',
  'isp9606',
  'isp9607',
]);
const smallSetLimitSeconds = 15;

/** The peer is stopped after this; a ratio against it is then an upper bound. */
const peerLimitSeconds = 20;

interface Measured {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number | undefined;
  readonly isPeerStopped: boolean;
}

async function measureOurs(path: string, runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    times.push(
      await seconds(async () => {
        const read = readOpenPsa(await readFile(path, 'utf8'), { file: path });
        if (!read.ok) throw new Error(`${path} was refused: ${read.refusal.found}`);
        const found = findCutSets(read.value.tree);
        if (found.truncatedAt !== undefined)
          throw new Error(`${path}: order ≤ ${found.truncatedAt} only`);
      }),
    );
  }
  return median(times);
}

/** Runs SCRAM once; undefined when it is not installed, the limit when it was stopped. */
function runPeer(path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const args = ['--zbdd', '-o', '/dev/null', path];
    const child = spawn('scram', args, { stdio: 'ignore', timeout: peerLimitSeconds * 1000 });
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => {
      resolve(code === 0 ? (performance.now() - startedAt) / 1000 : peerLimitSeconds);
    });
  });
}

async function measurePeer(path: string, runs: number): Promise<number | undefined> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const time = await runPeer(path);
    if (time === undefined) return undefined;
    times.push(time);
    if (time >= peerLimitSeconds) break;
  }
  return median(times);
}

async function measureAll(runs: number): Promise<Measured[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.xml')).sort();
  const measured: Measured[] = [];
  for (const file of files) {
    const path = join(folder, file);
    const ours = await measureOurs(path, runs);
    const theirs = await measurePeer(path, runs);
    const isPeerStopped = theirs !== undefined && theirs >= peerLimitSeconds;
    const row = { name: file.replace('.xml', ''), ours, theirs, isPeerStopped };
    measured.push(row);
    process.stderr.write(`${renderRow(row)}\n`);
  }
  return measured;
}

function renderRow({ name, ours, theirs, isPeerStopped }: Measured): string {
  const peer =
    theirs === undefined ? 'absent' : `${isPeerStopped ? '> ' : ''}${theirs.toFixed(3)} s`;
  const ratio =
    theirs === undefined ? '' : `  ratio ${isPeerStopped ? '< ' : ''}${(ours / theirs).toFixed(3)}`;
  return `${name.padEnd(10)} ${ours.toFixed(3).padStart(8)} s  scram ${peer}${ratio}`;
}

/**
 * Seconds for all minimal cut sets and the probability of a fault tree, the median over the Aralia trees,
 * against SCRAM on the same files; without SCRAM, the small set in total against its limit.
 *
 * Ours reads, solves and counts within this process; SCRAM is a process for each file, and writes each set
 * out, to nowhere. The ratio is the median of the ratios of the files.
 */
export async function benchCutSets(runs: number): Promise<Figure> {
  if (!existsSync(folder)) {
    throw new Error(`The Aralia fault trees are not in ${folder}; nothing was measured.`);
  }
  const measured = await measureAll(runs);
  const small = measured.filter(({ name }) => smallSet.has(name));
  const total = small.reduce((sum, { ours }) => sum + ours, 0);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stderr.write(
    `small set, ${small.length} trees: ${total.toFixed(2)} s of ${smallSetLimitSeconds} s; peak memory ${memory} MB\n`,
  );
  const compared = measured.filter(({ theirs }) => theirs !== undefined);
  if (compared.length === 0) {
    const peer = 'limit for the small set in total (SCRAM is not installed: apt-get install scram)';
    const ratio = total / smallSetLimitSeconds;
    return {
      name: 'cut-sets',
      value: total,
      unit: 's',
      peer,
      peerValue: smallSetLimitSeconds,
      ratio,
      runs,
    };
  }
  return {
    name: 'cut-sets',
    value: median(measured.map(({ ours }) => ours)),
    unit: 's per tree',
    peer: `scram --zbdd, a process per file, stopped after ${peerLimitSeconds} s`,
    peerValue: median(compared.map(({ theirs }) => theirs ?? Number.NaN)),
    ratio: median(compared.map(({ ours, theirs }) => ours / (theirs ?? Number.NaN))),
    runs,
  };
}
