import { readdirSync, readFileSync } from 'node:fs';
import { LEADER_SECONDS } from '../../src/deploy/index.ts';
import { type Bed, isWhole, PARTS, RELEASE_FOLDER, WAN, waitForNode } from './bed.ts';
import { openCopy, readCopies } from './copy/copy-place.ts';
import { fillDisk, freeDisk } from './disk.ts';
import { listProcesses, namespaceOf, OUTSIDE, setApart, setLine, setWan } from './network.ts';
import { makeNextRelease } from './release.ts';
import type { Round } from './watch.ts';

/** What is done to the sites, one letter each, as in the drill's description. */
export interface Scenario {
  readonly letter: string;
  readonly title: string;
  /** The most seconds without a receipt that are accepted; none where nothing was promised. */
  readonly limitSeconds?: number;
  /** The least that the settings allow, in words and seconds; beside what was measured. */
  readonly floorSeconds: number;
  readonly floor: string;
  /** Does it; gives how it is undone, and what then stands for having recovered. */
  strike(bed: Bed): Promise<() => Promise<void>>;
  /** The site that is lost, where the staff of another are to work on meanwhile. */
  readonly lost?: string;
  /** Looks at something while the blow lasts, after it is over; gives what is amiss. */
  meanwhile?(bed: Bed): Promise<readonly string[]>;
  /** What has to be seen before it is undone. */
  isOver(round: Round, before: Round): boolean;
}

const primaryOf = (round: Round | undefined): string =>
  round?.sites.find(({ role }) => role === 'primary')?.site ?? '';
const standbyOf = (round: Round | undefined): string =>
  round?.sites.find(({ role }) => role === 'standby')?.site ?? '';

/** Another site than before is the primary, and one follows it. */
const isTakenOver = (round: Round, before: Round): boolean => {
  const primary = primaryOf(round);
  const follows = round.sites.some(({ role, isStreaming }) => role === 'standby' && isStreaming);
  return primary !== '' && primary !== primaryOf(before) && follows;
};

