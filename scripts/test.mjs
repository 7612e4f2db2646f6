// `npm test`: sets up what the tests need, runs every check, and ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { check, runVitest, sum } from './checks.mjs';
import { ensureBuild, ensureDependencies, projectDir, requireNode } from './setup.mjs';

function has(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  return result.status === 0 && (result.stdout ?? '').trim() !== '';
}

/** Chromium and a Korean font come from the system's packages; said plainly when they cannot. */
function ensureBrowser() {
  const missing = [];
  if (!existsSync('/usr/bin/chromium')) missing.push('chromium');
  if (!has('fc-list', [':lang=ko'])) missing.push('fontconfig', 'fonts-nanum');
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !has('sh', ['-c', 'command -v apt-get'])) {
    process.stderr.write(
      `The browser journeys need ${missing.join(', ')}. As root: apt-get install ${missing.join(' ')}\n`,
    );
    process.exitCode = 1;
    return;
  }
  process.stderr.write(`Installing ${missing.join(', ')} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  const result = spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
    quiet,
  );
  if (result.status !== 0) {
    process.stderr.write('apt-get could not install them; the browser journeys will fail.\n');
  }
}

/** `hledger` and `ledger` recompute the exported books; without them that one comparison is left out. */
function ensureBookkeepers() {
  const missing = ['hledger', 'ledger'].filter((name) => !has(name, ['--version']));
  if (missing.length === 0) return;
  const mayInstall = process.getuid?.() === 0 && has('sh', ['-c', 'command -v apt-get']);
  if (mayInstall) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { stdio: ['ignore', 'ignore', 'ignore'], env };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
  }
  const absent = missing.filter((name) => !has(name, ['--version']));
  if (absent.length === 0) return;
  process.stderr.write(
    `${absent.join(' and ')} not installed: the exported books are not recomputed by it here.\n`,
  );
}

function runCheck(name, args) {
  process.stderr.write(`${name} …\n`);
  const result = spawnSync('node', args, { cwd: projectDir, stdio: 'inherit' });
  return check(name, result.status === 0);
}

requireNode();
await ensureDependencies();
ensureBrowser();
ensureBookkeepers();
await ensureBuild();
const counts = [
  runCheck('Types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']),
  runCheck('Types of the console', [
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.console.json',
  ]),
  runCheck('Format and lint', [
    'node_modules/@biomejs/biome/bin/biome',
    'ci',
    '--colors=off',
    '--diagnostic-level=error',
    '.',
  ]),
  runVitest({ args: process.argv.slice(2) }),
];
const { passed, failed } = sum(counts);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (failed > 0) process.exitCode = 1;
