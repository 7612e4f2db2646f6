import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { accept, type Outcome } from '../../kernel/index.ts';
import {
  type Context,
  findProjectDir,
  loadConfig,
  makeFolder,
  systemActor,
} from '../../platform/index.ts';
import type { StaticFile } from '../../web/public/report/static-log.ts';
import { type ExportRefusal, exportReport } from '../../web/public/report/static-report.tsx';
import type { Brand } from '../../web/public/status/brand.ts';
import { readBrands } from '../../web/public/status/read-brands.ts';
import { parseScale } from '../case/generate/scale.ts';
import { nameCaseDatabase } from '../case/run/case-database.ts';
import { openCase } from '../case.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';
import { readAddress } from './read-address.ts';

interface ReplayedCase {
  readonly database: string;
  readonly missing: CommandExit;
}

interface Options {
  readonly out: string;
  readonly incident: string;
  readonly case?: string;
  readonly scale?: string;
  readonly address?: string;
  readonly json?: boolean;
}

/** The replay of a case at a scale, as `case run` names its database; undefined is the installation. */
async function findReplay(options: Options): Promise<ReplayedCase | undefined> {
  const { incident, case: named = incident, scale: text } = options;
  if (text === undefined) return undefined;
  const scale = parseScale(text);
  if (!scale.ok) {
    const sentence = `--scale is "${text}"; it should be that of a replayed case, such as 0.01.`;
    throw new CommandExit(sentence, exitCode.wrongInput);
  }
  const projectDir = findProjectDir();
  const found = await openCase(named);
  const database = await nameCaseDatabase(found, { scale: scale.value, projectDir });
  const sentence = `The case "${named}" as it stands was not replayed at --scale ${text}. Run "amends case run ${named} --scale ${text}", then export again.`;
  return { database, missing: new CommandExit(sentence, exitCode.failed) };
}

/** Refuses to write over a folder that holds anything but an earlier export. */
async function refuseOthers(out: string): Promise<void> {
  const names = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new CommandExit(`--out ${out} cannot be read: ${error.message}.`, exitCode.wrongInput);
  });
  if (names.length === 0 || names.includes('report.json')) return;
  throw new CommandExit(
    `--out ${out} holds other files (${names.slice(0, 3).join(', ')}). Give a new folder, or one that an export wrote.`,
    exitCode.wrongInput,
  );
}

async function addVerifier(write: (file: StaticFile) => Promise<void>): Promise<number> {
  const folder = join(findProjectDir(), 'verify');
  const names = ['index.html', 'verify.mjs', 'check.mjs', 'recompute.mjs'];
  for (const name of names) {
    await write({ path: `verify/${name}`, bytes: await readFile(join(folder, name)) });
  }
  return names.length;
}

/**
 * Writes the export of a report into a folder, whole or not at all; what was in it is replaced.
 *
 * @returns how many files there are, or why there is nothing to export
 */
export async function writeExport(
  ctx: Context,
  asked: {
    readonly slug: string;
    readonly out: string;
    readonly address: string;
    readonly brand?: Brand | undefined;
  },
): Promise<Outcome<{ readonly fileCount: number; readonly version: number }, ExportRefusal>> {
  const { out, ...of } = asked;
  const part = `${out}.part`;
  const write = async ({ path, bytes }: StaticFile): Promise<void> => {
    await makeFolder(dirname(join(part, path)));
    await writeFile(join(part, path), bytes);
  };
  try {
    await rm(part, { recursive: true, force: true });
    const exported = await exportReport(ctx, { ...of, write });
    if (!exported.ok) return exported;
    const fileCount = exported.value.fileCount + (await addVerifier(write));
    await rm(out, { recursive: true, force: true });
    await rename(part, out);
    return accept({ fileCount, version: exported.value.version });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function runExport(options: Options): Promise<void> {
  const out = resolve(options.out);
  const config = loadConfig(process.env);
  const address = readAddress(options.address ?? config.publicUrl);
  const brand = readBrands(config.brandsFile).find(({ isPrivate }) => !isPrivate);
  await refuseOthers(out);
  const installation = await openInstallation(await findReplay(options));
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const { incident } = options;
    const exported = await writeExport(ctx, { slug: incident, out, address, brand });
    if (!exported.ok) throw explain(exported.refusal.code, incident);
    const { version, fileCount } = exported.value;
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ out, incident, version, fileCount })}\n`
        : `Version ${version} of the report on ${incident}: ${fileCount} files in ${out}. Open index.html, or put the folder on any web server.\n`,
    );
  } finally {
    await installation.close();
  }
}

function explain(code: string, slug: string): CommandExit {
  const sentences: Readonly<Record<string, string>> = {
    export_incident_unknown: `There is no incident "${slug}" here. Its short name stands in the address of its public page.`,
    export_no_report: `No report on "${slug}" is published. One person prepares it in the console (Public report), another approves it.`,
    export_not_signed: `The report on "${slug}" is not in a signed log yet. Run "amends log checkpoint", then export again.`,
  };
  return new CommandExit(sentences[code] ?? code, exitCode.failed);
}

/** `amends report`: the public report. */
export function reportCommand(): Command {
  const exporting = new Command('export')
    .description('write the public report as files that need no server')
    .requiredOption(
      '--out <folder>',
      'where the files go; a folder that an export wrote is replaced',
    )
    .option('--incident <slug>', 'the short name of the incident', 'pangyo-2022')
    .option('--scale <share>', 'of a case that was replayed with "case run" at this scale')
    .option('--case <case>', 'the replayed case, where its name is not that of the incident')
    .option('--address <url>', 'where the copy is reached; without it AMENDS_PUBLIC_URL')
    .option('--json', 'print one JSON document')
    .action(runExport);
  return new Command('report').description('the public report').addCommand(exporting);
}
