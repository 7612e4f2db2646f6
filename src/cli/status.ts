import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { loadConfig, systemActor } from '../platform/index.ts';
import { loadPublicIncidents } from '../web/public/feeds/load-source.ts';
import { readBrands } from '../web/public/status/read-brands.ts';
import { renderTwin } from '../web/public/status/render-twin.tsx';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';

interface ExportOptions {
  readonly brand?: string;
  readonly address?: string;
  readonly database?: string;
  readonly json?: boolean;
}

function findBrand(path: string | undefined, id: string | undefined) {
  const brands = readBrands(path);
  if (id === undefined) return brands[0];
  const found = brands.find((brand) => brand.id === id);
  if (found !== undefined) return found;
  const known = brands.map((brand) => brand.id).join(', ') || 'none; AMENDS_BRANDS_FILE names them';
  throw new CommandExit(`There is no status page "${id}". There are: ${known}.`, 2);
}

/** Puts a file in place whole, so that who reads meanwhile never sees a part. */
async function putFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}

async function exportPage(dir: string, options: ExportOptions): Promise<void> {
  const config = loadConfig(process.env);
  const brand = findBrand(config.brandsFile, options.brand);
  const address = options.address ?? config.publicUrl;
  if (!URL.canParse(address)) {
    const message = `--address is "${address}"; it should be where the copy is reached, such as https://status.example.org.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const { database } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const all = await loadPublicIncidents(ctx);
    const given = { now: ctx.now, address: address.replace(/\/$/, ''), brand };
    const files = await renderTwin(all, given);
    for (const { path, text } of files) await putFile(join(resolve(dir), path), text);
    const said = {
      dir: resolve(dir),
      brand: brand?.id ?? null,
      files: files.map((one) => one.path),
    };
    const text =
      options.json === true
        ? JSON.stringify(said, null, 2)
        : files.map((one) => one.path).join('\n');
    process.stdout.write(`${text}\n`);
  } finally {
    await installation.close();
  }
}

/** The noun `status`. */
export function statusCommand(): Command {
  const exporting = new Command('export')
    .description('write the status page as files that need no server; again brings them up to date')
    .argument('<folder>', 'where the files go')
    .option('--brand <id>', 'one of AMENDS_BRANDS_FILE; without it the first')
    .option('--address <url>', 'where the copy is reached; without it AMENDS_PUBLIC_URL')
    .option('--database <name>', 'a database of the installation')
    .option('--json', 'print one JSON document')
    .action(exportPage);
  return new Command('status').description('the state of the services').addCommand(exporting);
}