function signalAll(site: string, signal: NodeJS.Signals, only?: RegExp): void {
  for (const pid of listProcesses(namespaceOf(site))) {
    if (only !== undefined && !only.test(commandOf(pid))) continue;
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Takes everything of a site down at once; gives how it is brought back. */
export async function loseSite(bed: Bed, site: string): Promise<() => Promise<void>> {
  setLine(site, 'cut');
  const { parts } = bed.site(site);
  const stopping = PARTS.map((part) => parts[part].stop('SIGKILL'));
  signalAll(site, 'SIGKILL');
  await Promise.all(stopping);
  return async () => {
    setLine(site, 'joined');
    for (const part of PARTS) parts[part].start();
    await waitForNode(bed, site);
  };
}

/** One site after another, the primary's last: stop Amends, start the next release, wait until it answers. */
async function upgrade(bed: Bed): Promise<() => Promise<void>> {
  const releases = readdirSync(bed.folder).filter((name) => name.startsWith('release'));
  const program = `${bed.folder}/release-${releases.length}`;
  const { program: running = RELEASE_FOLDER } = bed.sites[0] ?? {};
  makeNextRelease(running, { folder: program, number: releases.length });
  const last = primaryOf(bed.seen());
  const order = [...bed.sites].sort(
    (left, right) => Number(left.name === last) - Number(right.name === last),
  );
  for (const site of order) {
    await site.parts.node.stop('SIGTERM');
    // From now on this is the node of the site, also for what is done to it later.
    site.parts.node = site.nodeOf(program);
    site.program = program;
    site.parts.node.start();
    await waitForNode(bed, site.name);
  }
  return async () => undefined;
}

const detection = `detection: the leader's key runs out (${LEADER_SECONDS} s, renewed each second)`;

/** The floor where a leader is not heard of: at best its key was renewed a second before. */
const silentFloor = LEADER_SECONDS - 1 + 1;

/** The loss of one site, whole, whatever its part was. */
export const lossOf = (site: string): Scenario => ({
  letter: `loss-${site}`,
  title: `loss of ${site}, whole`,
  lost: site,
  floorSeconds: silentFloor,
  floor: 'as (a) where it was the primary, nothing otherwise',
  strike: (bed) => loseSite(bed, site),
  isOver: (round) =>
    round.sites.some((seen) => seen.site === site && seen.role === 'silent') &&
    round.sites.some(({ role, isStreaming }) => role === 'standby' && isStreaming) &&
    primaryOf(round) !== '',
});

export const scenarios: readonly Scenario[] = [
  {
    letter: 'a',
    title: "power loss of the primary's whole site",
    limitSeconds: 8,
    floorSeconds: silentFloor,
    floor: `${detection}, then election and promotion (1 s)`,
    strike: (bed) => loseSite(bed, primaryOf(bed.seen())),
    isOver: isTakenOver,
  },
  {
    letter: 'b',
    title: "the primary's site is cut off, its processes alive",
    limitSeconds: 10,
    floorSeconds: silentFloor,
    floor: `${detection}, then election and promotion (1 s)`,
    async strike(bed) {
      const site = primaryOf(bed.seen());
      setLine(site, 'cut');
      return async () => setLine(site, 'joined');
    },
    isOver: isTakenOver,
  },
  {
    letter: 'c',
    title: 'the primary is frozen (SIGSTOP)',
    limitSeconds: 10,
    floorSeconds: silentFloor,
    floor: `${detection}, then election and promotion (1 s)`,
    async strike(bed) {
      const site = primaryOf(bed.seen());
      const postgres = /^(\/usr\/lib\/postgresql\/\S+\/postgres |postgres: )/;
      signalAll(site, 'SIGSTOP', postgres);
      return async () => signalAll(site, 'SIGCONT', postgres);
    },
    isOver: isTakenOver,
  },
  {
    letter: 'd',
    title: 'planned switch-over',
    limitSeconds: 3,
    floorSeconds: 1,
    floor: 'the primary stops cleanly and another is promoted (1 s)',
    async strike(bed) {
      const from = primaryOf(bed.seen());
      // As the runbook says: whoever follows closest takes over, and the former primary follows by itself.
      bed.inside(from, [`${bed.site(from).folder}/hand-over.sh`], 'postgres');
      return async () => undefined;
    },
    isOver: isTakenOver,
  },
  {
    letter: 'e',
    title: 'loss of a standby site',
    limitSeconds: 0,
    floorSeconds: 0,
    floor: 'any one standby is enough to acknowledge',
    strike: (bed) => loseSite(bed, standbyOf(bed.seen())),
    isOver: (round) => round.sites.filter(({ role }) => role !== 'silent').length === 2,
  },
  {
    letter: 'g',
    title: 'rolling upgrade with a migration',
    floorSeconds: 0,
    floor: 'the nodes of the other sites answer meanwhile',
    strike: upgrade,
    isOver: isWhole,
  },
  {
    letter: 'h',
    title: 'a slow WAN',
    floorSeconds: 0,
    floor: 'nothing stops; every receipt takes a round trip longer',
    async strike(bed) {
      const slow = { delayMs: 60, jitterMs: 10, lossPercent: 1, rateMbit: 8 };
      for (const { name } of bed.sites) setWan(name, slow);
      return async () => {
        for (const { name } of bed.sites) setWan(name, WAN);
      };
    },
    isOver: isWhole,
  },
  {
    letter: 'i',
    title: 'a full disk at the primary',
    floorSeconds: 3,
    floor:
      'the space is looked at each second; then as (d), and two seconds in which standbys stand back',
    async strike(bed) {
      const site = primaryOf(bed.seen());
      const disk = `${bed.site(site).folder}/data`;
      fillDisk(disk);
      return async () => freeDisk(disk);
    },
    isOver: isTakenOver,
  },
  {
    letter: 'k',
    title: 'the primary’s site is cut off from the other sites, and claimants still reach it',
    limitSeconds: 10,
    floorSeconds: silentFloor,
    floor: `${detection}, then election and promotion (1 s)`,
    async strike(bed) {
      const site = primaryOf(bed.seen());
      const others = bed.sites.filter(({ name }) => name !== site);
      const from = others.map(({ address }) => address);
      setApart(site, { from, state: 'cut' });
      return async () => setApart(site, { from, state: 'joined' });
    },
    isOver: isTakenOver,
  },
  {
    letter: 'p',
    title: 'power loss of the primary’s whole site; the public copy is read at a second place',
    limitSeconds: 8,
    floorSeconds: silentFloor,
    floor: `${detection}, then election and promotion (1 s)`,
    async strike(bed) {
      const site = primaryOf(bed.seen());
      const copy = await openCopy(bed, bed.sites.find(({ name }) => name !== site)?.name ?? '');
      const undo = await loseSite(bed, site);
      return async () => {
        copy.close();
        await undo();
      };
    },
    meanwhile: readCopies,
    isOver: isTakenOver,
  },
  {
    letter: 'o',
    title: 'what an operator holds: amends drill run --switch-over',
    floorSeconds: 3,
    floor: 'as (d), and two seconds in which the third site stands back for the one that is named',
    async strike(bed) {
      const sites = [`${bed.folder}/sites.yaml`, '--tls', `${bed.folder}/seoul/tls`];
      const program = [process.execPath, `${RELEASE_FOLDER}/bin/amends.mjs`, 'drill', 'run'];
      const report = ['--report', `${bed.folder}/drill-run.json`];
      bed.inside(OUTSIDE, [...program, ...sites, '--switch-over', ...report]);
      return async () => undefined;
    },
    isOver: isTakenOver,
  },
];
