import { Command } from 'commander';
import {
  type ImportFileRefusal,
  type ImportResult,
  importImpactFile,
  importIncident,
  readAlertGroup,
  readStatuspage,
  takeAlerts,
} from '../incident/import/index.ts';
import { loadIncidentBySlug } from '../incident/index.ts';
import type { Outcome } from '../kernel/index.ts';
import { type Context, systemActor } from '../platform/index.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { openInstallation } from './shell/installation.ts';
import { openNamed } from './shell/read-named.ts';
import { renderTable } from './shell/table.ts';

interface ImportOptions {
  readonly database?: string;
  readonly json?: boolean;
}

async function withContext<T>(
  { database }: ImportOptions,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(database === undefined ? {} : { database });
  try {
    return await work(installation.platform.context({ actor: systemActor }));
  } finally {
    await installation.close();
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await openNamed(path);
  } catch {
    throw new CommandExit(`${path} cannot be read. Give a file of this machine.`, 2);
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandExit(`${path} is not a JSON document: ${why}.`, exitCode.wrongInput);
  }
}

/** Gives the value, or ends the command with every place that is off. */
function take<V>(
  outcome: Outcome<V, ImportFileRefusal | { readonly code: string }>,
  path: string,
): V {
  if (outcome.ok) return outcome.value;
  const { refusal } = outcome;
  if ('findings' in refusal) {
    const lines = refusal.findings.map(
      ({ place, found, right }) => `  ${place}: found "${found}"; right would be: ${right}`,
    );
    throw new CommandExit(`${path} was not taken:\n${lines.join('\n')}`, exitCode.wrongInput);
  }
  const { code, ...params } = refusal;
  const said = Object.keys(params).length === 0 ? '' : ` ${JSON.stringify(params)}`;
  const isWrongInput = code.endsWith('_not_found') || code.endsWith('_unknown');
  throw new CommandExit(
    `${path} was not taken: ${code}${said}. docs/errors.md says how to mend it.`,
    isWrongInput ? exitCode.wrongInput : exitCode.conflict,
  );
}

function print(results: readonly ImportResult[], options: ImportOptions): void {
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ incidents: results }, null, 2)}\n`);
    return;
  }
  const rows = results.map((one) => [
    ...[one.slug, one.isNew ? 'new' : 'known', String(one.statedCount)],
    ...[String(one.correctedCount), String(one.unchangedCount), String(one.entryCount)],
  ]);
  const titles = ['incident', '', 'stated', 'corrected', 'unchanged', 'entries'];
  const columns = titles.map((title, at) => ({
    title,
    align: at < 2 ? ('left' as const) : ('right' as const),
  }));
  process.stdout.write(`${renderTable(columns, rows)}\n`);
}

function withCommon(command: Command): Command {
  return command
    .option('--database <name>', 'a database of the installation')
    .option('--json', 'print one JSON document');
}

function statuspageCommand(): Command {
  return withCommon(new Command('statuspage'))
    .description('take over the incidents of another status page; again changes nothing')
    .argument('<file>', 'what it serves at /api/v2/incidents.json or summary.json')
    .action(async (path: string, options: ImportOptions) => {
      const read = take(readStatuspage(await readJson(path)), path);
      await withContext(options, async (ctx) => {
        const results: ImportResult[] = [];
        for (const incident of read) results.push(take(await importIncident(ctx, incident), path));
        print(results, options);
      });
    });
}

function alertmanagerCommand(): Command {
  return withCommon(new Command('alertmanager'))
    .description('take in what Alertmanager posted, from a file')
    .argument('<file>', 'the body of a webhook, version 4')
    .action(async (path: string, options: ImportOptions) => {
      const group = take(readAlertGroup(await readJson(path)), path);
      await withContext(options, async (ctx) => {
        const taken = take(await takeAlerts(ctx, group), path);
        print(taken === null ? [] : [taken], options);
      });
    });
}

function csvCommand(): Command {
  return withCommon(new Command('csv'))
    .description('state the impacts of a file; all of it, or what is off by line and column')
    .argument('<file>', 'columns service, function, severity, from; until, region, plan and others')
    .requiredOption('--incident <slug>', 'the incident they belong to')
    .requiredOption('--party <code>', 'the party that states them')
    .option('--source <number>', 'the source they stand in')
    .action(
      async (
        path: string,
        options: ImportOptions & { incident: string; party: string; source?: string },
      ) => {
        const text = await readText(path);
        const { incident: slug, party: statedBy, source } = options;
        if (source !== undefined && !/^\d{1,6}$/.test(source)) {
          throw new CommandExit(`--source is "${source}"; it should be a number.`, 2);
        }
        await withContext(options, async (ctx) => {
          const incident = await ctx.read((tx) => loadIncidentBySlug(tx, slug));
          if (incident === undefined) {
            throw new CommandExit(`There is no incident "${slug}".`, exitCode.wrongInput);
          }
          const sources = source === undefined ? [] : [Number(source)];
          const input = { incidentId: incident.id, text, statedBy, sources };
          print([take(await importImpactFile(ctx, input), path)], options);
        });
      },
    );
}

/** The noun `incident`. */
export function incidentCommand(): Command {
  const imports = new Command('import')
    .description('take in what other tools know of an outage')
    .addCommand(statuspageCommand())
    .addCommand(alertmanagerCommand())
    .addCommand(csvCommand());
  return new Command('incident').description('what broke, when and for whom').addCommand(imports);
}
