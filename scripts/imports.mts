import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ImportFile, readSource, renderFinding } from '../src/continuity/index.ts';
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

function countsOf(made: ImportFile) {
  const edges = Object.values(made.edges ?? {});
  return {
    nodes: Object.keys(made.nodes ?? {}).length,
    edges: edges.length,
    suspected: edges.filter(({ suspected }) => suspected === true).length,
    withoutPurpose: edges.filter(({ purpose }) => purpose === 'unknown').length,
  };
}

function importFrom(folder: string, tried: TriedImport) {
  const show = (path: string): string => git(folder, 'show', `${tried.commit}:${path}`);
  const files = tried.files.map((path) => ({ name: basename(path), text: show(path) }));
  const { zones, environment } = tried;
  const variables = environment === undefined ? undefined : show(environment);
  const settings = { zones, environment: variables, date: '2026-11-27' };
  const made = readSource(tried.importer, files, settings);
  if (made.ok) return countsOf(made.value);
  throw new Error(made.refusal.findings.map(renderFinding).join('\n'));
}

for (const tried of TRIED_IMPORTS) {
  const own = values.clones === undefined ? mkdtempSync(join(tmpdir(), 'amends-imports-')) : '';
  try {
    if (own !== '') fetchInto(own, tried);
    const found = importFrom(own || join(values.clones ?? '', tried.repository), tried);
    const { nodes, edges, suspected, withoutPurpose } = tried;
    const isSame =
      JSON.stringify(found) === JSON.stringify({ nodes, edges, suspected, withoutPurpose });
    process.stdout.write(
      `${tried.project}: ${JSON.stringify(found)}${isSame ? '' : ', and not as told'}\n`,
    );
    if (!isSame) process.exitCode = 1;
  } finally {
    if (own !== '') rmSync(own, { recursive: true, force: true });
  }
}
