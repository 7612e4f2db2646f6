import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import {
  type Config,
  freeBytesAt,
  freeBytesMin,
  probeAddress,
  renderBytes,
} from '../../platform/index.ts';

/** One thing looked at. Only what is bad ends the doctor with code 1; a warning can wait. */
export interface Finding {
  readonly name: string;
  readonly verdict: 'good' | 'warning' | 'bad';
  readonly detail: string;
  readonly mend?: string;
}

const memoryBytesMin = 2 * 2 ** 30; // the server, PostgreSQL and one determination together

/** Tells whether this Node is new enough; 24 is what the project is developed for. */
export function judgeNode(version: string): Finding {
  const name = 'Node';
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    const mend = 'Install Node 24, or at least 20.19, from https://nodejs.org.';
    return { name, verdict: 'bad', detail: `${version} is too old`, mend };
  }
  const note = major < 24 ? '; Node 24 is recommended' : '';
  return { name, verdict: 'good', detail: `${version}${note}` };
}

/** Tells whether the memory suffices for the server and PostgreSQL. */
export function judgeMemory(about: { totalBytes: number; availableBytes: number }): Finding {
  const { totalBytes, availableBytes } = about;
  const name = 'Memory';
  const detail = `${renderBytes(availableBytes)} available of ${renderBytes(totalBytes)}, ${availableParallelism()} processors`;
  if (availableBytes >= memoryBytesMin) return { name, verdict: 'good', detail };
  const mend = `Amends and its database want ${renderBytes(memoryBytesMin)}. End other programs, or give the machine or container more.`;
  return { name, verdict: 'warning', detail, mend };
}

function availableMemory(): number {
  try {
    const line = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    return Math.min(Number(line?.[1] ?? 0) * 1024, process.constrainedMemory() || Infinity);
  } catch {
    return totalmem();
  }
}

function existingAncestor(dir: string): string {
  return existsSync(dir) ? dir : existingAncestor(dirname(dir));
}

function inspectFolder(config: Config): Finding {
  const name = 'Data folder';
  const { dataDir } = config;
  const isNew = !existsSync(dataDir);
  const at = existingAncestor(dataDir);
  try {
    accessSync(at, constants.W_OK | constants.X_OK);
  } catch {
    const detail = isNew
      ? `${dataDir} cannot be made: ${at} cannot be written`
      : `${dataDir} cannot be written`;
    const mend = `Make ${at} writable for this user, or name another folder with AMENDS_DATA_DIR.`;
    return { name, verdict: 'bad', detail, mend };
  }
  return {
    name,
    verdict: 'good',
    detail: isNew ? `${dataDir} (made at the first start)` : dataDir,
  };
}

/** Tells whether the disk of the data folder has room for PostgreSQL's log beside the data. */
export function judgeDisk(freeBytes: number): Finding {
  const name = 'Disk';
  const detail = `${renderBytes(freeBytes)} free`;
  if (freeBytes >= freeBytesMin) return { name, verdict: 'good', detail };
  const mend = `PostgreSQL stops when the disk is full. Free some space, up to ${renderBytes(freeBytesMin)}, or name a folder on a larger disk with AMENDS_DATA_DIR.`;
  return { name, verdict: 'bad', detail, mend };
}

async function isAmendsAt(base: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(2000) });
    return ((await response.json()) as { checks?: unknown }).checks !== undefined;
  } catch {
    return false;
  }
}

async function inspectPort({ host, port }: Config): Promise<Finding> {
  const name = 'Port';
  try {
    await probeAddress({ host, port });
    return { name, verdict: 'good', detail: `${host}:${port} is free` };
  } catch (error) {
    const base = `http://${host}:${port}`;
    if (await isAmendsAt(base)) {
      return { name, verdict: 'good', detail: `an Amends answers at ${base}` };
    }
    const detail = `${host}:${port} cannot be used`;
    return { name, verdict: 'bad', detail, mend: (error as Error).message };
  }
}

/** Tells whether letters and feeds link to where people are, or only to where the server listens. */
export function judgeAddress({
  publicUrl,
  isPublicUrlSet,
}: Pick<Config, 'publicUrl' | 'isPublicUrlSet'>): Finding {
  const name = 'Address';
  if (isPublicUrlSet) return { name, verdict: 'good', detail: publicUrl };
  return {
    name,
    verdict: 'warning',
    detail: `letters and feeds link to ${publicUrl}, where the server listens`,
    mend: 'Set AMENDS_PUBLIC_URL to the address people open, such as https://status.example.org.',
  };
}

const chromiumPath = '/usr/bin/chromium';

function hasKoreanFont(): boolean {
  const found = spawnSync('fc-list', [':lang=ko'], { encoding: 'utf8' });
  return found.status === 0 && found.stdout.trim() !== '';
}

/** What only the tests need: a browser, and a font that has Hangul. */
function inspectTestTools(): Finding {
  const name = 'For tests';
  const missing = [
    ...(existsSync(chromiumPath) ? [] : ['chromium']),
    ...(hasKoreanFont() ? [] : ['fontconfig', 'fonts-nanum']),
  ];
  if (missing.length === 0) {
    return { name, verdict: 'good', detail: `${chromiumPath} and a Korean font` };
  }
  const mend = `Only "npm test" needs them. As root: apt-get install ${missing.join(' ')}`;
  return { name, verdict: 'warning', detail: `missing: ${missing.join(', ')}`, mend };
}

/** Looks at what needs no database: Node, memory, folder, disk, port, test tools. */
export async function inspectMachine(config: Config): Promise<readonly Finding[]> {
  return [
    judgeNode(process.version),
    judgeMemory({ totalBytes: totalmem(), availableBytes: availableMemory() }),
    inspectFolder(config),
    judgeDisk(freeBytesAt(config.dataDir)),
    await inspectPort(config),
    judgeAddress(config),
    inspectTestTools(),
  ];
}
