import type { Site } from '../sites.ts';
import { type RenderedFile, shellFile } from './file.ts';

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
export function renderSpace({ name, address, ports, paths }: Site): RenderedFile {
  const tls = `${paths.config}/tls`;
  const ask = `curl --silent --fail --max-time 3 --cacert ${tls}/ca.crt --cert ${tls}/database.crt --key ${tls}/database.key`;
  const patroni = `https://${address}:${ports.patroni}`;
  return shellFile('keep-space.sh', [
    '# Hands the database over while there is little space left for it, to whichever site follows closest.',
    '# Afterwards it waits for five minutes, so that sites with full disks do not hand it round and round.',
    `free() { df --output=avail --block-size=1M ${paths.data}/postgres | tail -n 1 | tr -d ' '; }`,
    'while sleep 1; do',
    '  left=$(free) || continue',
    `  [ "$left" -lt ${RESERVE_MEBIBYTES} ] || continue`,
    `  ${ask} --output /dev/null ${patroni}/primary || continue`,
    '  # What is said may go to the full disk: that it cannot be said ends nothing.',
    `  echo "$left MiB are left for the database at ${name}: handing over. Make room; it follows by itself then." >&2 || true`,
    `  ${ask} --request POST --max-time 30 --data '{"leader":"${name}"}' ${patroni}/switchover >&2 || true`,
    '  sleep 300',
    'done',
  ]);
}
