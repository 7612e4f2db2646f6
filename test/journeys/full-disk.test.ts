import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { newDataDir, runCommand } from '../support/command.ts';
import { replayCase } from '../support/replay.ts';

// A disk that is really full: a file system in memory, of a few MiB, as the data folder. Only root
// may mount one; elsewhere the doctor's and the platform's own tests cover the sentences.

const args = ['case', 'run', 'pangyo-2022', '--scale', '0.006', '--json'];
const mounted: string[] = [];

function mount(dir: string, size: string): boolean {
  const result = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', dir]);
  if (result.status === 0) mounted.push(dir);
  return result.status === 0;
}

afterAll(() => {
  for (const dir of mounted) {
    spawnSync('umount', [dir]);
    rmSync(dir, { recursive: true, force: true });
  }
});

const probe = newDataDir();
const canMount = mount(probe, '1m');
if (!canMount) {
  process.stderr.write('No file system can be mounted here, so no disk is filled in this run.\n');
  rmSync(probe, { recursive: true, force: true });
}

/** Where it runs full: before the database is there, while it is made, and among the claims. */
const sizes = canMount ? ['1m', '20m', '56m'] : [];

describe('a data folder that cannot be written for want of space', () => {
  it.each(sizes)('of %s is named, and the replay goes on once there is room', async (size) => {
    const dir = newDataDir();
    expect(mount(dir, size)).toBe(true);
    const { code, output } = await runCommand(args, { AMENDS_DATA_DIR: dir });
    expect(output).toContain(`The disk that holds ${dir}`);
    expect(output).toContain('Amends needs 2 GiB');
    expect(output).toContain('Nothing acknowledged is lost');
    expect(output).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    spawnSync('mount', ['-o', 'remount,size=1g', dir]);
    const whole = newDataDir();
    mounted.push(whole);
    expect(await replayCase(args, dir)).toEqual(await replayCase(args, whole));
  });

  it('never counts as done: the doctor finds too small a disk bad', async () => {
    const dir = newDataDir();
    const env = { AMENDS_DATA_DIR: dir };
    if (canMount) expect(mount(dir, '1g')).toBe(true);
    const { output } = await runCommand(['doctor'], env);
    expect(output).toMatch(canMount ? /BAD {2}Disk .*\n.*Free some space/ : /Disk/);
    if (!canMount) rmSync(dir, { recursive: true, force: true });
  });
});
