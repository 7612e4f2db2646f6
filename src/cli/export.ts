import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { type Context, loadConfig, systemActor } from '../platform/index.ts';
import type { StaticFile } from '../web/public/report/static-report.tsx';
import type { Brand } from '../web/public/status/brand.ts';
import { readBrands } from '../web/public/status/read-brands.ts';
import { exportTwin, type Twin } from '../web/public/twin/export-twin.tsx';
import { addVerifier } from './report/export.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';

interface ExportOptions {
  readonly address?: string;
  readonly database?: string;
  readonly json?: boolean;
}

/** Puts a file in place whole, so that who reads meanwhile never sees a part. */
async function putFile(folder: string, { path, bytes }: StaticFile): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.part`, bytes);
  await rename(`${target}.part`, target);
}

/**
 * Writes everything the public may read into a folder, over an earlier copy; what is asked for meanwhile is
 * the earlier file or the later one, whole.
 */
export async function writeTwin(
  ctx: Context,
  given: { readonly folder: string; readonly address: string; readonly brand: Brand | undefined },
): Promise<Twin> {
  const { folder, address, brand } = given;
  const write = (file: StaticFile): Promise<void> => putFile(folder, file);
  const twin = await exportTwin(ctx, { address, brand, write });
  let fileCount = twin.fileCount;
  for (const slug of twin.reported) {
    fileCount += await addVerifier(({ path, bytes }) =>
      write({ path: `report/${slug}/${path}`, bytes }),
    );
  }
  return { ...twin, fileCount };
}

async function runExport(dir: string, options: ExportOptions): Promise<void> {
  const config = loadConfig(process.env);
  const address = options.address ?? config.publicUrl;
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    const message = `--address is "${address}"; it should be where the copy is reached, such as https://copy.example.org.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const folder = resolve(dir);
  const { database } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    const twin = await writeTwin(installation.platform.context({ actor: systemActor }), {
      folder,
      address: address.replace(/\/$/, ''),
      brand: readBrands(config.brandsFile)[0],
    });
    const without =
      twin.unreported.length === 0 ? '' : ` No signed report yet: ${twin.unreported.join(', ')}.`;
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ folder, ...twin })}\n`
        : `${twin.fileCount} files in ${folder}; reports: ${twin.reported.join(', ') || 'none'}.${without} Any web server can serve them; begin at index.html or notices.html.\n`,
    );
  } finally {
    await installation.close();
  }
}

/** `amends export`: everything the public may read, as files. */
export function exportCommand(): Command {
  return new Command('export')
    .description(
      'write status, notices, reports and the log as files for a web server at a second domain; again brings them up to date',
    )
    .argument('<folder>', 'where the files go')
    .option('--address <url>', 'where the copy is reached; without it AMENDS_PUBLIC_URL')
    .option('--database <name>', 'a database of the installation')
    .option('--json', 'print one JSON document')
    .action(runExport);
}
