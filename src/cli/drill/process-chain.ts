import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { ContactKind } from '../../continuity/index.ts';

/** Which programs asked for a name, and how that came about. */
export interface Asker {
  readonly kind: ContactKind | undefined;
  readonly by: readonly string[];
}

/**
 * Tells which process sent from a local port, and whether the script named the host, a tool did, or something beside it.
 *
 * Of command lines only the file name of the program is kept: the rest may hold secrets.
 *
 * @param about.port the port a question came from
 * @param about.scriptPid the process the script runs in
 */
export function findAsker(about: {
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  readonly scriptPid: number;
}): Asker {
  const inode = inodeOf(about.transport, about.port);
  const pid = inode === undefined ? undefined : ownerOf(inode);
  if (pid === undefined) return { kind: undefined, by: [] };
  const chain = chainTo(pid, about.scriptPid);
  if (chain === undefined) return { kind: 'transient', by: [programOf(pid)] };
  // A subshell is the script itself, under another number.
  const script = wordsOf(about.scriptPid).join(' ');
  const tools = chain.filter((each) => wordsOf(each).join(' ') !== script);
  const isNamed = tools.some((each) =>
    wordsOf(each).some((word) => word.toLowerCase().includes(about.host)),
  );
  const by = [about.scriptPid, ...tools.reverse()].map(programOf);
  return { kind: tools.length === 0 || isNamed ? 'direct' : 'hidden', by };
}

function inodeOf(transport: 'udp' | 'tcp', port: number): string | undefined {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  for (const file of [`/proc/net/${transport}`, `/proc/net/${transport}6`]) {
    for (const line of readText(file).split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/);
      if (columns[1]?.endsWith(`:${wanted}`) === true) return columns[9];
    }
  }
  return undefined;
}

function ownerOf(inode: string): number | undefined {
  const wanted = `socket:[${inode}]`;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const open = readdirSync(`/proc/${name}/fd`);
      if (open.some((fd) => readlinkSync(`/proc/${name}/fd/${fd}`) === wanted)) return Number(name);
    } catch {
      // It ended while it was being looked at.
    }
  }
  return undefined;
}

/** Gives the processes from one up to the script, or undefined when the script is not above it. */
function chainTo(pid: number, scriptPid: number): number[] | undefined {
  const chain: number[] = [];
  for (let at = pid; at > 1 && chain.length < 64; at = parentOf(at)) {
    chain.push(at);
    if (at === scriptPid) return chain;
  }
  return undefined;
}

function parentOf(pid: number): number {
  const stat = readText(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function wordsOf(pid: number): string[] {
  return readText(`/proc/${pid}/cmdline`)
    .split('\0')
    .filter((word) => word !== '');
}

const INTERPRETERS = /^(?:ba|da|z|k)?sh$|^(?:python|perl|ruby|node|php)[\d.]*$/;

function programOf(pid: number): string {
  const [program = '?', first] = wordsOf(pid);
  const name = basename(program);
  const isFile = first !== undefined && !first.startsWith('-') && INTERPRETERS.test(name);
  return isFile ? basename(first) : name;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Lists the programs that run in this namespace of processes besides this one, each once.
 *
 * Of command lines only the file name of the program is kept: the rest may hold secrets.
 */
export function listOthers(): string[] {
  const own = new Set([1, process.pid, process.ppid]);
  const others = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    // One that has ended and is not yet buried has no words.
    .filter((pid) => !own.has(pid) && wordsOf(pid).length > 0);
  return [...new Set(others.map(programOf))].sort();
}
