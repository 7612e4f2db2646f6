// Brings a clone to the point where it can run: dependencies from the lockfile, then the build.
// Plain JavaScript and no dependencies, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

function run(command, args, purpose) {
  process.stderr.write(`${purpose} …\n`);
  const result = spawnSync(command, args, { cwd: projectDir, encoding: 'utf8' });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  fail(`${purpose} failed (${command} ${args.join(' ')}). The lines above say why.`);
}

function digestOf(paths) {
  const hash = createHash('sha256').update(process.version);
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

export function ensureDependencies() {
  const digest = digestOf(['package-lock.json']);
  if (existsSync(join(projectDir, 'node_modules')) && stampIs('install.stamp', digest)) return;
  run('npm', ['ci', '--no-progress'], 'Installing the dependencies');
  writeStamp('install.stamp', digest);
}

function listSources(dir) {
  return readdirSync(join(projectDir, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return listSources(path);
    return entry.name.includes('.test.') ? [] : [path];
  });
}

export function ensureBuild() {
  const sources = ['src', 'bench', 'verify']
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
  run('node', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], 'Building');
  run('node', ['scripts/copy-assets.mjs'], 'Copying data files');
  run('node', ['scripts/build-browser.mjs'], 'Bundling for the browser');
  writeStamp('build.stamp', digest);
}
