import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  type Recomputed,
  type RecomputeFault,
  recomputeExport,
} from '../../disclosure/export/index.ts';
import { type NoteKey, parseNoteKey } from '../../disclosure/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';

interface Options {
  readonly key?: string;
  readonly json?: boolean;
}

function readKeyLine(line: string, from: string): NoteKey {
  const key = parseNoteKey(line.trim());
  if (key !== undefined) return key;
  throw new CommandExit(
    `${from} holds "${line.trim().slice(0, 60)}", which is not a log's key. It looks like amends.local/log+1a2b3c4d+AbCd…=.`,
    exitCode.wrongInput,
  );
}

async function readPart(folder: string, path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(folder, path)));
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : String(error);
    throw new CommandExit(
      `${join(folder, path)} ${reason}. Give the folder of a whole export, as "amends report export" writes it.`,
      exitCode.wrongInput,
    );
  }
}

function explain(fault: RecomputeFault): string {
  switch (fault.code) {
    case 'export_report_malformed':
      return `${fault.file} is not a report of form amends-report/2.`;
    case 'export_log_differs':
      return `The log's entries do not come to what the key signed (${fault.reason.code}).`;
    case 'export_report_not_in_log':
      return `${fault.file} has the hash ${fault.hash}, which is not in the log: it was changed, or never published.`;
    case 'export_signature_wrong':
      return `${fault.file} is not signed by the key for this report (${fault.reason}).`;
    case 'export_file_changed':
      return `${fault.file} was changed: the report names ${fault.expected}, the file has ${fault.found}.`;
    case 'export_policy_not_in_log':
      return `${fault.file}: the policy version ${fault.hash} is not in the log.`;
    case 'export_figures_not_reckoned':
      return `The figures cannot be recomputed: ${fault.reason.code} in ${fault.reason.file} (${fault.reason.found}).`;
    case 'export_figure_differs':
      return `${fault.name}: published ${fault.published}, recomputed ${fault.recomputed}.`;
  }
}

function render(result: Recomputed): string {
  const figures = result.figures.map(({ name, value }) => `  ${name} = ${value}`);
  const isRight = result.faults.length === 0;
  return [
    `Report on ${result.slug}, version ${result.version ?? 'unknown'}, SHA-256 ${result.hash}`,
    `Log: ${result.logSize === undefined ? 'NOT as signed' : `${result.logSize} entries, recomputed and as signed`}`,
    ...figures,
    ...result.faults.map((fault) => `WRONG  ${explain(fault)}`),
    isRight
      ? `All ${figures.length} figures were recomputed from the exported files and are those that were published.`
      : `${result.faults.length} things are wrong.`,
  ].join('\n');
}

async function recompute(folder: string, options: Options): Promise<void> {
  const line = options.key ?? new TextDecoder().decode(await readPart(folder, 'key.txt'));
  const key = readKeyLine(line, options.key === undefined ? join(folder, 'key.txt') : '--key');
  const result = await recomputeExport((path) => readPart(folder, path), key);
  const document = { ...result, recomputed: result.faults.length === 0 };
  process.stdout.write(
    `${options.json === true ? JSON.stringify(document, null, 2) : render(result)}\n`,
  );
  if (options.key === undefined) {
    process.stderr.write(
      'The key was taken from the export itself; give --key from a place you trust.\n',
    );
  }
  if (result.faults.length > 0) throw new CommandExit('', exitCode.failed);
}

/**
 * `amends recompute FOLDER`: recomputes every figure of an exported report from its files alone.
 *
 * Exit codes: 0 every figure is as published, 1 something differs, 2 not an export, or wrong options.
 */
export function recomputeCommand(): Command {
  return new Command('recompute')
    .description('recompute every figure of an exported report from its files alone')
    .argument('<folder>', 'the folder that "amends report export" wrote')
    .option('--key <key>', "the log's public key from a place you trust: name+id+base64")
    .option('--json', 'print one JSON document')
    .action(recompute);
}
