import { Command } from 'commander';
import {
  type NoteKey,
  openTreeStore,
  parseNoteKey,
  renderWitnessKey,
  witnessRoutes,
} from '../../disclosure/index.ts';
import { clockNow, createSigner, listen, loadWitnessSeed, openLog } from '../../platform/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';

interface Options {
  readonly name: string;
  readonly dir: string;
  readonly host: string;
  readonly port: string;
  readonly log: readonly string[];
}

function readLogKey(line: string): NoteKey {
  const key = parseNoteKey(line);
  if (key !== undefined) return key;
  throw new CommandExit(
    `--log "${line}" is not a log's key. It looks like amends.local/log+1a2b3c4d+AbCd…= and stands on the public page of the log.`,
    exitCode.wrongInput,
  );
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new CommandExit(
    `--port is "${text}"; it should be a port number from 0 to 65535.`,
    exitCode.wrongInput,
  );
}

function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function serveWitness(options: Options): Promise<void> {
  const { name, dir, host } = options;
  if (!/^[a-z0-9.-]+(\/[a-z0-9./-]+)?$/.test(name)) {
    throw new CommandExit(
      `--name is "${name}"; it should be a name such as witness.example.org/one.`,
      exitCode.wrongInput,
    );
  }
  const logs = options.log.map(readLogKey);
  const port = readPort(options.port);
  const signer = createSigner({ name, seed: await loadWitnessSeed(dir) });
  const trees = await openTreeStore(dir);
  const app = witnessRoutes({ signer, logs, trees, clock: clockNow, log: openLog('info') });
  const server = await listen({ app, host, port });
  const key = renderWitnessKey({ name, publicKey: signer.publicKey });
  process.stdout.write(
    [
      `Witness ${name} is ready: http://${host}:${server.port}`,
      `key: ${key}`,
      `The log it follows is told with: AMENDS_WITNESSES="http://${host}:${server.port} ${key}"`,
      '',
    ].join('\n'),
  );
  await waitForStop();
  await server.close();
}

/** `amends log witness`: another party's signature under what the log says, on a machine of its own. */
export function witnessCommand(): Command {
  return new Command('witness')
    .description('cosign the checkpoints of logs: run it where the log is not')
    .requiredOption('--name <name>', 'the name it signs under, such as witness.example.org/one')
    .requiredOption('--dir <folder>', 'where it keeps its key and what it saw')
    .requiredOption('--log <key...>', 'the key line of each log it follows')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port to listen on', '8023')
    .action(serveWitness);
}
