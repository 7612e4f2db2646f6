import type { Command } from 'commander';
import { type DrillPlan, planDrills } from '../../continuity/index.ts';
import { localDateOf } from '../../kernel/index.ts';
import { clockNow } from '../../platform/index.ts';
import { openDocument, printJson } from '../continuity/open-inventory.ts';

/** Adds `amends drill plan`. */
export function addPlan(parent: Command): void {
  parent
    .command('plan')
    .description(
      'List the drills to hold, the most telling first, and what nobody has shown lately.',
    )
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--json', 'one JSON document on stdout')
    .action(plan);
}

async function plan(folder: string, options: { readonly json?: boolean }): Promise<void> {
  const document = await openDocument(folder);
  const found = planDrills(document, { today: localDateOf(clockNow(), 'UTC') });
  if (options.json === true) printJson(found);
  else process.stdout.write(`${renderPlan(found)}\n`);
}

function renderPlan({ drills, targetCount, freshCount }: DrillPlan): string {
  const lines = drills.flatMap((drill, index) => [
    '',
    `${index + 1}. Remove all of ${drill.domains.join(' and ')} (${drill.kind}, weight ${drill.weight})`,
    ...drill.before.map(({ kind, about }) => `   first  ${kind}: ${about}`),
    ...drill.covers.map(({ node, option, name, lastOn }) => {
      const what =
        option === undefined ? `${node} keeps running` : `${option} (${name}) brings ${node} back`;
      return `   shows  ${what}; ${lastOn === '' ? 'never shown' : `last on ${lastOn}`}`;
    }),
  ]);
  const share = targetCount === 0 ? 'nothing' : `${freshCount} of ${targetCount}`;
  const ending =
    targetCount === 0
      ? 'There is nothing to drill: no node has tier 0, or no site is listed.'
      : `Shown lately, on the whole of what is lost: ${share}.`;
  return [...lines, '', ending].join('\n').trimStart();
}
