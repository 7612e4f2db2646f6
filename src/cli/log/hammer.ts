import { Command } from 'commander';
import { type HammerCount, type HammerRefusal, hammerLog } from '../../disclosure/monitor/index.ts';
import { withoutEnd } from '../../kernel/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { readLogKey, readPlace } from './read-place.ts';

interface Options {
  readonly key: string;
  readonly seconds: string;
  readonly readers: string;
  readonly json?: boolean;
}

const secondsMax = 300;
const readersMax = 32;
const tilesKept = 4_096;

function readCount(name: string, text: string, most: number): number {
  const count = Number(text);
  if (/^\d{1,4}$/.test(text) && count >= 1 && count <= most) return count;
  throw new CommandExit(
    `--${name} is "${text}"; it should be a whole number from 1 to ${most}.`,
    exitCode.wrongInput,
  );
}

function explain(refusal: HammerRefusal): string {
  switch (refusal.code) {
    case 'log_empty':
      return 'The log has no entry yet, so that there is nothing to prove.';
    case 'split_view':
      return `SPLIT VIEW: the log's key signed two different trees of one size. Keep both notes; they are the evidence:\n\n${refusal.notes.join('\n\n')}`;
    case 'log_shrank':
    case 'history_rewritten':
      return `What was signed earlier is not the beginning of what was signed later. Keep both notes; they are the evidence:\n\n${refusal.notes.join('\n\n')}`;
    case 'bundle_malformed':
      return `${refusal.path} is cut off or has another number of entries than the log's size says.`;
    case 'hash_tile_differs':
      return `${refusal.path} has fewer hashes than the log's size says.`;
    case 'proof_wrong':
      return `The tiles do not prove entry ${refusal.index} in the signed tree of ${refusal.size}.`;
    default:
      return `The checkpoint cannot be believed: ${refusal.code}.`;
  }
}

/** Reads through a memory of whole tiles, which never change; counts what was read. */
function openReader(base: string) {
  const kept = new Map<string, Promise<Uint8Array>>();
  const counts = { reads: 0, bytes: 0, longestMs: 0 };
  const fetchCounted = async (path: string): Promise<Uint8Array> => {
    const startedAt = performance.now();
    const bytes = await readPlace(`${base}/${path}`);
    counts.reads += 1;
    counts.bytes += bytes.length;
    counts.longestMs = Math.max(counts.longestMs, performance.now() - startedAt);
    return bytes;
  };
  const read = (path: string): Promise<Uint8Array> => {
    if (path === 'checkpoint' || path.includes('.p/')) return fetchCounted(path);
    const known = kept.get(path) ?? fetchCounted(path);
    if (kept.size >= tilesKept) kept.clear();
    kept.set(path, known);
    return known;
  };
  return { read, counts };
}

function sum(counts: readonly HammerCount[], name: keyof HammerCount): number {
  return counts.reduce((all, count) => all + count[name], 0);
}

async function hammer(log: string, options: Options): Promise<void> {
  const key = readLogKey(options.key);
  const seconds = readCount('seconds', options.seconds, secondsMax);
  const readers = readCount('readers', options.readers, readersMax);
  const { read, counts } = openReader(withoutEnd(log, '/'));
  const startedAt = performance.now();
  let isBroken = false;
  const isOver = (): boolean => isBroken || performance.now() - startedAt >= seconds * 1000;
  const outcomes = await Promise.all(
    Array.from({ length: readers }, async () => {
      const outcome = await hammerLog({ key, read, isOver, random: Math.random });
      if (!outcome.ok) isBroken = true;
      return outcome;
    }),
  );
  const took = (performance.now() - startedAt) / 1000;
  const wrong = outcomes.find((outcome) => !outcome.ok);
  if (wrong !== undefined && !wrong.ok) {
    throw new CommandExit(explain(wrong.refusal), exitCode.failed);
  }
  const done = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const perSecond = (count: number): number => Math.round((count / took) * 10) / 10;
  const document = {
    ...{ origin: key.name, size: Math.max(...done.map(({ size }) => size)), readers },
    seconds: Math.round(took * 10) / 10,
    checkpoints: sum(done, 'checkpoints'),
    inclusionProofs: sum(done, 'inclusionProofs'),
    consistencyProofs: sum(done, 'consistencyProofs'),
    ...{ reads: counts.reads, bytes: counts.bytes, longestMs: Math.round(counts.longestMs) },
    readsPerSecond: perSecond(counts.reads),
    proofsPerSecond: perSecond(sum(done, 'inclusionProofs')),
  };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(document, null, 2)}\n`
      : `${readers} readers in ${document.seconds} s: ${document.inclusionProofs} entries proved (${document.proofsPerSecond}/s), ${document.checkpoints} checkpoints, ${document.consistencyProofs} of them later trees proved to go on from the one before; ${document.reads} reads (${document.readsPerSecond}/s, the longest ${document.longestMs} ms). Everything verified up to entry ${document.size}.\n`,
  );
}

/** `amends log hammer`: reads a log under a bounded load and verifies all that is read. */
export function hammerCommand(): Command {
  return new Command('hammer')
    .description('read a log under a bounded load and verify every proof on the way')
    .argument('<log>', 'the address or folder of the log, such as https://amends.example/log')
    .requiredOption('--key <key>', "the log's public key, from a place you trust")
    .option('--seconds <count>', `how long, at most ${secondsMax}`, '10')
    .option('--readers <count>', `how many read at once, at most ${readersMax}`, '4')
    .option('--json', 'print one JSON document')
    .action(hammer);
}
