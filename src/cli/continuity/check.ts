import type { Command } from 'commander';
import {
  type Assessment,
  assessInventory,
  drawLoop,
  type Inventory,
  type LossAssessment,
  type NodeLevel,
  pairLosses,
  renderAssessment,
  scoreLevels,
  siteLosses,
} from '../../continuity/index.ts';
import { addDays, localDateOf } from '../../kernel/index.ts';
import { clockNow } from '../../platform/index.ts';
import { exitCode } from '../exit.ts';
import { renderTable } from '../table.ts';
import { openInventory, printJson } from './open-inventory.ts';

/** Adds `amends continuity check`. */
export function addCheck(parent: Command): void {
  parent
    .command('check')
    .description('Assess every single loss of a site; exit 1 when a tier-0 node would be stuck.')
    .argument('<folder>', 'a folder of inventory files (YAML)')
    .option('--json', 'one JSON document on stdout')
    .action(checkFolder);
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
