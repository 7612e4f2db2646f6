import type { Site } from '../sites.ts';
import { type RenderedFile, shellFile } from './file.ts';

/** Gives the command that asks Patroni of a site, with the site's certificate; the address follows. */
export const askPatroni = ({ paths }: Site): string =>
  `curl --silent --fail-with-body --max-time 3 --cacert ${paths.config}/tls/ca.crt --cert ${paths.config}/tls/database.crt --key ${paths.config}/tls/database.key`;

/** Gives the address of Patroni at a site. */
export const patroniOf = ({ address, ports }: Site): string =>
  `https://${address}:${ports.patroni}`;

/** Gives the rest of the command that asks a site to hand over to whoever follows closest. */
export const handOverRequest = (site: Site): string =>
  `--request POST --max-time 30 --data '{"leader":"${site.name}"}' ${patroniOf(site)}/switchover`;

/**
 * Gives the program that hands the database over for planned work at a site; elsewhere it does nothing.
 *
 * It names nobody who is to take over, and leaves Patroni running: who takes over asks every other site
 * first, and would wait a second or more for one that is ending.
 *
 * @source measured: docs/decisions/0071-three-sites.md, "A switch-over without a name"
 */
export function renderHandOver(site: Site): RenderedFile {
  const { name, paths, ports } = site;
  const ask = askPatroni(site);
  return shellFile('hand-over.sh', [
    '# Hands the database over to whichever other site follows closest, before planned work at this one.',
    '# Claimants get tickets for about two seconds. Run it as postgres; where this site is not the primary,',
    '# it changes nothing.',
    `role=$(${ask} ${patroniOf(site)}/patroni) || {`,
    `  echo "Patroni does not answer at ${name}, so nothing was handed over. Is amends-database running?" >&2`,
    '  exit 1',
    '}',
    'case $role in',
    '  *\'"role": "master"\'* | *\'"role": "primary"\'*) ;;',
    '  *)',
    `    echo "${name} is not the primary: there is nothing to hand over."`,
    '    exit 0',
    '    ;;',
    'esac',
    '# Written out before, so that stopping has little left to write.',
    `psql --no-psqlrc --quiet --host ${paths.data}/postgres --port ${ports.postgres} --command checkpoint || true`,
    `${ask} ${handOverRequest(site)}`,
    'echo',
  ]);
}
