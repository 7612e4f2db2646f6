import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  type DeclaredNeed,
  judgeRehearsal,
  needsOfOption,
  parseNeed,
  type RehearsalFacts,
  type RehearsalReport,
} from '../../continuity/index.ts';
import { findProjectDir } from '../../platform/index.ts';
import { openInventory, printJson } from '../continuity/open-inventory.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import type { ConnectMessage, FailedMessage, StartMessage, StopMessage } from './messages.ts';
import { renderNeedRefusal } from './messages.ts';
import { renderRehearsal } from './render-rehearsal.ts';
import { requireIsolation, thisMachine } from './require-isolation.ts';
import { lookAt, type StopCondition, waitForHalt } from './stop-condition.ts';

interface RehearseOptions {
  readonly option?: string;
  readonly dir?: string;
  readonly allow?: readonly string[];
  readonly timeout: string;
  readonly health?: readonly string[];
  readonly grace: string;
  readonly undo?: string;
  readonly json?: boolean;
}

/** Adds `amends drill rehearse`. */
export function addRehearse(parent: Command): void {
  parent
    .command('rehearse')
    .description(
      'Run a recovery script cut off from everything but what it is declared to need; exit 1 when it reaches for more, or fails. Linux, root.',
    )
    .argument('<script>', 'the script, which must be executable')
    .argument('[args...]', "the script's own arguments, after --")
    .option(
      '--option <id>',
      "an option of the inventory, as 'database/1': its nodes' endpoints may be reached",
    )
    .option('--dir <folder>', 'the inventory of that option')
    .option('--allow <endpoints...>', 'more that may be reached, as host:port')
    .option('--timeout <seconds>', 'end the script after so long', '3600')
    .option(
      '--health <urls...>',
      'addresses outside that must answer 200 to 299: the script begins only then, and is stopped when one does not',
    )
    .option(
      '--grace <seconds>',
      'how long one of them may be unwell before the script is stopped',
      '5',
    )
    .option('--undo <script>', 'run after such a stop, cut off in the same way')
    .option('--json', 'one JSON document on stdout; the script’s output goes to stderr')
    .action(rehearse);
}

async function rehearse(
  script: string,
  args: readonly string[],
  options: RehearseOptions,
): Promise<void> {
  requireIsolation(thisMachine());
  requireScript(script);
  if (options.undo !== undefined) requireScript(options.undo);
  const timeoutSeconds = readSeconds('--timeout', options.timeout);
  const condition = await readCondition(options);
  const needs = await gatherNeeds(options);
  const undo = options.undo === undefined ? {} : { undo: options.undo };
  const start: StartMessage = { kind: 'start', script, args, needs, timeoutSeconds, ...undo };
  const facts = await runCutOff(start, condition);
  const report: RehearsalReport = judgeRehearsal(script, needs, facts);
  if (options.json === true) printJson(report);
  else process.stdout.write(`${renderRehearsal(report)}\n`);
  if (!report.isPassed) process.exitCode = exitCode.failed;
}

function readSeconds(flag: string, text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= 1_000_000) return seconds;
  const message = `${flag} takes whole seconds from 1 to 1,000,000; found "${text}".`;
  throw new CommandExit(message, exitCode.wrongInput);
}

