import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { isUuid, type Outcome } from '../../kernel/index.ts';
import { type Context, toJson } from '../../platform/index.ts';
import {
  addRailKey,
  type FileProblem,
  type ImportedFile,
  importFile,
  installedPayees,
  koreanBulkTemplate,
  listRailFiles,
  makeRailFile,
  railSetupSchema,
  settleRailFile,
  setUpRail,
} from '../../settlement/rails/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openProgress } from '../shell/progress.ts';
import { openNamed } from '../shell/read-named.ts';
import { renderCount, renderMinor, renderTable } from '../shell/table.ts';

/** Runs work with the context a command acts in. */
export type WithContext = (work: (ctx: Context) => Promise<void>) => Promise<void>;

interface JsonOption {
  readonly json?: boolean;
}

function accepted<V>(outcome: Outcome<V>): V {
  if (outcome.ok) return outcome.value;
  const { code, ...params } = outcome.refusal;
  const message = `Refused: ${code} ${JSON.stringify(toJson(params))}`;
  const isInput = code.endsWith('_not_found') || code.startsWith('rail_');
  throw new CommandExit(message, isInput ? exitCode.wrongInput : exitCode.conflict);
}

function print(options: JsonOption, value: unknown, text: string): void {
  process.stdout.write(
    `${options.json === true ? JSON.stringify(toJson(value), null, 2) : text}\n`,
  );
}

const problemWords: Readonly<Record<FileProblem['code'], string>> = {
  file_encoding_unknown: 'its bytes are not in the encoding expected',
  file_with_dtd: 'it has a document type definition, which no statement needs',
  file_not_xml: 'it is not whole, well-formed XML',
  file_of_another_kind: 'it is another kind of file',
  file_column_missing: 'it lacks a column',
  file_field_missing: 'it lacks an element',
  file_amount_malformed: 'an amount cannot be',
  file_date_malformed: 'a date cannot be',
  file_currency_differs: 'it is in another currency',
  file_account_differs: 'it is about another account',
  file_totals_differ: 'it does not add up',
  file_line_repeated: 'it says two things under one line id',
  file_seen_before: 'a statement of this number was applied before, with other content',
  file_status_unknown: 'it has a word the template does not know',
};

/** Says in a sentence why a file was put aside: what was found, what would be right, and where. */
export function renderProblem({ code, place, found, expected }: FileProblem): string {
  const at = place === undefined ? '' : ` (${place})`;
  const was = found === undefined ? '' : `; found: ${found}`;
  const right = expected === undefined ? '' : `; expected: ${expected}`;
  return `Put aside: ${problemWords[code]}${at}${was}${right}. Nothing of it was applied.`;
}

function renderImport(imported: ImportedFile): string {
  if (imported.problem !== null) return renderProblem(imported.problem);
  const again = imported.isRepeated ? 'Given before; nothing changed again. ' : '';
  const { reconciliation } = imported;
  if (reconciliation === undefined)
    return `${again}${renderCount(imported.lineCount)} answers read`;
  const { confirmedCount, returnedCount, repeatedCount, exceptionCount } = reconciliation;
  return (
    `${again}${renderCount(imported.lineCount)} lines: ${renderCount(confirmedCount)} confirmed, ` +
    `${renderCount(returnedCount)} returned, ${renderCount(repeatedCount)} read before, ` +
    `${renderCount(exceptionCount)} exceptions`
  );
}

function requireFileId(fileId: string): void {
  if (isUuid(fileId)) return;
  const message = `"${fileId}" is not the id of a file. See: amends rail files <rail>`;
  throw new CommandExit(message, exitCode.wrongInput);
}

function setCommand(withContext: WithContext): Command {
  return new Command('set')
    .description('set a rail up from a JSON file; `amends rail template` prints one to begin with')
    .argument('<rail>', 'its name: lower-case letters, digits and hyphens')
    .argument('<file>')
    .action(async (rail: string, file: string) => {
      const text = await openNamed(file).catch(() => {
        throw new CommandExit(`${file} cannot be read.`, exitCode.wrongInput);
      });
      const parsed = railSetupSchema.safeParse(parseJson(text, file));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const message = `${file}: /${issue?.path.join('/')}: ${issue?.message}`;
        throw new CommandExit(message, exitCode.wrongInput);
      }
      await withContext(async (ctx) => {
        await setUpRail(ctx, { name: rail, setup: parsed.data });
        process.stdout.write(`${rail} is set up as ${parsed.data.kind}\n`);
      });
    });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandExit(`${file} is not JSON.`, exitCode.wrongInput);
  }
}

interface KeyOptions {
  readonly purpose: 'sign' | 'check';
  readonly kind: 'hmac' | 'ed25519';
  readonly key?: string;
}

function keyCommand(withContext: WithContext): Command {
  const purpose = new Option('--purpose <purpose>', 'sign our messages, or check those of the app')
    .choices(['sign', 'check'])
    .default('sign');
  return new Command('key')
    .description("make a key for an app's rail; what the app has to know is printed this once")
    .argument('<rail>')
    .addOption(purpose)
    .addOption(new Option('--kind <kind>').choices(['hmac', 'ed25519']).default('hmac'))
    .option('--key <key>', 'take this key of the app: whsec_… or whpk_…')
    .action((rail: string, options: KeyOptions) =>
      withContext(async (ctx) => {
        const { key, ...asked } = options;
        const given = key === undefined ? {} : { key };
        const added = accepted(await addRailKey(ctx, { rail, ...asked, ...given }));
        process.stdout.write(`${added.tell}\n`);
      }),
    );
}

