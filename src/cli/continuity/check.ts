import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import {
  acceptBaseline,
  type Baseline,
  baselineSchema,
  type GateReport,
  renderGateHtml,
  renderGateJson,
  renderGateText,
  renderJunit,
  renderSarif,
  runGate,
} from '../../continuity/index.ts';
import { localDateOf, parseLocalDate } from '../../kernel/index.ts';
import { clockNow } from '../../platform/index.ts';
import { exitCode } from '../shell/exit.ts';
import { openNamed } from '../shell/read-named.ts';
import { readVersion } from '../shell/version.ts';
import { findInventories, openDocument, printJson } from './open-inventory.ts';
import { cannotWrite, refusalWords, wrongInput } from './refusals.ts';

interface CheckOptions {
  readonly html?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly baseline?: string;
  readonly acceptBaseline?: boolean;
  readonly on?: string;
  readonly locale: 'ko' | 'en';
  readonly json?: boolean;
}

/** The accepted baseline's name in the folder of its inventory. */
const BASELINE = 'gate-baseline.json';

/** Adds `amends continuity check`. */
export function addCheck(parent: Command): void {
  parent
    .command('check')
    .description(
      'Run the gate: rules G1 to G12 over every single loss of a site; exit 1 when a rule fails.',
    )
    .argument('<folder>', 'a folder of inventory files (YAML), or of such folders')
    .option('--html <file>', 'write the report as one HTML page')
    .option('--sarif <file>', 'write the findings as SARIF 2.1.0, for code hosts')
    .option('--junit <file>', 'write the rules as JUnit XML, for build servers')
    .option('--baseline <file>', `the accepted baseline (default: ${BASELINE} in the folder)`)
    .option('--accept-baseline', 'accept the cut sets of order 1 and 2 as they are, and write them')
    .option('--on <date>', 'judge dates as of this day, as 2026-11-27 (default: today)')
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(checkFolder);
}

async function checkFolder(folder: string, options: CheckOptions): Promise<void> {
  const folders = await findInventories(folder, options.locale);
  const files = [options.html, options.sarif, options.junit, options.baseline];
  if (folders.length > 1 && files.some((file) => file !== undefined)) {
    wrongInput(refusalWords(options.locale).one_report(folder, folders));
  }
  const reports: GateReport[] = [];
  for (const each of folders) reports.push(await checkOne(each, options));
  const [first] = reports;
  if (options.json === true) {
    const documents = reports.map((report) => renderGateJson(report, options.locale));
    const all = { passed: reports.every(({ isPassed }) => isPassed), inventories: documents };
    printJson(folders.length === 1 && first !== undefined ? documents[0] : all);
  } else {
    const rule = `\n\n${'═'.repeat(72)}\n\n`;
    const texts = reports.map((report) => renderGateText(report, options.locale));
    process.stdout.write(`${texts.join(rule)}\n`);
  }
  if (reports.some(({ isPassed }) => !isPassed)) process.exitCode = exitCode.failed;
}

async function checkOne(folder: string, options: CheckOptions): Promise<GateReport> {
  const document = await openDocument(folder, options.locale);
  const say = refusalWords(options.locale);
  const today = readDay(options);
  const baselineFile = options.baseline ?? join(folder, BASELINE);
  const isNamed = options.baseline !== undefined && options.acceptBaseline !== true;
  let baseline = await readBaseline(baselineFile, { isNamed, say });
  if (baseline !== undefined && baseline.inventory !== document.inventory.name) {
    wrongInput(say.other_baseline(baselineFile, baseline.inventory, document.inventory.name));
  }
  let report = runGate(document, { today, baseline });
  if (options.acceptBaseline === true) {
    baseline = acceptBaseline(document.inventory, { cutSets: report.subject.cutSets, today });
    const text = `${JSON.stringify(baseline, null, 2)}\n`;
    await writeFile(baselineFile, text).catch(cannotWrite(baselineFile, options.locale));
    process.stderr.write(`${say.accepted(baselineFile)}\n`);
    report = runGate(document, { today, baseline });
  }
  await writeReports(report, folder, options);
  return report;
}

async function writeReports(
  report: GateReport,
  folder: string,
  options: CheckOptions,
): Promise<void> {
  const writeTo = (file: string, text: string) =>
    writeFile(file, text).catch(cannotWrite(file, options.locale));
  if (options.html !== undefined) {
    await writeTo(options.html, renderGateHtml(report, options.locale));
  }
  if (options.sarif !== undefined) {
    const log = renderSarif(report, { folder, version: await readVersion() });
    await writeTo(options.sarif, `${JSON.stringify(log, null, 2)}\n`);
  }
  if (options.junit !== undefined) await writeTo(options.junit, renderJunit(report));
}

function readDay({ on: text, locale }: CheckOptions): string {
  if (text === undefined) return localDateOf(clockNow(), 'UTC');
  const day = parseLocalDate(text);
  if (day !== undefined) return day;
  return wrongInput(refusalWords(locale).day(text));
}

async function readBaseline(
  file: string,
  about: { readonly isNamed: boolean; readonly say: ReturnType<typeof refusalWords> },
): Promise<Baseline | undefined> {
  let text: string;
  try {
    text = await openNamed(file);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !about.isNamed) return undefined;
    return wrongInput(about.say.unread_baseline(file, code));
  }
  const parsed = baselineSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  return wrongInput(about.say.wrong_baseline(file, field));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
