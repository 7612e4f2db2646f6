import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { DRILL_INSTANTS, findAhead, findMisorder } from '../../continuity/drill/index.ts';
import {
  DRILL_KINDS,
  type DrillFile,
  drillFileSchema,
  hashDrill,
  hashInventory,
  type Inventory,
  type InventoryDocument,
  partReliedOn,
  recordDrill,
} from '../../continuity/index.ts';
import { renderInstant } from '../../kernel/index.ts';
import { clockNow, makeFolder, systemActor } from '../../platform/index.ts';
import { openDocument, printJson, requireKnown } from '../continuity/open-inventory.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';
import { readNamed } from '../shell/read-named.ts';

interface RecordOptions {
  readonly node: string;
  readonly option?: string;
  readonly domain: string;
  readonly with?: string;
  readonly scope: string;
  readonly kind: string;
  readonly mode?: string;
  readonly result: string;
  readonly started: string;
  readonly detected?: string;
  readonly decided?: string;
  readonly firstStep?: string;
  readonly done?: string;
  readonly rpoMinutes?: string;
  readonly role?: readonly string[];
  readonly deviation?: readonly string[];
  readonly attach?: readonly string[];
  readonly rehearsal?: string;
  readonly signer?: string;
  readonly write?: boolean;
  readonly log?: boolean;
  readonly json?: boolean;
}

/** Adds `amends drill record`. */
export function addRecord(parent: Command): void {
  const choice = (flags: string, description: string, choices: readonly string[]): Option =>
    new Option(flags, description).choices(choices).makeOptionMandatory();
  parent
    .command('record')
    .description(
      'Keep what a drill showed, as a file of the inventory. It counts for the exact domain, removed whole, and when it passed.',
    )
    .argument('<folder>', 'the inventory the drill was held against')
    .requiredOption('--node <id>', 'the node brought back, or kept running')
    .option('--option <name>', 'the option it came back by; without it the node never stopped')
    .requiredOption('--domain <id>', 'the domain that was removed')
    .option('--with <id>', 'a second domain, removed at the same time')
    .addOption(choice('--scope <scope>', 'whether all of it was removed', ['full', 'partial']))
    .addOption(choice('--kind <kind>', 'how it was held', DRILL_KINDS))
    .addOption(choice('--result <result>', 'how it ended', ['passed', 'failed']))
    .addOption(
      new Option('--mode <mode>', 'whether it was announced').choices(['announced', 'unannounced']),
    )
    .requiredOption('--started <instant>', 'in UTC, as 2026-11-20T02:00:00Z')
    .option('--detected <instant>', 'when it was noticed')
    .option('--decided <instant>', 'when it was decided what to do')
    .option('--first-step <instant>', 'when the first step was taken')
    .option('--done <instant>', 'when the node was back')
    .option('--rpo-minutes <minutes>', 'how much was missing')
    .option('--role <roles...>', 'the roles of those who took part, not their names')
    .option('--deviation <texts...>', 'what went otherwise than written')
    .option('--attach <files...>', 'files whose hashes are kept')
    .option('--rehearsal <file>', 'the JSON report of drill rehearse: what was contacted')
    .option('--signer <role>', 'who answers for the record')
    .option('--write', 'write the file; without it the record is only shown')
    .option('--log', 'keep it in this installation too: its hash goes to the transparency log')
    .option('--json', 'one JSON document on stdout')
    .action(record);
}

async function record(folder: string, options: RecordOptions): Promise<void> {
  const document = await openDocument(folder);
  requireThings(document, options);
  const made = await makeRecord(document.inventory, options);
  const what = [made.domain, made.with, made.node].filter((part) => part !== undefined).join('-');
  const stamp = made.startedAt.replaceAll(/[-:]/g, '').slice(0, 13).toLowerCase();
  const target = join(folder, 'drills', `${stamp}-${what}.yaml`);
  const sha256 = hashDrill(made);
  if (options.write === true) {
    await makeFolder(join(folder, 'drills'));
    await writeNew(target, stringify(made));
  }
  if (options.log === true) await keepInLog(made, document.inventory.name);
  const written = options.write === true;
  if (options.json === true) {
    printJson({ target, written, logged: options.log === true, sha256, record: made });
    return;
  }
  process.stdout.write(stringify(made));
  const ending = written ? `Written: ${target}` : `Nothing is written. --write writes ${target}.`;
  process.stderr.write(`SHA-256 ${sha256}\n${ending}\n`);
}

