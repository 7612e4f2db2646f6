import { readFileSync } from 'node:fs';
import { listProcesses, namespaceOf } from './network.ts';

/** The proportional share of memory of one process in KiB (what is shared counts once); 0 once it has ended. */
function shareOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Adds up what all processes of the sites take of memory now, in MiB. */
export function measureMemory(sites: readonly { readonly name: string }[]): number {
  const pids = sites.flatMap(({ name }) => listProcesses(namespaceOf(name)));
  return Math.round(pids.reduce((sum, pid) => sum + shareOf(pid), 0) / 1024);
}
