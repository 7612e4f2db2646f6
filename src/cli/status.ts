import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { renderNoteKey } from '../disclosure/index.ts';
import { type Context, loadConfig, makeFolder, systemActor } from '../platform/index.ts';
import { listPublicIncidents } from '../web/public/feeds/load-source.ts';
import { listLog } from '../web/public/report/static-log.ts';
import type { Brand } from '../web/public/status/brand.ts';
import { readBrands } from '../web/public/status/read-brands.ts';
import { renderTwin } from '../web/public/status/render-twin.tsx';
import { readAddress } from './report/read-address.ts';
import { CommandExit } from './shell/exit.ts';
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
async function putFile(path: string, text: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}

/**
 * Writes the status page, everything that was told and the log into a folder, beside what is there.
 * A whole tile of the log never changes: it is written once.
 *
 * @returns the paths that were written now
 */
export async function writeCopy(
  ctx: Context,
  asked: {
    readonly out: string;
    readonly address: string;
    readonly brand: Brand | undefined;
    /** where the report on an incident stands beside the copy, if it does */
    readonly reportOf?: (slug: string, locale: 'ko' | 'en') => string | undefined;
  },
): Promise<readonly string[]> {
  const { out, ...shown } = asked;
  const written: string[] = [];
  const put = async (path: string, bytes: string | Uint8Array): Promise<void> => {
    await putFile(join(out, path), bytes);
    written.push(path);
  };
  const key = await readFile(join(out, 'key.txt'), 'utf8').catch(() => '');
  const isOfThisLog = key.trim() === renderNoteKey(ctx.signer);
  const isKept = (path: string): boolean =>
    isOfThisLog && !path.includes('.p/') && existsSync(join(out, path));
  await ctx.read(async (tx) => {
    const all = await listPublicIncidents(tx);
    for (const { path, text } of await renderTwin(all, { now: ctx.now, ...shown })) {
      await put(path, text);
    }
    for await (const { path, bytes } of listLog(ctx, tx, isKept)) await put(path, bytes);
  });
  return written;
}

async function exportPage(dir: string, options: ExportOptions): Promise<void> {
  const config = loadConfig(process.env);
  const brand = findBrand(config.brandsFile, options.brand);
  const address = readAddress(options.address ?? config.publicUrl);
  const { database } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const paths = await writeCopy(ctx, { out: resolve(dir), address, brand });
    const said = { dir: resolve(dir), brand: brand?.id ?? null, files: paths };
    const text = options.json === true ? JSON.stringify(said, null, 2) : paths.join('\n');
    process.stdout.write(`${text}\n`);
  } finally {
    await installation.close();
  }
}

/** The noun `status`. */
export function statusCommand(): Command {
  const exporting = new Command('export')
    .description(
      'write status page, notices and log as files that need no server; again brings them up to date',
    )
    .argument('<folder>', 'where the files go')
    .option('--brand <id>', 'one of AMENDS_BRANDS_FILE; without it the first')
    .option('--address <url>', 'where the copy is reached; without it AMENDS_PUBLIC_URL')
    .option('--database <name>', 'a database of the installation')
    .option('--json', 'print one JSON document')
    .action(exportPage);
  return new Command('status').description('the state of the services').addCommand(exporting);
}
