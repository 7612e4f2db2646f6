import { setMaxListeners } from 'node:events';
import { Command } from 'commander';
import type { Hono } from 'hono';
import { rational } from '../kernel/index.ts';
import {
  addStaff,
  type Consumer,
  type HotLane,
  type HttpServer,
  isStepDone,
  issueOneTimePassword,
  listen,
  loadConfig,
  newUuid,
  type Platform,
  probeAddress,
  type Role,
  roles,
  runOutbox,
  runStep,
  sql,
  subscribeConsumers,
  systemActor,
} from '../platform/index.ts';
import { openInstallation } from './shell/installation.ts';

/** What the composition root hands to the command that serves it. */
export interface Composition {
  // biome-ignore lint/suspicious/noExplicitAny: the application of any environment
  readonly app: Hono<any, any, any>;
  /** The one route that must stand a rush, beside the router. */
  readonly lane: HotLane;
  /** Tells whether people are waiting for an answer, so that patient work waits. */
  readonly isBusy: () => boolean;
  /** What is looked at once the database is there, before anything else is done with it. */
  readonly prepare: () => Promise<void>;
  readonly consumers: readonly Consumer[];
  /** Work that goes on beside requests, until the signal aborts. */
  readonly workers: readonly ((signal: AbortSignal) => Promise<void>)[];
  /** The pages to print, in order: label and path. */
  readonly pages: readonly { readonly label: string; readonly path: string }[];
}

export type Compose = (platform: Platform) => Promise<Composition>;

const koreanNames: Readonly<Record<Role, string>> = {
  agent: '상담원',
  reviewer: '심사자',
  policy_author: '정책 작성자',
  approver: '승인자',
  treasurer: '지급 담당자',
  investigator: '조사자',
  auditor: '감사자',
  administrator: '관리자',
};

/** Seeds one member per role and gives each who never set a password a new one-time password. */
async function seedStaff(platform: Platform): Promise<readonly (readonly [string, string])[]> {
  const ctx = platform.context({ actor: systemActor });
  const emails = await Promise.all(
    roles.map(async (role) => {
      const email = `${role.replaceAll('_', '-')}@amends.local`;
      await addStaff(ctx, {
        id: newUuid(),
        name: `${koreanNames[role]} (${role.replaceAll('_', ' ')})`,
        email,
        roles: [role],
      });
      return email;
    }),
  );
  const { rows } = await sql<{ email: string }>`select email from platform.staff
    where email = any(${emails}) and password_hash is null`.execute(platform.db);
  const without = emails.filter((email) => rows.some((row) => row.email === email));
  const issued = await Promise.all(
    without.map(async (email) => [email, await issueOneTimePassword(ctx, email)] as const),
  );
  return issued.flatMap(([email, password]) => (password === undefined ? [] : [[email, password]]));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Waits for the first signal; later ones, such as npm's after the terminal's, change nothing. */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}

const demonstration = { work: 'demonstration', step: 'pangyo-2022@0.001' } as const;

/** Of all starts on one database, one loads; a lock of the session, which ends with its process. */
const loadingLock = sql`hashtextextended('amends demonstration', 0)`;

/**
 * Loads the reference case at one thousandth the first time; a start that was killed while loading
 * goes on where it stopped, and one that finds another loading waits for it.
 */
async function ensureDemonstration(platform: Platform): Promise<void> {
  const ctx = platform.context({ actor: systemActor });
  if (await isStepDone(ctx, demonstration)) return;
  await platform.db.connection().execute(async (session) => {
    const { rows } = await sql<{ isMine: boolean }>`
      select pg_try_advisory_lock(${loadingLock}) as "isMine"`.execute(session);
    if (rows[0]?.isMine !== true) {
      process.stderr.write('Another start is loading the reference case here; waiting for it …\n');
      await sql`select pg_advisory_lock(${loadingLock})`.execute(session);
    }
    try {
      if (!(await isStepDone(ctx, demonstration))) await loadDemonstration(platform);
    } finally {
      await sql`select pg_advisory_unlock(${loadingLock})`.execute(session);
    }
  });
}