async function keepInLog(made: DrillFile, inventoryName: string): Promise<void> {
  const installation = await openInstallation();
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const { id, isNew } = await recordDrill(ctx, { drill: made, inventoryName });
    const how = isNew ? 'Kept as' : 'Kept before as';
    process.stderr.write(`${how} ${id}; the log takes its hash.\n`);
  } finally {
    await installation.close();
  }
}

function requireThings({ inventory }: InventoryDocument, options: RecordOptions): void {
  requireKnown({ kind: 'node', name: options.node, known: inventory.nodes });
  for (const name of [options.domain, options.with]) {
    if (name !== undefined) requireKnown({ kind: 'domain', name, known: inventory.domains });
  }
  const names = inventory.nodes.get(options.node)?.options.map(({ name }) => name) ?? [];
  if (options.option === undefined || names.includes(options.option)) return;
  const message = `${options.node} has no option "${options.option}". It has: ${names.join(', ') || 'none'}.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

async function makeRecord(inventory: Inventory, options: RecordOptions): Promise<DrillFile> {
  const contacted =
    options.rehearsal === undefined ? undefined : await readContacted(options.rehearsal);
  const attachments = await Promise.all((options.attach ?? []).map(hashFile));
  const written = {
    format: 'amends-drill/1',
    node: options.node,
    option: options.option,
    domain: options.domain,
    with: options.with,
    scope: options.scope,
    kind: options.kind,
    mode: options.mode,
    inventoryHash: hashInventory(inventory),
    reliesOnHash: hashInventory(partReliedOn(inventory, options.node)),
    startedAt: options.started,
    detectedAt: options.detected,
    decidedAt: options.decided,
    firstStepAt: options.firstStep,
    doneAt: options.done,
    measuredRpoMinutes: options.rpoMinutes === undefined ? undefined : Number(options.rpoMinutes),
    contacted,
    roles: options.role,
    result: options.result,
    deviations: options.deviation,
    attachments: attachments.length === 0 ? undefined : attachments,
    signer: options.signer,
  };
  const known = Object.fromEntries(
    Object.entries(written).filter(([, value]) => value !== undefined),
  );
  const parsed = drillFileSchema.safeParse(known);
  if (parsed.success) return requireOrder(parsed.data);
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const right = field.endsWith('At')
    ? 'an instant in UTC, as 2026-11-20T02:00:00Z'
    : 'whole minutes, 0 or more';
  const message = `${field} cannot be "${known[field]}"; it takes ${right}.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

function requireOrder(made: DrillFile): DrillFile {
  const wrong = findMisorder(made);
  if (wrong === undefined) return requireHeld(made);
  const message = `${wrong} is before what comes before it. The order is: ${DRILL_INSTANTS.join(', ')}.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

/** A drill that has not been held shows nothing, so it cannot be recorded. */
function requireHeld(made: DrillFile): DrillFile {
  const ahead = findAhead(made, clockNow());
  if (ahead === undefined) return made;
  const message = `${ahead.instant} is ${ahead.found}, and it is ${renderInstant(clockNow())} now. Record a drill after it was held; a clock may be five minutes ahead.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

async function readContacted(file: string): Promise<string[]> {
  const text = await readEvidence(file);
  try {
    const report = JSON.parse(text.toString('utf8')) as {
      readonly contactedDeclared: readonly { readonly host: string; readonly port: number }[];
      readonly contactedUndeclared: readonly {
        readonly host: string;
        readonly ports: readonly string[];
      }[];
    };
    return [
      ...report.contactedDeclared.map(({ host, port }) => `${host}:${port}`),
      ...report.contactedUndeclared.map(
        ({ host, ports }) => `${host}:${ports.join(',')} (undeclared)`,
      ),
    ];
  } catch {
    const message = `${file} is not the JSON report of 'amends drill rehearse --json'.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
}

async function hashFile(file: string): Promise<{ name: string; sha256: string }> {
  const bytes = await readEvidence(file);
  return { name: basename(file), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Evidence of a drill may be a recording. */
const evidenceBytesMax = 1_000_000_000;

async function readEvidence(file: string): Promise<Buffer> {
  try {
    return readNamed(file, evidenceBytesMax);
  } catch (error) {
    const { code, message: said } = error as NodeJS.ErrnoException;
    const message = `The file ${file} cannot be read (${code ?? said}). Name a file that exists.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
}

async function writeNew(target: string, text: string): Promise<void> {
  await writeFile(target, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const isThere = error.code === 'EEXIST';
    const message = isThere
      ? `${target} is there already: a drill that began at that minute is recorded. Records are not written over.`
      : `${target} cannot be written (${error.code ?? error.message}).`;
    throw new CommandExit(message, isThere ? exitCode.conflict : exitCode.wrongInput);
  });
}
