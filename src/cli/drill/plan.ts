import { type Command, Option } from 'commander';
import { type DatedDrill, dateDrills, scheduleDrills } from '../../continuity/drill/index.ts';
import { type Inventory, planDrills } from '../../continuity/index.ts';
import { type LocalDate, localDateOf, parseLocalDate } from '../../kernel/index.ts';
import { clockNow, systemActor } from '../../platform/index.ts';
import { derivedId } from '../case/run/derived-id.ts';
import { openDocument, printJson } from '../continuity/open-inventory.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInstallation } from '../shell/installation.ts';
import { renderPlan } from './render-plan.ts';

interface PlanOptions {
  readonly from?: string;
  readonly every?: string;
  readonly owner?: string;
  readonly keep?: boolean;
  readonly locale: 'ko' | 'en';
  readonly json?: boolean;
}

/** Days between drills when nobody says: a quarter of a year. */
const everyDefault = '13w';

/** Adds `amends drill plan`. */
export function addPlan(parent: Command): void {
  parent
    .command('plan')
    .description(
      'List the drills to hold, the most telling first, and what nobody has shown lately; with --from, each with its day.',
    )
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--from <date>', 'the day of the first drill, as 2027-01-11; the others follow')
    .option(
      '--every <time>',
      `from one drill to the next, as 30d or 13w (default: ${everyDefault})`,
    )
    .option('--owner <role>', 'who answers for them: a role, not a name')
    .option(
      '--keep',
      'keep them in this installation: the console shows which are due and which overdue',
    )
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(plan);
}

async function plan(folder: string, options: PlanOptions): Promise<void> {
  const dates = readDates(options);
  const document = await openDocument(folder, options.locale);
  const found = planDrills(document, { today: localDateOf(clockNow(), 'UTC') });
  const dated = dates === undefined ? undefined : dateDrills(found, dates);
  if (options.keep === true && dated !== undefined) {
    await keep(document.inventory, dated, options.owner as string);
  }
  const shown = { ...found, drills: dated ?? found.drills };
  if (options.json === true) printJson(shown);
  else process.stdout.write(`${renderPlan(shown, document.inventory, options.locale)}\n`);
}

/** Undefined when no days are asked for. */
function readDates(options: PlanOptions): { from: LocalDate; everyDays: number } | undefined {
  if (options.from === undefined) {
    const alone = (['every', 'owner', 'keep'] as const).find((name) => options[name] !== undefined);
    if (alone === undefined) return undefined;
    stop(`--${alone} is about drills with days: name the first day with --from 2027-01-11.`);
  }
  const from = parseLocalDate(options.from);
  if (from === undefined) stop(`--from takes a day, as 2027-01-11; found "${options.from}".`);
  if (options.keep === true && (options.owner ?? '').trim() === '') {
    stop('--keep needs --owner ROLE: somebody answers for every drill.');
  }
  return { from, everyDays: readDays(options.every ?? everyDefault) };
}

function readDays(text: string): number {
  const match = /^([1-9]\d{0,2})([dw])$/.exec(text);
  if (match === null) {
    stop(`--every takes days or weeks, as 30d or 13w, up to three digits; found "${text}".`);
  }
  return Number(match[1]) * (match[2] === 'w' ? 7 : 1);
}

function stop(message: string): never {
  throw new CommandExit(message, exitCode.wrongInput);
}

/** Keeps dated drills; the same drill for the same day again is the same plan. */
async function keep(
  { name }: Inventory,
  drills: readonly DatedDrill[],
  owner: string,
): Promise<void> {
  const plans = drills.map(({ domains, kind, dueOn, covers }) => ({
    id: derivedId('drill-plan', name, domains.join('+'), dueOn),
    inventoryName: name,
    domains: domains.toSorted(),
    kind,
    shows: covers.map((shown) => ({
      node: shown.node,
      option: shown.option === undefined ? null : shown.name,
    })),
    owner,
    dueOn,
  }));
  const installation = await openInstallation();
  try {
    const ctx = installation.platform.context({ actor: systemActor });
    const count = await scheduleDrills(ctx, plans);
    const before = plans.length - count;
    const known = before === 0 ? '' : ` ${before} were kept before.`;
    process.stderr.write(`Kept: ${count}.${known} Another person approves them in the console.\n`);
  } finally {
    await installation.close();
  }
}
