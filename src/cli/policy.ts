import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { JsonValue } from '../kernel/index.ts';
import {
  checkPolicy,
  evaluatePolicy,
  type Facts,
  type Finding,
  formatPolicy,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
  renderDetermination,
  renderExplanation,
  renderFinding,
  runCases,
  stopsEvaluation,
} from '../policy/index.ts';
import { addCompile } from './policy/compile.ts';
import { addDetermine, type PublishedOption, publishedOption } from './policy/determine.ts';
import { addDmn } from './policy/dmn.ts';
import { documentBytesMax, readDocuments, type Unreadable } from './policy/find-documents.ts';
import { addReplay } from './policy/replay.ts';
import { addSimulate } from './policy/simulate.ts';
import { CommandExit, exitCode } from './shell/exit.ts';
import { explainUnreadable } from './shell/explain-unreadable.ts';
import { readNamed } from './shell/read-named.ts';

/** The `amends policy` command: check, test, format, explain, evaluate and simulate policies. */
export function policyCommand(): Command {
  const command = new Command('policy').description('Check, test and apply policy documents.');
  command
    .command('check')
    .description('Tell what is wrong, open or burdened in policy documents.')
    .argument('<file...>', 'policy documents, or folders of them')
    .option('--json', 'one JSON document on stdout')
    .action(checkFiles);
  command
    .command('test')
    .description('Run the cases of policy documents.')
    .argument('<file...>', 'policy documents')
    .option('--json', 'one JSON document on stdout')
    .action(testFiles);
  command
    .command('format')
    .description('Print, compare or rewrite the canonical text of policy documents.')
    .argument('<file...>', 'policy documents')
    .addOption(new Option('--check', 'fail if a file is not canonical').conflicts('write'))
    .option('--write', 'rewrite the files')
    .option('--json', 'one JSON document on stdout')
    .action(formatFiles);
  command
    .command('explain')
    .description('Explain an award with its trace in words.')
    .argument('<file>', 'policy document')
    .requiredOption('--facts <file>', 'facts of one party, as JSON')
    .addOption(new Option('--locale <locale>').choices(['ko', 'en']).default('ko'))
    .option(...publishedOption)
    .option('--json', 'one JSON document on stdout')
    .action(explainFile);
  command
    .command('evaluate')
    .description('Determine what one party, or each of several, is owed.')
    .argument('<file>', 'policy document')
    .requiredOption('--facts <file>', 'facts as JSON: an object, or an array of objects')
    .option(...publishedOption)
    .option('--json', 'one JSON document on stdout')
    .action(evaluateFile);
  addSimulate(command, requirePolicy);
  addDetermine(command, requireReplayed);
  addCompile(command, requirePolicy);
  addReplay(command);
  addDmn(command, requirePolicy);
  return command;
}

