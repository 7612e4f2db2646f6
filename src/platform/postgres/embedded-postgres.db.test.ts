import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDataDir } from '../../../test/support/command.ts';
import { holdEmbeddedPostgres } from './embedded-postgres.ts';
import { livePostmaster } from './processes.ts';

const data = newDataDir();
const dir = join(data, 'postgres');
const passwordFile = join(dir, 'password');
const isRunning = () => livePostmaster(join(dir, 'cluster')) !== undefined;
let password: string;

beforeAll(async () => {
  await (await holdEmbeddedPostgres(dir)).release();
  password = readFileSync(passwordFile, 'utf8');
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

describe('a password file that was harmed', () => {
  const harmed = [
    ['', 'is empty'],
    ['\n', 'is empty'],
    ['another', 'refuses'],
  ] as const;

  it.each(harmed)('%j is told, and no server stays behind', async (text, words) => {
    writeFileSync(passwordFile, text);
    await expect(holdEmbeddedPostgres(dir)).rejects.toMatchObject({
      code: 'postgres_password_refused',
      message: expect.stringContaining(words),
    });
    expect(isRunning()).toBe(false);
    const kept = JSON.parse(readFileSync(join(dir, 'connection.json'), 'utf8'));
    expect(kept).toMatchObject({ password });
  });

  it.each(harmed)('%j is told beside a server that runs, which goes on', async (text, words) => {
    writeFileSync(passwordFile, password);
    const server = await holdEmbeddedPostgres(dir);
    try {
      writeFileSync(passwordFile, text);
      await expect(holdEmbeddedPostgres(dir)).rejects.toMatchObject({
        code: 'postgres_password_refused',
        message: expect.stringContaining(words),
      });
      expect(isRunning()).toBe(true);
    } finally {
      await server.release();
    }
  });
});
