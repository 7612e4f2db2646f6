import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Bed, EMPTY_ADDRESS, forkBeside } from '../bed.ts';
import { EMPTY_SITE, namespaceOf, OUTSIDE } from '../network.ts';
import { readUnit } from '../service.ts';
import type { Read } from './copy.ts';

const run = promisify(execFile);
const ADDRESS = `http://${EMPTY_ADDRESS}:8080`;
const folderOf = (bed: Bed): string => join(bed.folder, 'copy');
/** A checkpoint that covers the report is signed within so long. */
const signedMs = 120_000;

/** Writes the copy at a site, as its operator's timer does, and tells whether the report is in it. */
async function exportAt(bed: Bed, name: string): Promise<boolean> {
  const site = bed.site(name);
  const { environment } = readUnit(join(site.folder, 'systemd', 'amends.service'));
  const amends = [process.execPath, join(site.program, 'bin', 'amends.mjs'), 'export'];
  const asked = [folderOf(bed), '--address', ADDRESS, '--json'];
  const inside = ['netns', 'exec', namespaceOf(name), ...amends, ...asked];
  const env = { ...process.env, ...environment };
  const { stdout } = await run('ip', inside, { cwd: '/', env, timeout: 90_000 });
  const { reported } = JSON.parse(stdout) as { reported: readonly string[] };
  return reported.includes(bed.seeded.slug);
}

/** Makes the copy at a site, with the report in it, and serves it at a second place; the caller closes it. */
export async function openCopy(bed: Bed, at: string): Promise<{ close(): void }> {
  const until = Date.now() + signedMs;
  while (!(await exportAt(bed, at))) {
    if (Date.now() > until)
      throw new Error(`no signed log covered the report in ${signedMs / 1000} s`);
    await sleep(1000);
  }
  const server = forkBeside('copy/copy', { inside: EMPTY_SITE, args: ['--serve', folderOf(bed)] });
  await once(server, 'message');
  return { close: () => void server.kill('SIGKILL') };
}

async function readCopy({ seeded }: Bed): Promise<Read> {
  const args = ['--read', ADDRESS, '--slug', seeded.slug, '--key', seeded.logKey];
  const [told] = (await once(forkBeside('copy/copy', { inside: OUTSIDE, args }), 'message')) as [
    Read,
  ];
  return told;
}

/**
 * Reads the copy from outside while a site is lost, lets a site that lives write it anew, and reads it again.
 *
 * @returns what is not there, or not what was signed
 */
export async function readCopies(bed: Bed): Promise<readonly string[]> {
  const before = await readCopy(bed);
  const living = bed.seen()?.sites.find(({ role }) => role !== 'silent')?.site ?? '';
  const isReported = await exportAt(bed, living).catch((error: Error) => error.message);
  const after = await readCopy(bed);
  return [
    ...before.amiss,
    ...after.amiss,
    ...(before.figures > 0 ? [] : ['the report of the copy has no figures']),
    ...(before.entries > 0 ? [] : ['the log of the copy has no entries']),
    ...(after.entries > before.entries
      ? []
      : [
          `the copy did not grow while claims were filed: ${before.entries}, then ${after.entries} entries`,
        ]),
    ...(isReported === true ? [] : [`written anew at ${living}: ${isReported}`]),
  ];
}
