import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Command } from 'commander';
import {
  DECLARED_NET,
  type Endpoint,
  type RehearsalFacts,
  readSet,
  renderRuleset,
  standIn,
} from '../../continuity/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import type { ConnectMessage, FailedMessage, StartMessage } from './messages.ts';
import { serveNames } from './name-service.ts';
import { listOthers } from './process-chain.ts';
import { runScript } from './run-script.ts';

/** Adds the hidden verb that runs inside the namespace; only `drill rehearse` starts it. */
export function addInside(parent: Command): void {
  parent.command('inside', { hidden: true }).action(runInside);
}

type Need = StartMessage['needs'][number];

async function runInside(): Promise<void> {
  if (process.send === undefined) {
    throw new CommandExit("This verb is started by 'amends drill rehearse'.", exitCode.wrongInput);
  }
  const [start] = (await once(process, 'message')) as [StartMessage];
  // The outside is gone: nothing is left to rehearse for.
  process.once('disconnect', () => process.exit(1));
  const addresses = assignAddresses(start.needs);
  cutOff(
    start.needs.map((need) => ({ address: addresses.get(need.host) as string, port: need.port })),
  );
  const reached = new Set<string>();
  for (const need of start.needs) await relay(need, addresses.get(need.host) as string, reached);
  let scriptPid = 0;
  const names = await serveNames({ declared: addresses, scriptPid: () => scriptPid });
  const ended = await runScript(start, (pid) => {
    scriptPid = pid;
  });
  const leftRunning = listOthers();
  const listing = listRules();
  if (listing === undefined) {
    // Ended by hand: what serves names and declared endpoints would keep this process.
    const reason =
      'The script took away the rules that write down what it reaches for (nft), so nothing can be told. Rehearse it without that step.';
    process.send({ kind: 'failed', reason } satisfies FailedMessage, () => process.exit(1));
    return;
  }
  const facts: Omit<RehearsalFacts, 'unanswered'> = {
    ...ended,
    leftRunning,
    asked: names.asked,
    reached: [...reached],
    refused: readSet(listing, 'refused'),
    refusedUdp: readSet(listing, 'refused_udp'),
    refused6: readSet(listing, 'refused6'),
    closed: readSet(listing, 'closed'),
  };
  // The namespace ends with this process, and whatever the script left running with it.
  process.send({ kind: 'facts', facts }, () => process.exit(0));
}

/** What the rules wrote down; undefined when the script, which is root in here, has removed them. */
function listRules(): unknown {
  try {
    const listing = execFileSync('nft', ['-j', 'list', 'table', 'inet', 'amends'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(listing);
  } catch {
    return undefined;
  }
}

function assignAddresses(needs: readonly Need[]): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const { host } of needs) {
    if (addresses.has(host)) continue;
    const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
    const own = host === 'localhost' ? '127.0.0.1' : host;
    addresses.set(
      host,
      isAddress || host === 'localhost' ? own : standIn(DECLARED_NET, addresses.size),
    );
  }
  return addresses;
}

function cutOff(declared: readonly Endpoint[]): void {
  const run = (command: string, args: readonly string[], input?: string): void => {
    execFileSync(command, [...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  };
  run('ip', ['link', 'set', 'lo', 'up']);
  // Every address is here: what is sent anywhere arrives at this namespace's own rules.
  run('ip', ['route', 'add', 'local', 'default', 'dev', 'lo']);
  if (existsSync('/proc/sys/net/ipv6')) {
    run('ip', ['-6', 'route', 'add', 'local', 'default', 'dev', 'lo']);
  }
  run('nft', ['-f', '-'], renderRuleset(declared));
  // Names come from this namespace's own service only; the machine's caches are out of reach.
  run('mount', ['-t', 'tmpfs', 'tmpfs', '/mnt']);
  execFileSync('sh', [
    '-c',
    'printf "nameserver 127.0.0.1\\noptions timeout:2 attempts:2\\n" > /mnt/resolv.conf',
  ]);
  run('mount', ['--bind', '/mnt/resolv.conf', '/etc/resolv.conf']);
  run('umount', ['-l', '/mnt']);
  for (const cache of ['/run/nscd', '/run/systemd/resolve']) {
    if (existsSync(cache)) run('mount', ['-t', 'tmpfs', 'tmpfs', cache]);
  }
}

async function relay(need: Need, address: string, reached: Set<string>): Promise<void> {
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    reached.add(`${need.host}:${need.port}`);
    const message: ConnectMessage = { kind: 'connect', host: need.host, port: need.port };
    socket.on('error', () => socket.destroy());
    process.send?.(message, socket);
  });
  server.listen(need.port, address);
  await once(server, 'listening');
}
