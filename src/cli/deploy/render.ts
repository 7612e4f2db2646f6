import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { TextFile } from '../../continuity/index.ts';
import { type RenderedFile, renderDeployment, type Sites } from '../../deploy/index.ts';
import { findProjectDir, makeFolder } from '../../platform/index.ts';
import { cannotWrite, openSites } from './open-sites.ts';

/** Adds `amends deploy render`. */
export function addRender(parent: Command): void {
  parent
    .command('render')
    .description(
      'Render PostgreSQL, etcd, HAProxy, Amends, systemd units, a compose file, backups, metrics, logs, runbook and inventory of each site.',
    )
    .argument(
      '<sites>',
      'the file that describes the sites (YAML), as deploy/three-sites/sites.yaml',
    )
    .option(
      '--out <folder>',
      'write one folder for each site; without it the files are only listed',
    )
    .option('--json', 'one JSON document on stdout: every path and text')
    .action(render);
}

async function render(
  path: string,
  options: { readonly out?: string; readonly json?: boolean },
): Promise<void> {
  const sites = await openSites(path);
  const files = await renderSites(sites, options.out);
  if (options.json === true) {
    const document = { name: sites.name, out: options.out, files };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  for (const file of files) process.stdout.write(`${join(options.out ?? '', file.path)}\n`);
  const ending =
    options.out === undefined
      ? 'Nothing is written. --out FOLDER writes them.'
      : `Written: ${files.length} files. Next: amends deploy certificates ${path} --out ${options.out}`;
  process.stderr.write(`${ending}\n`);
}

/** Renders sites, into a folder where one is named. */
export async function renderSites(sites: Sites, out?: string): Promise<readonly RenderedFile[]> {
  const files = renderDeployment(sites, await readTemplate());
  if (out !== undefined) await writeRendered(out, files);
  return files;
}

/** Reads the inventory of three sites that comes with Amends; its drills are evidence of ours only. */
async function readTemplate(): Promise<readonly TextFile[]> {
  const folder = join(findProjectDir(), 'deploy', 'inventory', 'three-sites');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
}

/** Writes rendered files below a folder; what stood there under the same name is replaced. */
async function writeRendered(out: string, files: readonly RenderedFile[]): Promise<void> {
  for (const { path, text, isProgram } of files) {
    const target = join(out, path);
    await makeFolder(dirname(target)).catch(cannotWrite(target));
    await writeFile(target, text).catch(cannotWrite(target));
    await chmod(target, isProgram === true ? 0o755 : 0o644);
  }
}
