import type { Command } from 'commander';
import { minimalLosses } from '../../continuity/index.ts';
import { renderTable } from '../shell/table.ts';
import { openInventory, printJson } from './open-inventory.ts';

/** Adds `amends continuity losses`. */
export function addLosses(parent: Command): void {
  parent
    .command('losses')
    .description(
      'List the smallest losses, up to pairs, that take each node down or leave it stuck.',
    )
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--json', 'one JSON document on stdout')
    .action(listLosses);
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
