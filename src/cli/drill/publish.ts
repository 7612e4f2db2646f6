import type { Command } from 'commander';
import {
  keepSitesReport,
  type SitesReport,
  sitesReportSchema,
} from '../../continuity/drill/index.ts';
import { systemActor } from '../../platform/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';
import { openNamed } from '../shell/read-named.ts';

interface PublishOptions {
  readonly database?: string;
  readonly json?: boolean;
}

/** Adds `amends drill publish`. */
export function addPublish(parent: Command): void {
  parent
    .command('publish')
    .description(
      'Keep what a drill of whole sites showed: the console shows it, and its hash goes to the transparency log.',
    )
    .argument(
      '<file>',
      'the report, as npm run drill (.cache/drill/sites-drill.json) or drill run writes it',
    )
    .option('--database <name>', 'a database of the installation')
    .option('--json', 'one JSON document on stdout')
    .action(publish);
}

/**
 * Reads the report of a drill of whole sites.
 *
 * @throws CommandExit 2 that names the file, and each field with what would be right
 */
export async function readSitesReport(path: string): Promise<SitesReport> {
  let document: unknown;
  try {
    document = JSON.parse(await openNamed(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandExit(
      `${path} should be the JSON report of a drill, and cannot be read as one: ${why}.`,
      exitCode.wrongInput,
    );
  }
  const parsed = sitesReportSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path: field, message }) => `  ${field.join('.') || 'the document'}: ${message}`,
  );
  throw new CommandExit(
    [`${path} is no report of a drill of sites:`, ...lines].join('\n'),
    exitCode.wrongInput,
  );
}

/** Keeps a report in this installation. */
export async function keepReportHere(
  report: SitesReport,
  database?: string,
): Promise<Awaited<ReturnType<typeof keepSitesReport>>> {
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    return await keepSitesReport(installation.platform.context({ actor: systemActor }), report);
  } finally {
    await installation.close();
  }
}

async function publish(path: string, options: PublishOptions): Promise<void> {
  const report = await readSitesReport(path);
  const kept = await keepReportHere(report, options.database);
  const sentence = kept.isNew ? 'Kept' : 'Kept before';
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(kept)}\n`
      : `${sentence}: ${kept.id}. SHA-256 for the transparency log: ${kept.reportHash}\n`,
  );
}
