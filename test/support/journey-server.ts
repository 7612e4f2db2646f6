import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect } from 'vitest';
import { freePort, newDataDir, type RunningCommand } from './command.ts';
import { startPrepared } from './prepared.ts';

/** A server of its own for the tests of one file, begun where a first `amends start` ends. */
export interface JourneyServer {
  /** where it answers, without a slash at the end; known once the tests run */
  readonly base: string;
  readonly dataDir: string;
  readonly command: RunningCommand;
  /** the one-time password that was printed last for a role: each start makes new ones */
  oneTimePasswordOf(role: string): string;
}

/** Starts a server before the file's tests and stops it after them, with its data. */
export function openJourneyServer(env: Readonly<Record<string, string>> = {}): JourneyServer {
  const dataDir = newDataDir();
  const started: { base: string; command?: RunningCommand } = { base: '' };
  const command = (): RunningCommand => {
    if (started.command === undefined) throw new Error('the server is not started yet');
    return started.command;
  };
  beforeAll(async () => {
    const port = await freePort();
    started.base = `http://127.0.0.1:${port}`;
    started.command = await startPrepared({
      ...env,
      AMENDS_DATA_DIR: dataDir,
      AMENDS_PORT: port,
    });
  });
  afterAll(async () => {
    await started.command?.stop('SIGINT');
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    dataDir,
    get base() {
      return started.base;
    },
    get command() {
      return command();
    },
    oneTimePasswordOf(role) {
      const printed = command().output();
      const found = [
        ...printed.matchAll(new RegExp(`${role}@amends.local\\s+([a-z0-9-]{19})`, 'g')),
      ];
      return found.at(-1)?.[1] ?? '';
    },
  };
}

export const passwordOf = (role: string): string => `${role} has an own password`;

/** Calls the API as a signed-in member of staff; the path begins behind /api/v1. */
export type StaffCall = (method: string, path: string, body?: unknown) => Promise<Response>;

/** Signs a member of staff in over HTTP for the first time, and sets a password of their own. */
export async function signInOverHttp(server: JourneyServer, role: string): Promise<StaffCall> {
  const { base } = server;
  const headers = { 'content-type': 'application/json', origin: base };
  const call =
    (cookie: string): StaffCall =>
    (method, path, body) =>
      fetch(`${base}/api/v1${path}`, {
        method,
        headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
  const email = `${role}@amends.local`;
  const password = server.oneTimePasswordOf(role);
  const answer = await call('')('POST', '/session', { email, password });
  expect(answer.status).toBe(200);
  const cookieOf = (given: Response) => given.headers.get('set-cookie')?.split(';')[0] ?? '';
  const change = { password: passwordOf(role) };
  const own = await call(cookieOf(answer))('PUT', '/session/password', change);
  expect(own.status).toBe(200);
  return call(cookieOf(own));
}
