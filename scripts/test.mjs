// `npm test`: sets up what the tests need, runs every check, and ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { check, finish, runVitest, sum } from './checks.mjs';
import { ensureBuild, ensureDependencies, projectDir, requireNode } from './setup.mjs';

/** Debian keeps some programs where only root looks. */
function hasAsRoot(command, args) {
  return has(command, args) || has(`/usr/sbin/${command}`, args);
}

function has(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  return result.status === 0 && (result.stdout ?? '').trim() !== '';
}

/** What the tests use of the system, as Debian packages: the check that it is there, and its use. */
const systemParts = [
  { packages: ['chromium'], isThere: () => existsSync('/usr/bin/chromium'), use: 'browser' },
  {
    packages: ['fontconfig', 'fonts-nanum'],
    isThere: () => has('fc-list', [':lang=ko']),
    use: 'browser',
  },
  { packages: ['hledger'], isThere: () => has('hledger', ['--version']), use: 'oracle' },
  { packages: ['ledger'], isThere: () => has('ledger', ['--version']), use: 'oracle' },
  { packages: ['scram'], isThere: () => has('scram', ['--version']), use: 'oracle' },
  { packages: ['iproute2'], isThere: () => has('ip', ['-V']), use: 'rehearsal' },
  { packages: ['nftables'], isThere: () => hasAsRoot('nft', ['--version']), use: 'rehearsal' },
];

const consequences = {
  browser: 'the browser journeys will fail',
  oracle: 'our figures are not compared with those of another program here',
  rehearsal: 'recovery scripts are not rehearsed here, only refused',
};

function installPackages(packages) {
  process.stderr.write(`Installing ${packages.join(', ')} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
}

/** Installs what is missing where that is possible, and says plainly what its absence means. */
function ensureSystemParts() {
  const missing = systemParts.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const packages = missing.flatMap((part) => part.packages);
  const mayInstall = process.getuid?.() === 0 && has('sh', ['-c', 'command -v apt-get']);
  if (mayInstall) installPackages(packages);
  for (const { packages: absent, use } of missing.filter(({ isThere }) => !isThere())) {
    process.stderr.write(
      `Not installed: ${absent.join(', ')}; ${consequences[use]}. As root: apt-get install ${absent.join(' ')}\n`,
    );
    if (use === 'browser') process.exitCode = 1;
  }
}

function runCheck(name, args) {
  process.stderr.write(`${name} …\n`);
  const result = spawnSync('node', args, { cwd: projectDir, stdio: 'inherit' });
  return check(name, result.status === 0);
}

requireNode();
await ensureDependencies();
ensureSystemParts();
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
finish(sum(counts));
