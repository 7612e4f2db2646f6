import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type Instant, parseInstant, renderInstant } from '../kernel/index.ts';
import {
  type Backup,
  followWal,
  generateBackupKey,
  listBackups,
  listSegments,
  type Restored,
  readIdentity,
  restoreBackup,
  type Source,
  takeBackup,
  writeBackupMark,
} from '../platform/backup/index.ts';
import {
  clockNow,
  closeRestored,
  holdEmbeddedPostgres,
  loadConfig,
  openDatabase,
  renderBytes,
  systemActor,
  takeOver,
} from '../platform/index.ts';
import { renderCheck, verifyRestored } from './backup/verify-restored.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';
import { openProgress } from './shell/progress.ts';
import { type Column, renderTable } from './shell/table.ts';

interface StoreOptions {
  readonly to: string;
  readonly recipient: readonly string[];
  readonly pgBin: string;
}

interface RestoreOptions {
  readonly from: string;
  readonly identity: string;
  readonly at?: Instant;
  readonly backup?: string;
  readonly pgBin?: string;
  readonly user: string;
  readonly database: string;
}

/** Opens what is to be copied: the given server, or our own, which is started when it is down. */
async function withSource<T>(binDir: string, work: (source: Source) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env);
  if (config.databaseUrl !== undefined) {
    return work({ kind: 'server', url: config.databaseUrl, binDir });
  }
  const folder = join(config.dataDir, 'postgres');
  const server = await holdEmbeddedPostgres(folder);
  try {
    return await work({ kind: 'folder', folder, url: server.url('postgres') });
  } finally {
    await server.release();
  }
}

async function keygen(options: { readonly out: string }): Promise<void> {
  const path = resolve(options.out);
  const { identity, recipient } = await generateBackupKey();
  const text = `# created: ${renderInstant(clockNow())}\n# public key: ${recipient}\n${identity}\n`;
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const message = `${path} exists, and an identity is never written over: backups made to it could not be read any more.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  process.stdout.write(`${recipient}\n`);
  process.stderr.write(
    `The identity is in ${path}. Keep it away from this machine: it alone reads the backups.\n`,
  );
}

function renderBackup(backup: Backup): string {
  return `${backup.id}: ${renderBytes(backup.bytes)}, whole since ${backup.endedAt}`;
}

async function take({ to, recipient, pgBin }: StoreOptions): Promise<void> {
  const store = resolve(to);
  const progress = openProgress('Copying the database');
  progress.report(0);
  const backup = await withSource(pgBin, (source) =>
    takeBackup({ source, store, recipients: recipient, clock: clockNow }),
  );
  progress.done(renderBytes(backup.bytes));
  const { backup: schedule } = loadConfig(process.env);
  if (schedule !== undefined) await writeBackupMark(schedule.markFile, clockNow());
  process.stdout.write(`${renderBackup(backup)}\n`);
}

async function follow(options: StoreOptions): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const store = resolve(options.to);
  process.stderr.write(`Following the log into ${store}; Ctrl-C ends it.\n`);
  await withSource(options.pgBin, (source) =>
    followWal({
      source,
      store,
      recipients: options.recipient,
      signal: stop.signal,
      onSealed: ({ segment, isWhole }) =>
        void (isWhole && process.stderr.write(`${segment} is safe\n`)),
    }),
  );
}

async function list(options: { readonly from: string; readonly json?: boolean }): Promise<void> {
  const store = resolve(options.from);
  const [backups, segments] = [await listBackups(store), await listSegments(store)];
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ backups, segments }, null, 2)}\n`);
    return;
  }
  if (backups.length === 0) {
    const message = `${store} holds no backup. Take one: amends backup take --to ${options.from} --recipient …`;
    throw new CommandExit(message, exitCode.failed);
  }
  const rows = backups.map(({ id, endedAt, bytes, serverVersion, firstSegment }) => [
    id,
    endedAt,
    renderBytes(bytes),
    String(Math.floor(serverVersion / 10_000)),
    firstSegment,
  ]);
  const columns: Column[] = [
    { title: 'backup', align: 'left' },
    { title: 'whole since', align: 'left' },
    { title: 'size', align: 'right' },
    { title: 'PostgreSQL', align: 'right' },
    { title: 'needs the log from', align: 'left' },
  ];
  process.stdout.write(`${renderTable(columns, rows)}\n`);
  process.stdout.write(`log: ${segments.length} segments, to ${segments.at(-1) ?? 'none'}\n`);
}

async function restoreInto(into: string, options: RestoreOptions): Promise<Restored> {
  const labels = { archive: 'Unpacking', log: 'Opening the log', recovery: 'Replaying the log' };
  const shown = new Map(Object.entries(labels).map(([step, label]) => [step, openProgress(label)]));
  return restoreBackup({
    store: resolve(options.from),
    identity: await readIdentity(resolve(options.identity)),
    into,
    user: options.user,
    ...(options.at === undefined ? {} : { at: options.at }),
    ...(options.backup === undefined ? {} : { backupId: options.backup }),
    ...(options.pgBin === undefined ? {} : { binDir: options.pgBin }),
    onStep: (step, share) => {
      if (share >= 1) shown.get(step)?.done();
      else shown.get(step)?.report(share);
    },
  });
}

