import { execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { certifySites } from '../../src/cli/deploy/certificates.ts';
import { openSites } from '../../src/cli/deploy/open-sites.ts';
import { renderSites } from '../../src/cli/deploy/render.ts';
import { findProjectDir } from '../../src/platform/index.ts';
import { mountDisk, unmountDisks } from './disk.ts';
import {
  EMPTY_SITE,
  listNamespaces,
  makeNetwork,
  namespaceOf,
  OUTSIDE,
  removeNetwork,
  setLine,
  setWan,
  type Wan,
} from './network.ts';
import { copyRelease } from './release.ts';
import type { Seeded } from './seed.ts';
import { makeService, readUnit, type Service } from './service.ts';
import type { Books, Round, Seen } from './watch.ts';

/** The parts of a site, in the order they are started. */
export const PARTS = ['etcd', 'database', 'space', 'web', 'node'] as const;
export type Part = (typeof PARTS)[number];

const unitOf: Readonly<Record<Part, string>> = {
  etcd: 'amends-etcd',
  database: 'amends-database',
  space: 'amends-space',
  web: 'amends-web',
  node: 'amends',
};

/** One site of the bed. */
export interface BedSite {
  readonly name: string;
  readonly address: string;
  readonly folder: string;
  readonly parts: Record<Part, Service>;
  /** The folder of the release that its node is of. */
  program: string;
  /** Amends of another release, not started. */
  nodeOf(program: string): Service;
}

/** Three sites, built for real from the rendered files, on one machine. */
export interface Bed {
  readonly folder: string;
  readonly sites: readonly BedSite[];
  readonly authority: string;
  /** The incident in which claimants file, and who works on it. */
  readonly seeded: Seeded;
  readonly domain: string;
  site(name: string): BedSite;
  /** The last round that the watcher saw. */
  seen(): Round | undefined;
  /** Every round since the given time. */
  rounds(since: number): readonly Round[];
  /** Waits until the last round is so; undefined when the time is up. */
  waitFor(test: (round: Round) => boolean, limitMs: number): Promise<Round | undefined>;
  /** Reads at the primary what there is of the incident. */
  readBooks(): Promise<Books>;
  /** Runs a program in a site's namespace as a user. */
  inside(site: string, command: readonly string[], user?: string): string;
  close(): Promise<void>;
}

export const WAN: Wan = { delayMs: 2 };
const ADDRESSES = new Map([
  ['seoul', '10.77.0.11'],
  ['daejeon', '10.77.0.12'],
  ['busan', '10.77.0.13'],
]);
/** Where a second place, which is no site, stands. */
export const EMPTY_ADDRESS = '10.77.0.14';
const OUTSIDE_ADDRESS = '10.77.0.100';
const DOMAIN = 'claims.example.org';

/** Where a bed lies; fixed, so that the next one finds what a killed one left. */
export const BED_FOLDER = '/var/lib/amends-drill';

/** The release that the sites run. */
export const RELEASE_FOLDER = join(BED_FOLDER, 'release');

/** Removes whatever a bed left: its processes, namespaces and files. Tells whether there was any. */
export function clearBed(): boolean {
  const isLeft = listNamespaces().length > 0;
  removeNetwork();
  unmountDisks(BED_FOLDER);
  rmSync(BED_FOLDER, { recursive: true, force: true });
  return isLeft;
}

/** Mistakes that a drill must find: what it prints with one of them shows that it can fail. */
export const SEEDS = {
  /** A frozen primary takes its key back (docs/decisions/0071-three-sites.md): found by c. */
  renewal: (name: string, text: string): string =>
    name === 'patroni.yml'
      ? text.replace(/^etcd:$/m, 'etcd3:')
      : text.replace(/^enable-v2: true$/m, 'enable-grpc-gateway: true'),
  /** Nothing waits for another site, and nothing is asked before a takeover: found by k. */
  asynchronous: (_name: string, text: string): string =>
    text.replace(/^ *(synchronous_standby_names|pre_promote): .*\n/gm, ''),
} as const;
export type Seed = keyof typeof SEEDS;

function plant(seed: Seed): void {
  for (const site of ADDRESSES.keys()) {
    for (const name of ['patroni.yml', 'etcd.yml']) {
      const path = join(BED_FOLDER, site, name);
      writeFileSync(path, SEEDS[seed](name, readFileSync(path, 'utf8')));
    }
  }
}

/** Renders the sites as `amends deploy` does, and makes what an operator brings: keys. */
async function layOut(hasSmallDisks: boolean): Promise<void> {
  mkdirSync(BED_FOLDER, { recursive: true });
  copyRelease(findProjectDir(), RELEASE_FOLDER);
  const file = {
    format: 'amends-sites/1',
    name: 'drill',
    domain: DOMAIN,
    sites: [...ADDRESSES].map(([name, address]) => ({ name, failureDomain: name, address })),
    paths: {
      config: `${BED_FOLDER}/{site}`,
      data: `${BED_FOLDER}/{site}/data`,
      program: RELEASE_FOLDER,
    },
  };
  const sitesFile = join(BED_FOLDER, 'sites.yaml');
  writeFileSync(sitesFile, stringify(file));
  const sites = await openSites(sitesFile);
  await renderSites(sites, BED_FOLDER);
  await certifySites(sites, { out: BED_FOLDER, days: 7 });
  // One installation at three sites: the same keys, and the right to send out (epoch).
  const keys = { master: newKey(), log: newKey(), epoch: newKey() };
  for (const site of ADDRESSES.keys()) {
    const data = join(BED_FOLDER, site, 'data');
    mkdirSync(data, { recursive: true });
    if (hasSmallDisks) mountDisk(data);
    for (const part of ['etcd', 'postgres', 'haproxy', 'node/keys', 'logs']) {
      mkdirSync(join(data, part), { recursive: true });
    }
    chmodSync(join(data, 'etcd'), 0o700);
    chmodSync(join(data, 'postgres'), 0o700);
    for (const [name, key] of Object.entries(keys)) {
      writeFileSync(join(data, 'node', 'keys', name), key, { mode: 0o600 });
    }
    const tls = join(BED_FOLDER, site, 'tls');
    const own = readdirSync(tls).filter((name) => name.startsWith('database.'));
    execFileSync('chown', [
      'postgres:',
      join(data, 'postgres'),
      ...own.map((name) => join(tls, name)),
    ]);
  }
}

const newKey = (): string => `${randomBytes(32).toString('hex')}\n`;

function makeSite([name, address]: readonly [string, string]): BedSite {
  const folder = join(BED_FOLDER, name);
  const part = (which: Part, program = RELEASE_FOLDER): Service => {
    const unit = readUnit(join(folder, 'systemd', `${unitOf[which]}.service`));
    // -Ws speaks to systemd, which is not here.
    const start = unit.start.map((word) =>
      word === '-Ws' ? '-W' : word.replace(RELEASE_FOLDER, program),
    );
    const log = join(folder, 'data', 'logs', `${which}.log`);
    const as = which === 'database' || which === 'space' ? 'postgres' : 'root';
    return makeService({ ...unit, start }, { site: name, log, as });
  };
  const parts = Object.fromEntries(PARTS.map((which) => [which, part(which)])) as BedSite['parts'];
  return {
    ...{ name, address, folder, parts },
    program: RELEASE_FOLDER,
    nodeOf: (program) => part('node', program),
  };
}

/** Starts a file of this folder as a process of its own, by its name without the ending. */
export function forkBeside(
  name: string,
  options: {
    args?: readonly string[];
    inside?: string;
    user?: string;
    env?: Readonly<Record<string, string>>;
  },
) {
  const ending = extname(fileURLToPath(import.meta.url));
  const program = join(dirname(fileURLToPath(import.meta.url)), `${name}${ending}`);
  const user =
    options.user === undefined
      ? []
      : ['setpriv', `--reuid=${options.user}`, `--regid=${options.user}`, '--clear-groups', '--'];
  const namespace =
    options.inside === undefined ? [] : ['ip', 'netns', 'exec', namespaceOf(options.inside)];
  const command = [...namespace, ...user, process.execPath];
  const [execPath = process.execPath, ...before] = command;
  return fork(program, [...(options.args ?? [])], {
    execPath,
    execArgv: [...before, ...process.execArgv],
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

interface Watcher {
  readonly rounds: Round[];
  ask(incidentId: string): Promise<Books>;
  close(): void;
}

function openWatcher(sites: readonly BedSite[]): Watcher {
  const args = sites.map(({ name, folder }) => `${name}=${join(folder, 'data', 'postgres')}`);
  const child = forkBeside('watch', { args, user: 'postgres' });
  const rounds: Round[] = [];
  let answer: ((told: { books?: Books; error?: string }) => void) | undefined;
  child.on('message', (told: { round?: Round; books?: Books; error?: string }) => {
    if (told.round === undefined) answer?.(told);
    else rounds.push(told.round);
  });
  return {
    rounds,
    ask: (incidentId) =>
      new Promise((resolve, reject) => {
        answer = ({ books, error }) =>
          books === undefined ? reject(new Error(error)) : resolve(books);
        child.send({ incidentId });
      }),
    close: () => child.kill('SIGKILL'),
  };
}

const isPrimary = ({ role }: Seen): boolean => role === 'primary';

/** Tells whether one site is the primary and both others follow it. */
export const isWhole = ({ sites }: Round): boolean =>
  sites.filter(isPrimary).length === 1 &&
  sites.filter(({ role, isStreaming }) => role === 'standby' && isStreaming).length === 2;

/**
 * Builds the bed and waits until every site serves; the caller closes it.
 *
 * @param options.hasSmallDisks gives the data of each site a disk of its own, which can be filled
 */
export async function openBed(
  told: (sentence: string) => void,
  options: { readonly seed?: Seed | undefined; readonly hasSmallDisks?: boolean } = {},
): Promise<Bed> {
  const { seed, hasSmallDisks = false } = options;
  if (clearBed()) told('A bed that had died was still there; it is removed.');
  await layOut(hasSmallDisks);
  if (seed !== undefined) plant(seed);
  makeNetwork(new Map([...ADDRESSES, [EMPTY_SITE, EMPTY_ADDRESS], [OUTSIDE, OUTSIDE_ADDRESS]]));
  const lines = [...ADDRESSES.keys()].map((site) => setWan(site, WAN));
  if (lines.includes('undelayed')) {
    told(
      'This kernel has no network emulator (sch_netem): the lines between the sites have no delay.',
    );
  }
  const sites = [...ADDRESSES].map(makeSite);
  const watcher = openWatcher(sites);
  const bed = makeBed(sites, watcher);
  try {
    await startDatabases(bed, told);
    const seeded = await openIncident(bed.sites[0] as BedSite);
    await startNodes(bed, told);
    return { ...bed, seeded, readBooks: () => watcher.ask(seeded.incidentId) };
  } catch (error) {
    await bed.close();
    throw error;
  }
}

type Standing = Omit<Bed, 'seeded' | 'readBooks'>;

function makeBed(sites: readonly BedSite[], watcher: Watcher): Standing {
  const { rounds } = watcher;
  return {
    folder: BED_FOLDER,
    sites,
    authority: join(BED_FOLDER, 'seoul', 'tls', 'ca.crt'),
    domain: DOMAIN,
    site: (name) => sites.find((site) => site.name === name) as BedSite,
    seen: () => rounds.at(-1),
    rounds: (since) => rounds.filter(({ at }) => at >= since),
    async waitFor(test, limitMs) {
      const until = Date.now() + limitMs;
      while (Date.now() < until) {
        const round = rounds.at(-1);
        if (round !== undefined && test(round)) return round;
        await sleep(50);
      }
      return undefined;
    },
    inside(site, command, user) {
      const as =
        user === undefined
          ? []
          : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--'];
      return execFileSync('ip', ['netns', 'exec', namespaceOf(site), ...as, ...command], {
        encoding: 'utf8',
        cwd: '/',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    },
    async close() {
      watcher.close();
      for (const site of sites) for (const part of PARTS) void site.parts[part].stop('SIGKILL');
      removeNetwork();
    },
  };
}

async function startDatabases(bed: Standing, told: (sentence: string) => void): Promise<void> {
  for (const { parts } of bed.sites) {
    for (const part of ['etcd', 'web', 'database', 'space'] as const) parts[part].start();
  }
  if ((await bed.waitFor(isWhole, 90_000)) === undefined) {
    throw new Error(
      `PostgreSQL did not come up at three sites: ${JSON.stringify(bed.seen())}; logs: ${bed.folder}/SITE/data/logs`,
    );
  }
  told('PostgreSQL runs at three sites.');
}

/** Opens an incident as an operator of the first site would. */
function openIncident({ name, folder }: BedSite): Promise<Seeded> {
  const { environment } = readUnit(join(folder, 'systemd', 'amends.service'));
  const child = forkBeside('seed', { inside: name, env: environment });
  return new Promise((resolve, reject) => {
    child.once('message', (seeded: Seeded) => resolve(seeded));
    child.once('exit', (code) => reject(new Error(`no incident could be opened (exit ${code})`)));
  });
}

async function startNodes(bed: Standing, told: (sentence: string) => void): Promise<void> {
  for (const { parts } of bed.sites) parts.node.start();
  await Promise.all(bed.sites.map(({ name }) => waitForNode(bed, name)));
  told('Amends answers at three sites.');
}

/** Waits until a site's HAProxy has a node that answers. */
export async function waitForNode(
  bed: Pick<Bed, 'site' | 'authority' | 'inside' | 'folder'>,
  name: string,
  limitMs = 90_000,
): Promise<void> {
  const { address } = bed.site(name);
  const until = Date.now() + limitMs;
  const ask = 'curl --silent --output /dev/null --write-out %{http_code} --max-time 2'.split(' ');
  while (Date.now() < until) {
    try {
      const tls = ['--cacert', bed.authority, '--resolve', `${DOMAIN}:443:${address}`];
      // The node itself, not one of another site that HAProxy turns to.
      bed.inside(name, [
        'curl',
        '--silent',
        '--fail',
        '--max-time',
        '2',
        'http://127.0.0.1:8022/readyz',
      ]);
      if (bed.inside(OUTSIDE, [...ask, ...tls, `https://${DOMAIN}/healthz`]) === '200') return;
    } catch {
      // Not yet.
    }
    await sleep(200);
  }
  throw new Error(`Amends did not answer at ${name}; logs: ${bed.folder}/${name}/data/logs`);
}

/** Lets a site be reached again, as it was. */
export function joinSite(name: string): void {
  setLine(name, 'joined');
}

/** Tells whether a rendered bed is there. */
export const isLaidOut = (): boolean => existsSync(join(BED_FOLDER, 'sites.yaml'));
