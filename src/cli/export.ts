import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { type Context, loadConfig, systemActor } from '../platform/index.ts';
import { listPublicIncidents } from '../web/public/feeds/load-source.ts';
import type { Brand } from '../web/public/status/brand.ts';
import { readBrands } from '../web/public/status/read-brands.ts';
import { writeExport } from './report/export.ts';
import { readAddress } from './report/read-address.ts';
import { openInstallation } from './shell/installation.ts';
import { writeCopy } from './status.ts';

interface ExportOptions {
  readonly address?: string;
  readonly database?: string;
  readonly json?: boolean;
}

/** What a copy of everything public holds. */
export interface Twin {
  readonly fileCount: number;
  /** The short names of incidents whose report is in it. */
  readonly reported: readonly string[];
  /** Those without a published report, or whose report is in no signed log yet. */
  readonly unreported: readonly string[];
}

/**
 * Writes everything the public may read into a folder, over an earlier copy: status page, notices and log
 * as they are served, and below `report/` the report of each incident with what it rests on.
 */
export async function writeTwin(
  ctx: Context,
  given: { readonly out: string; readonly address: string; readonly brand: Brand | undefined },
): Promise<Twin> {
  const { out, address, brand } = given;
  const incidents = await ctx.read((tx) => listPublicIncidents(tx));
  const reported: string[] = [];
  const unreported: string[] = [];
  let fileCount = 0;
  for (const { incident } of incidents) {
    const { slug } = incident;
    const place = { out: join(out, 'report', slug), address: `${address}/report/${slug}` };
    const exported = await writeExport(ctx, { slug, ...place, brand });
    if (exported.ok) fileCount += exported.value.fileCount;
    (exported.ok ? reported : unreported).push(slug);
  }
  const reportOf = (slug: string, locale: 'ko' | 'en'): string | undefined =>
    reported.includes(slug)
      ? `report/${slug}/${locale === 'ko' ? 'index.html' : 'index.en.html'}`
      : undefined;
  const copied = await writeCopy(ctx, { ...given, reportOf });
  return { fileCount: fileCount + copied.length, reported, unreported };
}

async function runExport(dir: string, options: ExportOptions): Promise<void> {
  const config = loadConfig(process.env);
  const address = readAddress(options.address ?? config.publicUrl);
  const brand = readBrands(config.brandsFile).find(({ isPrivate }) => !isPrivate);
  const out = resolve(dir);
  const { database } = options;
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const twin = await writeTwin(ctx, { out, address, brand });
    const { fileCount, reported, unreported } = twin;
    const without =
      unreported.length === 0 ? '' : ` No signed report yet: ${unreported.join(', ')}.`;
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ out, ...twin })}\n`
        : `${fileCount} files in ${out}; reports: ${reported.join(', ') || 'none'}.${without} Any web server can serve them; begin at index.html.\n`,
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
