import { Command, Option } from 'commander';
import {
  type Assessment,
  assessInventory,
  drawLoop,
  explainLoss,
  type Inventory,
  type LossAssessment,
  loadInventory,
  minimalLosses,
  type NodeLevel,
  pairLosses,
  renderAssessment,
  renderFinding,
  scoreLevels,
  siteLosses,
} from '../continuity/index.ts';
import { addDays, localDateOf } from '../kernel/index.ts';
import { clockNow } from '../platform/index.ts';
import { CommandExit, exitCode } from './exit.ts';
import { renderTable } from './table.ts';

/** The `amends continuity` command: what a loss takes down, and whether it can be brought back. */
export function continuityCommand(): Command {
  const command = new Command('continuity').description(
    'Tell what the loss of a site takes down, and whether it can be brought back.',
  );
  command
    .command('check')
    .description('Assess every single loss of a site; exit 1 when a tier-0 node would be stuck.')
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--json', 'one JSON document on stdout')
    .action(checkFolder);
  command
    .command('explain')
    .description('Tell in sentences what a loss does to one node.')
    .argument('<node>', 'the id of a node')
    .requiredOption('--lose <domains>', "the domains lost, joined by '+'")
    .option('--for <minutes>', 'what is lost returns after this many minutes')
    .option('--dir <folder>', 'a folder of inventory files', 'deploy/inventory')
    .addOption(new Option('--locale <locale>', 'language').choices(['ko', 'en']).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(explainNode);
  command
    .command('losses')
    .description(
      'List the smallest losses, up to pairs, that take each node down or leave it stuck.',
    )
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--json', 'one JSON document on stdout')
    .action(listLosses);
  return command;
}

async function openInventory(folder: string): Promise<Inventory> {
  const loaded = await loadInventory(folder).catch((error: NodeJS.ErrnoException) => {
    const message = `The folder ${folder} cannot be read (${error.code ?? error.message}).`;
    throw new CommandExit(`${message} Name a folder of inventory files.`, exitCode.wrongInput);
  });
  if (loaded.ok) return loaded.value;
  const lines = loaded.refusal.findings.map((finding) => `${folder}/${renderFinding(finding)}`);
  if (loaded.refusal.moreCount > 0) lines.push(`… and ${loaded.refusal.moreCount} more`);
  throw new CommandExit(lines.join('\n'), exitCode.wrongInput);
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

async function checkFolder(folder: string, options: { json?: boolean }): Promise<void> {
  const inventory = await openInventory(folder);
  const singles = assessInventory(inventory, siteLosses(inventory));
  const pairs = assessInventory(inventory, pairLosses(siteLosses(inventory)));
  const levels = scoreLevels(inventory, {
    singles,
    exercisedSince: addDays(localDateOf(clockNow(), 'UTC'), -365),
    stuckByPair: new Set(pairs.losses.flatMap((loss) => loss.stuck)),
  });
  const stuckTierZero = levels.filter(({ level }) => level === 0).map(({ node }) => node);
  if (options.json === true) {
    const verdict = renderAssessment(singles) as Record<string, unknown>;
    printJson({ ...verdict, levels, stuckTierZero });
  } else process.stdout.write(`${renderCheck(inventory, singles, levels)}\n`);
  if (stuckTierZero.length > 0) process.exitCode = exitCode.failed;
}

function renderCheck(
  inventory: Inventory,
  singles: Assessment,
  levels: readonly NodeLevel[],
): string {
  const columns = [
    { title: 'loss', align: 'left' },
    { title: 'down', align: 'right' },
    { title: 'stuck', align: 'right' },
    { title: 'last back, min', align: 'right' },
    { title: 'copies lost', align: 'left' },
  ] as const;
  const rows = singles.losses.map((loss) => [
    loss.domains.join('+'),
    String(loss.down.length),
    String(loss.stuck.length),
    loss.stuck.length > 0 ? 'never' : String(loss.recovery.at(-1)?.minutes ?? 0),
    loss.lostCopies.join(', ') || '–',
  ]);
  return [
    `${inventory.title.en} (${inventory.name}), ${inventory.nodes.size} nodes, permanent loss`,
    '',
    renderTable(columns, rows),
    ...singles.losses.map(renderLoss),
    '',
    renderLevels(levels),
  ].join('\n');
}

function renderLoss(loss: LossAssessment): string {
  if (loss.down.length === 0) return '';
  const sets = loss.jumpStart.map((set) => `{${set.join(', ')}}`).join(' or ');
  const lines = [
    `\n${loss.domains.join('+')}`,
    `  down   ${loss.down.join(', ')}`,
    `  stuck  ${loss.stuck.join(', ') || 'nothing'}`,
    ...loss.cycles.map((cycle) => `  loop   ${drawLoop(cycle)}`),
    ...loss.circularOptions.map((option) => `  circular option  ${option}`),
  ];
  const ending = loss.isJumpStartTruncated ? ' (search ended early: others may exist)' : '';
  if (loss.stuck.length > 0) lines.push(`  would free everything  ${sets}${ending}`);
  const back = loss.recovery.map((step) => `${step.node} ${step.minutes}`);
  if (back.length > 0) lines.push(`  back after minutes  ${back.join(', ')}`);
  return lines.join('\n');
}

function renderLevels(levels: readonly NodeLevel[]): string {
  if (levels.length === 0) return 'No node has tier 0, so there is no level.';
  const least = Math.min(...levels.map(({ level }) => level));
  const columns = [
    { title: 'tier-0 node', align: 'left' },
    { title: 'level', align: 'right' },
    { title: 'held back by the loss of', align: 'left' },
  ] as const;
  const rows = levels.map(({ node, level, heldBackBy }) => [
    node,
    String(level),
    heldBackBy.join(', ') || '–',
  ]);
  return `${renderTable(columns, rows)}\n\nLevel ${least} of 5: the least of the tier-0 nodes.`;
}

async function explainNode(
  node: string,
  options: { lose: string; for?: string; dir: string; locale: 'ko' | 'en'; json?: boolean },
): Promise<void> {
  const inventory = await openInventory(options.dir);
  const domains = options.lose.split('+').map((domain) => domain.trim());
  requireKnown({ kind: 'node', name: node, known: inventory.nodes });
  for (const name of domains) requireKnown({ kind: 'domain', name, known: inventory.domains });
  const minutes = options.for === undefined ? undefined : Number(options.for);
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 0)) {
    const message = `--for takes whole minutes, 0 or more; found "${options.for}".`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const returns = minutes === undefined ? {} : { returnsAfterMinutes: minutes };
  const lines = explainLoss(inventory, { node, domains, locale: options.locale, ...returns });
  if (options.json === true) printJson({ node, domains, ...returns, story: lines });
  else process.stdout.write(`${lines.join('\n')}\n`);
}

function requireKnown(about: {
  readonly kind: 'node' | 'domain';
  readonly name: string;
  readonly known: ReadonlyMap<string, unknown>;
}): void {
  if (about.known.has(about.name)) return;
  const names = [...about.known.keys()].slice(0, 40).join(', ');
  const message = `No ${about.kind} "${about.name}" is in the inventory. It has: ${names}.`;
  throw new CommandExit(message, exitCode.wrongInput);
}

async function listLosses(folder: string, options: { json?: boolean }): Promise<void> {
  const inventory = await openInventory(folder);
  const down = minimalLosses(inventory, { effect: 'down' });
  const stuck = minimalLosses(inventory, { effect: 'stuck' });
  if (options.json === true) return printJson({ down, stuck });
  const columns = [
    { title: 'node', align: 'left' },
    { title: 'down by the loss of', align: 'left' },
    { title: 'stuck by the loss of', align: 'left' },
  ] as const;
  const renderSets = (sets: readonly (readonly string[])[] | undefined): string =>
    sets?.map((set) => set.join('+')).join('; ') || '–';
  const rows = down.map(({ node, sets }, index) => [
    node,
    renderSets(sets),
    renderSets(stuck[index]?.sets),
  ]);
  const isComplete = down.every((entry) => entry.isComplete);
  const note = isComplete
    ? 'every loss was tried'
    : 'singles and pairs only; larger losses were not';
  process.stdout.write(`${renderTable(columns, rows)}\n\nOrder ≤ 2: ${note}.\n`);
}
