import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Argument, type Command } from 'commander';
import {
  IMPORTERS,
  type ImportChange,
  type Importer,
  type ImportFile,
  type InventoryRefusal,
  listTwins,
  readSource,
  renderFinding,
  type TextFile,
  updateImport,
} from '../../continuity/index.ts';
import { localDateOf, type Outcome } from '../../kernel/index.ts';
import { clockNow, makeFolder } from '../../platform/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openNamed } from '../shell/read-named.ts';
import { plural } from '../shell/table.ts';
import { printJson } from './open-inventory.ts';
import { readSourceText } from './read-source-text.ts';

interface ImportOptions {
  readonly into: string;
  readonly name?: string;
  readonly site?: string;
  readonly zones?: string;
  readonly top?: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Adds `amends continuity import`. */
export function addImport(parent: Command): void {
  parent
    .command('import')
    .description(
      'Read what runs where and needs what from files of other tools, beside an inventory.',
    )
    .addArgument(new Argument('<source>', 'what the files are').choices([...IMPORTERS, 'open-psa']))
    .argument('<files...>', 'the files')
    .option(
      '--into <folder>',
      'the inventory; imports are kept in its folder imported/, a fault tree as an inventory of its own',
      '.',
    )
    .option('--name <name>', 'the name of the imported file (default: the source)')
    .option('--site <id>', 'the domain of what the source gives no place (host, cluster)')
    .option('--zones <ids>', "a Kubernetes cluster's zones, joined by ','")
    .option('--top <gate>', 'the gate of an Open-PSA fault tree, where more than one is at the top')
    .option('--write', 'write the file; without it only the changes are shown')
    .option('--json', 'one JSON document on stdout')
    .action(importFiles);
}

async function importFiles(
  importer: Importer | 'open-psa',
  paths: readonly string[],
  options: ImportOptions,
): Promise<void> {
  if (importer === 'open-psa') {
    const { importTree } = await import('./import-open-psa.ts');
    return importTree(paths, options);
  }
  const zones = options.zones?.split(',').map((zone) => zone.trim());
  requireIds([...(zones ?? []), ...(options.site === undefined ? [] : [options.site])]);
  const files = await Promise.all(paths.map(readText));
  const date = localDateOf(clockNow(), 'UTC');
  const environment = importer === 'docker-compose' ? await readBeside(paths[0]) : undefined;
  const made = unwrap(
    readSource(importer, files, { site: options.site, zones, environment, date }),
  );
  const target = join(options.into, 'imported', `${options.name ?? importer}.yaml`);
  const existing = await readExisting(target);
  const name = `imported/${basename(target)}`;
  const before = existing === undefined ? undefined : { name, text: existing };
  const { text, changes, file } = unwrap(updateImport(before, made));
  if (options.write === true) {
    await makeFolder(dirname(target));
    await writeFile(target, text);
  }
  const twins = await listTwins(options.into, { name, text });
  report({ made: file, changes, target, twins }, options);
}

function requireIds(ids: readonly string[]): void {
  const wrong = ids.find((id) => !ID.test(id));
  if (wrong === undefined) return;
  const message = `"${wrong}" is no id: lower-case letters, digits, dot, dash or underscore, at most 64.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

function report(
  done: {
    readonly made: ImportFile;
    readonly changes: readonly ImportChange[];
    readonly target: string;
    /** Ids that the inventory has for nodes of its own. */
    readonly twins: readonly string[];
  },
  options: ImportOptions,
): void {
  const { made, changes, target, twins } = done;
  const isWritten = options.write === true;
  if (options.json === true) {
    printJson({ target, written: isWritten, changes, notes: made.notes ?? [], twins });
    return;
  }
  process.stdout.write(`${[renderChanges(made, changes), ...twins.map(renderTwin)].join('\n')}\n`);
  const dry = `Nothing is written. --write writes ${target}.`;
  process.stderr.write(`${isWritten ? `Written: ${target}` : dry}\n`);
}

function renderTwin(id: string): string {
  return (
    `note: you have a node ${id} of your own: its place and kind stay, and the imported needs are added to it. ` +
    `Where it is the same thing, write importedAs: [${id}] on it; where it is not, write that on the node it is.`
  );
}

function unwrap<T>(outcome: Outcome<T, InventoryRefusal>): T {
  if (outcome.ok) return outcome.value;
  const lines = outcome.refusal.findings.map(renderFinding);
  throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
}

async function readText(path: string): Promise<TextFile> {
  return { name: basename(path), text: await readSourceText(path, 'Name files that exist.') };
}

/** What an earlier import wrote; a file that is there and cannot be read must not be written over. */
async function readExisting(target: string): Promise<string | undefined> {
  return openNamed(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    const message = `The earlier import ${target} cannot be read (${error.code}), so nothing is written over it.`;
    throw new CommandExit(message, exitCode.wrongInput);
  });
}

async function readBeside(path: string | undefined): Promise<string | undefined> {
  return openNamed(join(dirname(path ?? '.'), '.env')).catch(() => undefined);
}

const MARKS = { added: '+', removed: '-', changed: '~', kept: '=' } as const;

function renderChanges(made: ImportFile, changes: readonly ImportChange[]): string {
  const edges = Object.values(made.edges ?? {});
  const suspected = edges.filter((edge) => edge.suspected === true).length;
  const unknown = edges.filter((edge) => edge.purpose === 'unknown').length;
  const lines = changes.map(
    ({ kind, part, id, says }) => `${MARKS[kind]} ${part} ${id}${says === '' ? '' : `  ${says}`}`,
  );
  return [
    ...lines,
    ...(lines.length === 0 ? ['Nothing has changed.'] : []),
    '',
    `${plural(Object.keys(made.nodes ?? {}).length, 'node')}, ${plural(edges.length, 'edge')}: ${suspected} suspected, ${unknown} without a purpose.`,
    ...(made.notes ?? []).map((note) => `note: ${note}`),
  ].join('\n');
}