interface JsonOption {
  readonly json?: boolean;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printJson(value: JsonValue): void {
  print(JSON.stringify(value, null, 2));
}

function readText(file: string): string {
  try {
    return readNamed(file, documentBytesMax).toString('utf8');
  } catch (error) {
    const reason = explainUnreadable(error);
    throw new CommandExit(`${file}: cannot be read: ${reason}`, exitCode.wrongInput);
  }
}

interface Read {
  readonly file: string;
  readonly document?: PolicyDocument;
  readonly findings: readonly Finding[];
}

function readPolicy(file: string): Read {
  return checkText({ file, text: readText(file) });
}

function checkText({ file, text }: { readonly file: string; readonly text: string }): Read {
  const parsed = parsePolicy(text, { file });
  if (!parsed.ok) return { file, findings: parsed.refusal.findings };
  return { file, document: parsed.value, findings: checkPolicy(parsed.value) };
}

function isError(finding: Finding): boolean {
  return finding.severity === 'error';
}

function renderPlaced(file: string, finding: Finding): string {
  const clause = finding.clause === undefined ? '' : ` ${finding.clause}`;
  const place = `${file}:${finding.line}:${finding.column}:${clause}`;
  return `${place} ${finding.severity} ${finding.code}: ${renderFinding(finding)}`;
}

/** Reads a policy that has no errors, or ends the command with every one of them. */
function requirePolicy(file: string): PolicyDocument {
  return requireText(file, isError);
}

/**
 * Reads a policy that is replayed: with `--published`, what the checker learned of after it was
 * published does not stop it, and is told on stderr.
 *
 * @source docs/decisions/0087-findings-that-came-later.md
 */
function requireReplayed(file: string, { published }: PublishedOption): PolicyDocument {
  if (published !== true) return requirePolicy(file);
  const { findings } = readPolicy(file);
  for (const finding of findings.filter((one) => isError(one) && !stopsEvaluation(one))) {
    process.stderr.write(`${renderPlaced(file, finding)}\n`);
  }
  return requireText(file, stopsEvaluation);
}

function requireText(file: string, isStop: (finding: Finding) => boolean): PolicyDocument {
  const { document, findings } = readPolicy(file);
  const errors = findings.filter(isStop);
  if (document && errors.length === 0) return document;
  const lines = errors.map((finding) => renderPlaced(file, finding));
  const isLater = document !== undefined && !errors.some(stopsEvaluation);
  const hint = isLater ? [`${file}: if it is a version published before: --published`] : [];
  throw new CommandExit([...lines, ...hint].join('\n'), exitCode.wrongInput);
}

function findingToJson(finding: Finding): JsonValue {
  const { code, severity, line, column, clause, params } = finding;
  const message = renderFinding(finding);
  return { code, severity, line, column, ...(clause ? { clause } : {}), params, message };
}

function sayTotals(read: readonly Read[], unreadable: number): void {
  const found = read.flatMap(({ findings }) => findings);
  const count = (severity: string) => found.filter((one) => one.severity === severity).length;
  const refused = read.filter(({ findings }) => findings.some(isError)).length;
  print(
    `documents: ${read.length}, accepted: ${read.length - refused}, refused: ${refused}, errors: ${count('error')}, warnings: ${count('warning')}${unreadable === 0 ? '' : `, unreadable: ${unreadable}`}`,
  );
}

function sayFindings(read: readonly Read[], unreadable: number): void {
  for (const { file, findings } of read) {
    for (const finding of findings) print(renderPlaced(file, finding));
    const count = findings.filter(isError).length;
    print(`${file}: ${count === 0 ? 'accepted' : `refused, errors: ${count}`}`);
  }
  if (read.length + unreadable > 1) sayTotals(read, unreadable);
}

function readToJson({ file, findings }: Read): JsonValue {
  const accepted = !findings.some(isError);
  return { file, accepted, findings: findings.map(findingToJson) };
}

function unreadableToJson({ path, reason }: Unreadable): JsonValue {
  return { file: path, accepted: false, findings: [], unreadable: reason };
}

function checkFiles(paths: readonly string[], { json }: JsonOption): void {
  const { documents, unreadable } = readDocuments(paths);
  const read = documents.map(checkText);
  if (json) printJson([...read.map(readToJson), ...unreadable.map(unreadableToJson)]);
  else sayFindings(read, unreadable.length);
  if (unreadable.length > 0) {
    const lines = unreadable.map(({ path, reason }) => `${path}: ${reason}`);
    throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
  }
  if (read.some(({ document }) => !document)) throw new CommandExit('', exitCode.wrongInput);
  if (read.some(({ findings }) => findings.some(isError))) {
    throw new CommandExit('', exitCode.failed);
  }
}

function testFiles(files: readonly string[], { json }: JsonOption): void {
  const { documents, unreadable } = readDocuments(files);
  const read = documents.map(checkText);
  const sound = read.flatMap(({ document, findings }) =>
    document && !findings.some(isError) ? [document] : [],
  );
  const results = sound.flatMap((document) => runCases(document));
  const failed = results.filter((result) => !result.isPassed);
  if (json) {
    printJson({
      passed: results.length - failed.length,
      failed: failed.length,
      cases: results.map((result) => ({ ...result })),
    });
  } else {
    for (const { file, line, row, expected, got } of failed) {
      print(`${file ?? ''}:${line}: row ${row}: expected ${expected}, got ${got}`);
    }
    print(`cases passed: ${results.length - failed.length}, failed: ${failed.length}`);
    if (failed.length > 0) {
      print('how a result comes about: amends policy explain FILE --facts FACTS, the row as JSON');
    }
  }
  // One that is refused does not hide how the cases of the others end.
  const errors = read.flatMap(({ file, findings }) =>
    findings.filter(isError).map((finding) => renderPlaced(file, finding)),
  );
  const lines = [...errors, ...unreadable.map(({ path, reason }) => `${path}: ${reason}`)];
  if (lines.length > 0) throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
  if (failed.length > 0) throw new CommandExit('', exitCode.failed);
}

interface FormatOptions extends JsonOption {
  readonly check?: boolean;
  readonly write?: boolean;
}

interface Formatted {
  readonly file: string;
  readonly text: string;
  readonly canonical: boolean;
}

function formatFiles(files: readonly string[], options: FormatOptions): void {
  const formatted = files.map(formatFile);
  const changed = formatted.filter(({ canonical }) => !canonical);
  if (options.write) for (const { file, text } of changed) writeFileSync(file, text);
  printFormatted(formatted, options);
  if (options.check && changed.length > 0) throw new CommandExit('', exitCode.failed);
}

function printFormatted(formatted: readonly Formatted[], options: FormatOptions): void {
  if (options.json) {
    printJson(formatted.map(({ file, text, canonical }) => ({ file, canonical, text })));
    return;
  }
  const isQuiet = options.check || options.write;
  const verb = options.write ? 'rewritten' : 'is not canonical';
  for (const { file, text, canonical } of formatted) {
    if (!isQuiet) process.stdout.write(text);
    else if (!canonical) print(`${file}: ${verb}`);
  }
}

function formatFile(file: string): Formatted {
  const { document, findings } = readPolicy(file);
  if (!document) {
    const lines = findings.map((finding) => renderPlaced(file, finding));
    throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
  }
  const text = formatPolicy(document);
  return { file, text, canonical: text === document.text };
}

function readFactsJson(file: string): unknown {
  // A byte order mark, which some programs put before text, is no part of it (RFC 8259, section 8.1).
  const text = readText(file).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const before = text.slice(0, Number(position ?? 0)).split('\n');
    const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    const message = `${place}: this is not JSON. Write an object of facts by name, or an array of them.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
}

/** Reads facts, or ends the command with every issue, each with its path in the file. */
function requireFacts(
  document: PolicyDocument,
  json: unknown,
  place: { readonly file: string; readonly path: string },
): Facts {
  const parsed = parseFacts(document, json);
  if (parsed.ok) return parsed.value;
  const lines = parsed.refusal.issues.map(({ path, found, expected }) => {
    const where = [place.path, path].filter(Boolean).join('.');
    return `${place.file}: ${where === '' ? 'the whole' : where}: found ${found}; expected ${expected}`;
  });
  throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
}

interface FactsOptions extends JsonOption, PublishedOption {
  readonly facts: string;
}

function evaluateFile(file: string, options: FactsOptions): void {
  const document = requireReplayed(file, options);
  const json = readFactsJson(options.facts);
  const isMany = Array.isArray(json);
  const many: readonly unknown[] = isMany ? json : [json];
  const all = many.map((one, index) =>
    requireFacts(document, one, { file: options.facts, path: isMany ? `[${index}]` : '' }),
  );
  const determinations = all.map((facts) =>
    renderDetermination(evaluatePolicy(document, facts, { alternatives: !isMany })),
  );
  printJson(isMany ? determinations : (determinations[0] ?? null));
}

interface ExplainOptions extends FactsOptions {
  readonly locale: 'ko' | 'en';
}

function explainFile(file: string, options: ExplainOptions): void {
  const document = requireReplayed(file, options);
  const json = readFactsJson(options.facts);
  const facts = requireFacts(document, json, { file: options.facts, path: '' });
  const lines = renderExplanation(evaluatePolicy(document, facts), { locale: options.locale });
  if (options.json) printJson({ locale: options.locale, lines });
  else print(lines.join('\n'));
}
