import { readFile, rename, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import {
  type FollowedLog,
  followLog,
  type MonitorRefusal,
  parseBase64,
  renderBase64,
  successorOf,
} from '../../disclosure/index.ts';
import { withoutEnd } from '../../kernel/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { readLogKey, readPlace } from './read-place.ts';

interface Options {
  readonly key: string;
  readonly state?: string;
  readonly also?: readonly string[];
  readonly json?: boolean;
}

async function readState(path: string | undefined): Promise<FollowedLog | undefined> {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { note, size, hashes } = JSON.parse(text) as Record<string, unknown>;
    const read = (hashes as readonly string[]).map((hash) => parseBase64(hash, 32));
    if (typeof note === 'string' && read.every((hash) => hash !== undefined)) {
      return { note, range: { size: Number(size), hashes: read } };
    }
  } catch {
    // said below, together with what is JSON but not a state
  }
  throw new CommandExit(
    `${path} is not what a monitor remembers. Give the file an earlier run wrote, or a new name to recompute the whole log.`,
    exitCode.wrongInput,
  );
}

async function writeState(path: string, { note, range }: FollowedLog): Promise<void> {
  const document = { note, size: range.size, hashes: range.hashes.map(renderBase64) };
  await writeFile(`${path}.part`, `${JSON.stringify(document, null, 2)}\n`);
  await rename(`${path}.part`, path);
}

function explain(refusal: MonitorRefusal): string {
  switch (refusal.code) {
    case 'split_view':
      return `SPLIT VIEW: the log's key signed two different trees of one size. Keep both notes; they are the evidence:\n\n${refusal.notes.join('\n\n')}`;
    case 'log_shrank':
      return `The log lost entries that it had signed. Keep both notes; they are the evidence:\n\n${refusal.notes.join('\n\n')}`;
    case 'root_differs':
      return `The entries do not come to the root that was signed: entries were changed.\n\n${refusal.note}`;
    case 'bundle_malformed':
      return `${refusal.path} is cut off or has another number of entries than the log's size says.`;
    case 'hash_tile_differs':
      return `${refusal.path} is not what its entries come to: proofs made of it are wrong, whatever the entries say.`;
    case 'origin_differs':
      return `The log here is ${refusal.found}, and the key given is of another. A log that was closed is read below its own address, such as …/log/shards/1, which names its successor.`;
    default:
      return `The checkpoint cannot be believed: ${refusal.code}.`;
  }
}

function closingText(note: string): string {
  const successor = successorOf(note);
  return successor === undefined ? '' : `This log is closed; it goes on as ${successor}.\n`;
}

async function monitor(log: string, options: Options): Promise<void> {
  const key = readLogKey(options.key);
  const base = withoutEnd(log, '/');
  const last = await readState(options.state);
  const others = await Promise.all(
    (options.also ?? []).map(async (place) => new TextDecoder().decode(await readPlace(place))),
  );
  const followed = await followLog({
    key,
    last,
    others,
    isHashed: true,
    read: (path) => readPlace(`${base}/${path}`),
    onProgress: ({ done, total }) => {
      if (done % 65_536 === 0) process.stderr.write(`recomputed ${done} of ${total} entries\n`);
    },
  });
  if (!followed.ok) throw new CommandExit(explain(followed.refusal), exitCode.failed);
  const { note, range } = followed.value;
  if (options.state !== undefined) await writeState(options.state, followed.value);
  const since = last?.range.size ?? 0;
  const successor = successorOf(note) ?? null;
  const document = { origin: key.name, size: range.size, since, note, successor };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(document, null, 2)}\n`
      : `Entries ${since} to ${range.size} come to the root that ${key.name} signed.\n${closingText(note)}`,
  );
}

/** `amends log monitor`: follows a log from outside and recomputes it. */
export function monitorCommand(): Command {
  return new Command('monitor')
    .description('follow a log from outside: read what is new, recompute it, compare')
    .argument('<log>', 'the address or folder of the log, such as https://amends.example/log')
    .requiredOption('--key <key>', "the log's public key, from a place you trust")
    .option('--state <file>', 'remember what was seen, and go on from there the next time')
    .option('--also <checkpoint...>', 'checkpoints of the same log seen elsewhere, to compare')
    .option('--json', 'print one JSON document')
    .action(monitor);
}
