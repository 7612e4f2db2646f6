import { Argument, type Command, Option } from 'commander';
import { type CutEffect, inventoryTree, LOOP_MAX } from '../../continuity/cut-sets/index.ts';
import { writeOpenPsa } from '../../continuity/open-psa/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { openInventory, requireKnown } from './open-inventory.ts';

/** Adds `amends continuity export`. */
export function addExport(parent: Command): void {
  parent
    .command('export')
    .description(
      'Write what takes a node down as a fault tree, so that another program can check the cut sets.',
    )
    .addArgument(new Argument('<format>', 'the format').choices(['open-psa']))
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .requiredOption('--node <id>', 'the node of the inventory')
    .addOption(
      new Option('--effect <effect>', 'what the loss must do, for good')
        .choices(['down', 'stuck'])
        .default('down'),
    )
    .action(exportTree);
}

async function exportTree(
  _format: string,
  folder: string,
  flags: { readonly node: string; readonly effect: CutEffect },
): Promise<void> {
  const inventory = await openInventory(folder);
  requireKnown({ kind: 'node', name: flags.node, known: inventory.nodes });
  const tree = inventoryTree(inventory, flags);
  if ('loopSize' in tree) {
    const message = `${flags.node} lies behind a loop of ${tree.loopSize} nodes; a fault tree has no loops, and one of up to ${LOOP_MAX} is unrolled. \`amends continuity cut-sets\` solves it as it is.`;
    throw new CommandExit(message, exitCode.wrongInput);
  }
  const around = [...tree.events.keys()].filter((id) =>
    [...tree.events.keys()].some((other) => inventory.domains.get(other)?.within.includes(id)),
  );
  if (around.length > 0) {
    process.stderr.write(
      `Of domains around others (${around.join(', ')}) the tree has sets of their own, where something within them is enough; \`amends continuity cut-sets\` leaves these out.\n`,
    );
  }
  process.stdout.write(writeOpenPsa(tree));
}