async function readCondition(options: RehearseOptions): Promise<StopCondition> {
  const { health: urls = [], undo } = options;
  const graceSeconds = readSeconds('--grace', options.grace);
  const wrong = urls.find((url) => !/^https?:\/\/[^/]/.test(url) || !URL.canParse(url));
  if (wrong !== undefined) {
    const message = `--health takes addresses, as http://10.0.0.5:8080/ready; found "${wrong}".`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  if (undo !== undefined && urls.length === 0) {
    const message = '--undo runs when the script is stopped: name with --health what stops it.';
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const amiss = await lookAt(urls);
  if (amiss === undefined) return { urls, graceSeconds };
  throw new CommandExit(
    `The rehearsal has not begun: ${amiss}. Mend that first.`,
    exitCode.conflict,
  );
}

function requireScript(script: string): void {
  try {
    accessSync(script, constants.X_OK);
    if (statSync(script).isFile()) return;
  } catch {
    // Told below, as what is no file is.
  }
  const message = `${script} is no executable file. Name the script, and make it executable: chmod +x ${script}`;
  throw new CommandExit(message, exitCode.wrongInput);
}

async function gatherNeeds(options: RehearseOptions): Promise<DeclaredNeed[]> {
  const needs: DeclaredNeed[] = [];
  if (options.option !== undefined) {
    const inventory = await openInventory(options.dir ?? 'deploy/inventory/three-sites');
    const found = needsOfOption(inventory, options.option);
    if (found === undefined) {
      const known = [...inventory.nodes.values()].flatMap(({ id, options: own }) =>
        own.map((_, index) => `${id}/${index + 1}`),
      );
      const message = `No option "${options.option}" is in the inventory. It has: ${known.slice(0, 40).join(', ') || 'none'}.`;
      throw new CommandExit(message, exitCode.wrongInput);
    }
    needs.push(...found.needs);
    if (found.without.length > 0) {
      process.stderr.write(
        `Needed, and without endpoints in the inventory: ${found.without.join(', ')}.\n`,
      );
    }
  }
  for (const text of options.allow ?? []) {
    const need = parseNeed(text);
    if (!need.ok) throw new CommandExit(renderNeedRefusal(need.refusal), exitCode.wrongInput);
    needs.push(need.value);
  }
  const seen = new Set<string>();
  return needs.filter(({ host, port }) => {
    const isNew = !seen.has(`${host}:${port}`);
    seen.add(`${host}:${port}`);
    return isNew;
  });
}

const ENDED = 'The rehearsal was ended before the script was. Nothing of it is left running.';

/**
 * Runs the inside of a rehearsal in namespaces of its own: network, mounts and processes.
 *
 * Nothing of it outlives this process: `setpriv` has the kernel end `unshare` with it, and `unshare` the
 * namespace's first process, and with that all the others. No interface, rule or file of the machine is touched.
 */
async function runCutOff(start: StartMessage, condition: StopCondition): Promise<RehearsalFacts> {
  const unshare = [
    'unshare',
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child=KILL',
    '--mount-proc',
  ];
  const inside = [process.execPath, join(findProjectDir(), 'bin', 'amends.mjs'), 'drill', 'inside'];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...unshare, ...inside], {
    // The script's output is chatter: stdout is the report's.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const stop = (): void => void child.kill('SIGKILL');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  const unanswered = new Set<string>();
  const enough = new AbortController();
  if (condition.urls.length > 0) void haltChild(child, condition, enough.signal);
  const facts = await new Promise<Omit<RehearsalFacts, 'unanswered'> | string>((settle) => {
    child.on(
      'message',
      (
        message: ConnectMessage | FailedMessage | { kind: 'facts'; facts: RehearsalFacts },
        handle,
      ) => {
        if (message.kind === 'facts') settle(message.facts);
        else if (message.kind === 'failed') settle(message.reason);
        else if (isDeclared(start, message)) joinSockets(message, handle as Socket, unanswered);
      },
    );
    child.once('exit', () => settle(ENDED));
    child.once('error', () => settle(ENDED));
    child.send(start, () => undefined);
  });
  enough.abort();
  stop();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  if (typeof facts === 'string') throw new CommandExit(facts, exitCode.failed);
  return { ...facts, unanswered: [...unanswered] };
}

async function haltChild(
  child: ChildProcess,
  condition: StopCondition,
  signal: AbortSignal,
): Promise<void> {
  const reason = await waitForHalt(condition, signal);
  if (reason === undefined) return;
  process.stderr.write(`STOP: ${reason}. The script is being ended.\n`);
  const message: StopMessage = { kind: 'stop', reason };
  child.send(message, () => undefined);
}

function isDeclared(start: StartMessage, { host, port }: ConnectMessage): boolean {
  return start.needs.some((need) => need.host === host && need.port === port);
}

function joinSockets(message: ConnectMessage, inner: Socket, unanswered: Set<string>): void {
  const outer = connect(message.port, message.host);
  const end = (): void => {
    inner.destroy();
    outer.destroy();
  };
  let isOpen = false;
  outer.once('connect', () => {
    isOpen = true;
  });
  outer.once('error', () => {
    if (!isOpen) unanswered.add(`${message.host}:${message.port}`);
    end();
  });
  inner.once('error', end);
  inner.pipe(outer);
  outer.pipe(inner);
}
