import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkTriedImport } from '../test/support/check-tried-import.ts';
import { TRIED_IMPORTS, type TriedImport } from '../test/support/tried-imports.ts';

// npm run imports [-- --clones FOLDER]: reads the files of public projects named in
// docs/continuity-imports.md again, at their commits, and holds what comes out against what is told there.
// Fetches from github.com, or looks in FOLDER/owner/name. Ends with 1 where something differs.

const { values } = parseArgs({ options: { clones: { type: 'string' } } });

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function fetchInto(folder: string, { repository, commit }: TriedImport): void {
  git(folder, 'init', '--quiet');
  git(folder, 'fetch', '--quiet', '--depth', '1', `https://github.com/${repository}`, commit);
}

for (const tried of TRIED_IMPORTS) {
  const own = values.clones === undefined ? mkdtempSync(join(tmpdir(), 'amends-imports-')) : '';
  try {
    if (own !== '') fetchInto(own, tried);
    const folder = own || join(values.clones ?? '', tried.repository);
    const result = checkTriedImport(tried, (path) =>
      git(folder, 'show', `${tried.commit}:${path}`),
    );
    process.stdout.write(`${result.says}\n`);
    if (!result.isSame) process.exitCode = 1;
  } finally {
    if (own !== '') rmSync(own, { recursive: true, force: true });
  }
}
