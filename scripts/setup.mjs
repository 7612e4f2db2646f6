// Brings a clone to the point where it can run: dependencies from the lockfile, then the build.
// Plain JavaScript and no dependencies, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
const stampDir = join(projectDir, '.cache');

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Amends needs Node 20.19 or newer (Node 24 is recommended); this is ${process.version}.`);
}

function execute(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ isDone: false, output: `${error.message}\n` }));
    child.once('close', (code) => resolve({ isDone: code === 0, output }));
  });
}

async function run(command, args, purpose) {
  process.stderr.write(`${purpose} …\n`);
  const startedAt = Date.now();
  const timer = setInterval(() => {
    process.stderr.write(`  … ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
  }, 10_000);
  const { isDone, output } = await execute(command, args);
  clearInterval(timer);
  if (isDone) return;
  process.stderr.write(output);
  fail(`${purpose} failed (${command} ${args.join(' ')}). The lines above say why.`);
}

function digestOf(paths) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const path of paths) hash.update(path).update(readFileSync(join(projectDir, path)));
  return hash.digest('hex');
}

function stampIs(name, digest) {
  const path = join(stampDir, name);
  return existsSync(path) && readFileSync(path, 'utf8') === digest;
}

function writeStamp(name, digest) {
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(join(stampDir, name), digest);
}

/** Setting up writes into the clone, so it must belong to whoever does it. */
function requireWritable() {
  try {
    mkdirSync(stampDir, { recursive: true });
    accessSync(projectDir, constants.W_OK);
    accessSync(stampDir, constants.W_OK);
  } catch (error) {
    fail(
      `Amends installs its dependencies and builds itself in ${projectDir}, which this user may not write (${error.code}). Clone it into a folder of your own, or run the command once as the folder's owner.`,
    );
  }
}

function isForThisMachine({ os, cpu, libc }) {
  const { platform, arch } = process;
  const { glibcVersionRuntime } = process.report.getReport().header;
  const isLibc = libc?.includes(glibcVersionRuntime === undefined ? 'musl' : 'glibc') ?? true;
  return isLibc && (os?.includes(platform) ?? true) && (cpu?.includes(arch) ?? true);
}

/** Tells whether npm has installed the lockfile already, as `npm ci` by hand does. */
function isInstalled() {
  const read = (path) => JSON.parse(readFileSync(join(projectDir, path), 'utf8')).packages;
  try {
    const found = read('node_modules/.package-lock.json');
    return Object.entries(read('package-lock.json')).every(([path, wanted]) => {
      if (path === '' || found[path]?.version === wanted.version) return true;
      const isOptional = wanted.optional === true || wanted.devOptional === true;
      return isOptional && (wanted.cpu === undefined || !isForThisMachine(wanted));
    });
  } catch {
    return false;
  }
}

export async function ensureDependencies() {
  const digest = digestOf(['package-lock.json']);
  if (existsSync(join(projectDir, 'node_modules')) && stampIs('install.stamp', digest)) return;
  requireWritable();
  const args = ['ci', '--no-progress', '--no-audit', '--no-fund', '--prefer-offline'];
  if (!isInstalled()) await run('npm', args, 'Installing the dependencies (once, about 420 MB)');
  writeStamp('install.stamp', digest);
}

function listSources(dir) {
  return readdirSync(join(projectDir, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return listSources(path);
    return entry.name.includes('.test.') ? [] : [path];
  });
}

export async function ensureBuild() {
  const sources = ['src', 'bench', 'verify', 'scripts']
    .filter((dir) => statSync(join(projectDir, dir), { throwIfNoEntry: false })?.isDirectory())
    .flatMap(listSources)
    .sort();
  const digest = digestOf([
    ...sources,
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
  ]);
  if (existsSync(join(projectDir, 'dist')) && stampIs('build.stamp', digest)) return;
  requireWritable();
  await Promise.all([
    run(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
      'Building',
    ),
    run(process.execPath, ['scripts/copy-assets.mjs'], 'Copying data files'),
    run(process.execPath, ['scripts/build-browser.mjs'], 'Bundling for the browser'),
    run(process.execPath, ['scripts/build-console.mjs'], 'Bundling the operator console'),
  ]);
  writeStamp('build.stamp', digest);
}