function filesCommand(withContext: WithContext): Command {
  return new Command('files')
    .description("list a rail's files, the latest first")
    .argument('<rail>')
    .option('--json', 'print one JSON document')
    .action((rail: string, options: JsonOption) =>
      withContext(async (ctx) => {
        const files = await ctx.read((tx) => listRailFiles(tx, rail));
        const titles = ['file', 'number', 'state', 'payments', 'total'];
        const columns = titles.map((title, at) => ({
          title,
          align: at > 2 ? ('right' as const) : ('left' as const),
        }));
        const rows = files.map((file) => [
          file.id,
          String(file.number),
          file.state,
          renderCount(file.paymentCount),
          `${file.currency} ${renderMinor(file.totalMinor, file.currency)}`,
        ]);
        print(options, files, renderTable(columns, rows));
      }),
    );
}

/**
 * Writes a file for its owner alone, whole or not at all: nobody gives the bank the half of one.
 * What is there already stays as it is.
 */
export async function writeWhole(bytes: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  // Opened before the first byte is asked for: a stream that still opens would make it after the removal.
  const file = await open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
    const message = `${path} is there already. Name a file that is not, or move that one away.`;
    throw new CommandExit(message, exitCode.wrongInput);
  });
  try {
    await pipeline(bytes, file.createWriteStream({ flush: true }));
  } catch (cause) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw cause;
  }
}

function writeCommand(withContext: WithContext): Command {
  return new Command('write')
    .description('write a file for the bank; the same file each time')
    .argument('<file>', 'its id, from `amends rail files`')
    .requiredOption('--out <path>', 'where to write it; the name in it has account numbers')
    .action((fileId: string, options: { out: string }) => {
      requireFileId(fileId);
      return withContext(async (ctx) => {
        const made = accepted(await makeRailFile(ctx, { fileId, payeesOf: installedPayees }));
        await writeWhole(made.bytes, options.out);
        process.stdout.write(`${options.out} (${made.mediaType})\n`);
      });
    });
}

function endCommand(withContext: WithContext, ending: 'handed_over' | 'discarded'): Command {
  const isOver = ending === 'handed_over';
  return new Command(isOver ? 'hand-over' : 'discard')
    .description(
      isOver
        ? 'record that a file was given to the bank; a dry run without --yes'
        : 'record that a file will never be given to the bank; a dry run without --yes',
    )
    .argument('<file>')
    .option('--yes', 'record it')
    .action((fileId: string, options: { yes?: boolean }) => {
      requireFileId(fileId);
      if (options.yes !== true) {
        process.stdout.write(
          `Would record that ${fileId} was ${ending.replace('_', ' ')}. Add --yes.\n`,
        );
        return;
      }
      return withContext(async (ctx) => {
        accepted(await settleRailFile(ctx, { fileId, ending }));
        process.stdout.write(`${fileId} is ${ending.replace('_', ' ')}\n`);
      });
    });
}

interface ReadOptions extends JsonOption {
  readonly kind: 'statement' | 'result' | 'names';
  readonly currency: string;
}

function readCommand(withContext: WithContext): Command {
  const kinds = ['statement', 'result', 'names'];
  return new Command('read')
    .description('read a file the bank gave: applied whole, or put aside with the reason')
    .argument('<rail>')
    .argument('<path>')
    .addOption(new Option('--kind <kind>', 'what it holds').choices(kinds).default('statement'))
    .option('--currency <code>', 'the currency it has to be in', 'KRW')
    .option('--json', 'print one JSON document')
    .action(async (rail: string, path: string, options: ReadOptions) => {
      const isFile = await stat(path).then(
        (found) => found.isFile(),
        () => false,
      );
      if (!isFile) throw new CommandExit(`${path} cannot be read.`, exitCode.wrongInput);
      const { kind, currency } = options;
      await withContext(async (ctx) => {
        const progress = openProgress('reading');
        const imported = accepted(
          await importFile(ctx, {
            ...{ rail, kind, currency, name: basename(path) },
            bytes: () => createReadStream(path),
            onProgress: (count, total) =>
              progress.report(count / total, `${renderCount(count)} lines`),
          }),
        );
        progress.done();
        print(options, imported, renderImport(imported));
        if (imported.outcome === 'quarantined') throw new CommandExit('', exitCode.failed);
      });
    });
}

/** The commands for rails that are files: set up, written, handed over, read back. */
export function railFileCommands(withContext: WithContext): Command[] {
  return [
    new Command('template')
      .description('print a bulk transfer template to begin with, as JSON')
      .action(() => print({ json: true }, koreanBulkTemplate, '')),
    setCommand(withContext),
    keyCommand(withContext),
    filesCommand(withContext),
    writeCommand(withContext),
    endCommand(withContext, 'handed_over'),
    endCommand(withContext, 'discarded'),
    readCommand(withContext),
  ];
}
