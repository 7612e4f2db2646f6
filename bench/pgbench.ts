import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One run of pgbench: transactions per second, and the mean latency it reports. */
export interface PgbenchResult {
  readonly perSecond: number;
  readonly latencyMs: number;
}

const debianDir = '/usr/lib/postgresql';

function listCandidates(): string[] {
  try {
    const versions = readdirSync(debianDir).sort((left, right) => Number(right) - Number(left));
    return ['pgbench', ...versions.map((version) => join(debianDir, version, 'bin', 'pgbench'))];
  } catch {
    return ['pgbench'];
  }
}

function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(undefined) : reject(error),
    );
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}:\n${output}`)),
    );
  });
}

/** Finds PostgreSQL's own load generator, or says how to get it. */
export async function findPgbench(): Promise<string> {
  for (const candidate of listCandidates()) {
    if ((await run(candidate, ['--version'], process.env)) !== undefined) return candidate;
  }
  throw new Error(
    'pgbench, the peer of this figure, is not installed. On Debian: apt-get install postgresql-15 (or any later version); elsewhere it comes with the PostgreSQL server or its contrib package.',
  );
}

/** Runs one script, a transaction each time, with as many clients, for some seconds. */
export async function runPgbench(options: {
  command: string;
  databaseUrl: string;
  script: string;
  clients: number;
  seconds: number;
}): Promise<PgbenchResult> {
  const { command, clients, seconds } = options;
  const url = new URL(options.databaseUrl);
  const dir = await mkdtemp(join(tmpdir(), 'amends-pgbench-'));
  try {
    const path = join(dir, 'script.sql');
    await writeFile(path, options.script);
    const args = ['--no-vacuum', '--protocol=prepared', `--client=${clients}`, '--jobs=2'];
    const output = await run(command, [...args, `--time=${seconds}`, `--file=${path}`], {
      ...process.env,
      PGHOST: url.hostname,
      PGPORT: url.port,
      PGUSER: decodeURIComponent(url.username),
      PGPASSWORD: decodeURIComponent(url.password),
      PGDATABASE: url.pathname.slice(1),
    });
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(output ?? '')?.[1]);
    const latencyMs = Number(/^latency average = ([\d.]+) ms/m.exec(output ?? '')?.[1]);
    if (!(perSecond > 0)) throw new Error(`pgbench printed no rate:\n${output}`);
    return { perSecond, latencyMs };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
