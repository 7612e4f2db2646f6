import type { Command } from 'commander';
import { type Inventory, type RankedFix, rankFixes } from '../../continuity/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { renderTable } from '../shell/table.ts';
import { openInventory, printJson } from './open-inventory.ts';

/** Adds `amends continuity what-if`. */
export function addWhatIf(parent: Command): void {
  parent
    .command('what-if')
    .description('Rank single changes by the losses of one and two domains they take from tier 0.')
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--limit <count>', 'how many to show', '10')
    .option('--json', 'one JSON document on stdout')
    .action(rank);
}

async function rank(
  folder: string,
  options: { readonly limit: string; readonly json?: boolean },
): Promise<void> {
  const limit = Number(options.limit);
  if (!(Number.isInteger(limit) && limit > 0)) {
    const message = `--limit takes a whole number above 0; found "${options.limit}".`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const inventory = await openInventory(folder);
  const found = rankFixes(inventory, { stepsMax: 5 });
  const ranked = found.ranked.slice(0, limit);
  if (options.json === true) return printJson({ ...found, ranked });
  const { today } = found;
  const scope = found.isEveryDomain ? 'every domain' : 'sites only, as there are many domains';
  const head = [
    `Today (${scope}): tier 0 goes down by ${today.downOne} single losses and ${today.downTwo} pairs, and is stuck after ${today.stuckOne} and ${today.stuckTwo}, counted by node. A domain around another counts beside it; \`check\` counts the smaller alone.`,
    '',
  ];
  if (ranked.length === 0) {
    process.stdout.write(`${[...head, 'No single change takes any of them away.'].join('\n')}\n`);
    return;
  }
  const steps = found.sequence.map((fix, index) => [
    String(index + 1),
    ...renderFix(inventory, fix),
  ]);
  const table = renderTable(
    COLUMNS,
    ranked.map((fix) => renderFix(inventory, fix)),
  );
  const sequence = renderTable([{ title: '', align: 'right' }, ...COLUMNS], steps);
  process.stdout.write(
    `${[...head, table, '', 'One upon the other:', '', sequence, '', NOTE].join('\n')}\n`,
  );
}

const NOTE =
  'A pair counts where neither of its domains does it alone, so a single loss taken away may leave a pair behind.';

const COLUMNS = [
  { title: 'change', align: 'left' },
  { title: 'fewer single', align: 'right' },
  { title: 'fewer pairs', align: 'right' },
  { title: 'left: down', align: 'right' },
  { title: 'left: stuck', align: 'right' },
] as const;

function renderFix(inventory: Inventory, fix: RankedFix): string[] {
  const tierZero = fix.nodes.filter((id) => inventory.nodes.get(id)?.tier === 0);
  const names = fix.nodes.join(', ');
  const what =
    fix.domain === undefined
      ? `write down a way back for ${names} that needs nothing lost`
      : `place ${names} in ${fix.domain} too`;
  const { left } = fix;
  return [
    tierZero.length === 0 ? what : `${what} (tier 0: ${tierZero.join(', ')})`,
    String(fix.removedOne),
    String(fix.removedTwo),
    `${left.downOne} + ${left.downTwo}`,
    `${left.stuckOne} + ${left.stuckTwo}`,
  ];
}
