import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { exportTables, importDocument, type TableRefusal } from '../../policy/dmn/index.ts';
import { formatPolicy, type PolicyDocument, parsePolicy } from '../../policy/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { readNamed } from '../shell/read-named.ts';
import { readDmn, writeDmn } from './dmn-xml.ts';

interface DmnOptions {
  readonly out?: string;
  readonly json?: boolean;
}

interface ImportChoices extends DmnOptions {
  readonly currency: string;
  readonly zone: string;
  readonly remedy: 'cash' | 'credit' | 'voucher';
}

/** Adds `import-dmn` and `export-dmn` to the `amends policy` command. */
export function addDmn(command: Command, requirePolicy: (file: string) => PolicyDocument): void {
  command
    .command('import-dmn')
    .description('Make a policy document of the decision tables in a DMN file.')
    .argument('<file>', 'DMN 1.x file')
    .option('--out <file>', 'where to write the document; stdout if left out')
    .option('--currency <code>', 'currency of the document', 'KRW')
    .option('--zone <zone>', 'time zone of the document', 'Asia/Seoul')
    .addOption(
      new Option('--remedy <remedy>', 'what a result in money is awarded as')
        .choices(['cash', 'credit', 'voucher'])
        .default('cash'),
    )
    .option('--json', 'one JSON document on stdout')
    .action((file: string, options: ImportChoices) => importFile(file, options));
  command
    .command('export-dmn')
    .description('Write the tables of a policy document as DMN decision tables.')
    .argument('<file>', 'policy document')
    .option('--out <file>', 'where to write the DMN file; stdout if left out')
    .option('--json', 'one JSON document on stdout')
    .action((file: string, options: DmnOptions) => exportFile(requirePolicy(file), options));
}

function emit(text: string, tables: number, { out, json }: DmnOptions): void {
  if (out !== undefined) writeFileSync(out, text);
  if (json)
    process.stdout.write(`${JSON.stringify({ tables, out: out ?? null, text }, null, 2)}\n`);
  else if (out === undefined) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  else process.stdout.write(`${out}: ${tables} tables\n`);
}

function refused(file: string, { table, found, write }: TableRefusal): CommandExit {
  const message = `${file}: the table “${table}”: ${found} cannot be converted. Write ${write}.`;
  return new CommandExit(message, exitCode.wrongInput);
}

async function importFile(file: string, options: ImportChoices): Promise<void> {
  const tables = await readTables(file);
  if (tables.length === 0) {
    const message = `${file}: there is no decision table in this file.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const policy = basename(file)
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .toLowerCase();
  const imported = importDocument(tables, { ...options, policy: policy || 'imported' });
  if (!imported.ok) throw refused(file, imported.refusal);
  const parsed = parsePolicy(imported.value);
  emit(parsed.ok ? formatPolicy(parsed.value) : imported.value, tables.length, options);
}

// What is larger is no decision table that anybody wrote, and takes the reader minutes.
const largestXml = 5_000_000;

async function readTables(file: string) {
  try {
    const xml = readNamed(file, 4 * largestXml).toString('utf8');
    if (xml.length > largestXml) {
      throw new Error(`it has ${xml.length} characters; ${largestXml} is the most`);
    }
    // Entities are not resolved, so that a name or number made of them would be read as another.
    if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) {
      throw new Error('it has a document type declaration (<!DOCTYPE …>); write it without');
    }
    return await readDmn(xml);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new CommandExit(`${file}: this is no DMN file: ${reason}`, exitCode.wrongInput);
  }
}

async function exportFile(document: PolicyDocument, options: DmnOptions): Promise<void> {
  const tables = exportTables(document);
  const { policy } = document.header;
  if (!tables.ok) throw refused(document.file ?? policy, tables.refusal);
  emit(await writeDmn(tables.value, policy), tables.value.length, options);
}
