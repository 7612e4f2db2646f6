import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { CommandExit, exitCode } from '../shell/exit.ts';

const TOOLS = [
  ['setpriv', 'util-linux'],
  ['unshare', 'util-linux'],
  ['mount', 'mount'],
  ['ip', 'iproute2'],
  ['nft', 'nftables'],
] as const;

/** What a machine offers a rehearsal; given, so that each refusal can be tested anywhere. */
export interface Machine {
  readonly platform: string;
  readonly userId: number | undefined;
  hasTool(name: string): boolean;
}

/** Gives this machine. */
export function thisMachine(): Machine {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return {
    platform: process.platform,
    userId: process.getuid?.(),
    hasTool: (name) => folders.some((folder) => canRun(join(folder, name))),
  };
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes sure that a script can be cut off from the network here.
 *
 * @throws CommandExit 2 saying what is missing and how to get it
 */
export function requireIsolation(machine: Machine): void {
  if (machine.platform !== 'linux') {
    const message = `A rehearsal cuts a script off with Linux network namespaces, and this machine runs ${machine.platform}. Run it on Linux, or in a Linux virtual machine.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  if (machine.userId !== 0) {
    const message = `A rehearsal makes a network namespace, and only root may. Run it again with sudo.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const missing = TOOLS.filter(([name]) => !machine.hasTool(name));
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name).join(', ');
  const packages = [...new Set(missing.map(([, pkg]) => pkg))].join(' ');
  const message = `A rehearsal needs ${names}, which this machine lacks. On Debian: apt-get install ${packages}`;
  throw new CommandExit(message, exitCode.wrongInput);
}
