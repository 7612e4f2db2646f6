import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { RehearsalFacts, Undoing } from '../../continuity/index.ts';
import type { StartMessage, StopMessage } from './messages.ts';

/** How long a script that is stopped has for undoing things by itself, before it is killed. */
const stopWithinMs = 10_000;

type Ended = Pick<
  RehearsalFacts,
  'exitCode' | 'signal' | 'isTimedOut' | 'seconds' | 'stopped' | 'undoing'
>;

/**
 * Runs a rehearsal's script to its end, its time-out, or until the outside says stop.
 *
 * Stopped, it gets SIGTERM with all that it started, and ten seconds; then what is named to undo it runs, cut off
 * in the same way.
 */
export async function runScript(
  start: StartMessage,
  onBegun: (pid: number) => void,
): Promise<Ended> {
  // A group of its own, so that a stop reaches what it started too.
  const script = spawn(resolve(start.script), [...start.args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  onBegun(script.pid ?? 0);
  let stopped: string | undefined;
  const stop = (message: StopMessage): void => {
    if (message.kind !== 'stop' || stopped !== undefined) return;
    stopped = message.reason;
    endGroup(script);
  };
  process.on('message', stop);
  const ended = await waitFor(script, start.timeoutSeconds);
  process.off('message', stop);
  if (stopped === undefined) return ended;
  const undoing =
    start.undo === undefined ? undefined : await undo(start.undo, start.timeoutSeconds);
  return { ...ended, stopped, ...(undoing === undefined ? {} : { undoing }) };
}

async function undo(path: string, timeoutSeconds: number): Promise<Undoing> {
  const script = spawn(resolve(path), [], { stdio: ['ignore', 'inherit', 'inherit'] });
  const { exitCode, seconds } = await waitFor(script, timeoutSeconds);
  return { script: path, exitCode, seconds };
}

function endGroup(script: ChildProcess): void {
  signalGroup(script, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(script, 'SIGKILL'), stopWithinMs);
  script.once('exit', () => clearTimeout(timer));
}

function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

async function waitFor(
  script: ChildProcess,
  timeoutSeconds: number,
): Promise<Pick<RehearsalFacts, 'exitCode' | 'signal' | 'isTimedOut' | 'seconds'>> {
  const from = performance.now();
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    script.kill('SIGKILL');
  }, timeoutSeconds * 1_000);
  const [code, signal] = (await once(script, 'exit').catch((error: NodeJS.ErrnoException) => {
    process.stderr.write(`The script cannot be run (${error.code ?? error.message}).\n`);
    return [127, null];
  })) as [number | null, string | null];
  clearTimeout(timer);
  const seconds = Math.round((performance.now() - from) / 10) / 100;
  return { exitCode: code, signal, isTimedOut, seconds };
}
