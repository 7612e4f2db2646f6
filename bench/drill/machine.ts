import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What a bed is built from: Debian's packages, each with a file that tells that it is there. */
const PARTS: readonly (readonly [string, string])[] = [
  ['patroni', '/usr/bin/patroni'],
  ['python3-etcd', '/usr/lib/python3/dist-packages/etcd'],
  ['python3-idna', '/usr/lib/python3/dist-packages/idna'],
  ['etcd-server', '/usr/bin/etcd'],
  ['haproxy', '/usr/sbin/haproxy'],
  ['postgresql-15', '/usr/lib/postgresql/15/bin/postgres'],
  ['iproute2', '/usr/sbin/ip'],
  ['nftables', '/usr/sbin/nft'],
  ['openssl', '/usr/bin/openssl'],
  ['curl', '/usr/bin/curl'],
];

const missing = (): readonly string[] =>
  PARTS.filter(([, file]) => !existsSync(file)).map(([name]) => name);

const isRoot = (): boolean => process.getuid?.() === 0;

/** Installs what is missing, where this is a Debian and we are root. */
export function ensurePackages(tell: (line: string) => void): void {
  const packages = missing();
  if (packages.length === 0 || !isRoot() || !existsSync('/usr/bin/apt-get')) return;
  tell(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { stdio: 'ignore', env } as const;
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
}

/** Tells why three sites cannot be built on this machine; undefined where they can. */
export function whyNoDrill(): string | undefined {
  if (process.platform !== 'linux')
    return 'three sites are built from network namespaces, which only Linux has.';
  if (!isRoot()) return 'network namespaces need root, and this is another user.';
  const packages = missing();
  if (packages.length > 0) {
    return `${packages.join(', ')} is not installed. On Debian 12, as root: apt-get install ${packages.join(' ')}`;
  }
  const tried = spawnSync('ip', ['netns', 'add', 'amends-drill-probe'], { encoding: 'utf8' });
  spawnSync('ip', ['netns', 'delete', 'amends-drill-probe']);
  if (tried.status === 0) return undefined;
  return `no network namespace can be made here (${tried.stderr.trim()}).`;
}

/** Where the drill that runs writes its process id. */
const RUNNING_FILE = '/run/amends-drill.pid';

/**
 * Makes this process the one that drills on this machine, until it ends.
 *
 * @returns the id of another process that drills now; undefined when this one may
 */
export function claimMachine(): number | undefined {
  const found = existsSync(RUNNING_FILE) ? Number(readFileSync(RUNNING_FILE, 'utf8')) : 0;
  if (found > 0 && found !== process.pid && existsSync(`/proc/${found}`)) return found;
  writeFileSync(RUNNING_FILE, String(process.pid));
  process.once('exit', () => rmSync(RUNNING_FILE, { force: true }));
  return undefined;
}
