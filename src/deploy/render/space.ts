import type { Site } from '../sites.ts';
import { type RenderedFile, shellFile } from './file.ts';
import { askPatroni, handOverRequest, patroniOf } from './hand-over.ts';

/** With less than this on the database's disk, a primary hands over: some minutes of the busiest hour. */
export const RESERVE_MEBIBYTES = 512;

/**
 * Gives the program that hands the database over before its disk is full.
 *
 * A primary that cannot write goes on renewing its place, and nobody takes over from it. So each site
 * looks every second at the space that is left.
 *
 * @source measured: a full disk stops receipts for 30 s, and for 6 s where something asks for a switch-over
 */
export function renderSpace(site: Site): RenderedFile {
  const { name, paths } = site;
  const ask = askPatroni(site);
  return shellFile('keep-space.sh', [
    '# Hands the database over while there is little space left for it, to whichever site follows closest.',
    '# Afterwards it waits for five minutes, so that sites with full disks do not hand it round and round.',
    `free() { df --output=avail --block-size=1M ${paths.data}/postgres | tail -n 1 | tr -d ' '; }`,
    'while sleep 1; do',
    '  left=$(free) || continue',
    `  [ "$left" -lt ${RESERVE_MEBIBYTES} ] || continue`,
    `  ${ask} --output /dev/null ${patroniOf(site)}/primary || continue`,
    '  # What is said may go to the full disk: that it cannot be said ends nothing.',
    `  echo "$left MiB are left for the database at ${name}: handing over. Make room; it follows by itself then." >&2 || true`,
    `  ${ask} ${handOverRequest(site)} >&2 || true`,
    '  sleep 300',
    'done',
  ]);
}
