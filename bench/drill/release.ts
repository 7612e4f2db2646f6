import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectDir } from '../../src/platform/index.ts';

const COPIED = [
  'bin',
  'scripts',
  'dist',
  'sql',
  'policies',
  'cases',
  '.cache/install.stamp',
  '.cache/build.stamp',
];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const LINKED = ['node_modules', 'src', 'bench', 'verify', 'deploy'];

/** A change of the schema that the release before can live with, as each release's must be. */
const MIGRATION = [
  '-- What a release adds may be unknown to the one before, and is not asked of it.',
  "alter table claims.claim add column drill_note text not null default '';",
  '',
].join('\n');

/** Makes the next release in a folder: this one with one more migration. */
export function makeNextRelease(folder: string): void {
  const from = findProjectDir();
  mkdirSync(join(folder, '.cache'), { recursive: true });
  for (const name of [...COPIED, ...FILES]) {
    cpSync(join(from, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of LINKED) symlinkSync(join(from, name), join(folder, name));
  writeFileSync(join(folder, 'sql', 'migrations', '9999-drill.sql'), MIGRATION);
}
