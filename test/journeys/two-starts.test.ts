import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { freePort, newDataDir, type RunningCommand, startCommand } from '../support/command.ts';

// Two first starts on one data folder at once: one loads the reference case, the other waits for it.

const dataDir = newDataDir();
const started: RunningCommand[] = [];
afterAll(async () => {
  for (const one of started) await one.stop('SIGINT');
  rmSync(dataDir, { recursive: true, force: true });
});

it('both come to be ready, and both answer', async () => {
  const ports = [await freePort(), await freePort()];
  started.push(
    ...ports.map((port) =>
      startCommand(['start'], { AMENDS_DATA_DIR: dataDir, AMENDS_PORT: port }),
    ),
  );
  await Promise.all(started.map((one) => one.waitFor('Ctrl-C stops')));
  const waited = started.filter((one) => one.output().includes('waiting for it'));
  expect(waited).toHaveLength(1);
  for (const port of ports) {
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  }
  for (const one of started.splice(0)) expect(await one.stop('SIGINT')).toBe(0);
});