async function loadDemonstration(platform: Platform): Promise<void> {
  const ctx = platform.context({ actor: systemActor });
  process.stderr.write(
    'First start: loading the reference case, Pangyo 2022, at one thousandth …\n',
  );
  const { openCase } = await import('./case.ts');
  const { runCase } = await import('./case/run/run-case.ts');
  const found = await openCase('pangyo-2022');
  await runCase(platform, { found, scale: rational(1n, 1000n) });
  await runStep(ctx, demonstration, async () => 'loaded');
}

function printReady(about: {
  readonly pages: Composition['pages'];
  readonly base: string;
  readonly dataDir: string;
  readonly seconds: string;
  readonly passwords: readonly (readonly [string, string])[];
}): void {
  const { pages, base, dataDir, seconds, passwords } = about;
  print(`Amends is ready (${seconds} s). Data: ${dataDir}`);
  for (const { label, path } of pages) print(`  ${label.padEnd(18)} ${base}${path}`);
  if (passwords.length > 0) {
    print('One-time passwords for the console (each works once, until the next start):');
  }
  for (const [email, password] of passwords) print(`  ${email.padEnd(28)} ${password}`);
  if (passwords.length < roles.length) {
    print(
      'Who set a password signs in with it; `npx amends staff one-time-password` gives another.',
    );
  }
  print('Ctrl-C stops; everything stays for the next start.');
}

/** What is there only once the database is. */
async function prepareService(
  platform: Platform,
  { consumers, prepare }: Pick<Composition, 'consumers' | 'prepare'>,
): Promise<readonly (readonly [string, string])[]> {
  await prepare();
  if (platform.config.isDemonstration) await ensureDemonstration(platform);
  await subscribeConsumers(platform, consumers);
  return seedStaff(platform);
}

/** Tells where it listens already, although the database is still to come. */
function printWaiting(base: string): void {
  print(`The database does not answer. ${base} takes claims and gives tickets until it does …`);
}

async function serveUntilStopped(compose: Compose): Promise<void> {
  const { isPatient, ...address } = loadConfig(process.env);
  await probeAddress(address);
  const installation = await openInstallation({ isPatient });
  const { platform, config } = installation;
  const stop = new AbortController();
  // Every worker waits by it; there are more than Node expects of one signal.
  setMaxListeners(64, stop.signal);
  let server: HttpServer | undefined;
  try {
    const composition = await compose(platform);
    const { app, lane, isBusy } = composition;
    const open = (): Promise<HttpServer> =>
      listen({ app, lane, host: config.host, port: config.port });
    // Whoever read what is printed may be gone; the platform goes on, and still stops in order.
    process.stdout.on('error', () => undefined);
    const stopped = waitForStop();
    if (installation.isWaiting) {
      installation.takeSignals();
      server = await open();
      printWaiting(`http://${config.host}:${server.port}`);
      void stopped.then(() => stop.abort());
    }
    const passwords = await installation.begin(
      () => prepareService(platform, composition),
      stop.signal,
    );
    if (passwords === undefined) return;
    server ??= await open();
    installation.takeSignals();
    const working = Promise.all([
      installation.watchDatabase(stop.signal),
      runOutbox(platform, composition.consumers, { signal: stop.signal, isBusy }),
      ...composition.workers.map((work) => work(stop.signal)),
    ]);
    const base = `http://${config.host}:${server.port}`;
    // Since the command began, so that what it set up counts.
    const seconds = (performance.now() / 1000).toFixed(1);
    const { pages } = composition;
    printReady({ pages, base, dataDir: config.dataDir, seconds, passwords });
    await Promise.race([stopped, working]);
    print('Stopping …');
    await server.close();
    stop.abort();
    await working;
  } finally {
    stop.abort();
    await server?.close();
    await installation.close();
  }
}

/** `amends start`: the platform with everything it needs, until Ctrl-C. */
export function startCommand(compose: Compose): Command {
  return new Command('start')
    .description('start the platform: portal, console, public pages, workers')
    .addHelpText(
      'after',
      '\nAMENDS_PORT (8022), AMENDS_HOST (127.0.0.1), AMENDS_DATA_DIR and DATABASE_URL change where; AMENDS_DEMONSTRATION=no loads no reference case; AMENDS_PATIENT_START=yes takes claims, and gives tickets, before the database of DATABASE_URL answers.',
    )
    .action(() => serveUntilStopped(compose));
}