/** Restores, closes the copy, checks it; the server is stopped whatever happens. */
async function restoreAndCheck(into: string, options: RestoreOptions): Promise<string> {
  const restored = await restoreInto(into, options);
  try {
    const db = openDatabase({ url: restored.url(options.database), poolMax: 1 });
    const reason = `restored from the backup ${restored.backup.id}`;
    const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');
    await closeRestored(db, { token, now: clockNow(), reason }).finally(() => db.destroy());
    const check = await verifyRestored(restored.url(options.database));
    const text = renderCheck(check, restored.backup);
    if (!check.isRight) throw new CommandExit(text, exitCode.failed);
    return text;
  } finally {
    await restored.stop();
  }
}

async function verify(options: RestoreOptions): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'amends-restore-'));
  await chmod(scratch, 0o711); // the server's user passes through; what is inside stays closed
  try {
    process.stdout.write(`${await restoreAndCheck(join(scratch, 'postgres'), options)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function restore(options: RestoreOptions & { readonly into: string }): Promise<void> {
  const into = resolve(options.into);
  process.stdout.write(`${await restoreAndCheck(into, options)}\n`);
  const isOurs = existsSync(join(into, 'password'));
  process.stdout.write(
    [
      `The cluster is in ${join(into, 'cluster')} and is stopped.`,
      isOurs
        ? `To run it, put ${into} in the place of "postgres" in a data folder that has its keys.`
        : 'To run it, give it to your PostgreSQL as its data folder.',
      'It sends, pays and signs nothing until you run: amends backup take-over --because "…".',
      '',
    ].join('\n'),
  );
}

async function takeOverHere(options: { readonly because: string }): Promise<void> {
  const reason = options.because.trim();
  if (reason === '') {
    const message = 'Say with --because how you know that what ran before is stopped for good.';
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const { platform, config, close } = await openInstallation();
  try {
    const ctx = platform.context({ actor: systemActor });
    const epoch = await takeOver(ctx, { dataDir: config.dataDir, reason });
    process.stdout.write(
      `Epoch ${epoch?.number ?? ''} begins: this installation sends, pays and signs. Give ${config.dataDir}/keys/epoch to its other nodes.\n`,
    );
  } finally {
    await close();
  }
}

function instantOption(text: string): Instant {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new InvalidArgumentError('It should be an instant such as 2026-11-27T09:30:00Z.');
}

const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

function addRestoring(command: Command): Command {
  return command
    .requiredOption('--from <store>', 'the folder the backups are in')
    .requiredOption('--identity <file>', 'the age identity that reads them')
    .option(
      '--at <instant>',
      'restore to this instant, inclusive (default: all there is)',
      instantOption,
    )
    .option('--backup <id>', 'restore this backup (default: the newest that fits)')
    .option(
      '--pg-bin <folder>',
      'of the PostgreSQL programs of the backup’s version (default: our own)',
    )
    .option('--user <name>', 'a superuser of the database', 'amends')
    .option('--database <name>', 'the database of Amends', 'amends');
}

function addStoring(command: Command): Command {
  return command
    .requiredOption('--to <store>', 'the folder the backups go to: of another site, mounted here')
    .requiredOption('--recipient <age1…>', 'who may read them; give it again for more', collect)
    .option('--pg-bin <folder>', 'of pg_basebackup and pg_receivewal, with DATABASE_URL', '');
}

/** `amends backup …`: copies that only who holds the identity can read, and restores that are checked. */
export function backupCommand(): Command {
  const command = new Command('backup').description(
    'take encrypted backups, follow the log, restore to an instant, and check what came back',
  );
  command
    .command('keygen')
    .description('make the pair that backups are encrypted to; keep the file elsewhere')
    .requiredOption('--out <file>', 'where the identity goes')
    .action(keygen);
  addStoring(command.command('take'))
    .description('copy the whole database, compressed and encrypted, while it runs')
    .action(take);
  addStoring(command.command('follow'))
    .description('copy the write-ahead log as it is written, until Ctrl-C')
    .action(follow);
  command
    .command('list')
    .description('show the backups of a store')
    .requiredOption('--from <store>', 'the folder the backups are in')
    .option('--json', 'print one JSON document')
    .action(list);
  addRestoring(command.command('verify'))
    .description('restore to a scratch folder, verify ledger and log, and remove it again')
    .action(verify);
  addRestoring(command.command('restore'))
    .description('restore into an empty folder, and verify ledger and log')
    .requiredOption('--into <folder>', 'a new or empty folder')
    .action(restore);
  command
    .command('take-over')
    .description('make this installation the one that sends, pays and signs')
    .requiredOption('--because <sentence>', 'how you know that what ran before is stopped')
    .action(takeOverHere);
  return command;
}
