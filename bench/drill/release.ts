import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COPIED = [
  ...['bin', 'scripts', 'dist', 'sql', 'policies', 'cases', 'src', 'bench', 'verify', 'deploy'],
  ...['.cache/install.stamp', '.cache/build.stamp'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
];
const LINKED = ['node_modules'];

/** A change of the schema that the release before can live with, as each release's must be. */
const migration = (number: number): string =>
  [
    '-- What a release adds may be unknown to the one before, and is not asked of it.',
    `alter table claims.claim add column drill_note_${number} text not null default '';`,
    '',
  ].join('\n');

/**
 * Copies a built project as a release of its own, so that whoever works on the project meanwhile changes
 * nothing at the sites: a changed source is built anew at the next start of a node.
 */
export function copyRelease(from: string, folder: string): void {
  mkdirSync(join(folder, '.cache'), { recursive: true });
  for (const name of COPIED) {
    const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true };
    cpSync(join(from, name), join(folder, name), options);
  }
  for (const name of LINKED) symlinkSync(join(from, name), join(folder, name));
}

/**
 * Makes the next release: the one given with one more migration.
 *
 * @param number counts the upgrades of one bed from 1, up to 99
 */
export function makeNextRelease(
  from: string,
  { folder, number }: { readonly folder: string; readonly number: number },
): void {
  copyRelease(from, folder);
  const name = `99${String(number).padStart(2, '0')}-drill.sql`;
  writeFileSync(join(folder, 'sql', 'migrations', name), migration(number));
}
